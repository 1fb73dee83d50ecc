"""Accepted revisions of the rule files, with their texts: what `why` explains an old decision from.

A revision's texts are kept once. Each acceptance is an event of the desk (`rules_accepted`); a store that an
older version made has revisions without one, and the row itself then says when and by whom.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence

from aduan_cli.complaint.events import RULES_ACCEPTED
from aduan_cli.errors import NotAllowedError
from aduan_cli.i18n import _
from aduan_cli.model import ANY_REVISION
from aduan_cli.storable import storable
from aduan_cli.store.common.acceptances import acceptances as of_events
from aduan_cli.store.common.acceptances import accepting, changed, last_of
from aduan_cli.store.common.kept_texts import KEPT, hash_of, parted, whole
from aduan_cli.store.sqlite import cases
from aduan_cli.store.sqlite.steps import note_event
from aduan_cli.stored import Acceptance, Written

_ACCEPTED = (
    "SELECT body FROM event WHERE complaint_id IS NULL"
    f""" AND instr(body, '"type":"{RULES_ACCEPTED}"') ORDER BY id DESC"""
)
_OF_DESK = "SELECT body FROM event WHERE complaint_id IS NULL ORDER BY id"
# A text that was changed meanwhile is again what its hash says.
_KEEP = "INSERT INTO file_text (hash, text) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET text = excluded.text"


def last(connection: sqlite3.Connection, desk: str | None = None) -> str | None:
    """Return the name of the revision that a desk accepted last; None when there is none.

    A desk that isn't known here takes over what was accepted before it, unless that is another desk's: see `others`.
    Without a desk it is the last of all.
    """
    found = None if desk is None else cases.revision_of(connection, desk)
    if found is not None or (desk is not None and others(connection, desk)):
        return found
    return cases.revision_of(connection, None)


def others(connection: sqlite3.Connection, desk: str) -> list[str]:
    """Return the folders of other desks that have their calls here too.

    A desk that was moved is none, nor is the one that a folder with its data was copied from.
    """
    # As bytes, for a folder's name need not be UTF-8; `desk` is such that it can be stored.
    name = connection.execute("SELECT CAST(file AS BLOB) FROM pragma_database_list").fetchone()[0] or b""
    file = storable(os.fsdecode(name))
    if file.startswith(desk.rstrip(os.sep) + os.sep):
        return []
    folders = [folder for (folder,) in connection.execute("SELECT folder FROM desk ORDER BY folder")]
    return [folder for folder in folders if folder != desk and os.path.isdir(folder)]


def accept(
    connection: sqlite3.Connection,
    name: str,
    texts: dict[str, str],
    actor: str | None,
    at: int,
    over: str | None = ANY_REVISION,
    desk: str | None = None,
    written: Sequence[Written] = (),
    noticed: bool = False,
) -> bool:
    """Keep a revision; one that comes back becomes the last again. False when it is the desk's last already.

    Raises `NotAllowedError` when the revision accepted last is not `over`: somebody else was faster.
    """
    before = last(connection, desk)
    if before != name and over not in (ANY_REVISION, before):
        raise NotAllowedError(_("somebody else has just accepted other rules; look at them again"))
    if desk is not None:
        connection.execute("INSERT OR REPLACE INTO desk (folder, revision) VALUES (?, ?)", (desk, name))
    if before == name:
        if not noticed:
            connection.executemany(_KEEP, [(hash_of(text), text) for text in texts.values()])
        return False
    old = hashes(connection, before) if before else {}
    connection.execute(
        "DELETE FROM revision_file WHERE revision_id = (SELECT id FROM revision WHERE name = ?)", (name,)
    )
    connection.execute("DELETE FROM revision WHERE name = ?", (name,))
    number = connection.execute(
        "INSERT INTO revision (name, accepted_at, actor) VALUES (?, ?, ?)", (name, at, actor)
    ).lastrowid
    for path, text in texts.items():
        hashed = hash_of(text)
        connection.execute(_KEEP, (hashed, text))
        connection.execute(
            "INSERT INTO revision_file (revision_id, path, hash) VALUES (?, ?, ?)", (number, path, hashed)
        )
    files = changed(old, hashes(connection, name))
    data = accepting(name, before, files, desk, noticed, written)
    note_event(connection, RULES_ACCEPTED, actor, at, data)
    return True


def hashes(connection: sqlite3.Connection, name: str) -> dict[str, str]:
    """Return path → SHA-256 of each text of a revision."""
    rows = connection.execute(
        "SELECT f.path, f.hash FROM revision r JOIN revision_file f ON f.revision_id = r.id WHERE r.name = ?", (name,)
    )
    return dict(rows.fetchall())


def files(connection: sqlite3.Connection, name: str) -> dict[str, str]:
    """Return path → text of one revision. Raises `StoreError` for a text that its hash doesn't fit."""
    return whole(connection.execute(f"{KEPT} WHERE r.name = ? ORDER BY f.path", (name,)))


def accepted(connection: sqlite3.Connection, desk: str | None = None) -> dict[str, str]:
    """Return path → text of the revision that a desk accepted last."""
    name = last(connection, desk)
    return files(connection, name) if name else {}


def accepted_parted(connection: sqlite3.Connection, desk: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """Return of the revision accepted last path → text of what is whole, and path → hash of what isn't."""
    return parted(connection.execute(f"{KEPT} WHERE r.name = ? ORDER BY f.path", (last(connection, desk) or "",)))


def last_by_events(connection: sqlite3.Connection, desk: str) -> str | None:
    """Return the revision that a desk accepted last by its events, where its row says another; None: they agree."""
    for _try in range(2):  # Somebody may accept between the two looks.
        row = cases.revision_of(connection, desk)
        told = _last_accepted(connection, desk)
        if row is None or told in (None, row):
            return None
    return told


def _last_accepted(connection: sqlite3.Connection, desk: str) -> str | None:
    return last_of((body for (body,) in connection.execute(_ACCEPTED)), desk)


def acceptances(connection: sqlite3.Connection) -> list[Acceptance]:
    """Return when which revision was accepted, the last one first."""
    bodies = (body for (body,) in connection.execute(_OF_DESK))
    rows = connection.execute("SELECT name, accepted_at, actor FROM revision ORDER BY id").fetchall()
    return of_events(bodies, rows, lambda name: hashes(connection, name))
