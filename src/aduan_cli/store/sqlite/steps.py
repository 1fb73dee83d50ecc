"""Verbs that write. Each runs inside one transaction that `connection.py` has begun with `BEGIN IMMEDIATE`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from types import ModuleType

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import LINKED, UNLINKED
from aduan_cli.complaint.fields import STRUCTURED
from aduan_cli.complaint.moves import FINAL
from aduan_cli.complaint.step import Step, brings_words
from aduan_cli.phones import phone_keys
from aduan_cli.store.common.chain import START, Chain, EventRow
from aduan_cli.store.common.event_bodies import changed, event_body, logged, private_of
from aduan_cli.store.common.numbers import Numbers
from aduan_cli.store.common.rows import COLUMNS, Names, encode, row_of
from aduan_cli.store.sqlite.already_there import AlreadyThere, is_erased
from aduan_cli.store.sqlite.last_numbers import SET_LAST, last_number
from aduan_cli.stored import CONFLICT, DONE, FORGOTTEN, TAKEN, Outcome
from aduan_cli.tickets import MOST_DIGITS, make_ticket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.complaint.clocks import Run
    from aduan_cli.store.common.encoded import First
    from aduan_cli.store.sqlite.posts import Telling

    _New = tuple[Step, Complaint, tuple[str, ...], Names, First | None]
    """A step that takes a complaint, that as it is stored, what it is linked with, and what of it was written ahead."""


_ASSIGN = (
    "INSERT INTO assignment (complaint_id, unit, role, status, assigned_at, reported_at, complaint_status)"
    " SELECT ?1, ?2, ?3, ?4, ?5, c.reported_at, c.status FROM complaint c WHERE c.id = ?1"
)
_FOLLOW = (
    "UPDATE assignment SET (reported_at, complaint_status) = (SELECT c.reported_at, c.status FROM complaint c"
    " WHERE c.id = ?1) WHERE complaint_id = ?1"
)
"""What an assignment has of its complaint for the indexes, as it is there now."""
_HELD = "SELECT 1 FROM assignment WHERE complaint_id = ? AND unit = ? AND role = ? AND ended_at IS NULL"
_END = "UPDATE assignment SET ended_at = ? WHERE complaint_id = ? AND unit = ? AND role = ? AND ended_at IS NULL"
_MOVE = "UPDATE assignment SET status = ? WHERE complaint_id = ? AND unit = ? AND role = ? AND ended_at IS NULL"
_LINK = "INSERT OR IGNORE INTO link (complaint_id, other_id) VALUES (?, ?)"
_UNLINK = "DELETE FROM link WHERE complaint_id = ? AND other_id = ?"
_RENAME = "UPDATE assignment SET unit = ? WHERE complaint_id = ? AND unit = ? AND ended_at IS NULL"


def last_hash(connection: sqlite3.Connection) -> bytes:
    """Return the hash that the next event stands on."""
    row = connection.execute("SELECT hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
    return row[0] if row else START


def commit(connection: sqlite3.Connection, steps: Sequence[Step], together: bool = False) -> list[Outcome]:
    """Write steps, each wholly or, where it is a conflict, not at all; return what became of each, in their order.

    `together`: none of them, where one is not written.
    """
    if together:
        connection.execute("SAVEPOINT together")
        outcomes = commit(connection, steps)
        lost = next((one for one in outcomes if one.state in (CONFLICT, FORGOTTEN)), None)
        if lost is not None:
            connection.execute("ROLLBACK TO together")
            outcomes = [lost] * len(steps)
        connection.execute("RELEASE together")
        return outcomes
    new = iter(_take(connection, [step for step in steps if step.is_new]))
    chain = Chain(last_hash(connection))
    return [next(new) if step.is_new else _change(connection, step, chain) for step in steps]


def _take(connection: sqlite3.Connection, steps: Sequence[Step]) -> list[Outcome]:
    """Store new complaints. `ticket` holds the prefix, or a whole ticket with `number` set (own exports)."""
    if not steps:
        return []
    numbers = Numbers(lambda day: last_number(connection, day))
    next_id = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM complaint").fetchone()[0]
    known = AlreadyThere(connection, [step.complaint for step in steps])
    outcome: list[Outcome] = []
    fresh: list[_New] = []
    leading = ""
    for step in steps:
        complaint = step.complaint
        links = (*step.links, leading) if step.beside else step.links
        there = known.find(complaint)
        if there is not None:
            outcome.append(there)
            leading = leading if step.beside else there.ticket
            continue
        if complaint.number:
            numbers.keep(complaint.day, complaint.number)
            stored = copy_of(complaint, id=next_id)
        else:
            number = numbers.give(complaint.day)
            ticket = make_ticket(complaint.ticket, complaint.day, number)
            stored = copy_of(complaint, id=next_id, number=number, ticket=ticket)
        next_id += 1
        leading = leading if step.beside else stored.ticket
        names = known.names(complaint)
        known.add(stored, names)
        fresh.append((step, stored, links, names, _encoded().written(step, stored.ticket) if step.encoded else None))
        outcome.append(Outcome(stored.ticket, TAKEN, stored))
    if fresh:
        _insert(connection, fresh)
        connection.executemany(SET_LAST, numbers.last.items())
    return outcome


def foresee(connection: sqlite3.Connection, complaints: Sequence[Complaint]) -> list[Outcome]:
    """Return what `take` would say. Nothing is written, the complaints stay as they are."""
    known = AlreadyThere(connection, complaints)
    outcome: list[Outcome] = []
    for complaint in complaints:
        there = known.find(complaint)
        if there is None:
            known.add(complaint, known.names(complaint))
        outcome.append(there or Outcome(complaint.ticket, TAKEN))
    return outcome


def _encoded() -> ModuleType:
    from aduan_cli.store.common import encoded

    return encoded


def _insert(connection: sqlite3.Connection, fresh: list[_New]) -> None:
    rows = [row_of(complaint, names, first and first[3]) for _step, complaint, _links, names, first in fresh]
    _insert_rows(connection, rows)
    # Not by a trigger: inside one, FTS5 writes its words out after every row, which doubles an import's time.
    connection.execute(
        "INSERT INTO complaint_fts (rowid, text, answer, address)"
        " SELECT id, text, answer, address FROM complaint WHERE id >= ?",
        (fresh[0][1].id,),
    )
    _append_telling(connection, *_event_rows(connection, fresh))
    connection.executemany(_ASSIGN, ((new[1].id, *one, new[0].at) for new in fresh for one in new[0].assignments.begun))
    _write_clocks(connection, [(new[1].id, run) for new in fresh for run in new[0].clocks])
    callers = [complaint for _step, complaint, *_rest in fresh if complaint.caller_phone]
    _insert_phones(
        connection, [(phone, c.reported_at, c.id) for c in callers for phone in phone_keys(c.caller_phone or "")]
    )


def _event_rows(connection: sqlite3.Connection, fresh: list[_New]) -> tuple[list[EventRow], list[Telling]]:
    """Return the rows of the events of new complaints, and what they tell."""
    chain = Chain(last_hash(connection), len(fresh))
    rows: list[EventRow] = []
    telling: list[Telling] = []
    for step, complaint, _links, _names, first in fresh:
        telling.append((len(rows), step.at, step.messages))
        if first is None:
            body = logged(complaint, bool(step.complaint.number))
            rows.append(chain.link(complaint.id, body, private_of(complaint)))
        else:
            rows.append(chain.append(complaint.id, *first[:3]))
        for type_, data in step.events:
            body, private = event_body(complaint.ticket, step.at, step.actor, type_, data)
            rows.append(chain.link(complaint.id, body, private))
    for step, complaint, links, *_rest in fresh:
        if links:
            rows += _linked(connection, chain, step._replace(complaint=complaint, links=links))
    return rows, telling


def _insert_rows(connection: sqlite3.Connection, rows: list[tuple[object, ...]]) -> None:
    """Insert rows of complaints, without columns of which none has anything: a None costs more than most texts."""
    filled = [at for at, values in enumerate(zip(*rows, strict=True)) if any(value is not None for value in values)]
    names, marks = ", ".join(COLUMNS[at] for at in filled), ", ".join("?" * len(filled))
    connection.executemany(f"INSERT INTO complaint ({names}) VALUES ({marks})", map(itemgetter(*filled), rows))


def _insert_phones(connection: sqlite3.Connection, rows: list[tuple[str, int, int]]) -> None:
    if rows:
        connection.executemany("INSERT OR IGNORE INTO phone VALUES (?, ?, ?)", rows)


def append(connection: sqlite3.Connection, rows: Iterable[tuple[object, ...]]) -> None:
    """Append rows of the table of events."""
    connection.executemany("INSERT INTO event (complaint_id, body, private, salt, hash) VALUES (?, ?, ?, ?, ?)", rows)


def _append_telling(connection: sqlite3.Connection, rows: list[EventRow], told: list[Telling]) -> None:
    """Append rows of the table of events, and queue what these tell."""
    append(connection, rows)
    if telling := [each for each in told if each[2]]:
        from aduan_cli.store.sqlite.posts import queue

        queue(connection, telling, rows)


def _linked(connection: sqlite3.Connection, chain: Chain, step: Step) -> Iterator[tuple[Any, ...]]:
    """Link both ways, or take links away, and yield the rows of the events that tell it, for each side that changes.

    A ticket that is not (yet) there is left out: its own record brings the link.
    """
    mine = step.complaint
    for type_, sql, ticket in (
        *((LINKED, _LINK, ticket) for ticket in step.links),
        *((UNLINKED, _UNLINK, ticket) for ticket in step.unlinks),
    ):
        row = connection.execute("SELECT id FROM complaint WHERE ticket = ? AND number = ?", (ticket, _number(ticket)))
        other = row.fetchone()
        if other is None or other[0] == mine.id:
            continue
        for (here, name), (there, to) in (
            ((mine.id, mine.ticket), (other[0], ticket)),
            ((other[0], ticket), (mine.id, mine.ticket)),
        ):
            if connection.execute(sql, (here, there)).rowcount:
                body, _none = event_body(name, step.at, step.actor, type_, {"to": to})
                yield chain.link(here, body, None)


def _number(ticket: str) -> int:
    """Return the number in what a record of a file says is a ticket; 0 where there is none."""
    number = "".join(ticket.split("-")[-2:-1])
    return int(number) if number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS else 0


def _change(connection: sqlite3.Connection, step: Step, chain: Chain) -> Outcome:
    """Write a step of a complaint that is there. The version goes up by one, unless no field changes."""
    complaint, columns = step.complaint, dict(step.changes)
    if brings_words(step) and is_erased(connection, complaint):
        return Outcome(complaint.ticket, FORGOTTEN)
    if columns and not _update(connection, complaint, columns):
        return Outcome(complaint.ticket, CONFLICT)
    rows: list[EventRow] = []
    telling: list[Telling] = [(0, step.at, step.messages)]
    for number, (type_, data) in enumerate(step.events):
        body, private = event_body(complaint.ticket, step.at, step.actor, type_, data)
        if columns and not number:
            changed(body, private, columns, complaint.version + 1, step.assignments.renamed)
        rows.append(chain.link(complaint.id, body, private))
    rows += _linked(connection, chain, step)
    if step.along is not None:
        from aduan_cli.store.sqlite.along import along

        telling += along(connection, chain, step, step.along, rows, _set)
    _append_telling(connection, rows, telling)
    if "caller_phone" in columns or "reported_at" in columns:
        _rephone(connection, complaint.id)
    if "status" in columns or "reported_at" in columns:
        connection.execute(_FOLLOW, (complaint.id,))
    _assign(connection, step)
    _write_clocks(connection, [(complaint.id, run) for run in step.clocks])
    return Outcome(complaint.ticket, DONE)


def _write_clocks(connection: sqlite3.Connection, found: list[tuple[int, Run]]) -> None:
    if found:
        from aduan_cli.store.sqlite.clocks import write

        write(connection, found)


def note_event(connection: sqlite3.Connection, type_: str, actor: str | None, at: int, data: dict[str, Any]) -> None:
    """Append an event of the desk itself. But for a reason, `data` can't be erased later: no names, no phones."""
    body, private = event_body(None, at, actor, type_, data)
    append(connection, [Chain(last_hash(connection)).link(None, body, private)])


