"""A whole desk as a file: the same bytes for the same desk; what is not as it was written is told by its line."""

from __future__ import annotations

import io
import json
from binascii import crc32
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.errors import StoreError
from aduan_cli.formats.whole_desk import PART, DeskFile, write
from aduan_cli.transfer import TABLES, KeptTable, Row

BY_NAME = {table.name: table for table in TABLES}
BIG = b"\0\xff" * PART
"""A file of three lines."""
FILES = {sha256(data).hexdigest(): data for data in (b"", b"foto", BIG)}


def row(name: str, **given: Any) -> tuple[KeptTable, Row]:
    """Return a row of a table; what isn't given is absent."""
    return BY_NAME[name], tuple(given.get(column) for column in BY_NAME[name].columns)


ROWS = [
    row("identity", store="ab", secret=b"\0\x01\xff"),
    row("plugin", plugin="bmsda", calls=3, seconds=1 / 3, slowest=0.0),
    row("complaint", id=1, ticket="UJI-1", text='baris\nsatu \u2028 \0 "kutip" ,"crc":"00000000"}'),
    row("complaint", id=2, ticket="UJI-2", text=""),
    row("event", id=1, body='{"a":1}', hash=b"\x01" * 32),
    row("event", id=2, complaint_id=1, body='{"a":1}', private="{}", salt=b"s" * 16, hash=b"\x02" * 32),
]


def parts(data: bytes) -> Iterator[bytes]:
    """Yield the parts of a file as the desk's folder does."""
    yield data[:PART]
    for start in range(PART, len(data), PART):
        yield data[start : start + PART]


@cache
def written() -> bytes:
    """Return the file of the invented desk."""
    return rewritten()


def rewritten() -> bytes:
    """Return the file of the invented desk, written anew."""
    out = io.BytesIO()
    write(ROWS, lambda: ((digest, parts(FILES[digest])) for digest in sorted(FILES)), out)
    return out.getvalue()


def read(data: bytes) -> tuple[list[tuple[KeptTable, Row]], dict[str, bytes]]:
    """Return what a file has."""
    files: dict[str, bytes] = {}
    source = DeskFile(io.BytesIO(data), "meja.jsonl")
    rows = list(source.rows(lambda digest, some: files.update({digest: b"".join(some)})))
    assert source.counts is not None
    return rows, files


def lines() -> list[bytes]:
    """Return the lines of the file."""
    return written().splitlines(keepends=True)


def sealed(objects: list[dict[str, Any]]) -> bytes:
    """Return a file whose seals are right, whatever it says."""
    crc, out = 0, b""
    for one in objects:
        if "sha256" in one and "end" in one:
            one = {**one, "sha256": sha256(out).hexdigest()}
        body = json.dumps(one, separators=(",", ":"), ensure_ascii=False).encode()[:-1]
        crc = crc32(body, crc)
        out += body + b',"crc":"%08x"}\n' % crc
    return out


def said() -> list[dict[str, Any]]:
    """Return what the lines say, without their seals."""
    return [{name: value for name, value in json.loads(line).items() if name != "crc"} for line in lines()]


def test_what_is_written_is_read_and_is_the_same_bytes_each_time() -> None:
    assert written() == rewritten()
    assert read(written()) == (ROWS, FILES)
    assert all(json.loads(line)["crc"] for line in lines())


def test_seals_made_by_another_program_are_the_same() -> None:
    """What the format says in words is enough to write it."""
    assert sealed(said()) == written()


@pytest.mark.parametrize("number", range(len(lines())))
def test_a_line_that_was_changed_or_taken_out_or_doubled_is_told_by_its_number(number: int) -> None:
    whole = lines()
    changed = whole[number].replace(b'"', b"'", 1) if number % 2 else whole[number][:9] + b"X" + whole[number][10:]
    for damaged in ([changed], [], [whole[number]] * 2):
        data = b"".join(whole[:number] + damaged + whole[number + 1 :])
        place = number + 1 if len(damaged) < 2 else number + 2
        with pytest.raises(StoreError, match=rf"^meja\.jsonl:{place}: "):
            read(data)


@given(st.integers(0, len(written()) - 1))
def test_wherever_it_was_cut_the_last_line_is_told(end: int) -> None:
    data = written()[:end]
    with pytest.raises(StoreError, match=rf"^meja\.jsonl:{data.count(10) + 1}: "):
        read(data)


@given(st.integers(0, len(written()) - 1), st.integers(1, 255))
def test_no_byte_is_changed_unseen(place: int, by: int) -> None:
    data = bytearray(written())
    data[place] ^= by
    with pytest.raises(StoreError, match=r"^meja\.jsonl:\d+: "):
        read(bytes(data))


def test_two_lines_that_were_exchanged_are_told() -> None:
    whole = lines()
    whole[3], whole[4] = whole[4], whole[3]
    with pytest.raises(StoreError, match=r"^meja\.jsonl:4: the line is not the one that was written"):
        read(b"".join(whole))


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda found: found.pop(3), "what is counted at the end is not what the file has"),
        (lambda found: found[3].update(table="lain"), "no table of a desk has this name"),
        (lambda found: found[3].update(later=1), "a newer aduan wrote it"),
        (lambda found: found[0].update(format=2), "a newer aduan wrote it"),
        (lambda found: found[0].update(aduan="x"), "it is no desk that aduan db export wrote"),
        (lambda found: found[3].update(text=["x"]), "the line is no row"),
        (lambda found: found[3].update(version=2**70), "the line is no row"),
        (lambda found: found[3].update(version=True), "the line is no row"),
        (lambda found: found[1].update(secret="xyz"), "the line is no row"),
        (lambda found: found[7].update(sha256="../../x"), "the line is no row"),
        (lambda found: found.insert(1, found.pop(5)), "its table comes too late"),
        (lambda found: found.insert(9, found.pop(5)), "its table comes too late"),
        (lambda found: found.append(found[3]), "the desk has ended, but the file goes on"),
    ],
)
def test_what_somebody_made_up_is_told_though_its_seals_are_right(
    spoil: Callable[[list[dict[str, Any]]], object], what: str
) -> None:
    found = said()
    spoil(found)
    with pytest.raises(StoreError, match=what):
        read(sealed(found))


def test_another_file_is_no_desk() -> None:
    for data in (b"", b"ticket,text\n", b"{}\n", b"\xff\xfe" * 90, b"[" * 100_000 + b"\n"):
        with pytest.raises(StoreError, match=r"^meja\.jsonl:1: it is no desk that aduan db export wrote"):
            read(data)
