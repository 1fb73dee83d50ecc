"""Deciding again: by the rules, by hand, or all that waits in triage.

One engine decides everywhere (design section 5). What is decided again is an event `routed` with the old and
the new unit; where nothing changes there is neither event nor new version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from aduan_cli.errors import AduanError, NotAllowedError, UsageError
from aduan_cli.i18n import _
from aduan_cli.model import STATUSES, Complaint, Decision, Facts
from aduan_cli.ports import Change, Store
from aduan_cli.rules.router import Router

DECIDED = frozenset({"closed", "rejected", "answered"})
"""States in which nothing is routed any more."""
ROUTABLE = tuple(status for status in STATUSES if status not in DECIDED)
_READ = ("kind", "kecamatan", "kelurahan", "address", "category")
"""What is read from the text, where nobody gave it."""
_COLUMNS = ("unit", "support", "priority", "status", "step", "rule", "shift", *_READ)
"""What a decision may change. The revision alone is no change."""
_TOLD = ("status", "category", "priority", "support", "kind", "kecamatan", "kelurahan", "shift")
"""Changes that the event tells; the address may have to be erased later."""
BATCH = 200
"""Complaints of one transaction of `--pending`: others wait for it much less than a second."""


class Rerouted(NamedTuple):
    """A complaint before, and what was decided now. `columns` are those that change; empty: none do."""

    before: Complaint
    after: Complaint
    decision: Decision
    columns: dict[str, Any]

    @property
    def changed(self) -> bool:
        """Whether anything changes."""
        return bool(self.columns)


def copy_of(complaint: Complaint) -> Complaint:
    """Return a complaint with the same values; its dicts may be changed on their own."""
    copy = Complaint()
    for name in Complaint.__slots__:
        setattr(copy, name, getattr(complaint, name))
    copy.sources = dict(complaint.sources)
    return copy


def check_routable(complaint: Complaint) -> None:
    """Raise `NotAllowedError` when a complaint's state allows no decision."""
    if complaint.status in DECIDED:
        raise NotAllowedError(
            _("{ticket} is {status}: nothing is routed there; it can be while {states}").format(
                ticket=complaint.ticket, status=complaint.status, states=", ".join(ROUTABLE)
            )
        )


def facts_again(complaint: Complaint, router: Router) -> Facts:
    """Return a complaint's facts, its category found anew unless the officer or the import gave it."""
    facts = router.facts_of(complaint)
    if complaint.category is None or complaint.sources.get("category") not in ("given", "import"):
        facts.category = None
        facts.category = router.engine.category_of(facts)
    return facts


def _read_now(complaint: Complaint, router: Router) -> Facts:
    """Understand a call that was taken while no rules were in force. What was given stays, and so does its day."""
    day, sources = complaint.day, complaint.sources
    for name in _READ:
        if sources.get(name) not in ("given", "import"):
            setattr(complaint, name, "" if name == "kind" else None)
            sources.pop(name, None)
    given = dict(sources)
    facts = router.understand(complaint)
    sources.update(given)
    complaint.day = day
    return facts


def again(complaint: Complaint, router: Router) -> Rerouted:
    """Decide a complaint by the rules. Nothing is stored. Raises `NotAllowedError`."""
    check_routable(complaint)
    after = copy_of(complaint)
    if complaint.revision is None and complaint.status == "new":
        facts = _read_now(after, router)
    else:
        facts = facts_again(complaint, router)
    decision = router.decide(facts)
    if facts.category != complaint.category:
        after.category = facts.category
        if facts.category:
            after.sources["category"] = "text"
        else:
            after.sources.pop("category", None)
    for name, value in router.columns(after, decision).items():
        setattr(after, name, value)
    if after.unit != complaint.unit or complaint.status in ("new", "returned"):
        after.status = router.status_after(after, decision)
    return _rerouted(complaint, after, decision)


def by_hand(complaint: Complaint, router: Router, unit: str) -> Rerouted:
    """Decide a complaint for `unit` (an id, also an outside body's or triage). Nothing is stored."""
    check_routable(complaint)
    triage = unit == router.compiled["desk"]["triage"]
    outside = unit in router.compiled["outside"]
    support = tuple(name for name in complaint.support if name != unit)
    decision = Decision(unit, "manual", None, support, complaint.priority, outside=outside)
    if unit == complaint.unit and (triage or complaint.status not in ("new", "returned")):
        return Rerouted(complaint, complaint, decision, {})
    after = copy_of(complaint)
    after.unit, after.support, after.step, after.rule = unit, support, "manual", None
    after.revision = router.revision
    after.status = "new" if triage else "referred" if outside else "routed"
    return _rerouted(complaint, after, decision)


def _rerouted(before: Complaint, after: Complaint, decision: Decision) -> Rerouted:
    columns = {name: getattr(after, name) for name in _COLUMNS if getattr(after, name) != getattr(before, name)}
    if not columns:
        return Rerouted(before, before, decision, {})
    columns["revision"] = after.revision
    if after.sources != before.sources:
        columns["sources"] = after.sources
    return Rerouted(before, after, decision, columns)


def change_of(rerouted: Rerouted, actor: str | None, at: int, reason: str | None) -> Change:
    """Return the change that stores a decision, with its event."""
    before, after = rerouted.before, rerouted.after
    data: dict[str, Any] = {"from": before.unit, "to": after.unit, "step": after.step, "rule": after.rule}
    data["revision"] = after.revision
    for name in _TOLD:
        if name in rerouted.columns:
            value = rerouted.columns[name]
            data[name] = list(value) if name == "support" else value
    if reason:
        data["reason"] = reason
    return Change(before, rerouted.columns, "routed", actor, at, data)


def store_decision(store: Store, rerouted: Rerouted, actor: str | None, at: int, reason: str | None = None) -> None:
    """Store one decision if it changes anything. Raises `UsageError` for one by hand without a reason."""
    if not rerouted.changed:
        return
    if rerouted.decision.step == "manual" and not reason:
        raise UsageError(_("--to without --reason: say why, in a few words; it stands in the history"))
    store.change([change_of(rerouted, actor, at, reason)])
    rerouted.after.version = rerouted.before.version + 1


def pending(
    store: Store,
    router: Router,
    actor: str | None,
    at: int,
    failed: Callable[[Complaint, AduanError], None],
    dry_run: bool = False,
) -> Iterator[Rerouted]:
    """Decide all that wait in triage, oldest first, in batches; yield each with what became of it."""
    waiting = store.pending()
    while True:
        batch = [again(complaint, router) for complaint in islice(waiting, BATCH)]
        if not batch:
            return
        if not dry_run:
            batch = list(_stored(store, batch, actor, at, failed))
        yield from batch


def _stored(
    store: Store,
    batch: list[Rerouted],
    actor: str | None,
    at: int,
    failed: Callable[[Complaint, AduanError], None],
) -> Iterable[Rerouted]:
    """Store a batch; when somebody else was faster with one of them, the others one by one."""
    changing = [rerouted for rerouted in batch if rerouted.changed]
    try:
        if changing:
            store.change([change_of(rerouted, actor, at, None) for rerouted in changing])
            for rerouted in changing:
                rerouted.after.version = rerouted.before.version + 1
        return batch
    except NotAllowedError:
        done = []
        for rerouted in batch:
            try:
                store_decision(store, rerouted, actor, at)
                done.append(rerouted)
            except NotAllowedError as error:
                failed(rerouted.before, error)
        return done