def _update(connection: sqlite3.Connection, complaint: Complaint, columns: dict[str, Any]) -> bool:
    """Set columns of a complaint; False when it is no longer in the version that was read."""
    if "status" in columns:
        columns = {**columns, "open": 0 if columns["status"] in FINAL else 1}
    if columns.get("content_hash"):
        from aduan_cli.store.sqlite.salted_keys import salting_of

        columns = {**columns, "content_hash": salting_of(connection)(columns["content_hash"])}
    return _set(connection, complaint.id, complaint.version, columns)


def _set(connection: sqlite3.Connection, number: int, version: int, columns: dict[str, Any]) -> bool:
    """Set columns of a complaint by the store's own number; False when it is in another version."""
    names = ", ".join(f"{name} = ?" for name in columns)
    values = [(encode(value) if value else None) if name in STRUCTURED else value for name, value in columns.items()]
    done = connection.execute(
        f"UPDATE complaint SET {names}, version = version + 1 WHERE id = ? AND version = ?",
        (*values, number, version),
    )
    return done.rowcount == 1


def _rephone(connection: sqlite3.Connection, complaint_id: int) -> None:
    """Look the caller's numbers up again: a changed one is found by `--phone`, the old one no longer."""
    connection.execute("DELETE FROM phone WHERE complaint_id = ?", (complaint_id,))
    caller_phone, reported_at = connection.execute(
        "SELECT caller_phone, reported_at FROM complaint WHERE id = ?", (complaint_id,)
    ).fetchone()
    _insert_phones(connection, [(phone, reported_at, complaint_id) for phone in phone_keys(caller_phone)])


def _assign(connection: sqlite3.Connection, step: Step) -> None:
    """Write what changes of the assignments; what holds already, or ended already, stays as it is."""
    number, begun, ended, renamed, moved = step.complaint.id, *step.assignments
    connection.executemany(_END, ((step.at, number, unit, role) for unit, role in ended))
    connection.executemany(_RENAME, ((new, number, old) for old, new in renamed))
    connection.executemany(_MOVE, ((status, number, unit, role) for unit, role, status in moved))
    for one in begun:
        if connection.execute(_HELD, (number, one.unit, one.role)).fetchone() is None:
            connection.execute(_ASSIGN, (number, *one, step.at))
