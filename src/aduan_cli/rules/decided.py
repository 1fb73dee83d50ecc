"""A complaint before and after a decision, and the changes that store it with its events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aduan_cli.model import Complaint, Consulted, Decision
from aduan_cli.ports import Change
from aduan_cli.record import Record
from aduan_cli.rules.code import events_of

READ = ("kind", "kecamatan", "kelurahan", "address", "category")
"""What is read from the text, where nobody gave it."""
RENAMED, KEPT = "renamed", "kept"
"""What a decision has for its step that decided nothing: a unit's calls got its new id, or only values were mended."""
CORRECTED = "corrected"
"""The type of an event that tells mended values and no decision."""
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
        return CORRECTED if self.decision.step == KEPT else "routed"


def copy_of(complaint: Complaint) -> Complaint:
    """Return a complaint with the same values; its dicts may be changed on their own."""
    copy = Complaint()
    for name in Complaint.__slots__:
        setattr(copy, name, getattr(complaint, name))
    copy.sources, copy.answers = dict(complaint.sources), dict(complaint.answers)
    return copy


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


def changes_of(item: Rerouted, actor: str | None, at: int, reason: str | None = None) -> list[Change]:
    """Return the changes that store a decision, and what the unit's code said; none when there is nothing to tell."""
    changes = []
    before, after = item.before, item.after
    if item.changed:
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
        changes.append(Change(before, item.columns, item.type, actor, at, data, item.decision.step == RENAMED))
    if item.consulted and (item.changed or item.consulted.failure):
        changes += [Change(before, {}, type_, actor, at, data) for type_, data in events_of(item.consulted)]
    return changes
