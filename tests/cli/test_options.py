"""What is typed behind shared options: times, columns, answers, tickets, each read as it was meant or refused."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aduan_cli.cli import options
from aduan_cli.complaint.events import REVEALED
from aduan_cli.complaint.fields import COLUMNS, MORE_COLUMNS
from aduan_cli.desk_time import DAY
from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.i18n import choose
from aduan_cli.tickets import parse_ticket
from database import rows_in
from desk_here import HereDesk, desk_here


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> HereDesk:
    """Return a desk on a Monday at 14:05, in which nothing was done."""
    return desk_here(tmp_path_factory.mktemp("pilihan"))


@pytest.fixture
def busy(tmp_path: Path) -> HereDesk:
    """Return a desk with a call."""
    made = desk_here(tmp_path)
    made.log("sampah", caller_phone="+6281200000101")
    return made


def clock(desk: HereDesk, at: int) -> str:
    """Return a moment on the desk's clock."""
    return desk.zone.iso(at)[:16]


# -- answers


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("3", 3), ("-3", -3), ("0", 0), ("2.5", 2.5), ("-0.5", -0.5),
        ("0812", "0812"), ("+3", "+3"), ("1e5", "1e5"), ("3.0", 3.0), ("3.", "3."), (".5", ".5"), ("2,5", "2,5"),
        ("1_000", "1_000"), ("٣", "٣"), ("", ""), ("ya", "ya"), ("a=b", "a=b"),
    ],
)  # fmt: skip
def test_a_quantity_is_a_number_and_all_else_is_text(typed: str, kept: object) -> None:
    """A phone keeps its 0, and what only programmers take for a number stays as it was typed."""
    found = options.details([f"jumlah={typed}"])["jumlah"]
    assert (found, type(found)) == (kept, type(kept))


@given(st.text(max_size=8) | st.sampled_from(["nan", "NaN", "inf", "-inf", "infinity", "1e999", "9" * 5000]))
@example("nan")
@example("-inf")
def test_whatever_is_answered_can_be_kept_as_json_and_reads_as_it_was_typed(typed: str) -> None:
    """JSON has no NaN and no infinity: a line of the feed with one would be read by nobody."""
    found: Any = options.details([f"q={typed}"])["q"]
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert str(found) == typed.strip()
    assert not isinstance(found, float) or math.isfinite(found)


def test_answers_stand_under_their_questions_and_the_last_one_counts() -> None:
    assert options.details(["rt=02", " jumlah = 3 ", "rt=03"]) == {"rt": "03", "jumlah": 3}
    assert options.details([]) == {}


@pytest.mark.parametrize("typed", ["jumlah", "=3", "  =3", ""])
def test_an_answer_without_its_question_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="QUESTION=VALUE would be right"):
        options.details([typed])


# -- columns


@given(st.lists(st.sampled_from([*COLUMNS, *MORE_COLUMNS]), min_size=1, max_size=6))
def test_columns_are_those_named_in_their_order_each_once(desk: HereDesk, names: list[str]) -> None:
    assert options.columns(desk, " , ".join(names)) == tuple(dict.fromkeys(names))


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_column_has_any_name_that_the_screen_shows_for_it(desk: HereDesk, language: str) -> None:
    """What a person reads above a column is what they type."""
    from aduan_cli.column_words import head

    choose(language)
    for name in (*COLUMNS, *MORE_COLUMNS):
        assert options.columns(desk, head(name)) == (name,)
        assert options.columns(desk, name) == (name,)


@pytest.mark.parametrize("typed", ["", ",", " , ,"])
def test_no_column_at_all_is_refused(desk: HereDesk, typed: str) -> None:
    with pytest.raises(UsageError, match="--columns is empty"):
        options.columns(desk, typed)
    assert options.columns(desk, None) is None


def test_an_unknown_column_is_told_with_what_was_meant(desk: HereDesk) -> None:
    with pytest.raises(UsageError, match=r"tikcet.*ticket"):
        options.columns(desk, "ticket,tikcet")


# -- times


@pytest.mark.parametrize(
    ("typed", "day", "begins", "ends"),
    [
        (None, 20261123, "2026-11-23T00:00", "2026-11-24T00:00"),
        ("kemarin", 20261122, "2026-11-22T00:00", "2026-11-23T00:00"),
        ("20/11", 20261120, "2026-11-20T00:00", "2026-11-21T00:00"),
        ("jam 9 pagi", 20261123, "2026-11-23T00:00", "2026-11-24T00:00"),
        ("semalam", 20261122, "2026-11-22T00:00", "2026-11-23T00:00"),
    ],
)
def test_a_day_is_that_of_whatever_time_is_typed(
    desk: HereDesk, typed: str | None, day: int, begins: str, ends: str
) -> None:
    found, since, until = options.day(desk, typed)
    assert (found, clock(desk, since), clock(desk, until)) == (day, begins, ends)


