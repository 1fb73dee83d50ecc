"""What the job of cron looks for, found in indexes that hold nothing else."""

from __future__ import annotations

from aduan_cli.due import Ticked
from aduan_cli.model import CLOCKS
from aduan_cli.store.sqlite.cases import complaints_of
from aduan_cli.store.sqlite.query import FROM, SELECT

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.store.sqlite.connection import Connection

_HELD = " WHERE c.waking IS NOT NULL AND c.waking <= ?"
_LATE = " FROM clock WHERE escalate_at IS NOT NULL AND escalate_at <= ?"
_LATE_BY = "SELECT count(*) FROM clock WHERE clock = ? AND stopped_at IS NULL AND due_at IS NOT NULL AND due_at <= ?"
_MOST = 1 << 62
_TICKED = "SELECT at, revision, timing, after_reported, after_id FROM tick"
_NOTE = "INSERT OR REPLACE INTO tick VALUES (1, ?, ?, ?, ?, ?)"


class SqliteDue:
    """The `Due` of a store in one file."""

    def __init__(self, file: Connection) -> None:
        self._file = file

    def waking(self, at: int, limit: int) -> list[Complaint]:
        """Return what is on hold though its time is over, the longest first."""
        order = f"{_HELD} ORDER BY c.waking, c.id LIMIT ?"
        return self._file.read(lambda c: _complaints(c, order, at, limit), [])

    def waking_count(self, at: int) -> int:
        """Return how many those are."""
        return self._count(f"SELECT count(*){FROM}{_HELD}", at)

    def escalating(self, at: int, limit: int) -> list[Complaint]:
        """Return what has a clock of which somebody is to be told by now, each once, the longest first."""

        def look(connection: sqlite3.Connection) -> list[Complaint]:
            order = f"SELECT complaint_id{_LATE} ORDER BY escalate_at LIMIT ?"
            rows = connection.execute(order, (at, min(len(CLOCKS) * limit, _MOST)))  # A complaint may have all of them.
            numbers = list(dict.fromkeys(number for (number,) in rows))
            return [one for number in numbers[:limit] for one in _complaints(connection, " WHERE c.id = ?", number)]

        return self._file.read(look, [])

    def escalating_count(self, at: int) -> int:
        """Return how many such clocks there are."""
        return self._count(f"SELECT count(*){_LATE}", at)

    def late_count(self, clock: str, at: int) -> int:
        """Return how many complaints are over the time of a clock, which runs."""
        return self._count(_LATE_BY, clock, at)

    def open_after(self, after: tuple[int, int] | None, limit: int) -> list[Complaint]:
        """Return a page of what is open, oldest first."""
        beyond = " AND (c.reported_at, c.id) > (?, ?)" if after else ""
        order = f" WHERE c.open = 1{beyond} ORDER BY c.reported_at, c.id LIMIT ?"
        return self._file.read(lambda c: _complaints(c, order, *(after or ()), limit), [])

    def ticked(self) -> Ticked | None:
        """Return how far the job of cron came; None: it never ran."""
        row = self._file.read(lambda c: c.execute(_TICKED).fetchone(), None)
        if row is None:
            return None
        at, revision, timing, reported, number = row
        return Ticked(at, revision, timing, None if reported is None else (reported, number))

    def note(self, ticked: Ticked) -> None:
        """Remember how far it came."""
        row = (ticked.at, ticked.revision, ticked.timing, *(ticked.after or (None, None)))
        self._file.write(lambda c: c.execute(_NOTE, row))

    def open_count(self, after: tuple[int, int]) -> int:
        """Return how much is open after that."""
        return self._count(f"SELECT count(*){FROM} WHERE c.open = 1 AND (c.reported_at, c.id) > (?, ?)", *after)

    def _count(self, sql: str, *values: object) -> int:
        return int(self._file.read(lambda c: c.execute(sql, values).fetchone()[0], 0))


def _complaints(connection: sqlite3.Connection, order: str, *values: object) -> list[Complaint]:
    return list(complaints_of(connection, connection.execute(SELECT + FROM + order, values)))
