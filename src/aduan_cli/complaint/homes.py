"""Where a caller lives, found again in a text though it is written in another way. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from aduan_cli.masking import HIDDEN
from aduan_cli.record import TupleRecord
from aduan_cli.street_words import STREET
from aduan_cli.text import word_set

_WORD = re.compile(r"[^\W\d_]+|\d+")
"""Letters, or digits: `no5` and `no. 5` are the same two words."""
_PART = re.compile(r"[,;()\n]")
_LEFT_OUT = STREET | word_set("no nomor nomer nmr")
"""Words of an address that others leave out, or write in another way."""
_LEVELS = word_set("rt rw kel kelurahan desa kec kecamatan kota kab kabupaten bekasi")
"""Words before the names and numbers of areas, and the city: of these alone nobody is found."""
_MOST = 40
"""Words, and parts, of an address that are looked at."""


class PlacedWord(TupleRecord):
    """A word of a text, folded, and where it stands; `start` is that of what may be left out before it."""

    said: str
    start: int
    end: int


class Sought(TupleRecord):
    """Words that stand one after another, of which the first `least` are enough."""

    words: Sequence[str]
    least: int


def hidden_home(text: str, home: str) -> str:
    """Return a text in which where the caller lives is hidden: all of it, and each part that names a house."""
    exact = home.split()
    if not exact:
        return text
    text = re.sub(r"\s+".join(map(re.escape, exact)), HIDDEN, text, flags=re.IGNORECASE)
    end, told = 0, []
    for start, stop in _found(text, [*_whole(home), *_houses(home)]):
        told += [text[end:start], HIDDEN]
        end = stop
    return "".join([*told, text[end:]])


def tells_home(street: str, home: str, areas: Iterable[str | None]) -> bool:
    """Say whether a street tells where the caller lives: it names their house, or all that is known of their address.

    What is known of it may be no more than the areas that are told anyhow.
    """
    told = {*_LEVELS, *(word.said for area in areas for word in _words(area or ""))}
    if all(word.said in told for word in _words(home)):
        return False
    by_home = _found(street, [*_whole(home), *_houses(home)])
    return next(by_home, None) is not None or next(_found(home, list(_houses(street))), None) is not None


def _words(text: str) -> list[PlacedWord]:
    """Return the words of a text that are not left out."""
    found: list[PlacedWord] = []
    start = None
    for match in _WORD.finditer(text):
        said = match[0].casefold()
        start = match.start() if start is None else start
        if said not in _LEFT_OUT:
            found.append(PlacedWord(said, start, match.end()))
            start = None
    return found


def _found(text: str, sought: Sequence[Sought]) -> Iterator[tuple[int, int]]:
    """Yield from where to where in a text something sought stands, one behind the other, each as far as it goes."""
    if not sought:
        return
    words = _words(text)
    said = [word.said for word in words]
    begins: dict[str, list[Sought]] = {}
    for one in sought:
        begins.setdefault(one.words[0], []).append(one)
    at = 0
    while at < len(words):
        longest = max((_common(said, at, one) for one in begins.get(said[at], ())), default=0)
        if longest:
            yield words[at].start, words[at + longest - 1].end
        at += longest or 1


def _common(said: Sequence[str], at: int, sought: Sought) -> int:
    """Return how many words of what is sought stand from a word on; 0 where these are not enough."""
    count = 0
    for mine, theirs in zip(sought.words, said[at : at + len(sought.words)], strict=False):
        if mine != theirs:
            break
        count += 1
    return count if count >= sought.least else 0


def _whole(home: str) -> Iterator[Sought]:
    """Yield all of an address, where it says more than areas."""
    said = [word.said for word in _words(home)][:_MOST]
    if any(map(_is_name, said)):
        yield Sought(said, len(said))


def _houses(address: str) -> Iterator[Sought]:
    """Yield each part of an address that names a house, of which so much is enough."""
    for part in _PART.split(address)[:_MOST]:
        said = [word.said for word in _words(part)][:_MOST]
        least = next((end for end in range(2, len(said) + 1) if _is_house(said[:end])), None)
        if least is not None:
            yield Sought(said, least)


def _is_house(said: list[str]) -> bool:
    """Say whether words name a house: a name that is no area's, and a number that is no RT's or RW's."""
    before = ""
    for word in said:
        if word.isalpha():
            before = word
        elif before not in _LEVELS:  # The 04 of "RT 03/04" is no house either.
            return any(map(_is_name, said))
    return False


def _is_name(word: str) -> bool:
    return word.isalpha() and word not in _LEVELS
