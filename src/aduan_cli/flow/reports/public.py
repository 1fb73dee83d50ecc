"""What of a report citizens may see: no figure of the desk's own work, and nobody who could be told from a few."""

from __future__ import annotations

from collections import Counter

from aduan_cli.report_tables import COUNT, ReportRow, ReportTable
from aduan_cli.sites import OTHER

OWN = frozenset({"returned", "rejected", "residents", "emergencies", "feedback"})
"""Figures that are the desk's own: what units gave back, hoaxes, where callers live; and kinds of few calls."""
FEWEST = 5
"""Calls of one sort in one place at least, so that they are told apart."""


def for_citizens(table: ReportTable) -> ReportTable:
    """Return a report without the figures of the desk's own work; of promises the one that callers were given."""
    columns = tuple(column for column in table.columns if column.name not in OWN)
    kept = [column.name for column in columns]

    def seen(row: ReportRow) -> ReportRow:
        return row._replace(values={name: row.values[name] for name in kept})

    rows = [seen(row) for row in table.rows if row.values.get("clock", "resolve") == "resolve"]
    return table._replace(columns=columns, rows=tuple(rows), total=seen(table.total), notes={})


def joined(table: ReportTable) -> ReportTable:
    """Return a report in which lines of fewer than `FEWEST` calls are one line, together with what hides each of them.

    One alone could be told from the whole, so the least of the others goes with it.
    """
    few = [row for row in table.rows if row.values["received"] < FEWEST]
    enough = sorted(
        (row for row in table.rows if row.values["received"] >= FEWEST), key=lambda row: row.values["received"]
    )
    while few and enough and (len(few) < 2 or sum(row.values["received"] for row in few) < FEWEST):
        few.append(enough.pop(0))
    if len(few) < 2:
        return table
    counts = [column.name for column in table.columns if column.type == COUNT]
    together = Counter({name: sum(row.values[name] or 0 for row in few) for name in counts})
    texts = [name for name in table.rows[0].values if name not in counts]
    values = {**dict.fromkeys(texts), **{name: together[name] for name in counts}}
    names = [column.name for column in table.columns if column.type == "text"]
    values[names[-1]] = OTHER
    hidden = {id(row) for row in few}
    left = tuple(row for row in table.rows if id(row) not in hidden)
    return table._replace(rows=(*left, ReportRow((OTHER,), values)))
