"""When which rules were accepted, as the desk's own events tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from aduan_cli.complaint.events import RULES_ACCEPTED
from aduan_cli.store.common.event_objects import object_of
from aduan_cli.stored import Acceptance, Written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def changed(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return the files (path → hash) that differ."""
    return [path for path in sorted(old.keys() | new.keys()) if old.get(path) != new.get(path)]


def accepting(
    name: str,
    before: str | None,
    files: list[str],
    desk: str | None,
    noticed: bool,
    written: Iterable[Written],
) -> dict[str, object]:
    """Return what the event of an acceptance says; of the files that changed also whose they are."""
    by_file = {one.file: one._asdict() for one in written}
    data: dict[str, object] = {"revision": name, "before": before, "files": files, "desk": desk, "noticed": noticed}
    data["written"] = [by_file[path] for path in files if path in by_file]
    return data


def last_of(bodies: Iterable[str], desk: str) -> str | None:
    """Return the revision that a desk accepted last; `bodies` are those of acceptances, the newest first.

    None: none, or the newest of them can't be read, so that nobody can say.
    """
    for body in bodies:
        said = object_of(body)
        data = said.get("data") if said else None
        if not isinstance(data, dict):
            return None
        if data.get("desk") == desk:
            return data.get("revision")
    return None


def acceptances(
    desk_events: Iterable[str],
    revisions: Iterable[tuple[str, int, str | None]],
    hashes: Callable[[str], Mapping[str, str]],
) -> list[Acceptance]:
    """Return when which revision was accepted, the last one first.

    Of `revisions` (name, time, who) those that an older version accepted have no event.
    """
    told = []
    for body in desk_events:
        event = object_of(body) or {}
        if event.get("type") == RULES_ACCEPTED and event.keys() >= {"at", "actor", "data"}:
            told.append(_acceptance(event, event["data"]))
    names = {acceptance.revision for acceptance in told}
    older: list[Acceptance] = []
    for name, at, actor in revisions:
        if name not in names:
            before = older[-1].revision if older else None
            files = changed(hashes(before) if before else {}, hashes(name))
            older.append(Acceptance(name, at, actor, before, tuple(files)))
    return [*older, *told][::-1]


def _acceptance(event: Mapping[str, Any], data: Mapping[str, Any]) -> Acceptance:
    """Return what an event says; one of an older version says less."""
    return Acceptance(
        data["revision"],
        event["at"],
        event["actor"],
        data["before"],
        tuple(data["files"]),
        data.get("noticed", False),
        tuple(Written(**one) for one in data.get("written", ())),
        data.get("desk"),
    )
