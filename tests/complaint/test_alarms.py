"""What a person said of an emergency counts against the rules that made it, and against nothing that came later."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.complaint.alarms import heard_anew, is_overruled, overruled
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import read, read_again
from aduan_cli.complaint.report import Report
from compiling import router_of

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC"},
    "units": {
        "damkar": {"name": "Damkar"}, "damkar-air": {"name": "Regu Air", "parent": "damkar"},
        "dlh": {"name": "DLH"}, "bpbd": {"name": "BPBD"},
    },
    "categories": {
        "kebakaran": {"unit": "damkar", "text": ["terbakar"]},
        "selang": {"unit": "damkar-air", "text": ["selang"]},
        "asap": {"unit": "dlh", "text": ["asap"]},
        "banjir": {"unit": "bpbd", "text": ["banjir"]},
    },
    "handoff": [{"id": "api", "text": ["terbakar"], "to": "damkar", "say": "Sambungkan."}],
    "rule": [
        {"id": "tenggelam", "text": ["tenggelam"], "to": "bpbd", "priority": "emergency", "say": "Hubungi BPBD."},
        {"id": "dalam", "answers": {"tinggi": ">= 100"}, "priority": "emergency", "continue": True, "say": "Segera."},
        {"id": "lama", "text": ["berhari-hari"], "priority": "high", "continue": True},
    ],
    "question": [{"id": "tinggi", "category": "banjir", "text": "Setinggi apa?", "type": "number"}],
}  # fmt: skip
ROUTER = router_of(CITY)


def stored(text: str, **given: Any) -> Complaint:
    """Return a complaint as it is stored once the rules decided it."""
    return decide(read(Report(text=text, **given), ROUTER), ROUTER).complaint


def calmed(complaint: Complaint, priority: str = "low") -> Complaint:
    """Return it once a person gave it a lower priority, as `route --priority` does."""
    told = copy_of(complaint, priority=priority, sources={**complaint.sources, "priority": "given"})
    return decide(read_again(told, ROUTER, told_none=True), ROUTER).complaint


def decided(complaint: Complaint) -> tuple[str | None, str]:
    """Return where rules send a complaint, and how urgent it is."""
    found = decide(read_again(complaint, ROUTER), ROUTER)
    return found.decision.unit, found.complaint.priority


# -- a lower priority


def test_who_says_that_it_is_none_overrules_every_rule_that_makes_one() -> None:
    """The hand-off and the city's rule decide no more; what else the rules know still does."""
    calm = calmed(stored("sampah terbakar"))
    assert decided(calm) == ("damkar", "low")
    assert calm.step == "category"
    assert is_overruled(calm, ROUTER)
    assert is_overruled(calmed(stored("ada yang tenggelam")), ROUTER)


@pytest.mark.parametrize(
    "complaint",
    [stored("sampah terbakar"), calmed(stored("asap pekat")), stored("asap pekat"), stored("asap", priority="low")],
)
def test_what_would_be_none_in_any_case_is_not_overruled(complaint: Complaint) -> None:
    assert not is_overruled(complaint, ROUTER)


def test_new_words_that_make_an_emergency_are_heard() -> None:
    """What was said of a fire does not count for a man in the water."""
    calm = calmed(stored("sampah terbakar"))
    later = copy_of(calm, text="sampah terbakar, ada yang tenggelam")
    heard = heard_anew(calm, later, ROUTER)
    assert "priority" not in heard.sources
    assert decide(read_again(heard, ROUTER), ROUTER).complaint.priority == "emergency"


def test_words_that_make_nothing_new_leave_it_none() -> None:
    """More about the same fire, or about nothing, is no alarm."""
    calm = calmed(stored("sampah terbakar"))
    for text in ("sampah terbakar berhari-hari", "sampah terbakar di Jl. Mawar", "asap"):
        assert heard_anew(calm, later := copy_of(calm, text=text), ROUTER) is later
    other = stored("asap pekat")
    assert heard_anew(other, other, ROUTER) is other


def test_a_new_answer_that_makes_an_emergency_is_heard_too() -> None:
    calm = calmed(stored("banjir", answers={"tinggi": 120}))
    assert is_overruled(calm, ROUTER)
    before = calmed(stored("banjir dan terbakar"))
    later = copy_of(before, answers={"tinggi": 150})
    assert "priority" not in heard_anew(before, later, ROUTER).sources


# -- another category


@pytest.mark.parametrize(
    ("category", "none"),
    [("asap", True), ("banjir", True), ("kebakaran", False), ("selang", False), ("tidak-ada", False), (None, False)],
)
def test_a_category_of_none_of_the_units_that_were_called_makes_it_none(category: str | None, none: bool) -> None:
    """A crew under the same head is theirs; of what nobody knows nothing follows."""
    alarm = stored("terbakar")
    assert alarm.step == "handoff"
    known = copy_of(alarm, category=category, sources={**alarm.sources, "category": "given"})
    after = overruled(alarm, known, ROUTER)
    assert (after.sources.get("priority") == "given") is none
    assert (after.priority != "emergency") is none


def test_its_priority_is_then_what_the_other_rules_make_of_it() -> None:
    alarm = stored("terbakar berhari-hari")
    known = copy_of(alarm, category="asap", sources={**alarm.sources, "category": "given"})
    after = overruled(alarm, known, ROUTER)
    assert (after.priority, after.sources["priority"]) == ("high", "given")
    found = decide(read_again(after, ROUTER, told_none=True), ROUTER)
    assert (found.decision.unit, found.complaint.priority) == ("dlh", "high")


def test_a_unit_that_helps_on_the_emergency_has_a_part_in_it() -> None:
    alarm = copy_of(stored("terbakar"), support=("bpbd",))
    known = copy_of(alarm, category="banjir", sources={**alarm.sources, "category": "given"})
    assert overruled(alarm, known, ROUTER) is known


def test_what_was_given_as_urgent_or_is_none_by_now_is_left_as_it_is() -> None:
    """A person's word stands, and a text that makes no emergency any more needs no word."""
    alarm = stored("terbakar")
    given = copy_of(alarm, sources={**alarm.sources, "priority": "given"})
    known = copy_of(given, category="asap")
    assert overruled(given, known, ROUTER) is known
    quiet = copy_of(alarm, text="asap", category="asap")
    assert overruled(alarm, quiet, ROUTER) is quiet
    plain = stored("asap")
    assert overruled(plain, copy_of(plain, category="banjir"), ROUTER).sources.get("priority") != "given"


def test_a_correction_that_brings_a_new_alarm_is_no_false_one() -> None:
    """Another category by whose answers it is an emergency of its own."""
    alarm = stored("terbakar")
    known = copy_of(alarm, category="banjir", answers={"tinggi": 150}, text="terbakar")
    assert overruled(alarm, known, ROUTER) is known
