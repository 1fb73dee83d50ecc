"""CSV cells that no spreadsheet runs, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.spreadsheet import defuse, fuse

RUN = "=+-@\t\r\n＝＋－＠"
NAUGHTY = st.text() | st.text(alphabet="'=+-@\t\r\n＝ a;,\"|\\", max_size=6)


@given(NAUGHTY)
def test_defused_cells_come_back(text: str) -> None:
    """Whatever a cell holds, reading takes back exactly what writing was given."""
    assert fuse(defuse(text)) == text


@given(NAUGHTY)
def test_no_cell_is_run(text: str) -> None:
    """No written cell begins with a character that makes a spreadsheet run it."""
    assert not defuse(text).startswith(tuple(RUN))


@given(NAUGHTY)
def test_two_cells_are_never_written_alike(text: str) -> None:
    """A cell that looks as if it had been defused is told from one that was."""
    assert defuse(text) != defuse("'" + text) or not text


@pytest.mark.parametrize("text", ["", "'", "''", "Jl. Mawar", "it's", "'t Hoff", "081-2", "a=b"])
def test_harmless_cells_stay_as_they_are(text: str) -> None:
    """What no spreadsheet runs is written as it stands."""
    assert defuse(text) == text == fuse(text)


@pytest.mark.parametrize(("text", "written"), [("=1+1", "'=1+1"), ("+6281", "'+6281"), ("'=1", "''=1"), ("-", "'-")])
def test_the_rule(text: str, written: str) -> None:
    """One quote more before what would be run, and before quotes that stand there already."""
    assert defuse(text) == written
