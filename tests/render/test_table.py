"""Tables for people."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.desk_time import Zone
from aduan_cli.model import Complaint
from aduan_cli.render import table
from aduan_cli.render.rows import write_block, write_rows
from aduan_cli.render.table import cut, terminal_width, width, write_complaints, write_table

JAKARTA = Zone([[-(2**62), 7 * 3600]])


class Terminal(io.StringIO):
    """A terminal of a number of columns."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that makes a terminal of a width."""

    def make(columns: int) -> Terminal:
        monkeypatch.setenv("COLUMNS", str(columns))
        return Terminal()

    return make


def call(**given: Any) -> Complaint:
    """Return an invented complaint with a long text."""
    complaint = Complaint()
    complaint.ticket, complaint.unit, complaint.status = "UJI-261123-0001-2", "bmsda-pju", "acknowledged"
    complaint.text = "lampu jalan mati sejak kemarin malam di depan pasar dekat sekolah " * 3
    complaint.kecamatan, complaint.kelurahan, complaint.category = "Bekasi Utara", "Teluk Pucung", "pju-mati"
    for name, value in given.items():
        setattr(complaint, name, value)
    return complaint


@given(st.text(), st.integers(1, 30))
def test_cut_fits(text: str, most: int) -> None:
    """What is cut takes at most the columns it may, and what fits is left alone."""
    assert width(cut(text, most)) <= most
    assert width(text) > most or cut(text, most) == text


def test_width_counts_what_a_terminal_shows() -> None:
    """Chinese and emoji take two columns, combining marks none."""
    assert [width(text) for text in ("abc", "你好", "e\u0301", "🚒", "｡")] == [3, 4, 1, 2, 1]


@pytest.mark.parametrize("columns", [80, 100, 120, 200])
def test_a_list_fits_the_terminal_and_keeps_tickets_whole(terminal: Any, columns: int) -> None:
    """At each usual width no line is longer than the terminal, and ticket, time and state are never cut."""
    out = terminal(columns)
    write_complaints([call(), call(unit="kecamatan-bekasi-utara", text="你好" * 80)], "table", JAKARTA, stream=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 4
    assert max(map(width, lines)) <= columns
    assert all("UJI-261123-0001-2" in line and "acknowledged" in line for line in lines[2:])


def test_columns_stand_below_each_other_with_wide_characters() -> None:
    """The last column begins at the same place in every line, whatever stands before it."""
    out = io.StringIO()
    rows = [["abc", "X"], ["你好", "X"], ["e\u0301e\u0301", "X"], ["🚒", "X"], ["\U000f0000", "X"]]
    write_table(["name", "end"], rows, "table", out)
    lines = out.getvalue().splitlines()
    assert {width(line[: line.index("X")]) for line in lines[2:]} == {6}
    assert [line.split()[0] for line in lines[2:]] == [row[0] for row in rows]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1, max_size=5))
def test_any_text_is_one_line_of_a_table(rows: list[list[str]]) -> None:
    """Whatever the cells hold, a table has one line for each row besides the header, in both styles."""
    for format_ in ("table", "md"):
        out = io.StringIO()
        write_table(["one", "two"], rows, format_, out)
        assert len(out.getvalue().split("\n")) == len(rows) + 3


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_markdown_has_no_more_columns_than_its_header(cells: list[str]) -> None:
    """A pipe in a cell never makes a column."""
    out = io.StringIO()
    write_table([str(number) for number in range(len(cells))], [cells], "md", out)
    row = out.getvalue().splitlines()[2].replace("\\\\", "").replace("\\|", "")
    assert row.count("|") == len(cells) + 1


def test_numbers_are_left_as_they_are_written() -> None:
    """A key like 007 or 1e5 is no number to be reformatted."""
    out = io.StringIO()
    write_table(["key"], [["007"], ["1e5"], ["1.50"]], "table", out)
    assert out.getvalue().split() == ["key", "----", "007", "1e5", "1.50"]


def test_rows_beyond_one_batch_go_on_below_one_header(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of several batches has one header, and every row."""
    monkeypatch.setattr(table, "BATCH", 3)
    out = io.StringIO()
    assert write_complaints([call() for _number in range(8)], "md", JAKARTA, stream=out) == 8
    lines = out.getvalue().splitlines()
    assert len(lines) == 10
    assert sum("ticket" in line for line in lines) == 1


def test_priority_has_a_column_only_where_one_is_not_normal() -> None:
    """Normal priorities need no column; an emergency is marked."""
    out = io.StringIO()
    write_complaints([call()], "table", JAKARTA, stream=out)
    assert "priority" not in out.getvalue()
    write_complaints([call(), call(priority="emergency")], "table", JAKARTA, stream=out)
    assert "priority" in out.getvalue()
    assert "! emergency" in out.getvalue()
    assert "normal" not in out.getvalue()


def test_no_terminal_no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """COLUMNS counts in a terminal only; a file gets the text whole up to a fair length."""
    monkeypatch.setenv("COLUMNS", "40")
    assert terminal_width(io.StringIO()) is None
    assert terminal_width(Terminal()) == 40
    out = io.StringIO()
    write_complaints([call()], "table", JAKARTA, stream=out)
    assert "dekat sekolah lampu" in out.getvalue()


def test_a_terminal_that_lacks_a_character_gets_it_escaped() -> None:
    """A table on a terminal of ASCII is printed whole, what it lacks as an escape."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    write_table(["a"], [["é"]], "table", out)
    out.flush()
    assert raw.getvalue().decode("ascii").splitlines()[2] == "\\xe9"


def test_block_indents_further_lines_and_leaves_out_what_is_absent() -> None:
    """A value of several lines stays beside its label, so that no caller can fake a line of ours."""
    out = io.StringIO()
    write_block([("Text", "satu\nStatus  closed"), ("Nama", None), ("", "Judul"), ("Unit", "dlh")], out)
    assert out.getvalue() == "Text  satu\n      Status  closed\nJudul\nUnit  dlh\n"


def test_rows_in_every_format() -> None:
    """Rows that are no complaints are printed in the same formats, lists joined."""
    rows = [{"id": "dlh", "names": ["a", "b"], "more": None}]
    expected = {
        "json": '[{"id": "dlh", "names": ["a", "b"], "more": null}]\n',
        "jsonl": '{"id": "dlh", "names": ["a", "b"], "more": null}\n',
        "csv": "id,names,more\ndlh,a;b,\n",
        "tsv": "id\tnames\tmore\ndlh\ta;b\t\n",
        "table": "id   names\n---  -----\ndlh  a, b\n",
    }
    for format_, text in expected.items():
        out = io.StringIO(newline="")
        assert write_rows(rows, format_, ("id", "names", "more"), ("id", "names"), stream=out) == 1
        assert out.getvalue() == text
