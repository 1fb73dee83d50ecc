"""The engine: six steps, first that decides, and an index that never hides a rule that would hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.gazetteer import compile_gazetteer
from aduan_cli.model import Facts
from aduan_cli.rules.engine import Engine, holds


def rule(when: list[Any] | None, **more: Any) -> dict[str, Any]:
    """Return a compiled rule with everything that is not given empty."""
    empty = {
        "id": "r",
        "to": None,
        "as": None,
        "support": [],
        "priority": None,
        "continue": False,
        "reason": None,
        "say": None,
    }
    return {**empty, "when": when, "file": "rules.toml", "line": 1, **more}


def unit(parent: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a compiled unit."""
    return {"name": "x", "aliases": [], "parent": parent, "owner": None, "contact": None, **more}


def compiled(**more: Any) -> dict[str, Any]:
    """Return the compiled rules of an invented desk; patterns 0-4 are the words a-e."""
    return {
        "desk": {"name": "x", "prefix": "XX", "timezone": "UTC", "triage": "triage", "channels": ["phone"]},
        "zone": [[-(2**62), 0]],
        "shifts": [],
        "holidays": [],
        "cues": [["complaint", [0], []], ["information", [1], []]],
        "units": {"roads": unit(), "roads-lamps": unit("roads"), "fire": unit()},
        "outside": {"province": {"name": "Province", "referral": "call them", "aliases": []}},
        "unit_names": {},
        "gazetteer": compile_gazetteer({"Utara": ["Kali"]}, {}),
        "patterns": {word: number for number, word in enumerate("abcde")},
        "stars": [],
        "words": list("abcde"),
        "categories": [["lamps", "roads-lamps", "roads", ["text", [2]], None, None, False]],
        "handoffs": [],
        "city": [],
        "unit_rules": {},
        "grants": {},
        **more,
    }


def facts(*found: int, **more: Any) -> Facts:
    """Return facts in which the given patterns were found."""
    made = Facts()
    made.found = dict.fromkeys(found, (0, 0))
    for name, value in more.items():
        setattr(made, name, value)
    return made


def test_nothing_claims_it_then_it_waits_in_triage() -> None:
    """What no rule and no category takes ends in the desk's own queue, never nowhere."""
    decision = Engine(compiled()).decide(facts())
    assert (decision.unit, decision.step) == ("triage", "triage")


def test_the_steps_come_in_the_order_of_the_design() -> None:
    """Hand-off before city before unit before category."""
    handoff = rule(["text", [3]], id="h", to="fire", say="now")
    city = rule(["text", [3, 4]], id="c", to="province")
    own = rule(None, id="u", to="roads")
    call = facts(3, category="lamps")
    full = compiled(handoffs=[handoff], city=[city], unit_rules={"roads": [own]})
    decided = Engine(full).decide(call)
    assert (decided.step, decided.rule, decided.say, decided.priority) == ("handoff", "h", "now", "emergency")
    decided = Engine({**full, "handoffs": []}).decide(call)
    assert (decided.step, decided.unit, decided.outside) == ("city", "province", True)
    decided = Engine({**full, "handoffs": [], "city": []}).decide(call)
    assert (decided.step, decided.unit) == ("unit", "roads")
    decided = Engine(compiled()).decide(call)
    assert (decided.step, decided.unit) == ("category", "roads-lamps")


def test_continue_adds_support_and_the_higher_priority_and_goes_on() -> None:
    """A rule that continues helps the one that decides; the lead is never its own support."""
    rules = [
        rule(None, id="1", support=["fire", "roads"], priority="high", **{"continue": True}),
        rule(None, id="2", to="roads", priority="low"),
        rule(None, id="3", to="fire"),
    ]
    decided = Engine(compiled(city=rules)).decide(facts())
    assert (decided.unit, decided.rule, decided.support, decided.priority) == ("roads", "2", ("fire",), "high")


