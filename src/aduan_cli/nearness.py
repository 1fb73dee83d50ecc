"""What somebody meant who named what isn't there: known abbreviations first, then slips of the finger.

Where nothing is surely near nothing is said: a wrong hint is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from aduan_cli.i18n import _

_PARTS = re.compile(r"[^\W_]+")
_MOST = 3
"""More names that fit a hint say nothing."""
_SHORTEST = 2
"""Letters of the shortest beginning of a name, or part of one, that means it."""
_RIGHT = 3
"""One letter in so many may be wrong, missing, too many, or in its neighbour's place."""


def did_you_mean(given: str, known: Iterable[str], aliases: Mapping[str, str] | None = None) -> str | None:
    """Return the question whether one of the near names was meant, None where none is."""
    names = nearest(given, known, aliases)
    return _("did you mean '{name}'?").format(name="', '".join(names)) if names else None


def nearest(given: str, known: Iterable[str], aliases: Mapping[str, str] | None = None) -> list[str]:
    """Return the names that were most likely meant, at most three: the first of these ways that finds any.

    `aliases` maps other spellings, in small letters, to names. The same letters; a part of a name (`pju` of
    `pju-mati`); the beginning of a name; a slip.
    """
    wanted = given.strip().casefold()
    spelt = {name.casefold(): name for name in sorted(known, reverse=True)}
    spelt = {**(aliases or {}), **spelt}
    if wanted in spelt:
        return [spelt[wanted]]
    if len(wanted) < _SHORTEST:
        return []
    for ways in (
        (word for word in spelt if wanted in _PARTS.findall(word)),
        (word for word in spelt if word.startswith(wanted)),
    ):
        found = list(dict.fromkeys(spelt[word] for word in sorted(ways, key=len)))
        if 0 < len(found) <= _MOST:
            return found
    slips = sorted((count, word) for word, count in _slips(wanted, spelt))
    return [spelt[slips[0][1]]] if slips else []


def _slips(wanted: str, words: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield the words that are slips of the wanted one, with how many letters are wrong."""
    for word in words:
        most = max(len(wanted), len(word)) // _RIGHT
        if abs(len(word) - len(wanted)) <= most and (count := distance(wanted, word)) <= most:
            yield word, count


def distance(one: str, other: str) -> int:
    """Return how many letters are wrong, missing, too many, or in their neighbour's place."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        row = [n]
        for m, against in enumerate(other, 1):
            best = min(last[m] + 1, row[-1] + 1, last[m - 1] + (letter != against))
            if before and m > 1 and letter == other[m - 2] and one[n - 2] == against:
                best = min(best, before[m - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]
