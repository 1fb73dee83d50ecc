"""Holding complaints against their events: what stands in the tables must be what the events say.

Both are read side by side in the order of the complaints, so that memory doesn't grow with the store. What no event
says is not held: see `fields.UNSAID`; nor are links of complaints that an older version logged, for it made no events
of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from json import loads
from math import inf
from operator import itemgetter
from typing import Any

from aduan_cli.complaint.events import IMPORTED, NUMBERS_SKIPPED
from aduan_cli.complaint.fields import STORED, STRUCTURED, UNSAID
from aduan_cli.complaint.moves import FINAL
from aduan_cli.phones import phone_keys
from aduan_cli.record import Record
from aduan_cli.store.common.event_objects import object_of
from aduan_cli.store.common.parts import ASSIGNMENT, OF_COMPLAINT
from aduan_cli.store.common.replayed import ReplayedRow
from aduan_cli.stored import Difference

HELD = tuple(name for name in STORED if name not in UNSAID)
_TICKET = HELD.index("ticket")
ACCOUNTED = ("status", "unit", "kind", "reported_at")
"""The fields by which a call stands in the account of its day."""
_EMPTY: tuple[object, ...] = (None, "", [], {}, ())


class Stored(Record):
    """What a store has, each in the order of the complaint's number, which comes first; read as at one moment."""

    complaints: Iterable[Sequence[Any]]
    """Number, whether it is open, the values of `HELD`."""
    events: Iterable[Sequence[Any]]
    """Number, body and private of each event of a complaint, in the order of the chain."""
    phones: Iterable[Sequence[object]]
    """Number, a phone under which it is found, and the time by which it stands there."""
    links: Iterable[Sequence[object]]
    """Number and the ticket that it is linked to."""
    assignments: Iterable[Sequence[Any]]
    """Number and the columns of `parts.ASSIGNMENT` and `OF_COMPLAINT` of each, in the order in which they began."""
    erased: Iterable[Sequence[Any]]
    """Number and the digest of the key, of each that was erased."""
    clocks: Iterable[Sequence[Any]]
    """Number and the columns of `clock_rows.CLOCK` of each, in the order of their names."""


_TABLES = {"phones": "phone", "links": "linked", "assignments": "assignment", "erased": "erased", "clocks": "clock"}
"""What hangs on a complaint, by the names of `Stored`: what it is called where it is told."""
_STRUCTURED_AT = tuple(at for at, name in enumerate(HELD) if name in STRUCTURED)
_structured, _held_of = itemgetter(*_STRUCTURED_AT), itemgetter(*HELD)
_number = itemgetter(0)
_Rows = list["Sequence[Any]"]
_NO_ROWS: _Rows = []
_END: tuple[float, Iterator[Sequence[Any]]] = (inf, iter(()))


def account_differences(
    ticket: str, stands: Mapping[str, object], events: Iterable[tuple[str, str | None]]
) -> Iterator[Difference]:
    """Yield in what a call stands otherwise in the account of its day than its events (body, private) say."""
    replay = ReplayedRow()
    try:
        for body, private in events:
            replay.tell(object_of(body), object_of(private))
    except (TypeError, ValueError, AttributeError):  # What is no event of ours; the chain tells which.
        replay.begun = False
    if not replay.begun:
        yield Difference(ticket, "events", None, "stored")
        return
    for name in ACCOUNTED:
        said = replay.said.get(name)
        if said != stands[name] and name not in replay.unknown:
            yield Difference(ticket, name, said, stands[name])


class _InStep:
    """Rows in the order of the complaint that they belong to, the first column; taken in step with the complaints.

    `number` is the complaint of the next one.
    """

    __slots__ = ("_groups", "_rows", "number")
    number: float
    _rows: Iterator[Sequence[Any]]

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._groups = groupby(rows, key=_number)
        self._go_on()

    def _go_on(self) -> None:
        number, self._rows = next(self._groups, _END)
        # Of a damaged page SQLite reads nothing, or a text, where only a number can be: no complaint's.
        self.number = number if isinstance(number, (int, float)) else -1

    def take(self) -> _Rows:
        """Return the rows of the next complaint."""
        found = list(self._rows)
        self._go_on()
        return found

    def before(self, number: float) -> Iterator[Sequence[Any]]:
        """Yield the rows of complaints before this one: none that is there has them."""
        while self.number < number:
            yield from self._rows
            self._go_on()


