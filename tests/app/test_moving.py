"""A desk moves as a whole: written at one moment, taken in whole or not at all, the same bytes on the other side."""

from __future__ import annotations

import io
import os
import stat
import tracemalloc
from pathlib import Path

import pytest

from aduan_cli.app import moving
from aduan_cli.errors import NotAllowedError, StoreError, UsageError
from aduan_cli.flow.attaching import attach, erase
from aduan_cli.stored import Query
from aduan_cli.testing.store_contract.calls import call
from aduan_cli.testing.store_contract.given import take
from desk_here import HereDesk, desk_here


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk with calls, two files, and one person who was erased with theirs."""
    made = desk_here(tmp_path / "a")
    for text in ("sampah menumpuk", "banjir", "Budi Contoh di Gang Rahasia"):
        made.log(text, caller_phone="+6281200000001")
    first, second, gone = made.all()
    for number, one in enumerate((first, second, gone)):
        photo = tmp_path / f"foto{number}.jpg"
        photo.write_bytes(b"jpeg" * number)
        attach(made.store, made.attachments, one, [str(photo)], "sari", made.clock())
    erase(made.store, made.attachments, gone.ticket, "sari", made.clock())
    return made


@pytest.fixture
def other(tmp_path: Path) -> HereDesk:
    """Return a desk in which nothing is yet."""
    return desk_here(tmp_path / "b")


def exported(desk: HereDesk) -> bytes:
    """Return what is written of a desk."""
    out = io.BytesIO()
    assert moving.give_away(desk, out).missing == ()
    return out.getvalue()


def attached(desk: HereDesk) -> list[str]:
    """Return the names of the files that a desk has."""
    folder = Path(desk.folder, "attachments")
    return sorted(path.name for path in folder.glob("[!.]*")) if folder.exists() else []


def forget(_moved: moving.MovedDesk) -> None:
    """Be told what was written."""


def taken_in(desk: HereDesk, data: bytes) -> moving.MovedDesk:
    """Take in a desk that was written."""
    return moving.take_in(desk, io.BytesIO(data), "meja.jsonl")


def test_a_desk_that_moved_is_the_same_and_is_written_as_the_same_bytes(desk: HereDesk, other: HereDesk) -> None:
    data = exported(desk)
    moved = taken_in(other, data)
    assert (moved.counts.rows["complaint"], moved.counts.files, moved.missing) == (3, 2, ())
    assert exported(other) == data == exported(desk)
    assert (other.store.breaks(), list(other.store.differences())) == ([], [])
    assert attached(other) == attached(desk)
    assert [other.attachments.state(file) for _ticket, file in other.store.attached()] == ["same", "same"]
    assert other.log("jalan rusak").ticket[4:15] == "261123-0004"
    assert other.warned == []


def test_who_was_erased_is_not_in_the_file(desk: HereDesk) -> None:
    data = exported(desk)
    assert b"Budi" not in data
    assert b"Rahasia" not in data


def test_a_file_that_was_cut_is_taken_in_not_at_all_and_can_be_had_again(desk: HereDesk, other: HereDesk) -> None:
    """Wherever it breaks off: between tables, in a row, in an attachment, before its last line."""
    data = exported(desk)
    for end in (0, 100, len(data) // 3, len(data) // 2, len(data) - 400, len(data) - 200, len(data) - 1):
        with pytest.raises(StoreError, match=rf"meja\.jsonl:{data[:end].count(10) + 1}: "):
            taken_in(other, data[:end])
        assert (other.store.count(Query()), attached(other)) == (0, [])
    taken_in(other, data)
    assert exported(other) == data


def test_a_desk_that_has_calls_takes_no_other_in(desk: HereDesk, other: HereDesk) -> None:
    other.log("jalan rusak")
    before = exported(other)
    with pytest.raises(NotAllowedError, match="something is stored there already"):
        taken_in(other, exported(desk))
    assert exported(other) == before
    assert attached(other) == []


def test_what_was_written_is_the_desk_at_one_moment(
    desk: HereDesk, other: HereDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that is taken, and a file that is attached, while it is written is not in it, nor half of it."""
    before, officer = exported(desk), HereDesk(Path(desk.folder))
    new = Path(desk.folder, "baru.jpg")
    new.write_bytes(b"baru")
    rows = desk.store.transfer.rows

    def meanwhile():  # type: ignore[no-untyped-def]
        for number, row in enumerate(rows()):
            if number == 5:
                one = officer.log("sampah lagi")
                attach(officer.store, officer.attachments, one, [str(new)], "sari", officer.clock())
            yield row

    monkeypatch.setattr(type(desk.store.transfer), "rows", lambda _self: meanwhile())
    assert exported(desk) == before
    monkeypatch.undo()
    assert exported(desk) != before
    taken_in(other, before)


def test_a_photo_that_is_gone_or_damaged_is_told_and_the_rest_moves(desk: HereDesk, other: HereDesk) -> None:
    gone, damaged = attached(desk)
    Path(desk.folder, "attachments", gone).unlink()
    Path(desk.folder, "attachments", damaged).write_bytes(b"lain")
    out = io.BytesIO()
    assert moving.give_away(desk, out).missing == (gone,)
    assert taken_in(other, out.getvalue()).missing == (damaged,)
    assert Path(other.folder, "attachments", damaged).read_bytes() == b"lain"


def test_the_file_is_its_owners_and_takes_nobodys_place(desk: HereDesk, tmp_path: Path) -> None:
    place = tmp_path / "meja.jsonl"
    moving.give_away_to_file(desk, str(place), forget)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert place.read_bytes() == exported(desk)
    with pytest.raises(UsageError, match="is there already"):
        moving.give_away_to_file(desk, str(place), forget)
    assert [path.name for path in tmp_path.glob("meja*")] == ["meja.jsonl"]
    with pytest.raises(StoreError, match="it can't be written"):
        moving.give_away_to_file(desk, str(tmp_path / "no" / "such"), forget)


def test_an_export_that_can_not_be_noted_is_none(desk: HereDesk, tmp_path: Path) -> None:
    def full(_moved: moving.MovedDesk) -> None:
        raise StoreError("full")

    with pytest.raises(StoreError, match="full"):
        moving.give_away_to_file(desk, str(tmp_path / "meja.jsonl"), full)
    assert list(tmp_path.glob("meja*")) == []


def test_of_a_desk_without_data_no_file_is_made(other: HereDesk, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        moving.give_away_to_file(other, str(tmp_path / "meja.jsonl"), forget)
    assert list(tmp_path.glob("meja*")) == []


def test_a_file_that_can_not_be_read_is_told(other: HereDesk, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="it can't be read"):
        moving.take_in_file(other, str(tmp_path / "no-such"))


def test_memory_does_not_grow_with_the_desk(tmp_path: Path) -> None:
    """Of 1,500 calls no more is held at once than of 500."""
    peaks = []
    for calls in (500, 1_500):
        desk = desk_here(tmp_path / str(calls))
        take(desk.store, [call(text="sampah " * 20) for _ in range(calls)])
        tracemalloc.start()
        with Path(os.devnull).open("wb") as nowhere:
            moving.give_away(desk, nowhere)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 300_000
