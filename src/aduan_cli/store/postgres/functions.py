"""What the database itself does of a step, as functions of a desk's schema: all of it in one statement.

A step is sent as JSON that says all that can be said without the database. What can't be (the ticket, the number, the
hash of the event before) is put in its place here, under the lock of `head`'s one row. Bodies of events are texts in
two halves with the ticket between them, and are hashed as they are.
"""

from __future__ import annotations

from aduan_cli.complaint.fields import FIELDS
from aduan_cli.store.postgres.tables import OF_WORDS
from aduan_cli.store.postgres.writing_functions import WRITING
from aduan_cli.tickets import MOST_DIGITS, QUASIGROUP

_DAMM = "".join(str(digit) for row in QUASIGROUP for digit in row)
_KEPT_BY_STORE = (
    "id",
    "open",
    "version",
    "sources",
    "due_at",
    "incident",
    *OF_WORDS,
    *(f.name for f in FIELDS if f.json is None),
)
"""What no export tells of a complaint, or tells otherwise."""

_SMALL = f"""
CREATE FUNCTION salted(said text) RETURNS text STABLE LANGUAGE sql AS $$
  SELECT left(encode(sha256(outer_key || sha256(inner_key || convert_to(said, 'UTF8'))), 'hex'), 32) FROM identity
$$;

CREATE FUNCTION in_json(said text) RETURNS text IMMUTABLE STRICT LANGUAGE sql AS $$
  SELECT substr(to_json(said)::text, 2, length(to_json(said)::text) - 2)
$$;

CREATE FUNCTION number_in(ticket text) RETURNS bigint IMMUTABLE LANGUAGE sql AS $$
  SELECT substring(ticket FROM '-([0-9]{{1,{MOST_DIGITS}}})-[^-]*$')::bigint
$$;

CREATE FUNCTION ticket_of(prefix text, day bigint, number bigint) RETURNS text IMMUTABLE LANGUAGE plpgsql AS $$
DECLARE
  date text := lpad((day % 1000000)::text, 6, '0');
  digits text := CASE WHEN number < 10000 THEN lpad(number::text, 4, '0') ELSE number::text END;
  interim int := 0;
BEGIN
  FOR place IN 1 .. length(date || digits) LOOP
    interim := substr('{_DAMM}', interim * 10 + substr(date || digits, place, 1)::int + 1, 1)::int;
  END LOOP;
  RETURN prefix || '-' || date || '-' || digits || '-' || interim;
END $$;

CREATE FUNCTION tell(INOUT h head, complaint bigint, body text, private text, salt text) LANGUAGE plpgsql AS $$
BEGIN
  h.event := h.event + 1;
  h.hash := sha256(h.hash || convert_to(body, 'UTF8'));
  INSERT INTO event VALUES (h.event, complaint, body, private, decode(salt, 'hex'), h.hash);
END $$;

CREATE FUNCTION events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('aduan.erasing', true) = 'on' AND NEW.id = OLD.id THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'events are append-only';
END $$;
CREATE TRIGGER event_no_change BEFORE UPDATE OF id, complaint_id, body, hash ON event
  FOR EACH ROW EXECUTE FUNCTION events_stay();
CREATE TRIGGER event_no_delete BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION events_stay();
"""

_KNOWN = f"""
CREATE FUNCTION known(step jsonb) RETURNS jsonb STABLE LANGUAGE plpgsql AS $$
DECLARE
  there complaint;
  kept text[] := ARRAY[{", ".join(f"'{name}'" for name in _KEPT_BY_STORE)}];
  same boolean;
BEGIN
  IF step->>'import_key' IS NOT NULL THEN
    SELECT * INTO there FROM complaint c WHERE c.import_key = salted(step->>'import_key');
    IF FOUND THEN
      same := there.content_hash IS NULL OR there.content_hash = salted(coalesce(step->>'content_hash', ''));
      RETURN jsonb_build_object('ticket', there.ticket, 'state', CASE WHEN same THEN 'known' ELSE 'changed' END);
    END IF;
  END IF;
  IF (step->>'number')::bigint <> 0 THEN
    SELECT * INTO there FROM complaint c WHERE c.number = (step->>'number')::bigint AND c.day = (step->>'day')::bigint;
    IF FOUND THEN
      same := EXISTS (SELECT 1 FROM erased e WHERE e.complaint_id = there.id)
        OR to_jsonb(there) - kept = (step->'row') - kept;
      RETURN jsonb_build_object('ticket', there.ticket, 'state', CASE WHEN same THEN 'known' ELSE 'changed' END);
    END IF;
  END IF;
  IF step->'row'->>'key' IS NOT NULL THEN
    SELECT * INTO there FROM complaint c WHERE c.key = step->'row'->>'key';
    IF FOUND THEN
      -- A call that repeats its key is a no-op; a record of a file that says something else must be told.
      same := there.text = step->'row'->>'text'
        OR (step->>'import_key' IS NULL AND (step->>'number')::bigint = 0);
      RETURN jsonb_build_object('ticket', there.ticket, 'state', CASE WHEN same THEN 'known' ELSE 'changed' END);
    END IF;
    IF EXISTS (SELECT 1 FROM erased e WHERE e.key IS NOT NULL) THEN
      SELECT c.* INTO there FROM erased e JOIN complaint c ON c.id = e.complaint_id
        WHERE e.key = salted(step->'row'->>'key');
      IF FOUND THEN
        RETURN jsonb_build_object('ticket', there.ticket, 'state', 'known');
      END IF;
    END IF;
  END IF;
  RETURN NULL;
END $$;
"""

