"""The rules as a list for people, and the part of it that somebody asks for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from aduan_cli.complaint.former_units import family
from aduan_cli.complaint.returns import returns_of
from aduan_cli.rules.review.outline import Row as Row
from aduan_cli.rules.review.outline import leading_to, open_to, outline
from aduan_cli.stored import Query

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.ports import Store


def by_step(
    compiled: Rules, store: Store, most_words: int | None, unit: str | None = None, category: str | None = None
) -> list[Row]:
    """Return the rules by step, each with how many complaints it decided so far, and how often one came back.

    Only what leads to `unit` or a part of it, and what a complaint of `category` may meet. Of a list of words the
    first `most_words` are told.
    """
    counts = [(one.step, one.rule, one.category, one.complaints) for one in store.decided()]
    returned = _returned(store)
    counts += [(*sender, 0) for sender in returned]  # It may be no rule of today's, nor have decided anything else.
    rows = outline(compiled, counts, most_words)
    for row in rows:
        row["returned"] = None if row["continue"] else _of(row, returned)
    if unit is not None:
        rows = leading_to(rows, family(compiled, unit))
    return rows if category is None else open_to(rows, compiled, category)


_Sender = tuple["str | None", "str | None", "str | None"]
"""Step, rule and category of a decision."""


def _returned(store: Store) -> Counter[_Sender]:
    """Return how often something came back that a decision had sent; those are looked at that came back at all."""
    found: Counter[_Sender] = Counter()
    for complaint in list(store.find(Query(bounced=True))):
        found.update((one.step, one.rule, one.category) for one in returns_of(store.events(complaint)))
    return found


def _of(row: Row, returned: Counter[_Sender]) -> int:
    """Return how often something came back that a row of the outline had sent."""
    return sum(
        count
        for (step, rule, category), count in returned.items()
        if (step, category if step == "category" else rule) == (row["step"], row["id"])
    )
