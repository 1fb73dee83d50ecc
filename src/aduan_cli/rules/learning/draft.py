"""What goes into learning and what comes out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from aduan_cli.rules.language.names import slug

TEXT = "text"
FACTS = ("kind", "channel", "kecamatan", "kelurahan", "shift")
"""Inputs besides the text that have no dot in their names; all others are `fields.NAME` or `answers.NAME`."""
_READ_OTHERWISE = re.compile(r"\s*(>=|<=|!=|>|<)")


class Sample(NamedTuple):
    """A complaint whose unit is known: the values of the inputs ("" is nothing) and its text."""

    unit: str
    values: tuple[str, ...]
    text: str = ""


class Category(NamedTuple):
    """A proposed category; `when` has the condition as `rules.toml` writes it."""

    id: str
    unit: str
    when: dict[str, object]


class Rule(NamedTuple):
    """A proposed `[[rule]]`."""

    id: str
    to: str
    when: dict[str, object]


class Draft(NamedTuple):
    """Proposed categories and rules, each in the order in which they are looked at."""

    categories: list[Category]
    rules: list[Rule]

    @property
    def size(self) -> int:
        """How many a person has to read."""
        return len(self.categories) + len(self.rules)


def condition(name: str, values: Sequence[str]) -> dict[str, object]:
    """Return the condition that an input has one of these values."""
    # A list, because a bare ">= 5" would be a comparison.
    listed = len(values) > 1 or _READ_OTHERWISE.match(values[0]) is not None
    value: object = list(values) if listed else values[0]
    table, dot, key = name.partition(".")
    return {table: {key: value}} if dot else {table: value}


def conditions(parts: Iterable[dict[str, object]]) -> dict[str, object]:
    """Return one condition table of several; no two say something of the same input."""
    together: dict[str, Any] = {}
    for part in parts:
        for key, value in part.items():
            together[key] = {**together.get(key, {}), **value} if isinstance(value, dict) else value
    return together


class Ids:
    """Gives out ids, each once."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def new(self, *wanted: str) -> str:
        """Return the first of the wanted ids that has letters or digits and is free, else a numbered one."""
        ids = [made for text in wanted if (made := slug(text)[:60].strip("-"))] or ["learned"]
        found = next((name for name in ids if name not in self._given), "")
        number = 2
        while not found:
            numbered = f"{ids[-1]}-{number}"
            found = "" if numbered in self._given else numbered
            number += 1
        self._given.add(found)
        return found
