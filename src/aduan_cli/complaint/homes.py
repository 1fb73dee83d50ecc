"""Where a caller lives, found again in a text though it is written in another way. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from aduan_cli.masking import HIDDEN
from aduan_cli.street_words import STREET
from aduan_cli.text import word_set

_TOKEN = re.compile(r"[^\W_]+")
_PART = re.compile(r"[,;()\n]")
_LEFT_OUT = STREET | word_set("no nomor nomer nmr")
"""Words of an address that others leave out, or write in another way."""
_OPTIONAL = rf"(?:(?:{'|'.join(sorted(_LEFT_OUT))})[\W_]*)?"
_LEVEL = re.compile(r"r[tw][0-9]")
_LEVELS = word_set("rt rw kel kelurahan desa kec kecamatan kota kab kabupaten bekasi")
"""Words before the names and numbers of areas, and the city: of these alone nobody is found."""
_MOST = 40
"""Words of an address that are looked at."""


def hidden_home(text: str, home: str) -> str:
    """Return a text in which where the caller lives is hidden: all of it, and each part that names a house."""
    exact = home.split()
    if exact:
        text = re.sub(r"\s+".join(map(re.escape, exact)), HIDDEN, text, flags=re.IGNORECASE)
    for pattern in _patterns(home):
        text = re.sub(pattern, HIDDEN, text, flags=re.IGNORECASE)
    return text


def tells_home(street: str, home: str, areas: Iterable[str | None]) -> bool:
    """Say whether a street tells where the caller lives: it names their house, or all that is known of their address.

    What is known of it may be no more than the areas that are told anyhow.
    """
    told = {*_LEVELS, *(token for area in areas for token in _tokens(area or ""))}
    if all(token in told for token in _tokens(home)):
        return False
    found = (re.search(pattern, street, re.IGNORECASE) for pattern in _patterns(home))
    return any(found) or any(re.search(_pattern(house), home, re.IGNORECASE) for house in _houses(street))


def _tokens(text: str) -> list[str]:
    return [token.casefold() for token in _TOKEN.findall(text)][:_MOST]


def _patterns(home: str) -> Iterator[str]:
    """Yield what an address is found by: the whole, and each house that it names."""
    whole = _tokens(home)
    if any(_is_name(token) for token in whole):
        yield _pattern(whole)
    yield from map(_pattern, _houses(home))


def _houses(address: str) -> Iterator[list[str]]:
    """Yield what begins a part of an address and names a house, the longest first."""
    for part in _PART.split(address):
        tokens = _tokens(part)
        yield from (tokens[:end] for end in range(len(tokens), 1, -1) if _is_house(tokens[:end]))


def _is_house(tokens: list[str]) -> bool:
    """Say whether words name a house: a name that is no area's, and a number that is no RT's or RW's."""
    if not any(map(_is_name, tokens)):
        return False
    before = ""
    for token in tokens:
        numbered = not token.isalpha() and not _LEVEL.match(token)
        if numbered and before not in _LEVELS:
            return True
        before = before if numbered else token.rstrip("0123456789")  # The 04 of "RT 03/04" is no house either.
    return False


def _is_name(token: str) -> bool:
    return token.isalpha() and token not in _LEFT_OUT and token not in _LEVELS


def _pattern(tokens: list[str]) -> str:
    """Return what finds these words with whatever signs between them, those that may be left out as well."""
    said = (re.escape(token) for token in tokens if token not in _LEFT_OUT)
    begun = _OPTIONAL if tokens[0] in _LEFT_OUT else ""
    return rf"(?<![^\W_]){begun}" + rf"[\W_]*{_OPTIONAL}".join(said) + r"(?![^\W_])"
