"""The tables of the desk's SQLite file, as numbered steps.

Each step runs in one transaction with its record, through sqlite-utils; a new file gets at once what they make
(`beginning`). `SCHEMA` is the number of the last one and stands in `PRAGMA user_version`, so that a command can tell at
a glance that nothing is to be done.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable

from aduan_cli.complaint.fields import FIELDS
from aduan_cli.store.sqlite import older_schema
from aduan_cli.store.sqlite.beginning import is_new, make_tables, use_write_ahead_log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite_utils import Database

_STEPS = 19
"""Steps that are written out below; those after them add the columns of fields that came later."""
SCHEMA = max(_STEPS, *(field.since for field in FIELDS))

TOKENIZE = "unicode61 remove_diacritics 2"
"""How words of complaints are told apart and made alike."""
_TABLES = f"""
CREATE TABLE complaint (
  id INTEGER PRIMARY KEY,
  ticket TEXT NOT NULL,
  day INTEGER NOT NULL,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  open INTEGER NOT NULL,
  category TEXT,
  text TEXT NOT NULL,
  answer TEXT,
  answers TEXT,
  priority TEXT NOT NULL,
  channel TEXT,
  kecamatan TEXT,
  kelurahan TEXT,
  address TEXT,
  unit TEXT,
  support TEXT,
  rule TEXT,
  step TEXT,
  revision TEXT,
  recorded_unit TEXT,
  reported_at INTEGER NOT NULL,
  logged_at INTEGER NOT NULL,
  shift TEXT,
  actor TEXT,
  caller_name TEXT,
  caller_phone TEXT,
  phone_original TEXT,
  caller_address TEXT,
  caller_kecamatan TEXT,
  caller_kelurahan TEXT,
  key TEXT,
  import_key TEXT,
  content_hash TEXT,
  fields TEXT,
  sources TEXT,
  source_file TEXT,
  source_row INTEGER,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX complaint_number ON complaint (number, day);
CREATE UNIQUE INDEX complaint_key ON complaint (key) WHERE key IS NOT NULL;
CREATE UNIQUE INDEX complaint_import_key ON complaint (import_key) WHERE import_key IS NOT NULL;
CREATE INDEX complaint_reported ON complaint (reported_at);
CREATE INDEX complaint_open ON complaint (reported_at) WHERE open = 1;
CREATE INDEX complaint_status ON complaint (status, reported_at);
CREATE INDEX complaint_unit ON complaint (unit, reported_at);
CREATE INDEX complaint_unit_status ON complaint (unit, status, reported_at);
CREATE INDEX complaint_category ON complaint (category, reported_at) WHERE category IS NOT NULL;
CREATE INDEX complaint_kind ON complaint (kind, reported_at);
CREATE INDEX complaint_kecamatan ON complaint (kecamatan, reported_at) WHERE kecamatan IS NOT NULL;
CREATE INDEX complaint_kelurahan ON complaint (kelurahan, reported_at) WHERE kelurahan IS NOT NULL;
CREATE INDEX complaint_priority ON complaint (priority, reported_at);
CREATE INDEX complaint_channel ON complaint (channel, reported_at) WHERE channel IS NOT NULL;
CREATE INDEX complaint_shift ON complaint (shift, reported_at) WHERE shift IS NOT NULL;
CREATE INDEX complaint_actor ON complaint (actor, reported_at) WHERE actor IS NOT NULL;

CREATE TABLE phone (
  phone TEXT NOT NULL,
  reported_at INTEGER NOT NULL,
  complaint_id INTEGER NOT NULL REFERENCES complaint (id),
  PRIMARY KEY (phone, reported_at, complaint_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_complaint ON phone (complaint_id);

CREATE TABLE ticket_day (
  day INTEGER PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT;

CREATE TABLE link (
  complaint_id INTEGER NOT NULL REFERENCES complaint (id),
  other_id INTEGER NOT NULL REFERENCES complaint (id),
  PRIMARY KEY (complaint_id, other_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment (
  id INTEGER PRIMARY KEY,
  complaint_id INTEGER NOT NULL REFERENCES complaint (id),
  unit TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('lead', 'support')),
  status TEXT NOT NULL,
  assigned_at INTEGER NOT NULL,
  acknowledged_at INTEGER,
  ended_at INTEGER,
  result TEXT
) STRICT;
CREATE INDEX assignment_complaint ON assignment (complaint_id);

CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  complaint_id INTEGER REFERENCES complaint (id),
  body TEXT NOT NULL,
  private TEXT,
  salt BLOB,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX event_complaint ON event (complaint_id);

CREATE TABLE revision (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  accepted_at INTEGER NOT NULL,
  actor TEXT
) STRICT;
CREATE TABLE revision_file (
  revision_id INTEGER NOT NULL REFERENCES revision (id),
  path TEXT NOT NULL,
  hash TEXT NOT NULL REFERENCES file_text (hash),
  PRIMARY KEY (revision_id, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE file_text (
  hash TEXT PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE complaint_fts USING fts5 (
  text, answer, address, content = 'complaint', content_rowid = 'id', tokenize = '{TOKENIZE}'
);
"""

EVENTS_STAY = """CREATE TRIGGER event_no_change BEFORE UPDATE OF id, complaint_id, body, hash ON event BEGIN
  SELECT raise(ABORT, 'events are append-only');
END"""
_TRIGGERS = (
    """CREATE TRIGGER complaint_words_changed AFTER UPDATE OF text, answer, address ON complaint BEGIN
  INSERT INTO complaint_fts (complaint_fts, rowid, text, answer, address)
    VALUES ('delete', old.id, old.text, old.answer, old.address);
  INSERT INTO complaint_fts (rowid, text, answer, address) VALUES (new.id, new.text, new.answer, new.address);
END""",
    """CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN
  SELECT raise(ABORT, 'events are append-only');
END""",
    EVENTS_STAY,
)


_PLUGINS = """
CREATE TABLE plugin (
  plugin TEXT PRIMARY KEY,
  calls INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  in_row INTEGER NOT NULL DEFAULT 0,
  seconds REAL NOT NULL DEFAULT 0,
  slowest REAL NOT NULL DEFAULT 0,
  failure TEXT,
  failed_at INTEGER,
  set_aside_at INTEGER,
  set_aside_why TEXT
) STRICT, WITHOUT ROWID
"""


_IDENTITY = """
CREATE TABLE identity (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  store TEXT NOT NULL,
  secret BLOB NOT NULL
) STRICT
"""
"""Who this store is, the same in all its backups, and a secret of its own."""


_ERASED = """
CREATE TABLE erased (
  complaint_id INTEGER PRIMARY KEY REFERENCES complaint (id),
  key TEXT UNIQUE
) STRICT
"""
"""Complaints whose caller was erased, and the digest of the key that each was logged under."""


_OLDER_IMPORTS = "CREATE TABLE older_imports (last INTEGER NOT NULL) STRICT"
"""The last complaint whose import key is of the cells as they stood; empty when there is none."""


_DESKS = """
CREATE TABLE desk (
  folder TEXT PRIMARY KEY,
  revision TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""
"""The desks that have their calls here, each with the revision that it accepted last."""


def _first_tables(db: Database) -> None:
    for statement in _TABLES.split(";"):
        if statement.strip():
            db.execute(statement)
    for statement in _TRIGGERS:
        db.execute(statement)


def _identity(db: Database) -> None:
    """Name the store: by chance, or, when it has a history, by its beginning, so that its older backups agree."""
    first = db.execute("SELECT hash FROM event WHERE id = 1").fetchone()
    store = first[0][:16].hex() if first else os.urandom(16).hex()
    db.execute(_IDENTITY)
    db.execute("INSERT INTO identity VALUES (1, ?, ?)", [store, os.urandom(32)])


def _unanswered(db: Database) -> None:
    """Find the questions without an answer, by a flag that is worked out where it is read."""
    condition = "kind = 'information' AND status = 'answered' AND answer IS NULL"
    db.execute(f"ALTER TABLE complaint ADD COLUMN unanswered INTEGER GENERATED ALWAYS AS ({condition}) VIRTUAL")
    db.execute("CREATE INDEX complaint_unanswered ON complaint (reported_at) WHERE unanswered = 1")


def _salted_keys(db: Database) -> None:
    """Take digests of the keys of imports under the store's secret, and remember who was erased."""
    from aduan_cli.store.sqlite.salted_keys import salting_of

    db.execute(_ERASED)
    db.conn.create_function("salted", 1, salting_of(db.conn))
    for column in ("import_key", "content_hash"):
        db.execute(f"UPDATE complaint SET {column} = salted({column}) WHERE {column} IS NOT NULL")
    db.conn.create_function("salted", 1, None)
    db.execute(
        "INSERT INTO erased (complaint_id) SELECT DISTINCT complaint_id FROM event"
        """ WHERE complaint_id IS NOT NULL AND body LIKE '%"type":"erased"%'"""
    )


def _imports(db: Database) -> None:
    """Find imported records by their row, and remember up to which complaint their keys are of the older form."""
    db.execute("CREATE INDEX complaint_source ON complaint (source_file, source_row) WHERE source_file IS NOT NULL")
    db.execute(_OLDER_IMPORTS)
    db.execute(
        "INSERT INTO older_imports SELECT max(id) FROM complaint WHERE import_key IS NOT NULL HAVING max(id) > 0"
    )


def _bounces(db: Database) -> None:
    """Find what came back, by a flag that is worked out where it is read."""
    _fields_since(8)(db)
    db.execute("ALTER TABLE complaint ADD COLUMN bounced INTEGER GENERATED ALWAYS AS (bounces > 0) VIRTUAL")
    db.execute("CREATE INDEX complaint_bounced ON complaint (reported_at) WHERE bounced = 1")


def _lead_states(db: Database) -> None:
    """Let each lead's assignment be where its complaint is: it stayed where it began until moves were there."""
    state = "(SELECT c.status FROM complaint c WHERE c.id = complaint_id)"
    db.execute(f"UPDATE assignment SET status = {state} WHERE role = 'lead' AND ended_at IS NULL")


def _open_questions(db: Database) -> None:
    """Find those without an answer that wait in triage as well."""
    db.execute("DROP INDEX complaint_unanswered")
    db.execute("ALTER TABLE complaint DROP COLUMN unanswered")
    db.execute(
        f"ALTER TABLE complaint ADD COLUMN unanswered INTEGER GENERATED ALWAYS AS ({older_schema.UNANSWERED}) VIRTUAL"
    )
    db.execute("CREATE INDEX complaint_unanswered ON complaint (reported_at) WHERE unanswered = 1")


def _callers(db: Database) -> None:
    """Find what is merged into a complaint, and whom the desk has to ring, the longest waiting first."""
    _fields_since(12)(db)
    db.execute("CREATE INDEX complaint_merged ON complaint (merged_into) WHERE merged_into IS NOT NULL")
    condition = "owed_since IS NOT NULL AND caller_phone IS NOT NULL"
    db.execute(f"CREATE INDEX complaint_owed ON complaint (owed_since) WHERE {condition}")


def _clocks(db: Database) -> None:
    """Keep when what is to be done: an index over the events, which can be made anew at any time."""
    _fields_since(13)(db)
    db.execute(older_schema.CLOCKS)
    db.execute("CREATE INDEX clock_due ON clock (clock, due_at) WHERE stopped_at IS NULL AND due_at IS NOT NULL")


def _tick(db: Database) -> None:
    """Find what wakes by itself, what is to be escalated next, and how far the job of cron came."""
    _fields_since(14)(db)
    waking = "CASE WHEN status = 'on_hold' THEN held_until END"
    db.execute(f"ALTER TABLE complaint ADD COLUMN waking INTEGER GENERATED ALWAYS AS ({waking}) VIRTUAL")
    db.execute("CREATE INDEX complaint_waking ON complaint (waking) WHERE waking IS NOT NULL")
    listed = "listed > 0 AND status NOT IN ('resolved', 'closed', 'referred', 'rejected', 'answered')"
    db.execute(f"ALTER TABLE complaint ADD COLUMN escalated INTEGER GENERATED ALWAYS AS ({listed}) VIRTUAL")
    db.execute("CREATE INDEX complaint_escalated ON complaint (reported_at) WHERE escalated = 1")
    db.execute("ALTER TABLE clock ADD COLUMN escalate_at INTEGER")
    db.execute("CREATE INDEX clock_escalate ON clock (escalate_at) WHERE escalate_at IS NOT NULL")
    db.execute(older_schema.TICK)


def _incidents(db: Database) -> None:
    _fields_since(17)(db)
    _all_of(older_schema.INCIDENTS)(db)
    db.execute("CREATE INDEX complaint_incident ON complaint (incident, reported_at) WHERE incident IS NOT NULL")


def _all_of(statements: str) -> Callable[[Database], None]:
    """Return the step that runs some statements."""

    def run(db: Database) -> None:
        for statement in statements.split(";"):
            db.execute(statement)

    return run


def _fields_since(schema: int) -> Callable[[Database], None]:
    """Return the step that adds the columns of the fields of a schema; complaints from before lack them."""

    def add(db: Database) -> None:
        for field in FIELDS:
            if field.since == schema and field.stored:
                db.execute(f"ALTER TABLE complaint ADD COLUMN {field.name} {'INTEGER' if field.is_number else 'TEXT'}")

    return add


_STEPS_BY_NAME: dict[str, Callable[[Database], None]] = {
    "0001_first_tables": _first_tables,
    "0002_plugin_states": _all_of(_PLUGINS),
    "0003_identity": _identity,
    "0004_unanswered": _unanswered,
    "0005_salted_keys": _salted_keys,
    "0006_imports": _imports,
    "0007_desks": _all_of(_DESKS),
    "0008_bounces": _bounces,
    "0009_lead_states": _lead_states,
    "0010_open_questions": _open_questions,
    "0011_helpers": _all_of(older_schema.HELPERS),
    "0012_callers": _callers,
    "0013_clocks": _clocks,
    "0014_tick": _tick,
    "0015_outbox": _all_of(older_schema.OUTBOX),
    "0016_letters": _all_of(older_schema.LETTERS),
    "0017_incidents": _incidents,
    "0018_fields": _fields_since(18),
    "0019_given_back": _all_of(older_schema.GIVEN_BACK),
}
"""Each step by its name, in their order."""


def steps() -> dict[str, Callable[[Database], None]]:
    """Return all steps by their names, which begin with their numbers: those above, and those of later fields."""
    later = {f"{since:04}_fields": _fields_since(since) for since in range(_STEPS + 1, SCHEMA + 1)}
    return {**_STEPS_BY_NAME, **later}


def apply_steps(connection: sqlite3.Connection) -> None:
    """Run the steps that a file lacks, in the transaction at hand, each with its record."""
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("aduan")
    for name, step in steps().items():
        migrations(name=name)(step)
    migrations.apply(Database(connection, recursive_triggers=False))


def migrate(connection: sqlite3.Connection, wait: float = 10.0) -> None:
    """Bring the tables up to `SCHEMA`. Safe when several processes try at once: one waits for the other.

    Raises `sqlite3.Error` as SQLite gives it; the caller turns it into a sentence.
    """
    use_write_ahead_log(connection, wait)
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Inside the transaction: a second process that waited for the lock finds everything applied.
        made = make_tables(connection) if is_new(connection) else 0
        if made < SCHEMA:
            apply_steps(connection)
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
