"""A single new call in statements made for it: what `log` sends, hundreds of times a shift, each over a new connection.

The functions of the schema (`writing_functions.py`) write every step; but a server parses and plans a function's
statements anew for each connection, and most of them say nothing about a plain call. What is written is the same.
Under the lock of `head`, which the first statement takes, the second sees all that was stored before.
"""

from __future__ import annotations

from collections.abc import Sequence

from aduan_cli.store.common.chain import canonical
from aduan_cli.store.postgres.steps import new_step_json
from aduan_cli.tickets import MOST_DIGITS, QUASIGROUP, begin_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.complaint.step import Step

_ZERO = ord("0") * 12 - 1


def _check_digit() -> str:
    """Return what makes of `interim` and `filled`, digits filled up with `:`, a check digit as `tickets.damm` does.

    The schema has a function for it; but for the first one of its language the server loads a library and compiles it,
    which takes longer than the rest of a call. Digits are their codes: `:`, the one behind 9, stands for the column
    that leaves all as it is.
    """
    table = "".join("".join(map(str, (*row, number))) for number, row in enumerate(QUASIGROUP))
    found = "interim"
    for place in range(1, MOST_DIGITS + 1):
        found = f"substr('{table}', ascii({found}) * 11 + ascii(substr(filled, {place}, 1)) - {_ZERO}, 1)"
    return found


_LOCK = "SELECT 1 FROM head FOR UPDATE;"
_NAMED = f"""
WITH asked AS (SELECT %s AS id),
counted AS (
  INSERT INTO ticket_day AS d SELECT %s, 1 WHERE NOT EXISTS (SELECT 1 FROM request r, asked WHERE r.id = asked.id)
  ON CONFLICT (day) DO UPDATE SET last = d.last + 1 RETURNING last
),
numbered AS (
  SELECT last, CASE WHEN last < 10000 THEN lpad(last::text, 4, '0') ELSE last::text END AS digits, %s AS interim
  FROM counted
),
ended AS (
  SELECT last, digits || '-' || {_check_digit()} AS rest
  FROM (SELECT *, rpad(digits, {MOST_DIGITS}, ':') AS filled FROM numbered) n
),
named AS (
  SELECT h.complaint + 1 AS id, last AS number, %s || rest AS ticket, rest, h.event, h.hash, h.assignment
  FROM ended, (SELECT * FROM head LIMIT 1) h
)"""
"""The limit says to the planner what it can't know of a table that is new: that there is one row, and little to do."""
_SAID = """,
said_{0} AS (
  SELECT event + 1 AS event, body, sha256(hash || convert_to(body, 'UTF8')) AS hash
  FROM (SELECT s.event, s.hash, %s || n.rest || %s AS body FROM named n, {1} s) t
),
told_{0} AS (INSERT INTO event SELECT s.event, n.id, s.body, %s, decode(%s, 'hex'), s.hash FROM named n, said_{0} s)"""
_TAKEN = """,
taken AS (INSERT INTO complaint (id, ticket, number, {}) SELECT id, ticket, number, {} FROM named)"""
_PHONED = """,
phoned AS (INSERT INTO phone SELECT unnest(%s), %s, id FROM named ON CONFLICT DO NOTHING)"""
_BEGUN = """,
begun_{0} AS (
  INSERT INTO assignment (id, complaint_id, unit, role, status, assigned_at, reported_at, complaint_status)
  SELECT assignment + {0}, id, %s, %s, %s, %s, %s, %s FROM named
)"""
_TIMED = """,
timed_{} AS (
  INSERT INTO clock (complaint_id, clock, unit, since, pauses, stopped_at, due_at, escalate_at)
  SELECT id, %s, %s, %s, %s, %s, %s, %s FROM named
)"""
_ENDED = """,
outcome AS (
  SELECT jsonb_build_array(jsonb_build_object('ticket', ticket, 'state', 'taken', 'id', id, 'number', number)) AS came
  FROM named
),
moved AS (
  UPDATE head SET event = s.event, hash = s.hash, complaint = n.id, assignment = n.assignment + {}
  FROM named n, said_{} s
),
noted AS (INSERT INTO request (id, outcome) SELECT asked.id, came FROM asked, outcome)
SELECT came FROM outcome UNION ALL SELECT r.outcome FROM request r, asked WHERE r.id = asked.id"""
_CLOCK = ("clock", "unit", "since", "pauses", "stopped_at", "due_at", "escalate_at")


def is_plain(steps: Sequence[Step]) -> bool:
    """Say whether steps are one new call about which nothing in the store is to be asked or told."""
    if len(steps) != 1 or not steps[0].is_new:
        return False
    (step,), complaint = steps, steps[0].complaint
    asks = complaint.number or complaint.key is not None or complaint.import_key is not None
    return not (asks or step.beside or step.links or step.messages)


def statement(step: Step) -> tuple[str, tuple[Any, ...]]:
    """Return the statements that store a plain call, and their values behind the name of the request.

    They say what the functions say of it: what became of each step. Raises `UsageError` for a day that no ticket can
    say.
    """
    call = new_step_json(step)
    row = {name: value for name, value in call["row"].items() if value is not None}
    parts: list[str] = [_LOCK, _NAMED]
    begin, interim = begin_of(call["ticket"], call["day"])
    values: list[object] = [call["day"], str(interim), begin]
    for place, (before, after, private, salt) in enumerate(call["events"]):
        parts.append(_SAID.format(place, f"said_{place - 1}" if place else "named"))
        values += [f"{before}{canonical(begin)[1:-1]}", after, private, salt]
    parts.append(_TAKEN.format(", ".join(row), ", ".join(["%s"] * len(row))))
    values += row.values()
    if call["phones"]:
        parts.append(_PHONED)
        values += [call["phones"], row["reported_at"]]
    begun = call.get("parts", {}).get("begun", ())
    for number, one in enumerate(begun, start=1):
        parts.append(_BEGUN.format(number))
        values += [*one, call["at"], row["reported_at"], row["status"]]
    for number, clock in enumerate(call.get("clocks", ())):
        parts.append(_TIMED.format(number))
        values += [clock[name] for name in _CLOCK]
    parts.append(_ENDED.format(len(begun), len(call["events"]) - 1))
    return "".join(parts), tuple(values)
