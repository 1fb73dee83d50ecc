"""Verbs that read. What `list` and cron jobs ask has an index, so that its cost does not grow with the backlog."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from json import loads
from typing import TYPE_CHECKING, Any

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import LISTS, OBJECTS, STORED
from aduan_cli.errors import NotFoundError
from aduan_cli.stored import search_terms
from aduan_cli.tickets import TicketRef, check_digit

from ..i18n import _

if TYPE_CHECKING:
    from aduan_cli.complaint.history import Event
    from aduan_cli.stored import Filed, Query, Tally

_SELECT = "SELECT " + ", ".join(f"c.{name}" for name in ("id", *STORED))
_SELECT_BY_PHONE = _SELECT.replace("c.id", "p.complaint_id").replace("c.reported_at", "p.reported_at")
"""The same, by columns of `phone` where its index has them: SQLite then need not sort."""
_LISTS = tuple(name for name in LISTS if name in STORED)
_FROM = " FROM complaint c"
_FEW_FOUND = " FROM complaint_fts f CROSS JOIN complaint c ON c.id = f.rowid WHERE complaint_fts MATCH ?"
_MANY_FOUND = (
    " FROM complaint c INDEXED BY complaint_reported"
    " WHERE +c.id IN (SELECT rowid FROM complaint_fts WHERE complaint_fts MATCH ?)"
)
_LINKS = (
    "SELECT l.complaint_id, o.day, o.number, o.ticket FROM link l JOIN complaint o ON o.id = l.other_id"
    " WHERE l.complaint_id IN ({})"
)
_FIRST_PAGE, PAGE = 50, 500
"""Complaints whose links are looked up at once: of the first page, which a terminal may be waiting for, and others."""
_MANY = 2_000
"""What contains the words is fetched and sorted. From so many on, all complaints are gone through in their order until
enough are found: a fifth of the time where a word is in each of 300,000."""
_MOST_BRANCHES = 200
"""SQLite takes 500 selects in one; a filter of more values is looked up and sorted instead."""


def complaints_of(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> Iterator[Complaint]:
    """Make complaints of rows of `_SELECT`, page by page, each with the tickets that it is linked to."""
    rows = iter(rows)
    size = _FIRST_PAGE  # Who wants few needn't wait for many.
    while page := [_complaint(row) for row in islice(rows, size)]:
        _link(connection, page)
        yield from page
        size = PAGE


def _complaint(row: tuple[Any, ...]) -> Complaint:
    complaint = Complaint.__new__(Complaint)
    values = complaint.__dict__
    values.update(zip(STORED, row[1:], strict=True))
    values["id"], values["notes"] = row[0], ()
    for name in OBJECTS:
        values[name] = loads(values[name]) if values[name] else {}
    for name in _LISTS:
        values[name] = tuple(loads(values[name])) if values[name] else ()
    values["linked"] = ()
    return complaint


def _link(connection: sqlite3.Connection, page: list[Complaint]) -> None:
    """Give complaints the tickets that they are linked to, looked up at once.

    In the order of the tickets, not of our own numbers, so that a desk taken from an export has the same.
    """
    links: dict[int, list[tuple[int, int, str]]] = {}
    for number, *ticket in connection.execute(_LINKS.format(_marks(len(page))), [one.id for one in page]):
        links.setdefault(number, []).append(tuple(ticket))
    for complaint in page if links else ():
        if complaint.id in links:
            complaint.linked = tuple(ticket for _day, _number, ticket in sorted(links[complaint.id]))


def _one(connection: sqlite3.Connection, condition: str, values: tuple[Any, ...]) -> Complaint | None:
    row = connection.execute(_SELECT + _FROM + " WHERE " + condition, values).fetchone()
    return next(complaints_of(connection, [row] if row else []), None)


def by_id(connection: sqlite3.Connection, number: int) -> Complaint:
    """Return the complaint with the store's own number."""
    complaint = _one(connection, "c.id = ?", (number,))
    if complaint is None:
        raise NotFoundError(_("no such ticket"))
    return complaint


