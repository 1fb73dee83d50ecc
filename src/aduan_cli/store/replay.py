"""Holding complaints against their events: what stands in the tables must be what the events say.

Both are read side by side in the order of the complaints, so that memory doesn't grow with the store, and as they
were at one moment. What no event says is not held: see `fields.UNSAID`; nor are links of complaints that an older
version logged, for it made no events of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from json import loads
from typing import Any

from aduan_cli.complaint.events import ANSWERS_ADDED, ERASED, IMPORTED, LINKED, LOGGED, NUMBERS_SKIPPED, ROUTED
from aduan_cli.complaint.fields import PRIVATE, STORED, STRUCTURED, TOLD, UNSAID
from aduan_cli.complaint.moves import FINAL
from aduan_cli.errors import NotFoundError
from aduan_cli.phones import phone_keys
from aduan_cli.stored import Difference
from aduan_cli.tickets import parse_ticket

_FIRST = (LOGGED, IMPORTED)
_HELD = tuple(name for name in STORED if name not in UNSAID)
_EMPTY: tuple[Any, ...] = (None, "", [], {}, ())
# What events of an older version said of columns, by their types; a new one has `set`.
_OLDER = {
    ROUTED: (
        "step", "rule", "revision", "status", "category", "priority", "support", "kind", "kecamatan", "kelurahan",
        "shift",
    ),
    ANSWERS_ADDED: (),
    ERASED: (),
}  # fmt: skip

_COMPLAINTS = f"SELECT id, open, {', '.join(_HELD)} FROM complaint ORDER BY id"
_EVENTS = "SELECT complaint_id, body, private FROM event WHERE complaint_id IS NOT NULL ORDER BY complaint_id, id"
_PHONES = "SELECT complaint_id, phone FROM phone ORDER BY complaint_id"
_LINKS = (
    "SELECT l.complaint_id, c.ticket FROM link l LEFT JOIN complaint c ON c.id = l.other_id ORDER BY l.complaint_id"
)


def differences(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield everything in which the tables are not what the events say."""
    connection.execute("BEGIN")
    try:
        yield from _of_complaints(connection)
        yield from _of_numbers(connection)
    finally:
        connection.execute("COMMIT")


class _Beside:
    """Rows in the order of the complaint that they belong to, the first column; taken in step with the complaints."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, number: int) -> list[tuple[Any, ...]]:
        """Return the rows of a complaint. Those of earlier ones must have been taken."""
        found = []
        while self._next is not None and self._next[0] == number:
            found.append(self._next[1:])
            self._next = next(self._rows, None)
        return found

    def before(self, number: int | None) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of complaints before this one, or of all that are left: they belong to none that is there."""
        while self._next is not None and (number is None or self._next[0] < number):
            yield self._next[1:]
            self._next = next(self._rows, None)


def _of_complaints(connection: sqlite3.Connection) -> Iterator[Difference]:
    events, phones, links = (_Beside(connection.execute(sql)) for sql in (_EVENTS, _PHONES, _LINKS))
    for number, open_, *values in connection.execute(_COMPLAINTS):
        yield from _without_complaint(events.before(number))
        row = dict(zip(_HELD, values, strict=True))
        for _row in (*phones.before(number), *links.before(number)):
            pass  # Their events are told of already.
        keys = sorted(phone for (phone,) in phones.of(number))
        others = sorted(other or "?" for (other,) in links.of(number))
        try:
            replay = _Replay()
            for body, private in events.of(number):
                replay.tell(_object(body), _object(private))
            yield from list(_held(replay, row, open_, keys, others))
        except (TypeError, ValueError, AttributeError):  # What is no event of ours; the chain tells which.
            yield Difference(row["ticket"], "events", None, "stored")
    yield from _without_complaint(events.before(None))


def _without_complaint(rows: Iterator[tuple[Any, ...]]) -> Iterator[Difference]:
    """Yield each complaint that has events and isn't there."""
    last = None
    for body, _private in rows:
        ticket = (_object(body) or {}).get("ticket")
        if ticket != last:
            yield Difference(ticket, "complaint", "stored", None)
        last = ticket


