"""The columns that an import map names, and those of our own exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Protocol

from aduan_cli.complaint.fields import CALLER_FIELDS, COMPLAINT_FIELDS
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _

OWN_COLUMNS = (
    *(name for name in COMPLAINT_FIELDS if name != "caller"),
    *(f"caller.{name}" for name in CALLER_FIELDS),
)
"""The columns of our own CSV, in any order."""


class Map(Protocol):
    """What an import map says; see `config/maps.py`."""

    name: str
    key: tuple[str, ...]
    unit: str | None
    units: str
    fields: tuple[str, ...]
    own: bool
    columns: dict[str, tuple[str, ...]]
    answers: dict[str, str]
    formats: list[str]
    missing: str
    words: dict[str, dict[str, str]]
    defaults: dict[str, str]


def needed_columns(map_: Map) -> list[str]:
    """Return the columns without which a file can't be read by a map: text, date and key."""
    return list(dict.fromkeys([*head_columns(map_), *map_.key]))


def head_columns(map_: Map) -> list[str]:
    """Return the columns whose names make a line the head of a table: text and date."""
    return [*map_.columns["text"], *(() if map_.own else map_.columns["reported_at"])]


def named_columns(map_: Map) -> list[str]:
    """Return all columns that a map names."""
    named = [column for columns in map_.columns.values() for column in columns]
    named += [*map_.key, *map_.answers.values(), *(name for name in map_.fields if name != "*")]
    named += [map_.unit] if map_.unit else []
    return list(dict.fromkeys([*named, *(["unit"] if map_.own else [])]))


def places_of(names: Sequence[str], columns: Sequence[str]) -> dict[str, int]:
    """Return where the columns are that a map names; those that aren't there are left out.

    An exact name wins; else the first one in other letters counts that isn't named itself.
    """
    exact: dict[str, int] = {}
    alike: dict[str, int] = {}
    for place, column in enumerate(columns):
        exact.setdefault(column, place)
        if column not in names:
            alike.setdefault(column.casefold(), place)
    found = {name: exact.get(name, alike.get(name.casefold())) for name in names}
    return {name: place for name, place in found.items() if place is not None}


def kept_columns(map_: Map, at: Mapping[str, int], columns: Sequence[str]) -> list[tuple[str, int]]:
    """Return the columns that are kept under their own names, with their places; `at` has those that a map names."""
    if "*" not in map_.fields:
        return [(name, at[name]) for name in map_.fields if name in at]
    known = {*at.values()}
    known.update(n for n, name in enumerate(columns) if map_.own and name.casefold() in OWN_COLUMNS)
    return [(name, n) for n, name in enumerate(columns) if name and n not in known]


def lacking(file: str, missing: list[str], columns: Sequence[str], map_: Map) -> UsageError:
    """Return the error of a file that lacks columns which its map needs; it says which there are."""
    there = "".join(c if c.isprintable() else "?" for c in ", ".join(columns[:50]))
    there = there if len(there) <= 300 else there[:300] + "…"
    return UsageError(
        _("{file}: no column {missing}, which the map '{name}' needs; the file has: {there}").format(
            file=file, missing=", ".join(f"'{name}'" for name in missing), name=map_.name, there=there
        )
    )


def picker(places: list[int]) -> Callable[[Sequence[str]], Sequence[str]]:
    """Return what gives the cells at some places of a record."""
    if len(places) == 1:
        only = places[0]
        return lambda cells: (cells[only],)
    return itemgetter(*places) if places else lambda cells: ()
