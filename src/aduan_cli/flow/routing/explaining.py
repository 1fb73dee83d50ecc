"""Why a complaint was decided as it was: replayed by the engine with the rules that decided, as plain data.

The caller's words are those that the patterns of the rules matched, folded as they were matched.
"""

from __future__ import annotations

from collections.abc import Mapping

from aduan_cli.complaint.assignments import SUPPORT
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import Decided, decide, quoting
from aduan_cli.complaint.events import ASSIGNED, REFERRED, ROUTED
from aduan_cli.complaint.history import Event, failures_of, last_answer
from aduan_cli.complaint.reading import as_stored, read_again
from aduan_cli.complaint.returns import Return, returns_of
from aduan_cli.complaint.router import Router
from aduan_cli.flow.routing.named_places import named_places
from aduan_cli.flow.routing.steps import seen, steps
from aduan_cli.model import Facts
from aduan_cli.rules.engine import filled, holds, seen_by_category
from aduan_cli.rules.entries import named_lists
from aduan_cli.text import Folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Condition, Rule, Rules
    from aduan_cli.complaint.explained import Answered, ByHand, Explained, ExplainedRule, MatchedPart, PastReturn

_FACTS = ("category", "kind", "kecamatan", "kelurahan", "priority", "channel", "shift")
_TEXTS = ("text", "text_all")


class ReadText:
    """A complaint's text as one revision's rules read it."""

    def __init__(self, text: str, router: Router) -> None:
        self._router = router
        self._text = text
        self._folded = Folded(text)
        self.found = router.engine.find(self._folded)

    def words(self, patterns: list[int], found: Mapping[int, tuple[int, int]] | None = None) -> list[MatchedPart]:
        """Return the patterns that were found, as the rules write them, each with the caller's words.

        `found` is what somebody sees of the text, where that is not all of it.
        """
        written, told = self._router.compiled["words"], []
        found = self.found if found is None else found
        met = [number for number in patterns if number in found]
        named = named_lists(patterns, self._router.compiled) if met else {}
        for number in met:
            word: MatchedPart = {"pattern": written[number], "words": self._folded.words(*found[number])}
            if of := next((name for name, numbers in named.items() if number in numbers), None):
                word["list"] = of
            told.append(word)
        return told

    def kind(self, kind: str) -> list[MatchedPart]:
        """Return the cue words of a kind."""
        facts = Facts()
        facts.found = self.found
        told: list[MatchedPart] = []
        for name, cues, conditions in self._router.compiled["cues"]:
            if name == kind:
                told += self.words(cues)
                for condition in conditions:
                    for word in self.because(condition, facts):
                        del word["condition"]
                        told.append(word)
        return told

    def place(self) -> list[str]:
        """Return the words that name the place."""
        return list(self._router.words_of(self._text).place.words)

    def because(self, condition: Condition | None, facts: Facts) -> list[MatchedPart]:
        """Return which parts of a condition hold, the words of the caller with those on the text."""
        if condition is None or not holds(condition, facts):
            return []
        name = condition[0]
        if name in ("all", "any"):
            return [part for inner in condition[1] for part in self.because(inner, facts)]
        if name in _TEXTS:
            return [{"condition": name, **word} for word in self.words(condition[1], facts.found)]
        if name == "area":
            return [{"condition": name, "value": [area for area in facts.areas if area in condition[1]]}]
        if name in _FACTS:
            return [{"condition": name, "value": getattr(facts, name)}]
        if name == "readings":
            told = facts.readings.reading(condition[1])
            of: MatchedPart = {"condition": f"readings.{condition[1]}"}
            if condition[2] not in ("in", "is"):
                of["wanted"] = f"{condition[2]} {condition[3]}"
            return [{**of, "value": told.value, "words": told.words}] if told else []
        if name == "place":
            return [{"condition": f"{name}.{key}", "value": seen(facts, key)} for key, _values in condition[1]]
        if name in ("answers", "fields"):
            return [{"condition": f"{name}.{condition[1]}", "value": getattr(facts, name).get(condition[1])}]
        if name == "hours":
            return [{"condition": name, "value": f"{facts.minute // 60:02d}:{facts.minute % 60:02d}"}]
        if name == "days":
            return [{"condition": name, "value": "holiday" if facts.holiday else facts.weekday}]
        return []


def rules_of(compiled: Rules) -> dict[str, Rule]:
    """Return every rule of a revision by its id."""
    groups = [compiled["handoffs"], compiled["city"], *compiled["unit_rules"].values()]
    return {rule["id"]: rule for group in groups for rule in group}


