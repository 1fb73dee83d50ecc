"""The complaints, read as they stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.errors import NotFoundError
from aduan_cli.i18n import _
from aduan_cli.store.common.rows import complaint_of
from aduan_cli.store.sqlite.query import FROM, HELPS, SELECT, fts_expression, groups, marks, near, select
from aduan_cli.tickets import TicketRef, refuse_misheard
from aduan_cli.within import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from aduan_cli.complaint.assignments import Assignment
    from aduan_cli.complaint.clocks import Run
    from aduan_cli.store.sqlite.query import Branch
    from aduan_cli.stored import DecisionCount, Filed, Query, Shared

_FEW_FOUND = " FROM complaint_fts f CROSS JOIN complaint c ON c.id = f.rowid WHERE complaint_fts MATCH ?"
_MANY_FOUND = (
    " FROM complaint c INDEXED BY complaint_reported"
    " WHERE +c.id IN (SELECT rowid FROM complaint_fts WHERE complaint_fts MATCH ?)"
)
_LINKS = (
    "SELECT l.complaint_id, o.day, o.number, o.ticket FROM link l JOIN complaint o ON o.id = l.other_id"
    " WHERE l.complaint_id IN ({})"
)
_ENDED = "SELECT complaint_id, stopped_at FROM clock WHERE clock = 'resolve' AND complaint_id IN ({})"
_ANY_HELP = f"SELECT 1 FROM assignment a WHERE a.unit = ? AND {HELPS} LIMIT 1"
_ACTING = "SELECT unit, role, status FROM assignment WHERE complaint_id = ? AND ended_at IS NULL ORDER BY role, id"
_OWED = " WHERE c.owed_since IS NOT NULL AND c.caller_phone IS NOT NULL"
_FIRST_PAGE, PAGE = 50, 500
"""Complaints whose links are looked up at once: of the first page, which a terminal may be waiting for, and others."""
_MANY = 2_000
"""What contains the words is fetched and sorted. From so many on, all complaints are gone through in their order until
enough are found: a fifth of the time where a word is in each of 300,000."""


def complaints_of(connection: sqlite3.Connection, rows: Iterable[tuple[object, ...]]) -> Iterator[Complaint]:
    """Make complaints of rows of `SELECT`, page by page, each with what stands beside it."""
    rows = iter(rows)
    size = _FIRST_PAGE  # Who wants few needn't wait for many.
    while page := [complaint_of(row) for row in islice(rows, size)]:
        _link(connection, page)
        _end(connection, page)
        yield from page
        size = PAGE


def _link(connection: sqlite3.Connection, page: list[Complaint]) -> None:
    """Give complaints the tickets that they are linked to, looked up at once.

    In the order of the tickets, not of our own numbers, so that a desk taken from an export has the same.
    """
    links: dict[int, list[tuple[int, int, str]]] = {}
    for number, *ticket in connection.execute(_LINKS.format(marks(len(page))), [each.id for each in page]):
        links.setdefault(number, []).append(tuple(ticket))
    for complaint in page if links else ():
        if complaint.id in links:
            vars(complaint)["linked"] = tuple(ticket for _day, _number, ticket in sorted(links[complaint.id]))


def _end(connection: sqlite3.Connection, page: list[Complaint]) -> None:
    """Give complaints that were promised to be done by a time when that clock stopped, looked up at once."""
    promised = {each.id: each for each in page if each.due_at is not None}
    if promised:
        for number, at in connection.execute(_ENDED.format(marks(len(promised))), list(promised)):
            vars(promised[number])["ended_at"] = at


def one(connection: sqlite3.Connection, condition: str, values: tuple[object, ...]) -> Complaint | None:
    """Return the first complaint `c` of a condition."""
    row = connection.execute(SELECT + FROM + " WHERE " + condition, values).fetchone()
    return next(complaints_of(connection, [row] if row else []), None)


def by_id(connection: sqlite3.Connection, number: int) -> Complaint:
    """Return the complaint with the store's own number."""
    complaint = one(connection, "c.id = ?", (number,))
    if complaint is None:
        raise NotFoundError(_("no such ticket"))
    return complaint


def by_key(connection: sqlite3.Connection, key: str) -> Complaint | None:
    """Return the complaint that was logged under `--key`, also when its caller was erased since."""
    found = one(connection, "c.key = ?", (key,))
    if found is None:
        from aduan_cli.store.sqlite.salted_keys import of_erased

        number = of_erased(connection, [key]).get(key)
        found = None if number is None else by_id(connection, number)
    return found


