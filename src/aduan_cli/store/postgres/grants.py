"""What the roles of a database may do in a desk's schema, as SQL that the server's administrator runs.

Three kinds: officers work at the desk, readers look, a unit sees what it leads or helps with and moves its own part of
that. Who may enter a desk at all is said by USAGE on its schema, which is given to single roles; what they may do there
is said by the group they are in. The functions that write for a unit run as the schema's owner, with a search path of
their own, and look at each step before it is written: so a unit adds to the chain without seeing what others have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

OFFICER, UNIT, READER = "aduan_officer", "aduan_unit", "aduan_reader"
_MOVES = "acknowledged started held returned resolved woken"
"""Types of events that are a unit's own moves."""
_BESIDE = "noted attached revealed followed received"
"""Types of events that a unit may add to what it can see, and that change nothing."""
_COLUMNS = "status open owed_since bounces held_until due_at escalated_at listed"
"""What a lead's move changes of a complaint."""
_STATES = "acknowledged in_progress on_hold returned resolved"
_KEYS = "id ticket day number version at brings_words events columns parts messages clocks along"
_HIDDEN = ("phone", "link", "assignment", "clock", "event", "outbox", "erased")
"""Tables whose rows are seen by a unit that sees their complaint."""
_OPEN = (
    "incident", "revision", "revision_file", "file_text", "desk", "plugin", "tick", "ticket_day", "head", "version",
)  # fmt: skip
_UNITS_FUNCTIONS = (
    "commit_steps(text, jsonb, boolean)", "own_units()", "number_in(text)", "ticket_of(text, bigint, bigint)",
)  # fmt: skip


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _array(words: str) -> str:
    return f"ARRAY[{', '.join(map(_text, words.split()))}]"


_REFUSED_STEP = f"""\
  IF given ? 'row' THEN
    refused := 'a unit logs no calls';
  ELSIF there.id IS NULL OR NOT (leads OR EXISTS (SELECT 1 FROM assignment a
    WHERE a.complaint_id = there.id AND a.unit = ANY (mine) AND a.ended_at IS NULL))
  THEN
    refused := 'it is not at this unit';
  ELSIF there.ticket IS DISTINCT FROM given->>'ticket'
    OR EXISTS (SELECT 1 FROM jsonb_object_keys(given) k WHERE k <> ALL ({_array(_KEYS)}))
  THEN
    refused := 'it is no step of a unit';
  ELSIF given ? 'columns' AND (EXISTS (SELECT 1 FROM jsonb_each(given->'columns') c
      WHERE c.key <> ALL ({_array(_COLUMNS)}) OR NOT leads AND to_jsonb(there)->c.key IS DISTINCT FROM c.value)
    OR leads AND given->'columns'->>'status' <> ALL ({_array(_STATES)} || there.status))
    OR given ? 'along' AND (NOT leads OR coalesce(given->'along'->'said'->>1, '') NOT LIKE '","type":"followed"%'
      OR EXISTS (SELECT 1 FROM jsonb_object_keys(coalesce(given->'along'->'columns', '{{}}')) k
        WHERE k <> ALL ({_array(_COLUMNS)})))
  THEN
    refused := 'it changes what is not this unit''s';
  ELSIF EXISTS (SELECT 1 FROM jsonb_object_keys(coalesce(given->'parts', '{{}}')) k WHERE k <> 'moved')
    OR EXISTS (SELECT 1 FROM jsonb_array_elements(coalesce(given->'parts'->'moved', '[]')) p
      WHERE p->>0 <> ALL (mine))
  THEN
    refused := 'it moves what is another unit''s';
"""
"""What of a step as a whole is not a unit's to write; what follows is asked where none of it holds."""
_REFUSED_EVENTS = f"""\
  ELSE
    FOR one IN SELECT value FROM jsonb_array_elements(given->'events') LOOP
      said := (one->>0)::jsonb;
      IF said->>'ticket' IS DISTINCT FROM there.ticket OR NOT coalesce(
        said->>'type' = ANY ({_array(_BESIDE)})
        OR said->>'type' = ANY ({_array(_MOVES)}) AND said->'data'->>'unit' = ANY (mine), false)
      THEN
        refused := 'it says what is not this unit''s to say';
      END IF;
    END LOOP;
  END IF;
"""
"""What of a step's events is not a unit's to say."""


