"""One table of categories for all units: `each = "unit"`, as in "the number of ...?"."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from aduan_cli.i18n import _
from aduan_cli.problems import Path
from aduan_cli.rules.language.names import DeclaredNames

Tables = dict[str, dict[str, Any]]


def spread(file: str, tables: Tables, lines: dict[Path, int], names: DeclaredNames, own: Collection[str]) -> Tables:
    """Return categories with one for every unit that is no part of another, where a table says `each = "unit"`.

    `[categories.kontak]` becomes `kontak-dinkes` and so on, in the order of the units: the table's own conditions, and
    one of the words by which callers name the unit. An id in `own` has its own table somewhere and is left to it. All
    units must be declared before; `lines` learns where the new ones stand.
    """
    made: Tables = {}
    for category, table in tables.items():
        path: Path = ("categories", category)
        if "each" not in table:
            made[category] = table
        elif "unit" in table:
            what = _("a category is one unit's, or there is one for each")
            names.problems.error(file, (*path, "each"), what, _("leave out 'unit' or 'each'"))
        elif "examples" in table:
            what = _("a sentence names one unit, and there is such a category for each")
            names.problems.error(file, (*path, "examples"), what, _("[[example]] would be right"))
        else:
            of_units = {f"{category}-{unit}": _of_unit(table, unit, names) for unit in _alone(names)}
            made |= {name: one for name, one in of_units.items() if name not in own}
            if path in lines:
                lines.update({("categories", name): lines[path] for name in of_units})
    return made


def _alone(names: DeclaredNames) -> Iterator[str]:
    return (unit for unit, entry in names.units.items() if entry["parent"] is None)


def _of_unit(table: dict[str, Any], unit: str, names: DeclaredNames) -> dict[str, Any]:
    """Return the table as it is for one unit."""
    made = {key: value for key, value in table.items() if key != "each"}
    if "title" in made:
        made["title"] = made["title"].replace("{unit}", names.units[unit]["name"])
    words = names.called[unit]
    if "text" in made:
        parts = made.get("all", [])
        made["all"] = [*parts, {"text": words, "number": len(parts)}]
    else:
        made = {"text": words, **made}
    return {"unit": unit, **made}
