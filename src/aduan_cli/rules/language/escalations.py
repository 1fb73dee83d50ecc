"""Levels of escalation, as the city's file has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aduan_cli.i18n import _
from aduan_cli.problems import Path, Problems
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.names import DeclaredNames
from aduan_cli.rules.language.recipients import RECIPIENTS
from aduan_cli.rules.language.shape import each

if TYPE_CHECKING:
    from aduan_cli.compiled import Escalation


def escalations_of(city: Source, names: DeclaredNames, problems: Problems) -> list[Escalation]:
    """Return the levels in their order; what is wrong goes to `problems`."""
    found: list[Escalation] = []
    for table in city.data.get("escalation", []):
        path: Path = ("escalation", table["number"])
        if any(one["id"] == table["id"] for one in found):
            what = _("escalation '{id}' is there already").format(id=table["id"])
            problems.error(city.file, (*path, "id"), what, _("another id"))
        elif _is_named(city, path, table, names):
            found.append(_escalation(table))
        for name, where in each(table.get("tell", []), (*path, "tell")):
            if name not in (*RECIPIENTS, *city.data.get("notifiers", {})):
                what = _("unknown notifier '{name}'").format(name=name)
                problems.warning(city.file, where, what, _("[notifiers.{name}] says how it sends").format(name=name))
        if not (table.get("tell") or table.get("priority") or table.get("list")):
            what, right = _("it does nothing"), _("tell = ['unit.head'], priority = 'high' or list = true")
            problems.error(city.file, path, what, right)
        if table.get("repeat") and not table.get("tell"):
            what = _("it repeats what nobody is told")
            problems.error(city.file, (*path, "repeat"), what, _("tell = ['unit.head'] would be right"))
    return found


def _is_named(city: Source, path: Path, table: dict[str, Any], names: DeclaredNames) -> bool:
    """Say whether all that it is for is there, and report what isn't."""
    units = [
        names.unit(unit, city.file, at, outside=False) for unit, at in each(table.get("units", []), (*path, "units"))
    ]
    categories = [
        names.category(name, city.file, at) for name, at in each(table.get("categories", []), (*path, "categories"))
    ]
    return all((*units, *categories))


def _escalation(table: dict[str, Any]) -> Escalation:
    return {
        "id": table["id"],
        "clock": table["clock"],
        "at": table["at"],
        "units": table.get("units", []),
        "categories": table.get("categories", []),
        "priorities": table.get("priorities", []),
        "tell": table.get("tell", []),
        "repeat": table.get("repeat"),
        "priority": table.get("priority"),
        "list": table.get("list", False),
    }
