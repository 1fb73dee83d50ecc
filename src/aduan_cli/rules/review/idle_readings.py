"""Readings that no condition asks for and no rule tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aduan_cli.i18n import _
from aduan_cli.problems import Problem
from aduan_cli.rules.language.readings import told_readings

if TYPE_CHECKING:
    from aduan_cli.compiled import Condition, Rules


def readings_unused(compiled: Rules) -> Iterator[Problem]:
    """Yield a warning for each reading that nothing asks for."""
    rules = [*compiled["handoffs"], *compiled["city"], *(r for own in compiled["unit_rules"].values() for r in own)]
    conditions = [*(rule["when"] for rule in rules), *(entry[3] for entry in compiled["categories"])]
    conditions += [entry["when"] for entry in compiled.get("answers", {"entries": []})["entries"]]
    used = {name for condition in conditions for name in _asked(condition)}
    used |= {name for rule in rules for text in (rule["reason"], rule["say"]) for name in told_readings(text)}
    used |= {name for asked in compiled["read"].values() for name in asked.values()}
    for name, table in compiled["readings"].items():
        if name not in used:
            what = _("no condition asks for this reading")
            right = _("readings.{name} in a rule would be right, or leave it out").format(name=name)
            yield Problem(table["file"], ("readings", name), what, right, "warning")


def _asked(condition: Condition | None) -> Iterator[str]:
    """Yield the readings that a condition asks for, at any depth."""
    if not condition:
        return
    if condition[0] == "readings":
        yield condition[1]
    elif condition[0] == "not":
        yield from _asked(condition[1])
    elif condition[0] in ("all", "any"):
        for part in condition[1]:
            yield from _asked(part)
