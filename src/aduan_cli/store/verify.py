"""Checking the chain of events: does every event still say what it said, after the one it followed?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from json import loads
from typing import Any, NamedTuple

from aduan_cli.complaint.events import ERASED
from aduan_cli.digest import sha256
from aduan_cli.store.chain import START, encoded


class Break(NamedTuple):
    """A place where the chain does not verify: the event's number and what is wrong there."""

    event: int
    what: str


def breaks(connection: sqlite3.Connection) -> Iterator[Break]:
    """Walk the whole chain and yield every place where it does not verify.

    The end of the chain is known to SQLite itself (`sqlite_sequence`), so that a last event that was deleted is
    missed too. All is read as it was at one moment, while others write.
    """
    connection.execute("BEGIN")
    try:
        yield from _breaks(connection)
    finally:
        connection.execute("COMMIT")


def _breaks(connection: sqlite3.Connection) -> Iterator[Break]:
    last, number = START, 0
    bare: dict[int, set[int]] = {}
    torn: dict[int, tuple[int | None, str]] = {}
    rows = connection.execute(
        "SELECT e.id, e.complaint_id, e.body, e.private, e.salt, e.hash, c.ticket FROM event e"
        " LEFT JOIN complaint c ON c.id = e.complaint_id ORDER BY e.id"
    )
    for number_found, complaint, body, private, salt, hashed, ticket in rows:
        number += 1
        if number_found != number:
            yield Break(number, "an event is missing")
            number = number_found
        said = _said(body)
        if sha256(last + encoded(body)).digest() != hashed:
            torn[number] = complaint, sha256(encoded(body)).hexdigest()
        elif said.get("type") == ERASED:
            _attest(torn, complaint, said)
        if said.get("ticket") != ticket:
            yield Break(number, "the event belongs to another ticket")
        if private is None and salt is None:
            if "private" in said:
                bare.setdefault(complaint, set()).add(number)
        elif private is None or sha256((salt or b"") + encoded(private)).hexdigest() != said.get("private"):
            yield Break(number, "the wording or the caller's data was changed")
        if said.get("type") == ERASED:
            bare.pop(complaint, None)
        last = hashed
    for number_torn in torn:
        yield Break(number_torn, "the body or an event before it was changed")
    for numbers in bare.values():
        for alone in sorted(numbers):
            yield Break(alone, "the wording or the caller's data was removed, and no erasure is recorded")
    for (end,) in connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'event'"):
        if end != number:
            yield Break(number + 1, "an event is missing")


def _attest(torn: dict[int, tuple[int | None, str]], complaint: int | None, said: dict[str, Any]) -> None:
    """Leave out the events of a complaint whose bodies an erasure replaced by what stands there now."""
    data = said.get("data")
    bodies = data.get("bodies") if isinstance(data, dict) else None
    for number, digest in bodies.items() if isinstance(bodies, dict) else ():
        if number.isdecimal() and torn.get(int(number)) == (complaint, digest):
            del torn[int(number)]


def _said(body: str) -> dict[str, Any]:
    try:
        said = loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
