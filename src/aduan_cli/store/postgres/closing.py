"""A schema that takes no steps, because its desk moves, and how such a desk comes into one."""

from __future__ import annotations

from aduan_cli.store.common.closing import (
    ARRIVING,
    FILES_ALONE,
    GUARDED,
    LET_IN,
    LET_NOBODY_IN,
    TABLE,
    WHY,
    refuse_open,
    sentence,
)
from aduan_cli.store.common.whole_desk import ANYTHING, refuse_filled
from aduan_cli.store.postgres.rows_in import HEAD, insert, make_files_alone
from aduan_cli.store.postgres.session import Session
from aduan_cli.transfer import Changes, Closed, KeptTable, Row

REFUSED = "AD002"
"""The code that the triggers raise; what they say is the state and the place."""
GUARD = "stays_closed"
"""The function of the triggers."""
_BESIDE = ("head",)
"""Tables that the desk doesn't move with, in which each step writes."""
_MAKE = f"""
CREATE TABLE IF NOT EXISTS {TABLE} (
  single bigint PRIMARY KEY CHECK (single = 1), state text NOT NULL, place text NOT NULL, taking bigint NOT NULL
);
CREATE OR REPLACE FUNCTION {GUARD}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  why record;
BEGIN
  SELECT state, place INTO why FROM {TABLE} WHERE taking = 0;
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = '{REFUSED}', MESSAGE = why.state || ' ' || why.place;
  END IF;
  RETURN NULL;
END $$;
"""
_SAY = (
    f"INSERT INTO {TABLE} VALUES (1, %s, %s, 0)"
    " ON CONFLICT (single) DO UPDATE SET state = excluded.state, place = excluded.place, taking = 0"
)
_THERE = f"SELECT to_regclass('{TABLE}') IS NOT NULL"
_LAST = frozenset({"event", "outbox"})
"""Tables after which the last numbers given are told anew; before the first of them there may be none to tell."""


def closed(session: Session) -> Closed | None:
    """Return why the schema takes no steps; None: it does."""
    if not session.value(_THERE):
        return None
    state, place = session.rows(WHY)[0]
    return Closed(state == ARRIVING, place)


def closed_sentence(message: str) -> str:
    """Return in a sentence why the schema takes no steps."""
    state, _space, place = message.partition(" ")
    return sentence(state, place)


def close(session: Session, state: str, place: str) -> None:
    """Take no more steps, whoever sends them."""
    session.execute(_MAKE)
    session.execute(_SAY, (state, place))
    session.execute(f"GRANT SELECT ON {TABLE} TO PUBLIC")  # Whoever may enter the schema is told why.
    guard(session)


def guard(session: Session) -> None:
    """Let the triggers of a schema that takes no steps be there."""
    for table in _guarded(session):
        session.execute(
            f"CREATE OR REPLACE TRIGGER {GUARD} BEFORE INSERT OR UPDATE OR DELETE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {GUARD}()"
        )


def _guarded(session: Session) -> list[str]:
    """Return the tables that are there."""
    return [one for one in (*GUARDED, *_BESIDE) if session.value("SELECT to_regclass(%s) IS NOT NULL", (one,))]


def receive(session: Session, place: str, where: str) -> None:
    """Be ready for a desk that comes from a place."""
    if closed(session) is None and session.value(ANYTHING):
        raise refuse_filled(where)
    make_files_alone(session)
    close(session, ARRIVING, place)


def open_(session: Session) -> None:
    """Take steps again."""
    if session.value(_THERE):
        session.execute(f"DROP FUNCTION {GUARD}() CASCADE")
        session.execute(f"DROP TABLE {TABLE}")
        if FILES_ALONE in _guarded(session) and not session.value(f"SELECT EXISTS (SELECT 1 FROM {FILES_ALONE})"):
            session.execute(f"DROP TABLE {FILES_ALONE}")


def change(session: Session, changes: Changes, where: str) -> None:
    """Make some rows what they are in the other store."""
    found = closed(session)
    if found is None or not found.arriving:
        raise refuse_open(where)
    session.execute(LET_IN)
    # The other store may take its time.
    session.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    table = changes.table
    if table.single:
        if changes.new or changes.changed or changes.gone:
            session.execute(f"DELETE FROM {table.name}")
        insert(session, table, [*changes.changed, *changes.new])
    elif table.name == "event":
        _write_anew(session, changes.changed)
        insert(session, table, changes.new)
    else:
        _remove(session, table, [*changes.gone, *changes.changed])
        insert(session, table, [*changes.changed, *changes.new])
    if table.name in _LAST:
        session.execute(HEAD)
    session.execute(LET_NOBODY_IN)


def _remove(session: Session, table: KeptTable, rows: list[Row]) -> None:
    named = " AND ".join(f"{name} = %s" for name in table.key)
    for row in rows:
        session.execute(
            f"DELETE FROM {table.name} WHERE {named}", [row[table.columns.index(name)] for name in table.key]
        )


def _write_anew(session: Session, rows: list[Row]) -> None:
    """Write what of an event can become another one: what stands beside it, and a body that an older version left."""
    session.execute("SET LOCAL aduan.erasing = 'on'")
    for number, _complaint, body, private, salt, _hashed in rows:
        said = (body, private, None if salt is None else salt.hex(), number)
        session.execute("UPDATE event SET body = %s, private = %s, salt = decode(%s, 'hex') WHERE id = %s", said)
    session.execute("SET LOCAL aduan.erasing = 'off'")
