"""The role `Outbox` of the desk's file."""

from __future__ import annotations

from aduan_cli.outbox import UNLIMITED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from types import ModuleType

    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.outbox import Posted, Rate, SendResult
    from aduan_cli.store.sqlite.connection import Connection

MAILED = "SELECT 1 FROM event WHERE complaint_id IS NULL AND instr(body, ?) > 0 AND instr(body, ?) > 0 LIMIT 1"
COUNTS = "SELECT o.notifier, count(*) FROM outbox o WHERE o.next_at <= ? GROUP BY o.notifier"


class SqliteOutbox:
    """The messages in the desk's file; see `outbox.Outbox`."""

    def __init__(self, file: Connection) -> None:
        self._file = file

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
            return []  # Nothing to write: no file is made, nobody is made to wait.
        return self._file.write(lambda c: _posts().lease(c, notifier, now, until, limit, settled, rate))

    def due(self, now: int) -> dict[str, int]:
        """Return how many messages are due, by channel."""
        return self._file.read(lambda c: dict(c.execute(COUNTS, (now,)).fetchall()), {})

    def posted(self, states: Collection[str] = (), complaint: Complaint | None = None) -> Iterator[Posted]:
        """Yield the messages in some states, of one complaint or of all, the newest first."""
        return self._file.rows(lambda c: _posts().posted(c, states, complaint))

    def message(self, number: int) -> Posted | None:
        """Return one message."""
        found: Posted | None = self._file.read(lambda c: _posts().message(c, number), None)
        return found

    def together(self, number: int) -> list[Posted]:
        """Return the messages of the letter of which one is known, that too."""
        return self._file.read(lambda c: _posts().together(c, number), [])

    def sent_as(self, id_: str) -> list[Posted]:
        """Return the messages that went under an id."""
        return self._file.read(lambda c: _posts().sent_as(c, id_), [])

    def was_mailed(self, letter: str) -> bool:
        """Say whether a report went under an id."""
        from aduan_cli.complaint.events import REPORT_MAILED
        from aduan_cli.store.common.counted import named, typed

        told = typed(REPORT_MAILED), named("letter", letter)
        return self._file.read(lambda c: c.execute(MAILED, told).fetchone() is not None, False)

    def bounced(self, number: int, received: str, why: str, wholly: bool, actor: str | None, at: int) -> None:
        """Write down that a message came back, with an event."""
        self._file.write(lambda c: _events().bounced(c, number, received, why, wholly, actor, at))

    def set_message(self, number: int, state: str, actor: str | None, at: int, why: str | None = None) -> bool:
        """Let a message go again at once, or never, with an event that says who."""
        if self.message(number) is None:
            return False
        return bool(self._file.write(lambda c: _events().set_message(c, number, state, actor, at, why)))


def _posts() -> ModuleType:
    """Return the verbs for messages: where none is due nobody needs them."""
    from aduan_cli.store.sqlite import posts

    return posts


def _events() -> ModuleType:
    """Return the verbs for what a person, or an answer that came back, makes of a message."""
    from aduan_cli.store.sqlite import post_events

    return post_events
