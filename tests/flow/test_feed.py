"""What happened, for other programs: from any number on, in order, each once, with who had the complaint then."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.events import LINKED, NOTED, ROUTED
from aduan_cli.complaint.history import Told, with_units
from aduan_cli.flow.feed import feed
from desk_here import HereDesk, desk_here


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> HereDesk:
    """Return a desk in which several things happened to two calls, in turns."""
    desk = desk_here(tmp_path_factory.mktemp("umpan"))
    one, two = desk.log("sampah"), desk.log("banjir")
    desk.act(one, "ack")
    desk.act(two, "start")
    desk.move(desk.all()[0], ROUTED, {"from": "dlh", "to": "bpbd"}, unit="bpbd")
    desk.move(desk.all()[1], LINKED, {"to": one.ticket})
    desk.move(desk.all()[0], NOTED, {"note": "x"})
    desk.act(desk.all()[0], "resolve", "bpbd", result="beres")
    return desk


def every(desk: HereDesk) -> list[Told]:
    """Return all that happened, in the order of numbers, as each complaint's own history tells it."""
    found = [told for one in desk.all() for told in with_units(one.ticket, desk.store.events(one))]
    return sorted(found, key=lambda told: told[1].id)


def brief(told: Told) -> tuple[str, int, str | None]:
    """Return ticket, number and unit."""
    return told[0], told[1].id, told[2]


def test_all_that_happened_is_told_as_the_histories_tell_it(lived: HereDesk) -> None:
    assert list(map(brief, feed(lived.store, 0, None))) == list(map(brief, every(lived)))


@given(st.integers(0, 30))
@settings(max_examples=31, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_from_any_number_on_it_is_the_rest_and_says_the_same_of_it(lived: HereDesk, after: int) -> None:
    """Whoever asks again where they stopped gets nothing twice, and who had the call before is looked up."""
    rest = [brief(told) for told in every(lived) if told[1].id > after]
    assert list(map(brief, feed(lived.store, after, None))) == rest


def test_who_has_it_is_the_unit_that_it_went_to_last(lived: HereDesk) -> None:
    one = lived.all()[0]
    units = [unit for ticket, event, unit in feed(lived.store, 0, None) if ticket == one.ticket]
    assert units[0] == "dlh"
    assert units[-1] == "bpbd"
    (note,) = [unit for ticket, event, unit in feed(lived.store, 0, None) if event.type == NOTED]
    assert note == "bpbd"


def test_a_link_says_nothing_of_who_has_it(lived: HereDesk) -> None:
    (link,) = [told for told in feed(lived.store, 0, None) if told[1].type == LINKED]
    assert link[2] == "bpbd", "the second call's own unit"
    alone = next(iter(feed(lived.store, link[1].id - 1, None)))
    assert brief(alone) == brief(link)


def test_from_a_time_on_what_happened_before_is_left_out(lived: HereDesk) -> None:
    assert list(feed(lived.store, 0, lived.clock() + 1)) == []
    assert len(list(feed(lived.store, 0, lived.clock()))) == len(every(lived))


def test_a_desk_where_nothing_happened_tells_nothing(tmp_path: Path) -> None:
    assert list(feed(desk_here(tmp_path).store, 0, None)) == []
