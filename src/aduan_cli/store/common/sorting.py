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


def order_of(query: Query) -> str:
    """Return the SQL of an order of complaints `c` other than the default one.

    Tickets go by day and number, priorities by urgency, states by the life of a complaint. Among equals the newest
    comes first; what has no value is last.
    """
    way = "ASC" if query.ascending else "DESC"
    order = [f"{term} {way} NULLS LAST" for term in _TERMS[query.sort]]
    return f" ORDER BY {', '.join(order)}, c.reported_at DESC, c.id DESC"