def revision_of(connection: sqlite3.Connection, desk: str | None) -> str | None:
    """Return the name of the revision that a desk, by its folder, or anybody (None) accepted last."""
    if desk is None:
        row = connection.execute("SELECT name FROM revision ORDER BY id DESC LIMIT 1").fetchone()
    else:
        row = connection.execute("SELECT revision FROM desk WHERE folder = ?", (desk,)).fetchone()
    return row[0] if row else None


def resolve(connection: sqlite3.Connection, ref: TicketRef) -> Complaint | None:
    """Return the complaint of a ticket; without a date, that of the newest day that has the number.

    Raises `NotFoundError` when a check digit or a prefix does not fit: a number misheard is not mistaken.
    """
    if ref.day is None:
        found = one(connection, "c.number = ? ORDER BY c.day DESC LIMIT 1", (ref.number,))
    else:
        found = one(connection, "c.number = ? AND c.day = ?", (ref.number, ref.day))
    if found is None:
        return None
    refuse_misheard(ref, found.ticket, found.day)
    return found


@contextmanager
def at_one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Read all as it is now, while others write; a statement that is begun goes on with that.

    In a transaction that writes it is what that one sees.
    """
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")


def _helping(connection: sqlite3.Connection, query: Query) -> list[str]:
    """Return those of the units asked for that help anywhere: most don't, and a select for each takes its time."""
    units = dict(query.where).get("acting", ())
    return [unit for unit in dict.fromkeys(units) if connection.execute(_ANY_HELP, (unit,)).fetchone()]


def find(connection: sqlite3.Connection, query: Query) -> Iterator[Complaint]:
    """Yield complaints in the query's order; one that has two of the wanted phones, or two helpers, comes once."""
    return complaints_of(connection, _rows(connection, query))


def _rows(connection: sqlite3.Connection, query: Query) -> Iterator[tuple[object, ...]]:
    left = -1 if query.limit is None else query.limit
    last = None
    with at_one_moment(connection):
        found = connection.execute(*select(query, _helping(connection, query)))
    for row in found:
        if left == 0:
            break
        if row[0] != last:
            last = row[0]
            left -= 1
            yield row


def nearby(connection: sqlite3.Connection, at: int, shared: Sequence[Shared]) -> list[Complaint]:
    """Return the complaints nearest to a moment that have something in common; see `ports.Cases`."""
    return list(complaints_of(connection, connection.execute(*near(at, shared)))) if shared else []


def count(connection: sqlite3.Connection, query: Query) -> int:
    """Return how many complaints fit."""
    with at_one_moment(connection):
        return sum(_count(connection, group) for group in groups(query, _helping(connection, query)))


def _count(connection: sqlite3.Connection, group: list[Branch]) -> int:
    """Return how many complaints some branches have; UNION leaves out what is in two."""
    if len(group) == 1:
        text = group[0].text("SELECT count(*)")
    else:
        text = f"SELECT count(*) FROM ({' UNION '.join(branch.text('SELECT c.id') for branch in group)})"
    values = [value for branch in group for value in branch.values]
    return int(connection.execute(text, values).fetchone()[0])


def search(connection: sqlite3.Connection, words: str, limit: int | None) -> Iterator[Complaint]:
    """Yield complaints that contain the words, the newest reported first, however late they were logged."""
    expression = fts_expression(words)
    if not expression:
        return
    few = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM complaint_fts WHERE complaint_fts MATCH ? LIMIT ?)", (expression, _MANY)
    )
    are_few = few.fetchone()[0] < _MANY or _is_older(connection)
    found = _FEW_FOUND if are_few else _MANY_FOUND
    order = " ORDER BY c.reported_at DESC, c.id DESC LIMIT ?"
    rows = connection.execute(SELECT + found + order, (expression, -1 if limit is None else limit))
    yield from complaints_of(connection, rows)


def _is_older(connection: sqlite3.Connection) -> bool:
    """Say whether complaints are read through a view, which has no index of its own: see `older_schema`."""
    return connection.execute("SELECT 1 FROM temp.sqlite_master LIMIT 1").fetchone() is not None


