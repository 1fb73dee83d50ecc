"""The functions of a desk's schema that write steps: new complaints, complaints that are there, all of one request."""

from __future__ import annotations

from aduan_cli.store.common.rows import COLUMNS
from aduan_cli.store.postgres.tables import OF_WORDS

_ALL = (*COLUMNS, *OF_WORDS)
_SET = tuple(name for name in _ALL if name not in ("id", "version"))

_TAKE = """
CREATE FUNCTION take(INOUT h head, INOUT step jsonb) LANGUAGE plpgsql AS $$
DECLARE
  on_day bigint := (step->>'day')::bigint;
  given bigint := (step->>'number')::bigint;
  name text := step->>'ticket';
  first bigint := h.event + 1;
  one jsonb;
BEGIN
  INSERT INTO ticket_day AS d VALUES (on_day, greatest(given, 1)) ON CONFLICT (day) DO UPDATE
    SET last = CASE WHEN given = 0 THEN d.last + 1 ELSE greatest(d.last, given) END RETURNING d.last INTO on_day;
  IF given = 0 THEN
    given := on_day;
    name := ticket_of(name, (step->>'day')::bigint, given);
  END IF;
  h.complaint := h.complaint + 1;
  INSERT INTO complaint SELECT * FROM jsonb_populate_record(NULL::complaint, (step->'row') || jsonb_build_object(
    'id', h.complaint, 'ticket', name, 'number', given,
    'import_key', salted(step->>'import_key'), 'content_hash', salted(step->>'content_hash')));
  FOR one IN SELECT value FROM jsonb_array_elements(step->'events') LOOP
    h := tell(h, h.complaint, (one->>0) || in_json(name) || (one->>1), one->>2, one->>3);
  END LOOP;
  PERFORM call_back_by(h.complaint, (step->'row'->>'reported_at')::bigint, step->'phones') WHERE step ? 'phones';
  step := step || jsonb_build_object('id', h.complaint, 'ticket', name, 'number', given, 'first', first);
END $$;

CREATE FUNCTION take_after(INOUT h head, step jsonb) LANGUAGE plpgsql AS $$
DECLARE
  mine bigint := (step->>'id')::bigint;
BEGIN
  IF step->'links' <> '[]' THEN
    h := link_up(h, mine, step->>'ticket', step, step->'links');
  END IF;
  IF step ? 'messages' THEN
    h := queue(h, mine, (step->>'first')::bigint, (step->>'at')::bigint, step->'messages');
  END IF;
  IF step ? 'parts' THEN
    h := assign(h, mine, (step->>'at')::bigint, step->'parts');
  END IF;
  PERFORM time_clocks(mine, step->'clocks') WHERE step ? 'clocks';
END $$;
"""

_CHANGE = f"""
CREATE FUNCTION put(number bigint, was bigint, columns jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE complaint c SET ({", ".join(_SET)}, version) = (
    SELECT {", ".join(f"n.{name}" for name in _SET)}, c.version + 1
    FROM jsonb_populate_record(c, columns) n) WHERE c.id = number AND c.version = was;
  RETURN FOUND;
END $$;

CREATE FUNCTION change(INOUT h head, INOUT step jsonb) LANGUAGE plpgsql AS $$
DECLARE
  mine bigint := (step->>'id')::bigint;
  happened bigint := (step->>'at')::bigint;
  columns jsonb := step->'columns';
  first bigint := h.event + 1;
  one jsonb;
  merged record;
BEGIN
  IF (step->>'brings_words')::boolean AND EXISTS (SELECT 1 FROM erased e JOIN complaint c ON c.id = e.complaint_id
    WHERE c.number = (step->>'number')::bigint AND c.day = (step->>'day')::bigint)
  THEN
    step := jsonb_build_object('ticket', step->>'ticket', 'state', 'forgotten');
    RETURN;
  END IF;
  IF columns->>'content_hash' <> '' THEN
    columns := columns || jsonb_build_object('content_hash', salted(columns->>'content_hash'));
  END IF;
  IF columns IS NOT NULL AND NOT put(mine, (step->>'version')::bigint, columns) THEN
    step := jsonb_build_object('ticket', step->>'ticket', 'state', 'conflict');
    RETURN;
  END IF;
  FOR one IN SELECT value FROM jsonb_array_elements(step->'events') LOOP
    h := tell(h, mine, one->>0, one->>1, one->>2);
  END LOOP;
  IF step ? 'links' THEN
    h := link_up(h, mine, step->>'ticket', step, step->'links');
  END IF;
  IF step ? 'along' THEN
    one := step->'along';
    FOR merged IN SELECT c.id, c.ticket, c.version FROM complaint c WHERE c.merged_into = step->>'ticket' ORDER BY c.id
    LOOP
      PERFORM put(merged.id, merged.version, one->'columns');
      h := tell(h, merged.id, (one->'said'->>0) || in_json(merged.ticket) || (one->'said'->>1)
        || (merged.version + 1) || (one->'said'->>2), one->>'private', one->>'salt');
      IF one->'messages' ? merged.ticket THEN
        h := queue(h, merged.id, h.event, happened, one->'messages'->merged.ticket);
      END IF;
    END LOOP;
  END IF;
  IF step ? 'messages' THEN
    h := queue(h, mine, first, happened, step->'messages');
  END IF;
  IF step ? 'phones' THEN
    DELETE FROM phone p WHERE p.complaint_id = mine;
    PERFORM call_back_by(mine, (step->>'reported_at')::bigint, step->'phones');
  END IF;
  IF columns ?| ARRAY['status', 'reported_at'] THEN
    UPDATE assignment a SET reported_at = c.reported_at, complaint_status = c.status
      FROM complaint c WHERE c.id = mine AND a.complaint_id = mine;
  END IF;
  IF step ? 'parts' THEN
    h := assign(h, mine, happened, step->'parts');
  END IF;
  PERFORM time_clocks(mine, step->'clocks') WHERE step ? 'clocks';
  step := jsonb_build_object('ticket', step->>'ticket', 'state', 'done');
END $$;
"""

