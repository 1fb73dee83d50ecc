"""What a search found, in the text: the words themselves are shown, whatever stands before them.

Words match as the store's index does: letters and digits make a word, case and accents don't count.
"""

from __future__ import annotations

import re
import unicodedata

from aduan_cli.render.widths import CUT, cut, width
from aduan_cli.stored import search_terms

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_BEFORE = 2
"""Words before a found one that are shown with it."""
Term = tuple[list[str], bool]
"""Words side by side, and whether the last is only a beginning."""


def terms(wanted: str) -> list[Term]:
    """Return what a person searches for, as it is looked for in a text."""
    found = (
        ([_folded(word[0]) for word in _WORD.finditer(bare)], open_ended) for bare, open_ended in search_terms(wanted)
    )
    return [(words, open_ended) for words, open_ended in found if words]


def _folded(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()


def place_of(text: str, wanted: list[Term]) -> tuple[int, int] | None:
    """Return where the first found words begin and end in a text; None where none of them is in it."""
    tokens = [(_folded(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]
    for n, (_word, start, _end) in enumerate(tokens):
        for words, open_ended in wanted:
            here = tokens[n : n + len(words)]
            if len(here) == len(words) and _fits([token[0] for token in here], words, open_ended):
                return start, here[-1][2]
    return None


def _fits(here: list[str], words: list[str], open_ended: bool) -> bool:
    return here[:-1] == words[:-1] and (here[-1].startswith(words[-1]) if open_ended else here[-1] == words[-1])


def around(text: str, wanted: list[Term], most: int) -> str:
    """Return a text of at most `most` columns that shows the found words, `…` where its beginning is left out."""
    found = place_of(text, wanted)
    if width(text) <= most or found is None or width(cut(text, most)) > width(text[: found[1]]):
        return cut(text, most)
    start = found[0]
    for match in [*re.finditer(r"(?<!\S)\S", text[:start])][-_BEFORE:]:
        if width(text[match.start() : found[1]]) + 2 * width(CUT) <= most:
            start = match.start()
            break
    return cut(CUT + text[start:], most)
