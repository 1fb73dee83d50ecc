"""The words of a complaint as columns, and a search for words as a condition on them.

The server's own parser finds no "kenari" in "Jl.Kenari", so words are parted and made alike here, as `store/common`
says. `words` has each word once and is indexed; `folded` has them all in their order, a line for each text, for what
stands in quotes. Where not all words fit into the index (it ends at 1 MB, and at 2 KB for one word) `overlong` says
so, and the complaint is looked at itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from aduan_cli.store.common.words import terms_of, words_of

_LONGEST, _MOST = 2_000, 500_000
"""Bytes of one word, and of all words, that surely fit."""
TEXTS = ("text", "answer", "address")


def columns_of(texts: Sequence[str | None]) -> dict[str, object]:
    """Return the columns by which texts are found."""
    lines = [words_of(text) if text else [] for text in texts]
    every = {word for line in lines for word in line}
    fitting = {word for word in every if len(word.encode()) <= _LONGEST}
    room = sum(len(word.encode()) + 8 for word in fitting) <= _MOST
    folded = "\n".join(f" {' '.join(line)} " for line in lines)
    return {
        "words": " ".join(sorted(fitting)) if room else "",
        "folded": folded,
        "overlong": not room or len(fitting) < len(every),
    }


def condition(words: str) -> tuple[str, list[object]] | None:
    """Return the condition that a complaint `c` has what is searched for, and its values; None: no word is left."""
    terms = terms_of(words)
    if not terms:
        return None
    in_order = [_as_pattern(term, goes_on) for term, goes_on in terms]
    patterns = [pattern for pattern, (term, _goes_on) in zip(in_order, terms, strict=True) if len(term) > 1]
    lines = " AND ".join(["c.folded LIKE %s"] * len(in_order))
    found: list[str] = []
    values: list[object] = []
    if all(len(word.encode()) <= _LONGEST for term, _goes_on in terms for word in term):
        found.append(" AND ".join(["c.words @@ %s::tsquery", *["c.folded LIKE %s"] * len(patterns)]))
        values += [_query(terms), *patterns]
    found.append(f"c.overlong AND {lines}")
    return f"({' OR '.join(f'({one})' for one in found)})", [*values, *in_order]


def _as_pattern(term: Sequence[str], goes_on: bool) -> str:
    return f"% {' '.join(term)}{'' if goes_on else ' '}%"


def _query(terms: Sequence[tuple[Sequence[str], bool]]) -> str:
    words = []
    for term, goes_on in terms:
        words += [f"'{word}'" for word in term]
        if goes_on:
            words[-1] += ":*"
    return " & ".join(words)
