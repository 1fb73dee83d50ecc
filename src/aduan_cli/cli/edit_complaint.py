"""What `aduan edit` does: a slip in what was typed or understood of a call, corrected. No click here (`plain`)."""

from __future__ import annotations

import sys

from aduan_cli import errors
from aduan_cli.cli import mending, options, redecision_notices
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import Argument, Option
from aduan_cli.cli.missing import ask
from aduan_cli.column_words import head
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.redecided import Redecided
from aduan_cli.complaint.step import Step
from aduan_cli.errors import UsageError
from aduan_cli.flow.editing import DECISIVE, changes_of, correcting, located, reported, store_step
from aduan_cli.flow.routing import redeciding
from aduan_cli.flow.routing.mending import FIELDS, mended
from aduan_cli.i18n import _

_TYPED = (
    Option(("--text",), "What the call is about; it is decided again while no unit has begun.", metavar="TEXT"),
    Option(("--answer",), "What the officer answered.", metavar="TEXT"),
    Option(("--channel",), "How it came in.", metavar="NAME"),
    Option(("--name",), "Who called.", metavar="TEXT", parameter="caller_name"),
    Option(("--phone",), "The caller's phone.", metavar="NUMBER", parameter="caller_phone"),
    Option(("--caller-address",), "Where the caller lives.", metavar="TEXT"),
    Option(("--agree",), "How the caller agreed to be told: CHANNEL[=ADDRESS],...; '' takes it back.", metavar="TEXT"),
    Option(("--point",), "Where it is on the map: -6.2383,106.9756; '' takes it away.", metavar="LAT,LON"),
    Option(("--at",), "When it was reported; its ticket stays what it is.", metavar="TIME"),
)
PARAMETERS = (
    Argument("ticket", "TICKET", alone=True, required=True),
    *_TYPED,
    *mending.OPTIONS,
    Option(("--reason",), "Why it is corrected once it is at work or done.", metavar="TEXT"),
)
"""What stands on the line, in the order of the help."""
_HEADS = {"caller_name": "caller.name", "caller_phone": "caller.phone", "caller_address": "caller.address"}


def edit_complaint(context: Context, /, ticket: str, reason: str | None, **values: str | None) -> int:
    """Correct a slip in a call; what it was stays in the history.

    Wording and caller are taken as typed; an empty value takes them away. Kind, category, priority and place are known
    from then on, whatever the words say; an empty place is none. While no unit has begun it is decided again by what it
    says now; what is at work stays where it is.
    """
    desk = context.desk
    known = mending.corrected_values(desk.rules, values) if any(values[name] is not None for name in FIELDS) else {}
    if not known and all(values[one.name] is None for one in _TYPED):
        names = ", ".join(one.names[-1] for one in (*_TYPED, *mending.OPTIONS))
        raise UsageError(_("nothing to correct: one of these is needed: {names}").format(names=names))
    complaint = options.ticket(desk, ticket)
    step = correcting(complaint, _changes(context, complaint, values), desk.actor, desk.clock())
    typed: list[str] = list(step.events[0][1]["fields"]) if step else []
    corrected = list(typed)
    decision = None
    if known:
        decision = _mended(context, complaint, step, known, reason)
        corrected += decision.corrected
    elif step is not None and DECISIVE.intersection(corrected):
        decision = redecision_notices.decided_again(context, step)
    elif step is not None:
        store_step(desk.store, step)
    if not corrected:
        sys.stdout.write(_("{ticket}: it says so already; nothing changed").format(ticket=complaint.ticket) + "\n")
        return errors.DONE
    said = ", ".join(head(_HEADS.get(name, name), desk.rules["levels"]) for name in corrected)
    sys.stdout.write(_("{ticket}: corrected: {fields}").format(ticket=complaint.ticket, fields=said) + "\n")
    if step is not None:
        _tell_typed(context, complaint, redecision_notices.after(step), typed)
    if known and decision is not None:
        mending.tell(context, decision, dry_run=False)
        redecision_notices.say_what_to_do(context, decision)
        redecision_notices.observed(context, [decision])
    elif DECISIVE.intersection(corrected):
        redecision_notices.say_where_it_goes(context, complaint.ticket, decision)
    return errors.PARTIAL if desk.code.failed else errors.DONE


def _tell_typed(context: Context, before: Complaint, after: Complaint, names: list[str]) -> None:
    """Say what was typed anew, old → new, the caller masked."""
    from aduan_cli.render.cells import shown_in_line
    from aduan_cli.render.edits import changes_in_line

    if changes := changes_in_line(before, after, names, context.desk.zone):
        context.say(shown_in_line(f"{after.ticket}: {changes}"))


def _changes(context: Context, complaint: Complaint, values: dict[str, str | None]) -> dict[str, object]:
    """Return what was typed and differs: field → new value."""
    desk = context.desk
    typed = {one.name: value for one in _TYPED if (value := values[one.name]) is not None}
    at, agree, point = typed.pop("at", None), typed.pop("agree", None), typed.pop("point", None)
    if typed.get("channel"):
        typed["channel"] = options.Names(desk.rules).channel(typed["channel"]) or ""
    changes: dict[str, object] = dict(changes_of(complaint, typed))
    if agree is not None:
        phone = typed.get("caller_phone", complaint.caller_phone)
        agreed = options.agreed(desk, [one for one in agree.split(",") if one.strip()], phone)
        changes |= {} if agreed == complaint.agreed else {"agreed": agreed}
    if point is not None:
        changes |= located(complaint, options.point(point))
    return changes if at is None else {**changes, **reported(complaint, options.reported(desk, at), desk.router)}


def _mended(
    context: Context, complaint: Complaint, step: Step | None, known: dict[str, str | None], reason: str | None
) -> Redecided:
    """Decide a complaint by what is known now, as it is once what was typed is corrected; store both."""
    desk = context.desk
    will_be = complaint if step is None else redecision_notices.after(step)
    stays = redeciding.helping(desk.store, complaint, desk.router)
    redecided = mended(will_be, desk.router, desk.code, known, stays=stays, was=complaint)
    if redecided.changed:
        try:
            redeciding.check_reason(redecided, reason)
        except UsageError:
            reason = ask(context, _("Why?"))
            if reason is None:
                raise
        desk.keep_revision()
    return redeciding.store_decision(desk.store, desk.code, redecided, desk.actor, desk.clock(), reason, step)


LINES = {"edit": (edit_complaint, PARAMETERS)}
