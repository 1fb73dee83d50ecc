"""A complaint before and after it was decided again, and the step that stores that with its events. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from aduan_cli.complaint.assignments import renamed
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import CORRECTED, ROUTED
from aduan_cli.complaint.history import events_of
from aduan_cli.complaint.reading import READ
from aduan_cli.complaint.step import Step, changing, noting
from aduan_cli.model import Consulted, Decision
from aduan_cli.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

RENAMED, KEPT = "renamed", "kept"
"""What a decision has for its step that decided nothing: units have other ids or are gone, or values were mended."""
_FIELDS = ("unit", "support", "priority", "status", "step", "rule", "shift", "answers", *READ)
"""What a decision may change, answers given meanwhile among it. The revision alone is no change."""
_IN_EVENT = ("status", "category", "priority", "support", "kind", "kecamatan", "kelurahan", "shift")
"""What the event says of them; address and answers may have to be erased later."""
Corrected = Mapping[str, tuple[str | None, str | None]]
"""Field → the value as it was understood, and as it is; the two are the same where it was only said to be right."""


class Redecided(Record):
    """A complaint before and after it was decided again, or corrected. `changes` are fields with their new values."""

    before: Complaint
    after: Complaint
    decision: Decision
    changes: dict[str, Any]
    consulted: Consulted | None = None
    """What the unit's code said of it, when it was asked."""
    corrected: Corrected = {}
    """What a person said of how it was understood."""
    left: str | None = None
    """Where rules would send it, if no unit that helps had a part of its own in it."""
    ids: tuple[tuple[str, str], ...] = ()
    """Units (old id, new id) that go on under another id."""

    @property
    def changed(self) -> bool:
        """Whether anything changes."""
        return bool(self.changes)

    @property
    def is_called_off(self) -> bool:
        """Whether a hand-off by voice had been decided, and a person says that it is no emergency."""
        is_said = not self.corrected.keys().isdisjoint(("category", "priority"))
        return is_said and self.before.step == "handoff" and self.after.priority != "emergency"

    @property
    def type(self) -> str:
        """The type of the event that tells it."""
        return CORRECTED if self.decision.step == KEPT else ROUTED


def compared(
    before: Complaint,
    after: Complaint,
    decision: Decision,
    consulted: Consulted | None = None,
    corrected: Corrected | None = None,
) -> Redecided:
    """Return what differs between a complaint as it is stored and as it was decided now."""
    changes = {name: getattr(after, name) for name in _FIELDS if getattr(after, name) != getattr(before, name)}
    if not changes and not corrected:
        return Redecided(before, before, decision, {}, consulted)
    changes["revision"] = after.revision
    if after.sources != before.sources:
        changes["sources"] = after.sources
    return Redecided(before, after, decision, changes, consulted, corrected or {})


def step_of(redecided: Redecided, actor: str | None, at: int, reason: str | None = None) -> Step | None:
    """Return the step of a decision, with what the unit's code said; None when there is nothing to write or to tell."""
    before, after = redecided.before, redecided.after
    consulted = redecided.consulted
    by_code = events_of(consulted) if consulted and (redecided.changed or consulted.failure) else []
    if not redecided.changed:
        return noting(before, tuple(by_code), actor, at) if by_code else None
    data: dict[str, Any] = {}
    if redecided.decision.step != KEPT:
        data = {"from": before.unit, "to": after.unit, "step": after.step, "rule": after.rule}
        data["revision"] = after.revision
    for name in _IN_EVENT:
        if name in redecided.changes:
            value = redecided.changes[name]
            data[name] = list(value) if name == "support" else value
    if "support" in redecided.changes:
        data["support_was"] = list(before.support)
    if redecided.corrected:
        data["corrected"] = {name: list(both) for name, both in redecided.corrected.items() if name != "address"}
    if reason:
        data["reason"] = reason
    step = changing(before, redecided.changes, redecided.type, data, actor, at)
    if redecided.decision.step == RENAMED:
        step = step._replace(assignments=renamed(before, after, redecided.ids))
    return step._replace(events=(*step.events, *by_code))
