"""Deciding again: by the rules, by hand, or all that waits in triage.

One engine decides everywhere. What is decided again is an event `routed` with the old and
the new unit; where nothing changes there is neither event nor new version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from aduan_cli.complaint.alarms import heard_anew
from aduan_cli.complaint.assignments import assignments_of
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.deciding import Consult, decide, is_left_to_code
from aduan_cli.complaint.former_units import now_called
from aduan_cli.complaint.moves import BY_HAND, BY_RULES, is_erased, is_held, shown_status, state_by_hand
from aduan_cli.complaint.reading import read_again
from aduan_cli.complaint.redecided import KEPT, RENAMED, Corrected, Redecided, compared, step_of
from aduan_cli.complaint.router import Router
from aduan_cli.complaint.staying import staying, stays_put, with_staying
from aduan_cli.complaint.step import Step
from aduan_cli.errors import AduanError, NotAllowedError, UsageError
from aduan_cli.i18n import _
from aduan_cli.model import Consulted, Decision
from aduan_cli.stored import Outcome, Query, check_written
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.ports import Store, UnitCode

BATCH = 200
"""Complaints of one transaction of `--pending`: others wait for it much less than a second."""


def check_moved_by_rules(complaint: Complaint, router: Router) -> None:
    """Raise `NotAllowedError` for what rules may not move: it is at work, done, erased, or was decided by hand."""
    check_moved_by_hand(complaint)
    if complaint.status not in BY_RULES:
        sentence = _(
            "{ticket} is {status} and stays so: by hand it moves, aduan route {ticket} --to UNIT --reason TEXT"
        )
    elif is_erased(complaint):
        sentence = _(
            "{ticket} was erased and stays where it is: there are no words to decide it by;"
            " aduan route {ticket} --to UNIT moves it"
        )
    elif is_held(complaint) and now_called(router.compiled, complaint.unit or "") is None:
        sentence = _(
            "{ticket} was decided by hand for '{unit}', which is gone, and stays there:"
            " aduan route {ticket} --to UNIT --reason TEXT moves it"
        )
    elif is_held(complaint):
        sentence = _("{ticket} was decided by hand and stays so: aduan route {ticket} --to UNIT --reason TEXT moves it")
    else:
        return
    status = label("status", complaint.status)
    raise NotAllowedError(sentence.format(ticket=complaint.ticket, status=status, unit=complaint.unit))


def check_moved_by_hand(complaint: Complaint) -> None:
    """Raise `NotAllowedError` when a complaint's state allows no decision at all."""
    if complaint.merged_into is not None:
        sentence = _("{ticket} was merged into {into}: nothing is decided of it; first aduan unmerge {ticket}")
        raise NotAllowedError(sentence.format(ticket=complaint.ticket, into=complaint.merged_into))
    if complaint.status not in BY_HAND:
        raise NotAllowedError(
            _("{ticket} is {status}: nothing is routed there; first aduan reopen {ticket} --reason TEXT").format(
                ticket=complaint.ticket, status=label("status", complaint.status)
            )
        )


def helping(store: Store, complaint: Complaint, router: Router) -> tuple[str, ...]:
    """Return who helps on a complaint and stays whatever is decided.

    It is read after the complaint: what changes in between is a conflict of versions.
    """
    if not complaint.support:
        return ()
    return staying(store.assignments(complaint), store.events(complaint), router.compiled)


def again(
    complaint: Complaint,
    router: Router,
    code: UnitCode,
    stays: Sequence[str] = (),
    was: Complaint | None = None,
) -> Redecided:
    """Decide a complaint by the rules and the unit's code. Nothing is stored. Raises `NotAllowedError`.

    What code decided before stays when the code now fails or is not asked: a unit at work is not moved by a mistake.
    What rules may not move goes along with its unit where that has another id now: it stays where it is. What is done
    keeps the id that it had: it is found by the new one as well. Who helps goes along, or ends its part where it is
    gone, whoever leads. `stays` are the units that help whatever is decided
    (`helping`). `was` is the complaint before its words or answers were changed just now.
    """
    refiled = _refiled(complaint, router)
    if refiled is not None and (is_held(complaint) or any(old in complaint.support for old, _new in refiled.ids)):
        return refiled
    check_moved_by_rules(complaint, router)
    known = heard_anew(was, complaint, router) if was else complaint
    redecided = by_rules(complaint, known, router, code, stays=stays)
    if redecided.changes.keys() <= {"answers", "revision", "sources"}:  # Another spelling alone is no change.
        same = refiled or Redecided(complaint, complaint, redecided.decision, {})
        return same._replace(consulted=redecided.consulted, left=redecided.left)
    return redecided