_COMMIT = """
CREATE FUNCTION apply(INOUT h head, steps jsonb, OUT outcomes jsonb) LANGUAGE plpgsql AS $$
DECLARE
  came jsonb[] := array_fill(NULL::jsonb, ARRAY[jsonb_array_length(steps)]);
  fresh jsonb[] := '{}';
  main_one text := '';
  one jsonb;
  place int;
  made record;
BEGIN
  FOR one, place IN SELECT value, ordinality FROM jsonb_array_elements(steps) WITH ORDINALITY WHERE value ? 'row' LOOP
    came[place] := known(one);
    IF came[place] IS NULL THEN
      IF (one->>'beside')::boolean THEN
        one := one || jsonb_build_object('links', (one->'links') || to_jsonb(main_one));
      END IF;
      SELECT * INTO made FROM take(h, one);
      h := made.h;
      one := made.step;
      fresh := fresh || one;
      came[place] := jsonb_build_object(
        'ticket', one->>'ticket', 'state', 'taken', 'id', one->'id', 'number', one->'number');
    END IF;
    IF NOT (one->>'beside')::boolean THEN
      main_one := came[place]->>'ticket';
    END IF;
  END LOOP;
  FOREACH one IN ARRAY fresh LOOP
    h := take_after(h, one);
  END LOOP;
  FOR one, place IN SELECT value, ordinality FROM jsonb_array_elements(steps) WITH ORDINALITY
    WHERE NOT value ? 'row'
  LOOP
    SELECT * INTO made FROM change(h, one);
    h := made.h;
    came[place] := made.step;
  END LOOP;
  outcomes := to_jsonb(came);
END $$;

CREATE FUNCTION begin_request(called text, OUT done jsonb, OUT h head) LANGUAGE plpgsql AS $$
BEGIN
  -- Whoever sends a step again waits here until the first sending of it is done or gone.
  SELECT * INTO STRICT h FROM head FOR UPDATE;
  SELECT r.outcome INTO done FROM request r WHERE r.id = called;
END $$;

CREATE FUNCTION end_request(called text, h head, outcome jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE head SET event = h.event, hash = h.hash, complaint = h.complaint, assignment = h.assignment,
    outbox = h.outbox;
  INSERT INTO request (id, outcome) VALUES (called, outcome);
  IF h.event % 200 = 0 THEN
    DELETE FROM request r WHERE r.at < now() - interval '1 day';
  END IF;
END $$;

CREATE FUNCTION commit_steps(called text, steps jsonb, together boolean) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  begun record;
  made record;
  lost jsonb;
BEGIN
  SELECT * INTO begun FROM begin_request(called);
  IF begun.done IS NOT NULL THEN
    RETURN begun.done;
  END IF;
  IF together THEN
    BEGIN
      SELECT * INTO made FROM apply(begun.h, steps);
      SELECT value INTO lost FROM jsonb_array_elements(made.outcomes) WITH ORDINALITY
        WHERE value->>'state' IN ('conflict', 'forgotten') ORDER BY ordinality LIMIT 1;
      IF lost IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'AD001';
      END IF;
    EXCEPTION WHEN SQLSTATE 'AD001' THEN
      SELECT begun.h AS h, jsonb_agg(lost) AS outcomes INTO made FROM jsonb_array_elements(steps);
    END;
  ELSE
    SELECT * INTO made FROM apply(begun.h, steps);
  END IF;
  PERFORM end_request(called, made.h, made.outcomes);
  RETURN made.outcomes;
END $$;

CREATE FUNCTION apply_now(steps jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  h head;
  made record;
BEGIN
  SELECT * INTO STRICT h FROM head FOR UPDATE;
  SELECT * INTO made FROM apply(h, steps);
  h := made.h;
  UPDATE head SET event = h.event, hash = h.hash, complaint = h.complaint, assignment = h.assignment,
    outbox = h.outbox;
  RETURN made.outcomes;
END $$;

CREATE FUNCTION tell_now(complaint bigint, body text, private text, salt text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  h head;
BEGIN
  SELECT * INTO STRICT h FROM head FOR UPDATE;
  h := tell(h, complaint, body, private, salt);
  UPDATE head SET event = h.event, hash = h.hash;
END $$;
"""

WRITING = "".join((_TAKE, _CHANGE, _COMMIT))
