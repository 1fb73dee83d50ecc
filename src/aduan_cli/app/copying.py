"""A desk goes from one store to another: copied while officers work, closed, compared, and opened in its new place.

Rows of both stores are read side by side, and what differs is written, some at a time. So it can be ended at any point
and begun again: what is there already stays. Once little differs the old store is closed for steps, the rest is
brought, all rows are compared, both stores are verified, and only then the new one is opened. Never are both open.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

from aduan_cli.amounts import rows
from aduan_cli.app.desk import Desk
from aduan_cli.app.servers import address_of, store_on
from aduan_cli.complaint.events import REVEALED
from aduan_cli.database_url import is_server
from aduan_cli.errors import NotAllowedError, StoreError, UsageError
from aduan_cli.i18n import _, ngettext
from aduan_cli.ports import Query
from aduan_cli.record import Record
from aduan_cli.storable import storable
from aduan_cli.transfer import TABLES, Changes, Closed

if TYPE_CHECKING:
    from aduan_cli.ports import Store
    from aduan_cli.transfer import KeptTable, Row

_AT_ONCE = 2_000
"""Rows that are written in one transaction; events that may still be to be brought when the old store is closed."""
_ROUNDS = 5
"""How often what came meanwhile is brought, before the old store is closed whatever differs."""
_PLACES = {table.name: place for place, table in enumerate(TABLES)}
_KEYS = {table.name: tuple(map(table.columns.index, table.key)) for table in TABLES}

Rows = Iterable[tuple["KeptTable", "Row"]]
_NEW, _CHANGED, _GONE = "new", "changed", "gone"


class Copied(Record):
    """A desk that is in its new place. `rows` were written now; what was there already is not counted."""

    place: str
    rows: int
    complaints: int
    event: int
    hash: str


class NewPlace(Record):
    """A store that a desk goes to: how it is shown, and how it is opened."""

    shown: str
    opened: Callable[[], Store]


def place_of(desk: Desk, to: str) -> NewPlace:
    """Return where a desk is to go: `postgresql://...#DESK`, or a file's path. Raises `UsageError`."""
    folder = storable(desk.folder)
    if "://" in to and not to.startswith("file:"):
        if not is_server(to):
            raise UsageError(_("--to: a path or postgresql://USER@HOST/DATABASE would be right"))
        address = address_of(to, None)
        assert address is not None
        return NewPlace(str(address), lambda: store_on(address, folder))
    from aduan_cli.store.sqlite import SqliteStore
    from aduan_cli.store.sqlite.desk_mark import check_lasting

    check_lasting(to)
    path = to if to.startswith("file:") else os.path.abspath(to)
    return NewPlace(storable(path), lambda: SqliteStore(path, desk=folder))


def copy(desk: Desk, to: str, tell: Callable[[str], None]) -> Copied:
    """Bring a desk to another store and let it work there; `tell` gets a sentence at each stage.

    Raises `NotAllowedError` where something else is stored there, or the desk has gone elsewhere already, and
    `StoreError` where a store can't be read or written, or what came isn't what was sent: then the old one goes on.
    """
    place, old = place_of(desk, to), desk.store
    _identity(old)  # Whoever may not read all of it leaves nothing in the new place.
    with closing(place.opened()) as new:
        state = old.transfer.closed()
        _check_here(desk.store_path, state, place.shown)
        if state is not None and _is_done(old, new):
            return _done(new, place, 0)
        if new.transfer.closed() is not None:
            _check_same(old, new, place)
        new.transfer.receive(desk.store_path)
        if state is None:
            _note(desk, place)
        rows = 0 if state is not None else _copy_open(old, new, place, tell)
        return _finish(desk, old, new, place, tell, rows)


def _note(desk: Desk, place: NewPlace) -> None:
    """Record that all that the desk keeps of persons goes elsewhere, before any of it does; the event goes with it."""
    data = {"command": "db copy", "count": desk.store.count(Query()), "to": place.shown}
    desk.store.note_event(REVEALED, desk.actor, desk.clock(), data)


def cancel(desk: Desk, to: str) -> None:
    """Let a desk go on where it is. Raises `NotAllowedError` where it is at work in the new place already."""
    place, old = place_of(desk, to), desk.store
    state = old.transfer.closed()
    if state is None or state.arriving:
        raise NotAllowedError(_("{path}: it has not moved").format(path=desk.store_path))
    with closing(place.opened()) as new:
        if new.transfer.closed() is None and new.last_revision() is not None:
            raise NotAllowedError(
                _("{path}: the desk is at work there; copy it back from there").format(path=place.shown)
            )
    old.transfer.open()


def _check_here(here: str, state: Closed | None, to: str) -> None:
    if state is not None and state.arriving:
        sentence = _("{path}: the desk has not come here whole, from {place}; go on with that first")
        raise NotAllowedError(sentence.format(path=here, place=state.place))
    if state is not None and state.place != to:
        sentence = _("{path}: the desk has moved to {place} already")
        raise NotAllowedError(sentence.format(path=here, place=state.place))


def _is_done(old: Store, new: Store) -> bool:
    """Say whether the new store is at work already, as this very desk."""
    if new.transfer.closed() is not None:
        return False
    try:
        return _identity(new) == _identity(old)
    except StoreError:
        return False  # Nothing is there.


def _identity(store: Store) -> object:
    with closing(store.transfer.rows()) as rows:
        return next(rows, None)


