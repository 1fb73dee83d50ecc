"""Each day's numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.store.common.numbers import Numbers


@given(
    last=st.integers(0, 5),
    brought=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 20))),
)
def test_numbers_go_on_after_the_last_and_never_come_twice(last: int, brought: list[tuple[int, int]]) -> None:
    """Whatever numbers come along in between, each that is given is above all before it, and next to the highest."""
    numbers, highest = Numbers(lambda day: last), last
    for count, number in brought:
        for _time in range(count):
            highest += 1
            assert numbers.give(20251124) == highest
        numbers.keep(20251124, number)
        highest = max(highest, number)
    assert numbers.last.get(20251124, last) == highest


def test_each_day_is_asked_for_once() -> None:
    asked: list[int] = []

    def last_of(day: int) -> int:
        asked.append(day)
        return 0

    numbers = Numbers(last_of)
    assert [numbers.give(day) for day in (1, 1, 2)] == [1, 2, 1]
    assert asked == [1, 2]
