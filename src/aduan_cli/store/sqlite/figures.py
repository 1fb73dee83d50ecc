"""What is counted of the desk's calls: each by a range of an index."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence

from aduan_cli.complaint.events import HANDED_OVER, NUMBERS_SKIPPED
from aduan_cli.figures import (
    FACTS,
    Board,
    CallerCounts,
    CallerNumber,
    Clocked,
    Counted,
    DueComplaint,
    Handled,
    Signed,
    Standing,
)
from aduan_cli.model import CLOCKS
from aduan_cli.store.common import replay
from aduan_cli.store.common import report_selects as selects
from aduan_cli.store.common.board_select import board, board_of
from aduan_cli.store.common.counted import signed_of, tally, typed
from aduan_cli.store.common.event_objects import event_object
from aduan_cli.store.sqlite.cases import at_one_moment, by_id
from aduan_cli.store.sqlite.connection import Connection
from aduan_cli.store.sqlite.history import events, last_before
from aduan_cli.stored import Difference

_REPORTED = "FROM complaint WHERE reported_at >= ? AND reported_at < ?"
STANDING = f"SELECT unit, kind, status, count(*) {_REPORTED} GROUP BY unit, kind, status ORDER BY unit, kind, status"
RECEIVED = f"SELECT count(*) {_REPORTED}"
IMPORTED = f"{RECEIVED} AND source_file IS NOT NULL"
_NUMBERS = f"SELECT number, day, id {_REPORTED} AND day = ? ORDER BY number"
_WHOLE = f"SELECT id, {', '.join(replay.ACCOUNTED)}, ticket {_REPORTED} ORDER BY reported_at, id"
_EVENTS = "SELECT body, private FROM event WHERE complaint_id = ? ORDER BY id"
_FIRST_EVENT = f"{_EVENTS} LIMIT 1"
_GIVEN = "SELECT last FROM ticket_day WHERE day = ?"
_OF_DESK = "SELECT id, body FROM event WHERE complaint_id IS NULL AND instr(body, ?) > 0"
SIGNED = f"{_OF_DESK} ORDER BY id DESC LIMIT ?"
MOVED = "SELECT body FROM event WHERE id > ? AND id <= ? AND complaint_id IS NOT NULL"
_RUNNING = "FROM clock WHERE clock = ? AND stopped_at IS NULL AND due_at IS NOT NULL AND due_at >= ? AND due_at < ?"
DUE = f"SELECT due_at, complaint_id, clock {_RUNNING} ORDER BY due_at LIMIT ?"
DUE_COUNT = f"SELECT count(*) {_RUNNING}"
OPEN = "SELECT ticket FROM complaint WHERE open = 1 ORDER BY reported_at, id"
BY_QUARTER = selects.by_quarter("?")
STATES = selects.states("?")
NUMBERS, REPEATED = selects.numbers("?"), selects.repeated("?")
CALLED, HOAXES, HANDLED = (make("?", "instr") for make in (selects.called, selects.hoaxes, selects.handling))
BOARD = board("?")
_CALLS_FIRST = selects.CALLS_FIRST.replace(" c ", " c INDEXED BY complaint_reported ")
"""SQLite would read an index of all calls that holds all it needs rather than a few calls by their time."""
_ENDS = "SELECT (SELECT min(reported_at) FROM complaint), (SELECT max(reported_at) FROM complaint)"
_EVER, _LAST = -(2**62), 2**62
_DAY = 86_400


class SqliteFigures:
    """The `Figures` of a store in one file."""

    def __init__(self, file: Connection) -> None:
        self._file = file

    def standing(self, since: int, until: int) -> list[Standing]:
        """Return where the calls of a time are now."""
        return self._file.read(lambda c: [Standing(*row) for row in c.execute(STANDING, (since, until))], [])

    def received(self, since: int, until: int) -> int:
        """Return how many calls were reported in a time."""
        return self._file.read(lambda c: int(c.execute(RECEIVED, (since, until)).fetchone()[0]), 0)

    def states(self, since: int, until: int) -> list[tuple[str, str]]:
        """Return tickets of a time with their states, without erased ones."""
        return self._file.read(lambda c: selects.states_of(c.execute(STATES, (since, until))), [])

    def imported(self, since: int, until: int) -> int:
        """Return how many calls of a time came by an import."""
        return self._file.read(lambda c: int(c.execute(IMPORTED, (since, until)).fetchone()[0]), 0)

    def counted(
        self, by: Sequence[str], since: int, until: int, now: int, facts: Sequence[str] = FACTS
    ) -> list[Counted]:
        """Return the calls of a time counted by fields and facts; SQLite would sort them on disk."""
        asked = selects.Counting(by, facts, "?")

        def look(connection: sqlite3.Connection) -> list[Counted]:
            found = Counter(connection.execute(asked.select, asked.values(since, until, now)))
            return asked.counted(found.items())

        return self._file.read(look, [])

    def by_quarter(self, since: int, until: int) -> dict[int, int]:
        """Return how many calls of a time were reported in each quarter of an hour."""
        return self._file.read(lambda c: dict(c.execute(BY_QUARTER, (since, until)).fetchall()), {})

    def clocked(self, since: int, until: int, now: int, without: Sequence[str]) -> list[Clocked]:
        """Return the clocks of the calls of a time counted."""
        given = (now, since, until, *without)

        def look(connection: sqlite3.Connection) -> list[Clocked]:
            with at_one_moment(connection):
                source = selects.CLOCKS_FIRST if _is_most(connection, since, until) else _CALLS_FIRST
                selects_of = (make("?", len(without), source) for make in (selects.clocking, selects.paused))
                return selects.clocked_of(*(connection.execute(select, given) for select in selects_of))

        return self._file.read(look, [])

    def numbers(self, since: int, until: int) -> CallerCounts:
        """Return how many numbers the calls of a time came from."""

        def look(connection: sqlite3.Connection) -> CallerCounts:
            return CallerCounts(*(count or 0 for count in connection.execute(NUMBERS, (since, until)).fetchone()))

        return self._file.read(look, CallerCounts(0, 0, 0))

    def repeated(self, since: int, until: int, limit: int) -> list[str]:
        """Return the numbers from which most calls of a time came, the most first."""
        return self._file.read(lambda c: [str(one) for (one,) in c.execute(REPEATED, (since, until, limit))], [])

    def called(self, phones: Sequence[str], since: int, until: int) -> list[CallerNumber]:
        """Return what came from some numbers in a time, in their order."""

        def look(connection: sqlite3.Connection) -> list[CallerNumber]:
            rows = (connection.execute(CALLED, (phone, since, until)).fetchone() for phone in phones)
            return [CallerNumber(*row) for row in rows if row]

        return self._file.read(look, [])

    def hoaxes(self, since: int, until: int) -> int:
        """Return how many calls of a time are hoaxes."""
        return self._file.read(lambda c: int(c.execute(HOAXES, (since, until)).fetchone()[0]), 0)

    def handled(self, since: int, until: int) -> Iterator[Handled]:
        """Yield the calls of a time that a person may have corrected."""

        def look(connection: sqlite3.Connection) -> Iterator[Handled]:
            with at_one_moment(connection):
                for row in connection.execute(HANDLED, (since, until)):
                    found = selects.handled_of(row, events(connection, row[0]))
                    if found is not None:
                        yield found

        return self._file.rows(look)

    def unaccounted(self, day: int, since: int, until: int) -> Iterator[Difference]:
        """Yield in what the calls of a day are not what their events say."""
        return self._file.rows(lambda c: _unaccounted(c, day, since, until))

    def moved(self, since: int, until: int) -> dict[str, int]:
        """Return how often each type of event was told in a time."""

        def look(connection: sqlite3.Connection) -> dict[str, int]:
            # A machine's clock may have been set back by a day: the numbers of events are in order but for that.
            span = last_before(connection, since - _DAY), last_before(connection, until + _DAY)
            return tally(_bodies(connection, *span), since, until)

        return self._file.read(look, {})

    def moved_after(self, event: int) -> dict[str, int]:
        """Return how often each type of event was told after one."""
        return self._file.read(lambda c: tally(_bodies(c, event, _LAST)), {})

    def due(self, since: int | None, until: int, limit: int) -> list[DueComplaint]:
        """Return the clocks that are due in a time, the first due first."""

        def look(connection: sqlite3.Connection) -> list[DueComplaint]:
            with at_one_moment(connection):
                found: list[tuple[int, int, str]] = []
                for clock in CLOCKS:
                    found += connection.execute(DUE, (clock, _from(since), until, limit))
                first = sorted(found)[:limit]
                return [DueComplaint(by_id(connection, number), clock, at) for at, number, clock in first]

        return self._file.read(look, [])

    def due_count(self, since: int | None, until: int) -> int:
        """Return how many clocks are due in a time."""

        def look(connection: sqlite3.Connection) -> int:
            spans = [(clock, _from(since), until) for clock in CLOCKS]
            return sum(int(connection.execute(DUE_COUNT, span).fetchone()[0]) for span in spans)

        return self._file.read(look, 0)

    def board(self, now: int, calls: int, urgent: int) -> Board:
        """Return what is open by unit, the newest calls and the open emergencies."""
        return self._file.read(lambda c: board_of(c.execute(BOARD, (calls, urgent, now))), Board((), (), ()))

    def open_tickets(self) -> tuple[str, ...]:
        """Return the tickets of all that is open, the oldest first."""
        return self._file.read(lambda c: tuple(ticket for (ticket,) in c.execute(OPEN)), ())

    def signed(self, limit: int) -> list[Signed]:
        """Return the last hand-overs that were signed, the newest first."""
        rows: list[tuple[int, str]] = self._file.read(
            lambda c: c.execute(SIGNED, (typed(HANDED_OVER), limit)).fetchall(), []
        )
        return [signed_of(number, event_object(number, body)) for number, body in rows]


def _is_most(connection: sqlite3.Connection, since: int, until: int) -> bool:
    """Say whether a time is the most of that in which calls came."""
    first, last = connection.execute(_ENDS).fetchone()
    return first is not None and 2 * (min(until, last) - max(since, first)) > last - first


def _from(since: int | None) -> int:
    return _EVER if since is None else since


def _bodies(connection: sqlite3.Connection, after: int, last: int) -> Iterator[str]:
    return (body for (body,) in connection.execute(MOVED, (after, last)))


def _unaccounted(connection: sqlite3.Connection, day: int, since: int, until: int) -> Iterator[Difference]:
    def told(number: int) -> list[tuple[str, str | None]]:
        return connection.execute(_EVENTS, (number,)).fetchall()

    def first_event(number: int) -> str | None:
        row = connection.execute(_FIRST_EVENT, (number,)).fetchone()
        return row[0] if row else None

    with at_one_moment(connection):
        for number, *values, ticket in connection.execute(_WHOLE, (since, until)):
            stands = dict(zip(replay.ACCOUNTED, values, strict=True))
            yield from replay.account_differences(ticket, stands, told(number))
        # Where the desk's zone was another one, its days were too.
        numbers = connection.execute(_NUMBERS, (since - _DAY, until + _DAY, day))
        given = connection.execute(_GIVEN, (day,)).fetchone()
        bodies = (body for _id, body in connection.execute(f"{_OF_DESK} ORDER BY id", (typed(NUMBERS_SKIPPED),)))
        yield from replay.number_differences(numbers, {day: given[0]} if given else {}, bodies, first_event, day)
