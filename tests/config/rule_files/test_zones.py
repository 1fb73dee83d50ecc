"""Time zones by what people call them: the desk always has one, and what was meant is said."""

from __future__ import annotations

import time
from collections.abc import Iterator
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.config.rule_files.zones import system_zone, zone_of
from aduan_cli.desk_time import Zone
from thorough import examples

PLACES = sorted(zone for zone in available_timezones() if zone.split("/")[0] in ("Asia", "Europe", "America", "Africa"))


@pytest.fixture(params=["Asia/Tokyo", ":Europe/Berlin", "America/New_York", "WIB-7", ""])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Let the system be in a zone, by a name or by an offset."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def suggested(name: str) -> str | None:
    """Return what is said to be right instead of a zone that there isn't."""
    _transitions, wrong = zone_of(name)
    assert wrong is not None, name
    assert wrong[0] == f"unknown time zone '{name}'"
    return wrong[1]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("WIB", "Asia/Jakarta"), ("wita", "Asia/Makassar"), ("WIT", "Asia/Jayapura"), ("GMT+7", "Asia/Jakarta"),
        ("Indonesia", "Asia/Jakarta"), (" wib ", "Asia/Jakarta"), ("Jakarta", "Asia/Jakarta"),
        ("Asia/Djakarta", "Asia/Jakarta"), ("asia/jakarta ", "Asia/Jakarta"), ("New York", "America/New_York"),
        ("Asia/Jakrta", "Asia/Jakarta"), ("PST", "America/Los_Angeles"), ("Hong Kong", "Asia/Hong_Kong"),
    ],
)  # fmt: skip
def test_what_people_call_a_zone_leads_to_its_name(said: str, meant: str) -> None:
    assert suggested(said) == f"did you mean '{meant}'?"
    assert zone_of(meant)[1] is None


@pytest.mark.parametrize("said", ["Middle Earth", "x", "", "+", "Bulan/Purnama", "a" * 5000])
def test_what_is_near_to_none_is_told_by_an_example(said: str) -> None:
    assert suggested(said) == "a name like 'Asia/Jakarta' would be right"


@settings(max_examples=examples(40))
@given(st.sampled_from(PLACES), st.data())
def test_a_slip_in_a_name_is_told(name: str, data: st.DataObject) -> None:
    """One letter less or two changed about: what is suggested is always a zone."""
    at = data.draw(st.integers(0, len(name) - 1))
    slip = data.draw(
        st.sampled_from([name[:at] + name[at + 1 :], name[:at] + name[at : at + 2][::-1] + name[at + 2 :]])
    )
    transitions, wrong = zone_of(slip)
    Zone(transitions).local(1_700_000_000)
    if wrong is not None and wrong[1] != "a name like 'Asia/Jakarta' would be right":
        assert str(wrong[1]).removeprefix("did you mean '").removesuffix("'?") in available_timezones()


@settings(max_examples=examples(30))
@given(st.text(max_size=30))
def test_no_name_raises(name: str) -> None:
    """Whatever the file says, there are transitions that begin before all time."""
    transitions, _wrong = zone_of(name)
    assert transitions[0][0] < -(2**40)
    assert transitions == sorted(transitions)


def test_without_a_zone_the_desk_has_the_systems(system: str) -> None:
    """By its name where it has one, so that summer time comes and goes; else by its present offset."""
    name, transitions = system_zone()
    zone = Zone(transitions)
    now = int(time.time())
    assert zone.offset(now) == time.localtime(now).tm_gmtoff
    assert zone_of("tiada")[0] == transitions
    if "/" in system:
        assert name == system.removeprefix(":")
        assert zone.offset(now - 15_778_800) == time.localtime(now - 15_778_800).tm_gmtoff
