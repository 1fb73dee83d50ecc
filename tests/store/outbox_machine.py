"""Messages to units against a naive model: whoever leases, settles, skips or queues them again, in whatever order."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from aduan_cli.complaint.messages import DEAD, FAILED, LEASED, QUEUED, SENT, SKIPPED, WAITING, Message
from aduan_cli.complaint.step import taking
from aduan_cli.outbox import MINUTE, Rate, SendResult
from aduan_cli.store.sqlite import SqliteStore
from invented import MORNING, call

CHANNELS, UNITS, BATCHES = ("kantor", "hp"), ("dlh", "bpbd"), (None, "unit", "incident 1")
LEASE = 60
"""Seconds that somebody may take to send what was leased."""


class Kept:
    """One message, as the model keeps it."""

    def __init__(
        self, number: int, channel: str, unit: str, at: int, wait: int, batch: str | None, why: str | None
    ) -> None:
        self.number, self.channel, self.unit, self.batch = number, channel, unit, batch
        self.state = SKIPPED if why else QUEUED
        self.next_at = None if why else at + wait
        self.error, self.attempts, self.repeated = why, 0, False
        self.letter: int | None = None
        """The first message of the letter that it goes with; None: it was not tried yet."""
        self.tried_at: int | None = None

    def told(self) -> tuple[Any, ...]:
        return self.number, self.state, self.next_at, self.attempts, self.repeated, self.error, self.tried_at


class OutboxMachine(RuleBasedStateMachine):
    """Drives a real store and the model side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = self.opened(Path(self.folder.name))
        self.clock = MORNING
        self.kept: list[Kept] = []
        self.told: list[tuple[str, int]] = []
        """The events that people's moves made, each with its message."""
        self.had: list[tuple[Kept, int]] = []
        """What was leased, with the attempt that it was then: somebody may say late what became of it."""

    def opened(self, folder: Path) -> Any:
        """Return the store that is driven."""
        return SqliteStore(str(folder / "aduan.db"))

    @rule(
        channel=st.sampled_from(CHANNELS),
        unit=st.sampled_from(UNITS),
        wait=st.sampled_from([0, 30, 300]),
        batch=st.sampled_from(BATCHES),
        why=st.sampled_from([None, None, None, "tak ada alamat"]),
    )
    def tell(self, channel: str, unit: str, wait: int, batch: str | None, why: str | None) -> None:
        """Take a call that tells a unit."""
        message = Message("routed", channel, unit, 0, wait, batch, why)
        self.store.commit([taking(call(self.clock))._replace(messages=(message,))])
        self.kept.append(Kept(len(self.kept) + 1, channel, unit, self.clock, wait, batch, why))

    @rule(seconds=st.sampled_from([1, 29, 30, 59, 60, 61, 300]))
    def later(self, seconds: int) -> None:
        """Let time go by."""
        self.clock += seconds

    @rule(seconds=st.integers(1, 90))
    def set_back(self, seconds: int) -> None:
        """Somebody sets the machine's clock back."""
        self.clock -= seconds

    @rule(
        channel=st.sampled_from(CHANNELS),
        limit=st.integers(0, 3),
        at_once=st.none() | st.integers(0, 2),
        per_minute=st.none() | st.integers(0, 3),
        settled=st.lists(
            st.tuples(st.integers(0, 30), st.sampled_from([SENT, FAILED, DEAD, SKIPPED]), st.booleans()), max_size=2
        ),
    )
    def lease(
        self,
        channel: str,
        limit: int,
        at_once: int | None,
        per_minute: int | None,
        settled: list[tuple[int, str, bool]],
    ) -> None:
        """Say what became of some messages, also of such that somebody else has leased since, and have others."""
        told = [self._settled(*one) for one in settled if self.had]
        rate = Rate(at_once, per_minute)
        found = self.store.outbox.lease(channel, self.clock, self.clock + LEASE, limit, told, rate)
        for one in told:
            self._settle(one)
        expected = self._leased(channel, limit, rate)
        assert [one.id for one in found] == [one.number for one in expected]
        assert len({one.letter for one in found}) == len({one.letter for one in expected})
        self.had += [(one, one.attempts) for one in expected]

    def _settled(self, number: int, state: str, doubtful: bool) -> SendResult:
        kept, attempt = self.had[number % len(self.had)]
        again = self.clock + 20 if state == FAILED else None
        return SendResult(kept.number, attempt, state, again, f"kata {state}", doubtful)

    def _settle(self, one: SendResult) -> None:
        kept = self.kept[one.id - 1]
        if kept.state == LEASED and kept.attempts == one.attempts:
            kept.state, kept.next_at, kept.error = one.state, one.next_at, one.error
            kept.repeated = kept.repeated or one.doubtful

    def _leased(self, channel: str, limit: int, rate: Rate) -> list[Kept]:
        """Lease as the port says it, by looking at all messages there are."""
        mine = [one for one in self.kept if one.channel == channel]
        if rate.at_once is not None:
            held = {one.letter for one in mine if one.state == LEASED and (one.next_at or 0) > self.clock}
            limit = min(limit, rate.at_once - len(held))
        if rate.per_minute is not None:
            tried = {one.letter for one in mine if one.tried_at and self.clock - MINUTE < one.tried_at <= self.clock}
            limit = min(limit, rate.per_minute - len(tried))
        found: list[Kept] = []
        for _letter in range(limit):
            due = sorted(
                (one.next_at, one.number) for one in mine if one.next_at is not None and one.next_at <= self.clock
            )
            if not due:
                break
            letter = self._joined(self.kept[due[0][1] - 1])
            for one in letter:
                one.repeated = one.repeated or one.state == LEASED
                one.letter = letter[0].letter or letter[0].number
                one.state, one.attempts, one.next_at, one.tried_at = (
                    LEASED,
                    one.attempts + 1,
                    self.clock + LEASE,
                    self.clock,
                )
            found += letter
        return found

    def _joined(self, one: Kept) -> list[Kept]:
        """Return what goes with a message that is due."""
        if one.letter is not None:
            joined = [other for other in self.kept if other.letter == one.letter]
        elif one.batch is not None:
            place = (one.channel, one.unit, one.batch)
            joined = [
                other
                for other in self.kept
                if (other.channel, other.unit, other.batch) == place
                and other.letter is None
                and other.next_at is not None
            ]
        else:
            joined = [one]
        return [
            other
            for other in joined
            if other.next_at is not None and (other.state != LEASED or other.next_at <= self.clock)
        ]

    @rule(channel=st.sampled_from(CHANNELS), fails=st.booleans(), arrives=st.sampled_from([1, 1, 2, 9]))
    def send(self, channel: str, fails: bool, arrives: int) -> None:
        """Send what is due, as the job of cron does; of what goes some may fail."""
        self.lease(channel, 9, None, None, [])
        mine = [one for one in self.kept if one.channel == channel and one.state == LEASED]
        states = {one.number: FAILED if fails and place % arrives else SENT for place, one in enumerate(mine)}
        told = [
            SendResult(one.number, one.attempts, state, self.clock + 20 if state == FAILED else None, None)
            for one, state in zip(mine, states.values(), strict=True)
        ]
        assert self.store.outbox.lease(channel, self.clock, self.clock + LEASE, 0, told) == []
        for one in told:
            self._settle(one)

    @precondition(lambda self: self.kept)
    @rule(number=st.integers(0, 40), state=st.sampled_from([QUEUED, SKIPPED]), why=st.sampled_from([None, "sebab"]))
    def set_state(self, number: int, state: str, why: str | None) -> None:
        """A person lets one go again at once, or never."""
        one = self.kept[number % len(self.kept)]
        is_under_way = one.state == LEASED and (one.next_at or 0) > self.clock
        may = not is_under_way and one.state not in (SENT, state)
        assert self.store.outbox.set_message(one.number, state, "rina", self.clock, why) is may
        if may:
            self.told.append((f"message_{state}", one.number))
            one.state, one.next_at = state, self.clock if state == QUEUED else None
            one.error = one.error if why is None else why
            others = [other for other in self.kept if other.letter == one.letter and other is not one]
            if state == QUEUED and one.letter is not None and any(other.state == SENT for other in others):
                one.letter = one.number

    @precondition(lambda self: self.kept)
    @rule(number=st.integers(0, 40), wholly=st.booleans())
    def bounce(self, number: int, wholly: bool) -> None:
        """One came back: only what was sent can."""
        sent = [one for one in self.kept if one.state == SENT] or self.kept
        one = sent[number % len(sent)]
        self.told.append(("message_bounced", one.number))
        self.store.outbox.bounced(one.number, f"kunci-{number}", "tidak ada", wholly, None, self.clock)
        if one.state == SENT:
            one.state, one.error = DEAD if wholly else SENT, "tidak ada"

    @invariant()
    def same(self) -> None:
        """Both have the same messages, and say the same of what is due."""
        found = list(self.store.outbox.posted())[::-1]
        assert [
            (one.id, one.state, one.next_at, one.attempts, one.repeated, one.error, one.tried_at) for one in found
        ] == [one.told() for one in self.kept]
        assert _together(one.letter for one in found) == _together(one.letter for one in self.kept)
        sent = [one.number for one in self.kept if one.state == SENT]
        assert [one.id for one in self.store.outbox.posted((SENT,))] == sent[::-1]
        for one in self.kept[-2:]:
            together = {other.id for other in self.store.outbox.together(one.number)}
            of_letter = {other.number for other in self.kept if other.letter == one.letter}
            assert together == of_letter if one.letter else one.number in together
        for channel in CHANNELS:
            due = [one for one in self.kept if one.channel == channel and one.next_at is not None]
            count = sum(1 for one in due if (one.next_at or 0) <= self.clock)
            assert self.store.outbox.due(self.clock).get(channel, 0) == count
        assert all((one.next_at is not None) <= (one.state in WAITING) for one in self.kept)

    def teardown(self) -> None:
        if self.kept:
            events = [(one.type, one.data.get("message")) for _ticket, one in self.store.feed()]
            assert [one for one in events if one[0].startswith("message_")] == self.told
            assert (self.store.breaks(), list(self.store.differences())) == ([], [])
        self.store.close()
        self.folder.cleanup()


def _together(letters: Any) -> list[int | None]:
    """Return for each message which letter it goes with, by the first that has it; None: it was not tried."""
    told: Sequence[object] = list(letters)
    return [None if letter is None else told.index(letter) for letter in told]