def by_key(connection: sqlite3.Connection, key: str) -> Complaint | None:
    """Return the complaint that was logged under `--key`, also when its caller was erased since."""
    found = _one(connection, "c.key = ?", (key,))
    if found is None:
        from aduan_cli.store.keys import of_erased

        number = of_erased(connection, [key]).get(key)
        found = None if number is None else by_id(connection, number)
    return found


def origin_of(connection: sqlite3.Connection, import_key: str) -> tuple[str | None, int | None] | None:
    """Return the file and the row of the complaint with an import key."""
    from aduan_cli.store.keys import salting_of

    row: tuple[str | None, int | None] | None = connection.execute(
        "SELECT source_file, source_row FROM complaint WHERE import_key = ?", (salting_of(connection)(import_key),)
    ).fetchone()
    return row


def contents_of(connection: sqlite3.Connection, import_keys: Sequence[str]) -> dict[str, str | None]:
    """Return by each of some import keys that a complaint has what tells its content, as `marks_of` makes it."""
    from aduan_cli.store.keys import salting_of

    salted = salting_of(connection)
    found: dict[str, str | None] = {}
    for start in range(0, len(import_keys), 500):
        part = {salted(key): key for key in import_keys[start : start + 500]}
        marks = ",".join("?" * len(part))
        select = f"SELECT import_key, content_hash FROM complaint WHERE import_key IN ({marks})"
        found.update((part[key], content) for key, content in connection.execute(select, list(part)))
    return found


def marks_of(connection: sqlite3.Connection, contents: Sequence[str]) -> list[str]:
    """Return digests of contents as they are stored."""
    from aduan_cli.store.keys import salting_of

    return [*map(salting_of(connection), contents)]


def has_imports(connection: sqlite3.Connection) -> bool:
    """Say whether records were imported at all."""
    return connection.execute("SELECT 1 FROM complaint WHERE import_key IS NOT NULL LIMIT 1").fetchone() is not None


def imported_from(connection: sqlite3.Connection, source_file: str, source_row: int) -> Complaint | None:
    """Return the complaint that came from a row of a file; of several the newest."""
    where = "c.source_file = ? AND c.source_row = ? ORDER BY c.id DESC LIMIT 1"
    return _one(connection, where, (source_file, source_row))


def has_older_imports(connection: sqlite3.Connection) -> bool:
    """Say whether records were imported before their keys compared what cells mean."""
    return connection.execute("SELECT 1 FROM older_imports LIMIT 1").fetchone() is not None


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
        found = _one(connection, "c.number = ? ORDER BY c.day DESC LIMIT 1", (ref.number,))
    else:
        found = _one(connection, "c.number = ? AND c.day = ?", (ref.number, ref.day))
    if found is None:
        return None
    wrong_check = ref.check is not None and check_digit(found.day, found.number) != ref.check
    wrong_prefix = ref.prefix is not None and not found.ticket.upper().startswith(ref.prefix.upper() + "-")
    if wrong_check or wrong_prefix:
        raise NotFoundError(
            _("no such ticket; the nearest is {ticket}: was a digit misheard?").format(ticket=found.ticket)
        )
    return found


