"""The one engine: it understands a text, decides, and traces, over one compiled form.

`log`, `import`, `route`, `why` and the tests of the desk's examples all call it; there is no second
implementation. The compiled form is plain JSON data, described in `rules/language/compile.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from aduan_cli.model import PRIORITIES, Decision, Facts, Readings, UnitAnswer
from aduan_cli.places import FoundPlace, find_place
from aduan_cli.rules.asides import about, without_asides
from aduan_cli.rules.entries import Categories, met
from aduan_cli.rules.index import Index, spelt
from aduan_cli.rules.place_finder import PlaceFinder, is_asked
from aduan_cli.text import Folded, Matcher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Category, Condition, Rule, Rules

    Trace = Callable[[str, str | None, Condition | None, bool], None]
    """Called with the step, the rule's id, its condition and whether it held."""

_INDEXED_FROM = 8
"""Times that conditions are looked at one by one. One call is decided several times while somebody is asked."""
_GAP = "{readings."
"""Before the name of a reading whose value stands in a rule's `reason` or `say`."""
_RANK = {name: rank for rank, name in enumerate(PRIORITIES)}
_FACT = {
    "category": lambda f: f.category,
    "kind": lambda f: f.kind,
    "kecamatan": lambda f: f.kecamatan,
    "kelurahan": lambda f: f.kelurahan,
    "priority": lambda f: f.priority,
    "channel": lambda f: f.channel,
    "shift": lambda f: f.shift,
}


def holds(condition: Condition | None, facts: Facts) -> bool:
    """Say whether a compiled condition holds for the facts. None always holds."""
    if condition is None:
        return True
    name = condition[0]
    if name == "text":
        return not facts.found.keys().isdisjoint(condition[1])
    fact = _FACT.get(name)
    if fact is not None:
        return fact(facts) in condition[1]
    if name == "all":
        for part in condition[1]:  # noqa: SIM110 (a generator would cost more than most of the looks)
            if not holds(part, facts):
                return False
        return True
    return _OPERATORS[name](condition, facts)


def seen_by_category(condition: Condition | None, facts: Facts) -> Facts:
    """Return the facts by which the condition of a complaint's category holds: without asides, else with them."""
    plain = about(facts)
    return plain if facts.matter is not None and holds(condition, plain) else facts


def holds_hours(spans: list[list[int]], minute: int) -> bool:
    """Say whether a minute of the day lies in one of the spans, any of which may pass midnight."""
    return any(start <= minute < end if start < end else (minute >= start or minute < end) for start, end in spans)


def compare(given: Any, operator: str, wanted: Any) -> bool:
    """Say whether an answer or a field is as wanted; what is no number is neither more nor less than one."""
    if operator == "in":
        if given in wanted:
            return True
        # As text they may still be the same.
        text = spelt(given)
        for value in wanted:  # noqa: SIM110 (as above)
            if text == spelt(value):
                return True
        return False
    if operator == "is":  # something was read at all
        return True
    try:
        number = float(_number(given) if isinstance(given, str) else given)
    except (TypeError, ValueError, OverflowError):
        return False
    if operator == ">=":
        return bool(number >= wanted)
    if operator == "<=":
        return bool(number <= wanted)
    if operator == ">":
        return bool(number > wanted)
    return bool(number < wanted) if operator == "<" else bool(number != wanted)


def _number(written: str) -> float:
    """Read what an answer or a field says; few rules compare."""
    from aduan_cli.rules.numerals import number

    return number(written)


def filled(told: str | None, facts: Facts) -> str | None:
    """Return a rule's words with the values of the readings that they name; one of which nothing was read is a `?`."""
    if told is None or _GAP not in told:
        return told
    before, *rest = told.split(_GAP)
    parts = (part.partition("}") for part in rest)
    return before + "".join(f"{facts.readings.get(name, '?')}{after}" for name, _brace, after in parts)


def _holds_value(values: Mapping[str, Any] | Readings, condition: Condition) -> bool:
    given = values.get(condition[1])
    return given is not None and compare(given, condition[2], condition[3])


_OPERATORS: dict[str, Callable[[Condition, Facts], bool]] = {
    "any": lambda c, f: any(holds(part, f) for part in c[1]),
    "not": lambda c, f: not holds(c[1], f),
    "text_all": lambda c, f: all(pattern in f.found for pattern in c[1]),
    "text_not": lambda c, f: f.found.keys().isdisjoint(c[1]),
    "hours": lambda c, f: holds_hours(c[1], f.minute),
    "days": lambda c, f: f.weekday in c[1] or (f.holiday and "holiday" in c[1]),
    "place": lambda c, f: any(is_asked(place, c[1]) for place in f.places),
    "area": lambda c, f: any(area in c[1] for area in f.areas),
    "answers": lambda c, f: _holds_value(f.answers, c),
    "fields": lambda c, f: _holds_value(f.fields, c),
    "readings": lambda c, f: _holds_value(f.readings, c),
}