def differences(stored: Stored) -> Iterator[Difference]:
    """Yield everything in which complaints, and what hangs on them, aren't what the events say."""
    waiting = [(name, _InStep(getattr(stored, name))) for name in ("events", *_TABLES)]
    for row in stored.complaints:
        number, hanging = row[0], []
        for name, rows in waiting:
            if rows.number < number:
                yield from _without_complaint(name, rows.before(number))
            hanging.append(rows.take() if rows.number == number else _NO_ROWS)
        yield from _of_complaint(row[1], tuple(row[2:]), *hanging)
    for name, rows in waiting:
        yield from _without_complaint(name, rows.before(inf))


def _of_complaint(open_: int, values: tuple[Any, ...], events: _Rows, *hanging: _Rows) -> Sequence[Difference]:
    """Return in what a complaint (whether it is open, its columns; its events, and its rows of each table) differs."""
    try:
        replay = ReplayedRow(has_clocks=bool(hanging[-1]))
        for _complaint, body, private in events:
            replay.tell(object_of(body), object_of(private))
        return list(_held(replay, open_, values, *hanging))
    except (TypeError, ValueError, AttributeError, LookupError):  # What is no event of ours; the chain tells which.
        return [Difference(values[_TICKET], "events", None, "stored")]


def _without_complaint(table: str, rows: Iterator[Sequence[Any]]) -> Iterator[Difference]:
    """Yield what belongs to complaints that aren't there: those that have events, and other rows of theirs."""
    last: object = ...
    for number, *row in rows:
        if table != "events":
            yield Difference(None, _TABLES[table], None, f"complaint {number}: {row[0]}")
            continue
        ticket = (object_of(row[0]) or {}).get("ticket")
        if ticket != last:
            yield Difference(ticket, "complaint", "stored", None)
        last = ticket


def _held(
    replay: ReplayedRow,
    open_: int,
    values: tuple[Any, ...],
    phones: _Rows,
    links: _Rows,
    assignments: _Rows,
    erased: _Rows,
    clocks: _Rows,
) -> Iterator[Difference]:
    ticket, said = values[_TICKET], replay.said
    if not replay.begun:
        yield Difference(ticket, "events", None, "stored")
        return
    if replay.unknown or _held_of(said) != _parsed(values):
        yield from _columns(replay, ticket, values)
    is_open = said.get("status") not in FINAL
    if open_ != is_open and "status" not in replay.unknown:
        yield Difference(ticket, "open", is_open, bool(open_))
    if phones or said.get("caller_phone"):
        yield from _phones(replay, ticket, phones)
    if replay.tells_links and (replay.links or links):
        others = sorted(other or "?" for _complaint, other in links)
        if sorted(replay.links) != others:
            yield Difference(ticket, "linked", sorted(replay.links), others)
    if assignments or replay.parts.has_any:
        yield from replay.parts.differences(ticket, [row[1 : len(ASSIGNMENT) + 1] for row in assignments])
        yield from _assignments(replay, ticket, assignments)
    if replay.erased or erased:
        yield from _erased(replay, ticket, erased)
    if replay.clocks is not None:
        yield from replay.clocks.differences(ticket, [row[1:] for row in clocks])


