CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
)
;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name")
;
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
, bounces INTEGER, bounced INTEGER GENERATED ALWAYS AS (bounces > 0) VIRTUAL, unanswered INTEGER GENERATED ALWAYS AS (kind = 'information' AND status IN ('answered', 'new') AND answer IS NULL) VIRTUAL, merged_into TEXT, duplicates INTEGER, owed_since INTEGER, due_at INTEGER, held_until INTEGER, escalated_at INTEGER, listed INTEGER, waking INTEGER GENERATED ALWAYS AS (CASE WHEN status = 'on_hold' THEN held_until END) VIRTUAL, escalated INTEGER GENERATED ALWAYS AS (listed > 0 AND status NOT IN ('resolved', 'closed', 'referred', 'rejected', 'answered')) VIRTUAL, incident INTEGER, agreed TEXT, point TEXT) STRICT
;
CREATE UNIQUE INDEX complaint_number ON complaint (number, day)
;
CREATE UNIQUE INDEX complaint_key ON complaint (key) WHERE key IS NOT NULL
;
CREATE UNIQUE INDEX complaint_import_key ON complaint (import_key) WHERE import_key IS NOT NULL
;
CREATE INDEX complaint_reported ON complaint (reported_at)
;
CREATE INDEX complaint_open ON complaint (reported_at) WHERE open = 1
;
CREATE INDEX complaint_status ON complaint (status, reported_at)
;
CREATE INDEX complaint_unit ON complaint (unit, reported_at)
;
CREATE INDEX complaint_unit_status ON complaint (unit, status, reported_at)
;
CREATE INDEX complaint_category ON complaint (category, reported_at) WHERE category IS NOT NULL
;
CREATE INDEX complaint_kind ON complaint (kind, reported_at)
;
CREATE INDEX complaint_kecamatan ON complaint (kecamatan, reported_at) WHERE kecamatan IS NOT NULL
;
CREATE INDEX complaint_kelurahan ON complaint (kelurahan, reported_at) WHERE kelurahan IS NOT NULL
;
CREATE INDEX complaint_priority ON complaint (priority, reported_at)
;
CREATE INDEX complaint_channel ON complaint (channel, reported_at) WHERE channel IS NOT NULL
;
CREATE INDEX complaint_shift ON complaint (shift, reported_at) WHERE shift IS NOT NULL
;
CREATE INDEX complaint_actor ON complaint (actor, reported_at) WHERE actor IS NOT NULL
;
CREATE TABLE phone (
  phone TEXT NOT NULL,
  reported_at INTEGER NOT NULL,
  complaint_id INTEGER NOT NULL REFERENCES complaint (id),
  PRIMARY KEY (phone, reported_at, complaint_id)
) STRICT, WITHOUT ROWID
;
CREATE INDEX phone_complaint ON phone (complaint_id)
;
CREATE TABLE ticket_day (
  day INTEGER PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT
;
CREATE TABLE link (
  complaint_id INTEGER NOT NULL REFERENCES complaint (id),
  other_id INTEGER NOT NULL REFERENCES complaint (id),
  PRIMARY KEY (complaint_id, other_id)
) STRICT, WITHOUT ROWID
;
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
, reported_at INTEGER, complaint_status TEXT) STRICT
;
CREATE INDEX assignment_complaint ON assignment (complaint_id)
;
CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  complaint_id INTEGER REFERENCES complaint (id),
  body TEXT NOT NULL,
  private TEXT,
  salt BLOB,
  hash BLOB NOT NULL
) STRICT
;
CREATE INDEX event_complaint ON event (complaint_id)
;
CREATE TABLE revision (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  accepted_at INTEGER NOT NULL,
  actor TEXT
) STRICT
;
CREATE TABLE revision_file (
  revision_id INTEGER NOT NULL REFERENCES revision (id),
  path TEXT NOT NULL,
  hash TEXT NOT NULL REFERENCES file_text (hash),
  PRIMARY KEY (revision_id, path)
) STRICT, WITHOUT ROWID
;
CREATE TABLE file_text (
  hash TEXT PRIMARY KEY,
  text TEXT NOT NULL
) STRICT
;
CREATE VIRTUAL TABLE complaint_fts USING fts5 (
  text, answer, address, content = 'complaint', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
)
;
CREATE TRIGGER complaint_words_changed AFTER UPDATE OF text, answer, address ON complaint BEGIN
  INSERT INTO complaint_fts (complaint_fts, rowid, text, answer, address)
    VALUES ('delete', old.id, old.text, old.answer, old.address);
  INSERT INTO complaint_fts (rowid, text, answer, address) VALUES (new.id, new.text, new.answer, new.address);
END
;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN
  SELECT raise(ABORT, 'events are append-only');
END
;
CREATE TRIGGER event_no_change BEFORE UPDATE OF id, complaint_id, body, hash ON event BEGIN
  SELECT raise(ABORT, 'events are append-only');
END
;
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

;
CREATE TABLE identity (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  store TEXT NOT NULL,
  secret BLOB NOT NULL
) STRICT

;
CREATE TABLE erased (
  complaint_id INTEGER PRIMARY KEY REFERENCES complaint (id),
  key TEXT UNIQUE
) STRICT

