"""The least that a command of this kind can cost: click reads the line, sqlite3 stores one row durably.

What `aduan` pays is measured against this. It is started as `aduan` is (a script that imports a compiled module
and calls it), keeps its row in WAL with `synchronous = FULL`, and finds its table there already, as a desk does.
"""

from __future__ import annotations

import sqlite3

import click

TABLE = "CREATE TABLE IF NOT EXISTS call (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"


@click.command()
@click.argument("text")
@click.option("--store", required=True)
def main(text: str, store: str) -> None:
    """Store one line and print its number."""
    connection = sqlite3.connect(store, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN IMMEDIATE")
    number = connection.execute("INSERT INTO call (text) VALUES (?)", (text,)).lastrowid
    connection.execute("COMMIT")
    click.echo(number)
    connection.close()


def prepare(store: str) -> None:
    """Make the table, so that what is measured is the insert alone."""
    connection = sqlite3.connect(store, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(TABLE)
    connection.close()
