"""The role `Outbox`: messages to units, leased and settled."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import (
    DESK_SHARED,
    MESSAGE_BOUNCED,
    MESSAGE_QUEUED,
    MESSAGE_SKIPPED,
    REPORT_MAILED,
)
from aduan_cli.complaint.messages import DEAD, FAILED, LEASED, QUEUED, SENT, SKIPPED, Message
from aduan_cli.complaint.step import taking
from aduan_cli.outbox import UNLIMITED, Posted, Rate, SendResult
from aduan_cli.ports import Store
from aduan_cli.testing.store_contract.base import Contract
from aduan_cli.testing.store_contract.calls import MORNING, call
from aduan_cli.testing.store_contract.given import changed

MINUTE = 60
OFFICE, PHONE = "kantor", "hp"


def tell(store: Store, at: int = MORNING, *notifiers: str) -> Complaint:
    """Take a call that tells its unit over some channels; return it as it is stored."""
    messages = tuple(Message("routed", notifier, "dlh") for notifier in notifiers or (OFFICE,))
    (outcome,) = store.commit([taking(call(at))._replace(messages=messages)])
    assert outcome.complaint is not None
    return outcome.complaint


def lease(
    store: Store, at: int, limit: int = 9, settled: Sequence[SendResult] = (), rate: Rate = UNLIMITED
) -> list[Posted]:
    """Lease for a minute what is due over the office's channel."""
    return store.outbox.lease(OFFICE, at, at + MINUTE, limit, settled, rate)


def wait(store: Store, at: int = MORNING, seconds: int = MINUTE, batch: str | None = "unit", unit: str = "dlh") -> None:
    """Take a call whose message waits for others of its batch."""
    store.commit([taking(call(at))._replace(messages=(Message("routed", OFFICE, unit, 0, seconds, batch),))])


def ended(leased: Sequence[Posted], state: str, next_at: int | None = None) -> list[SendResult]:
    """Return that of all that was leased the same became."""
    return [SendResult(one.id, one.attempts, state, next_at) for one in leased]


def states(store: Store) -> list[str]:
    """Return how far each message is, the oldest first."""
    return [one.state for one in store.outbox.posted()][::-1]


