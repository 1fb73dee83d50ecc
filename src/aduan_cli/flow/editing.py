"""Correcting what was typed of a call: its wording, its answer, the caller. What it was before stays in the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aduan_cli.complaint.answers import SAID
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ANSWERS_ADDED, EDITED, NOTED
from aduan_cli.complaint.router import Router
from aduan_cli.complaint.step import Step, changing, noting
from aduan_cli.desk_time import shift_of
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.phones import normalise_phone
from aduan_cli.storable import storable
from aduan_cli.stored import CONFLICT, check_written
from aduan_cli.tickets import parse_ticket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.ports import Store

FIELDS = (
    "text",
    "answer",
    "channel",
    "caller_name",
    "caller_phone",
    "caller_address",
    "agreed",
    "point",
    "reported_at",
)
"""What can be corrected so. How a call was understood is corrected by deciding it anew."""
DECISIVE = frozenset({"text", "channel", "point", "reported_at"})
"""Those by which rules decide."""


def changes_of(complaint: Complaint, given: Mapping[str, str]) -> dict[str, str | None]:
    """Return the fields that differ from what was given, with their new values; all but text and channel may be empty.

    Raises `UsageError` for a text without words.
    """
    values: dict[str, str | None] = {name: storable(value).strip() or None for name, value in given.items()}
    if "text" in values and values["text"] is None:
        raise UsageError(_("there is no text; say in a sentence what the call is about"))
    if "channel" in values and values["channel"] is None:
        raise UsageError(_("--{option} is empty; leave it out, or give a value").format(option="channel"))
    original = values.get("caller_phone")
    if original is not None:
        values["caller_phone"] = normalise_phone(original)
    changed = {name: value for name, value in values.items() if value != getattr(complaint, name)}
    if "caller_phone" in changed:
        changed["phone_original"] = original
    return changed


def reported(complaint: Complaint, at: int, router: Router) -> dict[str, object]:
    """Return what changes of a complaint that was reported at another time: its shift as well. The ticket stays."""
    if at == complaint.reported_at:
        return {}
    shift = shift_of(router.zone.local(at).minute, router.shifts)
    return {"reported_at": at, "shift": shift, "sources": {**complaint.sources, "reported_at": "given"}}


def located(complaint: Complaint, point: str | None) -> dict[str, object]:
    """Return what changes of a complaint that is at another point: what the maps said of the old one is read anew."""
    if point == complaint.point:
        return {}
    sources = {name: "text" if source == "point" else source for name, source in complaint.sources.items()}
    return {"point": point, "sources": {**sources, "point": "given"}}


def correcting(complaint: Complaint, changes: Mapping[str, object], actor: str | None, at: int) -> Step | None:
    """Return the step that corrects a complaint; None where it says so already."""
    fields = [name for name in changes if name in FIELDS]
    if not fields:
        return None
    before = {name: getattr(complaint, name) for name in fields if getattr(complaint, name)}
    return changing(complaint, changes, EDITED, {"fields": fields, "before": before}, actor, at)


_TRIES = 20
"""Times that a correction is computed anew because somebody else changed the complaint meanwhile."""


def correct_caller(
    store: Store, complaint: Complaint, given: Mapping[str, str], actor: str | None, at: int
) -> tuple[str, ...]:
    """Correct what is kept of a call's caller; return the fields that changed, none where it says so already.

    Raises `NotAllowedError` for one that was erased, or where somebody else was faster again and again.
    """
    tries = 0
    while True:
        tries += 1
        step = correcting(complaint, changes_of(complaint, given), actor, at)
        if step is None:
            return ()
        (outcome,) = store.commit([step])
        if outcome.state != CONFLICT or tries == _TRIES:
            check_written(outcome)
            return tuple(step.events[0][1]["fields"])
        complaint = store.resolve(parse_ticket(complaint.ticket)) or complaint


def check_questions(complaint: Complaint, names: Iterable[str], router: Router, has_code: bool) -> None:
    """Raise `UsageError` for an answer that no question asks for and no rule looks at.

    Code (`has_code`: the plugin that owns the category has some) asks what it likes. Before rules are in force nobody
    knows what is asked.
    """
    from aduan_cli.nearness import did_you_mean
    from aduan_cli.problems import one_of
    from aduan_cli.rules.review.unanswerable import answer_names

    known = {*answer_names(router.compiled), *complaint.answers}
    wrong = [name for name in names if name not in known and name.removesuffix(f"-{SAID}") not in known]
    if not wrong or has_code or not router.compiled["categories"]:
        return
    own = [question[0] for question in router.asked.of(complaint.category)]
    right = _("a call without a category is asked nothing")
    if complaint.category:
        right = _("of {category} nothing is asked").format(category=complaint.category)
    if own:
        right = did_you_mean(wrong[0], own) or one_of(own)
    raise UsageError(_("{name}: no question has that name; {right}").format(name=wrong[0], right=right))


def answering(complaint: Complaint, answers: Mapping[str, object], actor: str | None, at: int) -> Step | None:
    """Return the step that adds answers, in the form that their questions ask for; None where they are there."""
    questions = [name for name, value in answers.items() if complaint.answers.get(name) != value]
    if not questions:
        return None
    changes = {"answers": {**complaint.answers, **answers}}
    before = {name: complaint.answers[name] for name in questions if name in complaint.answers}
    data = {"questions": questions, **({"before": before} if before else {})}
    return changing(complaint, changes, ANSWERS_ADDED, data, actor, at)


def note(store: Store, complaint: Complaint, words: str, actor: str | None, at: int) -> None:
    """Note something on a complaint. Raises `NotAllowedError` for one that was erased."""
    store_step(store, noting(complaint, ((NOTED, {"notes": [words]}),), actor, at))


def store_step(store: Store, step: Step) -> None:
    """Store one step. Raises `NotAllowedError` where somebody else was faster, or the complaint was erased."""
    (outcome,) = store.commit([step])
    check_written(outcome)
