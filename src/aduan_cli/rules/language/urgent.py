"""What the city's files say of an emergency of a unit."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules


def contact_of(compiled: Rules, unit: str | None) -> str | None:
    """Return the number under which a unit is reached: its own, or that of what it is a part of; None: none is set."""
    entry = compiled["units"].get(unit or "")
    while entry is not None:
        if entry.get("contact"):
            return entry["contact"]
        entry = compiled["units"].get(entry["parent"] or "")
    return None


def words_of(compiled: Rules, unit: str | None) -> str | None:
    """Return what is said of an emergency of a unit: its own words, those of what it is a part of, or the desk's."""
    entry = compiled["units"].get(unit or "")
    while entry is not None:
        if entry.get("say"):
            return entry["say"]
        entry = compiled["units"].get(entry["parent"] or "")
    return compiled["desk"].get("say")
