"""What lies in a folder of quarantines: each row as often as it lies there, and what it is another version of."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.formats import quarantined
from aduan_cli.formats.quarantine import Quarantine
from aduan_cli.formats.quarantined import changed, ticket_in

CELLS = st.lists(st.sampled_from(["", "a", "=1", "'=1", "-", "x\ny", "\u00e9"]), max_size=4)
TICKET = "UJI-261123-0042-7"


def filled(folder: str, name: str, rows: list[list[str]], *, versions: bool = False) -> Quarantine:
    """Put rows into a quarantine of two columns, the second a day."""
    quarantine = Quarantine(str(Path(folder) / name), ["text", "day"], [1])
    for number, row in enumerate(rows, 1):
        if versions:
            quarantine.put_version(row, TICKET, ["text"], "log.csv", number)
        else:
            quarantine.put(row, "no date", "log.csv", number)
    quarantine.close()
    return quarantine


@given(st.lists(CELLS, max_size=6), st.lists(CELLS, max_size=3), st.lists(CELLS, max_size=6))
def test_a_row_lies_there_as_often_as_it_was_put_there(
    first: list[list[str]], second: list[list[str]], asked: list[list[str]]
) -> None:
    """In whichever file of the folder; a third of two equal rows has to be written anew."""
    with TemporaryDirectory() as folder:
        filled(folder, "a.csv", first)
        filled(folder, "b.csv", second)
        now = Quarantine(str(Path(folder) / "c.csv"), ["text", "day"], [1])
        left = Counter(meant(row) for row in [*first, *second])
        for row in asked:
            assert (now.holds(row) is not None) == (left[meant(row)] > 0)
            left[meant(row)] -= 1
            assert now.holds(row, TICKET) is None, "as another version it lies nowhere"


def meant(row: list[str]) -> tuple[str, ...]:
    """Return what a row says: below its columns, without what is nothing."""
    return tuple("" if cell == "-" else cell for cell in [*row, "", ""][:2])


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["1", "2"])), max_size=6))
def test_rows_that_say_the_same_but_for_their_day_are_found_with_their_origin(rows: list[tuple[str, str]]) -> None:
    """A mended date is a row that came from there."""
    with TemporaryDirectory() as folder:
        filled(folder, "a.csv", [[*row] for row in rows])
        now = Quarantine(str(Path(folder) / "b.csv"), ["text", "day"], [1])
        for text in "abc":
            wanted = [("log.csv", number) for number, row in enumerate(rows, 1) if row[0] == text]
            assert now.origins([text, "another day"]) == wanted


def test_what_was_written_now_lies_there_as_well(tmp_path: Path) -> None:
    quarantine = Quarantine(str(tmp_path / "a.csv"), ["text", "day"])
    assert quarantine.holds(["x", "1"]) is None
    quarantine.put(["x", "1"], "no date", "log.csv", 1)
    assert quarantine.holds(["x", "1"]) is None, "asked for the second time: there is one"
    quarantine.put(["x", "1"], "no date", "log.csv", 2)
    assert quarantine.holds(["x", "1"]) is None
    quarantine.close()


def test_a_version_is_no_row_of_its_own(tmp_path: Path) -> None:
    """The same cells lie there for what they are: a call that can't be taken, or another version of one that is."""
    filled(str(tmp_path), "a.csv", [["x", "1"]], versions=True)
    now = Quarantine(str(tmp_path / "b.csv"), ["text", "day"])
    assert now.holds(["x", "1"]) is None
    assert now.holds(["x", "1"], TICKET) == str(tmp_path / "a.csv")


def test_other_files_of_the_folder_hold_nothing(tmp_path: Path) -> None:
    """Of other columns, of no table at all, or such as nobody can read."""
    filled(str(tmp_path), "a.csv", [["x", "1"]])
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00 no table")
    (tmp_path / "c.csv").mkdir()
    (tmp_path / "d.csv").symlink_to(tmp_path / "nowhere")
    assert Quarantine(str(tmp_path / "e.csv"), ["text", "time"]).holds(["x", "1"]) is None
    assert Quarantine(str(tmp_path / "e.csv"), ["text", "day"]).holds(["x", "1"]) == str(tmp_path / "a.csv")


def test_of_very_many_rows_those_of_the_newest_files_are_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantined, "MOST", 2)
    for age, name in enumerate(("new.csv", "old.csv")):
        filled(str(tmp_path), name, [[name, "1"], [name, "2"]])
        os.utime(tmp_path / name, (10**9 - age, 10**9 - age))
    now = Quarantine(str(tmp_path / "now.csv"), ["text", "day"])
    assert now.holds(["new.csv", "2"]) == str(tmp_path / "new.csv")
    assert now.holds(["old.csv", "1"]) is None


@given(st.text(max_size=12), st.lists(st.text(max_size=6), max_size=3))
def test_a_reason_tells_its_ticket_only_where_it_is_of_a_version(said: str, names: list[str]) -> None:
    """Whatever else somebody writes there names none."""
    assert ticket_in(changed(TICKET, names)) == TICKET
    if said.partition(":")[0].strip() != "changed":
        assert ticket_in(said) is None
