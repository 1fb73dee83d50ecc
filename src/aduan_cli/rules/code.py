"""The fourth step: what a unit's code answered becomes the decision, and events that tell what it said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aduan_cli.model import Complaint, Consulted, Decision, Facts, UnitAnswer
from aduan_cli.rules.router import Router

if TYPE_CHECKING:
    from aduan_cli.ports import Event

ANSWERED, NOTED, FAILED, LEFT_OUT = "code_answered", "noted", "plugin_failed", "code_left_out"
"""Types of events: what a router said, what a validator noted, what went wrong, that code was not asked, and why."""
_DECISIONS = ("logged", "imported", "routed")
"""Types of events that decide; what code said to one stands behind it."""

Told = tuple[str, dict[str, Any]]


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


def decide(router: Router, facts: Facts, decision: Decision, consulted: Consulted) -> Decision:
    """Return the decision after code was asked: its answer's where it gave one, else the data's."""
    if consulted.answer is None:
        return decision
    return router.engine.answered(decision, consulted.answer, consulted.plugin, facts)


def events_of(consulted: Consulted) -> list[Told]:
    """Return what a consultation leaves in a complaint's history, as (type, data)."""
    told: list[Told] = []
    plugin = consulted.plugin
    if "route" in consulted.asked:
        answer = consulted.answer
        data: dict[str, Any] = {"plugin": plugin, "sha256": consulted.sha256, "answer": None}
        if answer:
            data["answer"] = {"unit": answer.unit, "support": list(answer.support), "priority": answer.priority}
            data["reason"] = answer.reason
        told.append((ANSWERED, data))
    if consulted.notes:
        told.append((NOTED, {"plugin": plugin, "notes": list(consulted.notes)}))
    failure = consulted.failure
    if failure:
        told.append((FAILED, dict(failure._asdict())))
    if consulted.left_out:
        told.append((LEFT_OUT, {"plugin": plugin, "why": consulted.left_out}))
    return told


def last_answer(events: Sequence[Event]) -> dict[str, Any] | None:
    """Return what code answered to the decision in force: plugin, sha256, answer, reason; None: there was none to ask.

    `left_out` says why it was not asked.
    """
    for event in reversed(events):
        if event.type == ANSWERED:
            return {**event.data, "reason": (event.private or {}).get("reason"), "left_out": None}
        if event.type == LEFT_OUT:
            return {
                "plugin": event.data["plugin"],
                **dict.fromkeys(("sha256", "answer", "reason")),
                "left_out": event.data["why"],
            }
        if event.type in _DECISIONS:
            return None
    return None


def failures_of(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Return how code failed for a complaint, the first failure first; `at` is in seconds since 1970."""
    wanted = ("plugin", "hook", "kind", "message", "traceback")
    return [
        {"at": event.at, **{name: {**event.data, **(event.private or {})}.get(name) for name in wanted}}
        for event in events
        if event.type == FAILED
    ]


def quoted(router: Router, facts: Facts, decision: Decision, code: Mapping[str, Any] | None) -> Decision:
    """Return a decision by the data, with what code answered then where the data leave it to that plugin."""
    category = router.engine.categories.get(facts.category or "")
    if not code or not code["answer"] or not is_left_to_code(decision) or not category or category[2] != code["plugin"]:
        return decision
    answer = code["answer"]
    said = UnitAnswer(answer["unit"], tuple(answer["support"]), answer["priority"], code["reason"])
    return router.engine.answered(decision, said, code["plugin"], facts)
