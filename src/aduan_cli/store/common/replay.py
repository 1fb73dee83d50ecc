"""Holding complaints against their events: what stands in the tables must be what the events say.

Both are read side by side in the order of the complaints, so that memory doesn't grow with the store. What no event
says is not held: see `fields.UNSAID`; nor are links of complaints that an older version logged, for it made no events
of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from json import loads
from typing import Any

from aduan_cli.complaint.assignments import SUPPORT
from aduan_cli.complaint.events import ERASED, IMPORTED, LINKED, LOGGED, NUMBERS_SKIPPED, UNLINKED, UNMERGED
from aduan_cli.complaint.fields import PRIVATE, STORED, STRUCTURED, TOLD, UNSAID
from aduan_cli.complaint.moves import FINAL
from aduan_cli.errors import NotFoundError
from aduan_cli.phones import phone_keys
from aduan_cli.record import Record
from aduan_cli.store.common.clock_rows import Clocks
from aduan_cli.store.common.event_bodies import RENAMED, became
from aduan_cli.store.common.parts import ASSIGNMENT, OF_COMPLAINT, Parts
from aduan_cli.stored import Difference
from aduan_cli.tickets import parse_ticket

_FIRST = (LOGGED, IMPORTED)
HELD = tuple(name for name in STORED if name not in UNSAID)
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
    numbers: Iterable[tuple[int, int, int]]
    """Number of the day, day, number of the complaint; in the order of the days and their numbers."""
    given: Mapping[int, int]
    """The last number given, by day."""
    desk_events: Iterable[str]
    """Bodies of the desk's own events."""
    first_event: Callable[[int], str | None]
    """Returns the body of a complaint's first event."""


_TABLES = {"phones": "phone", "links": "linked", "assignments": "assignment", "erased": "erased", "clocks": "clock"}
"""What hangs on a complaint, by the names of `Stored`: what it is called where it is told."""


class _There(Record):
    """One complaint as it stands: its columns, whether it is open, and of each table its rows."""

    row: dict[str, Any]
    open: int
    phones: list[Sequence[Any]]
    links: list[Sequence[Any]]
    assignments: list[Sequence[Any]]
    erased: list[Sequence[Any]]
    clocks: list[Sequence[Any]]


def differences(stored: Stored) -> Iterator[Difference]:
    """Yield everything in which what is stored is not what the events say."""
    yield from _of_complaints(stored)
    yield from number_differences(stored.numbers, stored.given, stored.desk_events, stored.first_event)


def account_differences(
    ticket: str, stands: Mapping[str, object], events: Iterable[tuple[str, str | None]]
) -> Iterator[Difference]:
    """Yield in what a call stands otherwise in the account of its day than its events (body, private) say."""
    replay = _Replay()
    try:
        for body, private in events:
            replay.tell(_object(body), _object(private))
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
    """Rows in the order of the complaint that they belong to, the first column; taken in step with the complaints."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)

    def of(self, number: int) -> list[Sequence[Any]]:
        """Return the rows of a complaint. Those of earlier ones must have been taken."""
        found = []
        while self._next is not None and self._next[0] == number:
            found.append(self._next[1:])
            self._next = next(self._rows, None)
        return found

    def before(self, number: int | None) -> Iterator[Sequence[Any]]:
        """Yield whole the rows of complaints before this one, or all that are left: none that is there has them."""
        while self._next is not None and (number is None or self._next[0] < number):
            yield self._next
            self._next = next(self._rows, None)


def _of_complaints(stored: Stored) -> Iterator[Difference]:
    tables = {name: _InStep(getattr(stored, name)) for name in ("events", *_TABLES)}
    for number, open_, *values in stored.complaints:
        for table, rows in tables.items():
            yield from _without_complaint(table, rows.before(number))
        row = dict(zip(HELD, values, strict=True))
        there = _There(row, open_, *(tables[table].of(number) for table in _TABLES))
        try:
            replay = _Replay()
            for body, private in tables["events"].of(number):
                replay.tell(_object(body), _object(private))
            yield from list(_held(replay, there))
        except (TypeError, ValueError, AttributeError):  # What is no event of ours; the chain tells which.
            yield Difference(row["ticket"], "events", None, "stored")
    for table, rows in tables.items():
        yield from _without_complaint(table, rows.before(None))


def _without_complaint(table: str, rows: Iterator[Sequence[Any]]) -> Iterator[Difference]:
    """Yield what belongs to complaints that aren't there: those that have events, and other rows of theirs."""
    last: object = ...
    for number, *row in rows:
        if table != "events":
            yield Difference(None, _TABLES[table], None, f"complaint {number}: {row[0]}")
            continue
        ticket = (_object(row[0]) or {}).get("ticket")
        if ticket != last:
            yield Difference(ticket, "complaint", "stored", None)
        last = ticket


