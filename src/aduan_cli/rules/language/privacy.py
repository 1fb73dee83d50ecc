"""How long persons' data are kept, and who may do what, as the city's file has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aduan_cli.i18n import _
from aduan_cli.model import RIGHTS
from aduan_cli.problems import Path, Problems
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.names import DeclaredNames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aduan_cli.compiled import People

NEVER = "never"
_DAYS = {"d": 1, "y": 365}
_OF_ALL = "all"


def days(age: str) -> int:
    """Return the days of an age of the shape `age`: `30d`, `2y`; 0: it never comes."""
    return 0 if age == NEVER else int(age[:-1]) * _DAYS[age[-1]]


def retention_of(city: Source, problems: Problems) -> dict[str, dict[str, int]]:
    """Return after how many days each part goes (0: never), by a state, a kind, or `all`; empty where nothing is said.

    A part that a state or a kind doesn't say is as the kind or the whole desk has it.
    """
    table: Mapping[str, object] = city.data.get("retention", {})
    found = {_OF_ALL: {name: days(age) for name, age in table.items() if isinstance(age, str)}}
    for name, part in table.items():
        if isinstance(part, dict):
            found[name] = {key: days(age) for key, age in part.items() if isinstance(age, str)}
    for name, ages in found.items():
        _check_order({**found[_OF_ALL], **ages}, ages, () if name == _OF_ALL else (name,), city, problems)
    return {name: ages for name, ages in found.items() if ages}


def _check_order(whole: dict[str, int], own: dict[str, int], path: Path, city: Source, problems: Problems) -> None:
    """Report what never comes: texts take the caller and the files along."""
    texts = whole.get("texts")
    for name in ("callers", "attachments"):
        age = whole.get(name)
        if texts and age is not None and (not age or age > texts) and {name, "texts"} & own.keys():
            what = _("{name} go with the texts, after {days} days already").format(name=name, days=texts)
            at = name if name in own else "texts"
            problems.error(city.file, ("retention", *path, at), what, _("a shorter time would be right"))


def people_of(city: Source, names: DeclaredNames, problems: Problems) -> People:
    """Return who may do what, users by their names and groups as `@name`; empty: everybody may do all."""
    table = city.data.get("people", {})
    found: Any = {right: [who for who in table[right] if who] for right in RIGHTS if right in table}
    units = {
        unit: [who for who in given if who]
        for unit, given in table.get("units", {}).items()
        if names.unit(unit, city.file, ("people", "units", unit))
    }
    if units:
        found["units"] = units
    return found  # type: ignore[no-any-return]
