"""The files that belong to a complaint, as its events name them. Pure.

A file is known by its SHA-256, which the chain keeps for ever; what it was called stands beside the event and is erased
with the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aduan_cli.complaint.events import ATTACHED, FILES_REMOVED, REOPENED
from aduan_cli.complaint.history import Event
from aduan_cli.record import TupleRecord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SAME, CHANGED, MISSING, CLOSED = "same", "changed", "missing", "closed"
"""Whether a file is still what it was: the same, another one, gone, or kept from who looks."""


class Attached(TupleRecord):
    """A file that belongs to a complaint: SHA-256 in hex, bytes, and what it was called; None: that was erased."""

    sha256: str
    size: int
    name: str | None = None


def data_of(files: Sequence[Attached]) -> dict[str, Any]:
    """Return what an event says of files."""
    if not files:
        return {}
    told = [{"sha256": file.sha256, "size": file.size} for file in files]
    return {"files": told, "names": [file.name for file in files]}


def files_of(events: Iterable[Event]) -> list[Attached]:
    """Return the files of a complaint in the order in which they came, each once; without those that were removed."""
    found: dict[str, Attached] = {}
    for event in events:
        for gone in event.data.get("removed", ()) if event.type == FILES_REMOVED else ():
            found.pop(gone, None)
        for file in _named(event):
            found.setdefault(file.sha256, file)
    return list(found.values())


def has_proof(events: Iterable[Event]) -> bool:
    """Say whether a file shows what a unit did: one that came with no call, and since it was opened again."""
    proven = False
    for event in events:
        if event.type == REOPENED:
            proven = False
        elif _named(event) and not (event.type == ATTACHED and event.data.get("of_call")):
            proven = True
    return proven


def _named(event: Event) -> list[Attached]:
    """Return the files that an event brought."""
    told: Any = event.data.get("files") or ()
    names: Any = (event.private or {}).get("names") or [None] * len(told)
    return [Attached(file["sha256"], file["size"], name) for file, name in zip(told, names, strict=True)]
