"""What comes back from units, taken in: from files, folders and mailboxes to moves, and to the quarantine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from aduan_cli.app.unit_word import UnitWord
from aduan_cli.complaint.unit_words import MoveWords
from aduan_cli.config.locking import receiving
from aduan_cli.due import Done
from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.flow.inbox import KNOWN, NOT_TAKEN
from aduan_cli.formats.incoming import IncomingItem, UnitPost, waiting_in
from aduan_cli.formats.refused import RefusedFolder
from aduan_cli.i18n import _
from aduan_cli.record import Record

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.due import Bounds
    from aduan_cli.formats.refused import Refused

REFUSED, WAITING = "refused", "waiting"
"""It lies in the quarantine since now; or since before, where a person looks at it."""


RECEIVE = "receive"
_AS_BEFORE = (WAITING, KNOWN)
"""States that cost nothing and change nothing: what lies in a folder is read again each time."""


class Came(Record):
    """What became of one record or mail, with its place in the quarantine if it lies there."""

    source: str
    state: str
    ticket: str | None = None
    unit: str | None = None
    move: str | None = None
    why: str | None = None
    place: str | None = None


class How(Record):
    """How what is given is to be read: as which format, in which encoding; whose it is, if somebody says so."""

    format: str | None = None
    encoding: str | None = None
    unit: str | None = None
    dry_run: bool = False


def refused(desk: Desk) -> list[Refused]:
    """Return what lies in the quarantine of what came back from units."""
    return list(RefusedFolder(desk.folder).all())


def dismiss(desk: Desk, names: Sequence[str]) -> None:
    """Put aside what a person dealt with. Raises `UsageError` for what doesn't lie there; nothing is done then."""
    folder = RefusedFolder(desk.folder)
    there = {one.name: one.path for one in folder.all()}
    for name in names:
        if name not in there:
            raise UsageError(_("{name}: nothing of this name lies in the quarantine").format(name=name))
    for name in names:
        folder.dismiss(there[name])


def take_in(
    desk: Desk, places: Sequence[str], how: How, say: Callable[[str], None], tell: Callable[[str], None]
) -> Iterator[Came]:
    """Take what lies in files, folders or mailboxes; yield what became of each record and mail as it is stored.

    What is odd about a file is said, what failed is told. Raises `UsageError` where a place can't be read at all,
    `StoreError` where nothing can be stored.
    """
    with receiving(desk.folder):
        yield from Receiving(desk, how, say, tell).all(places)


class Receiving:
    """Takes in what comes back from units, while nobody else does."""

    def __init__(self, desk: Desk, how: How, say: Callable[[str], None], tell: Callable[[str], None]) -> None:
        self._how, self._tell = how, tell
        self._folder = RefusedFolder(desk.folder)
        rules = desk.rules
        self._word = UnitWord(desk, how.dry_run)
        table = MoveWords(rules["inbox"]["words"])
        self._sources = UnitPost(table, how.unit, how.format, how.encoding, say, rules["inbox"].get("verified_by"))

    def all(self, places: Sequence[str]) -> Iterator[Came]:
        """Take all that lies in some places."""
        for place in places:
            for item in self._sources.items(place):
                yield self._came(item)

    def _came(self, item: IncomingItem) -> Came:
        one = item.incoming
        if item.data is None:
            return Came(one.source, REFUSED, why=one.wrong)
        is_kept = item.path is not None and self._folder.is_mine(item.path)
        if not is_kept and self._folder.holds(one.key):
            self._done(item)
            return Came(one.source, WAITING)
        try:
            taken = self._word.take(one)
        except NOT_TAKEN as error:
            return self._refuse(item, " ".join(str(error).split()), is_kept)
        if not self._how.dry_run:
            if is_kept and item.path is not None:
                self._folder.dismiss(item.path)
            else:
                self._done(item)
        self._word.tell_observers(taken)
        return Came(one.source, taken.state, taken.ticket, taken.unit, one.verb)

    def _refuse(self, item: IncomingItem, why: str, is_kept: bool) -> Came:
        one, place = item.incoming, None
        if not self._how.dry_run:
            if is_kept and item.path is not None:
                place = self._folder.say_again(item.path, why, one.source)
            else:
                place = self._folder.put(one.key, item.kind, item.data or b"", why, one.source)
                self._done(item)
        ticket = one.tickets[0] if len(one.tickets) == 1 else None
        return Came(one.source, REFUSED, ticket, one.unit, one.verb, why, place)

    def _done(self, item: IncomingItem) -> None:
        """Mark it where it lies; where that can't be, it is told, and the next run knows it all the same."""
        if self._how.dry_run:
            return
        try:
            item.done()
        except OSError as error:
            sentence = _("{path}: it can't be marked as seen: {reason}")
            self._tell(sentence.format(path=item.path, reason=error.strerror))


def foreseen(desk: Desk, tell: Callable[[str], None]) -> Iterator[Came]:
    """Yield what would become of what lies in the folder of the rules; nothing is stored, moved or marked.

    What is known already, or lies in the quarantine, is left out. Where somebody is at it, nothing is yielded.
    """
    if "folder" not in desk.rules["inbox"]:
        return
    with receiving(desk.folder, wait=False) as mine:
        came = Receiving(desk, How(dry_run=True), lambda _odd: None, tell).all([_place(desk)]) if mine else iter(())
        try:
            yield from (one for one in came if one.state not in _AS_BEFORE)
        except (UsageError, NotFoundError) as error:
            tell(_("[inbox] folder: {sentence}").format(sentence=error))


def _place(desk: Desk) -> str:
    return os.path.join(desk.folder, os.path.expanduser(desk.rules["inbox"]["folder"]))


def receive(desk: Desk, bounds: Bounds) -> Done:
    """Take in the folder of the rules, as far as the bounds allow; where somebody is at it, nothing."""
    place = _place(desk)
    done, left, told = 0, 0, list[str]()
    with receiving(desk.folder, wait=False) as mine:
        came = Receiving(desk, How(), lambda _odd: None, told.append).all([place]) if mine else iter(())
        try:
            while one := next(came, None) if bounds.room() else None:
                if one.state == REFUSED:
                    told.append(sentence(one))
                if one.state not in _AS_BEFORE:
                    bounds.spend(1)
                    done += one.state != REFUSED
            left = 0 if bounds.room() else waiting_in(place)
        except (UsageError, NotFoundError) as error:
            told.append(_("[inbox] folder: {sentence}").format(sentence=error))
    return Done(RECEIVE, done, left, (), tuple(told))


def sentence(one: Came) -> str:
    """Return what is told of one that can't be taken."""
    return f"{one.source}: {one.why}" + (f" → {one.place}" if one.place else "")