class _Sql:
    """A query's SQL: branches, one for each value that has its own index range, merged in order."""

    def __init__(self, query: Query) -> None:
        self.query = query
        filters = {name: tuple(dict.fromkeys(values)) for name, values in query.where}
        self.by_phone = 1 <= len(filters.get("phone", ())) <= _MOST_BRANCHES
        self.driver: list[tuple[str, tuple[str, ...]]] = []
        if self.by_phone:
            self.driver = [("phone", filters.pop("phone"))]
        else:
            names = [name for name in ("unit", "status") if name in filters]
            several = [name for name, values in filters.items() if len(values) > 1 and name != "phone"]
            chosen = names if len(names) == 2 else several[:1]
            branches = 1
            for name in chosen:
                branches *= len(filters[name])
            if branches <= _MOST_BRANCHES:
                self.driver = [(name, filters.pop(name)) for name in chosen]
        self.rest = filters

    def branches(self) -> list[tuple[str, list[Any]]]:
        """Return (condition, values) of each branch. Only a complaint with several phones can be in two."""
        shared, shared_values = self._shared()
        names = [("p.phone" if name == "phone" else f"c.{name}") for name, _values in self.driver]
        found = []
        for combination in product(*(values for _name, values in self.driver)):
            parts = [f"{name} = ?" for name in names] + shared
            found.append((" AND ".join(parts) or "1", [*combination, *shared_values]))
        return found

    def repeats(self) -> int:
        """Return how many times one complaint may come, one after the other."""
        return len(self.driver[0][1]) if self.by_phone else 1

    def _shared(self) -> tuple[list[str], list[Any]]:
        parts: list[str] = []
        values: list[Any] = []
        # A plus keeps SQLite from choosing an index that would then have to sort.
        plus = "+" if self.driver else ""
        for name, wanted in self.rest.items():
            if name == "phone":
                parts.append(f"c.id IN ({_of_phones(len(wanted))})")
            elif len(wanted) == 1:
                parts.append(f"{plus}c.{name} = ?")
            else:
                parts.append(f"+c.{name} IN ({_marks(len(wanted))})")
            values += wanted
        parts += [f"{plus}c.{flag} = 1" for flag in self.query.flags]
        at = "p.reported_at" if self.by_phone else "c.reported_at"
        for bound, operator in ((self.query.since, ">="), (self.query.until, "<")):
            if bound is not None:
                parts.append(f"{at} {operator} ?")
                values.append(bound)
        return parts, values

    def select(self) -> str:
        return _SELECT_BY_PHONE if self.by_phone else _SELECT

    def source(self) -> str:
        return " FROM phone p JOIN complaint c ON c.id = p.complaint_id" if self.by_phone else _FROM


def _marks(count: int) -> str:
    return ",".join("?" * count)


def _of_phones(count: int) -> str:
    return f"SELECT complaint_id FROM phone WHERE phone IN ({_marks(count)})"


def select(query: Query) -> tuple[str, list[Any]]:
    """Return the SQL and the values of a query."""
    if query.sort != "reported_at":
        from aduan_cli.store.orders import select_in_order

        return select_in_order(query, _SELECT + _FROM)
    sql = _Sql(query)
    values: list[Any] = []
    texts = []
    for condition, given in sql.branches():
        texts.append(f"{sql.select()}{sql.source()} WHERE {condition}")
        values += given
    way = "ASC" if query.ascending else "DESC"
    text = " UNION ALL ".join(texts) + f" ORDER BY {_place(query.sort)} {way}, {_place('id')} {way}"
    if query.limit is not None:
        text += " LIMIT ?"
        values.append(query.limit * sql.repeats())
    return text, values


def _place(name: str) -> int:
    """Return the place of a column in the select: the one way of naming it that fits one select and several."""
    return 1 + ("id", *STORED).index(name)


def find(connection: sqlite3.Connection, query: Query) -> Iterator[Complaint]:
    """Yield complaints in the query's order; one that has two of the wanted phones comes once."""
    return complaints_of(connection, _rows(connection, query))


def _rows(connection: sqlite3.Connection, query: Query) -> Iterator[tuple[Any, ...]]:
    left = -1 if query.limit is None else query.limit
    last = None
    for row in connection.execute(*select(query)):
        if left == 0:
            break
        if row[0] != last:
            last = row[0]
            left -= 1
            yield row


def count(connection: sqlite3.Connection, query: Query) -> int:
    """Return how many complaints fit."""
    sql = _Sql(query)
    branches = sql.branches()
    if sql.repeats() > 1:
        # UNION leaves out what is in two branches.
        texts = [f"SELECT c.id{sql.source()} WHERE {condition}" for condition, _given in branches]
        values = [value for _condition, given in branches for value in given]
        return int(connection.execute(f"SELECT count(*) FROM ({' UNION '.join(texts)})", values).fetchone()[0])
    return sum(
        int(connection.execute(f"SELECT count(*){sql.source()} WHERE {condition}", values).fetchone()[0])
        for condition, values in branches
    )


