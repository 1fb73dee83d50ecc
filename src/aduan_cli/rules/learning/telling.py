"""How usual words are in all that is stored, and which words some texts share that are unusual elsewhere. Pure.

Every text is folded once. Beside words and pairs of neighbours there are two kinds of patterns that a text may have:
two words with others between them (`jalan .. rusak`), and all forms of a word (`~rusak`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from math import exp, inf, log

from aduan_cli.patterns import FORM, GAP, MOST_BETWEEN
from aduan_cli.rules.learning.words import patterns_of
from aduan_cli.text import Folded
from aduan_cli.word_forms import roots_of

LIFT = 3.0
"""How many times as usual as in all texts a word must be in some, to tell them from the others."""
_BETWEEN = f" {GAP} "
_SHORTEST_ROOT = 4
"""Letters of a word whose forms are looked for together."""
_PLAINNESS = ("gap", "form", "word")
"""Kinds of patterns, from the one that a person reads least easily."""


class Telling:
    """Knows in which texts each word, and each pair of neighbours, stands; texts go by their number, from 0."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._tokens: list[list[str]] = []
        self._having: dict[str, list[int]] = {}
        self._written: dict[str, str] = {}
        self._found: dict[str, list[int]] = {}
        self._least = 0, 0
        for number, text in enumerate(texts):
            self._tokens.append(Folded(text).tokens)
            for joined, pattern in patterns_of(text).items():
                self._having.setdefault(joined, []).append(number)
                self._written.setdefault(joined, pattern)

    @property
    def texts(self) -> int:
        """How many texts there are."""
        return len(self._tokens)

    def written(self, joined: str) -> str:
        """Return a pattern as it is written first."""
        return self._written.get(joined, joined)

    def having(self, joined: str) -> Sequence[int]:
        """Return the numbers of the texts that have a pattern, in their order."""
        if joined[0] != FORM and _BETWEEN not in joined:
            return self._having.get(joined, ())
        found = self._found.get(joined)
        if found is None:
            found = self._found[joined] = self._of_form(joined) if joined[0] == FORM else self._of_gap(joined)
        return found

    def _of_form(self, joined: str) -> list[int]:
        return sorted({number for word in self._forms.get(joined[1:], ()) for number in self._having[word]})

    @cached_property
    def _forms(self) -> dict[str, list[str]]:
        """Word → all words of the texts that are forms of it."""
        found: dict[str, list[str]] = {}
        for joined, pattern in self._written.items():
            if " " not in pattern:
                for root in _roots(joined):
                    found.setdefault(root, []).append(joined)
        return found

    def _of_gap(self, joined: str) -> list[int]:
        first, second = joined.split(_BETWEEN)
        both = set(self._having.get(first, ())).intersection(self._having.get(second, ()))
        return sorted(number for number in both if _is_near(self._tokens[number], first, second))

    def lift(self, joined: str, has: int, of: int) -> float:
        """Return how many times as usual as in all texts a word is in `of` texts, `has` of which have it."""
        usual = max(len(self.having(joined)), has) / max(self.texts, of, 1)
        return (has / of) / usual if of and has else 0.0

    def by_chance(self, joined: str, theirs: Collection[int], least: int) -> float:
        """Return how many patterns as telling as this one chance alone would give, of all that `least` texts have.

        Its texts would have to fall into `theirs` as often as they do: the Chernoff bound of that, for each pattern.
        """
        words = self.often(least)
        return (words * words if _BETWEEN in joined else words) * self.chance(self.having(joined), theirs)

    def chance(self, having: Collection[int], theirs: Collection[int]) -> float:
        """Return how likely chance alone lets some texts be among others as often; inf: as often as all texts."""
        share, usual = sum(number in theirs for number in having) / len(having), len(theirs) / self.texts
        if share <= usual:
            return inf
        apart = share * log(share / usual) + ((1 - share) * log((1 - share) / (1 - usual)) if share < 1 else 0.0)
        return exp(-len(having) * apart)

    def often(self, least: int) -> int:
        """Return how many words and neighbours at least so many texts have."""
        if self._least[0] != least:
            self._least = least, sum(len(numbers) >= least for numbers in self._having.values())
        return self._least[1]

    def patterns(self, numbers: Collection[int], least: int, apart: bool) -> list[str]:
        """Return the patterns that `least` of some texts have, or more: words, neighbours, forms; or words `apart`."""
        counts: Counter[str] = Counter()
        forms: dict[str, set[str]] = {}
        for number in numbers:
            tokens = self._tokens[number]
            if apart:
                counts.update(_gaps(tokens))
                continue
            roots = {root: token for token in tokens if token.isalpha() for root in _roots(token)}
            for root, token in roots.items():
                forms.setdefault(root, set()).add(token)
            counts.update({*_plain(tokens), *(FORM + root for root in roots)})
        return [
            joined
            for joined, count in counts.items()
            if count >= least and (joined[0] != FORM or len(forms[joined[1:]]) > 1)
        ]

    def shared(self, numbers: Sequence[int], most: int) -> list[str]:
        """Return the words that at least two of the texts share and that are more usual there, the most telling first.

        Of a word and a pair with it that stand in the same texts only one is told.
        """
        holders: dict[str, int] = {}
        for place, number in enumerate(numbers):
            for joined in _plain(self._tokens[number]):
                holders[joined] = holders.get(joined, 0) | 1 << place
        ranked = []
        for joined, mask in holders.items():
            has = mask.bit_count()
            lift = self.lift(joined, has, len(numbers))
            if has > 1 and (lift >= LIFT or self.texts <= len(numbers)):
                ranked.append((-has * min(lift, 20.0), " " in self.written(joined), joined))
        told: list[str] = []
        seen: set[int] = set()
        for _score, _pair, joined in sorted(ranked):
            if holders[joined] not in seen and len(told) < most:
                seen.add(holders[joined])
                told.append(self.written(joined))
        return told


def plainness(joined: str) -> int:
    """Return how easily a person reads a pattern: a word or neighbours best, then forms, then words apart."""
    return _PLAINNESS.index("form" if joined[0] == FORM else "gap" if _BETWEEN in joined else "word")


def _roots(word: str) -> list[str]:
    return [root for root in roots_of(word) if len(root) >= _SHORTEST_ROOT] if len(word) >= _SHORTEST_ROOT else []


def _counts(token: str) -> bool:
    return len(token) > 1 and token.isalpha()


def _plain(tokens: Sequence[str]) -> set[str]:
    pairs = {one + other for one, other in pairwise(tokens) if one.isalpha() and other.isalpha()}
    return pairs | {token for token in tokens if _counts(token)}


def _gaps(tokens: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for at, one in enumerate(tokens):
        if _counts(one):
            later = tokens[at + 2 : at + 2 + MOST_BETWEEN]
            found.update(one + _BETWEEN + other for other in later if _counts(other) and other != one)
    return found


def _is_near(tokens: Sequence[str], first: str, second: str) -> bool:
    return any(token == first and second in tokens[at + 1 : at + 2 + MOST_BETWEEN] for at, token in enumerate(tokens))
