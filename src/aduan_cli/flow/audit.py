"""Who saw persons' data, took them out, or took them away, and who was refused: told from the history, by who."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from aduan_cli.complaint.events import ANONYMISED, ERASED, FILES_REMOVED, REFUSED, RETAINED, REVEALED
from aduan_cli.complaint.history import Event
from aduan_cli.ports import Store
from aduan_cli.record import Record

AUDITED = (REVEALED, REFUSED, ERASED, ANONYMISED, FILES_REMOVED, RETAINED)
"""Types of events that are about persons' data."""
_SHOWN = "show"
_PARTS = "command", "count", "format"
_DIGESTS = ("kept", "bodies", "key_digest", "removed")
"""What an event has for verifying alone."""


class Audited(Record):
    """One thing that was done with persons' data. `tickets` None: it was of many, or of none; `count`: how many."""

    event: Event
    ticket: str | None
    command: str | None
    count: int
    format: str | None
    more: Mapping[str, Any]


def audited(
    store: Store, since: int | None, by: Collection[str] = (), types: Collection[str] = AUDITED
) -> list[Audited]:
    """Return what was done with persons' data from a time on (UTC seconds), by who and then by when.

    `by` are the actors that are asked for; none: all of them.
    """
    found = [_of(ticket, event) for ticket, event in store.privacy.noted(AUDITED, since)]
    chosen = [one for one in found if not by or (one.event.actor or "") in by]
    return sorted(chosen, key=lambda one: (one.event.actor or "", one.event.at, one.event.id))


def _of(ticket: str | None, event: Event) -> Audited:
    data = event.data
    more = {name: value for name, value in data.items() if name not in (*_PARTS, *_DIGESTS)}
    if event.type == FILES_REMOVED:
        more["files"] = len(data.get("removed", ()))
    command = data.get("command", _SHOWN if event.type == REVEALED and ticket else None)
    return Audited(event, ticket, command, int(data.get("count", 1 if ticket else 0)), data.get("format"), more)
