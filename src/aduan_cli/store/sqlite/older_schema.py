"""A file of an older schema, read as one of today: what it lacks stands in the connection's own temporary tables.

So nobody who only reads changes a file, and one that can't be written can be read all the same.
"""

from __future__ import annotations

import sqlite3

from aduan_cli.complaint.fields import FIELDS

UNANSWERED = "kind = 'information' AND status IN ('answered', 'new') AND answer IS NULL"
"""When a question has no answer; see `moves.is_unanswered`."""
GIVEN_BACK = (
    "CREATE INDEX assignment_given_back ON assignment (reported_at, complaint_id)"
    " WHERE role = 'support' AND ended_at IS NULL AND status = 'returned'"
)
"""Finds the parts that units that help gave back, in the order of their complaints."""
HELPERS = """
ALTER TABLE assignment ADD COLUMN reported_at INTEGER;
ALTER TABLE assignment ADD COLUMN complaint_status TEXT;
UPDATE assignment SET (reported_at, complaint_status)
  = (SELECT c.reported_at, c.status FROM complaint c WHERE c.id = complaint_id);
CREATE INDEX assignment_support ON assignment (unit, reported_at, complaint_id)
  WHERE role = 'support' AND ended_at IS NULL;
CREATE INDEX assignment_support_status ON assignment (unit, complaint_status, reported_at, complaint_id)
  WHERE role = 'support' AND ended_at IS NULL
"""
"""What a unit helps with is found in order: an assignment has what an index can't look up in its complaint."""
CLOCKS = (
    "CREATE TABLE clock (complaint_id INTEGER NOT NULL, clock TEXT NOT NULL, unit TEXT, since INTEGER NOT NULL,"
    " pauses TEXT, stopped_at INTEGER, due_at INTEGER, PRIMARY KEY (complaint_id, clock)) STRICT, WITHOUT ROWID"
)
TICK = (
    "CREATE TABLE tick (only INTEGER PRIMARY KEY CHECK (only = 1), at INTEGER NOT NULL, revision TEXT, timing TEXT,"
    " after_reported INTEGER, after_id INTEGER) STRICT"
)
"""When the job of cron ran last, by the timing of which revision clocks were dated, and after which complaint it goes
on where that is not done."""
OUTBOX = """
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  event_id INTEGER NOT NULL REFERENCES event (id),
  complaint_id INTEGER NOT NULL REFERENCES complaint (id),
  event TEXT NOT NULL,
  notifier TEXT NOT NULL,
  unit TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'leased', 'sent', 'failed', 'dead', 'skipped')),
  attempts INTEGER NOT NULL DEFAULT 0,
  at INTEGER NOT NULL,
  next_at INTEGER,
  error TEXT,
  message_id TEXT NOT NULL,
  repeated INTEGER NOT NULL DEFAULT 0,
  UNIQUE (event_id, notifier, unit)
) STRICT;
CREATE INDEX outbox_due ON outbox (notifier, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX outbox_state ON outbox (state, id);
CREATE INDEX outbox_complaint ON outbox (complaint_id)
"""
"""What units are told. `next_at`: when it goes (again), of one that is being sent when its lease ends."""
LETTERS = """
ALTER TABLE outbox ADD COLUMN batch TEXT;
ALTER TABLE outbox ADD COLUMN letter TEXT;
ALTER TABLE outbox ADD COLUMN tried_at INTEGER;
UPDATE outbox SET letter = message_id WHERE attempts > 0;
CREATE INDEX outbox_letter ON outbox (letter) WHERE letter IS NOT NULL;
CREATE INDEX outbox_tried ON outbox (notifier, tried_at) WHERE tried_at IS NOT NULL;
CREATE INDEX outbox_batch ON outbox (notifier, unit, batch, id)
  WHERE batch IS NOT NULL AND letter IS NULL AND next_at IS NOT NULL
"""
"""What goes as one: `batch` is what a message may be joined with before it was tried, `letter` what it went under."""
INCIDENTS = """
CREATE TABLE incident (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  categories TEXT NOT NULL,
  kecamatan TEXT NOT NULL,
  kelurahan TEXT NOT NULL,
  rule TEXT,
  every INTEGER NOT NULL,
  began_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX incident_open ON incident (id) WHERE ended_at IS NULL
"""
"""What many call about; categories and places are lists in JSON."""
OLDEST = 5
"""The oldest schema that is read so. What keys of imports say is another thing before it."""
_OLDER_IMPORTS = (
    "CREATE TEMP VIEW older_imports AS"
    " SELECT max(id) AS last FROM main.complaint WHERE import_key IS NOT NULL HAVING max(id) > 0"
)
_ASSIGNMENTS = (
    "CREATE TEMP VIEW assignment AS SELECT a.*, c.reported_at, c.status AS complaint_status"
    " FROM main.assignment a JOIN main.complaint c ON c.id = a.complaint_id"
)
_UNJOINED = (
    "CREATE TEMP VIEW outbox AS SELECT *, NULL AS batch, CASE WHEN attempts > 0 THEN message_id END AS letter,"
    " NULL AS tried_at FROM main.outbox"
)
_DESKS = "CREATE TEMP VIEW desk AS SELECT NULL AS folder, NULL AS revision WHERE 0"


def understand(connection: sqlite3.Connection, schema: int) -> None:
    """Let a connection read a file of a schema from `OLDEST` on. It can't write into it then."""
    connection.execute("PRAGMA temp_store = MEMORY")  # Set later, as `words_index` does, it takes all of this away.
    for since, statement in ((6, _OLDER_IMPORTS), (7, _DESKS), (11, _ASSIGNMENTS)):
        if schema < since:
            connection.execute(statement)
    if schema < 13:
        connection.execute(CLOCKS.replace("CREATE TABLE", "CREATE TEMP TABLE"))
        connection.execute("ALTER TABLE temp.clock ADD COLUMN escalate_at INTEGER")
    elif schema < 14:
        connection.execute("CREATE TEMP VIEW clock AS SELECT *, NULL AS escalate_at FROM main.clock")
    if schema < 14:
        connection.execute(TICK.replace("CREATE TABLE", "CREATE TEMP TABLE"))
    if schema < 15:
        connection.execute(OUTBOX.partition(";")[0].replace("CREATE TABLE", "CREATE TEMP TABLE"))
        for column in ("batch TEXT", "letter TEXT", "tried_at INTEGER"):
            connection.execute(f"ALTER TABLE temp.outbox ADD COLUMN {column}")
    elif schema < 16:
        connection.execute(_UNJOINED)
    if schema < 17:
        connection.execute(INCIDENTS.partition(";")[0].replace("CREATE TABLE", "CREATE TEMP TABLE"))
    lacking = {field.name: "NULL" for field in FIELDS if field.stored and field.since > schema}
    lacking |= {"bounced": "NULL"} if schema < 8 else {}
    lacking |= {"escalated": "NULL", "waking": "NULL"} if schema < 14 else {}
    lacking |= {"unanswered": f"({UNANSWERED})"} if schema < 10 else {}
    if lacking:
        there = [row[0] for row in connection.execute("SELECT name FROM pragma_table_xinfo('complaint', 'main')")]
        columns = ", ".join(
            [name for name in there if name not in lacking] + [f"{v} AS {k}" for k, v in lacking.items()]
        )
        connection.execute(f"CREATE TEMP VIEW complaint AS SELECT {columns} FROM main.complaint")
