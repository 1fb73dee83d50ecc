"""The engine decides as a naive reading of the files does, rule by rule, with the same trace."""

from __future__ import annotations

from typing import Any

from generated import CALLS, WORDS, compiled_of, desks, facts_of
from hypothesis import given, settings
from hypothesis import strategies as st
from naive import Call, decide

from aduan_cli.complaint.router import Router
from aduan_cli.rules.engine import holds
from aduan_cli.rules.index import Index
from thorough import examples


@settings(max_examples=examples(300), deadline=None)
@given(desks(), st.lists(CALLS, min_size=1, max_size=8))
def test_the_engine_decides_as_the_files_say(desk: tuple[dict[str, Any], dict[str, Any]], calls: list[Call]) -> None:
    """Same category, unit, step, rule, support, priority, and the same rules looked at with the same answer."""
    router = Router(compiled_of(*desk), None)
    for call in [*calls, *calls[:1] * 8]:  # the index of candidates is made after some calls
        *expected, steps = decide(*desk, call)
        facts = facts_of(call, router)
        trace: list[tuple[str, str | None, bool]] = []
        traced = router.engine.decide(facts, lambda *seen, trace=trace: trace.append((seen[0], seen[1], seen[3])))
        made = router.engine.decide(facts)
        got = [facts.category, made.unit, made.step, made.rule, made.support, made.priority]
        assert got == expected
        assert traced == made
        assert trace == steps


@settings(max_examples=examples(200), deadline=None)
@given(desks(), st.lists(CALLS, min_size=1, max_size=10))
def test_the_index_hides_nothing_that_holds(desk: tuple[dict[str, Any], dict[str, Any]], calls: list[Call]) -> None:
    """Whatever a rule is filed under, it is among the candidates of each call that it holds for."""
    compiled = compiled_of(*desk)
    router = Router(compiled, None)
    rules = [*compiled["handoffs"], *compiled["city"], *compiled["unit_rules"]["bmsda"]]
    whens = [rule["when"] for rule in rules] + [entry[3] for entry in compiled["categories"]]
    index = Index(whens)
    for call in calls:
        facts = facts_of(call, router)
        candidates = index.candidates(facts)
        assert {number for number, when in enumerate(whens) if holds(when, facts)} <= set(candidates)
        assert candidates == sorted(set(candidates))


CALM = st.sampled_from(["text", "text_not", "text_all"]).flatmap(
    lambda key: st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True).map(lambda words: {key: words})
)


@settings(max_examples=examples(120), deadline=None)
@given(desks(), st.lists(CALM, max_size=2), st.lists(CALLS, min_size=2, max_size=5), st.booleans())
def test_what_is_traced_is_what_is_decided_also_where_there_is_no_danger(
    desk: tuple[dict[str, Any], dict[str, Any]], calm: list[Any], calls: list[Call], told_none: bool
) -> None:
    """By the city's own words for that, and by a person's: `why` tells of no rule that `log` did not follow."""
    city, manifests = desk
    router = Router(compiled_of(city | ({"no_handoff": calm} if calm else {}), manifests), None)
    for call in calls * 3:
        facts = facts_of(call, router)
        facts.told_none, facts.priority = told_none, "high" if told_none else facts.priority
        seen: list[tuple[str, str | None]] = []
        made = router.engine.decide(
            facts, lambda step, name, _when, held, seen=seen: seen.append((step, name)) if held else None
        )
        assert made == router.engine.decide(facts)
        if made.step in ("handoff", "city", "unit"):
            assert seen[-1] == (made.step, made.rule)
        assert not (told_none and made.step == "handoff")
        if made.priority == "emergency" and not told_none:
            assert router.engine.alarms(facts)
