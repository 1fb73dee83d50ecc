"""Words that tell a unit: an ordered list of words and word pairs, then grouped into categories.

At each step the word is taken that says most surely where a text went, among the texts that no word before it
claims. How sure is counted with `DOUBT` texts more that went as all texts went, so that a word seen twice is no
certainty. A set of texts is an integer with one bit for each.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from aduan_cli.rules.learning.draft import Sample
from aduan_cli.text import Folded

DOUBT = 8.0
LEAST_SURE = 0.2
LEAST_TEXTS = 3
"""Texts in which a word must occur; a caller's name occurs in fewer."""
LONGEST_MEMORY = 60_000
"""The latest texts that are learned from: memory is texts times words."""
STEM = 5
"""Characters from which on a word may stand for all words that begin with it."""


class TellingWord(NamedTuple):
    """A word as a pattern of the rules, the unit it tells, and the texts that have it."""

    pattern: str
    unit: str
    texts: int


class Group(NamedTuple):
    """Patterns that tell one unit, the surest first."""

    unit: str
    patterns: list[str]


def patterns_of(text: str) -> dict[str, str]:
    """Return the words and pairs of neighbours of a text: joined characters → as written. None has a digit."""
    tokens = [token if token.isalpha() else "" for token in Folded(text).tokens]
    found = {token: token for token in tokens if len(token) > 1}
    for one, other in pairwise(tokens):
        if one and other:
            found.setdefault(one + other, f"{one} {other}")
    return found


def _texts_of_patterns(samples: Sequence[Sample]) -> tuple[dict[str, int], dict[str, str]]:
    """Return joined pattern → its texts, and joined pattern → as it is written most plainly."""
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for sample in samples:
        for joined, pattern in patterns_of(sample.text).items():
            counts[joined] += 1
            written[joined] = min(pattern, written.get(joined, pattern), key=lambda p: (p.count(" "), p))
    texts: dict[str, int] = dict.fromkeys(sorted(joined for joined in counts if counts[joined] >= LEAST_TEXTS), 0)
    for number, sample in enumerate(samples):
        for joined in patterns_of(sample.text):
            if joined in texts:
                texts[joined] |= 1 << number
    return texts, {joined: written[joined] for joined in texts}


def _add_stems(texts: dict[str, int], written: dict[str, str]) -> None:
    """Add `word*` for each word that others begin with."""
    words = sorted(joined for joined, pattern in written.items() if " " not in pattern)
    for word in words:
        if len(word) < STEM:
            continue
        longer = []
        for other in words[bisect_left(words, word) + 1 :]:
            if not other.startswith(word):
                break
            longer.append(other)
        if longer:
            stem = word + "*"
            written[stem] = stem
            texts[stem] = texts[word]
            for other in longer:
                texts[stem] |= texts[other]


class _Surest:
    """Which unit a set of texts tells, and how surely."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        masks: dict[str, int] = defaultdict(int)
        for number, sample in enumerate(samples):
            masks[sample.unit] |= 1 << number
        usual = {unit: mask.bit_count() for unit, mask in masks.items()}
        self.masks = dict(masks)
        self._units = sorted(masks, key=lambda unit: (-usual[unit], unit))
        self._doubt = {unit: DOUBT * usual[unit] / len(samples) for unit in masks}

    def of(self, texts: int) -> tuple[float, int, str] | None:
        """Return (sureness, right texts, unit); None when the texts are too few or too mixed."""
        total = left = texts.bit_count()
        if total < LEAST_TEXTS:
            return None
        best = (0.0, 0, "")
        for unit in self._units:
            right = (texts & self.masks[unit]).bit_count()
            left -= right
            sure = (right + self._doubt[unit]) / (total + DOUBT)
            if sure > best[0]:
                best = sure, right, unit
            if not left:
                break
        return best if best[0] >= LEAST_SURE and best[1] > 1 else None


def list_of_words(samples: Sequence[Sample]) -> tuple[list[TellingWord], dict[str, int]]:
    """Return the words in the order in which they are to be looked for, and the texts of each unit."""
    samples = samples[-LONGEST_MEMORY:]
    if not samples:
        return [], {}
    texts, written = _texts_of_patterns(samples)
    _add_stems(texts, written)
    surest = _Surest(samples)
    open_ = (1 << len(samples)) - 1

    def entry(joined: str) -> tuple[float, int, str, str] | None:
        told = surest.of(texts[joined] & open_)
        return told and (-told[0], -told[1], joined, told[2])

    heap = [one for one in map(entry, texts) if one]
    heapq.heapify(heap)
    words: list[TellingWord] = []
    while heap and open_:
        joined = heapq.heappop(heap)[2]
        now = entry(joined)
        if now is None:
            continue
        if heap and now > heap[0]:  # fewer texts are open than when it was weighed
            heapq.heappush(heap, now)
            continue
        words.append(TellingWord(written[joined], now[3], texts[joined]))
        open_ &= ~texts[joined]
    return words, surest.masks


class _Category:
    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.patterns: list[str] = []
        self.claimed = 0


def grouped(words: Iterable[TellingWord], units: dict[str, int], most: int) -> list[Group]:
    """Group words of one unit where no more texts come out wrong for it; at most `most` groups."""
    categories: list[_Category] = []
    open_ = -1
    for word in words:
        fresh = word.texts & open_
        home = _home(categories, word, units)
        if home is None:
            home = _Category(word.unit)
            categories.append(home)
        at = categories.index(home)
        taken = fresh
        for later in categories[at + 1 :]:
            taken |= word.texts & later.claimed
            later.claimed &= ~word.texts
        home.patterns.append(word.pattern)
        home.claimed |= taken
        open_ &= ~word.texts
    kept = sorted(categories, key=lambda one: -(one.claimed & units[one.unit]).bit_count())[:most]
    return [Group(one.unit, one.patterns) for one in categories if one in kept]


def _home(categories: list[_Category], word: TellingWord, units: dict[str, int]) -> _Category | None:
    """Return the latest category of the word's unit if the word may stand there, before those in between."""
    lost = 0
    for category in reversed(categories):
        if category.unit == word.unit:
            return category if lost <= 0 else None
        moved = category.claimed & word.texts
        lost += (moved & units[category.unit]).bit_count() - (moved & units[word.unit]).bit_count()
    return None


def word_groups(samples: Sequence[Sample], most: int) -> list[Group]:
    """Return what the words of the samples tell, in the order in which it is to be looked at."""
    words, units = list_of_words(samples)
    return grouped(words, units, most)