def by_rules(
    before: Complaint,
    known: Complaint,
    router: Router,
    code: UnitCode,
    corrected: Corrected | None = None,
    stays: Sequence[str] = (),
) -> Redecided:
    """Decide by the rules and the unit's code, whatever the state. Nothing is stored.

    `known` is `before`, or a copy of it with what a person `corrected`. What code decided before stays where it can't
    be asked, unless the call is about something else now. Where some unit `stays` that helps, and nobody of the city
    would lead any more, the complaint stays where it is, but for an emergency, or where a person said its kind.
    """
    told_none = True if denies_emergency(known, corrected) else None
    decided = decide(read_again(known, router, told_none), router, _consulting(before, code), before)
    consulted = decided.consulted
    after, failed = decided.complaint, consulted if consulted and consulted.failure else None
    if decided.stands and after.priority == before.priority:
        return kept(before, known, corrected, failed)
    if stays_put(after, stays) and "kind" not in (corrected or {}):
        return kept(before, known, corrected, failed)._replace(left=after.unit)
    support = with_staying(after, before, stays, router.compiled)
    if support != after.support:
        after = copy_of(after, support=support)
    return compared(before, after, decided.decision, consulted, corrected)


def denies_emergency(known: Complaint, corrected: Corrected | None) -> bool:
    """Say whether a person says, by what is `corrected`, that a complaint is no emergency."""
    return "priority" in (corrected or {}) and known.priority != "emergency"


def is_false_alarm(before: Complaint, known: Complaint) -> bool:
    """Say whether a person's word ends an emergency that rules referred to an outside body, and nobody else did."""
    by_rules = before.status == "referred" and before.step == "handoff" and before.priority == "emergency"
    return by_rules and known.priority != "emergency"


def kept(
    before: Complaint, known: Complaint, corrected: Corrected | None, consulted: Consulted | None = None
) -> Redecided:
    """Return a complaint that stays where it is, with what a person `corrected`."""
    stays = Decision(known.unit or "", KEPT, known.rule, known.support, known.priority)
    return compared(before, known, stays, consulted, corrected)


def _refiled(complaint: Complaint, router: Router) -> Redecided | None:
    """Return a complaint under the ids that its units have now, without helpers that are gone; None: it is so already.

    Who leads and is gone stays: rules or a hand decide who comes after it.
    """
    if not assignments_of(complaint):
        return None
    called = {unit: now_called(router.compiled, unit) for unit in (complaint.unit or "", *complaint.support)}
    lead = called[complaint.unit or ""] or complaint.unit
    now = (called[unit] for unit in complaint.support)
    support = tuple(dict.fromkeys(unit for unit in now if unit not in (None, lead)))
    if (lead, support) == (complaint.unit, complaint.support):
        return None
    ids = {} if lead == complaint.unit else {complaint.unit: lead}
    for old in complaint.support:
        new = called[old]
        if new in support and new not in (*complaint.support, *ids.values()):
            ids[old] = new
    decision = Decision(str(lead), RENAMED, None, support)
    refiled = compared(complaint, copy_of(complaint, unit=lead, support=support), decision)
    return refiled._replace(ids=tuple((str(old), str(new)) for old, new in ids.items()))


def _consulting(before: Complaint, code: UnitCode) -> Consult:
    """Return what asks units' code who acts, where the data leave it to code.

    A call that was cut off before its decision was never looked at by the validator. An emergency isn't looked at
    either: it has waited long enough.
    """

    def consult(plugin: str, complaint: Complaint, decision: Decision) -> Consulted | None:
        if not is_left_to_code(decision) or not code.exists(plugin):
            return None
        if not code.ready(plugin):
            return Consulted(plugin, None, left_out=code.left_out(plugin))
        is_looked_at = before.status == "new" and complaint.priority != "emergency"
        return code.ask(plugin, complaint, ("route", "validate") if is_looked_at else ("route",))

    return consult


def by_hand(
    complaint: Complaint,
    router: Router,
    unit: str,
    known: Complaint | None = None,
    corrected: Corrected | None = None,
) -> Redecided:
    """Decide a complaint for `unit` (an id, also an outside body's or triage). Nothing is stored.

    What was answered, or is a question, becomes a complaint: somebody has to act after all. `known` is a copy of the
    complaint with what a person `corrected`.
    """
    check_moved_by_hand(complaint)
    triage = unit == router.compiled["desk"]["triage"]
    outside = unit in router.compiled["outside"]
    known = known or complaint
    support = tuple(name for name in complaint.support if name != unit)
    decision = Decision(unit, "manual", None, support, known.priority, outside=outside)
    begins = ("answered", "returned") if triage else ("answered", "returned", "new")
    has_it = complaint.status in ("referred", "resolved") if outside else complaint.status not in begins
    is_there = unit == complaint.unit and has_it
    if is_there and not corrected:
        return Redecided(complaint, complaint, decision, {})
    status = complaint.status if is_there else state_by_hand(decision, triage)
    changes: dict[str, Any] = {"unit": unit, "support": support, "step": "manual", "rule": None, "status": status}
    if complaint.status == "answered" or complaint.kind == "information":
        changes |= {"kind": "complaint", "sources": {**known.sources, "kind": "given"}}
    after = copy_of(known, revision=router.revision, **changes)
    return compared(complaint, after, decision, None, corrected)


