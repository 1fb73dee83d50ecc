"""What events say: the body, which the chain keeps for ever, and beside it what may have to be erased.

An event that changes a complaint says in `set` what its columns are from then on, and in `version` the complaint's
version; those that may have to be erased stand in `private`; where units only have other ids, `renamed` says which, for
their assignments go on. So the complaint as it stands can be held against its
events (`replay.py`). Events of an older version have neither; what they say in `data` is understood as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ANSWERS_ADDED, ERASED, IMPORTED, LOGGED, ROUTED, parted
from aduan_cli.complaint.fields import PRIVATE, TOLD, UNSAID

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

RENAMED = "renamed"
"""Of an event's body: units that have another id alone, as (old, new)."""
_data_of, _private_of = attrgetter(*TOLD), attrgetter(*PRIVATE)


def logged(complaint: Complaint, brought: bool) -> dict[str, object]:
    """Return the body of the first event: how the call was understood and decided. `brought`: with its ticket."""
    data = {name: value for name, value in zip(TOLD, _data_of(complaint), strict=True) if value not in (None, ())}
    if complaint.notes:
        data["notes"] = complaint.notes
    if brought:
        data["brought"] = True
    return {
        "actor": complaint.actor,
        "at": complaint.logged_at,
        "data": data,
        "ticket": complaint.ticket,
        "type": IMPORTED if complaint.source_file else LOGGED,
        "version": complaint.version,
    }


def private_of(complaint: Complaint) -> dict[str, object]:
    """Return what of the first event may have to be erased."""
    return {name: value for name, value in zip(PRIVATE, _private_of(complaint), strict=True) if value}


def event_body(
    ticket: str | None, at: int, actor: str | None, type_: str, data: dict[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    """Return the body of an event, and of its data what may have to be erased."""
    plain, private = parted(type_, data)
    return {"type": type_, "ticket": ticket, "at": at, "actor": actor, "data": plain}, private


def version_of(body: Mapping[str, Any], private: Mapping[str, object] | None) -> tuple[int | None, tuple[str, ...]]:
    """Return the version that an event made its complaint, and the fields that it changed; (None, ()) where none."""
    if "set" not in body:
        return None, ()
    return body["version"], (*body["set"], *(name for name in private or () if name in PRIVATE))


_OLDER = {
    ROUTED: (
        "step", "rule", "revision", "status", "category", "priority", "support", "kind", "kecamatan", "kelurahan",
        "shift",
    ),
    ANSWERS_ADDED: (),
    ERASED: (),
}  # fmt: skip
"""What events of an older version said of columns, by their types; a new one has `set`."""


def became(body: dict[str, Any]) -> dict[str, Any] | None:
    """Return the columns that an event changed, as they are from then on; None: it is none that changes a complaint."""
    if "version" in body:
        return body.get("set") or {}
    names = _OLDER.get(body.get("type", ""))
    if names is None:
        return None
    data = body["data"]
    found = {name: data[name] for name in names if name in data}
    return {**found, "unit": data.get("to")} if body["type"] == ROUTED else found


def changed(
    body: dict[str, object],
    private: dict[str, object],
    columns: dict[str, object],
    version: int,
    renamed: Sequence[tuple[str, str]] = (),
) -> None:
    """Add to an event what it changes: columns with their new values, which make the complaint this version.

    `renamed`: units (old id, new id) whose assignments go on under another id.
    """
    private |= {name: columns[name] for name in PRIVATE if name in columns}
    body["version"] = version
    body["set"] = {name: value for name, value in columns.items() if name not in PRIVATE and name not in UNSAID}
    if renamed:
        body[RENAMED] = [list(pair) for pair in renamed]
