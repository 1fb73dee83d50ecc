"""Mending what was understood wrong of a stored call: kind, category, priority or place, as a person says it is.

What a person said counts as given: no later reading of the text and no rule changes it. What waits is then decided anew
by it; what is at work or done, was decided by hand or was erased stays where it is, with the values mended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aduan_cli.complaint.alarms import heard_anew, overruled
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.former_units import now_called
from aduan_cli.complaint.moves import BY_HAND, BY_RULES, is_by_hand, is_erased, state_after
from aduan_cli.complaint.prediction import predict
from aduan_cli.complaint.redecided import KEPT, Corrected, Redecided
from aduan_cli.complaint.router import Router
from aduan_cli.errors import NotAllowedError, UsageError
from aduan_cli.flow.routing.redeciding import (
    by_hand,
    by_rules,
    check_moved_by_hand,
    denies_emergency,
    is_false_alarm,
    kept,
)
from aduan_cli.i18n import _
from aduan_cli.model import Decision
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.ports import UnitCode

FIELDS = ("kind", "category", "priority", "kecamatan", "kelurahan", "address")
"""What can be mended."""


def mended(
    complaint: Complaint,
    router: Router,
    code: UnitCode,
    given: Mapping[str, str | None],
    to: str | None = None,
    stays: Sequence[str] = (),
    was: Complaint | None = None,
) -> Redecided:
    """Mend a complaint by `given` (field → value, as the desk writes it), and decide it anew, or by hand for `to`.

    A place that is None is taken away. Nothing is stored. `stays` are the units that help whatever is decided, `was`
    the complaint before its words changed just now. Raises `UsageError` for places that contradict each other,
    `NotAllowedError` where the state of the complaint allows no such change.
    """
    if to is not None or complaint.merged_into is not None:
        check_moved_by_hand(complaint)
    known = _known(complaint, router, given)
    if to is None and "priority" not in given:
        known = overruled(complaint, heard_anew(was or complaint, known, router), router)
    corrected = _corrected(complaint, known, given)
    if to is not None:
        return by_hand(complaint, router, to, known, corrected)
    if not corrected:
        return kept(complaint, complaint, corrected)
    is_question = complaint.status == "answered" and complaint.kind != "complaint"
    waits = complaint.status in BY_RULES or is_question or is_false_alarm(complaint, known)
    if waits and complaint.status in BY_HAND and not is_by_hand(complaint) and not is_erased(complaint):
        return by_rules(complaint, known, router, code, corrected, stays)
    if known.kind != complaint.kind:
        known = copy_of(known, status=_status(complaint, known, router))
    return kept(complaint, known, corrected)


def otherwise(redecided: Redecided, router: Router) -> str | None:
    """Return the unit that rules would choose for what was mended and stays where it is; None: there is no other."""
    after = redecided.after
    if redecided.decision.step != KEPT or not redecided.changed or is_erased(after) or after.status == "answered":
        return None
    unit = predict(after, router, told_none=True if denies_emergency(after, redecided.corrected) else None).unit
    return None if unit in (after.unit, now_called(router.compiled, after.unit or "")) else unit


def _known(complaint: Complaint, router: Router, given: Mapping[str, str | None]) -> Complaint:
    """Return a copy of a complaint with what was given. Without its district it has no ward."""
    if "kecamatan" in given and given["kecamatan"] is None:
        given = {**given, "kelurahan": given.get("kelurahan")}
        if given["kelurahan"] is not None:
            given.pop("kecamatan")
    values = dict(given)
    sources = {**complaint.sources, **dict.fromkeys(given, "given")}
    kecamatan, kelurahan = (values.get(name, getattr(complaint, name)) for name in ("kecamatan", "kelurahan"))
    ward = given.get("kelurahan")
    if ward is not None and "kecamatan" not in given:
        if not (kecamatan and _is_in(kelurahan, kecamatan, router)):
            kecamatan = router.kecamatan_of(ward)
        if kecamatan:
            sources["kecamatan"] = "given"
        else:
            sources.pop("kecamatan", None)
    elif "kecamatan" in given and kecamatan and not _is_in(kelurahan, kecamatan, router):
        if "kelurahan" in given:
            raise UsageError(_("{kelurahan} is not in {kecamatan}").format(kelurahan=kelurahan, kecamatan=kecamatan))
        kelurahan = None
        sources.pop("kelurahan", None)
    return copy_of(complaint, **{**values, "kecamatan": kecamatan, "kelurahan": kelurahan, "sources": sources})


def _is_in(kelurahan: str | None, kecamatan: str, router: Router) -> bool:
    return kelurahan is None or kecamatan in router.parents_of(kelurahan)


def _corrected(complaint: Complaint, known: Complaint, given: Mapping[str, str | None]) -> Corrected:
    """Return what is another value now, or is known only now to be right."""
    return {
        name: (getattr(complaint, name), getattr(known, name))
        for name in FIELDS
        if getattr(complaint, name) != getattr(known, name)
        or (name in given and complaint.sources.get(name) not in ("given", "import"))
        or (name in given and name == "priority" and complaint.step == "handoff")
    }


def _status(complaint: Complaint, known: Complaint, router: Router) -> str:
    """Return the state of what stays at its unit and is of another kind now. Raises `NotAllowedError`."""
    unit, rules = complaint.unit or "", router.compiled
    step = "triage" if unit in ("", rules["desk"]["triage"]) else "manual"
    decision = Decision(unit, step, outside=unit in rules["outside"])
    is_doubtful = known.sources.get("kind") == "text" and known.answer is None
    status = state_after(known.kind, decision, router.routes_feedback(known.category), is_doubtful)
    if status == "answered":
        if complaint.status not in (*BY_RULES, "answered"):
            sentence = _("{ticket} is {status}: as {kind} it would be closed, and that it can be while {states} alone")
            states = ", ".join(label("status", state) for state in (*BY_RULES, "answered"))
            raise NotAllowedError(
                sentence.format(
                    ticket=complaint.ticket,
                    status=label("status", complaint.status),
                    kind=label("kind", known.kind),
                    states=states,
                )
            )
        return status
    if complaint.status != "answered":
        return complaint.status
    if now_called(rules, unit) is None:
        sentence = _("{ticket}: its unit '{unit}' is gone; who is to act? aduan route {ticket} --to UNIT --reason TEXT")
        raise NotAllowedError(sentence.format(ticket=complaint.ticket, unit=unit))
    return status
