"""Each step of a decision, each rule in it and each condition, with the value that it saw: for `why`.

A condition is a tree of plain data: `condition` (its name), `held`, and by kind `wanted` and `value`, the caller's
`words` beside the patterns that they matched, or `parts`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from aduan_cli.complaint.router import Router
from aduan_cli.model import Decision, Facts
from aduan_cli.rules.engine import holds, seen_by_category
from aduan_cli.rules.entries import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Category, Condition, Rule
    from aduan_cli.complaint.explained import CodeAnswer, ExplainedStep, MatchedPart, Node, RuleSeen

    WordFinder = Callable[[list[int], Mapping[int, tuple[int, int]]], list[MatchedPart]]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TEXTS = ("text", "text_all", "text_not")


class Tree:
    """Makes trees of conditions, for one complaint under one revision.

    `words` tells which patterns were found in its text, each with the caller's words. `in_short` there are none.
    """

    def __init__(self, router: Router, facts: Facts, words: WordFinder, in_short: bool = False) -> None:
        self._compiled, self._in_short = router.compiled, in_short
        self._facts = facts
        self._words = words

    def of(self, condition: Condition | None) -> Node | None:
        """Return a condition with what it saw; None for none, which always holds."""
        return None if condition is None or self._in_short else self._node(condition)

    def _node(self, condition: Condition) -> Node:
        name, facts = condition[0], self._facts
        node: Node = {"condition": name, "held": holds(condition, facts)}
        if name in ("all", "any"):
            return {**node, "parts": [self._node(part) for part in condition[1]]}
        if name == "not":
            return {**node, "parts": [self._node(condition[1])]}
        if name in _TEXTS:
            return {
                **node,
                "wanted": [*listed(condition, self._compiled)],
                "words": self._words(condition[1], facts.found),
            }
        if name in ("answers", "fields", "readings"):
            of, operator, wanted = condition[1:]
            node["condition"] = f"{name}.{of}"
            wanted = wanted if operator == "in" else [f"{operator} {wanted}" if operator != "is" else "..."]
            node |= {"wanted": wanted, "value": getattr(facts, name).get(of)}
            told = facts.readings.reading(of) if name == "readings" else None
            return {**node, "said": told.words} if told else node
        if name == "place":
            parts: list[Node] = [self._asked(key, values) for key, values in condition[1]]
            return {**node, "parts": parts}
        if name == "area":
            return {**node, "wanted": list(condition[1]), "value": list(facts.areas) or None}
        if name == "hours":
            wanted = [f"{_clock(start)}-{_clock(end)}" for start, end in condition[1]]
            return {**node, "wanted": wanted, "value": _clock(facts.minute)}
        if name == "days":
            wanted = [day if isinstance(day, str) else DAYS[day] for day in condition[1]]
            value = DAYS[facts.weekday] + (", holiday" if facts.holiday else "")
            return {**node, "wanted": wanted, "value": value}
        return {**node, "wanted": list(condition[1]), "value": getattr(facts, name)}

    def _asked(self, key: str, values: list[str]) -> Node:
        found = seen(self._facts, key)
        held = not set(found).isdisjoint(values)
        return {"condition": f"place.{key}", "held": held, "wanted": list(values), "value": found or None}


def seen(facts: Facts, key: str) -> list[str]:
    """Return what conditions on places see: of each place its kind or whose it is."""
    values = (place[2] if key == "kind" else place[5] for place in facts.places)
    return list(dict.fromkeys(value for value in values if value))


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def steps(
    router: Router, facts: Facts, words: WordFinder, code: CodeAnswer | None = None, in_short: bool = False
) -> list[ExplainedStep]:
    """Return the steps in their order, each with the rules that were looked at, in theirs.

    A step has `step`, `plugin` (of unit rules), `reached`, `decided`, `rules`, and `left` (rules behind the one
    that decided, which nothing looked at). Those of category and triage have `unit` instead of rules. It is the
    engine's own trace, so that it can't say anything else than the decision did. `code` is what the unit's code
    answered then: a step of its own, with `answer`. `in_short` no condition is told.
    """
    tree, compiled = Tree(router, facts, words, in_short), router.compiled
    looked_at: dict[str, list[tuple[str | None, Condition | None, bool]]] = {}

    def trace(step: str, name: str | None, condition: Condition | None, held: bool) -> None:
        looked_at.setdefault(step, []).append((name, condition, held))

    decision = router.engine.decide(facts, trace)
    category = router.engine.categories.get(facts.category or "")
    plugin = category[2] if category else None
    groups: list[tuple[str, str | None, Sequence[Rule]]] = [
        ("handoff", None, compiled["handoffs"]),
        ("city", None, compiled["city"]),
    ]
    if plugin:
        groups.append(("unit", plugin, compiled["unit_rules"].get(plugin, [])))
    told: list[ExplainedStep] = []
    over = False
    for step, owner, rules in groups:
        by_id = {rule["id"]: rule for rule in rules}
        seen = [_rule(by_id[name or ""], tree.of(when), held) for name, when, held in looked_at.get(step, [])]
        decided = decision.step == step
        told.append(
            {
                "step": step,
                "plugin": owner,
                "reached": not over,
                "decided": decided,
                "rules": seen,
                "left": len(rules) - len(seen),
            }
        )
        over = over or decided
    if code and plugin == code["plugin"]:
        decided = not over and code["answer"] is not None
        said: ExplainedStep = {"step": "code", "reached": not over, "decided": decided}
        told.append({**said, **code})
        over = over or decided
    own = seen_by_category(category[3], facts) if category else facts
    return told + _ends(decision, category, Tree(router, own, words, in_short), over)


def _rule(rule: Rule, when: Node | None, held: bool) -> RuleSeen:
    return {
        "id": rule["id"],
        "file": rule["file"],
        "line": rule["line"],
        "to": rule["to"],
        "as": rule["as"],
        "support": rule["support"],
        "priority": rule["priority"],
        "continue": rule["continue"],
        "held": held,
        "when": when,
    }


def _ends(decision: Decision, category: Category | None, tree: Tree, over: bool) -> list[ExplainedStep]:
    """Return the last two steps: the category's own unit, and triage."""
    ends: list[ExplainedStep] = []
    if category:
        by_text = tree.of(category[3])
        decided = decision.step == "category" and not over
        ends.append({"step": "category", "reached": not over, "decided": decided, "category": category[0]})
        ends[0] |= {"unit": category[1], "when": by_text, "file": category[7], "line": category[8]}
        over = over or decided
    ends.append({"step": "triage", "reached": not over, "decided": decision.step == "triage"})
    return ends