def explain(
    complaint: Complaint, router: Router, today: Router, events: list[Event], in_short: bool = False
) -> Explained:
    """Return why a complaint was decided as it was.

    `router` runs the revision that decided, or today's when that is not kept; `today` the rules in force. What the
    unit's code answered is quoted, not asked again. `in_short` its steps tell of no condition.
    """
    code = last_answer(events)
    understood = as_stored(complaint, router)
    facts = understood.facts
    reading = ReadText(complaint.text, router)
    held: list[ExplainedRule] = []
    rules = rules_of(router.compiled)

    def trace(step: str, name: str | None, _condition: Condition | None, held_: bool) -> None:
        if held_ and name in rules and step in ("handoff", "city", "unit"):
            held.append({"step": step, **_rule_of(rules[name], facts)})

    replayed = decide(understood, router, quoting(code), trace=trace)
    now = decide(read_again(complaint, today), today, quoting(code))
    by_code = complaint.step == "code"
    rule = None if by_code else rules.get(complaint.rule or "")
    category = router.engine.categories.get(complaint.category or "")
    sources = complaint.sources
    by_text = {"text", "default"}
    return {
        "ticket": complaint.ticket,
        "unit": complaint.unit,
        "support": list(complaint.support),
        "priority": complaint.priority,
        "status": complaint.status,
        "step": complaint.step,
        "rule": _rule_of(rule, facts) if rule else {"id": complaint.rule} if complaint.rule and not by_code else None,
        "because": reading.because(rule["when"], facts) if rule else [],
        "held": held,
        "code": code,
        "failures": failures_of(events),
        "by_hand": _by_hand(events) if complaint.step == "manual" else None,
        "returned": [_returned(one) for one in returns_of(events)],
        "category": complaint.category,
        "category_words": reading.because(category[3], seen_by_category(category[3], facts))
        if category and sources.get("category") in by_text
        else [],
        "kind": complaint.kind,
        "kind_words": reading.kind(complaint.kind) if sources.get("kind") in by_text else [],
        "kecamatan": complaint.kecamatan,
        "kelurahan": complaint.kelurahan,
        "place_words": reading.place() if _is_read(sources) else [],
        "places": list(named_places(complaint, router, facts.places)),
        "sources": sources,
        "steps": steps(router, facts, reading.words, code, in_short),
        "revision": complaint.revision,
        "replayed": _answer(complaint, replayed, router.revision),
        "today": _answer(complaint, now, today.revision),
    }


def _is_read(sources: Mapping[str, str]) -> bool:
    """Say whether any of the place was read from the text."""
    return any(sources.get(name) in ("text", "gazetteer") for name in ("kecamatan", "kelurahan"))


def _answer(complaint: Complaint, decided: Decided, revision: str | None) -> Answered:
    """Return a decision beside the one that is stored: `same` when unit, support and category agree."""
    decision, category = decided.decision, decided.complaint.category
    same = (decision.unit, decision.support, category) == (
        complaint.unit,
        complaint.support,
        complaint.category,
    )
    return {
        "revision": revision,
        "same": same,
        "unit": decision.unit,
        "support": list(decision.support),
        "category": category,
        "step": decision.step,
        "rule": decision.rule,
    }


def _rule_of(rule: Rule, facts: Facts) -> ExplainedRule:
    return {
        "id": rule["id"],
        "file": rule["file"],
        "line": rule["line"],
        "as": rule["as"],
        "reason": filled(rule["reason"], facts),
        "say": filled(rule["say"], facts),
    }


def _returned(one: Return) -> PastReturn:
    return {
        "at": one.at,
        "actor": one.actor,
        "unit": one.unit,
        "to": one.to,
        "reason": one.reason,
        "step": one.step,
        "rule": one.rule,
        "category": one.category,
    }


def _by_hand(events: list[Event]) -> ByHand | None:
    """Return who decided by hand, when and why: the last such event."""
    for event in reversed(events):
        said = {**event.data, **(event.private or {})}
        # One without a reason only followed a unit to its new id.
        is_routed = event.type == ROUTED and event.data.get("step") == "manual" and said.get("reason")
        if is_routed or (event.type in (ASSIGNED, REFERRED) and event.data.get("role") != SUPPORT):
            return {
                "actor": event.actor,
                "at": event.at,
                "from": said.get("from"),
                "to": said.get("to"),
                "reason": said.get("reason"),
            }
    return None
