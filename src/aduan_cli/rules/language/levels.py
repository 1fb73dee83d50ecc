"""What a city calls its two levels of places: `[places] levels = ["district", "ward"]`.

In its files and on its screens they have these words; the fields of a complaint stay `kecamatan` and `kelurahan`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from aduan_cli.rules.language.schema import SLUG, TABLES, Key, Table

FIELDS = ("kecamatan", "kelurahan")
"""The fields of a complaint for the two levels, the larger first; the words of a city that says nothing else."""
Levels = Mapping[str, str]
"""Field → the city's word for it; empty when the fields' own names are the words."""

_TABLES = ("rules.toml", "condition", "category", "handoff", "rule", "example", "expect")
"""The tables that have a key with a level's name."""


def levels_of(data: Any) -> Levels:
    """Return the words of a parsed `rules.toml`; none where they are not two different ones that can be keys."""
    places = data.get("places") if isinstance(data, Mapping) else None
    words = places.get("levels") if isinstance(places, Mapping) else None
    if not isinstance(words, list) or wrong_words(words):
        return {}
    return {field: word for field, word in zip(FIELDS, words, strict=True) if field != word}


def wrong_words(words: list[Any]) -> bool:
    """Say whether two words can't name the levels: they must differ from each other and from every other key."""
    if len(words) != len(FIELDS) or len(set(map(str, words))) != len(FIELDS):
        return True
    if not all(isinstance(word, str) and re.fullmatch(SLUG, word) for word in words):
        return True
    taken = {key for table in _TABLES for key in TABLES[table]} - set(FIELDS)
    swapped = words[0] == FIELDS[1] or words[1] == FIELDS[0]
    return swapped or bool(taken & set(words))


def spelled(keys: Table, levels: Levels) -> dict[str, tuple[str, Key]]:
    """Return the keys of a table as the city writes them → the key's own name, and what it must be."""
    return {levels.get(name, name): (name, _spelled(key, levels)) for name, key in keys.items()}


def _spelled(key: Key, levels: Levels) -> Key:
    """Return a key whose allowed words are the city's: those of `each` are levels."""
    if key.names != "level":
        return key
    return key._replace(values=tuple(levels.get(value, value) for value in key.values))


def heads(levels: Levels) -> Levels:
    """Return what stands above the columns of a table for people: field, also a caller's → the city's word."""
    return {f"{of}{field}": f"{of}{word}" for field, word in levels.items() for of in ("", "caller.")}


def written(data: dict[str, Any], levels: Levels) -> dict[str, Any]:
    """Return a table, or one of conditions, with its keys as the city writes them."""
    return {levels.get(key, key): value for key, value in data.items()}
