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


def select_in_order(query: Query, select: str) -> tuple[str, list[object]]:
    """Return the SQL and the values of a query that doesn't want the default order.

    `select` is the statement up to and with `FROM complaint c`. Tickets go by day and number, priorities by
    urgency, states by the life of a complaint. Among equals the newest comes first; what has no value is last.
    """
    parts: list[str] = []
    values: list[object] = []
    for name, wanted in query.where:
        marks = ",".join("?" * len(wanted))
        if name == "phone":
            parts.append(f"c.id IN (SELECT complaint_id FROM phone WHERE phone IN ({marks}))")
        else:
            parts.append(f"c.{name} IN ({marks})")
        values += wanted
    parts += [f"c.{flag} = 1" for flag in query.flags]
    for bound, operator in ((query.since, ">="), (query.until, "<")):
        if bound is not None:
            parts.append(f"c.reported_at {operator} ?")
            values.append(bound)
    way = "ASC" if query.ascending else "DESC"
    order = [f"{term} {way} NULLS LAST" for term in _TERMS[query.sort]]
    text = f"{select} WHERE {' AND '.join(parts) or '1'} ORDER BY {', '.join(order)}, c.reported_at DESC, c.id DESC"
    if query.limit is not None:
        text += " LIMIT ?"
        values.append(query.limit)
    return text, values
