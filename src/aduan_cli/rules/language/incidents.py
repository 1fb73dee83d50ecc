"""Rules that begin incidents, as the city's file has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aduan_cli.i18n import _
from aduan_cli.problems import Path, Problems
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.names import DeclaredNames
from aduan_cli.rules.language.shape import each
from aduan_cli.rules.language.values import seconds

if TYPE_CHECKING:
    from aduan_cli.compiled import IncidentRule

_LEAST, _MOST = 2, 10_000
"""Calls that may begin an incident."""
_EVERY = "5m"


def incident_rules_of(city: Source, names: DeclaredNames, problems: Problems) -> list[IncidentRule]:
    """Return the rules in their order; what is wrong goes to `problems`."""
    found: list[IncidentRule] = []
    for table in city.data.get("incident", []):
        path: Path = ("incident", table["number"])
        if any(one["id"] == table["id"] for one in found):
            what = _("incident '{id}' is there already").format(id=table["id"])
            problems.error(city.file, (*path, "id"), what, _("another id"))
            continue
        categories = [
            name for name, at in each(table["category"], (*path, "category")) if names.category(name, city.file, at)
        ]
        if not _LEAST <= table["count"] <= _MOST:
            what = _("{value} is out of range").format(value=table["count"])
            right = _("{least} to {most} would be right").format(least=_LEAST, most=_MOST)
            problems.error(city.file, (*path, "count"), what, right)
        elif len(categories) == len(table["category"]):
            found.append(_rule(table, categories, problems))
    return found


def _rule(table: dict[str, Any], categories: list[str], problems: Problems) -> IncidentRule:
    place = table.get("place")
    level = next((name for name, word in problems.levels.items() if word == place), place)
    return {
        "id": table["id"],
        "title": table.get("title", table["id"]),
        "categories": categories,
        "place": level,
        "count": table["count"],
        "within": seconds(table["within"]),
        "tell_every": seconds(table.get("tell_every", _EVERY)),
        "quiet": seconds(table["quiet"]) if "quiet" in table else None,
    }
