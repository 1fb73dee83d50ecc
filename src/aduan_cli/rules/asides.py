"""Asides: what a caller says beside the matter, as the city's `[asides]` has it. Pure.

Where it is ("dekat kantor pos"), whom he asked before, what others said. No category is found by words of these, as
long as the rest of the text says one. Hand-offs, rules, kinds and places see the whole text.
"""

from __future__ import annotations

import re

from aduan_cli.text import Folded, tokens_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from aduan_cli.compiled import Asides
    from aduan_cli.model import Facts

    Found = dict[int, tuple[int, int]]
    """Number of a pattern → its first and last token."""
    Find = Callable[[Folded], Found]

_CLAUSE = r"[,;:!?()\n]|\u2014|\.(?=\s|$)"
"""Compiled for a call that has an aside. The dash stands alone: one such sign in brackets takes five times as long."""


def without_asides(folded: Folded, text: str, found: Found, asides: Asides, find: Find) -> Found | None:
    """Return what of `found`, the patterns in a text, stands outside of its asides; None: it has no aside, or no more.

    A pattern counts where its ends stand outside. `found` has but one place of each, so that `find` looks for what has
    one in an aside once more.
    """
    near, clause = found.keys() & set(asides["near"]), found.keys() & set(asides["clause"])
    if not near and not clause:
        return None
    clauses = [number for number, part in enumerate(re.split(_CLAUSE, text)) for _token in tokens_of(part)]
    if len(clauses) != len(folded.tokens):  # Of a very long text only the beginning is read.
        return None
    gone: set[int] = set()
    for number in near:
        for first, last in _places(folded.tokens, *found[number]):
            if clauses[first] != clauses[last]:  # "dekat, kantor" is no "dekat kantor".
                continue
            is_within = last + 1 < len(clauses) and clauses[last + 1] == clauses[last]
            gone.update(range(first, last + 1 + is_within))
    dropped = {clauses[first] for number in clause for first, _last in _places(folded.tokens, *found[number])}
    gone.update(token for token, number in enumerate(clauses) if number in dropped)
    if len(gone) == len(clauses):
        return None
    kept = {number: place for number, place in found.items() if gone.isdisjoint(place)}
    if len(kept) < len(found):
        others = find(folded.without(gone))
        kept.update((number, others[number]) for number in others if number in found and number not in kept)
    return kept if len(kept) + len(near) + len(clause) < len(found) else None


def _places(tokens: list[str], first: int, last: int) -> list[tuple[int, int]]:
    """Return all places of the words that stand from one token to another."""
    if first == last:
        word = tokens[first]
        return [(at, at) for at, token in enumerate(tokens) if token == word]
    words, long = tokens[first : last + 1], last - first
    return [(at, at + long) for at in range(len(tokens) - long) if tokens[at : at + long + 1] == words]


def about(facts: Facts) -> Facts:
    """Return the facts as categories see them first: of the text what is no aside."""
    copy = facts.copy()
    copy.found = facts.found if facts.matter is None else facts.matter
    return copy
