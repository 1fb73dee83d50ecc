"""The city's words for the levels of places, as its files declare them and spell keys by them (`city_words.py`)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aduan_cli.city_words import LEVELS, Levels
from aduan_cli.rules.language.key import Key, Table
from aduan_cli.rules.language.schema import TABLES
from aduan_cli.rules.language.values import SLUG

_TABLES = ("rules.toml", "condition", "category", "handoff", "rule", "answer", "example", "expect", "place")
"""The tables that have a key with a level's name."""


def levels_of(data: object) -> Levels:
    """Return the words of a parsed `rules.toml`; none where they are not two different ones that can be keys."""
    places = data.get("places") if isinstance(data, Mapping) else None
    words = places.get("levels") if isinstance(places, Mapping) else None
    if not isinstance(words, list) or wrong_words(words):
        return {}
    return {field: word for field, word in zip(LEVELS, words, strict=True) if field != word}


def wrong_words(words: list[object]) -> bool:
    """Say whether two words can't name the levels: they must differ from each other and from every other key."""
    if len(words) != len(LEVELS) or len(set(map(str, words))) != len(LEVELS):
        return True
    if not all(isinstance(word, str) and re.fullmatch(SLUG, word) for word in words):
        return True
    taken = {key for table in _TABLES for key in TABLES[table]} - set(LEVELS)
    swapped = words[0] == LEVELS[1] or words[1] == LEVELS[0]
    return swapped or bool(taken & set(words))


def spelled(keys: Table, levels: Levels) -> dict[str, tuple[str, Key]]:
    """Return the keys of a table as the city writes them → the key's own name, and what it must be."""
    return {levels.get(name, name): (name, _spelled(key, levels)) for name, key in keys.items()}


def _spelled(key: Key, levels: Levels) -> Key:
    """Return a key whose allowed words are the city's: those of `each` are levels."""
    if key.names != "level":
        return key
    return key._replace(values=tuple(levels.get(value, value) for value in key.values))
