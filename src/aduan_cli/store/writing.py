"""Verbs that write. Each runs inside one transaction that `sqlite.py` has begun with `BEGIN IMMEDIATE`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ERASED, LINKED
from aduan_cli.complaint.fields import PRIVATE, STORED, STRUCTURED
from aduan_cli.complaint.moves import FINAL
from aduan_cli.errors import NotAllowedError
from aduan_cli.phones import phone_keys
from aduan_cli.store.bodies import changed, logged, private_of, told
from aduan_cli.store.chain import Chain, compact, last_hash
from aduan_cli.stored import Taken
from aduan_cli.tickets import make_ticket

from ..i18n import _

if TYPE_CHECKING:
    from aduan_cli.complaint.step import Change

_encode = compact(sort_keys=False)
_values = attrgetter(*STORED)
_COLUMNS = ("id", *STORED, "open")
_STRUCTURED_AT = tuple(at for at, name in enumerate(_COLUMNS) if name in STRUCTURED)
_NAMES_AT = slice(_COLUMNS.index("import_key"), _COLUMNS.index("content_hash") + 1)
_INSERT = f"INSERT INTO complaint ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_BY_NUMBER = f"SELECT {', '.join(STORED)} FROM complaint WHERE number = ? AND day = ?"
_ERASED = "SELECT 1 FROM erased e JOIN complaint c ON c.id = e.complaint_id WHERE c.number = ? AND c.day = ?"
_KEPT_BY_STORE = {"import_key", "content_hash", "phone_original", "version", "sources"}
_ASSIGNED = ("unit", "status", "support")
"""Columns that say who must act."""


Names = tuple["str | None", "str | None"]
"""What an import calls a record, and what tells a changed one, as they are stored."""
_NAMELESS: Names = (None, None)


def row_of(complaint: Complaint, names: Names = _NAMELESS) -> tuple[Any, ...]:
    """Return the row of the table `complaint`: id, the stored columns, open. `names` tell a record of an import."""
    row = [complaint.id, *_values(complaint), 0 if complaint.status in FINAL else 1]
    for at in _STRUCTURED_AT:
        row[at] = _encode(row[at]) if row[at] else None
    row[_NAMES_AT] = names
    return tuple(row)


SET_LAST = "INSERT INTO ticket_day (day, last) VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET last = excluded.last"


def last_number(connection: sqlite3.Connection, day: int) -> int:
    """Return the last number given on a day (yyyymmdd); 0 when none was."""
    row = connection.execute("SELECT last FROM ticket_day WHERE day = ?", (day,)).fetchone()
    return row[0] if row else 0


class _Numbers:
    """Gives each local day its numbers, in one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._last: dict[int, int] = {}

    def _of(self, day: int) -> int:
        if day not in self._last:
            self._last[day] = last_number(self._connection, day)
        return self._last[day]

    def give(self, day: int) -> int:
        number = self._last[day] = self._of(day) + 1
        return number

    def keep(self, day: int, number: int) -> None:
        self._last[day] = max(self._of(day), number)

    def save(self) -> None:
        self._connection.executemany(SET_LAST, self._last.items())


def take(connection: sqlite3.Connection, complaints: Sequence[Complaint]) -> list[Taken]:
    """Store new complaints. `ticket` holds the prefix, or a whole ticket with `number` set (own exports)."""
    numbers = _Numbers(connection)
    next_id = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM complaint").fetchone()[0]
    known = _Known(connection, complaints)
    outcome: list[Taken] = []
    fresh: list[Complaint] = []
    brought: set[int] = set()
    for complaint in complaints:
        there = known.find(complaint)
        if there is not None:
            outcome.append(there)
            continue
        if complaint.number:
            numbers.keep(complaint.day, complaint.number)
            brought.add(next_id)
        else:
            complaint.number = numbers.give(complaint.day)
            complaint.ticket = make_ticket(complaint.ticket, complaint.day, complaint.number)
        complaint.id = next_id
        next_id += 1
        fresh.append(complaint)
        known.add(complaint)
        outcome.append(Taken(complaint.ticket, "taken"))
    if fresh:
        _insert(connection, fresh, brought, known)
        numbers.save()
    return outcome


