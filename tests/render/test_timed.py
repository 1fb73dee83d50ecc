"""What events say of clocks."""

from __future__ import annotations

import pytest

from aduan_cli.desk_time import Zone
from aduan_cli.i18n import choose
from aduan_cli.render.timed import OF_CLOCKS, gist_of_clock, with_times

JAKARTA = Zone([[-(2**62), 7 * 3600]])
AT = JAKARTA.epoch(2026, 11, 23, 14, 5)
ESCALATED = {"clock": "resolve", "level": "kepala", "since": AT - 60, "due": AT, "was": "normal", "priority": None}


@pytest.mark.parametrize(
    ("type_", "data", "said"),
    [
        ("woken", {"until": AT}, "by itself; it was held until 2026-11-23 14:05"),
        ("redated", {"due": {"resolve": AT}}, "resolve: 2026-11-23 14:05"),
        ("redated", {"due": {"acknowledge": None, "resolve": AT}}, "acknowledge: -; resolve: 2026-11-23 14:05"),
        ("escalated", ESCALATED, "resolve: kepala"),
        ("escalated", {**ESCALATED, "passed": ["regu", "bidang"]}, "resolve: kepala; passed: regu, bidang"),
        ("escalated", {**ESCALATED, "tell": ["dlh", "desk"]}, "resolve: kepala; to tell: dlh, desk"),
        ("escalated", {**ESCALATED, "priority": "high"}, "resolve: kepala; priority normal → high"),
    ],
)
def test_what_became_of_a_clock(type_: str, data: dict[str, object], said: str) -> None:
    """Which clock, until when, which level; who passed and who is to be told only where somebody is."""
    assert type_ in OF_CLOCKS
    assert gist_of_clock(type_, data, JAKARTA) == said


def test_clocks_and_priorities_have_the_words_of_the_language() -> None:
    """Names of levels are the desk's own and stay."""
    choose("id")
    assert gist_of_clock("escalated", {**ESCALATED, "priority": "high"}, JAKARTA) == (
        "selesai: kepala; prioritas biasa → tinggi"
    )


def test_as_data_moments_are_times_of_the_desk() -> None:
    """Those of a redating by clock, of an escalation since when and until when; nothing else is touched."""
    redated = with_times("redated", {"due": {"resolve": AT, "acknowledge": None}, "revision": "0f"}, JAKARTA)
    assert redated == {"due": {"resolve": "2026-11-23T14:05:00+07:00", "acknowledge": None}, "revision": "0f"}
    escalated = with_times("escalated", dict(ESCALATED), JAKARTA)
    assert (escalated["since"], escalated["due"]) == ("2026-11-23T14:04:00+07:00", "2026-11-23T14:05:00+07:00")
    assert {**escalated, "since": AT - 60, "due": AT} == ESCALATED
    assert with_times("resolved", {"due": 5}, JAKARTA) == {"due": 5}
