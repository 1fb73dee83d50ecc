"""What a draft takes over of the desk's `rules.toml`: all that holds with categories made anew, above all promises."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

KEPT = (
    "desk", "store", "shifts", "cues", "places", "kecamatan", "kelurahan", "spellings", "landmarks", "synonyms",
    "asides", "holidays", "rules", "reasons", "calendars", "deadlines", "notifiers", "messages", "callers", "inbox",
)  # fmt: skip
"""Tables that are taken over as they are: they name no category and no rule."""
_MADE = ("units", "outside", "categories", "rule")
_OF_UNITS = ("called", "say", "tell", "head", "mail", "deadlines")
"""What a city's file says of a unit besides, and a draft takes over as it is."""
_OF_CATEGORIES = ("title", "deadlines", "proof", "routes_feedback")
"""What it says of a category besides its unit and words; a category of the same id goes on having it."""
_PROMISED = ("deadlines", "proof")
"""What of a category that goes is told by its name."""
_BY_CATEGORY = {"escalation": "categories", "incident": "category"}
"""Tables that are taken over one by one, where the draft has the categories that this key names."""


def pick(entry: Mapping[str, object], *keys: str) -> dict[str, object]:
    """Return what an entry says of some keys."""
    return {key: entry[key] for key in keys if entry.get(key)}


def of_unit(present: Mapping[str, Any], unit: str) -> dict[str, object]:
    """Return what of the present file's unit stays as it is."""
    return pick(present.get("units", {}).get(unit, {}), *_OF_UNITS)


def of_category(present: Mapping[str, Any], category: str) -> dict[str, object]:
    """Return what of the present file's category stays as it is."""
    return pick(present.get("categories", {}).get(category, {}), *_OF_CATEGORIES)


def by_category(present: Mapping[str, Any], categories: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the tables that hold with some categories, by their name."""
    return {
        table: [one for one in present.get(table, []) if _named(one, key).issubset(categories)]
        for table, key in _BY_CATEGORY.items()
    }


def left_out(present: Mapping[str, Any], data: Mapping[str, Any]) -> list[str]:
    """Return what of the present `rules.toml` a draft neither takes over nor makes anew, in its order."""
    return list(_left_out(present, data))


def _left_out(present: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[str]:
    for table, entries in present.items():
        if table in _BY_CATEGORY:
            there = [one.get("id") for one in data.get(table, [])]
            yield from (f"{table} {one.get('id')}" for one in entries if one.get("id") not in there)
        elif table == "categories":
            gone = {name: entry for name, entry in entries.items() if name not in data.get(table, {})}
            yield from (f"{table}.{name}.{key}" for name, entry in gone.items() for key in _PROMISED if entry.get(key))
        elif table not in data and table not in _MADE:
            yield table


def _named(table: Mapping[str, Any], key: str) -> set[str]:
    found = table.get(key, [])
    return {found} if isinstance(found, str) else set(found)
