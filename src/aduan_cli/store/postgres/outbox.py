"""The messages to units: queued by the function that writes the step, leased by whoever sends them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import MESSAGE_BOUNCED, REPORT_MAILED
from aduan_cli.complaint.messages import DEAD, LEASED, MESSAGE_EVENTS, QUEUED, SENT
from aduan_cli.outbox import TOGETHER, UNLIMITED, Posted, Rate, SendResult
from aduan_cli.store.common.counted import named, typed
from aduan_cli.store.common.posts import SELECT, going, leased, may_be_set, post_event_data, posted_of, room, together
from aduan_cli.store.postgres.connection import ServerConnection
from aduan_cli.store.postgres.events import tell
from aduan_cli.store.postgres.session import Session
from aduan_cli.store.postgres.tables import UNTRIED
from aduan_cli.store.postgres.texts import kept, restored_row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_UNTRIED = UNTRIED.replace("batch", "o.batch").replace("letter", "o.letter").replace("next_at", "o.next_at")
_DUE = f"{SELECT} WHERE o.notifier = %s AND o.next_at <= %s ORDER BY o.next_at, o.id LIMIT 1"
_BATCH = f"{SELECT} WHERE o.notifier = %s AND o.unit = %s AND o.batch = %s AND {_UNTRIED} ORDER BY o.id LIMIT %s"
_LETTER = f"{SELECT} WHERE o.letter = %s ORDER BY o.id"
_TRIED = "SELECT count(DISTINCT o.letter) FROM outbox o WHERE o.notifier = %s AND o.tried_at > %s AND o.tried_at <= %s"
_HELD = (
    f"SELECT count(DISTINCT o.letter) FROM outbox o WHERE o.notifier = %s AND o.state = '{LEASED}' AND o.next_at > %s"
)
_MAILED = "SELECT count(*) FROM event WHERE complaint_id IS NULL AND strpos(body, %s) > 0 AND strpos(body, %s) > 0"
_COUNTS = "SELECT o.notifier, count(*) FROM outbox o WHERE o.next_at <= %s GROUP BY o.notifier ORDER BY o.notifier"
_LEASE = (
    f"UPDATE outbox SET state = '{LEASED}', attempts = %s, next_at = %s, repeated = %s, letter = %s, tried_at = %s"
    " WHERE id = %s"
)
_APART = (
    "UPDATE outbox o SET letter = o.message_id WHERE o.id = %s AND EXISTS (SELECT 1 FROM outbox s"
    f" WHERE s.letter = o.letter AND s.id <> o.id AND s.state = '{SENT}')"
)
_SETTLE = (
    "UPDATE outbox SET state = %s, next_at = %s, error = %s, repeated = greatest(repeated, %s)"
    f" WHERE id = %s AND attempts = %s AND state = '{LEASED}'"
)
_BOUNCED = f"UPDATE outbox SET state = %s, error = %s WHERE id = %s AND state = '{SENT}'"
_SET = "UPDATE outbox SET state = %s, next_at = %s, error = coalesce(%s, error) WHERE id = %s"


class PostgresOutbox:
    """The messages of a store on a server; see `outbox.Outbox`."""

    def __init__(self, server: ServerConnection) -> None:
        self._server = server

    def lease(
        self,
        notifier: str,
        now: int,
        until: int,
        limit: int,
        settled: Sequence[SendResult] = (),
        rate: Rate = UNLIMITED,
    ) -> list[Posted]:
        """Write down what became of messages, and lease some that are due over a channel."""
        if not settled and not (limit and self.due(now).get(notifier)):
            return []  # Nothing to write: nobody is made to wait.
        return self._server.write(lambda session: _lease(session, notifier, now, until, limit, settled, rate))

    def due(self, now: int) -> dict[str, int]:
        """Return how many messages are due, by channel."""
        return self._server.read(lambda session: dict(session.rows(_COUNTS, (now,))), {})

    def posted(self, states: Collection[str] = (), complaint: Complaint | None = None) -> Iterator[Posted]:
        """Yield the messages in some states, of one complaint or of all, the newest first."""
        parts: list[str] = []
        values: list[object] = []
        if complaint is not None:
            parts.append("o.complaint_id = %s")
            values.append(complaint.id)
        if states:
            parts.append("o.state = ANY(%s)")
            values.append(list(states))
        text = f"{SELECT} WHERE {' AND '.join(parts) or 'true'} ORDER BY o.id DESC"
        return self._server.rows(lambda session: (_posted_of(row) for row in session.each(text, values)))

    def message(self, number: int) -> Posted | None:
        """Return one message."""
        return self._server.read(lambda session: _message(session, number), None)

    def together(self, number: int) -> list[Posted]:
        """Return the messages of the letter of which one is known, that too."""
        return self._server.read(lambda session: _together(session, number), [])

    def sent_as(self, id_: str) -> list[Posted]:
        """Return the messages that went under an id."""
        return self._server.read(lambda session: [_posted_of(row) for row in session.rows(_LETTER, (id_,))], [])

    def was_mailed(self, letter: str) -> bool:
        """Say whether a report went under an id."""
        told = typed(REPORT_MAILED), named("letter", letter)
        return self._server.read(lambda session: bool(session.value(_MAILED, told)), False)

    def bounced(self, number: int, received: str, why: str, wholly: bool, actor: str | None, at: int) -> None:
        """Write down that a message came back, with an event."""
        self._server.write(lambda session: _bounced(session, number, received, why, wholly, actor, at))

    def set_message(self, number: int, state: str, actor: str | None, at: int, why: str | None = None) -> bool:
        """Let a message go again at once, or never, with an event that says who."""
        if self.message(number) is None:
            return False
        return self._server.write(lambda session: _set_message(session, number, state, actor, at, why))


def _posted_of(row: tuple[Any, ...]) -> Posted:
    """Return the message of a row: what a server said of it may have a NUL in it."""
    return posted_of(restored_row(row))


def _message(session: Session, number: int) -> Posted | None:
    row = session.row(f"{SELECT} WHERE o.id = %s", (number,))
    return _posted_of(row) if row else None


def _lease(
    session: Session, notifier: str, now: int, until: int, limit: int, settled: Sequence[SendResult], rate: Rate
) -> list[Posted]:
    for done in settled:
        values = (done.state, done.next_at, kept(done.error), int(done.doubtful), done.id, done.attempts)
        session.execute(_SETTLE, values)

    def held(now: int) -> int:
        return int(session.value(_HELD, (notifier, now)))

    def tried(after: int, until: int) -> int:
        return int(session.value(_TRIED, (notifier, after, until)))

    found: list[Posted] = []
    for _letter in range(room(limit, rate, now, held, tried)):
        row = session.row(_DUE, (notifier, now))
        if row is None:
            break
        letter = leased(going(_joined(session, _posted_of(row)), now), now, until)
        for one in letter:
            session.execute(_LEASE, (one.attempts, until, int(one.repeated), one.letter, now, one.id))
        found += letter
    return found


def _joined(session: Session, one: Posted) -> list[Posted]:
    """Return the messages of one's letter, or of what would be one."""
    if one.letter is not None:
        rows = session.rows(_LETTER, (one.letter,))
    elif one.batch is not None and one.next_at is not None:
        rows = session.rows(_BATCH, (one.notifier, one.unit, one.batch, TOGETHER))
    else:
        return [one]
    return [_posted_of(row) for row in rows]


def _together(session: Session, number: int) -> list[Posted]:
    one = _message(session, number)
    return [] if one is None else together(one, _joined(session, one))


def _set_message(session: Session, number: int, state: str, actor: str | None, at: int, why: str | None) -> bool:
    one = _message(session, number)
    if one is None or not may_be_set(one, state, at):
        return False
    session.execute(_SET, (state, at if state == QUEUED else None, kept(why), number))
    if state == QUEUED:
        session.execute(_APART, (number,))
    _tell(session, one, MESSAGE_EVENTS[state], {}, actor, at)
    return True


def _bounced(session: Session, number: int, received: str, why: str, wholly: bool, actor: str | None, at: int) -> None:
    one = _message(session, number)
    if one is not None:
        session.execute(_BOUNCED, (DEAD if wholly else SENT, kept(why), number))
        _tell(session, one, MESSAGE_BOUNCED, {"received": received}, actor, at)


def _tell(session: Session, one: Posted, type_: str, more: dict[str, object], actor: str | None, at: int) -> None:
    """Append the event of its complaint that tells what became of a message."""
    of = session.value("SELECT complaint_id FROM outbox WHERE id = %s", (one.id,))
    tell(session, of, one.ticket, at, actor, type_, {**post_event_data(one), **more})
