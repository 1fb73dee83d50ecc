"""What a desk's folder remembers of its data on a server, so that an older state that was put back is noticed.

The file of SQLite has a mark that each step keeps (`store/sqlite/desk_mark.py`); here `tick` keeps one, for a call on a
server must wait for nothing more: what was stored behind the last run of it is not missed. It lies beside the cache,
and where that was removed the desk does without.
"""

from __future__ import annotations

import json
from binascii import crc32

from aduan_cli.app.desk import Desk
from aduan_cli.desk_time import DAY
from aduan_cli.errors import StoreError
from aduan_cli.files import read, sealed, unsealed, write
from aduan_cli.i18n import _
from aduan_cli.ports import Query
from aduan_cli.record import Record
from aduan_cli.storable import storable

_MOST = 65_536


class ServerMark(Record):
    """The newest event of a desk on a server when it was looked at last, and the newest ticket's day and number."""

    event: int
    hash: str
    day: int
    number: int
    ticket: str


def missed(desk: Desk) -> ServerMark | None:
    """Return the mark of which the store has nothing any more; None: all is there, or nothing is remembered."""
    mark = _read(desk)
    return None if mark is None or desk.store.has_event(mark.hash, mark.event) else mark


def look(desk: Desk) -> None:
    """Warn where the store has not what it had at the last run, see to it that its numbers aren't given again, and
    remember it as it is now."""
    lost = missed(desk)
    if lost is not None:
        desk.warn(older_state_sentence(desk, lost))
        if lost.number:
            desk.store.skip_numbers(lost.day, lost.number, desk.actor, desk.clock())
    try:
        number, digest = desk.store.head()
    except StoreError:
        return  # Nothing was ever stored.
    kept = _read(desk)
    if kept is None or (kept.event, kept.hash) != (number, digest):
        _write(desk, ServerMark(number, digest, *_last_ticket(desk)))


def _last_ticket(desk: Desk) -> tuple[int, int, str]:
    """Return day, number and ticket of the newest day's last call; what is looked at are the calls of two days."""
    newest = next(desk.store.find(Query(limit=1)), None)
    since = 0 if newest is None else newest.reported_at - DAY
    last = next(desk.store.find(Query(sort="ticket", since=since, limit=1)), None)
    return (0, 0, "") if last is None else (last.day, last.number, last.ticket)


def older_state_sentence(desk: Desk, lost: ServerMark) -> str:
    """Return in a sentence that an older state of the store is there."""
    what = _("{path}: an older state of it was put back: event {number}, which this desk saw, is not in it")
    sentence = what.format(path=desk.store_path, number=lost.event)
    if not lost.number:
        return sentence
    return sentence + "; " + _("numbers up to {ticket} are not given again").format(ticket=lost.ticket)


def _name(desk: Desk) -> str:
    """Return the file of the mark of this store; whoever connects, it is the same."""
    address = desk.address
    assert address is not None
    place = address.url.rpartition("@")[2]
    return f".aduan/server-{crc32(f'{place}#{address.desk}'.encode()):08x}.json"


def _read(desk: Desk) -> ServerMark | None:
    try:
        return ServerMark(*json.loads(unsealed(read(desk.folder, _name(desk), _MOST))))
    except (OSError, ValueError, TypeError):
        return None


def _write(desk: Desk, mark: ServerMark) -> None:
    try:
        write(desk.folder, _name(desk), sealed(json.dumps(list(mark._asdict().values())).encode()))
    except OSError as error:
        what = _("the desk can't remember its data, so their loss would not be noticed: {file}: {reason}")
        desk.warn(what.format(file=storable(str(error.filename or _name(desk))), reason=error.strerror))