def check_reason(redecided: Redecided, reason: str | None) -> None:
    """Raise `UsageError` where something changes for which the history must have a reason, and there is none.

    That is what is decided by hand, and what a person mends of a call that is at work or done, or closes by it. On one
    that was erased no words are stored, so none are asked for.
    """
    if reason or not redecided.changed or is_erased(redecided.before):
        return
    before, after = redecided.before, redecided.after
    if redecided.decision.step == "manual":
        sentence = _("--to without --reason: say why, in a few words; it stands in the history")
    elif redecided.corrected and before.status not in BY_RULES and not is_false_alarm(before, after):
        sentence = _("{ticket} is {status}: say why by --reason, in a few words; it stands in the history")
    elif redecided.corrected and after.status == "answered":
        sentence = _("{ticket} would be closed as {kind}, and nobody would act on it: say why by --reason")
    else:
        return
    status, kind = label("status", shown_status(before)), label("kind", after.kind)
    raise UsageError(sentence.format(ticket=before.ticket, status=status, kind=kind))


def store_decision(
    store: Store,
    code: UnitCode,
    redecided: Redecided,
    actor: str | None,
    at: int,
    reason: str | None = None,
    first: Step | None = None,
) -> Redecided:
    """Store one decision if it changes anything, and return it. Raises `UsageError` for one without a reason.

    `first` is the step by which the complaint became what was decided: both are stored, or neither.
    """
    check_reason(redecided, reason)
    steps = [step for step in (first, step_of(redecided, actor, at, reason)) if step]
    outcomes = store.commit(steps, code.runs(), at, together=True)
    return _done(redecided, outcomes[-1]) if outcomes else redecided


def _done(redecided: Redecided, outcome: Outcome) -> Redecided:
    """Return a decision with the version that it made. Raises `NotAllowedError` when somebody else was faster."""
    check_written(outcome)
    if not redecided.changed:
        return redecided
    return redecided._replace(after=copy_of(redecided.after, version=redecided.before.version + 1))


def of_units(store: Store, units: Sequence[str], router: Router) -> tuple[list[Complaint], int]:
    """Return the open complaints of units that are to be decided again, oldest first, and how many others are held.

    Those that a unit leads, then those on which one only helps whose id is gone, or another now.
    """
    found = list(store.find(Query((("unit", tuple(units)),), open_only=True, ascending=True)))
    former = tuple(unit for unit in units if now_called(router.compiled, unit) != unit)
    if former:
        led = {complaint.id for complaint in found}
        helped = store.find(Query((("acting", former),), open_only=True, ascending=True))
        found += [complaint for complaint in helped if complaint.id not in led]
    return movable(found, router)


def pages_waiting(store: Store) -> Iterator[list[Complaint]]:
    """Yield what waits in triage, oldest first, in pages of a batch; what is decided meanwhile moves none of them.

    Between two pages the store may be closed, for unit code to be started.
    """
    after = None
    while page := store.pending(BATCH, after):
        after = page[-1].reported_at, page[-1].id
        yield page


def movable(complaints: Iterable[Complaint], router: Router) -> tuple[list[Complaint], int]:
    """Return those complaints that rules may move, and how many others are held."""
    found = list(complaints)
    free = [c for c in found if not is_held(c) or _refiled(c, router) is not None]
    return free, len(found) - len(free)


def each_again(
    store: Store,
    waiting: Iterator[Complaint],
    router: Router,
    code: UnitCode,
    actor: str | None,
    at: int,
    failed: Callable[[Complaint, AduanError], None],
    dry_run: bool = False,
) -> Iterator[Redecided]:
    """Decide complaints again, in batches; yield each with what became of it.

    `waiting` are those that rules may move; they are read before the first is decided.
    """
    while True:
        batch = [again(one, router, code, helping(store, one, router)) for one in islice(waiting, BATCH)]
        if not batch:
            return
        if not dry_run:
            batch = list(_stored(store, code, batch, actor, at, failed))
        yield from batch


def _stored(
    store: Store,
    code: UnitCode,
    batch: list[Redecided],
    actor: str | None,
    at: int,
    failed: Callable[[Complaint, AduanError], None],
) -> Iterable[Redecided]:
    """Store a batch; yield all but those with which somebody else was faster."""
    steps = [step_of(redecided, actor, at) for redecided in batch]
    outcomes = iter(store.commit([step for step in steps if step], code.runs(), at))
    for redecided, step in zip(batch, steps, strict=True):
        try:
            yield _done(redecided, next(outcomes)) if step else redecided
        except NotAllowedError as error:
            failed(redecided.before, error)
