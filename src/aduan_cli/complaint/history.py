"""What happened to a complaint, as events; what a unit's code said among it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from aduan_cli.complaint.assignments import SUPPORT
from aduan_cli.complaint.events import (
    CODE_ANSWERED,
    CODE_LEFT_OUT,
    DECIDING,
    ESCALATED,
    LINKED,
    MESSAGE_BOUNCED,
    MESSAGE_QUEUED,
    MESSAGE_SKIPPED,
    NOTED,
    PLUGIN_FAILED,
    PUSHED,
    RECEIVED,
    REFUSED,
    REPORTED_BACK,
    UNLINKED,
)
from aduan_cli.model import Consulted
from aduan_cli.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.complaint.explained import CodeAnswer, PastFailure

_OF_ANY_UNIT = frozenset((
    LINKED, UNLINKED, REPORTED_BACK, RECEIVED, MESSAGE_QUEUED, MESSAGE_SKIPPED, MESSAGE_BOUNCED, PUSHED, REFUSED,
    ESCALATED,
))  # fmt: skip
"""Types of events that name a unit, or a ticket, and say nothing of who has the complaint."""
EventDraft = tuple[str, "dict[str, Any]"]
"""The type and the data of an event that is still to be written."""


class Event(Record):
    """One thing that happened to a complaint."""

    id: int
    at: int
    actor: str | None
    type: str
    data: dict[str, Any]
    private: dict[str, Any] | None
    version: int | None = None
    """The version that it made the complaint; None: it changed none of its fields."""
    changed: tuple[str, ...] = ()
    """The fields that it changed."""
    became: Mapping[str, Any] = MappingProxyType({})
    """The complaint's fields that it changed, as they are from then on; of the first event none, its data say all."""


Told = tuple[str, Event, "str | None"]
"""A ticket, an event of it, and whose move it was, or who had the complaint from then on."""


def with_units(ticket: str, events: Iterable[Event]) -> Iterator[Told]:
    """Yield the events of a complaint, from its first on, each with its unit."""
    leads = None
    for event in events:
        leads = leading_after(leads, event)
        yield ticket, event, event.data.get("unit") or leads


def leading_after(leads: str | None, event: Event) -> str | None:
    """Return who has a complaint after an event, given who had it before."""
    told = event.data
    if told.get("role") == SUPPORT or event.type in _OF_ANY_UNIT:
        return leads
    return told.get("unit") or told.get("to") or leads


def events_of(consulted: Consulted) -> list[EventDraft]:
    """Return what a consultation leaves in a complaint's history, as (type, data)."""
    drafts: list[EventDraft] = []
    plugin = consulted.plugin
    if "route" in consulted.asked:
        answer = consulted.answer
        data: dict[str, object] = {"plugin": plugin, "sha256": consulted.sha256, "answer": None}
        if answer:
            data["answer"] = {"unit": answer.unit, "support": list(answer.support), "priority": answer.priority}
            data["reason"] = answer.reason
        drafts.append((CODE_ANSWERED, data))
    if consulted.notes:
        drafts.append((NOTED, {"plugin": plugin, "notes": list(consulted.notes)}))
    failure = consulted.failure
    if failure:
        drafts.append((PLUGIN_FAILED, dict(failure._asdict())))
    if consulted.left_out:
        drafts.append((CODE_LEFT_OUT, {"plugin": plugin, "why": consulted.left_out}))
    return drafts


def last_answer(events: Sequence[Event]) -> CodeAnswer | None:
    """Return what code answered to the decision in force: plugin, sha256, answer, reason; None: there was none to ask.

    `left_out` says why it was not asked.
    """
    for event in reversed(events):
        if event.type == CODE_ANSWERED:
            said: Any = {**event.data, "reason": (event.private or {}).get("reason"), "left_out": None}
            return said  # type: ignore[no-any-return]
        if event.type == CODE_LEFT_OUT:
            return {
                "plugin": event.data["plugin"],
                "sha256": None,
                "answer": None,
                "reason": None,
                "left_out": event.data["why"],
            }
        if event.type in DECIDING:
            return None
    return None


def failures_of(events: Sequence[Event]) -> list[PastFailure]:
    """Return how code failed for a complaint, the first failure first; `at` is in seconds since 1970."""
    wanted = ("plugin", "hook", "kind", "message", "traceback")
    failed: Any = [
        {"at": event.at, **{name: {**event.data, **(event.private or {})}.get(name) for name in wanted}}
        for event in events
        if event.type == PLUGIN_FAILED
    ]
    return failed  # type: ignore[no-any-return]
