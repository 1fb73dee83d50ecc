"""Accepted revisions of the rule files, with their texts: what `why` explains an old decision from."""

from __future__ import annotations

import sqlite3

from aduan_cli.digest import sha256
from aduan_cli.store.chain import encoded


def is_kept(connection: sqlite3.Connection, name: str) -> bool:
    """Say whether a revision is kept and is the one accepted last."""
    row = connection.execute("SELECT name FROM revision ORDER BY id DESC LIMIT 1").fetchone()
    return row is not None and row[0] == name


def accept(connection: sqlite3.Connection, name: str, texts: dict[str, str], actor: str | None, at: int) -> bool:
    """Keep a revision; one that comes back becomes the last again. False when it is the last already."""
    if is_kept(connection, name):
        return False
    connection.execute(
        "DELETE FROM revision_file WHERE revision_id = (SELECT id FROM revision WHERE name = ?)", (name,)
    )
    connection.execute("DELETE FROM revision WHERE name = ?", (name,))
    number = connection.execute(
        "INSERT INTO revision (name, accepted_at, actor) VALUES (?, ?, ?)", (name, at, actor)
    ).lastrowid
    for path, text in texts.items():
        hashed = sha256(encoded(text)).hexdigest()
        connection.execute("INSERT OR IGNORE INTO file_text (hash, text) VALUES (?, ?)", (hashed, text))
        connection.execute(
            "INSERT INTO revision_file (revision_id, path, hash) VALUES (?, ?, ?)", (number, path, hashed)
        )
    return True


def files(connection: sqlite3.Connection, name: str) -> dict[str, str]:
    """Return path → text of one revision."""
    rows = connection.execute(
        "SELECT f.path, t.text FROM revision r JOIN revision_file f ON f.revision_id = r.id"
        " JOIN file_text t ON t.hash = f.hash WHERE r.name = ? ORDER BY f.path",
        (name,),
    )
    return dict(rows.fetchall())


def accepted(connection: sqlite3.Connection) -> dict[str, str]:
    """Return path → text of the revision accepted last."""
    row = connection.execute("SELECT name FROM revision ORDER BY id DESC LIMIT 1").fetchone()
    return files(connection, row[0]) if row else {}
