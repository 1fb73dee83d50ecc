"""Conditions on answers that nobody who is asked can give: of another type, none of the choices, under another name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from aduan_cli.i18n import _
from aduan_cli.problems import Problem, one_of, quoted
from aduan_cli.rules.engine import compare

if TYPE_CHECKING:
    from aduan_cli.compiled import Condition, Rules

_NEAR = 0.75
"""How alike a name must be to be taken for a misspelt one; code and imports have names of their own."""
_NEAR_HERE = 0.5
"""The same for what is asked for the rule's own categories."""

Questions = Mapping[str, list[tuple[str, list[str]]]]
"""Id → the type and the choices of each question that has it."""


def impossible_answers(compiled: Rules) -> Iterator[Problem]:
    """Yield a warning for each condition of a rule that asks for an answer which its question doesn't allow."""
    questions: dict[str, list[tuple[str, list[str]]]] = {}
    for asked in compiled["questions"].values():
        for name, _text, kind, choices in asked:
            questions.setdefault(name, []).append((kind, choices))
    steps = [("handoff", compiled["handoffs"]), ("rule", compiled["city"])]
    for kind, rules in [*steps, *(("rule", rules) for rules in compiled["unit_rules"].values())]:
        for rule in rules:
            here = _asked_here(compiled, rule["when"])
            for name, operator, wanted in compared(rule["when"], "answers"):
                told = _wrong(questions, here, name, operator, wanted)
                if told:
                    yield Problem(rule["file"], (kind, rule["number"]), *told, "warning")


def answer_names(compiled: Rules) -> list[str]:
    """Return the names that answers may have: of questions, and of what rules and categories look at besides."""
    names = [question[0] for asked in compiled["questions"].values() for question in asked]
    names += [name for one in conditions_of(compiled) for name, _operator, _value in compared(one, "answers")]
    return list(dict.fromkeys(names))


def conditions_of(compiled: Rules) -> list[Condition | None]:
    """Return the conditions of all rules and categories."""
    rules = [*compiled["handoffs"], *compiled["city"], *(r for own in compiled["unit_rules"].values() for r in own)]
    return [*(rule["when"] for rule in rules), *(entry[3] for entry in compiled["categories"])]


def compared(condition: Condition | None, what: str) -> Iterator[tuple[str, str, object]]:
    """Yield name, operator and value of each condition on `what` (answers, readings), at any depth."""
    if not condition:
        return
    if condition[0] == what:
        yield condition[1], condition[2], condition[3]
    elif condition[0] == "not":
        yield from compared(condition[1], what)
    elif condition[0] in ("all", "any"):
        for part in condition[1]:
            yield from compared(part, what)


def _asked_here(compiled: Rules, when: Condition | None) -> list[str]:
    """Return the ids of what is asked for the categories that a rule is about."""
    parts = when[1] if when and when[0] == "all" else [when] if when else []
    categories = [name for part in parts if part[0] == "category" for name in part[1]]
    return list(dict.fromkeys(asked[0] for name in categories for asked in compiled["questions"].get(name, ())))


def _wrong(
    questions: Questions, here: list[str], name: str, operator: str, wanted: Any
) -> tuple[str, str | None] | None:
    """Return what is wrong with a condition, and what would be right. `here` is asked where the rule looks."""
    asked = questions.get(name)
    if asked is None:
        near = get_close_matches(name, here, 1, _NEAR_HERE) or get_close_matches(name, questions, 1, _NEAR)
        what = _("no question has the id '{name}'").format(name=name)
        return (what, _("did you mean '{name}'?").format(name=near[0])) if near else None
    kinds = {kind for kind, _choices in asked}
    if kinds == {"choice"}:
        return _no_choice(name, [choice for _kind, choices in asked for choice in choices], operator, wanted)
    if kinds == {"number"} and operator == "in" and not all(_is_number(value) for value in wanted):
        value = next(value for value in wanted if not _is_number(value))
        what = _("answers.{name}: {value} is no answer to a question for a number").format(
            name=name, value=quoted(value)
        )
        return what, _("a number would be right")
    return None


def _no_choice(name: str, choices: Iterable[str], operator: str, wanted: Any) -> tuple[str, str | None] | None:
    known = list(dict.fromkeys(choices))
    for value in wanted if operator == "in" else [wanted]:
        if operator != "in" or not any(compare(choice, "in", [value]) for choice in known):
            what = _("answers.{name}: {value} is none of the question's choices").format(name=name, value=quoted(value))
            return what, one_of(known)
    return None


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