@pytest.mark.parametrize("typed", ["minggu lalu", "2026-11", "bulan lalu"])
def test_what_is_longer_than_a_day_is_no_day(desk: HereDesk, typed: str) -> None:
    with pytest.raises(UsageError):
        options.day(desk, typed)


def test_since_and_until_take_in_the_whole_of_what_is_named(desk: HereDesk) -> None:
    since, until = options.between(desk, "20/11", "21/11")
    assert since is not None
    assert until is not None
    assert (clock(desk, since), until - since) == ("2026-11-20T00:00", 2 * DAY)
    assert options.between(desk, None, None) == (None, None)
    assert options.between(desk, "20/11", None) == (since, None)


@given(st.integers(1, 27), st.integers(1, 27))
def test_a_time_of_one_day_is_as_long_as_the_day(desk: HereDesk, first: int, last: int) -> None:
    since, until = options.between(desk, f"2026-10-{first:02}", f"2026-10-{last:02}")
    assert since is not None
    assert until is not None
    assert until - since == (last - first + 1) * DAY


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        (None, "2026-11-23T14:05"),
        ("2026-11", "2026-11-01T00:00"),
        ("2025", "2025-01-01T00:00"),
        (" 2026-02 ", "2026-02-01T00:00"),
        ("2026-11-05", "2026-11-05T00:00"),
        ("kemarin", "2026-11-22T00:00"),
    ],
)
def test_a_month_and_a_year_are_typed_by_their_numbers(desk: HereDesk, typed: str | None, at: str) -> None:
    assert clock(desk, options.within(desk, typed)) == at


@pytest.mark.parametrize("typed", ["2026-13", "2026-00", "0000", "kapan", "2026-", "٢٠٢٦"])
def test_a_month_that_there_is_not_is_refused(desk: HereDesk, typed: str) -> None:
    with pytest.raises(UsageError):
        options.within(desk, typed)


def test_a_call_was_reported_now_or_before_but_clocks_differ(desk: HereDesk) -> None:
    """Five minutes ahead are the wall's; a day to come is a slip."""
    assert clock(desk, options.reported(desk, "14:09")) == "2026-11-23T14:09"
    assert clock(desk, options.reported(desk, "14:30")) == "2026-11-22T14:30", "so it was yesterday's"
    with pytest.raises(UsageError, match="still to come"):
        options.reported(desk, "2026-11-24 08:00")


@pytest.mark.parametrize("typed", ["besok", "3d", "2026-11-24"])
def test_what_is_to_come_is_after_now(desk: HereDesk, typed: str) -> None:
    assert options.coming(desk, typed) > desk.clock()


# -- others


def test_a_ticket_is_found_however_short_it_is_typed(busy: HereDesk) -> None:
    (one,) = busy.all()
    for typed in (one.ticket, "1", one.ticket.split("-", 1)[1], one.ticket.lower()):
        assert options.ticket(busy, typed).ticket == one.ticket
    with pytest.raises(NotFoundError):
        options.ticket(busy, "2")
    assert parse_ticket(one.ticket)


@pytest.mark.parametrize(("typed", "kept"), [(None, None), ("", None), ("-6.2383, 106.9756", "-6.238300,106.975600")])
def test_a_point_is_kept_as_it_is_meant(typed: str | None, kept: str | None) -> None:
    assert options.point(typed) == kept


@pytest.mark.parametrize("typed", ["106.9756", "91,0", "0,181", "a,b", "nan,nan", "inf,0"])
def test_a_point_beyond_the_earth_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="no point of the earth"):
        options.point(typed)


@pytest.mark.parametrize("format_", [None, "table", "json", "tsv", "xlsx"])
def test_a_sheet_for_excel_is_csv_and_nothing_else(format_: str | None) -> None:
    with pytest.raises(UsageError, match="--excel goes with --format csv"):
        options.format_of(format_, excel=True)
    assert options.format_of("csv", excel=True) == "excel"
    assert options.format_of("csv", excel=False) == "csv"


def revealed(desk: HereDesk) -> list[dict[str, Any]]:
    """Return what is in the history of who saw callers whole."""
    kept = rows_in(Path(desk.folder), "SELECT body FROM event ORDER BY id")
    return [body["data"] for body in map(json.loads, (row[0] for row in kept)) if body["type"] == REVEALED]


def test_who_is_shown_whole_is_noted_and_of_nobody_nothing(busy: HereDesk) -> None:
    options.note_reveals(busy, {"command": "list", "count": 0}, "json")
    assert revealed(busy) == []
    options.note_reveals(busy, {"command": "list", "count": 2}, "table")
    options.note_reveals(busy, {"command": "list", "count": 1}, "csv")
    options.note_reveal(busy, busy.all()[0])
    options.note_reveal(busy, busy.all()[0], "callbacks")
    options.note_export(busy, "db export", 7)
    assert revealed(busy) == [
        {"command": "list", "count": 2},
        {"command": "list", "count": 1, "format": "csv"},
        {},
        {"command": "callbacks"},
        {"command": "db export", "count": 7, "format": "jsonl"},
    ]
