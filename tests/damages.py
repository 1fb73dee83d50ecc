"""Ten ways in which a desk's file is damaged behind its back, each with the place where `db verify` must tell of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple


class Damage(NamedTuple):
    """What is done to the file, to its n-th complaint; `{ticket}` and `{event}` of the place are that one's."""

    what: str
    statement: str
    place: str


DAMAGES = (
    Damage("another unit", "UPDATE complaint SET unit = 'lain' WHERE id = {n}", "{ticket}, unit"),
    Damage("other words", "UPDATE complaint SET text = text || ' dan lain' WHERE id = {n}", "{ticket}, text"),
    Damage("an event that says otherwise", "UPDATE event SET body = replace(body, 'phone', 'mail') WHERE id = {event}",
        "event {event}"),
    Damage("other words beside an event", "UPDATE event SET private = replace(private, 'Jl', 'Gg') WHERE id = {event}",
        "event {event}"),
    Damage("an event that is gone", "DELETE FROM event WHERE id = {event}", "event {event}"),
    Damage("a phone that is gone", "DELETE FROM phone WHERE complaint_id = {n}", "{ticket}, phone"),
    Damage("a unit that must act", "INSERT INTO assignment (complaint_id, unit, role, status, assigned_at)"
        " VALUES ({n}, 'lain', 'support', 'routed', 1)", "{ticket}, assignment"),
    Damage("a call that is gone", "DELETE FROM complaint WHERE id = {n}", "{ticket}, complaint"),
    Damage("words by which it is found", "INSERT INTO complaint_fts (rowid, text) VALUES ({n}, 'lain')",
        "{ticket}, words"),
    Damage("an index that is gone", "DROP INDEX complaint_open", "index complaint_open"),
)  # fmt: skip
_EVENT = "SELECT ticket, (SELECT min(id) FROM event WHERE complaint_id = complaint.id) FROM complaint WHERE id = ?"


def damage(store: Path) -> dict[str, str]:
    """Do all of it, each to another complaint, some way apart; return what was done, and where it must be told."""
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        (count,) = connection.execute("SELECT max(id) FROM complaint").fetchone()
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        connection.execute("BEGIN IMMEDIATE")
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        places = dict(_done(connection, count))
        for _name, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")
    return places


def _done(connection: sqlite3.Connection, count: int) -> Iterator[tuple[str, str]]:
    for number, (what, statement, place) in enumerate(DAMAGES, 1):
        n = count * number // (len(DAMAGES) + 1)
        ticket, event = connection.execute(_EVENT, (n,)).fetchone()
        connection.execute(statement.format(n=n, event=event))
        yield what, place.format(ticket=ticket, event=event)
