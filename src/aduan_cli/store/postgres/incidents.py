"""The role `Incidents` of a store on a server."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.complaint.incidents import Incident
    from aduan_cli.store.postgres.connection import ServerConnection
    from aduan_cli.store.postgres.session import Session

_SELECT = "SELECT name, categories, kecamatan, kelurahan, rule, every, began_at, ended_at, id FROM incident"
_START = (
    "INSERT INTO incident (id, name, categories, kecamatan, kelurahan, rule, every, began_at)"
    " SELECT coalesce(max(id), 0) + 1, %s, %s, %s, %s, %s, %s, %s FROM incident RETURNING id"
)
_END = "UPDATE incident SET ended_at = %s WHERE id = %s AND ended_at IS NULL"


class PostgresIncidents:
    """What many call about; see `incidents.Incidents`."""

    def __init__(self, server: ServerConnection) -> None:
        self._server = server

    def open(self) -> list[Incident]:
        """Return those that have not ended, the first first."""
        return self._find(f"{_SELECT} WHERE ended_at IS NULL ORDER BY id")

    def all(self) -> list[Incident]:
        """Return all, the newest first."""
        return self._find(f"{_SELECT} ORDER BY id DESC")

    def get(self, number: int) -> Incident | None:
        """Return one."""
        return next(iter(self._find(f"{_SELECT} WHERE id = %s", number)), None)

    def start(self, incident: Incident, actor: str | None) -> Incident:
        """Begin one, with an event of the desk; return it with its number."""
        return self._server.write(lambda session: _start(session, incident, actor))

    def end(self, number: int, actor: str | None, at: int) -> bool:
        """End one, with an event of the desk; False: there is none, or it has ended."""
        if self.get(number) is None:
            return False
        return self._server.write(lambda session: _end(session, number, actor, at))

    def _find(self, statement: str, *values: object) -> list[Incident]:
        rows: list[tuple[Any, ...]] = self._server.read(lambda session: session.rows(statement, values), [])
        if not rows:
            return []  # And nothing more is loaded.
        from aduan_cli.store.common.incident_rows import incident_of

        return [incident_of(row) for row in rows]


def _start(session: Session, incident: Incident, actor: str | None) -> Incident:
    from aduan_cli.complaint.events import INCIDENT_STARTED
    from aduan_cli.store.common.incident_rows import start_event_data, values_of
    from aduan_cli.store.postgres.events import note_event

    number = session.value(_START, values_of(incident))
    note_event(session, INCIDENT_STARTED, actor, incident.began_at, start_event_data(incident, number))
    return incident._replace(id=number)


def _end(session: Session, number: int, actor: str | None, at: int) -> bool:
    from aduan_cli.complaint.events import INCIDENT_ENDED
    from aduan_cli.store.postgres.events import note_event

    if not session.count(_END, (at, number)):
        return False
    note_event(session, INCIDENT_ENDED, actor, at, {"incident": number})
    return True
