"""The rules as a list for people, and the part of it that somebody asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.complaint.former_units import family
from aduan_cli.ports import Cases
from aduan_cli.rules.review.outline import Row as Row
from aduan_cli.rules.review.outline import leading_to, open_to, outline

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules


def by_step(
    compiled: Rules, cases: Cases, most_words: int | None, unit: str | None = None, category: str | None = None
) -> list[Row]:
    """Return the rules by step, each with how many complaints it decided so far.

    Only what leads to `unit` or a part of it, and what a complaint of `category` may meet. Of a list of words the
    first `most_words` are told.
    """
    counts = [(one.step, one.rule, one.category, one.complaints) for one in cases.decided()]
    rows = outline(compiled, counts, most_words)
    if unit is not None:
        rows = leading_to(rows, family(compiled, unit))
    return rows if category is None else open_to(rows, compiled, category)
