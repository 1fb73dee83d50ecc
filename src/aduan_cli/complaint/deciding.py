"""A complaint before and after a decision, and the step that stores it with its events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aduan_cli.complaint.assignments import reassigned, renamed
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import CORRECTED, ROUTED
from aduan_cli.complaint.history import events_of
from aduan_cli.complaint.reading import READ
from aduan_cli.complaint.router import Router
from aduan_cli.complaint.step import Step, noting
from aduan_cli.model import Consulted, Decision, Facts, UnitAnswer
from aduan_cli.record import Record

RENAMED, KEPT = "renamed", "kept"
"""What a decision has for its step that decided nothing: a unit's calls got its new id, or only values were mended."""
_COLUMNS = ("unit", "support", "priority", "status", "step", "rule", "shift", "answers", *READ)
"""What a decision may change, answers given meanwhile among it. The revision alone is no change."""
_TOLD = ("status", "category", "priority", "support", "kind", "kecamatan", "kelurahan", "shift")
"""Changes that the event tells; address and answers may have to be erased later."""
Corrected = Mapping[str, tuple[str | None, str | None]]
"""Field → the value as it was understood, and as it is; the two are the same where it was only said to be right."""


class Rerouted(Record):
    """A complaint before, and what was decided now. `columns` are those that change; empty: none do."""

    before: Complaint
    after: Complaint
    decision: Decision
    columns: dict[str, Any]
    consulted: Consulted | None = None
    """What the unit's code said of it, when it was asked."""
    corrected: Corrected = {}
    """What a person said of how it was understood."""

    @property
    def changed(self) -> bool:
        """Whether anything changes."""
        return bool(self.columns)

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
) -> Rerouted:
    """Return what differs between a complaint as it is stored and as it was decided now."""
    columns = {name: getattr(after, name) for name in _COLUMNS if getattr(after, name) != getattr(before, name)}
    if not columns and not corrected:
        return Rerouted(before, before, decision, {}, consulted)
    columns["revision"] = after.revision
    if after.sources != before.sources:
        columns["sources"] = after.sources
    return Rerouted(before, after, decision, columns, consulted, corrected or {})


def step_of(item: Rerouted, actor: str | None, at: int, reason: str | None = None) -> Step | None:
    """Return the step of a decision, with what the unit's code said; None when there is nothing to write or to tell."""
    before, after = item.before, item.after
    said = events_of(item.consulted) if item.consulted and (item.changed or item.consulted.failure) else []
    if not item.changed:
        return noting(before, tuple(said), actor, at) if said else None
    data: dict[str, Any] = {}
    if item.decision.step != KEPT:
        data = {"from": before.unit, "to": after.unit, "step": after.step, "rule": after.rule}
        data["revision"] = after.revision
    for name in _TOLD:
        if name in item.columns:
            value = item.columns[name]
            data[name] = list(value) if name == "support" else value
    if item.corrected:
        data["corrected"] = {name: list(both) for name, both in item.corrected.items() if name != "address"}
    if reason:
        data["reason"] = reason
    moves = renamed if item.decision.step == RENAMED else reassigned
    return Step(before, at, actor, ((item.type, data), *said), item.columns, moves(before, after))


def settle_again(complaint: Complaint, after: Complaint, router: Router, decision: Decision) -> None:
    """Write a decision into a complaint that was taken anew.

    The state begins anew only where the complaint goes somewhere else, or becomes something else.
    """
    for name, value in router.columns(after, decision).items():
        setattr(after, name, value)
    moved = (after.unit, after.kind) != (complaint.unit, complaint.kind)
    after.status = router.status_after(after, decision) if moved or complaint.status == "new" else complaint.status


def is_left_to_code(decision: Decision) -> bool:
    """Say whether no data decided before the category's own unit would: then code is asked first."""
    return decision.step == "category"


def hooks_for(decision: Decision, notes: bool = True) -> list[str]:
    """Return the hooks to ask: who acts, where data left that to code, and for notes, but for an emergency's.

    An emergency is decided before anybody looks at it.
    """
    hooks = ["route"] if is_left_to_code(decision) else []
    return [*hooks, "validate"] if notes and decision.priority != "emergency" else hooks


def has_to_be_acted_on(router: Router, complaint: Complaint, decision: Decision) -> bool:
    """Say whether somebody must act; unit code is asked only then."""
    return router.status_after(complaint, decision) != "answered"


def with_answer(router: Router, facts: Facts, decision: Decision, consulted: Consulted) -> Decision:
    """Return the decision after code was asked: its answer's where it gave one, else the data's."""
    if consulted.answer is None:
        return decision
    return router.engine.answered(decision, consulted.answer, consulted.plugin, facts)


def quoted(router: Router, facts: Facts, decision: Decision, code: Mapping[str, Any] | None) -> Decision:
    """Return a decision by the data, with what code answered then where the data leave it to that plugin."""
    category = router.engine.categories.get(facts.category or "")
    if not code or not code["answer"] or not is_left_to_code(decision) or not category or category[2] != code["plugin"]:
        return decision
    answer = code["answer"]
    said = UnitAnswer(answer["unit"], tuple(answer["support"]), answer["priority"], code["reason"])
    return router.engine.answered(decision, said, code["plugin"], facts)
