"""Checking the chain of events: does every event still say what it said, after the one it followed?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from json import loads
from typing import NamedTuple

from aduan_cli.digest import sha256
from aduan_cli.store.chain import START, encoded


class Break(NamedTuple):
    """A place where the chain does not verify: the event's number and what is wrong there."""

    event: int
    what: str


def breaks(connection: sqlite3.Connection) -> Iterator[Break]:
    """Walk the whole chain and yield every place where it does not verify."""
    last, number = START, 0
    rows = connection.execute(
        "SELECT e.id, e.body, e.private, e.salt, e.hash, c.ticket FROM event e"
        " LEFT JOIN complaint c ON c.id = e.complaint_id ORDER BY e.id"
    )
    for number_found, body, private, salt, hashed, ticket in rows:
        number += 1
        if number_found != number:
            yield Break(number, "an event is missing")
            number = number_found
        if sha256(last + encoded(body)).digest() != hashed:
            yield Break(number, "the body or an event before it was changed")
        said = loads(body)
        if said.get("ticket") != ticket:
            yield Break(number, "the event belongs to another ticket")
        if private is not None and sha256((salt or b"") + encoded(private)).hexdigest() != said.get("private"):
            yield Break(number, "the wording or the caller's data was changed")
        last = hashed
