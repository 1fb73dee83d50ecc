"""Levels of escalation of which nobody hears: a unit that is to be told, or its head, has no way to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aduan_cli.i18n import _
from aduan_cli.model import CLOCKS
from aduan_cli.problems import Problem
from aduan_cli.rules.language.recipients import recipients
from aduan_cli.rules.lineage import lineage

if TYPE_CHECKING:
    from aduan_cli.compiled import Escalation, Rules

RESOLVE = CLOCKS[-1]
_NAMED = 3
"""Units that are named; of the others how many there are."""


def levels_without_listener(compiled: Rules, file: str) -> Iterator[Problem]:
    """Yield a warning for each level that speaks to units alone of which some can't be reached."""
    for number, level in enumerate(compiled["clocks"]["escalations"]):
        deaf = [unit for unit in _meant(compiled, level) if not _hears(compiled, level, unit)]
        if deaf:
            more = _(" and {count} more").format(count=len(deaf) - _NAMED) if len(deaf) > _NAMED else ""
            what = _("nobody hears of it where it is the time of {units}{more}")
            right = _("tell or head of the unit ([desk] head of triage), or a notifier in tell, would be right")
            path = ("escalation", number, "tell")
            yield Problem(file, path, what.format(units=", ".join(deaf[:_NAMED]), more=more), right, "warning")


def _meant(compiled: Rules, level: Escalation) -> list[str]:
    """Return the units that a level is for, of those that are no part of another: crews are told as these are.

    Of the clocks only that of the work runs in triage, too.
    """
    tops = [unit for unit, known in compiled["units"].items() if known["parent"] is None]
    if not level["units"]:
        waits = level["clock"] == RESOLVE and not level["categories"]
        return [*tops, compiled["desk"]["triage"]] if waits else tops
    wanted = {parent for unit in level["units"] for parent in lineage(compiled["units"], unit)}
    return [unit for unit in tops if unit in wanted]


def _hears(compiled: Rules, level: Escalation, unit: str) -> bool:
    """Say whether anybody is told of a level that is the time of a unit."""
    ways = recipients(compiled, unit)
    named = [name for name in level["tell"] if name not in ways and name in compiled["notifiers"]]
    return not level["tell"] or bool(named) or any(ways.get(name) for name in level["tell"])
