"""Words that tell a unit: an ordered list of words and word pairs, then grouped into categories.

At each step the word is taken that says most surely where a text went. A text that words before it claim counts
half, then a quarter, then nothing (weighted covering, as in CN2-SD): the first word decides a text, but a call that is
still to come may lack it. How sure is counted with `DOUBT` texts more that went as all texts went, so that a word seen
twice is no certainty. A set of texts is an integer with one bit for each.

N. Lavrač, B. Kavšek, P. Flach, L. Todorovski, "Subgroup Discovery with CN2-SD", JMLR 5, 2004.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from aduan_cli.rules.learning.draft import Sample
from aduan_cli.text import Folded

DOUBT = 2.0
FEW = 500
"""Texts below which each counts for one word alone: of so few, chance makes second words as often as sense."""
WEIGHTS = (4, 2, 1)
"""What a text counts that no word claims, one, two; one that more claim counts nothing."""
LEAST_SURE = 0.2
COMMONEST = 0.25
"""Share of all texts from which on a word may be one that everybody says: it is left out where others suffice."""
LEAST_TEXTS = 3
"""Texts in which a word must occur; a caller's name occurs in fewer."""
OFTEN = 0.01
"""Share of all texts, and `OFTEN_TEXTS` at least, in which a word stands that may come last of all: behind the others
it decides what would be left in triage."""
OFTEN_TEXTS = 20
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
        self._doubt = {unit: DOUBT * WEIGHTS[0] * usual[unit] / len(samples) for unit in masks}

    def of(self, texts: int, claimed: Sequence[int]) -> tuple[float, int, str] | None:
        """Return (sureness, weight of the right texts, unit); None when the texts are too few or too mixed.

        `claimed` are the texts that no word claims, one, two.
        """
        parts = [(weight, texts & mask) for weight, mask in zip(WEIGHTS, claimed, strict=True)]
        total = left = sum(weight * part.bit_count() for weight, part in parts)
        if total < LEAST_TEXTS * WEIGHTS[0]:
            return None
        best = (0.0, 0, "")
        for unit in self._units:
            mask = self.masks[unit]
            right = sum(weight * (part & mask).bit_count() for weight, part in parts)
            left -= right
            sure = (right + self._doubt[unit]) / (total + DOUBT * WEIGHTS[0])
            if sure > best[0]:
                best = sure, right, unit
            if not left:
                break
        return best if best[0] >= LEAST_SURE and best[1] > WEIGHTS[0] else None


def list_of_words(samples: Sequence[Sample]) -> tuple[list[TellingWord], dict[str, int]]:
    """Return the words in the order in which they are to be looked for, and the texts of each unit."""
    samples = samples[-LONGEST_MEMORY:]
    if not samples:
        return [], {}
    texts, written = _texts_of_patterns(samples)
    _add_stems(texts, written)
    surest = _Surest(samples)
    claimed = [(1 << len(samples)) - 1, *[0] * (len(WEIGHTS) - 1)]

    def entry(joined: str) -> tuple[float, int, str, str] | None:
        told = surest.of(texts[joined], claimed)
        return told and (-told[0], -told[1], joined, told[2])

    heap = [one for one in map(entry, texts) if one]
    heapq.heapify(heap)
    words: list[TellingWord] = []
    while heap:
        joined = heapq.heappop(heap)[2]
        now = entry(joined)
        if now is None:
            continue
        if heap and now > heap[0]:  # more texts are claimed than when it was weighed
            heapq.heappush(heap, now)
            continue
        is_needed = texts[joined] & claimed[0]
        if not is_needed and (len(samples) < FEW or texts[joined].bit_count() > COMMONEST * len(samples)):
            continue
        words.append(TellingWord(written[joined], now[3], texts[joined]))
        _claim(claimed, texts[joined])
    if len(samples) >= FEW:
        words += _last(texts, written, surest, len(samples), {word.pattern for word in words})
    return words, surest.masks


def _last(
    texts: dict[str, int], written: dict[str, str], surest: _Surest, count: int, known: Collection[str]
) -> list[TellingWord]:
    """Return the words that many texts have and that were not needed, the surest of all texts first."""
    open_ = [(1 << count) - 1, *[0] * (len(WEIGHTS) - 1)]
    least = max(OFTEN * count, OFTEN_TEXTS)
    most = COMMONEST * count
    often = [j for j, mask in texts.items() if least <= mask.bit_count() <= most and written[j] not in known]
    told = [(joined, found) for joined in often if (found := surest.of(texts[joined], open_))]
    told.sort(key=lambda one: (-one[1][0], -one[1][1], one[0]))
    return [TellingWord(written[joined], found[2], texts[joined]) for joined, found in told]


def _claim(claimed: list[int], texts: int) -> None:
    """Let texts be claimed by one word more."""
    for number in range(len(claimed) - 1, -1, -1):
        moved = claimed[number] & texts
        claimed[number] &= ~texts
        if number + 1 < len(claimed):
            claimed[number + 1] |= moved


class _Category:
    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.patterns: list[str] = []
        self.claimed = 0


def grouped(words: Iterable[TellingWord], units: dict[str, int], most: int) -> list[Group]:
    """Group words of one unit where no text moves to another for it; at most `most` groups."""
    categories: list[_Category] = []
    open_ = -1
    for word in words:
        fresh = word.texts & open_
        home = _home(categories, word)
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


def _home(categories: list[_Category], word: TellingWord) -> _Category | None:
    """Return the latest category of the word's unit if no text would move to it from those in between."""
    for category in reversed(categories):
        if category.unit == word.unit:
            return category
        if category.claimed & word.texts:
            return None
    return None


def word_groups(samples: Sequence[Sample], most: int) -> list[Group]:
    """Return what the words of the samples tell, in the order in which it is to be looked at."""
    words, units = list_of_words(samples)
    return grouped(words, units, most)
