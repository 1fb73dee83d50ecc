"""The tables of a desk's schema. Texts are compared by code point, as every store compares them.

Only the functions beside them write, one step after the other under the lock of `head`; so numbers come from there and
from `ticket_day`, not from sequences, which leave gaps. For the same reason there are no foreign keys, which a step
would pay for in each of its statements; `db verify` holds the tables against the events.
"""

from __future__ import annotations

from aduan_cli.complaint.fields import FIELDS, STORED, Field

STEPS = 19
"""The schema that is written out here; fields that came later add their columns."""
SCHEMA = max(STEPS, *(field.since for field in FIELDS))
OF_WORDS = {"words": "tsvector NOT NULL", "folded": 'text COLLATE "C" NOT NULL', "overlong": "boolean NOT NULL"}
"""Columns by which words are found; see `wording.py`."""

UNANSWERED = "c.kind = 'information' AND c.status IN ('answered', 'new') AND c.answer IS NULL"
"""When a question has no answer; see `moves.is_unanswered`."""
BOUNCED = "c.bounces > 0"
ESCALATED = "c.listed > 0 AND c.status NOT IN ('resolved', 'closed', 'referred', 'rejected', 'answered')"
"""When something is on the desk's list of what is late; see `moves.is_listed`."""
OWED = "c.owed_since IS NOT NULL AND c.caller_phone IS NOT NULL"
WAKING = "c.status = 'on_hold' AND c.held_until IS NOT NULL"
HELPS = "a.role = 'support' AND a.ended_at IS NULL"
"""Whether an assignment `a` is of a unit that helps."""
GIVEN_BACK = f"{HELPS} AND a.status = 'returned'"
"""Whether that unit gave its part back."""
RUNNING = "d.stopped_at IS NULL AND d.due_at IS NOT NULL"
"""Whether a clock `d` runs and is to be done by a time."""

UNTRIED = "batch IS NOT NULL AND letter IS NULL AND next_at IS NOT NULL"
"""Whether a message may still be joined with others."""

_WALKED = ("status", "unit", "category", "kind", "kecamatan", "kelurahan", "priority", "channel", "shift", "actor")
"""Filters that find complaints in the order of their times."""
_TEXT = 'text COLLATE "C"'


def column(field: Field) -> str:
    """Return the declaration of a field's column; what came later may be absent."""
    needed = " NOT NULL" if field.default is not None and field.since == 1 else ""
    return f"{field.name} {'bigint' if field.is_number else _TEXT}{needed}"


def _complaint() -> str:
    by_name = {field.name: field for field in FIELDS}
    columns = [column(by_name[name]) for name in STORED]
    columns += ["open bigint NOT NULL", *(f"{name} {kind}" for name, kind in OF_WORDS.items())]
    return f"CREATE TABLE complaint (id bigint PRIMARY KEY, {', '.join(columns)});"


def _index(name: str, columns: str, where: str | None = None, table: str = "complaint", unique: bool = False) -> str:
    condition = f" WHERE {where.replace('c.', '').replace('a.', '').replace('d.', '')}" if where else ""
    kind = "UNIQUE INDEX" if unique else "INDEX"
    return f"CREATE {kind} {table}_{name} ON {table} ({columns}){condition};"


_PLACE = "reported_at, id"
_INDEXES = (
    _index("number", "number, day", unique=True),
    _index("key", "key", "key IS NOT NULL", unique=True),
    _index("import_key", "import_key", "import_key IS NOT NULL", unique=True),
    _index("reported", _PLACE),
    _index("open", _PLACE, "open = 1"),
    *(_index(name, f"{name}, {_PLACE}") for name in _WALKED),
    _index("unit_status", f"unit, status, {_PLACE}"),
    _index("unanswered", _PLACE, UNANSWERED),
    _index("bounced", _PLACE, BOUNCED),
    _index("escalated", _PLACE, ESCALATED),
    _index("owed", "owed_since, id", OWED),
    _index("waking", "held_until, id", WAKING),
    _index("merged", "merged_into, id", "merged_into IS NOT NULL"),
    _index("source", "source_file, source_row, id", "source_file IS NOT NULL"),
    _index("incident", f"incident, {_PLACE}", "incident IS NOT NULL"),
    _index("overlong", "id", "overlong"),
    "CREATE INDEX complaint_words ON complaint USING gin (words);",
    _index("complaint", "complaint_id", table="phone"),
    _index("other", "other_id", table="link"),
    _index("complaint", "complaint_id, id", table="assignment"),
    _index("support", "unit, reported_at, complaint_id", HELPS, "assignment"),
    _index("support_status", "unit, complaint_status, reported_at, complaint_id", HELPS, "assignment"),
    _index("due", "clock, due_at, complaint_id", RUNNING, "clock"),
    _index("escalate", "escalate_at, complaint_id", "escalate_at IS NOT NULL", "clock"),
    _index("complaint", "complaint_id, id", table="event"),
    _index("due", "notifier, next_at, id", "next_at IS NOT NULL", "outbox"),
    _index("state", "state, id", table="outbox"),
    _index("complaint", "complaint_id, id", table="outbox"),
    _index("letter", "letter, id", "letter IS NOT NULL", "outbox"),
    _index("tried", "notifier, tried_at", "tried_at IS NOT NULL", "outbox"),
    _index("batch", "notifier, unit, batch, id", UNTRIED, "outbox"),
    _index("open", "id", "ended_at IS NULL", "incident"),
    _index("at", "at", table="request"),
)