class OutboxContract(Contract):
    """Messages come with steps and their events, so the store must bring `Steps`, `Cases` and `History` too."""

    def test_a_report_that_went_is_found_by_its_id_alone(self, store: Store) -> None:
        """Not by another report's, nor by another event that says the same."""
        assert not store.outbox.was_mailed("report-week-1")
        told = {"report": "week", "since": "-", "until": "-", "notifier": OFFICE}
        store.note_event(REPORT_MAILED, "rina", MORNING, {**told, "letter": "report-week-1"})
        store.note_event(DESK_SHARED, "rina", MORNING, {"group": "report-week-2"})
        found = [store.outbox.was_mailed(f"report-week-{number}") for number in (1, 2)]
        assert (found, store.outbox.was_mailed("report-week")) == ([True, False], False)

    def test_what_a_step_tells_waits_under_its_event(self, store: Store) -> None:
        """Each (event, channel, unit) is one message; its id is another than that of any other."""
        first = tell(store, MORNING, OFFICE, PHONE)
        second = tell(store, MORNING + 5)
        (logged,) = store.events(first)
        office, phone = (one for one in store.outbox.posted(complaint=first))
        assert [one.event_id for one in (office, phone)] == [logged.id] * 2
        assert {one.notifier for one in (office, phone)} == {OFFICE, PHONE}
        (other,) = store.outbox.posted(complaint=second)
        assert (other.ticket, other.event, other.unit, other.state) == (second.ticket, "routed", "dlh", QUEUED)
        assert (other.attempts, other.at, other.next_at, other.error) == (0, MORNING + 5, MORNING + 5, None)
        assert len({one.message_id for one in store.outbox.posted()}) == 3
        assert [one.id for one in store.outbox.posted()] == sorted(one.id for one in store.outbox.posted())[::-1]

    def test_a_message_belongs_to_the_event_that_it_names(self, store: Store) -> None:
        """Also where links put events of other complaints behind it, and in a batch."""
        first, second = tell(store), tell(store)
        steps = [
            changed(one, {"status": "in_progress"}, "started", "rina", MORNING + 60, {})._replace(
                events=(("started", {}), ("noted", {})), messages=(Message("escalated", OFFICE, "dlh", 1),), links=links
            )
            for one, links in ((first, (second.ticket,)), (second, ()))
        ]
        store.commit([*steps, taking(call())._replace(messages=(Message("routed", OFFICE, "dlh"),))])
        for one in (first, second):
            noted = next(event for event in store.events(one) if event.type == "noted")
            assert next(store.outbox.posted(complaint=one)).event_id == noted.id
        third = next(one for one in store.outbox.posted() if one.event == "routed")
        assert third.ticket not in (first.ticket, second.ticket)

    def test_a_step_that_is_not_written_tells_nobody(self, store: Store) -> None:
        case = tell(store)
        step = changed(case, {"status": "in_progress"}, "started", None, MORNING, {})
        step = step._replace(messages=(Message("assigned", OFFICE, "dlh"),))
        store.commit([step])
        store.commit([step])  # in a version that is no longer there
        assert [one.event for one in store.outbox.posted()] == ["assigned", "routed"]
        store.commit([taking(call(key="k"))._replace(messages=(Message("routed", OFFICE, "dlh"),)) for _each in "ab"])
        assert len(list(store.outbox.posted())) == 3

    def test_what_is_due_is_leased_once_the_longest_waiting_first(self, store: Store) -> None:
        tell(store, MORNING + 50)
        tell(store, MORNING + 10)
        tell(store, MORNING + 10, PHONE)
        tell(store, MORNING + 500)
        assert store.outbox.due(MORNING + 60) == {OFFICE: 2, PHONE: 1}
        (first,) = lease(store, MORNING + 60, limit=1)
        assert (first.at, first.state, first.attempts, first.repeated) == (MORNING + 10, LEASED, 1, False)
        (second,) = lease(store, MORNING + 60)
        assert second.at == MORNING + 50
        assert lease(store, MORNING + 61) == []
        assert store.outbox.due(MORNING + 61) == {PHONE: 1}

    def test_a_lease_ends_by_itself_and_the_next_attempt_may_be_a_repeat(self, store: Store) -> None:
        """Whoever had it before can no longer say what became of it."""
        tell(store)
        (before,) = lease(store, MORNING)
        assert lease(store, MORNING + MINUTE - 1) == []
        (again,) = lease(store, MORNING + MINUTE)
        assert (again.attempts, again.repeated, again.message_id) == (2, True, before.message_id)
        late = SendResult(before.id, before.attempts, DEAD, None, "too late")
        lease(store, MORNING + MINUTE, settled=[late])
        assert states(store) == [LEASED]
        lease(store, MORNING + MINUTE, settled=[SendResult(again.id, again.attempts, SENT)])
        (sent,) = store.outbox.posted(("sent",))
        assert (sent.next_at, sent.error, sent.repeated) == (None, None, True)

    @pytest.mark.parametrize("doubtful", [False, True])
    def test_what_failed_goes_again_when_it_was_said(self, store: Store, doubtful: bool) -> None:
        """Where the attempt may have arrived the next one is marked."""
        tell(store)
        (one,) = lease(store, MORNING)
        lease(store, MORNING, settled=[SendResult(one.id, 1, FAILED, MORNING + 500, "no answer", doubtful)])
        assert lease(store, MORNING + 499) == []
        assert store.outbox.due(MORNING + 500) == {OFFICE: 1}
        (again,) = lease(store, MORNING + 500)
        assert (again.attempts, again.repeated, again.error) == (2, doubtful, "no answer")

    @pytest.mark.parametrize("end", [SENT, DEAD, SKIPPED])
    def test_what_ended_is_never_leased(self, store: Store, end: str) -> None:
        tell(store)
        (one,) = lease(store, MORNING)
        lease(store, MORNING, settled=[SendResult(one.id, 1, end)])
        assert (states(store), lease(store, MORNING + 9_999_999), store.outbox.due(MORNING + 9_999_999)) == (
            [end],
            [],
            {},
        )

    def test_a_person_lets_a_message_go_again_or_never(self, store: Store) -> None:
        """With an event of its complaint that says who; what was sent, or is being sent, stays as it is."""
        case = tell(store)
        outbox = store.outbox
        (one,) = outbox.posted()
        assert outbox.message(one.id) == one
        assert outbox.message(one.id + 1) is None
        assert not outbox.set_message(one.id + 1, SKIPPED, "rina", MORNING)
        assert outbox.set_message(one.id, SKIPPED, "rina", MORNING + 1)
        assert not outbox.set_message(one.id, SKIPPED, "rina", MORNING + 2)
        assert outbox.due(MORNING + 99) == {}
        assert outbox.set_message(one.id, QUEUED, "joko", MORNING + 3)
        (leased,) = lease(store, MORNING + 3)
        assert not outbox.set_message(one.id, SKIPPED, "rina", MORNING + 4)
        lease(store, MORNING + 4, settled=[SendResult(leased.id, 1, SENT)])
        assert not outbox.set_message(one.id, QUEUED, "rina", MORNING + 5)
        told = [(event.type, event.actor, event.data.get("message")) for event in store.events(case)[1:]]
        assert told == [(MESSAGE_SKIPPED, "rina", one.id), (MESSAGE_QUEUED, "joko", one.id)]

    def test_what_waits_for_others_goes_with_them_as_one(self, store: Store) -> None:
        """Once the first has waited; what goes to another unit, or alone, does not go with it."""
        for seconds in (0, 20, 59):
            wait(store, MORNING + seconds)
        wait(store, MORNING + 1, unit="bpbd")
        wait(store, MORNING + 2, batch=None)
        assert lease(store, MORNING + MINUTE - 1) == []
        leased = lease(store, MORNING + MINUTE, limit=1)
        assert [one.at - MORNING for one in leased] == [0, 20, 59]
        (letter,) = {one.letter for one in leased}
        assert letter
        assert {one.tried_at for one in leased} == {MORNING + MINUTE}
        assert [one.unit for one in lease(store, MORNING + MINUTE + 1)] == ["bpbd"]
        assert [one.batch for one in lease(store, MORNING + MINUTE + 2)] == [None]

    def test_a_letter_stays_what_it_was_however_often_it_is_tried(self, store: Store) -> None:
        """What comes in the meantime is another one; what somebody took out goes no more."""
        wait(store)
        wait(store, MORNING + 1)
        first = lease(store, MORNING + MINUTE)
        wait(store, MORNING + MINUTE)
        lease(store, MORNING + MINUTE, settled=ended(first, FAILED, MORNING + 500))
        (other,) = lease(store, MORNING + 300)
        lease(store, MORNING + 300, settled=ended([other], SENT))
        again = lease(store, MORNING + 500)
        assert [(one.id, one.letter, one.attempts) for one in again] == [(one.id, one.letter, 2) for one in first]
        assert other.letter not in (None, first[0].letter)
        lease(store, MORNING + 500, settled=ended(again, FAILED, MORNING + 900))
        assert store.outbox.set_message(first[0].id, SKIPPED, "rina", MORNING + 600)
        assert [(one.id, one.letter) for one in lease(store, MORNING + 900)] == [(first[1].id, first[0].letter)]

    def test_one_that_goes_again_goes_with_its_letter_unless_others_of_it_were_sent(self, store: Store) -> None:
        wait(store)
        wait(store, MORNING + 1)
        first = lease(store, MORNING + MINUTE)
        lease(store, MORNING + MINUTE, settled=ended(first, DEAD))
        for one in first:
            assert store.outbox.set_message(one.id, QUEUED, "rina", MORNING + 100)
        again = lease(store, MORNING + 100)
        assert {one.letter for one in again} == {first[0].letter}
        lease(store, MORNING + 100, settled=[*ended(again[:1], SENT), *ended(again[1:], DEAD)])
        assert store.outbox.set_message(again[1].id, QUEUED, "rina", MORNING + 200)
        (alone,) = lease(store, MORNING + 200)
        assert (alone.id, alone.letter) == (again[1].id, again[1].message_id)

    def test_what_goes_together_is_known_before_it_goes_and_after(self, store: Store) -> None:
        wait(store)
        wait(store, MORNING + 1)
        wait(store, MORNING + 2, batch=None)
        alone, second, first = (one.id for one in store.outbox.posted())
        together = {number: [one.id for one in store.outbox.together(number)] for number in (first, second, alone)}
        assert together == {first: [first, second], second: [first, second], alone: [alone]}
        lease(store, MORNING + MINUTE)
        wait(store, MORNING + MINUTE)
        assert [one.id for one in store.outbox.together(second)] == [first, second]
        assert store.outbox.together(99) == []

    def test_what_is_skipped_from_the_start_waits_for_nobody(self, store: Store) -> None:
        """With the reason; a person may let it go all the same."""
        message = Message("routed", OFFICE, "dlh", skipped="incident 3")
        store.commit([taking(call(MORNING))._replace(messages=(message,))])
        (one,) = store.outbox.posted()
        assert (one.state, one.next_at, one.error) == (SKIPPED, None, "incident 3")
        assert lease(store, MORNING + 99) == []
        assert store.outbox.set_message(one.id, QUEUED, "rina", MORNING + 99)
        assert [one.id for one in lease(store, MORNING + 99)] == [one.id]

    def test_why_somebody_skipped_a_message_is_kept(self, store: Store) -> None:
        tell(store)
        (one,) = store.outbox.posted()
        assert store.outbox.set_message(one.id, SKIPPED, "rina", MORNING, "incident 3")
        assert [one.error for one in store.outbox.posted()] == ["incident 3"]

    def test_a_channel_gets_no_more_than_it_bears(self, store: Store) -> None:
        """So many at once, whoever sends them, and so many in any minute."""
        for _each in range(9):
            tell(store)
        two = Rate(at_once=2)
        held = lease(store, MORNING, rate=two)
        assert (len(held), lease(store, MORNING, rate=two)) == (2, [])
        assert len(lease(store, MORNING, settled=ended(held[:1], SENT), rate=two)) == 1
        assert len(lease(store, MORNING + 1, rate=Rate(per_minute=5))) == 2
        assert lease(store, MORNING + MINUTE - 1, rate=Rate(per_minute=5)) == []
        assert len(lease(store, MORNING + MINUTE, settled=ended(held[1:], SENT), rate=Rate(per_minute=5))) == 3

    def test_a_clock_that_was_set_back_holds_nothing_up(self, store: Store) -> None:
        """What was tried in time to come doesn't count for the minute."""
        tell(store, MORNING - 500)
        tell(store, MORNING - 500)
        one = lease(store, MORNING, limit=1)
        lease(store, MORNING, 0, ended(one, SENT))
        assert len(lease(store, MORNING - 400, rate=Rate(per_minute=1))) == 1

    def test_a_message_is_found_by_the_id_that_it_went_under(self, store: Store) -> None:
        tell(store)
        tell(store, MORNING + 5)
        first, second = (lease(store, MORNING + 60, limit=1) for _each in "ab")
        for (one,) in (first, second):
            assert [found.id for found in store.outbox.sent_as(str(one.letter))] == [one.id]
        assert store.outbox.sent_as("0" * 32) == []

    @pytest.mark.parametrize(("wholly", "state"), [(True, DEAD), (False, SENT)])
    def test_a_message_that_came_back_says_so(self, store: Store, wholly: bool, state: str) -> None:
        """Where nobody got it, it is dead; a person may let it go again. What wasn't sent stays as it is."""
        case = tell(store)
        (one,) = lease(store, MORNING)
        lease(store, MORNING, settled=[SendResult(one.id, 1, SENT)])
        store.outbox.bounced(one.id, "k1", "550 unknown", wholly, "rina", MORNING + 5)
        (found,) = store.outbox.posted()
        assert (found.state, found.error, found.next_at) == (state, "550 unknown", None)
        told = store.events(case)[-1]
        assert (told.type, told.actor, told.data["message"], told.data["received"]) == (
            MESSAGE_BOUNCED,
            "rina",
            one.id,
            "k1",
        )
        if wholly:
            assert store.outbox.set_message(one.id, QUEUED, "rina", MORNING + 6)
            store.outbox.bounced(one.id, "k2", "late", True, None, MORNING + 7)
            assert states(store) == [QUEUED]

    def test_where_nothing_was_told_nothing_is_due(self, store: Store) -> None:
        assert (store.outbox.due(MORNING), lease(store, MORNING), list(store.outbox.posted())) == ({}, [], [])
        assert store.outbox.message(1) is None
