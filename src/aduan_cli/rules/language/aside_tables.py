"""`[asides]`: words of a call that are beside its matter, so that no category is found by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aduan_cli.rules.language.category_order import last_of
from aduan_cli.rules.language.conditions import Patterns
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.wordings import WordLists

if TYPE_CHECKING:
    from aduan_cli.compiled import Asides


def asides_of(sources: Sequence[Source], patterns: Patterns, words: WordLists) -> Asides:
    """Return the patterns of the city's `[asides]`, and the categories that the rest of a text doesn't settle.

    A list of words that there isn't is told.
    """
    city = next(iter(sources), None)
    table = city.data.get("asides", {}) if city else {}
    near, clause = (
        patterns.numbers(words.all_of(table.get(key, []), city.file if city else "", ("asides", key)) or ())
        for key in ("near", "clause")
    )
    return {"near": near, "clause": clause, "last": last_of(sources)}