def _parsed(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the values of the columns with what is JSON in them as events say it."""
    if not any(_structured(values)):
        return values
    parsed = list(values)
    for at in _STRUCTURED_AT:
        parsed[at] = _stands(HELD[at], values[at])
    return tuple(parsed)


def _columns(replay: ReplayedRow, ticket: str, values: tuple[Any, ...]) -> Iterator[Difference]:
    """Yield the columns that aren't what the events say; that there is nothing is said in more than one way."""
    for name, stands in zip(HELD, values, strict=True):
        said = replay.said.get(name)
        if said == stands or name in replay.unknown:
            continue
        said, stands = _plain(said), _stands(name, stands)
        if said != stands:
            yield Difference(ticket, name, said, stands)


def _phones(replay: ReplayedRow, ticket: str, rows: _Rows) -> Iterator[Difference]:
    """Yield what is wrong with the phones that a complaint is found by, and with where it stands among theirs."""
    if "caller_phone" not in replay.unknown:
        told, keys = phone_keys(replay.said.get("caller_phone")), [phone for _complaint, phone, _at in rows]
        if told != keys and sorted(told) != sorted(keys):
            yield Difference(ticket, "phone", sorted(told), sorted(keys))
            return
    reported = replay.said.get("reported_at")
    for _complaint, key, at in rows:
        if at != reported:
            yield Difference(ticket, "phone.reported_at", f"{key}: {reported}", f"{key}: {at}")


def _assignments(replay: ReplayedRow, ticket: str, rows: _Rows) -> Iterator[Difference]:
    """Yield what is wrong with where assignments stand among those of their unit."""
    for _complaint, unit, role, *_own, reported_at, status in rows:
        for (column, name), stands in zip(OF_COMPLAINT.items(), (reported_at, status), strict=True):
            said = replay.said.get(name)
            if said != stands and name not in replay.unknown:
                yield Difference(ticket, f"assignment.{column}", f"{role} {unit}: {said}", f"{role} {unit}: {stands}")


def _erased(replay: ReplayedRow, ticket: str, rows: _Rows) -> Iterator[Difference]:
    """Yield what is wrong with what is known of an erased complaint: that it is one, and the digest of its key."""
    if replay.erased != bool(rows):
        yield Difference(ticket, "erased", replay.erased, bool(rows))
        return
    for _complaint, key in rows:
        if replay.tells_key and key != replay.erased_key:
            yield Difference(ticket, "erased.key", replay.erased_key, key)


def _plain(value: Any) -> object:
    return None if value in _EMPTY else value


def _stands(name: str, value: Any) -> object:
    if name in STRUCTURED and value:
        try:
            value = loads(value)
        except (ValueError, RecursionError):
            pass
    return _plain(value)


# -- numbers


def number_differences(
    numbers: Iterable[tuple[int, int, int]],
    given: Mapping[int, int],
    desk_events: Iterable[str],
    first_event: Callable[[int], str | None],
    only: int | None = None,
) -> Iterator[Difference]:
    """Yield what is wrong with the numbers of each day, or `only` one: they have no gaps but recorded ones, and go on
    behind the last.

    `numbers`: number of the day, day, number of the complaint, in the order of the days and their numbers; `given`: the
    last number given, by day; `desk_events`: bodies of the desk's own; `first_event` returns a complaint's first body.
    A record of an export keeps its number, and those before it may be at another desk.
    """
    skips = {day: pairs for day, pairs in _skips(desk_events).items() if only in (None, day)}
    last: dict[int, int] = {}
    for number, day, complaint in numbers:
        expected = _behind(skips.get(day, ()), last.get(day, 0)) + 1
        if number > expected and not _was_brought(first_event(complaint)):
            yield Difference(None, "number", f"{day}: {expected}", f"{day}: {number}")
        last[day] = number
    for day in sorted(given.keys() | last.keys() | skips.keys()):
        end = _behind(skips.get(day, ()), last.get(day, 0))
        if end != given.get(day, 0):
            yield Difference(None, "ticket_day", f"{day}: {end}", f"{day}: {given.get(day, 0)}")


def _behind(skips: list[tuple[int, int]] | tuple[()], number: int) -> int:
    """Return the last number that is not to be given after this one."""
    for after, past in skips:
        if after <= number < past:
            number = past
    return number


def _skips(bodies: Iterable[str]) -> dict[int, list[tuple[int, int]]]:
    """Return by day which numbers were left out: those after the first of a pair, up to the second."""
    found: dict[int, list[tuple[int, int]]] = {}
    for body in bodies:
        said = object_of(body) or {}
        data = said.get("data")
        if said.get("type") != NUMBERS_SKIPPED or not isinstance(data, dict):
            continue
        day, after, past = (data.get(name) for name in ("day", "after", "past"))
        if isinstance(day, int) and isinstance(after, int) and isinstance(past, int):
            found.setdefault(day, []).append((after, past))
    return found


def _was_brought(body: str | None) -> bool:
    said = object_of(body) or {}
    data = said.get("data")
    older = said.get("type") == IMPORTED and "version" not in said
    return older or (isinstance(data, dict) and bool(data.get("brought")))
