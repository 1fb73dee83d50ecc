"""The quarantine: nothing is lost in it, nothing in it runs."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest

from aduan_cli.errors import UsageError
from aduan_cli.formats.quarantine import Quarantine


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
