"""Erasing a person: everything that was said or belongs to them goes, and the chain of events still verifies."""

from __future__ import annotations

import sqlite3
import time

from aduan_cli.complaint.attachments import files_of
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ERASED
from aduan_cli.complaint.fields import PRIVATE
from aduan_cli.complaint.step import changing
from aduan_cli.digest import sha256
from aduan_cli.errors import StoreError
from aduan_cli.i18n import _
from aduan_cli.store.common.chain import canonical, encoded
from aduan_cli.store.common.event_objects import event_object
from aduan_cli.store.sqlite.cases import resolve
from aduan_cli.store.sqlite.connection import Connection
from aduan_cli.store.sqlite.history import events
from aduan_cli.store.sqlite.migrations import EVENTS_STAY
from aduan_cli.store.sqlite.salted_keys import salting_of
from aduan_cli.store.sqlite.steps import commit
from aduan_cli.stored import Erased
from aduan_cli.tickets import not_found, parse_ticket

_ERASED = (
    "INSERT INTO erased (complaint_id, key) VALUES (?, ?) ON CONFLICT (complaint_id) DO UPDATE SET key = excluded.key"
)
OF_CALLER = "UPDATE outbox SET error = NULL WHERE complaint_id = ? AND unit GLOB '@*'"
"""What a server said of a caller's address; see `agreements.TO_CALLER`."""
_KEY = "SELECT key FROM erased WHERE complaint_id = ?"


def erase_in(
    file: Connection, there: Complaint | None, ticket: str, actor: str | None, at: int | None, reason: str | None
) -> Erased:
    """Erase a complaint's person from a file, its log with it; `there` is the complaint, if there is one.

    Raises `NotFoundError` before a file is made, `StoreError` where another program still reads older pages.
    """
    if there is None:
        raise not_found(ticket)
    erased = file.write(lambda connection: erase(connection, ticket, actor, at, reason))
    try:
        busy = file.open(write=True).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        what = _("{path}: erased, but what was there may still be in the log beside it ({reason}); erase again")
        raise StoreError(what.format(path=file.path, reason=error)) from error
    if busy:
        what = _("{path}: erased, but another program still reads older pages; erase again when it has ended")
        raise StoreError(what.format(path=file.path))
    return erased


def erase(
    connection: sqlite3.Connection,
    ticket: str,
    actor: str | None,
    at: int | None,
    reason: str | None,
    tidy: bool = True,
) -> Erased:
    """Erase the person and the wording everywhere; digests in the chain stay and still verify.

    Not `tidy`: the index of words still has what went until it is merged.
    """
    complaint = resolve(connection, parse_ticket(ticket))
    if complaint is None:
        raise not_found(ticket)
    if complaint.key:
        connection.execute(_ERASED, (complaint.id, salting_of(connection)(complaint.key)))
    else:
        connection.execute("INSERT OR IGNORE INTO erased (complaint_id) VALUES (?)", (complaint.id,))
    columns = {"text": "", **{name: None for name in (*PRIVATE, "content_hash") if name != "text"}}
    bodies = _without_keys(connection, complaint.id)
    data: dict[str, object] = {"key_digest": connection.execute(_KEY, (complaint.id,)).fetchone()[0]}
    if reason:
        data["why"] = reason
    if bodies:
        data["bodies"] = {number: sha256(encoded(body)).hexdigest() for number, body in bodies.items()}
    commit(connection, [changing(complaint, columns, ERASED, data, actor, int(time.time()) if at is None else at)])
    _replace(connection, bodies)
    connection.execute(OF_CALLER, (complaint.id,))
    connection.execute("UPDATE event SET private = NULL, salt = NULL WHERE complaint_id = ?", (complaint.id,))
    if tidy:  # An index of words keeps what was deleted until its parts are merged.
        connection.execute("INSERT INTO complaint_fts (complaint_fts) VALUES ('optimize')")
    files = tuple(file._replace(name=None) for file in files_of(events(connection, complaint.id)))
    return Erased(complaint.ticket, complaint.linked, complaint.source_file, complaint.source_row, files)


def _without_keys(connection: sqlite3.Connection, complaint: int) -> dict[int, str]:
    """Return by their numbers the bodies, without the key, of events of an older version, which had it there."""
    found = {}
    for number, body in connection.execute("SELECT id, body FROM event WHERE complaint_id = ?", (complaint,)):
        said = event_object(number, body)
        if said["data"].pop("key", None):
            found[number] = canonical(said)
    return found


def _replace(connection: sqlite3.Connection, bodies: dict[int, str]) -> None:
    """Replace bodies of events. Their hashes stay; what stands there now is attested by the event that erased."""
    if bodies:
        connection.execute("DROP TRIGGER event_no_change")
        connection.executemany("UPDATE event SET body = ? WHERE id = ?", [(body, n) for n, body in bodies.items()])
        connection.execute(EVENTS_STAY)
