"""Which new complaints are there already: by the key of a call, by that of an import, by a ticket brought along."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.fields import FIELDS, STORED
from aduan_cli.store.common.rows import NAMELESS, Names, row_of
from aduan_cli.stored import CHANGED, KNOWN, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_BY_NUMBER = f"SELECT {', '.join(STORED)} FROM complaint WHERE number = ? AND day = ?"
_ERASED = "SELECT 1 FROM erased e JOIN complaint c ON c.id = e.complaint_id WHERE c.number = ? AND c.day = ?"
_KEPT_BY_STORE = {"version", "sources", "due_at", "incident", *(field.name for field in FIELDS if field.json is None)}
"""What no export tells of a complaint, or tells otherwise."""


class AlreadyThere:
    """Finds complaints that are there already: by `--key`, by import key, by a ticket brought along.

    What was erased since is known whatever it said: nothing of it comes back.
    """

    def __init__(self, connection: sqlite3.Connection, complaints: Sequence[Complaint]) -> None:
        self._connection = connection
        self._names = _salted_names(connection, complaints)
        self._keys = self._existing("key", "text", [c.key for c in complaints if c.key])
        self._imported = self._existing(
            "import_key", "content_hash", [key for key, _content in self._names.values() if key]
        )
        self._erased = _erased_keys(connection, [c.key for c in complaints if c.key and c.key not in self._keys])
        self._tickets = any(c.number for c in complaints)
        self._fresh: dict[tuple[int, int], tuple[Any, ...]] = {}

    def _existing(self, column: str, told_by: str, values: list[str]) -> dict[str, tuple[Any, ...]]:
        """Return by each value that is there its ticket and the column that tells a changed record."""
        found: dict[str, tuple[object, ...]] = {}
        for start in range(0, len(values), 500):
            part = values[start : start + 500]
            marks = ",".join("?" * len(part))
            rows = self._connection.execute(
                f"SELECT {column}, ticket, {told_by} FROM complaint WHERE {column} IN ({marks})",
                part,
            )
            found.update((row[0], row[1:]) for row in rows)
        return found

    def names(self, complaint: Complaint) -> Names:
        """Return the key and the content of a record as they are stored."""
        return self._names.get(id(complaint), NAMELESS)

    def find(self, complaint: Complaint) -> Outcome | None:
        key, content = self.names(complaint)
        if key and key in self._imported:
            ticket, there = self._imported[key]
            return Outcome(ticket, KNOWN if there in (content, None) else CHANGED)
        if complaint.number:
            number = self._by_number(complaint)
            if number is not None:
                return number
        if complaint.key and complaint.key in self._erased:
            return Outcome(self._erased[complaint.key], KNOWN)
        if complaint.key and complaint.key in self._keys:
            ticket, text = self._keys[complaint.key]
            # A call that repeats its key is a no-op; a record of a file that says something else must be told.
            imported = complaint.import_key or complaint.number
            return Outcome(ticket, CHANGED if imported and text != complaint.text else KNOWN)
        return None

    def _by_number(self, complaint: Complaint) -> Outcome | None:
        number = (complaint.number, complaint.day)
        row = self._fresh.get(number) or self._connection.execute(_BY_NUMBER, number).fetchone()
        if row is None:
            return None
        mine = row_of(complaint)[1:-1]
        same = is_erased(self._connection, complaint) or all(
            there == here for name, there, here in zip(STORED, row, mine, strict=True) if name not in _KEPT_BY_STORE
        )
        return Outcome(row[0], KNOWN if same else CHANGED)

    def add(self, complaint: Complaint, names: Names) -> None:
        """Know a complaint that is new, with its key and its content as they are stored."""
        if complaint.key:
            self._keys[complaint.key] = (complaint.ticket, complaint.text)
        key, content = self._names[id(complaint)] = names
        if key:
            self._imported[key] = (complaint.ticket, content)
        if self._tickets:
            self._fresh[complaint.number, complaint.day] = row_of(complaint)[1:-1]


def _salted_names(connection: sqlite3.Connection, complaints: Sequence[Complaint]) -> dict[int, Names]:
    """Return by the identity of each record of an import its key and its content as they are stored."""
    records = [complaint for complaint in complaints if complaint.import_key]
    if not records:
        return {}
    from aduan_cli.store.sqlite.salted_keys import salting_of

    salted = salting_of(connection, len(records))
    return {id(c): (salted(c.import_key or ""), salted(c.content_hash or "")) for c in records}


def _erased_keys(connection: sqlite3.Connection, keys: list[str]) -> dict[str, str]:
    """Return by each key that an erased complaint was logged under its ticket."""
    if not keys:
        return {}
    from aduan_cli.store.sqlite.salted_keys import of_erased

    ticket = "SELECT ticket FROM complaint WHERE id = ?"
    return {
        key: connection.execute(ticket, (number,)).fetchone()[0] for key, number in of_erased(connection, keys).items()
    }


def is_erased(connection: sqlite3.Connection, complaint: Complaint) -> bool:
    """Say whether a complaint was erased, by its number and day."""
    return connection.execute(_ERASED, (complaint.number, complaint.day)).fetchone() is not None
