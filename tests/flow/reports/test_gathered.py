"""What is gathered week by week says what the store says of the whole, and its parts are those of the calls."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from small_desk import CALLS, DONE, RULES, ZONE, SmallDesk, lived

from aduan_cli.flow.reports import grouped, stretches
from aduan_cli.flow.reports.clocks import by_clock
from aduan_cli.flow.reports.gathered import LIVING, LYING, Gathered, Summed, count_week
from aduan_cli.flow.reports.ground import Ground
from aduan_cli.flow.reports.public import FEWEST, joined
from aduan_cli.flow.reports.site import SiteOf, gather
from aduan_cli.report_tables import ReportTime
from aduan_cli.sites import OTHER
from invented import DAY, MORNING
from thorough import examples

LONG = ReportTime(MORNING - 9 * DAY, MORNING + 12 * DAY)
"""Three weeks and a half, neither end a Monday."""
SHORT = ReportTime(MORNING + DAY // 2, MORNING + 4 * DAY)


def gathered_of(desk: SmallDesk, time: ReportTime, public: bool = False) -> tuple[Gathered, Ground]:
    weeks = [count_week(desk.ground.figures, one, desk.now) for one in stretches.pieces(time, ZONE)[1]]
    summed = Summed()
    for week in weeks:
        summed.add(week)
    gathered = gather(RULES, time, weeks, summed.counts(time), public)
    return gathered, desk.ground._replace(figures=gathered)


@settings(max_examples=examples(60), deadline=None)
@given(calls=CALLS, done=DONE)
def test_reports_of_what_was_gathered_are_those_of_the_store(calls: Any, done: Any) -> None:
    with lived(calls, done) as desk:
        for time in (LONG, SHORT):
            gathered, ground = gathered_of(desk, time)
            for make in (grouped.by_unit, grouped.by_category, grouped.by_shift, grouped.by_hour, by_clock):
                assert make(ground, time) == make(desk.ground, time)
            lying, living = (gathered.counted(fields, *time, desk.now) for fields in (LYING, LIVING))
            assert grouped.of_places(RULES, time, lying, living) == grouped.by_place(desk.ground, time)
            course = grouped.by_piece(ground, time)
            assert course == grouped.by_piece(desk.ground, time)
            assert course.total.values["received"] == desk.ground.figures.received(*time)


@settings(max_examples=examples(60), deadline=None)
@given(calls=CALLS, done=DONE)
def test_the_parts_of_what_was_gathered_are_those_of_the_calls(calls: Any, done: Any) -> None:
    """Each unit's, category's and place's figures count its own calls alone, in the whole and in each week."""
    with lived(calls, done) as desk:
        gathered, ground = gathered_of(desk, LONG)
        there = [one for one in desk.calls if LONG.since <= one.reported_at < LONG.until]
        parts = gathered.split(("category",), lambda of: of[0])
        assert set(parts) == {one.category for one in there}
        for category, part in parts.items():
            mine = [one for one in there if one.category == category]
            table = grouped.by_unit(ground._replace(figures=part), LONG)
            units = Counter({"lh": "dlh", "bpbd-pompa": "bpbd"}.get(one.unit or "", one.unit) for one in mine)
            assert {row.key[0]: row.values["received"] for row in table.rows} == units
            course = grouped.by_piece(ground._replace(figures=part), LONG)
            weeks = Counter(
                next(row.key[0] for row in reversed(course.rows) if row.key[0] <= one.reported_at) for one in mine
            )
            assert {row.key[0]: row.values["received"] for row in course.rows if row.values["received"]} == weeks


@settings(max_examples=examples(60), deadline=None)
@given(calls=CALLS, done=DONE)
def test_a_site_for_citizens_names_no_category_that_is_not_published(calls: Any, done: Any) -> None:
    with lived(calls, done) as desk:
        gathered, ground = gathered_of(desk, LONG, public=True)
        for page in SiteOf(ground, gathered, LONG, public=True).pages():
            for table in page.tables.values():
                said = {row.values.get("category") for row in table.rows}
                assert said <= {None, OTHER}
                shown = {column.name for column in table.columns}
                assert shown.isdisjoint({"rejected", "returned", "residents", "feedback", "emergencies"})


@settings(max_examples=examples(100), deadline=None)
@given(calls=CALLS, done=DONE)
def test_lines_of_few_calls_are_joined_so_that_none_can_be_told_from_the_whole(calls: Any, done: Any) -> None:
    with lived(calls, done) as desk:
        table = grouped.by_category(desk.ground, LONG)
        told = joined(table)
        hidden = [row for row in table.rows if row not in told.rows]
        assert sum(row.values["received"] for row in told.rows) == table.total.values["received"]
        assert len(hidden) != 1
        if len(table.rows) > 1:
            assert all(row.values["received"] >= FEWEST for row in told.rows if row.key != (OTHER,))
