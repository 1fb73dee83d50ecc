"""What is told of calls that were decided again: to the officer at once, and to the units' observers."""

from __future__ import annotations

from aduan_cli.cli import observing, understood
from aduan_cli.complaint.alarms import is_overruled
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.moves import is_held
from aduan_cli.complaint.redecided import Redecided
from aduan_cli.complaint.step import Step
from aduan_cli.complaint.urgent import what_to_do
from aduan_cli.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.cli.context import Context


def say_what_to_do(context: Context, redecided: Redecided) -> None:
    """Tell the officer what a changed decision asks for at once: a hand-off, or a word to the caller."""
    complaint = redecided.after
    if redecided.left is not None and not redecided.corrected:
        say_where_it_stays(context, complaint, redecided.left)
    if not redecided.changed:
        return
    if "support" in redecided.changes:
        from aduan_cli.render.history import support_changed

        change = support_changed(redecided.before.support, complaint.support)
        context.say(f"{complaint.ticket}: {change}")
    unfit = context.desk.router.asked.fit(complaint.answers, complaint.category).unfit if complaint.answers else {}
    for name, wrong in unfit.items():
        context.say(_("look again: {note}").format(note=f"{complaint.ticket}, {name}: {wrong}"))
    began = complaint.priority == "emergency" and redecided.before.priority != "emergency"
    say = what_to_do(context.desk.rules, complaint, redecided.decision)
    if say and (redecided.decision.say or began or complaint.unit != redecided.before.unit):
        context.urge(understood.emergency(context.desk.rules, complaint, say))
    outside = understood.referral(context.desk.rules, complaint.unit)
    if outside:
        context.say(outside)


def say_where_it_stays(context: Context, complaint: Complaint, other: str) -> None:
    """Tell the officer that a call stays where it is, though rules would send it to `other`, and what moves it."""
    sentence = _(
        "{ticket} stays with {unit}; by what is known now rules would send it to {other}:"
        " aduan route {ticket} --to {id} --reason TEXT"
    )
    unit, elsewhere = (understood.unit_name(context.desk.rules, name) for name in (complaint.unit, other))
    context.say(sentence.format(ticket=complaint.ticket, unit=unit, other=elsewhere, id=other))


def say_it_was_overruled(context: Context, complaint: Complaint) -> None:
    """Tell the officer of a call that only a person's word keeps from being an emergency, and what makes it one."""
    if is_overruled(complaint, context.desk.router):
        sentence = _(
            "{ticket}: rules take it for an emergency, a person said that it is none; is it one?"
            " aduan route {ticket} --priority emergency"
        )
        context.tell(sentence.format(ticket=complaint.ticket))


def observed(context: Context, decided: list[Redecided]) -> None:
    """Tell the units' observers what was routed anew or mended."""
    changed = [redecided for redecided in decided if redecided.changed]
    for type_ in dict.fromkeys(redecided.type for redecided in changed):
        observing.observed(context, [redecided.after for redecided in changed if redecided.type == type_], type_)


def after(step: Step) -> Complaint:
    """Return a call as it is once a step that changes it is stored."""
    return copy_of(step.complaint, **step.changes, version=step.complaint.version + 1)


def decided_again(context: Context, step: Step) -> Redecided | None:
    """Store what a step changes of a call, and with it what is decided by what is known then.

    None: nothing was decided, for a unit has begun or a person decided.
    """
    from aduan_cli.flow.editing import store_step
    from aduan_cli.flow.routing import redeciding

    desk, was = context.desk, step.complaint
    complaint = after(step)
    if is_held(complaint) or is_held(was):
        store_step(desk.store, step)
        return None
    desk.keep_revision()
    stays = redeciding.helping(desk.store, complaint, desk.router)
    redecided = redeciding.again(complaint, desk.router, desk.code, stays, was)
    return redeciding.store_decision(desk.store, desk.code, redecided, desk.actor, desk.clock(), first=step)


def say_where_it_goes(context: Context, ticket: str, redecided: Redecided | None) -> None:
    """Say where a call goes that was decided again by what it says now, or that it stays."""
    if redecided is None:
        sentence = _("{ticket} stays where it is: it is at work or done, or was decided by hand")
        context.say(sentence.format(ticket=ticket))
        return
    before, now = redecided.before, redecided.after
    if (now.unit, now.category) != (before.unit, before.category):
        context.say(f"→ {understood.unit_name(context.desk.rules, now.unit)} · {now.category or '-'}")
    say_what_to_do(context, redecided)
    say_it_was_overruled(context, now)
    observed(context, [redecided])