def test_a_unit_with_offices_hands_to_the_office_of_the_place() -> None:
    """`each = "kecamatan"`: the office where the place is known, the parent where it is not."""
    units = {"office": unit(offices={"Utara": "office-utara"}), "office-utara": unit("office")}
    engine = Engine(compiled(units=units, city=[rule(None, to="office")]))
    assert engine.decide(facts(kecamatan="Utara")).unit == "office-utara"
    assert engine.decide(facts()).unit == "office"


@pytest.mark.parametrize(
    ("condition", "more", "expected"),
    [
        (["hours", [[1320, 300]]], {"minute": 1380}, True),
        (["hours", [[1320, 300]]], {"minute": 299}, True),
        (["hours", [[1320, 300]]], {"minute": 300}, False),
        (["hours", [[420, 840]]], {"minute": 420}, True),
        (["days", [5, 6]], {"weekday": 6}, True),
        (["days", ["holiday"]], {"weekday": 1, "holiday": True}, True),
        (["days", ["holiday"]], {"weekday": 1}, False),
        (["answers", "water", ">=", 50], {"answers": {"water": 50}}, True),
        (["answers", "water", ">=", 50], {"answers": {"water": "80"}}, True),
        (["answers", "water", ">=", 50], {"answers": {"water": "deep"}}, False),
        (["answers", "water", ">=", 50], {}, False),
        (["answers", "inside", "in", ["yes", True]], {"answers": {"inside": True}}, True),
        (["fields", "TYPE", "in", ["x"]], {"fields": {"TYPE": "x"}}, True),
        (["not", ["kind", ["complaint"]]], {}, False),
        (["kecamatan", ["Utara"]], {"kecamatan": None}, False),
    ],
)
def test_conditions_see_the_call_as_it_was_logged(condition: list[Any], more: dict[str, Any], expected: bool) -> None:
    """Each condition of docs/rules.md holds for just what it says."""
    assert holds(condition, facts(**more)) is expected


LEAVES = st.one_of(
    st.tuples(st.sampled_from(["text", "text_all", "text_not"]), st.lists(st.integers(0, 4), min_size=1, max_size=3)),
    st.tuples(st.just("category"), st.lists(st.sampled_from(["lamps", "other"]), min_size=1)),
    st.tuples(st.just("kind"), st.lists(st.sampled_from(["complaint", "information"]), min_size=1)),
).map(list)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["any", "all"]), st.lists(inner, min_size=1, max_size=3)).map(list),
        st.tuples(st.just("not"), inner).map(list),
    ),
    max_leaves=6,
)


@given(
    st.lists(st.tuples(CONDITIONS, st.booleans()), max_size=8),
    st.sets(st.integers(0, 4)),
    st.sampled_from([None, "lamps"]),
    st.sampled_from(["complaint", "information"]),
)
def test_the_index_hides_no_rule_that_would_hold(
    rules: list[tuple[Any, bool]], found: set[int], category: str | None, kind: str
) -> None:
    """Looking only at candidates decides just as looking at every rule does (which a trace does)."""
    city = [
        rule(
            when, id=str(n), to="fire", support=["roads"], priority="high" if goes_on else None, **{"continue": goes_on}
        )
        for n, (when, goes_on) in enumerate(rules)
    ]
    call = facts(*found, category=category, kind=kind)
    engine = Engine(compiled(city=city))
    exhaustive = engine.decide(call, lambda *_seen: None)
    # The index is made at the third call.
    assert [engine.decide(call) for _call in range(4)] == [exhaustive] * 4


def test_no_handoff_holds_where_the_city_says_that_there_is_no_danger_now() -> None:
    """The call goes on to the other steps, and the trace shows what kept the hand-off from holding."""
    handoff = rule(["text", [3]], id="h", to="fire", say="now")
    calm = ["text", [4]]
    engine = Engine(compiled(handoffs=[handoff], no_handoff=[calm]))
    danger, drill = facts(3), facts(3, 4)
    assert (engine.decide(danger).step, engine.decide(drill).step) == ("handoff", "triage")
    seen: list[tuple[Any, ...]] = []
    engine.decide(drill, lambda *told: seen.append(told))
    assert seen[0] == ("handoff", "h", ["all", [["text", [3]], ["not", ["any", [calm]]]]], False)
