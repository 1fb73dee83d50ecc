"""What a search for words means, as code: what must come out of any index. See `ports.Cases.search`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import combining, normalize

from aduan_cli.stored import search_terms

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Return the words of a text: runs of letters and digits, without case and diacritics."""
    if not text.isascii():
        text = "".join(character for character in normalize("NFKD", text) if not combining(character))
    return _WORD.findall(text.casefold())


def terms_of(words: str) -> list[tuple[list[str], bool]]:
    """Return what a person searches for: words that stand one after the other, and whether the last may go on."""
    return [(term, goes_on) for bare, goes_on in search_terms(words) if (term := words_of(bare))]


def contains(texts: Iterable[str | None], words: str) -> bool:
    """Say whether all that is searched for is in the texts, each term whole in one of them."""
    wanted = terms_of(words)
    there = [words_of(text) for text in texts if text]
    return bool(wanted) and all(any(_is_in(term, goes_on, text) for text in there) for term, goes_on in wanted)


def _is_in(term: list[str], goes_on: bool, text: list[str]) -> bool:
    for start in range(len(text) - len(term) + 1):
        part = text[start : start + len(term)]
        if part == term or (goes_on and part[:-1] == term[:-1] and part[-1].startswith(term[-1])):
            return True
    return False