class Engine:
    """Runs one revision's compiled rules."""

    def __init__(self, compiled: Rules) -> None:
        self.compiled = compiled
        self.categories = Categories(compiled["categories"])
        self._matcher = Matcher(compiled["patterns"], compiled["stars"], compiled.get("longest"))
        self._place_finder = PlaceFinder(compiled.get("places", ()))
        self._synonyms: dict[str, str] = compiled.get("synonyms", {})
        self._indexes: dict[str, Index] = {}
        self._asked: dict[str, int] = {}

    # -- understanding a text

    def find(self, folded: Folded) -> dict[int, tuple[int, int]]:
        """Return which patterns of the rules stand in the text, in the caller's words or in those they stand for."""
        found = self._matcher.find(folded)
        plain = folded.replaced(self._synonyms)
        return found if plain is None else {**self._matcher.find(plain), **found}

    def kind_of(self, found: dict[int, tuple[int, int]]) -> str | None:
        """Return the first kind, in the order of `[cues]`, of which a word was found or a condition on words holds."""
        facts = Facts()
        facts.found = found
        for kind, patterns, conditions in self.compiled["cues"]:
            worth = met(conditions, found)
            if not found.keys().isdisjoint(patterns) or any(holds(conditions[number], facts) for number in worth):
                return str(kind)
        return None

    def place_of(self, folded: Folded, original: str, found: dict[int, tuple[int, int]] | None = None) -> FoundPlace:
        """Return the place of the incident that the text names, by the patterns `found` in it."""
        said = self._place_finder.of(self.find(folded) if found is None else found, folded)
        return find_place(folded, original, self.compiled["gazetteer"], said)

    def matter_of(
        self, folded: Folded, text: str, found: dict[int, tuple[int, int]]
    ) -> dict[int, tuple[int, int]] | None:
        """Return the patterns in a text without its asides (`rules/asides.py`); None: it has none."""
        asides = self.compiled.get("asides")
        return without_asides(folded, text, found, asides, self.find) if asides else None

    def category_of(self, facts: Facts) -> str | None:
        """Return the first category whose conditions hold: by the text without its asides, else by all of it."""
        if facts.matter is not None:
            category = self._category_of(about(facts))
            if category is not None and category not in self.compiled["asides"]["last"]:
                return category
        return self._category_of(facts)

    def _category_of(self, facts: Facts) -> str | None:
        categories = self.compiled["categories"]
        for number in self._candidates("categories", categories, facts):
            name, condition = categories[number][0], categories[number][3]
            if condition is not None and holds(condition, facts):
                return name
        return None

    def _candidates(self, name: str, entries: Sequence[Category | Rule], facts: Facts) -> Iterable[int]:
        """Return the numbers of the categories or rules whose conditions are worth a look, in order.

        An index costs as much as some dozen looks, so a command that takes one call looks at each instead; of those
        that lie in the cache only at those of which a word was found.
        """
        index = self._indexes.get(name)
        if index is None:
            self._asked[name] = self._asked.get(name, 0) + 1
            if self._asked[name] < _INDEXED_FROM:
                return met(entries, facts.found)
            whens = (entry["when"] if isinstance(entry, dict) else entry[3] for entry in entries)
            index = self._indexes[name] = Index(whens)
        return index.candidates(facts)

    # -- deciding

    def decide(self, facts: Facts, trace: Trace | None = None) -> Decision:
        """Take the six steps (docs/rules.md); the first that decides, decides."""
        for rule in self._handing_off(facts, trace):
            urgency = rule["priority"] or "emergency"
            say = filled(rule["say"], facts)
            made = self._made(rule, "handoff", facts, tuple(rule["support"]), urgency, say)
            return made._replace(category=rule["as"]) if rule["as"] else made
        support: list[str] = []
        priority, say = None, None
        category = self.categories.get(facts.category) if facts.category else None
        steps = [("city", "city", self.compiled["city"])]
        if category and category[2]:
            rules = self.compiled["unit_rules"].get(category[2], [])
            steps.append(("unit", category[2], rules))
        for step, name, rules in steps:
            for rule in self._holding(step, rules, facts, trace, name):
                support += [unit for unit in rule["support"] if unit not in support]
                priority = _higher(priority, rule["priority"])
                say = say or filled(rule["say"], facts)
                if rule["continue"]:
                    continue
                if rule["to"]:
                    return self._made(rule, step, facts, tuple(support), priority, say)
                break
        if category:
            if trace:
                trace("category", category[0], category[3], True)
            unit, outside = self._office(category[1], facts)
            return Decision(
                unit,
                "category",
                None,
                _without(support, unit),
                _higher(priority, category[5]),
                say,
                None,
                outside,
            )
        if trace:
            trace("triage", None, None, True)
        return Decision(self.compiled["desk"]["triage"], "triage", None, tuple(support), priority, say)

    def alarms(self, facts: Facts) -> set[str]:
        """Return what makes an emergency of a complaint, told none or not: ids of rules, and its category's name."""
        compiled, category = self.compiled, self.categories.get(facts.category or "")
        is_calm = any(holds(condition, facts) for condition in compiled.get("no_handoff", []))
        own = compiled["unit_rules"].get(category[2] or "", []) if category else []
        rules = [*([] if is_calm else compiled["handoffs"]), *filter(_is_alarm, (*compiled["city"], *own))]
        found = {rule["id"] for rule in rules if holds(rule["when"], facts)}
        return found | ({category[0]} if category and category[5] == "emergency" else set())

    def _handing_off(self, facts: Facts, trace: Trace | None) -> Iterable[Rule]:
        """Yield the hand-offs that hold; none does where the city says that there is no danger now."""
        if facts.told_none and trace is None:
            return
        calm = self.compiled.get("no_handoff", [])
        if trace is None or not calm:
            for rule in self._holding("handoff", self.compiled["handoffs"], facts, trace):
                if not any(holds(condition, facts) for condition in calm):
                    yield rule
            return
        for rule in self.compiled["handoffs"]:
            # A rule that is near is told with what keeps it from holding; of the others nobody asks.
            near = ["all", [rule["when"], ["not", ["any", calm]]]] if holds(rule["when"], facts) else rule["when"]
            when = _overruled(near, facts)
            held = holds(when, facts)
            trace("handoff", rule["id"], when, held)
            if held:
                yield rule

    def _holding(
        self, step: str, rules: Sequence[Rule], facts: Facts, trace: Trace | None, name: str = "handoff"
    ) -> Iterable[Rule]:
        """Yield the rules that hold, in order. With a trace every rule is looked at and told."""
        if not rules:
            return
        if trace is not None:
            for rule in rules:
                when = _overruled(rule["when"], facts) if step == "handoff" or _is_alarm(rule) else rule["when"]
                held = holds(when, facts)
                trace(step, rule["id"], when, held)
                if held:
                    yield rule
            return
        for number in self._candidates(name, rules, facts):
            rule = rules[number]
            if holds(rule["when"], facts) and not (facts.told_none and _is_alarm(rule)):
                yield rule

    def _made(
        self, rule: Rule, step: str, facts: Facts, support: tuple[str, ...], priority: str | None, say: str | None
    ) -> Decision:
        unit, outside = self._office(rule["to"] or "", facts)
        reason = filled(rule["reason"], facts)
        return Decision(unit, step, rule["id"], _without(support, unit), priority, say, reason, outside)

    def answered(self, data: Decision, answer: UnitAnswer, plugin: str, facts: Facts) -> Decision:
        """Return the decision of a unit's code, where data had left it to the category: what rules added stays."""
        unit, outside = self._office(answer.unit, facts)
        support = dict.fromkeys([*data.support, *answer.support])
        priority = _higher(data.priority or "normal", answer.priority) if answer.priority else data.priority
        return Decision(unit, "code", plugin, _without(support, unit), priority, data.say, answer.reason, outside)

    def _office(self, unit: str, facts: Facts) -> tuple[str, bool]:
        """Return the unit, or of a unit with area offices the one of the complaint's kecamatan."""
        entry = self.compiled["units"].get(unit)
        if entry is None:
            return unit, True
        offices = entry.get("offices")
        if offices and facts.kecamatan in offices:
            return str(offices[facts.kecamatan]), False
        return unit, False


def _is_alarm(rule: Rule) -> bool:
    return rule["priority"] == "emergency"


def _overruled(when: Condition | None, facts: Facts) -> Condition | None:
    """Return the condition of a rule that makes an emergency, as it is where a person said that it is none."""
    if not facts.told_none or not holds(when, facts):
        return when
    is_urgent = ["priority", ["emergency"]]
    return is_urgent if when is None else ["all", [when, is_urgent]]


def _higher(one: str | None, other: str | None) -> str | None:
    """Return the higher of two priorities; None is no opinion."""
    if one is None or other is None:
        return one or other
    return one if _RANK[one] >= _RANK[other] else other


def _without(support: Iterable[str], lead: str) -> tuple[str, ...]:
    return tuple(unit for unit in support if unit != lead)