def search_count(connection: sqlite3.Connection, words: str) -> int:
    """Return how many complaints contain the words."""
    expression = fts_expression(words)
    if not expression:
        return 0
    text = "SELECT count(*) FROM complaint_fts WHERE complaint_fts MATCH ?"
    return int(connection.execute(text, (expression,)).fetchone()[0])


def pending(connection: sqlite3.Connection, limit: int, after: tuple[int, int] | None) -> list[Complaint]:
    """Return a page of what waits for a decision, oldest first: what comes `after` a moment and number."""
    beyond = " AND (c.reported_at, c.id) > (?, ?)" if after else ""
    order = " ORDER BY c.reported_at, c.id LIMIT ?"
    rows = connection.execute(SELECT + FROM + " WHERE c.status = 'new'" + beyond + order, (*(after or ()), limit))
    return list(complaints_of(connection, rows))


def awaiting_callback(connection: sqlite3.Connection, limit: int | None) -> Iterator[Complaint]:
    """Yield the complaints whose caller waits to be rung, the longest waiting first."""
    rows = connection.execute(
        f"{SELECT}{FROM}{_OWED} ORDER BY c.owed_since, c.id LIMIT ?", (-1 if limit is None else limit,)
    )
    yield from complaints_of(connection, rows)


def count_awaiting_callback(connection: sqlite3.Connection) -> int:
    """Return how many callers wait to be rung."""
    return int(connection.execute(f"SELECT count(*){FROM}{_OWED}").fetchone()[0])


def merged(connection: sqlite3.Connection, ticket: str) -> list[Complaint]:
    """Return what is merged into a complaint, in the order in which it was logged."""
    rows = connection.execute(f"{SELECT}{FROM} WHERE c.merged_into = ? ORDER BY c.id", (ticket,))
    return list(complaints_of(connection, rows))


def units(connection: sqlite3.Connection) -> list[str]:
    """Return the units that lead or help: a seek in an index for each, from one to the next."""
    leading, helping = "FROM complaint c WHERE", f"FROM assignment a WHERE {HELPS} AND"
    found = {unit for each in (leading, helping) for (unit,) in connection.execute(_each_unit(each))}
    return sorted(found)


def _each_unit(source: str) -> str:
    """Return the SQL of the units of a table, each once."""
    return (
        f"WITH RECURSIVE at (unit) AS (SELECT min(unit) {source} unit IS NOT NULL UNION ALL"
        f" SELECT (SELECT min(unit) {source} unit > at.unit) FROM at WHERE at.unit IS NOT NULL)"
        " SELECT unit FROM at WHERE unit IS NOT NULL"
    )


STATES = "SELECT status, count(*) FROM complaint WHERE unit = ? GROUP BY status"
"""The index of unit and state says it alone."""


def states(connection: sqlite3.Connection, units: Sequence[str]) -> dict[str, int]:
    """Return how many complaints some units lead, by state."""
    counts: dict[str, int] = {}
    for unit in dict.fromkeys(units):
        for status, count in connection.execute(STATES, (unit,)):
            counts[status] = counts.get(status, 0) + count
    return counts


def filed(connection: sqlite3.Connection) -> list[Filed]:
    """Return where the open complaints are, by unit, category, state and step."""
    from aduan_cli.stored import Filed

    rows = connection.execute(
        "SELECT unit, category, status, step, count(*) FROM complaint WHERE open = 1 AND unit IS NOT NULL"
        " GROUP BY unit, category, status, step ORDER BY unit, category, status, step"
    )
    return [Filed(*row) for row in rows]


def decided(connection: sqlite3.Connection) -> list[DecisionCount]:
    """Return how many complaints each step and rule decided, by category."""
    from aduan_cli.stored import DecisionCount

    rows = connection.execute(
        "SELECT step, rule, category, count(*) FROM complaint GROUP BY step, rule, category ORDER BY 4 DESC, 1, 2, 3"
    )
    return [DecisionCount(*row) for row in rows]


def assignments(connection: sqlite3.Connection, complaint_id: int) -> list[Assignment]:
    """Return who must act on a complaint, and how far each unit is; the lead first."""
    from aduan_cli.complaint.assignments import Assignment

    return [Assignment(*row) for row in connection.execute(_ACTING, (complaint_id,))]


def clocks(connection: sqlite3.Connection, complaint_id: int) -> list[Run]:
    """Return the clocks of a complaint."""
    from aduan_cli.store.sqlite import clocks

    return clocks.clocks(connection, complaint_id)
