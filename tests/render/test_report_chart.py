"""Reports as bars: within any terminal, without colours too, each bar as long as its figure says."""

from __future__ import annotations

import io
import shlex
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.desk_time import Zone
from aduan_cli.render import colour
from aduan_cli.render.report_chart import write_charts
from aduan_cli.render.widths import width
from aduan_cli.report_tables import ReportTable
from office import Office
from reports import KEPT_SHARE, RECEIVED, UNIT, report

pytest.importorskip("rich", reason="the extra [chart] is not installed")
UTC = Zone([[-(2**62), 0]])
FULL = "█"


class Terminal(io.StringIO):
    """A terminal, as far as it is asked whether it is one."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


def table(rows: list[tuple[str, int, float | None]], before: int | None = None) -> ReportTable:
    """Return a report of units with these figures; the period before had `before` in each."""
    then = [] if before is None else [(None, before, None)] * (len(rows) + 1)
    return report((UNIT, RECEIVED, KEPT_SHARE), *rows, total=(None, 0, None), before=then)


def drawn(of: ReportTable, columns: int | None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what is printed in a terminal of so many columns; None: in none."""
    out = io.StringIO() if columns is None else Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("COLUMNS", str(columns or ""))
    monkeypatch.setenv("TERM", "xterm")
    write_charts(of, UTC, {})
    monkeypatch.undo()
    return out.getvalue()


def test_the_longest_bar_is_of_the_largest_figure_and_all_say_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = drawn(table([("dlh", 40, 100.0), ("bmsda", 10, 50.0), ("-", 0, None)]), None, monkeypatch).splitlines()
    assert lines[0] == "received"
    full, quarter, none = (line.count(FULL) for line in lines[1:4])
    assert (none, full // 4) == (0, quarter)
    assert [line.split()[-1] for line in lines[1:4]] == ["40", "10", "0"]
    assert {len(line) for line in lines[1:4]} == {80}
    assert lines[4:6] == ["", "kept %"]
    assert [line.rpartition("  ")[2].strip(f" {FULL}▌") for line in lines[6:]] == [
        "100 %",
        "50 %",
        "-",
    ]


def test_a_figure_that_nobody_has_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "kept" not in drawn(table([("dlh", 1, None)]), None, monkeypatch)


def test_the_period_before_stands_below_each(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = drawn(table([("dlh", 4, None), ("bmsda", 2, None)], before=3), None, monkeypatch).splitlines()
    assert [line.split()[0] for line in lines] == ["received", "dlh", "before", "bmsda", "before"]
    assert [line.split()[-1] for line in lines[1:]] == ["4", "3", "2", "3"]


@settings(deadline=None, max_examples=30)
@given(
    rows=st.lists(
        st.tuples(
            st.text("abé漢\x1b -=[]", min_size=1, max_size=40),
            st.integers(0, 10**7),
            st.none() | st.floats(0, 100).map(lambda value: round(value, 1)),
        ),
        min_size=1,
        max_size=5,
    ),
    columns=st.integers(24, 200),
)
def test_no_line_is_wider_than_the_terminal_whatever_stands_in_it(
    rows: list[tuple[str, int, float | None]], columns: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_COLOR", "1")
        colour.choose("never")
        text = drawn(table(rows), columns, patch)
        colour.choose("auto")
    assert all(width(line) <= columns for line in text.splitlines())
    assert "\x1b" not in text


def test_colours_are_there_only_where_they_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    of = table([("dlh", 4, None)])
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[36" in drawn(of, 80, monkeypatch)
    monkeypatch.setenv("NO_COLOR", "1")
    plain = drawn(of, 80, monkeypatch)
    assert ("\x1b" in plain, FULL in plain) == (False, True)


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return a desk with two calls of a number."""
    for at in ("2026-11-22 08:00", "2026-11-23 08:00"):
        fresh_office.log("Melaporkan sampah di Kel. Margahayu", "--phone", "0812-0000-0101", "--now", at)
    return fresh_office


def test_every_report_is_drawn_in_both_languages(office: Office) -> None:
    lines = "week", "month", "year", "unit", "category", "kelurahan --compare", "shifts", "callers", "rules --explain"
    for line in lines:
        shown = office.run("report", *shlex.split(line), "--chart")
        assert (shown.code, shown.err, FULL in shown.out) == (0, "", True)
        assert all(width(row) <= 80 for row in shown.out.splitlines() if FULL in row)
        indonesian = office.run("--lang", "id", "report", *shlex.split(line), "--chart").out
        assert (FULL in indonesian, "received" in indonesian, "decided" in indonesian) == (True, False, False)


def test_a_chart_as_data_and_one_without_its_library_are_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = office.run("report", "unit", "--chart", "--format", "json")
    assert (ran.code, ran.out, "--chart is drawn for people" in ran.err) == (2, "", True)
    monkeypatch.setattr("aduan_cli.render.report_chart.find_spec", lambda name: None)
    ran = office.run("report", "unit", "--chart")
    assert (ran.code, "pip install rich brings it" in ran.err) == (2, True)


def test_nothing_to_draw_is_said(fresh_office: Office) -> None:
    shown: Any = fresh_office.run("report", "unit", "--chart")
    assert (shown.code, "no call came" in shown.out) == (0, True)
