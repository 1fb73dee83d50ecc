"""A complaint as its events tell it, one after the other."""

from __future__ import annotations

from typing import Any

from aduan_cli.complaint.assignments import SUPPORT
from aduan_cli.complaint.events import ERASED, IMPORTED, LINKED, LOGGED, UNLINKED, UNMERGED
from aduan_cli.complaint.fields import PRIVATE, TOLD
from aduan_cli.errors import NotFoundError
from aduan_cli.store.common.clock_rows import Clocks
from aduan_cli.store.common.event_bodies import RENAMED, became
from aduan_cli.store.common.parts import Parts
from aduan_cli.tickets import day_and_number

_FIRST = (LOGGED, IMPORTED)
_PRIVATE, _TOLD = frozenset(PRIVATE), frozenset(TOLD)
_NOTHING_SAID = dict.fromkeys((*TOLD, *PRIVATE))


def _rows_of(value: Any) -> list[Any]:
    """Return the rows of assignments that an event says; none where it says something else."""
    return [one for one in value or () if isinstance(one, list) and len(one) == 3] if isinstance(value, list) else []


def _only(names: frozenset[str], said: dict[str, Any]) -> dict[str, Any]:
    """Return of what is said that which has one of these names."""
    return said if said.keys() <= names else {name: said[name] for name in said.keys() & names}


class ReplayedRow:
    """A complaint as its events tell it. `unknown`: columns of which they don't tell.

    Its clocks are followed where it `has_clocks` to hold against them.
    """

    def __init__(self, has_clocks: bool = False) -> None:
        self.begun = self.tells_links = self.erased = self.tells_key = False
        self.said: dict[str, Any] = {}
        self.unknown: set[str] = set()
        self.links: set[str] = set()
        self.parts = Parts()
        self.clocks = Clocks() if has_clocks else None
        self.erased_key: object = None

    def tell(self, body: dict[str, object] | None, private: dict[str, object] | None) -> None:
        """Go on by one event."""
        data = body.get("data") if body else None
        if body is None or not isinstance(data, dict):
            return
        if not self.begun and body.get("type") in _FIRST:
            self._begin(body, data)
        elif self.begun:
            self._go_on(body, data)
        self._tell_private(body, private)

    def _begin(self, body: dict[str, object], data: dict[str, object]) -> None:
        self.begun, self.tells_links = True, "version" in body
        ticket = str(body.get("ticket"))
        self.said = said = _NOTHING_SAID | _only(_TOLD, data)
        said["ticket"], said["logged_at"], said["actor"] = ticket, body.get("at"), body.get("actor")
        said["key"] = data.get("key")  # an older version had it here
        said["version"] = body.get("version", 1)
        if body["type"] == IMPORTED and "version" not in body:
            self.unknown.add("version")  # A record of an export brought its own.
        try:
            said["day"], said["number"] = day_and_number(ticket)
        except NotFoundError:
            self.unknown |= {"day", "number"}
        self.parts.exact = "version" in body
        self.parts.go_on(said, body.get("at"))
        if self.clocks is not None:
            self.clocks.go_on(said, body.get("at"), str(body["type"]), data)

    def _go_on(self, body: dict[str, Any], data: dict[str, object]) -> None:
        kind = body.get("type")
        changes = became(body)
        if "version" in body:
            self.said["version"] = body["version"]
            self.unknown.discard("version")
        elif changes is not None:
            self.said["version"] += 1
            self.parts.exact = False
        if changes:
            self.said |= changes
        if changes and self.clocks is not None:
            self.clocks.go_on(self.said, body.get("at"), str(kind), data)
        self.parts.go_on(self.said, body.get("at"), body.get(RENAMED) or ())
        if data.get("role") == SUPPORT:
            self.parts.helps(data.get("unit"), data.get("status"))
        if kind == UNMERGED:
            for unit, role, state in _rows_of(data.get("acting")):
                if role == SUPPORT:
                    self.parts.helps(unit, state)
        if kind == ERASED:
            self.erased = True
            self.tells_key, self.erased_key = "key_digest" in data, data.get("key_digest")
        if kind == LINKED:
            self.links.add(str(data.get("to")))
        elif kind == UNLINKED:
            self.links.discard(str(data.get("to")))

    def _tell_private(self, body: dict[str, object], private: dict[str, object] | None) -> None:
        if body.get("type") == ERASED:
            self.said |= dict.fromkeys(PRIVATE)
            self.unknown -= set(PRIVATE)
        elif private is None and "private" in body:
            self.unknown |= set(PRIVATE)
        elif private:
            self.said |= _only(_PRIVATE, private)
