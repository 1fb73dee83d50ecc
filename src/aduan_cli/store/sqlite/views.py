"""Views for programs that read the desk's file themselves: times on the desk's clock, phones masked, nobody's name.

They are made where somebody wants them. What zone a desk is in stands in its rules and not in the file, so that the
views have the hours of it written out, from `_FIRST` to `_LAST`.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import closing
from itertools import pairwise

from aduan_cli.errors import StoreError
from aduan_cli.i18n import _
from aduan_cli.modes import file_of
from aduan_cli.storable import storable
from aduan_cli.store.sqlite.connection import WAIT

_FIRST, _LAST = 946_684_800, 2_524_608_000
"""Seconds in UTC: 2000 and 2050. What is outside of them is told by the clock of the nearer one."""
_STARS = "*" * 24
_PHONE = f"""CASE
    WHEN c.caller_phone IS NULL THEN NULL
    WHEN c.caller_phone GLOB '1[0-9][0-9]*' AND length(c.caller_phone) < 8 AND NOT c.caller_phone GLOB '*[^0-9]*'
      THEN c.caller_phone
    WHEN substr(c.caller_phone, 2) GLOB '*[^0-9]*' OR length(c.caller_phone) < 7 THEN '***'
    WHEN length(c.caller_phone) >= 11 THEN substr(c.caller_phone, 1, 5)
      || substr('{_STARS}', 1, length(c.caller_phone) - 8) || substr(c.caller_phone, -3)
    ELSE substr(c.caller_phone, 1, 2) || substr('{_STARS}', 1, length(c.caller_phone) - 4) || substr(c.caller_phone, -2)
  END"""
"""One number as `phones.mask_phone` leaves it, several or words as `***`."""


def local(column: str, transitions: Sequence[tuple[int, int]]) -> str:
    """Return what stands on a clock of a zone at a time in UTC seconds: `2026-11-23 14:05`.

    `transitions` are (moment in UTC seconds, seconds east of UTC from then on), the first moment first.
    """
    first = max(bisect_right([at for at, _east in transitions], _FIRST) - 1, 0)
    of_time = [one for one in transitions[first:] if one[0] < _LAST]
    cases = "".join(f" WHEN {column} < {at} THEN {before}" for (_at, before), (at, _east) in pairwise(of_time))
    east = f"CASE{cases} ELSE {of_time[-1][1]} END" if cases else str(of_time[-1][1])
    return f"strftime('%Y-%m-%d %H:%M', {column} + {east}, 'unixepoch')"


def statements(transitions: Sequence[tuple[int, int]]) -> dict[str, str]:
    """Return the select of each view by its name."""

    def at(column: str) -> str:
        return local(column, transitions)

    return {
        "calls": f"""SELECT c.ticket, {at("c.reported_at")} AS reported, c.kind, c.status, c.category, c.priority,
  c.unit, c.kecamatan, c.kelurahan, c.address, c.text, c.answer, c.channel, c.shift, c.actor, {_PHONE} AS phone,
  {at("c.due_at")} AS due, c.merged_into, {at("c.logged_at")} AS logged
FROM complaint c ORDER BY c.reported_at DESC, c.id DESC""",
        "history": f"""SELECT e.id AS number, {at("json_extract(e.body, '$.at')")} AS at,
  json_extract(e.body, '$.ticket') AS ticket, json_extract(e.body, '$.type') AS type,
  json_extract(e.body, '$.actor') AS actor
FROM event e ORDER BY e.id DESC""",
        "open_by_unit": f"""SELECT c.unit, count(*) AS open, sum(c.priority = 'emergency') AS emergencies,
  {at("min(c.reported_at)")} AS oldest, {at("max(c.reported_at)")} AS newest
FROM complaint c WHERE c.open = 1 GROUP BY c.unit ORDER BY open DESC, c.unit""",
    }


NAMES = tuple(statements(((0, 0),)))
"""All views that are made."""


def make_views(path: str, transitions: Sequence[tuple[int, int]]) -> None:
    """Make the views in a desk's file, those of before anew. Raises `StoreError`."""
    _change(path, {name: f"CREATE VIEW {name} AS {select}" for name, select in statements(transitions).items()})


def drop_views(path: str) -> None:
    """Take the views out of a desk's file. Raises `StoreError`."""
    _change(path, {})


def _change(path: str, made: dict[str, str]) -> None:
    try:
        with closing(sqlite3.connect(file_of(path), isolation_level=None, timeout=WAIT)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            for name in NAMES:
                connection.execute(f"DROP VIEW IF EXISTS {name}")
            for statement in made.values():
                connection.execute(statement)
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        what = _("{path}: its views are as they were: {reason}")
        raise StoreError(what.format(path=storable(path), reason=error)) from error
