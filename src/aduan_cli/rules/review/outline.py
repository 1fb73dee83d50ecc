"""The rules in force as a list that a person reads: by step, with conditions in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aduan_cli.i18n import _
from aduan_cli.rules.entries import listed
from aduan_cli.rules.language.declare import manifest_path
from aduan_cli.rules.language.values import DAYS
from aduan_cli.rules.review.proofs import PatternWords, boxes

if TYPE_CHECKING:
    from aduan_cli.compiled import Category, Condition, Rule, Rules

Row = dict[str, Any]
_DAY_NAMES = {days[0]: name for name, days in reversed(DAYS.items()) if len(days) == 1}


def outline(
    compiled: Rules, counts: Iterable[tuple[str | None, str | None, str | None, int]], most: int | None = None
) -> list[Row]:
    """Return every rule and category in the order in which they are looked at, then triage.

    `compiled` has its words; of one list of them the first `most` are told. `counts` are (step, rule, category,
    complaints decided so); what only adds support or priority has no count, and what none of today's rules did
    comes last.
    """
    decided: dict[tuple[str | None, str | None], int] = {}
    for step, name, category, count in counts:
        key = (step, category if step == "category" else name)
        decided[key] = decided.get(key, 0) + count
    told = Wording(compiled, most)
    rows = [*_rules("handoff", compiled["handoffs"], told), *_rules("city", compiled["city"], told)]
    for rules in compiled["unit_rules"].values():
        rows += _rules("unit", rules, told)
    rows += [_category(entry, told) for entry in compiled["categories"]]
    rows.append(_row("triage", None, "", to=compiled["desk"]["triage"]))
    for row in rows:
        count = decided.pop((row["step"], row["id"]), 0)
        row["count"] = None if row["continue"] else count
    for (step, name), count in sorted(decided.items(), key=lambda item: -item[1]):
        when = _("the unit's own code") if step == "code" else _("(not in the rules in force)")
        rows.append({**_row(step, name, when), "count": count})
    return rows


def _row(step: str | None, name: str | None, when: str, **more: object) -> Row:
    empty: Row = {
        "to": None,
        "as": None,
        "support": [],
        "priority": None,
        "continue": False,
        "reason": None,
        "file": None,
        "line": None,
    }
    return {"step": step, "id": name, "when": when, **empty, "count": 0, **more}


def _rules(step: str, rules: Sequence[Rule], told: Wording) -> Iterator[Row]:
    kept = ("to", "as", "support", "priority", "continue", "reason", "file", "line")
    for rule in rules:
        given: Mapping[str, object] = rule
        yield _row(step, rule["id"], told.of(rule["when"]), **{name: given[name] for name in kept})


def _category(entry: Category, told: Wording) -> Row:
    when = _("(given by an officer or an import)") if entry[3] is None else told.of(entry[3])
    file = manifest_path(entry[2]) if entry[2] else "rules.toml"
    return _row("category", entry[0], when, to=entry[1], priority=entry[5], file=file)


# -- which of them


def leading_to(rows: Iterable[Row], units: Iterable[str]) -> list[Row]:
    """Return the rows that name one of some units."""
    wanted = set(units)
    return [row for row in rows if wanted & {row["to"], *row["support"]}]


def open_to(rows: Iterable[Row], compiled: Rules, category: str) -> list[Row]:
    """Return the rows that a complaint of one category may meet on its way."""
    words = PatternWords(compiled)
    (entry,) = [entry for entry in compiled["categories"] if entry[0] == category]
    rules = [*compiled["handoffs"], *compiled["city"], *compiled["unit_rules"].get(entry[2] or "", [])]
    possible = set()
    for rule in rules:
        found = boxes(rule["when"], words, [(True, ["category", [category]])])
        if rule["as"] == category or found is None or any(box.broken is None for box in found):
            possible.add(rule["id"])
    return [
        row
        for row in rows
        if (row["step"] == "category" and row["id"] == category)
        or (row["step"] in ("handoff", "city", "unit") and row["id"] in possible and row["file"] is not None)
    ]


# -- conditions in words


class Wording:
    """Tells conditions in words: `category pju-mati; text pohon, kabel; not (hours 22:00-05:00)`."""

    def __init__(self, compiled: Rules, most: int | None = None) -> None:
        self._compiled = compiled
        self._levels = compiled["levels"]
        self._most = most

    def of(self, condition: Condition | None) -> str:
        """Return a condition in words."""
        if condition is None or condition == ["all", []]:
            return _("always")
        name, values = condition[0], condition[1]
        if name in ("all", "any"):
            return ("; " if name == "all" else " | ").join(map(self._inner, values))
        if name == "not":
            return f"not ({self.of(values)})"
        if name in ("text", "text_all", "text_not"):
            return f"{name} {self._listed(listed(condition, self._compiled))}"
        if name == "hours":
            return f"hours {self._listed(f'{_clock(start)}-{_clock(end)}' for start, end in values)}"
        if name == "days":
            return f"days {self._listed(_DAY_NAMES.get(day, str(day)) for day in values)}"
        if name in ("answers", "fields", "readings"):
            if condition[2] == "is":
                return f"{name}.{values}"
            wanted = self._listed(map(str, condition[3])) if condition[2] == "in" else f"{condition[2]} {condition[3]}"
            return f"{name}.{values} {wanted}"
        if name == "place":
            return "; ".join(f"place.{key} {self._listed(wanted)}" for key, wanted in values)
        return f"{self._levels.get(name, name)} {self._listed(values)}"

    def _inner(self, condition: Condition) -> str:
        text = self.of(condition)
        return f"({text})" if condition[0] in ("all", "any") else text

    def _listed(self, values: Iterable[str]) -> str:
        found = list(dict.fromkeys(values))
        left = len(found) - (self._most or len(found))
        return ", ".join(found[: self._most]) + (f", ... (+{left})" if left > 0 else "")


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
