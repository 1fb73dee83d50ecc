"""The orders that may be asked for besides the default one. They look at every row that fits, and sort."""

from __future__ import annotations

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.model import PRIORITIES
from aduan_cli.stored import Query


def _rank(column: str, values: tuple[str, ...]) -> str:
    cases = " ".join(f"WHEN '{value}' THEN {number}" for number, value in enumerate(values))
    return f"CASE c.{column} {cases} END"


_PLAIN = ("logged_at", "unit", "category", "kind", "kecamatan", "kelurahan", "channel", "shift", "actor")
_TERMS: dict[str, tuple[str, ...]] = {
    "ticket": ("c.day", "c.number"),
    "priority": (_rank("priority", PRIORITIES),),
    "status": (_rank("status", STATUSES),),
    **{name: (f"c.{name}",) for name in _PLAIN},
}


def select_in_order(query: Query, select: str, values: list[object]) -> tuple[str, list[object]]:
    """Return the SQL and the values of a query that doesn't want the default order.

    `select` is the statement of complaints `c` without an order. Tickets go by day and number, priorities by
    urgency, states by the life of a complaint. Among equals the newest comes first; what has no value is last.
    """
    way = "ASC" if query.ascending else "DESC"
    order = [f"{term} {way} NULLS LAST" for term in _TERMS[query.sort]]
    text = f"{select} ORDER BY {', '.join(order)}, c.reported_at DESC, c.id DESC"
    return (text, values) if query.limit is None else (f"{text} LIMIT ?", [*values, query.limit])
