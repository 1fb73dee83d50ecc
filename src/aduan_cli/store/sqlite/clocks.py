"""The clocks of complaints: when what is due, kept so that what is late is found at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from json import loads

from aduan_cli.complaint.clocks import Run
from aduan_cli.store.common.rows import encode
from aduan_cli.working_time import Pause

_OF_ONE = (
    "SELECT clock, unit, since, pauses, stopped_at, due_at, escalate_at FROM clock WHERE complaint_id = ?"
    " ORDER BY clock"
)
_WRITE = "INSERT OR REPLACE INTO clock VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def clocks(connection: sqlite3.Connection, complaint_id: int) -> list[Run]:
    """Return the clocks of a complaint."""
    return [
        Run(clock, unit, since, tuple(Pause(*one) for one in loads(pauses or "[]")), stopped, due, next_)
        for clock, unit, since, pauses, stopped, due, next_ in connection.execute(_OF_ONE, (complaint_id,))
    ]


def write(connection: sqlite3.Connection, clocks: Iterable[tuple[int, Run]]) -> None:
    """Write clocks, each behind the number of its complaint, in the place of what they were."""
    connection.executemany(
        _WRITE,
        [
            (
                number,
                run.clock,
                run.unit,
                run.since,
                encode(run.pauses) if run.pauses else None,
                run.stopped,
                run.due_at,
                run.escalate_at,
            )
            for number, run in clocks
        ],
    )
