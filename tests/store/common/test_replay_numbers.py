"""The numbers of the days held against the events, without a store: no gap that nobody recorded, none given twice."""

from __future__ import annotations

from collections.abc import Iterable
from json import dumps

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.store.common.numbers import Numbers
from aduan_cli.store.common.replay import number_differences
from aduan_cli.stored import Difference

DAY = 20251124
LIVE = dumps({"type": "logged", "version": 1, "data": {}})
BROUGHT = dumps({"type": "imported", "version": 1, "data": {"brought": True}})
OLDER = dumps({"type": "imported", "data": {}})
"""A record of an export as a version before wrote it, which didn't say that it brought its number."""


def skipped(after: int, past: int, day: int = DAY) -> str:
    """Return the event of numbers that are left out."""
    return dumps({"type": "numbers_skipped", "data": {"day": day, "after": after, "past": past}})


def told(
    numbers: Iterable[int], last: int | None, events: Iterable[str] = (), first: str | None = LIVE
) -> list[tuple[str, str, str]]:
    """Return what is wrong with the numbers of a day of which `last` is the last given."""
    rows = [(number, DAY, number) for number in numbers]
    found = number_differences(rows, {} if last is None else {DAY: last}, events, lambda _complaint: first)
    return [(one.field, one.said.partition(": ")[2], one.stands.partition(": ")[2]) for one in found]


def test_numbers_that_go_on_are_as_they_must_be() -> None:
    assert told([1, 2, 3], 3) == []
    assert told([], None) == []


def test_a_call_that_is_gone_leaves_a_gap_that_is_told() -> None:
    assert told([1, 3], 3) == [("number", "2", "3")]
    assert told([2, 3, 6], 6) == [("number", "1", "2"), ("number", "4", "6")]


def test_the_last_call_of_a_day_that_is_gone_is_missed_by_what_was_given() -> None:
    assert told([1, 2], 3) == [("ticket_day", "2", "3")]
    assert told([], 1) == [("ticket_day", "0", "1")]


@pytest.mark.parametrize("last", [None, 0, 1])
def test_a_day_that_was_set_back_would_give_a_number_twice(last: int | None) -> None:
    assert told([1, 2], last) == [("ticket_day", "2", str(last or 0))]


class TestSkipped:
    def test_what_is_recorded_is_no_gap(self) -> None:
        assert told([1, 2, 6], 6, [skipped(2, 5)]) == []
        assert told([], 5, [skipped(0, 5)]) == []

    def test_more_than_was_recorded_is_one(self) -> None:
        assert told([1, 7], 7, [skipped(1, 5)]) == [("number", "6", "7")]

    def test_one_after_the_other_goes_on_from_the_first(self) -> None:
        assert told([1, 10], 10, [skipped(1, 5), skipped(5, 9)]) == []
        assert told([1, 6, 10], 10, [skipped(1, 5), skipped(6, 9)]) == []

    def test_a_record_of_another_place_opens_none(self) -> None:
        """It says after which number it was made; moved elsewhere it says nothing."""
        assert told([1, 4], 4, [skipped(2, 3)]) == [("number", "2", "4")]
        assert told([1, 4], 4, [skipped(0, 3, DAY + 1)]) == [("number", "2", "4"), ("ticket_day", "3", "0")]

    @pytest.mark.parametrize(
        "body",
        [
            "", "null", "[]", "{", '{"type":"numbers_skipped"}', '{"type":"numbers_skipped","data":[]}',
            '{"type":"numbers_skipped","data":{"day":"x","after":1,"past":3}}',
            '{"type":"numbers_skipped","data":{"day":20251124,"after":1}}',
            '{"type":"noted","data":{"day":20251124,"after":1,"past":3}}',
        ],
    )  # fmt: skip
    def test_what_is_no_such_event_records_nothing(self, body: str) -> None:
        """Whoever has the file can write anything there, and nothing of it stops the look."""
        assert told([1, 4], 4, [body]) == [("number", "2", "4")]


class TestBrought:
    @pytest.mark.parametrize("first", [BROUGHT, OLDER])
    def test_a_record_of_an_export_keeps_its_number_whatever_was_before_it(self, first: str) -> None:
        assert told([1, 900], 900, (), first) == []

    @pytest.mark.parametrize("first", [LIVE, None, "{", dumps({"type": "imported", "version": 1, "data": {}})])
    def test_a_call_of_ones_own_does_not(self, first: str | None) -> None:
        assert told([1, 900], 900, (), first) == [("number", "2", "900")]


def test_one_day_alone_is_looked_at_where_that_is_asked() -> None:
    """The account of a day tells nothing of others."""
    events = [skipped(0, 5, DAY + 1)]
    assert list(number_differences([(1, DAY, 1)], {DAY: 1}, events, lambda _complaint: LIVE, only=DAY)) == []
    assert list(number_differences([(1, DAY, 1)], {DAY: 1}, events, lambda _complaint: LIVE)) == [
        Difference(None, "ticket_day", f"{DAY + 1}: 5", f"{DAY + 1}: 0")
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["give", "give", "skip", "bring"]), st.integers(1, 30), st.sampled_from([DAY, DAY + 1])
        )
    )
)
def test_whatever_a_desk_does_its_numbers_hold_and_any_that_is_missing_is_told(
    steps: list[tuple[str, int, int]],
) -> None:
    """Numbers as the stores give them, with what they record of it."""
    numbers, events, first = Numbers(lambda _day: 0), list[str](), dict[tuple[int, int], str]()
    for what, number, day in steps:
        last = numbers.last.get(day, 0)
        if what == "give":
            first[day, numbers.give(day)] = LIVE
        elif what == "skip" and number > last:
            numbers.keep(day, number)
            events.append(skipped(last, number, day))
        elif what == "bring" and (day, number) not in first and number > last:
            numbers.keep(day, number)
            first[day, number] = BROUGHT
    rows = [(number, day, at) for at, (day, number) in enumerate(sorted(first))]
    bodies = [first[day, number] for number, day, _at in rows]

    def differences(left: list[tuple[int, int, int]]) -> list[Difference]:
        return list(number_differences(left, numbers.last, events, bodies.__getitem__))

    assert differences(rows) == []
    for at, (number, day, _complaint) in enumerate(rows):
        following = next((body for n, d, c in rows[at + 1 :] if d == day for body in [bodies[c]]), None)
        is_held = following == LIVE or following is None  # before one that was brought nothing is known
        starts_skip = any(f'"after": {number - 1},' in event and str(day) in event for event in events)
        if is_held and not starts_skip:
            assert differences(rows[:at] + rows[at + 1 :]), (number, day)
