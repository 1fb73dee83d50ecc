"""Writes store/sqlite/empty.sql, a new store's tables, from the steps that make them one by one: `write`, `check`."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

from aduan_cli.store.sqlite.beginning import END, FILE
from aduan_cli.store.sqlite.migrations import apply_steps
from docs_page import write_or_check

PAGE = Path(FILE)
_MADE_BY_SQLITE = ("sqlite_", "complaint_fts_")
"""How the names of tables begin that SQLite makes itself."""
_OWN = ("identity",)
"""Tables whose rows each store has of its own."""


def page() -> str:
    """Return the statements that make an empty store: every table, index and trigger, and the rows that are there."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("BEGIN")
    apply_steps(connection)
    made = connection.execute(
        "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    made = [entry for entry in made if not entry[0].startswith(_MADE_BY_SQLITE)]
    statements = [sql for _name, _type, sql in made]
    for name in [name for name, type_, _sql in made if type_ == "table" and name not in _OWN]:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        wanted = [f"'-' AS {column}" if column == "applied_at" else f'"{column}"' for column in columns]
        for row in connection.execute(f"SELECT {', '.join(wanted)} FROM {name}").fetchall():
            values = ", ".join(connection.execute("SELECT quote(?)", (value,)).fetchone()[0] for value in row)
            statements.append(f"INSERT INTO {name} VALUES ({values})")
    connection.close()
    assert not any(END in statement for statement in statements)
    return "".join(statement + END for statement in statements)


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page, sys.argv[1:]))
