"""How usual words are in all that is stored, and which words some texts share that are unusual elsewhere. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from aduan_cli.rules.learning.words import patterns_of

LIFT = 3.0
"""How many times as usual as in all texts a word must be in some, to tell them from the others."""


class Telling:
    """Counts in how many texts each word, and each pair of neighbours, stands."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        self.texts = 0
        for text in texts:
            self.texts += 1
            self._counts.update(patterns_of(text).keys())

    def of(self, joined: str) -> int:
        """Return in how many texts a word or pair stands, by its joined characters."""
        return self._counts[joined]

    def lift(self, joined: str, has: int, of: int) -> float:
        """Return how many times as usual as in all texts a word is in `of` texts, `has` of which have it."""
        usual = max(self._counts[joined], has) / max(self.texts, of, 1)
        return (has / of) / usual if of and has else 0.0

    def shared(self, texts: Sequence[str], most: int) -> list[str]:
        """Return the words that at least two of the texts share and that are more usual there, the most telling first.

        Of a word and a pair with it that stand in the same texts only one is told.
        """
        written: dict[str, str] = {}
        holders: dict[str, int] = {}
        for number, text in enumerate(texts):
            for joined, pattern in patterns_of(text).items():
                written.setdefault(joined, pattern)
                holders[joined] = holders.get(joined, 0) | 1 << number
        ranked = []
        for joined, mask in holders.items():
            has = mask.bit_count()
            lift = self.lift(joined, has, len(texts))
            if has > 1 and (lift >= LIFT or self.texts <= len(texts)):
                ranked.append((-has * min(lift, 20.0), " " in written[joined], joined))
        told: list[str] = []
        seen: set[int] = set()
        for _score, _pair, joined in sorted(ranked):
            if holders[joined] not in seen and len(told) < most:
                seen.add(holders[joined])
                told.append(written[joined])
        return told
