"""Readings that no condition asks for and no rule tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aduan_cli.i18n import _
from aduan_cli.problems import Problem
from aduan_cli.rules.language.readings import readings_in_text
from aduan_cli.rules.review.unanswerable import compared, conditions_of

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules


def readings_unused(compiled: Rules) -> Iterator[Problem]:
    """Yield a warning for each reading that nothing asks for."""
    rules = [*compiled["handoffs"], *compiled["city"], *(r for own in compiled["unit_rules"].values() for r in own)]
    answers = [entry["when"] for entry in compiled.get("answers", {"entries": []})["entries"]]
    conditions = [*conditions_of(compiled), *answers]
    used = {name for condition in conditions for name, _operator, _value in compared(condition, "readings")}
    used |= {name for rule in rules for text in (rule["reason"], rule["say"]) for name in readings_in_text(text)}
    used |= {name for asked in compiled["read"].values() for name in asked.values()}
    for name, table in compiled["readings"].items():
        if name not in used:
            what = _("no condition asks for this reading")
            right = _("readings.{name} in a rule would be right, or leave it out").format(name=name)
            yield Problem(table["file"], ("readings", name), what, right, "warning")
