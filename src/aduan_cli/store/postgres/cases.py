"""The complaints, read as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.errors import NotFoundError
from aduan_cli.i18n import _
from aduan_cli.store.common.rows import complaint_of
from aduan_cli.store.postgres.query import FROM, SELECT, near, select, where
from aduan_cli.store.postgres.tables import HELPS, OWED
from aduan_cli.store.postgres.texts import restored_row
from aduan_cli.tickets import TicketRef, refuse_misheard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.complaint.assignments import Assignment
    from aduan_cli.complaint.clocks import Run
    from aduan_cli.store.postgres.session import Session
    from aduan_cli.stored import DecisionCount, Filed, Query, Shared

PAGE = 500
"""Complaints whose links are looked up at once."""
_LINKS = (
    "SELECT l.complaint_id, o.day, o.number, o.ticket FROM link l JOIN complaint o ON o.id = l.other_id"
    " WHERE l.complaint_id = ANY(%s)"
)
_ENDED = "SELECT complaint_id, stopped_at FROM clock WHERE clock = 'resolve' AND complaint_id = ANY(%s)"
_MANY = 2_000
"""What contains the words is fetched and sorted. From so many on, all complaints are gone through in their order until
enough are found."""
_THROUGH_WORDS = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off;"
"""A word that nobody counted yet is found through the index of words: it may be rare."""


def complaints_of(session: Session, rows: Iterable[tuple[Any, ...]]) -> Iterator[Complaint]:
    """Make complaints of rows of `SELECT`, page by page, each with what stands beside it."""
    rows = iter(rows)
    while some := list(islice(rows, PAGE)):
        page = [complaint_of(restored_row(row[:-1])) for row in some]
        _link(session, [complaint for complaint, row in zip(page, some, strict=True) if row[-1]])
        _end(session, page)
        yield from page


def _link(session: Session, linked: list[Complaint]) -> None:
    """Give complaints the tickets that they are linked to, in the order of the tickets."""
    if not linked:
        return
    links: dict[int, list[tuple[int, int, str]]] = {}
    for number, *ticket in session.rows(_LINKS, ([each.id for each in linked],)):
        links.setdefault(number, []).append(tuple(ticket))
    for complaint in linked:
        vars(complaint)["linked"] = tuple(ticket for _day, _number, ticket in sorted(links.get(complaint.id, ())))


def _end(session: Session, page: list[Complaint]) -> None:
    """Give complaints that were promised to be done by a time when that clock stopped, looked up at once."""
    promised = {each.id: each for each in page if each.due_at is not None}
    if promised:
        for number, at in session.rows(_ENDED, (list(promised),)):
            vars(promised[number])["ended_at"] = at


def complaints_where(session: Session, rest: str, values: Sequence[object] = ()) -> list[Complaint]:
    """Return the complaints `c` that the rest of a statement says."""
    return list(complaints_of(session, session.rows(SELECT + FROM + rest, values)))


def one(session: Session, condition: str, values: tuple[object, ...]) -> Complaint | None:
    """Return the first complaint `c` of a condition."""
    return next(iter(complaints_where(session, f" WHERE {condition} LIMIT 1", values)), None)


def by_id(session: Session, number: int) -> Complaint:
    """Return the complaint with the store's own number."""
    complaint = one(session, "c.id = %s", (number,))
    if complaint is None:
        raise NotFoundError(_("no such ticket"))
    return complaint


def by_key(session: Session, key: str) -> Complaint | None:
    """Return the complaint that was logged under `--key`, also when its caller was erased since."""
    from aduan_cli.store.postgres.texts import kept

    erased = "c.id = (SELECT e.complaint_id FROM erased e WHERE e.key = salted(%s))"
    return one(session, "c.key = %s", (kept(key),)) or one(session, erased, (kept(key),))


def resolve(session: Session, ref: TicketRef) -> Complaint | None:
    """Return the complaint of a ticket; without a date, that of the newest day that has the number.

    Raises `NotFoundError` when a check digit or a prefix does not fit: a number misheard is not mistaken.
    """
    if ref.day is None:
        there = one(session, "c.number = %s ORDER BY c.day DESC", (ref.number,))
    else:
        there = one(session, "c.number = %s AND c.day = %s", (ref.number, ref.day))
    if there is not None:
        refuse_misheard(ref, there.ticket, there.day)
    return there


def find(session: Session, query: Query) -> list[Complaint]:
    """Return complaints in the query's order."""
    return list(complaints_of(session, session.rows(*select(query))))


def each(session: Session, statement: str, values: Sequence[object]) -> Iterator[Complaint]:
    """Yield complaints of a statement, some at a time."""
    return complaints_of(session, session.each(statement, values))


def nearby(session: Session, at: int, shared: Sequence[Shared]) -> list[Complaint]:
    """Return the complaints nearest to a moment that have something in common; see `ports.Cases`."""
    return list(complaints_of(session, session.rows(*near(at, shared)))) if shared else []


def count(session: Session, query: Query) -> int:
    """Return how many complaints fit."""
    condition, values = where(query)
    return int(session.value(f"SELECT count(*){FROM} WHERE {condition}", values))