def foresee(connection: sqlite3.Connection, complaints: Sequence[Complaint]) -> list[Taken]:
    """Return what `take` would say. Nothing is written, the complaints stay as they are."""
    known = _Known(connection, complaints)
    outcome: list[Taken] = []
    for complaint in complaints:
        there = known.find(complaint)
        if there is None:
            known.add(complaint)
        outcome.append(there or Taken(complaint.ticket, "taken"))
    return outcome


class _Known:
    """Finds complaints that are there already: by `--key`, by import key, by a ticket brought along.

    What was erased since is known whatever it said: nothing of it comes back.
    """

    def __init__(self, connection: sqlite3.Connection, complaints: Sequence[Complaint]) -> None:
        self._connection = connection
        self._names = _salted_names(connection, complaints)
        self._keys = self._existing("key", "text", [c.key for c in complaints if c.key])
        self._imported = self._existing(
            "import_key", "content_hash", [key for key, _content in self._names.values() if key]
        )
        self._erased = _erased_keys(connection, [c.key for c in complaints if c.key and c.key not in self._keys])
        self._tickets = any(c.number for c in complaints)
        self._fresh: dict[tuple[int, int], tuple[Any, ...]] = {}

    def _existing(self, column: str, told_by: str, values: list[str]) -> dict[str, tuple[Any, ...]]:
        """Return by each value that is there its ticket and the column that tells a changed record."""
        found: dict[str, tuple[Any, ...]] = {}
        for start in range(0, len(values), 500):
            part = values[start : start + 500]
            marks = ",".join("?" * len(part))
            rows = self._connection.execute(
                f"SELECT {column}, ticket, {told_by} FROM complaint WHERE {column} IN ({marks})",
                part,
            )
            found.update((row[0], row[1:]) for row in rows)
        return found

    def names(self, complaint: Complaint) -> Names:
        """Return the key and the content of a record as they are stored."""
        return self._names.get(id(complaint), _NAMELESS)

    def find(self, complaint: Complaint) -> Taken | None:
        key, content = self.names(complaint)
        if key and key in self._imported:
            ticket, there = self._imported[key]
            return Taken(ticket, "known" if there in (content, None) else "changed")
        if complaint.number:
            number = self._by_number(complaint)
            if number is not None:
                return number
        if complaint.key and complaint.key in self._erased:
            return Taken(self._erased[complaint.key], "known")
        if complaint.key and complaint.key in self._keys:
            ticket, text = self._keys[complaint.key]
            # A call that repeats its key is a no-op; a record of a file that says something else must be told.
            imported = complaint.import_key or complaint.number
            return Taken(ticket, "changed" if imported and text != complaint.text else "known")
        return None

    def _by_number(self, complaint: Complaint) -> Taken | None:
        number = (complaint.number, complaint.day)
        row = self._fresh.get(number) or self._connection.execute(_BY_NUMBER, number).fetchone()
        if row is None:
            return None
        mine = row_of(complaint)[1:-1]
        same = self._is_erased(complaint) or all(
            there == here for name, there, here in zip(STORED, row, mine, strict=True) if name not in _KEPT_BY_STORE
        )
        return Taken(row[0], "known" if same else "changed")

    def _is_erased(self, complaint: Complaint) -> bool:
        row = self._connection.execute(_ERASED, (complaint.number, complaint.day)).fetchone()
        return row is not None

    def add(self, complaint: Complaint) -> None:
        if complaint.key:
            self._keys[complaint.key] = (complaint.ticket, complaint.text)
        key, content = self.names(complaint)
        if key:
            self._imported[key] = (complaint.ticket, content)
        if self._tickets:
            self._fresh[complaint.number, complaint.day] = row_of(complaint)[1:-1]


def _salted_names(connection: sqlite3.Connection, complaints: Sequence[Complaint]) -> dict[int, Names]:
    """Return by the identity of each record of an import its key and its content as they are stored."""
    records = [complaint for complaint in complaints if complaint.import_key]
    if not records:
        return {}
    from aduan_cli.store.keys import salting_of

    salted = salting_of(connection)
    return {id(c): (salted(c.import_key or ""), salted(c.content_hash or "")) for c in records}


