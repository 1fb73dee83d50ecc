"""How long persons' data are kept, and who may do what, as the city's file has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aduan_cli import amounts
from aduan_cli.i18n import _
from aduan_cli.model import LOG, RIGHTS
from aduan_cli.problems import Path, Problems
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.names import DeclaredNames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aduan_cli.compiled import People

NEVER = "never"
_HEAD = re.compile(r"^\s*\[?\s*people\b", re.MULTILINE)
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
            what = _("{name} go with the texts, after {days} already").format(name=name, days=amounts.days(texts))
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


def people_of_damaged(data: Mapping[str, object] | None, text: str) -> People:
    """Return who may do what by a text that can't come into force, read as far as it can be; `data` are its tables.

    None: it is no TOML. What it doesn't say clearly is nobody's, but to take calls, which no file ever stops.
    """
    table = data.get("people", {}) if data is not None else _HEAD.search(text)
    found: Any = {right: [] for right in RIGHTS if right != LOG}
    if not isinstance(table, dict):
        return found if table else {}
    given = table.get("units", {})
    units = {unit: _names(said) for unit, said in given.items()} if isinstance(given, dict) else {"": None}
    rights = {right: _names(table[right]) for right in RIGHTS if right in table}
    known = {right: names for right, names in rights.items() if names is not None}
    if known.keys() | {"units"} >= table.keys() and None not in units.values():
        found = {"units": units} if units else {}
    return found | known  # type: ignore[no-any-return]


def _names(said: object) -> list[str] | None:
    """Return the names in a list, or a single one; None where it is something else."""
    names = [said] if isinstance(said, str) else said
    return names if isinstance(names, list) and all(isinstance(name, str) for name in names) else None