def grants(schema: str, officers: Sequence[str], readers: Sequence[str], units: Mapping[str, Iterable[str]]) -> str:
    """Return the SQL: it can be run again and again, and is whole or nothing.

    `officers`, `readers` and the keys of `units` are roles of the database, made where they are missing; `units` has
    the ids of the units that a role works for. Of roles that are not named nothing changes.
    """
    parts = [_begin(schema), _groups([*officers, *readers, *units]), _as_owner(schema), _functions(schema)]
    parts += [_tables(schema), *(_member(role, ids) for role, ids in units.items()), "RESET ROLE;\n"]
    for group, roles in ((OFFICER, officers), (READER, readers), (UNIT, units)):
        parts += [
            f"GRANT {group} TO {_name(role)};\nGRANT USAGE ON SCHEMA {_name(schema)} TO {_name(role)};\n"
            for role in roles
        ]
    return "\n".join((*parts, "COMMIT;\n"))


def _name(role: str) -> str:
    return '"' + role.replace('"', '""') + '"'


def _begin(schema: str) -> str:
    path = f"{_name(schema)}, pg_catalog, pg_temp"
    return f"""-- Roles of the desk {schema}, as aduan db grants says them. Run it as the server's administrator,
-- as often as you like, and again after an update of aduan:  aduan db grants | psql -v ON_ERROR_STOP=1 DATABASE
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL standard_conforming_strings = on;
DO $do$ BEGIN
  IF to_regclass({_text(f"{_name(schema)}.version")}) IS NULL THEN
    RAISE EXCEPTION 'the desk {schema} has nothing here yet: store something first, as the owner of its schema';
  END IF;
END $do$;
SET LOCAL search_path = {path};
"""


def _groups(roles: Sequence[str]) -> str:
    made = [(group, "NOLOGIN") for group in (OFFICER, READER, UNIT)] + [
        (role, "LOGIN") for role in dict.fromkeys(roles)
    ]
    lines = [
        f"  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = {_text(role)}) THEN\n"
        f"    CREATE ROLE {_name(role)} {how};\n  END IF;"
        for role, how in made
    ]
    return "\n".join(("DO $do$ BEGIN", *lines, "END $do$;\n"))


def _as_owner(schema: str) -> str:
    """Go on as the owner of the schema: what functions may do for others is what the desk's user may, no more."""
    return f"""DO $do$ BEGIN
  EXECUTE format('SET LOCAL ROLE %I',
    (SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = {_text(schema)}));
END $do$;
"""


def _functions(schema: str) -> str:
    safe = f"SECURITY DEFINER SET search_path = {_name(schema)}, pg_catalog, pg_temp"
    owner = f"(SELECT nspowner FROM pg_namespace WHERE nspname = {_text(schema)})"
    return f"{_members(safe)}\n{_check(safe)}\n{_commit(safe, owner)}"


def _members(safe: str) -> str:
    """Return what says for which units a role works, and which complaints are theirs."""
    return f"""CREATE TABLE IF NOT EXISTS member (
  role text NOT NULL, unit text COLLATE "C" NOT NULL, PRIMARY KEY (role, unit)
);

CREATE OR REPLACE FUNCTION own_units() RETURNS text[] STABLE LANGUAGE sql {safe} AS $$
  SELECT coalesce(array_agg(m.unit), '{{}}') FROM member m JOIN pg_roles r ON r.rolname = m.role
  WHERE pg_has_role(session_user, r.oid, 'MEMBER')
$$;

CREATE OR REPLACE VIEW own_part AS
  SELECT complaint_id FROM assignment
  WHERE unit = ANY ((SELECT own_units())::text[]) AND (role = 'support' OR ended_at IS NULL);
"""


