"""What the city's files say of an emergency of a unit."""

from __future__ import annotations

from aduan_cli.rules.lineage import lineage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules


def contact_of(compiled: Rules, unit: str | None) -> str | None:
    """Return the number under which a unit is reached: its own, or that of what it is a part of; None: none is set."""
    units = compiled["units"]
    return next((contact for one in lineage(units, unit) if one in units and (contact := units[one]["contact"])), None)


def words_of(compiled: Rules, unit: str | None) -> str | None:
    """Return what is said of an emergency of a unit: its own words, those of what it is a part of, or the desk's."""
    units = compiled["units"]
    said = (units[one].get("say") for one in lineage(units, unit) if one in units)
    return next(filter(None, said), compiled["desk"].get("say"))