def fts_expression(words: str) -> str:
    """Turn what a person types into an FTS5 expression; all of it must be there."""
    return " ".join(
        '"' + bare.replace("\0", " ") + '"' + ("*" if open_ended else "")
        for bare, open_ended in search_terms(words)
        if any(character.isalnum() for character in bare)
    )


def search(connection: sqlite3.Connection, words: str, limit: int | None) -> Iterator[Complaint]:
    """Yield complaints that contain the words, the newest reported first, however late they were logged."""
    expression = fts_expression(words)
    if not expression:
        return
    few = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM complaint_fts WHERE complaint_fts MATCH ? LIMIT ?)", (expression, _MANY)
    )
    found = _FEW_FOUND if few.fetchone()[0] < _MANY else _MANY_FOUND
    order = " ORDER BY c.reported_at DESC, c.id DESC LIMIT ?"
    rows = connection.execute(_SELECT + found + order, (expression, -1 if limit is None else limit))
    yield from complaints_of(connection, rows)


def search_count(connection: sqlite3.Connection, words: str) -> int:
    """Return how many complaints contain the words."""
    expression = fts_expression(words)
    if not expression:
        return 0
    text = "SELECT count(*) FROM complaint_fts WHERE complaint_fts MATCH ?"
    return int(connection.execute(text, (expression,)).fetchone()[0])


def pending(connection: sqlite3.Connection) -> Iterator[Complaint]:
    """Yield what waits for a decision, oldest first."""
    rows = connection.execute(_SELECT + _FROM + " WHERE c.status = 'new' ORDER BY c.reported_at, c.id").fetchall()
    # All at once: between two of them the store may be closed, for unit code to be started.
    yield from list(complaints_of(connection, rows))


def units(connection: sqlite3.Connection) -> list[str]:
    """Return the units that complaints are at: a seek in the index for each, from one to the next."""
    rows = connection.execute(
        "WITH RECURSIVE at (unit) AS (SELECT min(unit) FROM complaint UNION ALL"
        " SELECT (SELECT min(c.unit) FROM complaint c WHERE c.unit > at.unit) FROM at WHERE at.unit IS NOT NULL)"
        " SELECT unit FROM at WHERE unit IS NOT NULL"
    )
    return [unit for (unit,) in rows]


def filed(connection: sqlite3.Connection) -> list[Filed]:
    """Return where the open complaints are, by unit, category, state and step."""
    from aduan_cli.stored import Filed

    rows = connection.execute(
        "SELECT unit, category, status, step, count(*) FROM complaint WHERE open = 1 AND unit IS NOT NULL"
        " GROUP BY unit, category, status, step ORDER BY unit, category, status, step"
    )
    return [Filed(*row) for row in rows]


def decided(connection: sqlite3.Connection) -> list[Tally]:
    """Return how many complaints each step and rule decided, by category."""
    from aduan_cli.stored import Tally

    rows = connection.execute(
        "SELECT step, rule, category, count(*) FROM complaint GROUP BY step, rule, category ORDER BY 4 DESC, 1, 2, 3"
    )
    return [Tally(*row) for row in rows]


def events(connection: sqlite3.Connection, complaint_id: int) -> list[Event]:
    """Return a complaint's history, oldest first."""
    from aduan_cli.complaint.history import Event

    rows = connection.execute("SELECT id, body, private FROM event WHERE complaint_id = ? ORDER BY id", (complaint_id,))
    history = []
    for number, body, private in rows:
        said = loads(body)
        history.append(
            Event(
                number,
                said["at"],
                said["actor"],
                said["type"],
                said["data"],
                loads(private) if private else None,
            )
        )
    return history
