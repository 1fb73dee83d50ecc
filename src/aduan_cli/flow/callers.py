"""The callers: who waits to be rung back, what else somebody rang for, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aduan_cli.complaint.assignments import SUPPORT
from aduan_cli.complaint.callbacks import called_back
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import REFERRED, REJECTED, RESOLVED
from aduan_cli.complaint.moves import forgotten, is_erased
from aduan_cli.complaint.step import brings_words
from aduan_cli.ports import Store
from aduan_cli.record import Record
from aduan_cli.stored import CONFLICT, check_written
from aduan_cli.tickets import not_found, parse_ticket

if TYPE_CHECKING:
    from aduan_cli.complaint.history import Event

_TRIES = 20
"""Times that it is computed anew because somebody else changed the complaint meanwhile."""
_ENDS = (RESOLVED, REFERRED, REJECTED)
"""Events that say what became of a complaint."""


class Waiting(Record):
    """A complaint whose caller waits to be rung, and the one that says what became of it: itself, or its incident."""

    complaint: Complaint
    incident: Complaint


class Rung(Record):
    """A complaint as it is once its caller was rung; `changed`: that wasn't noted before."""

    complaint: Complaint
    changed: bool


def waiting(store: Store, limit: int | None) -> Iterator[Waiting]:
    """Yield whose caller waits to be rung, the longest waiting first."""
    for complaint in store.awaiting_callback(limit):
        yield Waiting(complaint, merge_target(store, complaint))


def merge_target(store: Store, complaint: Complaint) -> Complaint:
    """Return the complaint that says what became of one: what it is merged into, or itself."""
    into = complaint.merged_into
    return complaint if into is None else store.resolve(parse_ticket(into)) or complaint


def what_became(store: Store, complaint: Complaint) -> Event | None:
    """Return the event that says what became of a complaint; None: none does."""
    events = reversed(store.events(complaint))
    return next((event for event in events if event.type in _ENDS and event.data.get("role") != SUPPORT), None)


def ring(store: Store, ticket: str, words: str | None, actor: str | None, at: int) -> Rung:
    """Note that a complaint's caller was rung, and what was said; where that was noted already nothing changes.

    Raises `NotFoundError` without such a ticket, `NotAllowedError` where the caller waits for nothing, or it was erased
    and there are words.
    """
    tries = 0
    while True:
        tries += 1
        complaint = store.resolve(parse_ticket(ticket))
        if complaint is None:
            raise not_found(ticket)
        step = called_back(complaint, store.events(complaint), words, actor, at)
        if step is None:
            return Rung(complaint, False)
        if is_erased(complaint) and brings_words(step):
            raise forgotten(complaint.ticket)
        (outcome,) = store.commit([step])
        if outcome.state != CONFLICT or tries == _TRIES:
            check_written(outcome)
            return Rung(copy_of(complaint, **step.changes, version=complaint.version + 1), True)