_BESIDE = """
CREATE FUNCTION time_clocks(number bigint, clocks jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO clock
    SELECT number, r.* FROM jsonb_to_recordset(clocks) AS
      r(clock text, unit text, since bigint, pauses text, stopped_at bigint, due_at bigint, escalate_at bigint)
  ON CONFLICT (complaint_id, clock) DO UPDATE SET unit = excluded.unit, since = excluded.since,
    pauses = excluded.pauses, stopped_at = excluded.stopped_at, due_at = excluded.due_at,
    escalate_at = excluded.escalate_at
$$;

CREATE FUNCTION call_back_by(number bigint, reported bigint, phones jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO phone SELECT value, reported, number FROM jsonb_array_elements_text(phones) ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION queue(INOUT h head, complaint bigint, first bigint, at bigint, messages jsonb) LANGUAGE plpgsql AS $$
DECLARE
  one jsonb;
  told event;
BEGIN
  FOR one IN SELECT value FROM jsonb_array_elements(messages) LOOP
    SELECT * INTO STRICT told FROM event WHERE id = first + (one->>0)::bigint;
    h.outbox := h.outbox + 1;
    INSERT INTO outbox (id, event_id, complaint_id, event, notifier, unit, batch, error, at, state, next_at, message_id)
    VALUES (h.outbox, told.id, complaint, one->>1, one->>2, one->>3, one->>5, one->>6, at,
      CASE WHEN one->>6 IS NULL THEN 'queued' ELSE 'skipped' END,
      CASE WHEN one->>6 IS NULL THEN at + (one->>4)::bigint END,
      left(encode(sha256(told.hash || convert_to((one->>1) || E'\\n' || (one->>2) || E'\\n' || (one->>3), 'UTF8')),
        'hex'), 32)
    );
  END LOOP;
END $$;

CREATE FUNCTION link_up(INOUT h head, mine bigint, ticket text, step jsonb, links jsonb) LANGUAGE plpgsql AS $$
DECLARE
  how jsonb;
  other record;
  side record;
  done bigint;
BEGIN
  FOR how IN SELECT jsonb_build_array(value, 'linked') FROM jsonb_array_elements(links)
    UNION ALL SELECT jsonb_build_array(value, 'unlinked') FROM jsonb_array_elements(coalesce(step->'unlinks', '[]'))
  LOOP
    SELECT c.id, c.ticket INTO other FROM complaint c WHERE c.number = number_in(how->>0) AND c.ticket = how->>0;
    CONTINUE WHEN NOT FOUND OR other.id = mine;
    FOR side IN SELECT * FROM (VALUES (mine, ticket, other.id, other.ticket), (other.id, other.ticket, mine, ticket))
      AS sides(here, name, there, other_name)
    LOOP
      IF how->>1 = 'linked' THEN
        INSERT INTO link VALUES (side.here, side.there) ON CONFLICT DO NOTHING;
      ELSE
        DELETE FROM link l WHERE l.complaint_id = side.here AND l.other_id = side.there;
      END IF;
      GET DIAGNOSTICS done = ROW_COUNT;
      IF done > 0 THEN
        h := tell(h, side.here, (step->(how->>1)->>0) || in_json(side.other_name) || (step->(how->>1)->>1)
          || in_json(side.name) || (step->(how->>1)->>2), NULL, NULL);
      END IF;
    END LOOP;
  END LOOP;
END $$;

CREATE FUNCTION assign(INOUT h head, number bigint, at bigint, parts jsonb) LANGUAGE plpgsql AS $$
DECLARE
  one jsonb;
BEGIN
  FOR one IN SELECT value FROM jsonb_array_elements(coalesce(parts->'ended', '[]')) LOOP
    UPDATE assignment a SET ended_at = at
      WHERE a.complaint_id = number AND a.unit = one->>0 AND a.role = one->>1 AND a.ended_at IS NULL;
  END LOOP;
  FOR one IN SELECT value FROM jsonb_array_elements(coalesce(parts->'renamed', '[]')) LOOP
    UPDATE assignment a SET unit = one->>1 WHERE a.complaint_id = number AND a.unit = one->>0 AND a.ended_at IS NULL;
  END LOOP;
  FOR one IN SELECT value FROM jsonb_array_elements(coalesce(parts->'moved', '[]')) LOOP
    UPDATE assignment a SET status = one->>2
      WHERE a.complaint_id = number AND a.unit = one->>0 AND a.role = one->>1 AND a.ended_at IS NULL;
  END LOOP;
  FOR one IN SELECT value FROM jsonb_array_elements(coalesce(parts->'begun', '[]')) LOOP
    CONTINUE WHEN EXISTS (SELECT 1 FROM assignment a
      WHERE a.complaint_id = number AND a.unit = one->>0 AND a.role = one->>1 AND a.ended_at IS NULL);
    h.assignment := h.assignment + 1;
    INSERT INTO assignment (id, complaint_id, unit, role, status, assigned_at, reported_at, complaint_status)
      SELECT h.assignment, number, one->>0, one->>1, one->>2, at, c.reported_at, c.status
      FROM complaint c WHERE c.id = number;
  END LOOP;
END $$;
"""

FUNCTIONS = "".join((_SMALL, _KNOWN, _BESIDE, WRITING)).replace(
    "LANGUAGE plpgsql AS $$", "LANGUAGE plpgsql AS $$\n#variable_conflict use_variable"
)
"""Where a name is a column's, too, the function's own is meant."""
