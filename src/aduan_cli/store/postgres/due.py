"""What the job of cron looks for, found in indexes that hold nothing else."""

from __future__ import annotations

from aduan_cli.due import Ticked
from aduan_cli.model import CLOCKS
from aduan_cli.store.postgres.cases import complaints_where
from aduan_cli.store.postgres.query import FROM
from aduan_cli.store.postgres.tables import RUNNING, WAKING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.store.postgres.connection import ServerConnection
    from aduan_cli.store.postgres.session import Session

_HELD = f" WHERE {WAKING} AND c.held_until <= %s"
_LATE = " FROM clock WHERE escalate_at IS NOT NULL AND escalate_at <= %s"
_LATE_BY = f"SELECT count(*) FROM clock d WHERE d.clock = %s AND {RUNNING} AND d.due_at <= %s"
_MOST = 1 << 62
_TICKED = "SELECT at, revision, timing, after_reported, after_id FROM tick"
_NOTE = (
    "INSERT INTO tick VALUES (1, %s, %s, %s, %s, %s) ON CONFLICT (single) DO UPDATE SET at = excluded.at,"
    " revision = excluded.revision, timing = excluded.timing, after_reported = excluded.after_reported,"
    " after_id = excluded.after_id"
)


class PostgresDue:
    """The `Due` of a store on a server."""

    def __init__(self, server: ServerConnection) -> None:
        self._server = server

    def waking(self, at: int, limit: int) -> list[Complaint]:
        """Return what is on hold though its time is over, the longest first."""
        return self._find(f"{_HELD} ORDER BY c.held_until, c.id LIMIT %s", at, limit)

    def waking_count(self, at: int) -> int:
        """Return how many those are."""
        return self._count(f"SELECT count(*){FROM}{_HELD}", at)

    def escalating(self, at: int, limit: int) -> list[Complaint]:
        """Return what has a clock of which somebody is to be told by now, each once, the longest first."""

        def look(session: Session) -> list[Complaint]:
            order = f"SELECT complaint_id{_LATE} ORDER BY escalate_at, complaint_id LIMIT %s"
            rows = session.rows(order, (at, min(len(CLOCKS) * limit, _MOST)))  # A complaint may have all of them.
            numbers = list(dict.fromkeys(number for (number,) in rows))[:limit]
            by_number = {one.id: one for one in complaints_where(session, " WHERE c.id = ANY(%s)", (numbers,))}
            return [by_number[number] for number in numbers if number in by_number]

        return self._server.read(look, [])

    def escalating_count(self, at: int) -> int:
        """Return how many such clocks there are."""
        return self._count(f"SELECT count(*){_LATE}", at)

    def late_count(self, clock: str, at: int) -> int:
        """Return how many complaints are over the time of a clock, which runs."""
        return self._count(_LATE_BY, clock, at)

    def open_after(self, after: tuple[int, int] | None, limit: int) -> list[Complaint]:
        """Return a page of what is open, oldest first."""
        beyond = " AND (c.reported_at, c.id) > (%s, %s)" if after else ""
        order = f" WHERE c.open = 1{beyond} ORDER BY c.reported_at, c.id LIMIT %s"
        return self._find(order, *(after or ()), limit)

    def open_count(self, after: tuple[int, int]) -> int:
        """Return how much is open after that."""
        return self._count(f"SELECT count(*){FROM} WHERE c.open = 1 AND (c.reported_at, c.id) > (%s, %s)", *after)

    def ticked(self) -> Ticked | None:
        """Return how far the job of cron came; None: it never ran."""
        row = self._server.read(lambda session: session.row(_TICKED), None)
        if row is None:
            return None
        at, revision, timing, reported, number = row
        return Ticked(at, revision, timing, None if reported is None else (reported, number))

    def note(self, ticked: Ticked) -> None:
        """Remember how far it came."""
        row = (ticked.at, ticked.revision, ticked.timing, *(ticked.after or (None, None)))
        self._server.write(lambda session: session.count(_NOTE, row))

    def _find(self, order: str, *values: object) -> list[Complaint]:
        return self._server.read(lambda session: complaints_where(session, order, values), [])

    def _count(self, statement: str, *values: object) -> int:
        return int(self._server.read(lambda session: session.value(statement, values), 0))
