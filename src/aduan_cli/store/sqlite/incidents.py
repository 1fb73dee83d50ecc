"""The role `Incidents` of the desk's file."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import Any

    from aduan_cli.complaint.incidents import Incident
    from aduan_cli.store.sqlite.connection import Connection

_SELECT = "SELECT name, categories, kecamatan, kelurahan, rule, every, began_at, ended_at, id FROM incident"
OPEN = f"{_SELECT} WHERE ended_at IS NULL ORDER BY id"
_START = (
    "INSERT INTO incident (name, categories, kecamatan, kelurahan, rule, every, began_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_END = "UPDATE incident SET ended_at = ? WHERE id = ? AND ended_at IS NULL"


class SqliteIncidents:
    """What many call about, in the desk's file; see `incidents.Incidents`."""

    def __init__(self, file: Connection) -> None:
        self._file = file

    def open(self) -> list[Incident]:
        """Return those that have not ended, the first first."""
        return self._find(OPEN)

    def all(self) -> list[Incident]:
        """Return all, the newest first."""
        return self._find(f"{_SELECT} ORDER BY id DESC")

    def get(self, number: int) -> Incident | None:
        """Return one."""
        return next(iter(self._find(f"{_SELECT} WHERE id = ?", number)), None)

    def start(self, incident: Incident, actor: str | None) -> Incident:
        """Begin one, with an event of the desk; return it with its number."""
        return self._file.write(lambda c: _start(c, incident, actor))

    def end(self, number: int, actor: str | None, at: int) -> bool:
        """End one, with an event of the desk; False: there is none, or it has ended."""
        if self.get(number) is None:
            return False
        return self._file.write(lambda c: _end(c, number, actor, at))

    def _find(self, sql: str, *values: object) -> list[Incident]:
        rows: list[tuple[Any, ...]] = self._file.read(lambda c: c.execute(sql, values).fetchall(), [])
        if not rows:
            return []  # And nothing more is loaded.
        from aduan_cli.store.common.incident_rows import incident_of

        return [incident_of(row) for row in rows]


def _start(connection: sqlite3.Connection, incident: Incident, actor: str | None) -> Incident:
    from aduan_cli.complaint.events import INCIDENT_STARTED
    from aduan_cli.store.common.incident_rows import start_event_data, values_of
    from aduan_cli.store.sqlite.steps import note_event

    number = connection.execute(_START, values_of(incident)).lastrowid
    assert number is not None
    note_event(connection, INCIDENT_STARTED, actor, incident.began_at, start_event_data(incident, number))
    return incident._replace(id=number)


def _end(connection: sqlite3.Connection, number: int, actor: str | None, at: int) -> bool:
    from aduan_cli.complaint.events import INCIDENT_ENDED
    from aduan_cli.store.sqlite.steps import note_event

    if not connection.execute(_END, (at, number)).rowcount:
        return False
    note_event(connection, INCIDENT_ENDED, actor, at, {"incident": number})
    return True
