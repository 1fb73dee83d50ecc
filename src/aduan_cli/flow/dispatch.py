"""What waits in the outbox is sent: each message leased, handed over, and what became of it written down.

Between the two a process may die. The lease then ends by itself, and the next attempt says that it may be a repeat: no
message is lost, and no second copy goes unmarked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from random import random
from time import monotonic

from aduan_cli.complaint.messages import DEAD, FAILED, SENT
from aduan_cli.outbox import RETRY, Delivered, Posted, Settled
from aduan_cli.outbox import SENT as ARRIVED
from aduan_cli.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.ports import Store

LEASE = 600
"""Seconds after which a message that somebody began to send goes to whoever comes next."""
ATTEMPTS = 16
"""Attempts after which a message is dead: with the pauses between them more than four days."""
_FIRST_PAUSE, _LONGEST_PAUSE = 60, 86_400
"""Seconds before the second attempt; each pause is twice the one before, up to a day."""


class SendFailure(Record):
    """A message that did not go: which, and why. `state` says whether it goes again."""

    posted: Posted
    state: str
    why: str | None


class Sent(Record):
    """What one run did: how many messages by their new state, how many are still due, and what failed."""

    counts: Mapping[str, int]
    left: int
    failures: tuple[SendFailure, ...] = ()


def pause(attempts: int, after: int | None = None, chance: Callable[[], float] = random) -> int:
    """Return how many seconds a message waits after so many attempts; what the receiver asked for is the least.

    Up to a quarter more by chance, so that what failed together doesn't come again together.
    """
    waited = min(_FIRST_PAUSE * 2 ** min(attempts - 1, 20), _LONGEST_PAUSE)
    waited = min(int(waited * (1 + chance() / 4)), _LONGEST_PAUSE)
    return max(waited, min(after or 0, _LONGEST_PAUSE))


def send_waiting(
    store: Store,
    notifiers: Mapping[str, Callable[[Posted], Delivered]],
    now: int,
    limit: int | None = None,
    seconds: float | None = None,
    clock: Callable[[], float] = monotonic,
) -> Sent:
    """Send what is due at `now` (UTC seconds), one message over each channel in turn, the longest waiting first.

    At most `limit` messages; none is begun after so many `seconds`. Over a channel that is down nothing more is tried
    in this run: its messages stay due, and hold up no others.
    """
    began = clock()

    def passed() -> float:
        return clock() - began

    outbox, counts = store.outbox, Counter[str]()
    failures: list[SendFailure] = []
    settled: list[Settled] = []
    up = [name for name in outbox.due(now) if name in notifiers]
    while up and (limit is None or counts.total() < limit) and (seconds is None or passed() < seconds):
        name, at = up.pop(0), now + int(passed())
        leased = outbox.lease(name, at, at + LEASE, 1, settled)
        settled = []
        for posted in leased:
            done = notifiers[name](posted)
            one = _settled(posted, done, now + int(passed()))
            settled.append(one)
            counts[one.state] += 1
            if one.state != SENT:
                failures.append(SendFailure(posted, one.state, done.detail))
            if not done.down:
                up.append(name)
    if settled:
        outbox.lease("", now, now, 0, settled)
    return Sent(dict(counts), sum(outbox.due(now).values()), tuple(failures))


def _settled(posted: Posted, done: Delivered, now: int) -> Settled:
    """Return what became of a message, and when it goes again."""
    if done.state == ARRIVED:
        return Settled(posted.id, posted.attempts, SENT, None, done.detail)
    if done.state == RETRY and posted.attempts < ATTEMPTS:
        again = now + pause(posted.attempts, done.after)
        return Settled(posted.id, posted.attempts, FAILED, again, done.detail, done.doubtful)
    return Settled(posted.id, posted.attempts, DEAD, None, done.detail, done.doubtful)
