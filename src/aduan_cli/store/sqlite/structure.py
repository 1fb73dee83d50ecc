"""The file itself: its tables, indexes and triggers against those that aduan makes, and SQLite's own check of it.

An index that lacks a row, or isn't there, hides calls from a list; a trigger that is gone lets events be changed, and
one that somebody added changes what nobody sees. No event says anything of these.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache

from aduan_cli.i18n import _
from aduan_cli.store.common.closing import TABLE as MOVING
from aduan_cli.store.sqlite.beginning import make_tables
from aduan_cli.store.sqlite.closing import guards
from aduan_cli.store.sqlite.migrations import SCHEMA
from aduan_cli.stored import Difference

_MOST = 20
"""Things that SQLite tells at most; one damaged page brings many."""
_MADE = "SELECT type, name, sql FROM main.sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
_Made = dict[tuple[str, str], str]


def differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield what the file lacks or has too much, and what SQLite finds wrong in it. The file is only read."""
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    if schema == SCHEMA:  # An older one is brought up to date by the first command that writes.
        found = _made(connection)
        closed = ("table", MOVING) in found
        yield from _unlike(found, {**_wanted(), **_guards()} if closed else _wanted())
    for (said,) in connection.execute(f"PRAGMA main.integrity_check({_MOST})"):
        if said != "ok":
            yield Difference(None, _("file"), None, None, _("SQLite finds it damaged: {said}").format(said=said))


def _unlike(found: _Made, wanted: _Made) -> Iterator[Difference]:
    for (kind, name), sql in wanted.items():
        if (kind, name) not in found:
            yield Difference(None, f"{kind} {name}", None, None, _("it is missing: somebody removed it"))
        elif kind in ("index", "trigger") and found[kind, name] != sql:
            yield Difference(None, f"{kind} {name}", None, None, _("it is another one than aduan makes"))
    for kind, name in found.keys() - wanted.keys():
        if kind == "trigger":
            yield Difference(None, f"{kind} {name}", None, None, _("aduan makes none of this name: somebody added it"))


@cache
def _wanted() -> _Made:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        make_tables(connection)
        return _made(connection)


@cache
def _guards() -> _Made:
    """Return the triggers of a file whose desk moves: they keep everybody out."""
    return {("trigger", name): sql for name, sql in guards().items()}


def _made(connection: sqlite3.Connection) -> _Made:
    """Return the statements of what there is, by kind and name; how they were laid out doesn't count."""
    return {
        (kind, name): " ".join((sql or "").replace('"', "").split()) for kind, name, sql in connection.execute(_MADE)
    }
