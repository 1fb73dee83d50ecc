"""A file that takes no steps, because its desk moves, and how such a desk comes into one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from aduan_cli.store.common.closing import (
    ARRIVING,
    GUARDED,
    LET_IN,
    LET_NOBODY_IN,
    TABLE,
    VERBS,
    WHY,
    refuse_open,
    sentence,
)
from aduan_cli.store.common.whole_desk import ANYTHING, refuse_filled
from aduan_cli.store.sqlite.migrations import EVENTS_STAY
from aduan_cli.transfer import Changes, Closed, KeptTable, Row

REFUSED = "aduan: closed"
"""What the triggers raise; `told` says it to people."""
_MAKE = (
    f"CREATE TABLE IF NOT EXISTS {TABLE} (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), state TEXT NOT NULL,"
    " place TEXT NOT NULL, taking INTEGER NOT NULL) STRICT"
)
_SAY = f"INSERT OR REPLACE INTO {TABLE} VALUES (1, ?, ?, 0)"
_IS_THERE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
_OWN_NAMES = {"identity": "only", "tick": "only"}
"""Tables of one row that have a column for saying so."""
_WORDS = "INSERT INTO complaint_fts (rowid, text, answer, address) VALUES (?, ?, ?, ?)"


def closed(connection: sqlite3.Connection) -> Closed | None:
    """Return why the file takes no steps; None: it does."""
    if connection.execute(_IS_THERE, (TABLE,)).fetchone() is None:
        return None
    state, place = connection.execute(WHY).fetchone()
    return Closed(state == ARRIVING, place)


def closed_sentence(connection: sqlite3.Connection | None) -> str:
    """Return in a sentence why the file takes no steps."""
    state, place = ("", "?") if connection is None else connection.execute(WHY).fetchone()
    return sentence(state, place)


def close(connection: sqlite3.Connection, state: str, place: str) -> None:
    """Take no more steps, whoever sends them."""
    connection.execute(_MAKE)
    connection.execute(_SAY, (state, place))
    for name, statement in guards().items():
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        connection.execute(statement)


def guards() -> dict[str, str]:
    """Return by their names the statements that make the triggers of a file that takes no steps."""
    return {
        f"closed_{table}_{verb.lower()}": f"CREATE TRIGGER closed_{table}_{verb.lower()} BEFORE {verb} ON {table}"
        f" WHEN (SELECT taking FROM {TABLE}) = 0 BEGIN SELECT raise(ABORT, '{REFUSED}'); END"
        for table in GUARDED
        for verb in VERBS
    }


def receive(connection: sqlite3.Connection, place: str, where: str) -> None:
    """Be ready for a desk that comes from a place."""
    if closed(connection) is None and connection.execute(ANYTHING).fetchone()[0]:
        raise refuse_filled(where)
    close(connection, ARRIVING, place)


def open_(connection: sqlite3.Connection) -> None:
    """Take steps again."""
    for name in guards():
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")
    connection.execute(f"DROP TABLE IF EXISTS {TABLE}")


def change(connection: sqlite3.Connection, changes: Changes, where: str) -> None:
    """Make some rows what they are in the other store."""
    found = closed(connection)
    if found is None or not found.arriving:
        raise refuse_open(where)
    connection.execute(LET_IN)
    table = changes.table
    if table.single:
        if changes.new or changes.changed or changes.gone:
            connection.execute(f"DELETE FROM {table.name}")
        _add(connection, table, [*changes.changed, *changes.new])
    else:
        keys = [table.columns.index(name) for name in table.key]
        connection.executemany(
            f"DELETE FROM {table.name} WHERE {_named(table.key, ' AND ')}",
            [[row[at] for at in keys] for row in changes.gone],
        )
        _write_anew(connection, table, keys, changes.changed)
        _add(connection, table, changes.new)
    connection.execute(LET_NOBODY_IN)


def _named(columns: Sequence[str], between: str) -> str:
    return between.join(f"{name} = ?" for name in columns)


def _write_anew(connection: sqlite3.Connection, table: KeptTable, keys: list[int], rows: list[Row]) -> None:
    if not rows:
        return
    others = [at for at in range(len(table.columns)) if at not in keys]
    names = [table.columns[at] for at in others]
    if table.name == "event":
        # Its body is another one only where a person was erased of whom an older version kept a key there.
        connection.execute("DROP TRIGGER event_no_change")
    connection.executemany(
        f"UPDATE {table.name} SET {_named(names, ', ')} WHERE {_named(table.key, ' AND ')}",
        [[row[at] for at in (*others, *keys)] for row in rows],
    )
    if table.name == "event":
        connection.execute(EVENTS_STAY)


def insert(table: KeptTable) -> str:
    """Return the statement that writes a row of a table."""
    columns, marks = list(table.columns), ["?"] * len(table.columns)
    if table.name in _OWN_NAMES:
        columns, marks = [_OWN_NAMES[table.name], *columns], ["1", *marks]
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join(marks)})"


def _add(connection: sqlite3.Connection, table: KeptTable, rows: list[Row]) -> None:
    connection.executemany(insert(table), rows)
    if table.name == "complaint":
        at = [table.columns.index(name) for name in ("id", "text", "answer", "address")]
        connection.executemany(_WORDS, [[row[place] for place in at] for row in rows])
