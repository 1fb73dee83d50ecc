"""What a person may make of a message: any state but the one that it has, and never of what arrived."""

from __future__ import annotations

from aduan_cli.complaint.events import PLAIN
from aduan_cli.complaint.messages import (
    DEAD,
    FAILED,
    LEASED,
    MESSAGE_EVENTS,
    QUEUED,
    SENT,
    SKIPPED,
    STATES,
    WAITING,
    may_become,
)


def test_what_was_sent_stays_so_and_nothing_becomes_what_it_is() -> None:
    legal = {(state, wanted) for state in STATES for wanted in (QUEUED, SKIPPED) if may_become(state, wanted)}
    assert legal == {
        (QUEUED, SKIPPED), (LEASED, SKIPPED), (LEASED, QUEUED), (FAILED, QUEUED), (FAILED, SKIPPED), (DEAD, QUEUED),
        (DEAD, SKIPPED), (SKIPPED, QUEUED),
    }  # fmt: skip


def test_each_state_is_one_that_goes_again_or_one_that_does_not() -> None:
    """What waits is what `tick` still sends; the rest is over until somebody says otherwise."""
    assert set(STATES) - set(WAITING) == {SENT, DEAD, SKIPPED}
    assert len(set(STATES)) == len(STATES)


def test_what_a_person_decides_of_a_message_is_told_by_an_event_of_the_registry() -> None:
    assert set(MESSAGE_EVENTS) == {QUEUED, SKIPPED}
    assert all("message" in PLAIN[type_] for type_ in MESSAGE_EVENTS.values())
