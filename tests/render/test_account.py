"""The account of a day, for people and as data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.fields import KINDS, STATUSES
from aduan_cli.desk_time import Zone
from aduan_cli.figures import Account, AccountLine
from aduan_cli.flow.reports.accounts import COLUMNS, of_day
from aduan_cli.i18n import choose
from aduan_cli.render.account import MOVES, moves_line
from aduan_cli.render.report import write_report_table
from aduan_cli.report_tables import ReportTime

DAY = ("2026-11-23", "2026-11-23T00:00:00+07:00", "2026-11-24T00:00:00+07:00")
ZONE = Zone([[-(2**62), 7 * 3600]])
TIME = ReportTime(ZONE.epoch(2026, 11, 23), ZONE.epoch(2026, 11, 24))
STATES = st.dictionaries(st.sampled_from(STATUSES), st.integers(0, 300), max_size=4)


def line(unit: str | None, kind: str | None, is_whole: bool = False, **states: int) -> AccountLine:
    """Return a line that adds up."""
    return AccountLine(is_whole, unit, kind, sum(states.values()), states)


def account(*lines: AccountLine, moved: Mapping[str, int] | None = None) -> Account:
    return Account(lines, moved or {}, ())


BUSY = account(
    line("dlh", "complaint", routed=2, closed=1),
    line("dlh", None, routed=2, closed=1),
    line(None, "information", answered=1),
    line(None, None, answered=1),
    line(None, "complaint", is_whole=True, routed=2, closed=1),
    line(None, "information", is_whole=True, answered=1),
    line(None, None, is_whole=True, routed=2, closed=1, answered=1),
    moved={"logged": 4, "resolved": 1, "revealed": 9},
)


def write(told: Account, differences: list[dict[str, str]], format_: str) -> None:
    notes = {"adds_up": told.adds_up, "moved": told.moved, "differences": differences}
    write_report_table(of_day(told.lines, DAY[0], TIME, notes), format_, ZONE, {}, explain=False)


def printed(told: Account, format_: str, capsys: pytest.CaptureFixture[str], **more: Any) -> str:
    write(told, more.get("differences", []), format_)
    return capsys.readouterr().out


def test_people_read_who_has_how_many_in_which_state(capsys: pytest.CaptureFixture[str]) -> None:
    """A row for each unit, one for each kind, one for all; states that nobody is in have no column."""
    assert printed(BUSY, "table", capsys).splitlines() == [
        "The account of 2026-11-23",
        "unit                 received  routed  closed  answered",
        "-------------------  --------  ------  ------  --------",
        "-                           1       0       0         1",
        "dlh                         3       2       1         0",
        "in all: complaint           3       2       1         0",
        "in all: information         1       0       0         1",
        "in all                      4       2       1         1",
        "",
        "Done that day: 4 logged, 1 resolved",
    ]


def test_of_one_kind_the_whole_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Where all calls are of one kind, the line of that kind would say the same as that of all."""
    lines = [line("dlh", None, routed=1), line(None, "complaint", is_whole=True, routed=1)]
    text = printed(account(*lines, line(None, None, is_whole=True, routed=1)), "table", capsys)
    assert "in all: complaint" not in text
    assert text.splitlines()[4].split() == ["in", "all", "1", "1"]


def test_a_day_without_calls_says_so_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """No empty table; what was done that day with older calls is told all the same."""
    quiet = account(AccountLine(True, None, None, 0, {}), moved={"closed": 2})
    assert printed(quiet, "table", capsys) == "The account of 2026-11-23\nno call came\n\nDone that day: 2 closed\n"
    still = account(AccountLine(True, None, None, 0, {}))
    assert printed(still, "md", capsys) == "# The account of 2026-11-23\n\nno call came\n\n- Done that day: nothing\n"


def test_in_indonesian_units_kinds_and_states_have_their_words(capsys: pytest.CaptureFixture[str]) -> None:
    """What people read is in their language, states in the heads too."""
    choose("id")
    text = printed(BUSY, "table", capsys)
    assert "menunggu" in text
    assert "pengaduan" in text
    assert "complaint" not in text
    choose("en")
    assert "menunggu" in text


@given(st.lists(st.tuples(st.sampled_from(["dlh", None]), st.sampled_from([*KINDS, None]), STATES), max_size=5), STATES)
def test_as_data_every_state_has_its_number(
    lines: list[tuple[str | None, str | None, dict[str, int]]], states: dict[str, int]
) -> None:
    """CSV and JSON have each line with all states, 0 where nobody is; the numbers are those of the lines."""
    made = [line(unit, kind, **of) for unit, kind, of in lines] + [line(None, None, is_whole=True, **states)]
    outs = {}
    for format_ in ("csv", "json"):
        with pytest.MonkeyPatch.context() as patch:
            outs[format_] = io.StringIO(newline="")
            patch.setattr("sys.stdout", outs[format_])
            write(account(*made), [], format_)
    rows = list(csv.DictReader(io.StringIO(outs["csv"].getvalue(), newline="")))
    whole = json.loads(outs["json"].getvalue())
    assert [tuple(row) for row in rows] == [tuple(column.name for column in COLUMNS)] * len(made)
    assert [{name: str(value or "") if value is None else str(value) for name, value in row.items()} for row in
            whole["lines"]] == rows  # fmt: skip
    for row, one in zip(whole["lines"], made, strict=True):
        assert {status: row[status] for status in STATUSES} == {s: one.states.get(s, 0) for s in STATUSES}
        assert row["received"] == sum(row[status] for status in STATUSES)
        assert row["scope"] == ("whole" if one.is_whole else "unit")


def test_json_says_whether_it_adds_up_and_in_what_it_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    """One object: the day and its bounds, each line, each type of event that is counted, and what differs."""
    off = account(AccountLine(True, None, None, 3, {"routed": 2}), moved={"logged": 3, "linked": 5})
    told = json.loads(printed(off, "json", capsys, differences=[{"where": "whole", "what": "1 too many"}]))
    assert (told["day"], told["since"], told["until"], told["adds_up"]) == (*DAY, False)
    assert told["differences"] == [{"where": "whole", "what": "1 too many"}]
    assert list(told["moved"]) == list(MOVES)
    assert (told["moved"]["logged"], told["moved"]["closed"]) == (3, 0)
    assert json.loads(printed(BUSY, "json", capsys))["adds_up"] is True


@given(st.dictionaries(st.sampled_from(MOVES), st.integers(0, 99)))
def test_what_was_done_is_told_in_one_order_whatever_came_first(moved: dict[str, int]) -> None:
    """Types that did not occur are left out, others stand in the order of the registry."""
    told = moves_line(moved)
    assert told == moves_line(dict(reversed(moved.items())))
    done = [name for name in MOVES if moved.get(name)]
    assert told == (", ".join(f"{moved[name]} {name}" for name in done) if done else "nothing")