def _held(replay: _Replay, row: dict[str, Any], open_: int, keys: list[str], others: list[str]) -> Iterator[Difference]:
    ticket = row["ticket"]
    if not replay.begun:
        yield Difference(ticket, "events", None, "stored")
        return
    for name in _HELD:
        if name in replay.unknown:
            continue
        said, stands = _plain(replay.said.get(name)), _stands(name, row[name])
        if said != stands:
            yield Difference(ticket, name, said, stands)
    if "status" not in replay.unknown and open_ != int(replay.said.get("status") not in FINAL):
        yield Difference(ticket, "open", replay.said.get("status") not in FINAL, bool(open_))
    if "caller_phone" not in replay.unknown:
        told = sorted(phone_keys(replay.said.get("caller_phone")))
        if told != keys:
            yield Difference(ticket, "phone", told, keys)
    if replay.tells_links and sorted(replay.links) != others:
        yield Difference(ticket, "linked", sorted(replay.links), others)


def _object(text: str | None) -> dict[str, Any] | None:
    """Return a JSON object; None when there is none, or none that can be read: the chain says so."""
    try:
        value = loads(text or "null")
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _plain(value: Any) -> Any:
    return None if value in _EMPTY else value


def _stands(name: str, value: Any) -> Any:
    if name in STRUCTURED and value:
        try:
            value = loads(value)
        except (ValueError, RecursionError):
            pass
    return _plain(value)


class _Replay:
    """A complaint as its events tell it, one after the other. `unknown`: columns of which they don't tell."""

    def __init__(self) -> None:
        self.begun = self.tells_links = False
        self.said: dict[str, Any] = {}
        self.unknown: set[str] = set()
        self.links: set[str] = set()

    def tell(self, body: dict[str, Any] | None, private: dict[str, Any] | None) -> None:
        """Go on by one event."""
        data = body.get("data") if body else None
        if body is None or not isinstance(data, dict):
            return
        if not self.begun and body.get("type") in _FIRST:
            self._begin(body, data)
        elif self.begun:
            self._go_on(body, data)
        self._tell_private(body, private)

    def _begin(self, body: dict[str, Any], data: dict[str, Any]) -> None:
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

    def _go_on(self, body: dict[str, Any], data: dict[str, Any]) -> None:
        kind = body.get("type")
        if "version" in body:
            self.said["version"] = body["version"]
            self.unknown.discard("version")
            self.said |= body.get("set") or {}
        elif kind in _OLDER:
            self.said["version"] += 1
            self.said |= {name: data[name] for name in _OLDER[kind] if name in data}
            if kind == ROUTED:
                self.said["unit"] = data.get("to")
        if kind == LINKED:
            self.links.add(str(data.get("to")))

    def _tell_private(self, body: dict[str, Any], private: dict[str, Any] | None) -> None:
        if body.get("type") == ERASED:
            self.said |= dict.fromkeys(PRIVATE)
            self.unknown -= set(PRIVATE)
        elif private is None and "private" in body:
            self.unknown |= set(PRIVATE)
        else:
            self.said |= {name: value for name, value in (private or {}).items() if name in PRIVATE}


# -- numbers


def _of_numbers(connection: sqlite3.Connection) -> Iterator[Difference]:
    """Yield what is wrong with the numbers of each day: they have no gaps but recorded ones, and go on behind the last.

    A record of an export keeps its number, and those before it may be at another desk.
    """
    skips = _skips(connection)
    given = dict(connection.execute("SELECT day, last FROM ticket_day").fetchall())
    last: dict[int, int] = {}
    for number, day, complaint in connection.execute("SELECT number, day, id FROM complaint ORDER BY day, number"):
        expected = _behind(skips.get(day, ()), last.get(day, 0)) + 1
        if number > expected and not _was_brought(connection, complaint):
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


def _skips(connection: sqlite3.Connection) -> dict[int, list[tuple[int, int]]]:
    """Return by day which numbers were left out: those after the first of a pair, up to the second."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (body,) in connection.execute("SELECT body FROM event WHERE complaint_id IS NULL ORDER BY id"):
        said = _object(body) or {}
        data = said.get("data")
        if said.get("type") != NUMBERS_SKIPPED or not isinstance(data, dict):
            continue
        day, after, past = (data.get(name) for name in ("day", "after", "past"))
        if isinstance(day, int) and isinstance(after, int) and isinstance(past, int):
            found.setdefault(day, []).append((after, past))
    return found


def _was_brought(connection: sqlite3.Connection, complaint: int) -> bool:
    row = connection.execute("SELECT body FROM event WHERE complaint_id = ? ORDER BY id LIMIT 1", (complaint,))
    (body,) = row.fetchone() or (None,)
    said = _object(body) or {}
    data = said.get("data")
    older = said.get("type") == IMPORTED and "version" not in said
    return older or (isinstance(data, dict) and bool(data.get("brought")))