;
CREATE INDEX complaint_source ON complaint (source_file, source_row) WHERE source_file IS NOT NULL
;
CREATE TABLE older_imports (last INTEGER NOT NULL) STRICT
;
CREATE TABLE desk (
  folder TEXT PRIMARY KEY,
  revision TEXT NOT NULL
) STRICT, WITHOUT ROWID

;
CREATE INDEX complaint_bounced ON complaint (reported_at) WHERE bounced = 1
;
CREATE INDEX complaint_unanswered ON complaint (reported_at) WHERE unanswered = 1
;
CREATE INDEX assignment_support ON assignment (unit, reported_at, complaint_id)
  WHERE role = 'support' AND ended_at IS NULL
;
CREATE INDEX assignment_support_status ON assignment (unit, complaint_status, reported_at, complaint_id)
  WHERE role = 'support' AND ended_at IS NULL

;
CREATE INDEX complaint_merged ON complaint (merged_into) WHERE merged_into IS NOT NULL
;
CREATE INDEX complaint_owed ON complaint (owed_since) WHERE owed_since IS NOT NULL AND caller_phone IS NOT NULL
;
CREATE TABLE clock (complaint_id INTEGER NOT NULL, clock TEXT NOT NULL, unit TEXT, since INTEGER NOT NULL, pauses TEXT, stopped_at INTEGER, due_at INTEGER, escalate_at INTEGER, PRIMARY KEY (complaint_id, clock)) STRICT, WITHOUT ROWID
;
CREATE INDEX clock_due ON clock (clock, due_at) WHERE stopped_at IS NULL AND due_at IS NOT NULL
;
CREATE INDEX complaint_waking ON complaint (waking) WHERE waking IS NOT NULL
;
CREATE INDEX complaint_escalated ON complaint (reported_at) WHERE escalated = 1
;
CREATE INDEX clock_escalate ON clock (escalate_at) WHERE escalate_at IS NOT NULL
;
CREATE TABLE tick (only INTEGER PRIMARY KEY CHECK (only = 1), at INTEGER NOT NULL, revision TEXT, timing TEXT, after_reported INTEGER, after_id INTEGER) STRICT
;
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
  repeated INTEGER NOT NULL DEFAULT 0, batch TEXT, letter TEXT, tried_at INTEGER,
  UNIQUE (event_id, notifier, unit)
) STRICT
;
CREATE INDEX outbox_due ON outbox (notifier, next_at) WHERE next_at IS NOT NULL
;
CREATE INDEX outbox_state ON outbox (state, id)
;
CREATE INDEX outbox_complaint ON outbox (complaint_id)

;
CREATE INDEX outbox_letter ON outbox (letter) WHERE letter IS NOT NULL
;
CREATE INDEX outbox_tried ON outbox (notifier, tried_at) WHERE tried_at IS NOT NULL
;
CREATE INDEX outbox_batch ON outbox (notifier, unit, batch, id)
  WHERE batch IS NOT NULL AND letter IS NULL AND next_at IS NOT NULL

;
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
) STRICT
;
CREATE INDEX incident_open ON incident (id) WHERE ended_at IS NULL

;
CREATE INDEX complaint_incident ON complaint (incident, reported_at) WHERE incident IS NOT NULL
;
CREATE INDEX assignment_given_back ON assignment (reported_at, complaint_id) WHERE role = 'support' AND ended_at IS NULL AND status = 'returned'
;
INSERT INTO _sqlite_migrations VALUES (1, 'aduan', '0001_first_tables', '-')
;
INSERT INTO _sqlite_migrations VALUES (2, 'aduan', '0002_plugin_states', '-')
;
INSERT INTO _sqlite_migrations VALUES (3, 'aduan', '0003_identity', '-')
;
INSERT INTO _sqlite_migrations VALUES (4, 'aduan', '0004_unanswered', '-')
;
INSERT INTO _sqlite_migrations VALUES (5, 'aduan', '0005_salted_keys', '-')
;
INSERT INTO _sqlite_migrations VALUES (6, 'aduan', '0006_imports', '-')
;
INSERT INTO _sqlite_migrations VALUES (7, 'aduan', '0007_desks', '-')
;
INSERT INTO _sqlite_migrations VALUES (8, 'aduan', '0008_bounces', '-')
;
INSERT INTO _sqlite_migrations VALUES (9, 'aduan', '0009_lead_states', '-')
;
INSERT INTO _sqlite_migrations VALUES (10, 'aduan', '0010_open_questions', '-')
;
INSERT INTO _sqlite_migrations VALUES (11, 'aduan', '0011_helpers', '-')
;
INSERT INTO _sqlite_migrations VALUES (12, 'aduan', '0012_callers', '-')
;
INSERT INTO _sqlite_migrations VALUES (13, 'aduan', '0013_clocks', '-')
;
INSERT INTO _sqlite_migrations VALUES (14, 'aduan', '0014_tick', '-')
;
INSERT INTO _sqlite_migrations VALUES (15, 'aduan', '0015_outbox', '-')
;
INSERT INTO _sqlite_migrations VALUES (16, 'aduan', '0016_letters', '-')
;
INSERT INTO _sqlite_migrations VALUES (17, 'aduan', '0017_incidents', '-')
;
INSERT INTO _sqlite_migrations VALUES (18, 'aduan', '0018_fields', '-')
;
INSERT INTO _sqlite_migrations VALUES (19, 'aduan', '0019_given_back', '-')
;
