"""What a room's screen shows, in one statement: the newest calls, the open emergencies, and how much each unit has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aduan_cli.complaint.clocks import RESOLVE
from aduan_cli.figures import Board, BoardCall, UnitLoad

_CALL = "ticket, reported_at, unit, status, priority, category, kecamatan, kelurahan"
_NEWEST = "ORDER BY reported_at DESC, id DESC"
_LATE = (
    "EXISTS (SELECT 1 FROM clock d WHERE d.complaint_id = c.id AND d.clock = '{clock}'"
    " AND d.stopped_at IS NULL AND d.due_at IS NOT NULL AND d.due_at <= {mark})"
)
_LAST_CALL, _EMERGENCY, _UNIT = range(3)


def board(mark: str) -> str:
    """Return the statement; its values: how many calls, how many emergencies, and the time by which it is late."""
    late = _LATE.format(clock=RESOLVE, mark=mark)
    calls = [
        f"SELECT * FROM (SELECT {number} AS part, {_CALL}, 0 AS calls, 0 AS late, 0 AS emergencies"
        f" FROM complaint{where} {_NEWEST} LIMIT {mark}) AS {name}"
        for number, name, where in (
            (_LAST_CALL, "newest", ""),
            (_EMERGENCY, "urgent", " WHERE open = 1 AND priority = 'emergency'"),
        )
    ]
    units = (
        f"SELECT {_UNIT}, NULL, NULL, c.unit, NULL, NULL, NULL, NULL, NULL, count(*),"
        f" sum(CASE WHEN {late} THEN 1 ELSE 0 END), sum(CASE WHEN c.priority = 'emergency' THEN 1 ELSE 0 END)"
        " FROM complaint c WHERE c.open = 1 GROUP BY c.unit"
    )
    return " UNION ALL ".join([*calls, units])


def board_of(rows: Iterable[tuple[Any, ...]]) -> Board:
    """Return what the rows of the statement say, each part in its order."""
    parts: dict[int, list[tuple[Any, ...]]] = {_LAST_CALL: [], _EMERGENCY: [], _UNIT: []}
    for row in rows:
        parts[int(row[0])].append(tuple(row[1:]))
    calls, urgent = (
        sorted((BoardCall(*row[:8]) for row in parts[part]), key=_when, reverse=True)
        for part in (_LAST_CALL, _EMERGENCY)
    )
    loads = [UnitLoad(row[2], *map(int, row[8:])) for row in parts[_UNIT]]
    return Board(tuple(sorted(loads, key=lambda one: (-one.open, one.unit or ""))), tuple(urgent), tuple(calls))


def _when(call: BoardCall) -> tuple[int, str]:
    return call.reported_at, call.ticket