def _held(replay: _Replay, there: _There) -> Iterator[Difference]:
    ticket = there.row["ticket"]
    if not replay.begun:
        yield Difference(ticket, "events", None, "stored")
        return
    for name in HELD:
        said, stands = replay.said.get(name), there.row[name]
        if said == stands or name in replay.unknown:
            continue
        said, stands = _plain(said), _stands(name, stands)
        if said != stands:
            yield Difference(ticket, name, said, stands)
    if "status" not in replay.unknown and there.open != int(replay.said.get("status") not in FINAL):
        yield Difference(ticket, "open", replay.said.get("status") not in FINAL, bool(there.open))
    yield from _phones(replay, ticket, there.phones)
    others = sorted(other or "?" for (other,) in there.links)
    if replay.tells_links and sorted(replay.links) != others:
        yield Difference(ticket, "linked", sorted(replay.links), others)
    yield from replay.parts.differences(ticket, [row[: len(ASSIGNMENT)] for row in there.assignments])
    yield from _assignments(replay, ticket, there.assignments)
    yield from _erased(replay, ticket, there.erased)
    yield from replay.clocks.differences(ticket, there.clocks)


def _phones(replay: _Replay, ticket: str, rows: list[Sequence[Any]]) -> Iterator[Difference]:
    """Yield what is wrong with the phones that a complaint is found by, and with where it stands among theirs."""
    if "caller_phone" not in replay.unknown:
        told, keys = sorted(phone_keys(replay.said.get("caller_phone"))), sorted(phone for phone, _at in rows)
        if told != keys:
            yield Difference(ticket, "phone", told, keys)
            return
    reported = replay.said.get("reported_at")
    for phone, at in rows:
        if at != reported:
            yield Difference(ticket, "phone.reported_at", f"{phone}: {reported}", f"{phone}: {at}")


def _assignments(replay: _Replay, ticket: str, rows: list[Sequence[Any]]) -> Iterator[Difference]:
    """Yield what is wrong with where assignments stand among those of their unit."""
    for unit, role, *_own, reported_at, status in rows:
        for (column, name), stands in zip(OF_COMPLAINT.items(), (reported_at, status), strict=True):
            said = replay.said.get(name)
            if said != stands and name not in replay.unknown:
                yield Difference(ticket, f"assignment.{column}", f"{role} {unit}: {said}", f"{role} {unit}: {stands}")


def _erased(replay: _Replay, ticket: str, rows: list[Sequence[Any]]) -> Iterator[Difference]:
    """Yield what is wrong with what is known of an erased complaint: that it is one, and the digest of its key."""
    if replay.erased != bool(rows):
        yield Difference(ticket, "erased", replay.erased, bool(rows))
        return
    for (key,) in rows:
        if replay.tells_key and key != replay.erased_key:
            yield Difference(ticket, "erased.key", replay.erased_key, key)


def _object(text: str | None) -> dict[str, Any] | None:
    """Return a JSON object; None when there is none, or none that can be read: the chain says so."""
    try:
        value = loads(text or "null")
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _plain(value: Any) -> object:
    return None if value in _EMPTY else value


def _stands(name: str, value: Any) -> object:
    if name in STRUCTURED and value:
        try:
            value = loads(value)
        except (ValueError, RecursionError):
            pass
    return _plain(value)


def _rows_of(value: Any) -> list[Any]:
    """Return the rows of assignments that an event says; none where it says something else."""
    return [one for one in value or () if isinstance(one, list) and len(one) == 3] if isinstance(value, list) else []


class _Replay:
    """A complaint as its events tell it, one after the other. `unknown`: columns of which they don't tell."""

    def __init__(self) -> None:
        self.begun = self.tells_links = self.erased = self.tells_key = False
        self.said: dict[str, Any] = {}
        self.unknown: set[str] = set()
        self.links: set[str] = set()
        self.parts = Parts()
        self.clocks = Clocks()
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
        self.said = {name: data.get(name) for name in TOLD}
        ticket = str(body.get("ticket"))
        self.said |= {"ticket": ticket, "logged_at": body.get("at"), "actor": body.get("actor")}
        self.said["key"] = data.get("key")  # an older version had it here
        self.said["version"] = body.get("version", 1)
        if body["type"] == IMPORTED and "version" not in body:
            self.unknown.add("version")  # A record of an export brought its own.
        try:
            ref = parse_ticket(ticket)
            self.said |= {"day": ref.day, "number": ref.number}
        except NotFoundError:
            self.unknown |= {"day", "number"}
        self.parts.exact = "version" in body
        self.parts.go_on(self.said, body.get("at"))
        self.clocks.go_on(self.said, body.get("at"), str(body["type"]), data)

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
        else:
            self.said |= {name: value for name, value in (private or {}).items() if name in PRIVATE}


# -- numbers


def number_differences(
    numbers: Iterable[tuple[int, int, int]],
    given: Mapping[int, int],
    desk_events: Iterable[str],
    first_event: Callable[[int], str | None],
    only: int | None = None,
) -> Iterator[Difference]:
    """Yield what is wrong with the numbers of each day, or `only` one: they have no gaps but recorded ones, and go on
    behind the last; see `Stored`.

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
        said = _object(body) or {}
        data = said.get("data")
        if said.get("type") != NUMBERS_SKIPPED or not isinstance(data, dict):
            continue
        day, after, past = (data.get(name) for name in ("day", "after", "past"))
        if isinstance(day, int) and isinstance(after, int) and isinstance(past, int):
            found.setdefault(day, []).append((after, past))
    return found


def _was_brought(body: str | None) -> bool:
    said = _object(body) or {}
    data = said.get("data")
    older = said.get("type") == IMPORTED and "version" not in said
    return older or (isinstance(data, dict) and bool(data.get("brought")))