def _erased_keys(connection: sqlite3.Connection, keys: list[str]) -> dict[str, str]:
    """Return by each key that an erased complaint was logged under its ticket."""
    if not keys:
        return {}
    from aduan_cli.store.keys import of_erased

    ticket = "SELECT ticket FROM complaint WHERE id = ?"
    return {
        key: connection.execute(ticket, (number,)).fetchone()[0] for key, number in of_erased(connection, keys).items()
    }


def _insert(connection: sqlite3.Connection, fresh: list[Complaint], brought: set[int], known: _Known) -> None:
    connection.executemany(_INSERT, [row_of(complaint, known.names(complaint)) for complaint in fresh])
    # Not by a trigger: inside one, FTS5 writes its words out after every row, which doubles an import's time.
    connection.execute(
        "INSERT INTO complaint_fts (rowid, text, answer, address)"
        " SELECT id, text, answer, address FROM complaint WHERE id >= ?",
        (fresh[0].id,),
    )
    chain = Chain(last_hash(connection), len(fresh))
    rows = []
    for complaint in fresh:
        body = logged(complaint, complaint.id in brought)
        rows.append(chain.link(complaint.id, body, private_of(complaint)))
        for type_, data in complaint.events:
            body, private = told(complaint.ticket, complaint.logged_at, complaint.actor, type_, data)
            rows.append(chain.link(complaint.id, body, private))
    for complaint in fresh:
        for here, ticket, other in _linked(connection, complaint):
            body, _none = told(ticket, complaint.logged_at, complaint.actor, LINKED, {"to": other})
            rows.append(chain.link(here, body, None))
    _append(connection, rows)
    connection.executemany(
        "INSERT INTO assignment (complaint_id, unit, role, status, assigned_at) VALUES (?, ?, ?, ?, ?)",
        (row for complaint in fresh for row in _assignments(complaint)),
    )
    _insert_phones(
        connection,
        [(phone, c.reported_at, c.id) for c in fresh if c.caller_phone for phone in phone_keys(c.caller_phone)],
    )


def _insert_phones(connection: sqlite3.Connection, rows: list[tuple[str, int, int]]) -> None:
    if rows:
        connection.executemany("INSERT OR IGNORE INTO phone VALUES (?, ?, ?)", rows)


