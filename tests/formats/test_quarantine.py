"""The quarantine: nothing is lost in it, nothing in it runs."""

from __future__ import annotations

import csv
import os
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.errors import StoreError, UsageError
from aduan_cli.formats.quarantine import Quarantine, harmless, meant
from aduan_cli.unseen import UNSEEN
from sheets import folder

CELLS = st.text(max_size=12) | st.text(st.sampled_from("'=+-@\\t\\r\\n＝x\\\\x1bu001f0U\x1b\u202e"), max_size=10)


def rows_of(path: str) -> list[list[str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_record_stands_there_whole_with_reason_and_origin(tmp_path: Path) -> None:
    """Short rows are filled up, and cells beyond the header stand at the end."""
    quarantine = Quarantine(str(tmp_path / "q" / "a.csv"), ["text", "kind"])
    assert not (tmp_path / "q").exists()
    quarantine.put(["=1"], "no date", "a.csv", 3)
    quarantine.put(["a", "b", "c"], "too many", "a.csv", 4)
    quarantine.close()
    assert rows_of(quarantine.path) == [
        ["text", "kind", "_reason", "_source_file", "_source_row"],
        ["'=1", "", "no date", "a.csv", "3"],
        ["a", "b", "too many", "a.csv", "4", "c"],
    ]
    assert stat.S_IMODE(Path(quarantine.path).stat().st_mode) == 0o600


def test_an_older_quarantine_is_never_overwritten(tmp_path: Path) -> None:
    """Two imports in one second get two files."""
    for _time in range(2):
        quarantine = Quarantine(str(tmp_path / "a.csv"), ["text"])
        quarantine.put(["x"], "why", "a", 1)
        quarantine.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-2.csv", "a.csv"]


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """A file where the folder should be ends in a usage error that names the option."""
    (tmp_path / "q").write_text("")
    with pytest.raises(UsageError, match="--quarantine"):
        Quarantine(str(tmp_path / "q" / "a.csv"), ["text"]).put(["x"], "why", "a", 1)


@given(CELLS)
def test_what_is_written_is_run_by_nothing_and_read_back_as_it_was(cell: str) -> None:
    """No spreadsheet runs it, no terminal obeys it, and mending loses nothing of it."""
    written = harmless(cell)
    assert meant(written) == cell
    assert written[:1] not in tuple("=+@\t\r\n＝＋－＠") or not written
    assert not written.startswith("-") or written == "-"
    assert not re.search(rf"(?![\t\n\r]){UNSEEN}", written)


@given(st.lists(st.lists(CELLS.filter(lambda cell: "\0" not in cell), min_size=1, max_size=4), min_size=1, max_size=4))
def test_every_row_is_one_row_of_the_csv_module(rows: list[list[str]]) -> None:
    """As many as were put there, each with its reason, file and row behind the columns of the file."""
    with folder() as place:
        quarantine = Quarantine(str(place / "q.csv"), ["a", "b"])
        for number, cells in enumerate(rows, 1):
            quarantine.put(cells, 'why, "oh"\nwhy', "a;b.csv", number)
        assert quarantine.count == len(rows)
        quarantine.close()
        found = rows_of(quarantine.path)
    assert len(found) == len(rows) + 1
    for number, (row, cells) in enumerate(zip(found[1:], rows, strict=True), 1):
        assert row[2:5] == ['why, "oh"\nwhy', "a;b.csv", str(number)]
        back = [meant(cell) for cell in (*row[:2], *row[5:])]
        assert back[: len(cells)] == cells
        assert not any(back[len(cells) :])


def test_a_row_that_lies_there_is_found_as_often_as_it_lies_there(tmp_path: Path) -> None:
    """Of an import that is repeated nothing is put there twice; a second equal row of the file is."""
    first = Quarantine(str(tmp_path / "a.csv"), ["text", "tgl"], dated=[1])
    first.put(["sampah", "besok"], "no date", "log.csv", 3)
    first.close()
    again = Quarantine(str(tmp_path / "b.csv"), ["text", "tgl"], dated=[1])
    assert again.holds(["sampah", "besok"]) == first.path
    assert again.holds(["sampah", "besok"]) is None
    assert again.holds(["sampah"]) is None
    assert again.origins(["sampah", "2026-11-20"]) == [("log.csv", 3)]
    assert again.origins(["banjir", "besok"]) == []
    assert not (tmp_path / "b.csv").exists()


def test_another_version_lies_there_under_its_ticket(tmp_path: Path) -> None:
    """With the names of what differs, in every language the same."""
    quarantine = Quarantine(str(tmp_path / "a.csv"), ["text"])
    assert quarantine.holds(["x"], "UJI-261123-0001-2") is None
    quarantine.put_version(["x"], "UJI-261123-0001-2", ["text", "unit"], "log.csv", 1)
    assert quarantine.holds(["x"], "UJI-261123-0001-2") is None, "that turn was this import's own"
    assert quarantine.holds(["x"], "UJI-261123-0002-6") is None
    quarantine.close()
    assert rows_of(quarantine.path)[1][1] == "changed: UJI-261123-0001-2: text, unit"


def test_what_was_put_there_is_on_the_disk_when_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`sync` writes out what waits; a disk that fails then is one sentence with the file's name."""
    quarantine = Quarantine(str(tmp_path / "a.csv"), ["text"])
    quarantine.sync()
    quarantine.put(["x"], "why", "log.csv", 1)
    quarantine.sync()
    assert len(rows_of(quarantine.path)) == 2

    def fails(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    quarantine.put(["y"], "why", "log.csv", 2)
    with pytest.raises(StoreError, match=r"a\.csv: the quarantine can't be written: No space left"):
        quarantine.sync()
    monkeypatch.undo()
    quarantine.close()
