"""What the city's files say of an emergency of a unit."""

from __future__ import annotations

from typing import Any


def words_of(compiled: dict[str, Any], unit: str | None) -> str | None:
    """Return what is said of an emergency of a unit: its own words, those of what it is a part of, or the desk's."""
    entry = compiled["units"].get(unit)
    while entry is not None:
        if entry.get("say"):
            return str(entry["say"])
        entry = compiled["units"].get(entry["parent"])
    said = compiled["desk"].get("say")
    return None if said is None else str(said)