def _append(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    connection.executemany("INSERT INTO event (complaint_id, body, private, salt, hash) VALUES (?, ?, ?, ?, ?)", rows)


def _assignments(complaint: Complaint) -> Iterable[tuple[Any, ...]]:
    """Yield the rows of the units that must act: none for what is answered, final or in triage."""
    if complaint.status in FINAL or complaint.status == "new":
        return
    at = complaint.logged_at
    yield complaint.id, complaint.unit, "lead", complaint.status, at
    for unit in complaint.support:
        yield complaint.id, unit, "support", "routed", at


def _linked(connection: sqlite3.Connection, complaint: Complaint) -> Iterable[tuple[int, str, str]]:
    """Link both ways, and yield (complaint's number, its ticket, the other's) for each side of what is new.

    A ticket that is not (yet) there is left out: its own record brings the link.
    """
    for ticket in complaint.linked:
        row = connection.execute("SELECT id FROM complaint WHERE ticket = ? AND number = ?", (ticket, _number(ticket)))
        other = row.fetchone()
        if other is None or other[0] == complaint.id:
            continue
        for here, there, names in (
            (complaint.id, other[0], (complaint.ticket, ticket)),
            (other[0], complaint.id, (ticket, complaint.ticket)),
        ):
            row = connection.execute("INSERT OR IGNORE INTO link (complaint_id, other_id) VALUES (?, ?)", (here, there))
            if row.rowcount:
                yield here, *names


def _number(ticket: str) -> int:
    parts = ticket.split("-")
    return int(parts[-2]) if len(parts) >= 2 and parts[-2].isdigit() else 0


def change(connection: sqlite3.Connection, changes: Sequence[Change]) -> None:
    """Write changes with their events. The version goes up by one, unless a change has no columns."""
    chain = Chain(last_hash(connection))
    for item in changes:
        complaint, columns = item.complaint, dict(item.columns)
        body, private = told(complaint.ticket, item.at, item.actor, item.type, item.data)
        if columns:
            if item.type != ERASED:
                _keep_erased(connection, complaint, columns)
            changed(body, private, columns, complaint.version + 1)
            _update(connection, complaint, columns)
        _append(connection, [chain.link(complaint.id, body, private)])
        if "caller_phone" in columns or "reported_at" in columns:
            _rephone(connection, complaint.id)
        if not columns.keys().isdisjoint(_ASSIGNED):
            if item.renames:
                _rename(connection, complaint, columns)
            else:
                _reassign(connection, complaint.id, item.at)


def _keep_erased(connection: sqlite3.Connection, complaint: Complaint, columns: dict[str, Any]) -> None:
    """Refuse a change that brings back what was erased: wording, or what belongs to a person."""
    brings = any(columns.get(name) for name in PRIVATE)
    if brings and connection.execute(_ERASED, (complaint.number, complaint.day)).fetchone() is not None:
        what = _("{ticket}: was erased; nothing of what was said or of whose it is comes back")
        raise NotAllowedError(what.format(ticket=complaint.ticket))


def note_event(connection: sqlite3.Connection, type_: str, actor: str | None, at: int, data: dict[str, Any]) -> None:
    """Append an event of the desk itself. But for a reason, `data` can't be erased later: no names, no phones."""
    body, private = told(None, at, actor, type_, data)
    _append(connection, [Chain(last_hash(connection)).link(None, body, private)])


def _update(connection: sqlite3.Connection, complaint: Complaint, columns: dict[str, Any]) -> None:
    if "status" in columns:
        columns = {**columns, "open": 0 if columns["status"] in FINAL else 1}
    if columns.get("content_hash"):
        from aduan_cli.store.keys import salting_of

        columns = {**columns, "content_hash": salting_of(connection)(columns["content_hash"])}
    names = ", ".join(f"{name} = ?" for name in columns)
    values = [(_encode(value) if value else None) if name in STRUCTURED else value for name, value in columns.items()]
    done = connection.execute(
        f"UPDATE complaint SET {names}, version = version + 1 WHERE id = ? AND version = ?",
        (*values, complaint.id, complaint.version),
    )
    if done.rowcount != 1:
        raise NotAllowedError(
            _("{ticket}: somebody else changed it in the meantime; look at it again").format(ticket=complaint.ticket)
        )


def _rephone(connection: sqlite3.Connection, complaint_id: int) -> None:
    """Look the caller's numbers up again: a changed one is found by `--phone`, the old one no longer."""
    connection.execute("DELETE FROM phone WHERE complaint_id = ?", (complaint_id,))
    caller_phone, reported_at = connection.execute(
        "SELECT caller_phone, reported_at FROM complaint WHERE id = ?", (complaint_id,)
    ).fetchone()
    _insert_phones(connection, [(phone, reported_at, complaint_id) for phone in phone_keys(caller_phone)])


def _rename(connection: sqlite3.Connection, before: Complaint, columns: dict[str, Any]) -> None:
    """Give the assignments that hold the new ids of their units: nobody else acts, and what they noted stays."""
    now = dict(zip(before.support, columns.get("support", before.support), strict=True))
    now[before.unit or ""] = columns.get("unit", before.unit)
    rows = connection.execute(
        "SELECT id, unit FROM assignment WHERE complaint_id = ? AND ended_at IS NULL", (before.id,)
    ).fetchall()
    named = [(now.get(unit, unit), number) for number, unit in rows]
    connection.executemany("UPDATE assignment SET unit = ? WHERE id = ?", named)


def _reassign(connection: sqlite3.Connection, complaint_id: int, at: int) -> None:
    """Close the assignments that no longer hold and open those that the complaint's units now ask for."""
    from aduan_cli.store.reading import by_id

    complaint = by_id(connection, complaint_id)
    complaint.logged_at = at
    wanted = {(row[1], row[2]): row for row in _assignments(complaint)}
    rows = connection.execute(
        "SELECT id, unit, role FROM assignment WHERE complaint_id = ? AND ended_at IS NULL", (complaint_id,)
    ).fetchall()
    for number, unit, role in rows:
        if wanted.pop((unit, role), None) is None:
            connection.execute("UPDATE assignment SET ended_at = ? WHERE id = ?", (at, number))
    connection.executemany(
        "INSERT INTO assignment (complaint_id, unit, role, status, assigned_at) VALUES (?, ?, ?, ?, ?)",
        wanted.values(),
    )
