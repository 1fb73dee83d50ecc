"""What waits in the outbox is sent: each letter leased, handed over, and what became of its messages written down.

Between the two a process may die. The lease then ends by itself, and the next attempt says that it may be a repeat: no
message is lost, and no second copy goes unmarked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from random import random
from time import monotonic

from aduan_cli.complaint.messages import DEAD, FAILED, QUEUED, SENT, SKIPPED
from aduan_cli.outbox import AWAITED, RETRY, UNLIMITED, UNWANTED, Delivered, Posted, Rate, SendResult
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


class Way(Record):
    """How letters go over one channel. `prepared` makes one of its messages, and returns what sends it.

    `rate`: how much it bears. `apart`: it is never used while other letters are on their way.
    """

    prepared: Callable[[Sequence[Posted]], Callable[[], Delivered]]
    rate: Rate = UNLIMITED
    apart: bool = False


class SendFailure(Record):
    """A letter that did not go: its messages, and why. `state` says whether it goes again."""

    messages: tuple[Posted, ...]
    state: str
    why: str | None


class Sent(Record):
    """What one run did: how many messages by their new state, how many letters were tried, and what failed.

    `left`: how many messages are still due, but for those that their channel would not bear now.
    """

    counts: Mapping[str, int]
    left: int
    letters: int = 0
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
    ways: Mapping[str, Way],
    now: int,
    limit: int | None = None,
    seconds: float | None = None,
    clock: Callable[[], float] = monotonic,
) -> Sent:
    """Send what is due at `now` (UTC seconds) in waves: over each channel as many letters as it bears at once.

    At most `limit` letters; none is begun after so many `seconds`. Over a channel that is down nothing more is tried
    in this run: its messages stay due, and hold up no others.
    """
    return _Run(store, ways, now, clock).until(limit, seconds)


class _Run:
    """One run: which channels are up, and what was done."""

    def __init__(self, store: Store, ways: Mapping[str, Way], now: int, clock: Callable[[], float]) -> None:
        self._outbox, self._ways, self._now, self._clock = store.outbox, ways, now, clock
        self._began = clock()
        self._up = [name for name in self._outbox.due(now) if name in ways]
        self._done: set[str] = set()
        """Channels over which nothing more is due, or that bear no more now."""
        self._counts = Counter[str]()
        self._letters = 0
        self._failures: list[SendFailure] = []
        self._settled: list[SendResult] = []

    @property
    def _passed(self) -> float:
        return self._clock() - self._began

    def until(self, limit: int | None, seconds: float | None) -> Sent:
        """Send wave by wave until nothing is left, or one of the bounds is reached."""
        while self._up and (limit is None or self._letters < limit) and (seconds is None or self._passed < seconds):
            wave = self._leased(None if limit is None else limit - self._letters)
            for messages, done in zip(wave, self._sent(wave), strict=True):
                self._record(messages, done)
        if self._settled:
            self._outbox.lease("", self._now, self._now, 0, self._settled)
        left = sum(count for name, count in self._outbox.due(self._now).items() if name not in self._done)
        return Sent(dict(self._counts), left, self._letters, tuple(self._failures))

    def _leased(self, most: int | None) -> list[list[Posted]]:
        """Lease the letters of the next wave, at `most` so many, and write down what became of those before."""
        wave: list[list[Posted]] = []
        for name in tuple(self._up):
            rate, now = self._ways[name].rate, self._now + int(self._passed)
            at_once = rate.at_once or 1
            wanted = at_once if most is None else min(at_once, most - len(wave))
            if not wanted:
                break
            leased = self._outbox.lease(name, now, now + LEASE, wanted, self._settled, rate)
            self._settled = []
            if not leased:
                self._up.remove(name)
                self._done.add(name)
            wave += [list(messages) for _letter, messages in groupby(leased, lambda one: one.letter)]
        self._letters += len(wave)
        return wave

    def _sent(self, wave: Sequence[Sequence[Posted]]) -> list[Delivered]:
        """Send the letters of a wave, all at once but for those that go apart."""
        ways = [self._ways[messages[0].notifier] for messages in wave]
        sends = [way.prepared(messages) for way, messages in zip(ways, wave, strict=True)]
        beside = [send for way, send in zip(ways, sends, strict=True) if not way.apart]
        if len(beside) < 2:
            return [send() for send in sends]
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(len(beside)) as pool:
            done = pool.map(lambda send: send(), beside)
        return [send() if way.apart else next(done) for way, send in zip(ways, sends, strict=True)]

    def _record(self, messages: Sequence[Posted], done: Delivered) -> None:
        now = self._now + int(self._passed)
        again = now + pause(messages[0].attempts, done.after)
        settled = [_outcome(one, done, again) for one in messages]
        self._settled += settled
        self._counts.update(one.state for one in settled)
        if settled[0].state not in (SENT, SKIPPED, QUEUED):
            self._failures.append(SendFailure(tuple(messages), settled[0].state, done.detail))
        name = messages[0].notifier
        if done.down and name in self._up:
            self._up.remove(name)


def _outcome(posted: Posted, done: Delivered, again: int) -> SendResult:
    """Return what became of a message, which goes `again` at a time if it does."""
    if done.state == ARRIVED:
        return SendResult(posted.id, posted.attempts, SENT, None, done.detail)
    if done.state == UNWANTED:
        return SendResult(posted.id, posted.attempts, SKIPPED, None, done.detail)
    if done.state == AWAITED and posted.attempts < ATTEMPTS:
        return SendResult(posted.id, posted.attempts, QUEUED, again, done.detail)
    if done.state == RETRY and posted.attempts < ATTEMPTS:
        return SendResult(posted.id, posted.attempts, FAILED, again, done.detail, done.doubtful)
    return SendResult(posted.id, posted.attempts, DEAD, None, done.detail, done.doubtful)
