"""The outbox as a port: the messages to units, how they are leased, and what carries them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from aduan_cli.record import Record, TupleRecord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Protocol

    from aduan_cli.complaint.complaint import Complaint
else:
    Protocol = object  # A call whose unit is told loads this, and `typing` alone takes a tenth of it.

SENT, RETRY, FAILED, UNWANTED, AWAITED = "sent", "retry", "failed", "unwanted", "awaited"
"""What became of one attempt: it arrived; it may go later; trying again makes no sense; nobody wants it any more; it
arrived, and the receiver is asked later what it made of it."""


class Letter(Record):
    """One or several messages as they are sent. `id` is the same at each attempt; `repeated`: one may have arrived.

    `at` is when what it tells happened, in the desk's zone; `unit` the unit's id. Of several `event` is `several`, and
    `ticket` that of the first; `messages` has the id, the event and the ticket of each. `to`: where the
    caller is told, number or address; None: it goes to a unit, as the notifier says. `html`: the text once more, as
    HTML, where the desk has a template for that.
    """

    id: str
    event: str
    ticket: str
    unit: str
    subject: str
    body: str
    at: datetime
    repeated: bool = False
    messages: tuple[Mapping[str, str], ...] = ()
    to: str | None = None
    html: str | None = None

    @property
    def tickets(self) -> tuple[str, ...]:
        """The tickets of which it tells, each once."""
        return tuple(dict.fromkeys(one["ticket"] for one in self.messages)) or (self.ticket,)

    def as_json(self) -> str:
        """Return it as a JSON object on one line; without `html` where there is none."""
        from json import dumps

        said = {name: value for name, value in self._asdict().items() if name != "html" or value is not None}
        return dumps({**said, "at": self.at.isoformat()}, ensure_ascii=False)


class Delivered(TupleRecord):
    """What became of one attempt: SENT, RETRY, FAILED, UNWANTED or AWAITED, and what was said.

    `after`: the seconds that the receiver asks to wait; `doubtful`: it may have arrived; `down`: nothing else would
    go this way now.
    """

    state: str
    detail: str | None = None
    after: int | None = None
    doubtful: bool = False
    down: bool = False


class Notifier(Protocol):
    """A way to units. `send` raises nothing."""

    def send(self, letter: Letter) -> Delivered:
        """Deliver one letter; return what became of it."""


class Posted(Record):
    """A message in the outbox. Times are seconds in UTC; `event` is what it tells, `event_id` the event it belongs to.

    `next_at`: when it goes (again); of one that is being sent when its lease ends; None: it doesn't go again.
    `message_id` is the same at each attempt. `repeated`: an attempt before may have arrived, nobody knows.
    """

    id: int
    ticket: str
    event: str
    event_id: int
    notifier: str
    unit: str
    state: str
    attempts: int
    at: int
    next_at: int | None
    error: str | None
    message_id: str
    repeated: bool
    batch: str | None = None
    """What it may be joined with until it is tried; None: it goes alone."""
    letter: str | None = None
    """The id that it goes under, alone or with others, the same at each attempt; None: it was not tried yet."""
    tried_at: int | None = None


class Rate(TupleRecord):
    """How much a channel bears: letters at once, and letters in a minute; None: as many as there are."""

    at_once: int | None = None
    per_minute: int | None = None


UNLIMITED = Rate()
MINUTE = 60
TOGETHER = 100
"""Messages of one letter at most."""


class SendResult(TupleRecord):
    """What became of an attempt that somebody had a lease for: the message's new state, and when it goes again.

    `attempts` is that of the lease: what somebody else has leased since stays theirs. `doubtful`: it may have arrived.
    """

    id: int
    attempts: int
    state: str
    next_at: int | None = None
    error: str | None = None
    doubtful: bool = False


STUCK = 3_600
"""Seconds after which a message that waits to go is one that doesn't: no secret for it, no channel, or no cron."""


def stuck(outbox: Outbox, now: int) -> list[Posted]:
    """Return the messages that were to go an hour ago and more, and were not tried since or never; the newest first."""
    from aduan_cli.complaint.messages import WAITING

    return [one for one in outbox.posted(WAITING) if one.next_at is not None and one.next_at < now - STUCK]


class Outbox(Protocol):
    """The messages to units. A step brings them; a lease is the right to send one, and ends by itself."""

    def lease(
        self,
        notifier: str,
        now: int,
        until: int,
        limit: int,
        settled: Sequence[SendResult] = (),
        rate: Rate = UNLIMITED,
    ) -> list[Posted]:
        """Write down what became of messages, and lease those of up to `limit` letters that are due over a channel.

        The longest due first, in one transaction; those of one letter stand one after the other. With a message that
        was not tried yet go all others of its batch to its unit that weren't either, due or not, up to `TOGETHER`: one
        letter from then on. Each counts one attempt more. One whose lease ended before anybody said what became of it
        is `repeated` from then on. What others have leased, and what was tried in the last minute, counts for `rate`;
        what is tried in time to come, for the clock was set back, doesn't.
        """

    def due(self, now: int) -> dict[str, int]:
        """Return how many messages are due, by channel."""

    def posted(self, states: Collection[str] = (), complaint: Complaint | None = None) -> Iterator[Posted]:
        """Yield the messages in some states, of one complaint or of all, the newest first; no states: in any."""

    def message(self, number: int) -> Posted | None:
        """Return one message."""

    def together(self, number: int) -> list[Posted]:
        """Return the messages of a letter of which one is known, that too; of one not tried yet as it would go now."""

    def sent_as(self, id_: str) -> list[Posted]:
        """Return the messages that went under an id, as the receiver knows it."""

    def was_mailed(self, letter: str) -> bool:
        """Say whether a report went under an id, as an event of the desk says."""

    def bounced(self, number: int, received: str, why: str, wholly: bool, actor: str | None, at: int) -> None:
        """Write down that a message came back, by the mail with the key `received`, with an event of its complaint.

        `wholly`: nobody got it; what was sent is dead then, and else stays as it is, with what is said of it.
        """

    def set_message(self, number: int, state: str, actor: str | None, at: int, why: str | None = None) -> bool:
        """Let a message go again at once (queued) or never (skipped), with an event of its complaint that says who.

        `why` is kept beside it. Where others of its letter were sent it goes as a letter of its own.
        False: it is that already, it was sent, or somebody is sending it right now.
        """
