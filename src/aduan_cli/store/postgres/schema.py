"""A desk's schema: begun by the first step that is stored, and brought up to what this version needs."""

from __future__ import annotations

import os

from aduan_cli.complaint.fields import FIELDS
from aduan_cli.errors import StoreError
from aduan_cli.i18n import _
from aduan_cli.store.common.chain import START
from aduan_cli.store.common.salting import padded
from aduan_cli.store.postgres.driver import Error
from aduan_cli.store.postgres.failures import code_of
from aduan_cli.store.postgres.functions import FUNCTIONS
from aduan_cli.store.postgres.session import Session
from aduan_cli.store.postgres.tables import LATER, SCHEMA, TABLES, column

OLDEST = 150000
"""The oldest server that has what the functions use."""
_OURS = (
    "SELECT format('DROP FUNCTION %%s CASCADE', p.oid::regprocedure) FROM pg_proc p"
    " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = %s AND p.proname <> 'stays_closed'"
)
_BY_ANOTHER = frozenset({"23505", "42P06", "42P07", "42723"})
"""Somebody else has begun the desk in this very moment."""


def migrate(session: Session, schema: str, settings: str) -> None:
    """Bring a schema to this version, all of it or nothing; where several try at once one does it, the others return.

    The caller looks at the version again.
    """
    session.begin(before=settings)
    try:
        _check_server(session)
        found = _version(session)
        if found is None:
            _begin(session, schema)
        elif found < SCHEMA:
            _bring_up(session, schema, found)
        session.commit()
    except Error as error:
        session.rollback()
        if code_of(error) not in _BY_ANOTHER:
            raise
    except BaseException:
        session.rollback()
        raise


def _check_server(session: Session) -> None:
    server = session.connection.server_version
    if server < OLDEST:
        have = f"{server // 10_000}"
        raise StoreError(_("PostgreSQL {have} is too old; 15 or newer is needed").format(have=have))
    encoding = session.value("SHOW server_encoding")
    if encoding != "UTF8":
        what = _("the database keeps its texts as {encoding}; one that keeps them as UTF8 would be right")
        raise StoreError(what.format(encoding=encoding))


def _version(session: Session) -> int | None:
    """Return the version of the tables that are there; None: none are."""
    if session.value("SELECT to_regclass('version')") is None:
        return None
    found: int | None = session.value("SELECT schema FROM version FOR UPDATE")
    return found


def _begin(session: Session, schema: str) -> None:
    session.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    session.execute(TABLES)
    session.execute(FUNCTIONS)
    secret = os.urandom(32)
    session.execute("INSERT INTO identity VALUES (1, %s, %s, %s, %s)", (os.urandom(16).hex(), secret, *padded(secret)))
    session.execute("INSERT INTO head VALUES (1, 0, %s, 0, 0, 0)", (START,))
    session.execute("INSERT INTO version VALUES (1, %s)", (SCHEMA,))


def _bring_up(session: Session, schema: str, found: int) -> None:
    """Add the columns of fields that came later, and what else did; the functions, which know all, are made anew."""
    for field in FIELDS:
        if field.since > found and field.stored:
            session.execute(f"ALTER TABLE complaint ADD COLUMN {column(field)}")
    for since, statement in LATER.items():
        if since > found:
            session.execute(statement)
    for (drop,) in session.rows(_OURS, (schema,)):
        session.execute(drop)
    session.execute(FUNCTIONS)
    session.execute("UPDATE version SET schema = %s", (SCHEMA,))
