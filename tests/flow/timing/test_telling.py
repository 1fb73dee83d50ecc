"""Whom a step tells: the units that begin to act by it, once over each channel, and who is to hear of what is late."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.compiled import Rules
from aduan_cli.complaint.assignments import Assignment, Reassigned
from aduan_cli.complaint.events import (
    ACKNOWLEDGED,
    ASSIGNED,
    CORRECTED,
    EDITED,
    ESCALATED,
    MERGED,
    NOTED,
    REOPENED,
    RESOLVED,
    ROUTED,
    UNMERGED,
)
from aduan_cli.complaint.messages import UNIT, Message
from aduan_cli.complaint.step import Step, changing, noting, taking
from aduan_cli.flow.timing.telling import telling
from compiling import rules_of
from promising import EIGHT, waiting

CITY: dict[str, Any] = {
    "desk": {"name": "M", "prefix": "UJI", "timezone": "UTC"},
    "units": {
        "dlh": {"name": "DLH", "tell": ["surat", "ruang"], "head": ["kepala"]},
        "bpbd": {"name": "BPBD", "tell": ["ruang"]},
        "bpbd-perahu": {"name": "Regu Perahu", "parent": "bpbd"},
        "dinkes": {"name": "Dinkes"},
    },
    "notifiers": {
        "surat": {"type": "spool", "folder": "surat", "group_wait": "90s"},
        "ruang": {"type": "spool", "folder": "ruang"},
        "kepala": {"type": "spool", "folder": "kepala"},
        "asisten": {"type": "spool", "folder": "asisten"},
    },
}
RULES = cast(Rules, rules_of(CITY))
BEGUN = {
    ROUTED: "routed", CORRECTED: "routed", EDITED: "routed", ASSIGNED: "assigned", REOPENED: "reopened",
    UNMERGED: "reopened",
}  # fmt: skip


def told(step: Step) -> list[tuple[str, str, str]]:
    """Return what a step tells: the template, over which channel, to which unit."""
    return [(message.event, message.notifier, message.unit) for message in telling(step, RULES).messages]


def to(unit: str, type_: str = ROUTED, **more: Any) -> Step:
    """Return a step by which a unit begins to lead."""
    return changing(waiting(unit="dinkes", **more), {"unit": unit}, type_, {}, None, EIGHT)


def test_a_new_complaint_tells_who_has_to_act_on_it() -> None:
    """Who leads over all its channels, who helps over theirs; whoever has none is told by nobody."""
    assert told(taking(waiting())) == [("routed", "surat", "dlh"), ("routed", "ruang", "dlh")]
    helped = taking(waiting(unit="dinkes", support=("bpbd", "dlh")))
    assert told(helped) == [("routed", "ruang", "bpbd"), ("routed", "surat", "dlh"), ("routed", "ruang", "dlh")]
    assert told(taking(waiting(status="new", unit="triage"))) == []
    assert told(taking(waiting(status="referred", unit="pln"))) == []


@pytest.mark.parametrize("brought", [{"import_key": "k1"}, {"number": 12}])
def test_a_record_of_a_file_tells_nobody(brought: dict[str, Any]) -> None:
    """What was taken elsewhere was told there; a thousand old calls are no news."""
    assert told(taking(waiting(**brought))) == []


@pytest.mark.parametrize("type_", [*BEGUN, ACKNOWLEDGED, RESOLVED, MERGED, NOTED])
def test_each_event_by_which_a_unit_begins_has_its_template_and_no_other_tells(type_: str) -> None:
    template = BEGUN.get(type_)
    assert told(to("bpbd", type_)) == ([(template, "ruang", "bpbd")] if template else [])


def test_a_crew_is_told_as_its_unit_is_and_a_unit_that_goes_on_is_not_told_again() -> None:
    assert told(to("bpbd-perahu")) == [("routed", "ruang", "bpbd-perahu")]
    assert told(changing(waiting(), {"priority": "high"}, EDITED, {}, None, EIGHT)) == []


def test_who_had_resolved_what_is_opened_again_is_told() -> None:
    """It goes on with the same part: it does not begin, and has to hear of it all the same."""
    step = changing(waiting(status="resolved"), {"status": "routed"}, REOPENED, {"reason": "lagi"}, None, EIGHT)
    assert step.assignments == Reassigned(moved=(Assignment("dlh", "lead", "routed"),))
    assert told(step) == [("reopened", "surat", "dlh"), ("reopened", "ruang", "dlh")]


@pytest.mark.parametrize("type_", [ASSIGNED, ROUTED, EDITED])
def test_who_had_returned_it_and_gets_it_again_is_told(type_: str) -> None:
    """The part is the one it had; without a letter nobody there would look at it again."""
    step = changing(waiting(status="returned"), {"status": "routed"}, type_, {}, None, EIGHT)
    assert step.assignments == Reassigned(moved=(Assignment("dlh", "lead", "routed"),))
    template = BEGUN[type_]
    assert told(step) == [(template, "surat", "dlh"), (template, "ruang", "dlh")]


def test_a_part_that_goes_on_is_told_of_nothing() -> None:
    step = changing(waiting(), {"status": "in_progress"}, EDITED, {}, None, EIGHT)
    assert step.assignments.moved
    assert told(step) == []


def test_nothing_told_is_no_other_step() -> None:
    for step in (to("dinkes"), noting(waiting(), (), None, EIGHT)):
        assert telling(step, RULES) is step


# -- what waits for others


@pytest.mark.parametrize(
    ("has", "becomes", "waits"),
    [("normal", {}, True), ("emergency", {}, False), ("normal", {"priority": "emergency"}, False),
     ("emergency", {"priority": "high"}, True)],
)  # fmt: skip
def test_over_a_channel_that_gathers_messages_wait_unless_it_is_urgent_now(
    has: str, becomes: dict[str, str], waits: bool
) -> None:
    """Over any other it goes at once."""
    step = changing(waiting(unit="dinkes", priority=has), {"unit": "dlh", **becomes}, ROUTED, {}, None, EIGHT)
    by_letter, by_room = telling(step, RULES).messages
    assert (by_letter.wait, by_letter.batch) == ((90, UNIT) if waits else (0, None))
    assert (by_room.wait, by_room.batch) == (0, None)


# -- what is late


def late(to_: list[str], unit: str | None = "dlh", more: tuple[Any, ...] = ()) -> Step:
    """Return a step that tells that a clock came so far."""
    data = {"clock": "resolve", "unit": unit, "since": EIGHT, "level": "a", "passed": [], "tell": to_}
    step = changing(waiting(unit=unit), {"escalated_at": EIGHT}, ESCALATED, data, None, EIGHT)
    return step._replace(events=(*more, *step.events))


@pytest.mark.parametrize(
    ("to_", "unit", "names"),
    [
        (["unit"], "dlh", ["surat", "ruang"]),
        (["unit.head"], "dlh", ["kepala"]),
        (["unit.head"], "bpbd", ["ruang"]),
        (["unit.head"], "bpbd-perahu", ["ruang"]),
        (["asisten"], "dlh", ["asisten"]),
        (["asisten", "unit"], "bpbd", ["asisten", "ruang"]),
        (["unit", "unit.head"], "bpbd", ["ruang"]),
        (["tidak-ada"], "dlh", []),
        (["unit"], "dinkes", []),
        ([], "dlh", []),
    ],
)
def test_the_unit_its_head_or_a_channel_of_its_own_hears_of_it(to_: list[str], unit: str, names: list[str]) -> None:
    """A unit without a head is told itself, and nobody twice."""
    assert told(late(to_, unit)) == [("escalated", name, unit) for name in names]


def test_of_what_no_unit_has_the_queue_is_meant() -> None:
    """Its head is the desk's; the desk itself is told of nothing that comes."""
    assert told(late(["asisten"], None)) == [("escalated", "asisten", "triage")]
    assert told(late(["unit", "unit.head"], "triage")) == []
    headed = cast(Rules, rules_of({**CITY, "desk": {**CITY["desk"], "head": ["asisten"]}}))
    for whom in ("unit", "unit.head"):
        found = telling(late([whom], "triage"), headed).messages
        assert [(one.notifier, one.unit) for one in found] == [("asisten", "triage")]
    assert telling(taking(waiting(status="new", unit="triage")), headed).messages == ()


def test_what_is_told_belongs_to_the_event_that_tells_it() -> None:
    """A message names its place among the events of the step."""
    step = late(["asisten"], more=((NOTED, {"plugin": "x"}),))
    assert telling(step, RULES).messages == (Message("escalated", "asisten", "dlh", 1),)


@given(
    st.lists(st.sampled_from(["unit", "unit.head", "asisten", "x"]), max_size=4),
    st.sampled_from([*CITY["units"], None]),
    st.sampled_from(sorted(BEGUN)),
)
def test_nobody_is_told_the_same_twice_and_only_over_channels_that_there_are(
    to_: list[str], unit: str | None, type_: str
) -> None:
    for step in (late(to_, unit), to(unit or "dlh", type_)):
        messages = telling(step, RULES).messages
        assert len(set(messages)) == len(messages)
        assert {message.notifier for message in messages} <= set(CITY["notifiers"])