def search(session: Session, contains: tuple[str, list[object]], limit: int) -> list[Complaint]:
    """Return complaints that contain words, the newest reported first, however late they were logged."""
    condition, values = contains
    few = f"SELECT count(*) FROM (SELECT 1{FROM} WHERE {condition} LIMIT {_MANY}) f"
    order = "ORDER BY c.reported_at DESC, c.id DESC LIMIT %s"
    if session.value(few, values, _THROUGH_WORDS) < _MANY:
        inner = f"WITH c AS MATERIALIZED ({SELECT}{FROM} WHERE {condition}) {SELECT} FROM c {order}"
        rows = session.rows(inner, [*values, limit], _THROUGH_WORDS)
    else:
        rows = session.rows(f"{SELECT}{FROM} WHERE {condition} {order}", [*values, limit])
    return list(complaints_of(session, rows))


def search_all(contains: tuple[str, list[object]], limit: int | None) -> tuple[str, list[object]]:
    """Return the statement of all complaints that contain words, the newest reported first."""
    condition, values = contains
    text = f"{SELECT}{FROM} WHERE {condition} ORDER BY c.reported_at DESC, c.id DESC"
    return (text, values) if limit is None else (f"{text} LIMIT %s", [*values, limit])


def search_count(session: Session, contains: tuple[str, list[object]]) -> int:
    """Return how many complaints contain words."""
    condition, values = contains
    return int(session.value(f"SELECT count(*){FROM} WHERE {condition}", values))


def pending(session: Session, limit: int, after: tuple[int, int] | None) -> list[Complaint]:
    """Return a page of what waits for a decision, oldest first: what comes `after` a moment and number."""
    beyond = " AND (c.reported_at, c.id) > (%s, %s)" if after else ""
    order = " ORDER BY c.reported_at, c.id LIMIT %s"
    return complaints_where(session, " WHERE c.status = 'new'" + beyond + order, (*(after or ()), limit))


def awaiting_callback(limit: int | None) -> tuple[str, list[object]]:
    """Return the statement of the complaints whose caller waits to be rung, the longest waiting first."""
    text = f"{SELECT}{FROM} WHERE {OWED} ORDER BY c.owed_since, c.id"
    return (text, []) if limit is None else (f"{text} LIMIT %s", [limit])


def count_awaiting_callback(session: Session) -> int:
    """Return how many callers wait to be rung."""
    return int(session.value(f"SELECT count(*){FROM} WHERE {OWED}"))


def merged(session: Session, ticket: str) -> list[Complaint]:
    """Return what is merged into a complaint, in the order in which it was logged."""
    return complaints_where(session, " WHERE c.merged_into = %s ORDER BY c.id", (ticket,))


def units(session: Session) -> list[str]:
    """Return the units that lead or help: a seek in an index for each, from one to the next."""
    leading, helping = "FROM complaint c WHERE", f"FROM assignment a WHERE {HELPS} AND"
    return sorted({unit for each in (leading, helping) for (unit,) in session.rows(_each_unit(each))})


def _each_unit(source: str) -> str:
    """Return the SQL of the units of a table, each once."""
    return (
        f"WITH RECURSIVE at (unit) AS (SELECT min(unit) {source} unit IS NOT NULL UNION ALL"
        f" SELECT (SELECT min(unit) {source} unit > at.unit) FROM at WHERE at.unit IS NOT NULL)"
        " SELECT unit FROM at WHERE unit IS NOT NULL"
    )


def states(session: Session, units: Sequence[str]) -> dict[str, int]:
    """Return how many complaints some units lead, by state."""
    text = "SELECT status, count(*) FROM complaint WHERE unit = ANY(%s) GROUP BY status ORDER BY status"
    return dict(session.rows(text, (list(units),)))


def filed(session: Session) -> list[Filed]:
    """Return where the open complaints are, by unit, category, state and step."""
    from aduan_cli.stored import Filed

    rows = session.rows(
        "SELECT unit, category, status, step, count(*) FROM complaint WHERE open = 1 AND unit IS NOT NULL"
        " GROUP BY unit, category, status, step"
        " ORDER BY unit, category NULLS FIRST, status, step NULLS FIRST"
    )
    return [Filed(*row) for row in rows]


def decided(session: Session) -> list[DecisionCount]:
    """Return how many complaints each step and rule decided, by category."""
    from aduan_cli.stored import DecisionCount

    rows = session.rows(
        "SELECT step, rule, category, count(*) FROM complaint GROUP BY step, rule, category"
        " ORDER BY 4 DESC, 1 NULLS FIRST, 2 NULLS FIRST, 3 NULLS FIRST"
    )
    return [DecisionCount(*row) for row in rows]


def assignments(session: Session, complaint_id: int) -> list[Assignment]:
    """Return who must act on a complaint, and how far each unit is; the lead first."""
    from aduan_cli.complaint.assignments import Assignment

    text = "SELECT unit, role, status FROM assignment WHERE complaint_id = %s AND ended_at IS NULL ORDER BY role, id"
    return [Assignment(*row) for row in session.rows(text, (complaint_id,))]


def clocks(session: Session, complaint_id: int) -> list[Run]:
    """Return the clocks of a complaint."""
    from aduan_cli.store.postgres import clocks

    return clocks.clocks(session, complaint_id)
