"""Events read back: by their number, and from a time on without an index over times."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.store.common.chain import canonical
from aduan_cli.store.common.event_rows import event_of, last_before


def looked_up(times: list[int], at: int) -> tuple[int, int]:
    """Return the number that is found, and how many events were read for it."""
    read = []

    def body_from(number: int) -> str:
        read.append(number)
        return canonical({"at": times[number - 1]})

    return last_before(len(times), body_from, at), len(read)


@given(st.lists(st.integers(0, 30), max_size=40).map(sorted), st.integers(-1, 31))
def test_nothing_from_that_time_on_stands_before_the_number_that_is_found(times: list[int], at: int) -> None:
    """And all that is older does; it takes no more looks than halving does."""
    number, reads = looked_up(times, at)
    assert number == sum(time < at for time in times)
    assert reads <= len(times).bit_length()


def test_numbers_that_were_left_out_are_no_hole() -> None:
    """The first event from a number on is asked for: some numbers may have none in a store on a server."""
    there = {1: 10, 5: 20, 6: 20, 9: 30}

    def body_from(number: int) -> str:
        return canonical({"at": there[min(one for one in there if one >= number)]})

    for at in (0, 10, 11, 20, 25, 30, 31):
        last = last_before(9, body_from, at)
        assert all(time < at for number, time in there.items() if number <= last)
        assert all(time >= at for number, time in there.items() if number > last)


def test_an_event_is_what_its_row_says() -> None:
    body = canonical({"at": 7, "actor": None, "type": "noted", "data": {"a": [1]}, "ticket": "UJI-261123-0001-6"})
    event = event_of(3, body, None)
    assert (event.id, event.at, event.actor, event.type, event.data, event.private) == (
        3,
        7,
        None,
        "noted",
        {"a": [1]},
        None,
    )
    assert event_of(3, body, "").private is None
    assert event_of(3, body, '{"text":"sampah"}').private == {"text": "sampah"}
