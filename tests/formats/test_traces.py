"""What files say of a person: found however it is spelt, taken out only where it is surely theirs, the rest kept."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.formats import traces
from aduan_cli.formats.quarantine import Quarantine
from aduan_cli.formats.traces import marks
from aduan_cli.phones import normalise_phone, phone_keys

MINE = marks(["Sari Wulandari"], ["+628120000001"])
SPELT = ["08120000001", "+62 812-0000-001", "62812 0000 001", "0062 8120000001", "8120000001", "(0812) 0000.001",
         "8120000001.0", "hub:08120000001/08130000009", "+62 (0)812 0000001", "08120000001 08130000009"]  # fmt: skip


@pytest.mark.parametrize("spelt", SPELT)
def test_a_phone_is_found_and_surely_so_however_it_is_spelt(spelt: str) -> None:
    assert MINE.are_in(f"telp {spelt} ya")
    assert MINE.are_surely_in([spelt])


@given(st.from_regex(r"8[1-9][0-9]{7,9}", fullmatch=True), st.text("0123456789", min_size=1, max_size=3))
@settings(max_examples=25)
def test_a_longer_number_is_somebody_else_s(short: str, more: str) -> None:
    mine = marks([], [f"+62{short}"])
    assert mine.are_surely_in([f"0{short}"])
    assert not mine.are_surely_in([f"0{short}{more}"])
    assert not mine.are_surely_in([f"+62{short}-{more}"])
    assert not mine.are_surely_in([f"0811{short}"])


@pytest.mark.parametrize("given", ["021-8841 2340", "+62218841234 0", "0218841 2340"])
def test_a_phone_as_it_was_typed_is_marked_as_one_that_was_stored(given: str) -> None:
    stored = phone_keys(normalise_phone(given))
    assert marks([], [given]).phones == marks([], stored).phones != ()


def test_what_is_too_short_to_tell_anybody_by_is_no_mark() -> None:
    assert marks(["Ani", None, "  ", "Bu"], ["119", "", "12345"]) == marks([], [])
    assert not marks(["Ani"], ["119"]).are_in("Ani menelepon 119")


def test_a_name_of_one_word_in_a_sentence_is_perhaps_theirs_and_alone_in_a_cell_surely() -> None:
    known = marks(["Mawar"], [])
    assert known.are_in("lampu di Jl. MAWAR mati")
    assert not known.are_surely_in(["lampu di Jl. Mawar mati"])
    assert known.are_surely_in(["lampu mati", " mawar "])
    assert not known.are_in("Mawarni")


def quarantine_of(folder: Path, rows: list[list[str]]) -> Path:
    made = Quarantine(str(folder / "log.csv"), ["nama", "hp", "isi"])
    for number, cells in enumerate(rows, 1):
        made.put(cells, "no date", "log.csv", number)
    made.close()
    return Path(made.path)


def test_only_the_records_of_the_person_go_and_the_others_stay_cell_by_cell(tmp_path: Path) -> None:
    others = [["Sari Wulan", "081200000015", "=1+1"], ["-", "'", 'dua\nbaris, "kutip"']]
    path = quarantine_of(tmp_path, [others[0], ["SARI WULANDARI", "", "lampu"], others[1], ["x", "0812-0000001", "y"]])
    before = list(csv.reader(path.read_text("utf-8-sig").splitlines(keepends=True)))
    assert traces.take_out(str(path), MINE)
    after = list(csv.reader(path.read_text("utf-8-sig").splitlines(keepends=True)))
    assert after == [before[0], before[1], before[3]]
    assert not traces.take_out(str(path), MINE), "nothing is left to take"


def test_a_quarantine_of_the_person_alone_goes_whole(tmp_path: Path) -> None:
    path = quarantine_of(tmp_path, [["Sari Wulandari", "", "x"]])
    assert traces.take_out(str(path), MINE)
    assert not path.exists()


@pytest.mark.parametrize("data", [b"", b"nama,hp\nSari Wulandari,1\n", b"\xff\xfe", b"_reason\nSari Wulandari\n"])
def test_a_file_that_is_no_quarantine_stays_as_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(data)
    assert not traces.take_out(str(path), MINE)
    assert path.read_bytes() == data


def test_files_are_found_in_folders_below_but_no_links_are_followed(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    for place in ("a.txt", "b/c/d.txt"):
        (tmp_path / place).write_text("hub 08120000001")
    (tmp_path / "b" / "other.txt").write_text("hub 08130000009")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    found = [os.path.relpath(path, tmp_path) for path in traces.files_with(str(tmp_path), MINE)]
    assert found == ["a.txt", "b/c/d.txt"]
    assert list(traces.files_with(str(tmp_path / "none"), MINE)) == []


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may look into all, so that the refusal is put in."""
    closed = tmp_path / "closed"
    closed.mkdir()
    scan = os.scandir

    def refusing(path: str) -> Iterator[os.DirEntry[str]]:
        if path == str(closed):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert list(traces.files_with(str(tmp_path), MINE)) == [str(closed)]


def test_what_a_mail_says_in_base64_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "mail"
    path.write_bytes(b"Subject: x\nContent-Transfer-Encoding: base64\n\nU2FyaSBXdWxhbmRhcmk=\n")
    assert traces.has(str(path), MINE)
    assert traces.blank(str(path), MINE)
    assert path.read_bytes() == b""


def test_a_file_that_cannot_be_read_may_have_the_person_and_one_of_others_stays(tmp_path: Path) -> None:
    assert traces.has(str(tmp_path), MINE)
    path = tmp_path / "x"
    path.write_text("hub 081200000012")
    assert traces.has(str(path), MINE), "the digits stand there"
    assert not traces.blank(str(path), MINE)
    assert path.read_text() == "hub 081200000012"