def _copy_open(old: Store, new: Store, place: NewPlace, tell: Callable[[str], None]) -> int:
    """Bring what differs while the old store is at work, until little happened since; return how many rows that were.

    All rows of both are read for that: not once more only to see that nothing happened.
    """
    total = 0
    for _number in range(_ROUNDS):
        came = _bring(old, new, place)
        total += came
        tell(_("{place}: {rows} brought").format(place=place.shown, rows=rows(came)))
        if old.head()[0] - new.head()[0] <= _AT_ONCE:
            break
    return total


def _check_same(old: Store, new: Store, place: NewPlace) -> None:
    """Raise `NotAllowedError` where what is in the new place so far is not of this desk's history."""
    number, newest = new.head()
    if number and not old.has_event(newest):
        sentence = _("{path}: its newest event is not of this desk's history: another desk, or one that went on there")
        raise NotAllowedError(sentence.format(path=place.shown))


def _finish(desk: Desk, old: Store, new: Store, place: NewPlace, tell: Callable[[str], None], rows: int) -> Copied:
    old.transfer.close(place.shown)
    tell(_("{path}: takes no more steps").format(path=desk.store_path))
    try:
        last = _bring(old, new, place)
        if last:  # Else all rows were just compared.
            _check_rows(desk, old, place)
        rows += last
        _verify(new, place.shown)
        _verify(old, desk.store_path)
        tell(_("{place}: the same rows, and both verify").format(place=place.shown))
    except BaseException:
        old.transfer.open()
        raise
    new.transfer.open()
    return _done(new, place, rows)


def _check_rows(desk: Desk, old: Store, place: NewPlace) -> None:
    """Raise `StoreError` where a row is not what it is in the old store."""
    with closing(place.opened()) as there, _both(old, there) as (sent, came):
        left = sum(1 for _one in differing(sent, came))
    if left:
        sentence = ngettext(
            "{path}: {count} row is not what it is in {place}",
            "{path}: {count} rows are not what they are in {place}",
            left,
        )
        raise StoreError(sentence.format(path=place.shown, count=left, place=desk.store_path))


def _verify(store: Store, where: str) -> None:
    wrong = [f"{_('event {number}').format(number=one.event)}: {one.what}" for one in store.breaks()[:1]]
    wrong += [f"{one.ticket or '-'}, {one.field}" for one, _n in zip(store.differences(), range(1), strict=False)]
    if wrong:
        raise StoreError(_("{path}: it does not verify: {what}").format(path=where, what=wrong[0]))


def _done(new: Store, place: NewPlace, rows: int) -> Copied:
    return Copied(place.shown, rows, new.count(Query()), *new.head())


def _bring(old: Store, new: Store, place: NewPlace) -> int:
    """Make the new store what the old one is; return how many rows were not."""
    count = 0
    with closing(place.opened()) as reading, _both(old, reading) as (sent, came):
        for changes in _batches(differing(sent, came), place.shown):
            new.transfer.change(changes)
            count += len(changes.new) + len(changes.changed) + len(changes.gone)
    return count


@contextmanager
def _both(old: Store, new: Store) -> Iterator[tuple[Rows, Rows]]:
    with closing(old.transfer.rows()) as sent, closing(new.transfer.rows()) as came:
        yield sent, came


Difference = tuple[str, "KeptTable", "Row"]
"""`new`, `changed` or `gone`; the table; the row as it is in the old store, or, gone, in the new one."""


def differing(old: Rows, new: Rows) -> Iterator[Difference]:
    """Yield in which rows one store is not what another is, table by table; both yield them in their order."""
    sent, there = iter(old), iter(new)
    mine, theirs = next(sent, None), next(there, None)
    while mine is not None or theirs is not None:
        if theirs is None or (mine is not None and _order(mine) < _order(theirs)):
            assert mine is not None
            yield (_NEW, *mine)
            mine = next(sent, None)
        elif mine is None or _order(theirs) < _order(mine):
            yield (_GONE, *theirs)
            theirs = next(there, None)
        else:
            if mine[1] != theirs[1]:
                _check_chain(mine, theirs)
                yield (_CHANGED, *mine)
            mine, theirs = next(sent, None), next(there, None)


def _order(one: tuple[KeptTable, Row]) -> tuple[object, ...]:
    table, row = one
    return (_PLACES[table.name], *(row[at] for at in _KEYS[table.name]))


def _check_chain(mine: tuple[KeptTable, Row], theirs: tuple[KeptTable, Row]) -> None:
    """Raise `StoreError` where an event has another hash: it is the history of another desk, or one goes on there."""
    if mine[0].name == "event" and mine[1][-1] != theirs[1][-1]:
        sentence = _("event {number} is another one there: it is not this desk's history")
        raise StoreError(sentence.format(number=mine[1][0]))


def _batches(found: Iterator[Difference], where: str) -> Iterator[Changes]:
    for table, some in groupby(found, lambda one: one[1]):
        changes = Changes(table, [], [], [])
        for kind, _table, row in some:
            if kind == _GONE and table.name == "event":
                raise StoreError(_("{path}: it has events that the desk has not").format(path=where))
            {_NEW: changes.new, _CHANGED: changes.changed, _GONE: changes.gone}[kind].append(row)
            if len(changes.new) + len(changes.changed) + len(changes.gone) >= _AT_ONCE and not table.single:
                yield changes
                changes = Changes(table, [], [], [])
        if changes.new or changes.changed or changes.gone:
            yield changes