LATER = {19: _index("given_back", "reported_at, complaint_id", GIVEN_BACK, "assignment")}
"""By the schema that they came with: what tables of an older one get beside the columns of later fields."""

TABLES = f"""
{_complaint()}
CREATE TABLE phone (
  phone {_TEXT} NOT NULL, reported_at bigint NOT NULL, complaint_id bigint NOT NULL,
  PRIMARY KEY (phone, reported_at, complaint_id)
);
CREATE TABLE ticket_day (day bigint PRIMARY KEY, last bigint NOT NULL);
CREATE TABLE link (complaint_id bigint NOT NULL, other_id bigint NOT NULL, PRIMARY KEY (complaint_id, other_id));
CREATE TABLE assignment (
  id bigint PRIMARY KEY, complaint_id bigint NOT NULL, unit {_TEXT} NOT NULL,
  role {_TEXT} NOT NULL CHECK (role IN ('lead', 'support')), status {_TEXT} NOT NULL, assigned_at bigint NOT NULL,
  acknowledged_at bigint, ended_at bigint, result {_TEXT}, reported_at bigint, complaint_status {_TEXT}
);
CREATE TABLE clock (
  complaint_id bigint NOT NULL, clock {_TEXT} NOT NULL, unit {_TEXT}, since bigint NOT NULL, pauses {_TEXT},
  stopped_at bigint, due_at bigint, escalate_at bigint, PRIMARY KEY (complaint_id, clock)
);
CREATE TABLE event (
  id bigint PRIMARY KEY, complaint_id bigint, body {_TEXT} NOT NULL, private {_TEXT}, salt bytea, hash bytea NOT NULL
);
CREATE TABLE outbox (
  id bigint PRIMARY KEY, event_id bigint NOT NULL, complaint_id bigint NOT NULL, event {_TEXT} NOT NULL,
  notifier {_TEXT} NOT NULL, unit {_TEXT} NOT NULL,
  state {_TEXT} NOT NULL CHECK (state IN ('queued', 'leased', 'sent', 'failed', 'dead', 'skipped')),
  attempts bigint NOT NULL DEFAULT 0, at bigint NOT NULL, next_at bigint, error {_TEXT}, message_id {_TEXT} NOT NULL,
  repeated bigint NOT NULL DEFAULT 0, batch {_TEXT}, letter {_TEXT}, tried_at bigint,
  UNIQUE (event_id, notifier, unit)
);
CREATE TABLE revision (
  id bigint PRIMARY KEY, name {_TEXT} NOT NULL UNIQUE, accepted_at bigint NOT NULL, actor {_TEXT}
);
CREATE TABLE revision_file (
  revision_id bigint NOT NULL, path {_TEXT} NOT NULL, hash {_TEXT} NOT NULL, PRIMARY KEY (revision_id, path)
);
CREATE TABLE file_text (hash {_TEXT} PRIMARY KEY, text {_TEXT} NOT NULL);
CREATE TABLE desk (folder {_TEXT} PRIMARY KEY, revision {_TEXT} NOT NULL);
CREATE TABLE plugin (
  plugin {_TEXT} PRIMARY KEY, calls bigint NOT NULL DEFAULT 0, failures bigint NOT NULL DEFAULT 0,
  in_row bigint NOT NULL DEFAULT 0, seconds double precision NOT NULL DEFAULT 0,
  slowest double precision NOT NULL DEFAULT 0, failure {_TEXT}, failed_at bigint, set_aside_at bigint,
  set_aside_why {_TEXT}
);
CREATE TABLE incident (
  id bigint PRIMARY KEY, name {_TEXT} NOT NULL, categories {_TEXT} NOT NULL, kecamatan {_TEXT} NOT NULL,
  kelurahan {_TEXT} NOT NULL, rule {_TEXT}, every bigint NOT NULL, began_at bigint NOT NULL, ended_at bigint
);
CREATE TABLE erased (complaint_id bigint PRIMARY KEY, key {_TEXT} UNIQUE);
CREATE TABLE tick (
  single bigint PRIMARY KEY CHECK (single = 1), at bigint NOT NULL, revision {_TEXT}, timing {_TEXT},
  after_reported bigint, after_id bigint
);
CREATE TABLE identity (
  single bigint PRIMARY KEY CHECK (single = 1), store {_TEXT} NOT NULL, secret bytea NOT NULL, inner_key bytea NOT NULL,
  outer_key bytea NOT NULL
);
CREATE TABLE version (single bigint PRIMARY KEY CHECK (single = 1), schema bigint NOT NULL);
CREATE TABLE head (
  single bigint PRIMARY KEY CHECK (single = 1), event bigint NOT NULL, hash bytea NOT NULL, complaint bigint NOT NULL,
  assignment bigint NOT NULL, outbox bigint NOT NULL
);
CREATE TABLE request (
  id {_TEXT} PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), outcome jsonb NOT NULL
);
{chr(10).join((*_INDEXES, *LATER.values()))}
"""
"""`head` is the one row that every writer locks: the newest event and its hash, and the last numbers that were given.
`request` has what became of each step that was sent, by the name that it was sent with, so that one whose answer was
lost is never written twice."""
