"""Wordings in a text that was cut into words: where each stands. Pure.

A space may be missing or too many, as everywhere in the rules. `|` stands between alternatives of one word, `*` ends a
word that may go on, `..` stands for up to three words between, no number among them, `$` for the end of a clause. No
wording goes over the end of a clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from aduan_cli.patterns import END, GAP, MOST_BETWEEN
from aduan_cli.record import TupleRecord
from aduan_cli.rules.readings.tokens import Word
from aduan_cli.text import fold

PLACE = "#"
"""In a wording: where the number stands."""


class Place(TupleRecord):
    """Where a wording stands: its number among those that were looked for, its first and its last word."""

    number: int
    first: int
    last: int


class Wordings:
    """Wordings to be looked for together; their numbers are their order. `synonyms` are those of the texts."""

    __slots__ = ("_beginnings", "_exact", "_longest", "_parts", "_synonyms", "_to_end")

    def __init__(self, wordings: Iterable[str], synonyms: Mapping[str, str]) -> None:
        self._synonyms = synonyms
        self._exact: dict[str, list[int]] = {}
        self._beginnings: dict[str, list[tuple[str, int]]] = {}
        self._longest: dict[str, int] = {}
        """By the first character of wordings, the length of the longest."""
        self._parts: list[tuple[int, int, int, int]] = []
        """Of each part: the wording, which part of it, how many it has, the most words before it."""
        self._to_end: set[int] = set()
        for number, wording in enumerate(wordings):
            self._add(number, wording)

    def _add(self, number: int, wording: str) -> None:
        words = fold(wording).split()
        if words[-1:] == [END]:
            self._to_end.add(number)
            words.pop()
        parts: list[tuple[int, list[str]]] = [(0, [])]
        for word in words:
            if word == GAP:
                parts.append((MOST_BETWEEN, []))
                continue
            parts[-1][1].append(word)
            if any(one.endswith("*") for one in word.split("|")):  # What follows begins a word of its own.
                parts.append((0, []))
        parts = [part for part in parts if part[1]]
        for at, (most, part) in enumerate(parts):
            key = len(self._parts)
            self._parts.append((number, at, len(parts), most))
            choices = ([self._synonyms.get(one, one) for one in word.split("|")] for word in part)
            for joined in dict.fromkeys(map("".join, product(*choices))):
                self._file(_letters(joined), key)

    def _file(self, joined: str, key: int) -> None:
        if not joined:
            return
        self._longest[joined[0]] = max(self._longest.get(joined[0], 0), len(joined))
        if joined.endswith("*"):
            self._beginnings.setdefault(joined[:2], []).append((joined[:-1], key))
        else:
            self._exact.setdefault(joined, []).append(key)

    def places(self, words: Sequence[Word]) -> list[Place]:
        """Return where the wordings stand, by their first words."""
        found: set[Place] = set()
        waiting: dict[tuple[int, int], dict[Place, None]] = {}
        for place, key in self._standing(words):
            number, part, count, most = self._parts[key]
            begun = {place: None} if not part else waiting.get((number, part - 1), {})
            for one in reversed(begun):
                if part and place.first - one.last > most + 1:
                    break
                if part and not _leads(words, one.last, place.first):
                    continue
                whole = Place(number, one.first, place.last)
                if part < count - 1:
                    waiting.setdefault((number, part), {})[whole] = None  # Once, in however many ways it stands.
                elif number not in self._to_end or _ends(words, place.last):
                    found.add(whole)
        return sorted(found, key=lambda place: (place.first, place.last))

    def _standing(self, words: Sequence[Word]) -> list[tuple[Place, int]]:
        """Return where each part stands, by their last words."""
        found = []
        for first, begin in enumerate(words):
            longest = self._longest.get(begin.text[0])
            if longest is None:
                continue
            joined = ""
            for last in range(first, len(words)):
                word = words[last]
                if word.clause != begin.clause:
                    break
                before, joined = len(joined), joined + word.text
                found += [(Place(0, first, last), key) for key in self._exact.get(joined, ())]
                for beginning, key in self._beginnings.get(joined[:2], ()):
                    if before < len(beginning) <= len(joined) and joined.startswith(beginning):
                        found.append((Place(0, first, last), key))
                if len(joined) >= longest:
                    break
        return sorted(found, key=lambda entry: entry[0].last)


class Beside:
    """Wordings in each of which `#` says where a number is to stand."""

    __slots__ = ("_after", "_before", "_sides")

    def __init__(self, wordings: Iterable[str], synonyms: Mapping[str, str]) -> None:
        before, after = [], []
        self._sides: list[tuple[bool, bool, bool, bool]] = []
        """Of each wording: whether something stands before the number, loosely; after it, loosely."""
        for wording in wordings:
            left, _place, right = wording.partition(PLACE)
            before.append(left)
            after.append(right)
            self._sides.append(
                (bool(left.strip()), left.rstrip().endswith(GAP), bool(right.strip()), right.lstrip().startswith(GAP))
            )
        self._before, self._after = Wordings(before, synonyms), Wordings(after, synonyms)

    def of(self, words: Sequence[Word]) -> Around:
        """Return where the wordings stand in a text."""
        return Around(words, self._sides, self._before.places(words), self._after.places(words))


class Around:
    """What stands around the numbers of one text."""

    __slots__ = ("_after", "_before", "_sides", "_words")

    def __init__(
        self,
        words: Sequence[Word],
        sides: Sequence[tuple[bool, bool, bool, bool]],
        before: Sequence[Place],
        after: Sequence[Place],
    ) -> None:
        self._words, self._sides, self._before, self._after = words, sides, before, after

    def holding(self, first: int, last: int) -> list[int]:
        """Return the numbers of the wordings that stand around the words `first` to `last`."""
        left = {p.number for p in self._before if self._reaches(p.last, first, self._sides[p.number][1])}
        right = {p.number for p in self._after if self._reaches(last, p.first, self._sides[p.number][3])}
        return [
            number
            for number, (has_left, _loose, has_right, _loosely) in enumerate(self._sides)
            if (not has_left or number in left) and (not has_right or number in right)
        ]

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the first and the last word of the longest wording that stands around some words, these included."""
        spans = []
        for number in self.holding(first, last):
            sides = self._sides[number]
            begins = [p.first for p in self._before if p.number == number and self._reaches(p.last, first, sides[1])]
            ends = [p.last for p in self._after if p.number == number and self._reaches(last, p.first, sides[3])]
            spans.append((min(begins, default=first), max(ends, default=last)))
        return max(spans, key=lambda span: span[1] - span[0], default=None)

    def _reaches(self, last: int, first: int, loose: bool) -> bool:
        return 0 < first - last <= (MOST_BETWEEN + 1 if loose else 1) and _leads(self._words, last, first)


def _letters(joined: str) -> str:
    if joined.isalnum():
        return joined
    return "".join(character for character in joined if character.isalnum() or character in "*,.")


def _together(words: Sequence[Word], first: int, last: int) -> bool:
    return words[first].clause == words[last].clause


def _leads(words: Sequence[Word], last: int, first: int) -> bool:
    """Say whether `..` may stand for what lies between two words: some of their clause, and no number."""
    between = words[last + 1 : first]
    return first > last and _together(words, last, first) and all(word.value is None for word in between)


def _ends(words: Sequence[Word], last: int) -> bool:
    return last + 1 >= len(words) or words[last + 1].clause != words[last].clause
