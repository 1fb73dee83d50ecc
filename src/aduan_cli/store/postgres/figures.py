"""What is counted of the desk's calls: each by a range of an index."""

from __future__ import annotations

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
from aduan_cli.store.postgres.cases import by_id
from aduan_cli.store.postgres.connection import ServerConnection
from aduan_cli.store.postgres.events import events, last_before
from aduan_cli.store.postgres.session import Session
from aduan_cli.store.postgres.tables import RUNNING
from aduan_cli.stored import Difference

_REPORTED = "FROM complaint WHERE reported_at >= %s AND reported_at < %s"
_STANDING = (
    f"SELECT unit, kind, status, count(*) {_REPORTED} GROUP BY unit, kind, status"
    " ORDER BY unit NULLS FIRST, kind, status"
)
_RECEIVED = f"SELECT count(*) {_REPORTED}"
_IMPORTED = f"{_RECEIVED} AND source_file IS NOT NULL"
_NUMBERS = f"SELECT number, day, id {_REPORTED} AND day = %s ORDER BY number"
_WHOLE = f"SELECT id, {', '.join(replay.ACCOUNTED)}, ticket {_REPORTED} ORDER BY reported_at, id"
_EVENTS = "SELECT body, private FROM event WHERE complaint_id = %s ORDER BY id"
_FIRST_EVENT = "SELECT body FROM event WHERE complaint_id = %s ORDER BY id LIMIT 1"
_OF_DESK = "SELECT id, body FROM event WHERE complaint_id IS NULL AND strpos(body, %s) > 0"
_SIGNED = f"{_OF_DESK} ORDER BY id DESC LIMIT %s"
_MOVED = "SELECT body FROM event WHERE id > %s AND id <= %s AND complaint_id IS NOT NULL"
_RUNS = f"FROM clock d WHERE d.clock = ANY(%s) AND {RUNNING} AND d.due_at >= %s AND d.due_at < %s"
_DUE = f"SELECT d.due_at, d.complaint_id, d.clock {_RUNS} ORDER BY 1, 2, 3 LIMIT %s"
_DUE_COUNT = f"SELECT count(*) {_RUNS}"
_OPEN = "SELECT ticket FROM complaint WHERE open = 1 ORDER BY reported_at, id"
_BY_QUARTER = selects.by_quarter("%s")
_STATES = selects.states("%s")
_NUMBERS_COUNTED, _REPEATED = selects.numbers("%s"), selects.repeated("%s")
_CALLED, _HOAXES, _HANDLED = (make("%s", "strpos") for make in (selects.called, selects.hoaxes, selects.handling))
_BOARD = board("%s")
_EVER, _LAST = -(2**62), 2**62
_DAY = 86_400


