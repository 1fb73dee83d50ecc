"""What the desk's own events say of its rows: accepted revisions, whose they are, and which plugins are set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json import dumps
from typing import Any

from aduan_cli.complaint.events import (
    INCIDENT_ENDED,
    INCIDENT_STARTED,
    PLUGIN_ENABLED,
    PLUGIN_SET_ASIDE,
    RULES_ACCEPTED,
)
from aduan_cli.record import Record
from aduan_cli.store.common.event_objects import object_of
from aduan_cli.stored import Difference


class DeskRows(Record):
    """What a store has of its desks."""

    revisions: Iterable[tuple[str, int, str | None]]
    """Name, time and who accepted it, the one accepted first first."""
    desks: Iterable[tuple[str, str]]
    """Folder and the revision that it accepted last."""
    set_aside: Iterable[tuple[str, int, str | None]]
    """Plugin, time and why, of each that is set aside."""
    incidents: Iterable[tuple[Any, ...]]
    """Number and the columns of `INCIDENT` of each incident, lists as JSON."""


INCIDENT = ("name", "categories", "kecamatan", "kelurahan", "rule", "every", "began_at", "ended_at")


class _EventState:
    """What the events say, each row as the last event of it does."""

    def __init__(self, bodies: Iterable[str]) -> None:
        self.revisions: dict[str, tuple[Any, Any]] = {}
        self.desks: dict[str, str] = {}
        self.set_aside: dict[str, tuple[Any, Any]] = {}
        self.incidents: dict[Any, tuple[Any, ...]] = {}
        for body in bodies:
            said = object_of(body) or {}
            data = said.get("data")
            if isinstance(data, dict):
                self._tell(said, data)

    def _tell(self, said: dict[str, object], data: dict[str, object]) -> None:
        name, plugin, kind = str(data.get("revision")), str(data.get("plugin")), said.get("type")
        if kind == RULES_ACCEPTED:
            self.revisions.pop(name, None)  # One that comes back is the last again.
            self.revisions[name] = said.get("at"), said.get("actor")
            if data.get("desk") is not None:
                self.desks[str(data["desk"])] = name
        elif kind == INCIDENT_STARTED:
            lists = (dumps(data.get(name)) for name in ("category", "kecamatan", "kelurahan"))
            more = (data.get("rule"), data.get("every"), said.get("at"), None)
            self.incidents[data.get("incident")] = (data.get("name"), *lists, *more)
        elif kind == INCIDENT_ENDED and data.get("incident") in self.incidents:
            number = data.get("incident")
            self.incidents[number] = (*self.incidents[number][:-1], said.get("at"))
        elif kind == PLUGIN_SET_ASIDE:
            self.set_aside[plugin] = said.get("at"), data.get("why")
        elif kind == PLUGIN_ENABLED:
            self.set_aside.pop(plugin, None)


def differences(rows: DeskRows, desk_events: Iterable[str]) -> Iterator[Difference]:
    """Yield what differs; `desk_events` are bodies of the desk's own events, in their order."""
    told = _EventState(desk_events)
    revisions = {name: (at, actor) for name, at, actor in rows.revisions}
    yield from _revisions(told, revisions)
    yield from _desks(told, dict(rows.desks), revisions)
    yield from _incidents(told, {number: tuple(rest) for number, *rest in rows.incidents})
    set_aside = {plugin: (at, why) for plugin, at, why in rows.set_aside}
    for plugin in sorted(told.set_aside.keys() | set_aside.keys()):
        said, stands = told.set_aside.get(plugin), set_aside.get(plugin)
        if said is None or stands is None:
            yield _differs("plugin.set_aside_at", plugin, said and said[0], stands and stands[0])
        else:
            yield from _each("plugin", ("set_aside_at", "set_aside_why"), plugin, said, stands)


def _incidents(told: _EventState, stored: dict[Any, tuple[Any, ...]]) -> Iterator[Difference]:
    """Yield in what incidents aren't what their events say."""
    for number in sorted(told.incidents.keys() | stored.keys(), key=str):
        said, stands = told.incidents.get(number), stored.get(number)
        if said is None or stands is None:
            yield _differs("incident", str(number), said and said[0], stands and stands[0])
        else:
            yield from _each("incident", INCIDENT, str(number), said, stands)


def _revisions(told: _EventState, stored: dict[str, tuple[Any, Any]]) -> Iterator[Difference]:
    """Yield what is wrong with when and by whom texts were accepted, and which of them last.

    Rows of an older version have no events; they came before all that have.
    """
    is_older = True
    for name, stands in stored.items():
        said = told.revisions.get(name)
        if said is not None:
            yield from _each("revision", ("accepted_at", "actor"), name, said, stands)
        elif not is_older:
            yield Difference(None, "revision", None, name)
        is_older = is_older and said is None
    order = [name for name in told.revisions if name in stored]
    there = [name for name in stored if name in told.revisions]
    if order != there:
        yield Difference(None, "revision.id", order[-1], there[-1])


def _desks(told: _EventState, stored: dict[str, str], revisions: dict[str, tuple[Any, Any]]) -> Iterator[Difference]:
    """Yield what is wrong with the revision of each desk. One that has taken over another's has no event of its own."""
    for folder in sorted(told.desks.keys() | stored.keys()):
        said, stands = told.desks.get(folder), stored.get(folder)
        if said != stands and (said is not None or stands not in revisions):
            yield _differs("desk.revision", folder, said, stands)


def _each(table: str, columns: tuple[str, ...], which: str, said: Any, stands: Any) -> Iterator[Difference]:
    for column, one, other in zip(columns, said, stands, strict=True):
        if one != other:
            yield _differs(f"{table}.{column}", which, one, other)


def _differs(field: str, which: str, said: object, stands: object) -> Difference:
    one, other = ("-" if value is None else value for value in (said, stands))
    return Difference(None, field, f"{which}: {one}", f"{which}: {other}")
