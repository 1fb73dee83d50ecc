"""What `aduan edit` does: a slip in what was typed or understood of a call, corrected. No click here (`plain`)."""

from __future__ import annotations

import sys

from aduan_cli import errors
from aduan_cli.cli import mending, options, told_again
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import Argument, Option
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.redecided import Redecided
from aduan_cli.errors import UsageError
from aduan_cli.flow.editing import DECISIVE, changes_of, edit
from aduan_cli.flow.routing import redeciding
from aduan_cli.flow.routing.mending import FIELDS, mended
from aduan_cli.i18n import _
from aduan_cli.value_words import head

_TYPED = (
    Option(("--text",), "What the call is about; it is decided again while no unit has begun.", metavar="TEXT"),
    Option(("--answer",), "What the officer answered.", metavar="TEXT"),
    Option(("--channel",), "How it came in.", metavar="NAME"),
    Option(("--name",), "Who called.", metavar="TEXT", parameter="caller_name"),
    Option(("--phone",), "The caller's phone.", metavar="NUMBER", parameter="caller_phone"),
    Option(("--caller-address",), "Where the caller lives.", metavar="TEXT"),
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
    from then on, whatever the words say. While no unit has begun it is decided again by what it says now; what is at
    work stays where it is.
    """
    typed = {one.name: value for one in _TYPED if (value := values[one.name]) is not None}
    desk = context.desk
    if typed.get("channel"):
        typed["channel"] = options.Names(desk.rules).channel(typed["channel"]) or ""
    known = mending.given(desk.rules, values) if any(values[name] is not None for name in FIELDS) else {}
    if not typed and not known:
        names = ", ".join(one.names[-1] for one in (*_TYPED, *mending.OPTIONS))
        raise UsageError(_("nothing to correct: one of these is needed: {names}").format(names=names))
    complaint = options.ticket(desk, ticket)
    # All that could be wrong with it is told before anything is stored.
    decision = _mended(context, complaint, typed, known, reason) if known else None
    corrected = list(edit(desk.store, complaint, typed, desk.actor, desk.clock())) if typed else []
    if decision is not None:
        corrected += _store(context, decision, reason)
    if not corrected:
        sys.stdout.write(_("{ticket}: it says so already; nothing changed").format(ticket=complaint.ticket) + "\n")
        return errors.DONE
    said = ", ".join(head(_HEADS.get(name, name)) for name in corrected)
    sys.stdout.write(_("{ticket}: corrected: {fields}").format(ticket=complaint.ticket, fields=said) + "\n")
    if not known and DECISIVE.intersection(corrected):
        told_again.decide_again(context, options.ticket(desk, complaint.ticket), complaint)
    return errors.PARTIAL if desk.code.failed else errors.DONE


def _mended(
    context: Context, complaint: Complaint, typed: dict[str, str], known: dict[str, str], reason: str | None
) -> Redecided:
    """Return the decision by what is known now, of the complaint as it will be once what was typed is corrected."""
    desk = context.desk
    changes = changes_of(complaint, typed)
    will_be = copy_of(complaint, **changes, version=complaint.version + bool(changes))
    stays = redeciding.helping(desk.store, complaint, desk.router)
    redecided = mended(will_be, desk.router, desk.code, known, stays=stays, was=complaint)
    redeciding.check_reason(redecided, reason)
    return redecided


def _store(context: Context, redecided: Redecided, reason: str | None) -> list[str]:
    """Store what was corrected, and say what changed by it. Return the fields."""
    desk = context.desk
    desk.keep_revision()
    redecided = redeciding.store_decision(desk.store, desk.code, redecided, desk.actor, desk.clock(), reason)
    mending.tell(context, redecided, dry_run=False)
    told_again.say_what_to_do(context, redecided)
    told_again.observed(context, [redecided])
    return list(redecided.corrected)


LINES = {"edit": (edit_complaint, PARAMETERS)}