class PostgresFigures:
    """The `Figures` of a store on a server."""

    def __init__(self, server: ServerConnection) -> None:
        self._server = server

    def standing(self, since: int, until: int) -> list[Standing]:
        """Return where the calls of a time are now."""
        return self._server.read(lambda s: [Standing(*row) for row in s.rows(_STANDING, (since, until))], [])

    def received(self, since: int, until: int) -> int:
        """Return how many calls were reported in a time."""
        return self._server.read(lambda session: int(session.value(_RECEIVED, (since, until))), 0)

    def states(self, since: int, until: int) -> list[tuple[str, str]]:
        """Return tickets of a time with their states, without erased ones."""
        return self._server.read(lambda s: selects.states_of(s.rows(_STATES, (since, until))), [])

    def imported(self, since: int, until: int) -> int:
        """Return how many calls of a time came by an import."""
        return self._server.read(lambda session: int(session.value(_IMPORTED, (since, until))), 0)

    def counted(
        self, by: Sequence[str], since: int, until: int, now: int, facts: Sequence[str] = FACTS
    ) -> list[Counted]:
        """Return the calls of a time counted by fields and facts."""
        asked = selects.Counting(by, facts, "%s")

        def look(session: Session) -> list[Counted]:
            rows = session.rows(asked.grouped, asked.values(since, until, now))
            return asked.counted((row[:-1], row[-1]) for row in rows)

        return self._server.read(look, [])

    def by_quarter(self, since: int, until: int) -> dict[int, int]:
        """Return how many calls of a time were reported in each quarter of an hour."""
        return self._server.read(lambda s: {int(at): int(n) for at, n in s.rows(_BY_QUARTER, (since, until))}, {})

    def clocked(self, since: int, until: int, now: int, without: Sequence[str]) -> list[Clocked]:
        """Return the clocks of the calls of a time counted."""
        selects_of = (selects.clocking("%s", len(without)), selects.paused("%s", len(without)))

        def look(session: Session) -> list[Clocked]:
            return selects.clocked_of(*(session.rows(select, (now, since, until, *without)) for select in selects_of))

        return self._server.at_one_moment(look, [])

    def numbers(self, since: int, until: int) -> CallerCounts:
        """Return how many numbers the calls of a time came from."""

        def look(session: Session) -> CallerCounts:
            (counts,) = session.rows(_NUMBERS_COUNTED, (since, until))
            return CallerCounts(*(int(count or 0) for count in counts))

        return self._server.read(look, CallerCounts(0, 0, 0))

    def repeated(self, since: int, until: int, limit: int) -> list[str]:
        """Return the numbers from which most calls of a time came, the most first."""
        return self._server.read(lambda s: [str(one) for (one,) in s.rows(_REPEATED, (since, until, limit))], [])

    def called(self, phones: Sequence[str], since: int, until: int) -> list[CallerNumber]:
        """Return what came from some numbers in a time, in their order."""

        def look(session: Session) -> list[CallerNumber]:
            rows = (session.row(_CALLED, (phone, since, until)) for phone in phones)
            return [CallerNumber(row[0], *map(int, row[1:])) for row in rows if row]

        return self._server.at_one_moment(look, [])

    def hoaxes(self, since: int, until: int) -> int:
        """Return how many calls of a time are hoaxes."""
        return self._server.read(lambda session: int(session.value(_HOAXES, (since, until))), 0)

    def handled(self, since: int, until: int) -> Iterator[Handled]:
        """Yield the calls of a time that a person may have corrected."""

        def look(session: Session) -> Iterator[Handled]:
            for row in session.each(_HANDLED, (since, until)):
                found = selects.handled_of(row, events(session, row[0]))
                if found is not None:
                    yield found

        return self._server.rows(look)

    def unaccounted(self, day: int, since: int, until: int) -> Iterator[Difference]:
        """Yield in what the calls of a day are not what their events say."""
        return self._server.rows(lambda session: _unaccounted(session, day, since, until))

    def moved(self, since: int, until: int) -> dict[str, int]:
        """Return how often each type of event was told in a time."""

        def look(session: Session) -> dict[str, int]:
            # A machine's clock may have been set back by a day: the numbers of events are in order but for that.
            span = last_before(session, since - _DAY), last_before(session, until + _DAY)
            return tally(_bodies(session, *span), since, until)

        return self._server.at_one_moment(look, {})

    def moved_after(self, event: int) -> dict[str, int]:
        """Return how often each type of event was told after one."""
        return self._server.at_one_moment(lambda session: tally(_bodies(session, event, _LAST)), {})

    def due(self, since: int | None, until: int, limit: int) -> list[DueComplaint]:
        """Return the clocks that are due in a time, the first due first."""

        def look(session: Session) -> list[DueComplaint]:
            rows = session.rows(_DUE, (list(CLOCKS), _from(since), until, limit))
            return [DueComplaint(by_id(session, number), clock, at) for at, number, clock in rows]

        return self._server.at_one_moment(look, [])

    def due_count(self, since: int | None, until: int) -> int:
        """Return how many clocks are due in a time."""
        span = (list(CLOCKS), _from(since), until)
        return self._server.read(lambda session: int(session.value(_DUE_COUNT, span)), 0)

    def board(self, now: int, calls: int, urgent: int) -> Board:
        """Return what is open by unit, the newest calls and the open emergencies."""
        return self._server.read(lambda s: board_of(s.rows(_BOARD, (calls, urgent, now))), Board((), (), ()))

    def open_tickets(self) -> tuple[str, ...]:
        """Return the tickets of all that is open, the oldest first."""
        return self._server.read(lambda session: tuple(ticket for (ticket,) in session.rows(_OPEN)), ())

    def signed(self, limit: int) -> list[Signed]:
        """Return the last hand-overs that were signed, the newest first."""

        def look(session: Session) -> list[Signed]:
            rows = session.rows(_SIGNED, (typed(HANDED_OVER), limit))
            return [signed_of(number, event_object(number, body)) for number, body in rows]

        return self._server.read(look, [])


def _from(since: int | None) -> int:
    return _EVER if since is None else since


def _bodies(session: Session, after: int, last: int) -> Iterator[str]:
    return (body for (body,) in session.each(_MOVED, (after, last)))


def _unaccounted(session: Session, day: int, since: int, until: int) -> Iterator[Difference]:
    def told(number: int) -> list[tuple[str, str | None]]:
        return [(body, private) for body, private in session.rows(_EVENTS, (number,))]

    def first_event(number: int) -> str | None:
        found: str | None = session.value(_FIRST_EVENT, (number,))
        return found

    for number, *values, ticket in session.each(_WHOLE, (since, until)):
        stands = dict(zip(replay.ACCOUNTED, values, strict=True))
        yield from replay.account_differences(ticket, stands, told(number))
    # Where the desk's zone was another one, its days were too.
    numbers = ((number, of, id_) for number, of, id_ in session.each(_NUMBERS, (since - _DAY, until + _DAY, day)))
    given = session.row("SELECT last FROM ticket_day WHERE day = %s", (day,))
    bodies = (body for _id, body in session.rows(f"{_OF_DESK} ORDER BY id", (typed(NUMBERS_SKIPPED),)))
    yield from replay.number_differences(numbers, {day: given[0]} if given else {}, bodies, first_event, day)
