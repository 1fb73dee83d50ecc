"""The places of the city's files that a text names: those whose words the one matcher found there."""

from __future__ import annotations

from collections.abc import Sequence

from aduan_cli.places import PlaceMention
from aduan_cli.rules.entries import met

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Place
    from aduan_cli.text import Folded

_INDEXED_FROM = 8
"""Texts whose places are looked for among all of them one by one."""


def is_asked(place: Place, asked: list[list[Any]]) -> bool:
    """Say whether all that a condition asks of a place is so: its kind, whose it is."""
    return all((place[2] if key == "kind" else place[5]) in values for key, values in asked)


class PlaceFinder:
    """Finds the places of a text; those that lie in the cache are read when a text has their words."""

    __slots__ = ("_asked", "_by_pattern", "_entries")

    def __init__(self, entries: Sequence[Place]) -> None:
        self._entries = entries
        self._by_pattern: dict[int, list[int]] | None = None
        self._asked = 0

    def of(self, found: dict[int, tuple[int, int]], folded: Folded) -> list[PlaceMention]:
        """Return the places whose words were found, of words that name several all of them."""
        said: dict[tuple[int, int], list[Place]] = {}
        for number in self._worth_a_look(found):
            entry = self._entries[number]
            for span in {found[pattern] for pattern in entry[0] if pattern in found}:
                said.setdefault(span, []).append(entry)
        if not said:
            return []
        places = [
            PlaceMention(first, last, entries, on)
            for span, named in said.items()
            for first, last, entries, on in _standing(span, named, folded)
        ]
        return _of_one_street(places, folded) if any(place.on for place in places) else places

    def _worth_a_look(self, found: dict[int, tuple[int, int]]) -> Sequence[int]:
        """Return the numbers of the places of which a word was found, ascending."""
        self._asked += 1
        if self._by_pattern is None and self._asked < _INDEXED_FROM:
            return [*met(self._entries, found)]
        if self._by_pattern is None:
            self._by_pattern = {}
            for number, entry in enumerate(self._entries):
                for pattern in entry[0]:
                    self._by_pattern.setdefault(pattern, []).append(number)
        return sorted({number for pattern in found for number in self._by_pattern.get(pattern, ())})


def _of_one_street(found: list[PlaceMention], folded: Folded) -> list[PlaceMention]:
    """Return the places; where a text also puts the incident on a street that no file has, it is on none for sure."""
    from aduan_cli.street_words import is_on_another

    if not is_on_another(folded, {one.first for one in found}):
        return found
    return [PlaceMention(one.first, one.last, one.entries, None) if one.on else one for one in found]


def _standing(
    span: tuple[int, int], named: list[Place], folded: Folded
) -> list[tuple[int, int, list[Place], bool | None]]:
    """Return where words name places: what is no street where they stand, a street wherever one is named so."""
    others = [entry for entry in named if entry[2] != "street"]
    streets = [entry for entry in named if entry[2] == "street"]
    standing: list[tuple[int, int, list[Place], bool | None]] = [(*span, others, None)] if others else []
    if streets:
        from aduan_cli.street_words import is_on, named_so

        for word, last in named_so(folded, span):
            standing.append((word, last, streets, is_on(folded, word, last)))
    return standing
