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
        return self._found(f"{_SELECT} WHERE ended_at IS NULL ORDER BY id")

    def all(self) -> list[Incident]:
        """Return all, the newest first."""
        return self._found(f"{_SELECT} ORDER BY id DESC")

    def get(self, number: int) -> Incident | None:
        """Return one."""
        return next(iter(self._found(f"{_SELECT} WHERE id = %s", number)), None)

    def start(self, incident: Incident, actor: str | None) -> Incident:
        """Begin one, with an event of the desk; return it with its number."""
        return self._server.write(lambda session: _start(session, incident, actor))

    def end(self, number: int, actor: str | None, at: int) -> bool:
        """End one, with an event of the desk; False: there is none, or it has ended."""
        if self.get(number) is None:
            return False
        return self._server.write(lambda session: _end(session, number, actor, at))

    def _found(self, statement: str, *values: object) -> list[Incident]:
        nothing: list[tuple[Any, ...]] = []
        return [_made(row) for row in self._server.read(lambda session: session.rows(statement, values), nothing)]


def _made(row: tuple[Any, ...]) -> Incident:
    from json import loads

    from aduan_cli.complaint.incidents import Incident

    categories, kecamatan, kelurahan = (tuple(loads(one)) for one in row[1:4])
    return Incident(row[0], categories, kecamatan, kelurahan, *row[4:])


def _start(session: Session, incident: Incident, actor: str | None) -> Incident:
    from json import dumps

    from aduan_cli.complaint.events import INCIDENT_STARTED
    from aduan_cli.store.postgres.events import note_event

    lists = [list(one) for one in (incident.categories, incident.kecamatan, incident.kelurahan)]
    values = (incident.name, *map(dumps, lists), incident.rule, incident.every, incident.began_at)
    number = session.value(_START, values)
    names = ("category", "kecamatan", "kelurahan")
    data = {"incident": number, "name": incident.name, **dict(zip(names, lists, strict=True))}
    data |= {"rule": incident.rule, "every": incident.every}
    note_event(session, INCIDENT_STARTED, actor, incident.began_at, data)
    return incident._replace(id=number)


def _end(session: Session, number: int, actor: str | None, at: int) -> bool:
    from aduan_cli.complaint.events import INCIDENT_ENDED
    from aduan_cli.store.postgres.events import note_event

    if not session.count(_END, (at, number)):
        return False
    note_event(session, INCIDENT_ENDED, actor, at, {"incident": number})
    return True