def _check(safe: str) -> str:
    """Return the function that refuses a step which is no unit's own."""
    return f"""CREATE OR REPLACE FUNCTION check_unit_step(given jsonb) RETURNS void LANGUAGE plpgsql {safe} AS $$
DECLARE
  mine text[] := own_units();
  there complaint;
  one jsonb;
  said jsonb;
  leads boolean;
  refused text;
BEGIN
  SELECT * INTO there FROM complaint c WHERE c.id = (given->>'id')::bigint;
  leads := there.unit = ANY (mine);
{_REFUSED_STEP}{_REFUSED_EVENTS}  IF refused IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
      MESSAGE = coalesce(given->>'ticket' || ': ', '') || refused;
  END IF;
END $$;
"""


def _commit(safe: str, owner: str) -> str:
    """Return what writes steps: whoever is no officer has each of them checked."""
    return f"""DO $do$ BEGIN
  IF to_regprocedure('commit_any_steps(text, jsonb, boolean)') IS NULL THEN
    ALTER FUNCTION commit_steps(text, jsonb, boolean) RENAME TO commit_any_steps;
  END IF;
END $do$;

CREATE OR REPLACE FUNCTION commit_steps(called text, steps jsonb, together boolean) RETURNS jsonb
LANGUAGE plpgsql {safe} AS $$
BEGIN
  IF pg_has_role(session_user, '{OFFICER}', 'MEMBER') OR pg_has_role(session_user, {owner}, 'MEMBER') THEN
    RETURN commit_any_steps(called, steps, together);
  END IF;
  PERFORM 1 FROM head FOR UPDATE;
  IF NOT EXISTS (SELECT 1 FROM request r WHERE r.id = commit_steps.called) THEN
    PERFORM check_unit_step(value) FROM jsonb_array_elements(steps);
  END IF;
  RETURN commit_any_steps(called, steps, together);
END $$;
"""


def _tables(schema: str) -> str:
    name = _name(schema)
    lines = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {name} FROM PUBLIC, {OFFICER}, {READER}, {UNIT};",
        f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {name} FROM PUBLIC, {OFFICER}, {READER}, {UNIT};",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {name} TO {OFFICER};",
        f"REVOKE INSERT, UPDATE, DELETE ON version, member, identity FROM {OFFICER};",
        f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {name} TO {OFFICER};",
        f"GRANT SELECT ON complaint, {', '.join((*_HIDDEN, *_OPEN))} TO {READER}, {UNIT};",
        f"GRANT SELECT ON own_part TO {UNIT};",
        f"GRANT EXECUTE ON FUNCTION {', '.join(_UNITS_FUNCTIONS)} TO {UNIT};",
        f"GRANT EXECUTE ON FUNCTION {', '.join(_UNITS_FUNCTIONS[1:])} TO {READER};",
    ]
    seen = {"complaint": "unit = ANY ((SELECT own_units())::text[]) OR id IN (SELECT complaint_id FROM own_part)"}
    seen |= {table: f"EXISTS (SELECT 1 FROM complaint c WHERE c.id = {table}.complaint_id)" for table in _HIDDEN}
    # What the desk itself did is not for units, but which rules were accepted.
    seen["event"] += """ OR complaint_id IS NULL AND body LIKE '%"type":"rules_%'"""
    for table, condition in seen.items():
        lines.append(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;")
        for policy, rest in (
            ("officers_all", f"TO {OFFICER} USING (true) WITH CHECK (true)"),
            ("readers_look", f"FOR SELECT TO {READER} USING (true)"),
            ("units_own", f"FOR SELECT TO {UNIT} USING ({condition})"),
        ):
            lines.append(f"DROP POLICY IF EXISTS {policy} ON {table};")
            lines.append(f"CREATE POLICY {policy} ON {table} {rest};")
    return "\n".join((*lines, ""))


def _member(role: str, units: Iterable[str]) -> str:
    rows = ", ".join(f"({_text(role)}, {_text(unit)})" for unit in units)
    return f"DELETE FROM member WHERE role = {_text(role)};\nINSERT INTO member (role, unit) VALUES {rows};\n"
