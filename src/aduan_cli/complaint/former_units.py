"""Units that calls are filed under and that the rules no longer have: renamed, or gone. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from aduan_cli.text import join_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules


def is_unit(rules: Rules, unit: str | None) -> bool:
    """Say whether calls can be at a unit: one of the city's, an outside body, or the desk's own queue."""
    return unit in rules["units"] or unit in rules["outside"] or unit in (None, rules["desk"]["triage"])


def now_called(rules: Rules, unit: str) -> str | None:
    """Return what a unit is called now; None: it is gone.

    An old id is an alias of the new one. Crews and area offices go with their unit, whose id their own begins with.
    """
    if is_unit(rules, unit):
        return unit
    named = rules["unit_names"].get(join_pattern(unit))
    parts = unit.split("-")
    for count in range(len(parts) - 1, 0, -1):
        if named is not None:
            break
        head = rules["unit_names"].get(join_pattern("-".join(parts[:count])))
        crew = "-".join([str(head), *parts[count:]])
        named = crew if crew in rules["units"] else None
    return None if named is None else str(named)


def family(rules: Rules, unit: str) -> list[str]:
    """Return a unit, its crews and offices, and theirs."""
    found = [unit]
    for one in found:
        found += [name for name, entry in rules["units"].items() if entry["parent"] == one and name not in found]
    return found


def filed_under(rules: Rules, given: str, stored: Iterable[str]) -> list[str]:
    """Return the units that a call of a unit may be filed under: it, its crews and offices, and their former ids.

    `given` is an id that the rules have, or one that is gone; `stored` are the units that calls are filed under.
    """
    if not is_unit(rules, given):
        return [unit for unit in stored if unit == given or (unit.startswith(f"{given}-") and not is_unit(rules, unit))]
    mine = family(rules, given)
    return mine + [unit for unit in stored if unit not in mine and now_called(rules, unit) in mine]
