"""Persons' data whose time is over, in the data and beside them: told, and taken away once a day."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aduan_cli.app.persons import QUARANTINE as FOLDER
from aduan_cli.desk_time import midnights
from aduan_cli.due import Done
from aduan_cli.flow.attaching import finish_letting_go
from aduan_cli.flow.retention import RETAIN, Retention, note_done, was_done
from aduan_cli.privacy import PARTS, QUARANTINE
from aduan_cli.record import Record

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.due import Bounds

_DAY = 86_400
_ALL = "all"


class DueRow(Record):
    """How many of a part are due: of which kind and state (None: of files in quarantine), and since when the oldest
    was there."""

    part: str
    kind: str | None
    status: str | None
    count: int
    oldest_at: int


def due(desk: Desk) -> list[DueRow]:
    """Return what is due now, by part, kind and state; nothing is done."""
    found: dict[tuple[str, str | None, str | None], tuple[int, int]] = {}

    def add(key: tuple[str, str | None, str | None], at: int) -> None:
        count, oldest = found.get(key, (0, at))
        found[key] = (count + 1, min(oldest, at))

    for part, complaint, _files in _retention(desk).due():
        add((part, complaint.kind, complaint.status), complaint.reported_at)
    for _path, at in _old_files(desk):
        add((QUARANTINE, None, None), at)
    order = sorted(found.items(), key=lambda each: (PARTS.index(each[0][0]), *map(str, each[0])))
    return [DueRow(*key, *value) for key, value in order]


def retain(desk: Desk, bounds: Bounds) -> Done:
    """Take away what is due, unless that was done today already; the next run goes on where there is no more room."""
    if not desk.rules["retention"] or was_done(desk.store, midnights(desk.clock(), desk.zone)[0]):
        return Done(RETAIN)
    done, _whole = take_away(desk, bounds)
    return Done(RETAIN, sum(done.values()))


def take_away(desk: Desk, bounds: Bounds) -> tuple[dict[str, int], bool]:
    """Take away what is due; return how many of each part, and whether that was all. All of it is an event each."""
    actor, at = desk.actor, desk.clock()
    finish_letting_go(desk.store, desk.attachments)
    done, whole = _retention(desk).work_off(actor, bounds, desk.attachments)
    if whole:
        for path, _at in _old_files(desk):
            try:
                os.unlink(path)
            except OSError:
                continue  # Somebody else's: the next day tries again.
            done[QUARANTINE] += 1
        note_done(desk.store, done, actor, at)
    return done, whole


def _retention(desk: Desk) -> Retention:
    return Retention(desk.store, desk.rules["retention"], desk.clock())


def _old_files(desk: Desk) -> Iterator[tuple[str, int]]:
    """Yield the files in the quarantine that were last written long enough ago, with when that was."""
    age = desk.rules["retention"].get(_ALL, {}).get(QUARANTINE)
    for folder, _folders, names in os.walk(os.path.join(desk.folder, FOLDER)) if age else ():
        for name in sorted(names):
            path = os.path.join(folder, name)
            try:
                at = int(os.lstat(path).st_mtime)
            except OSError:
                continue
            if age and at <= desk.clock() - age * _DAY:
                yield path, at
