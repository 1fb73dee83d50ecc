"""`aduan set`: answers to the questions of a category, once the call is stored."""

from __future__ import annotations

import click

from aduan_cli import errors
from aduan_cli.cli import options, redecision_notices
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import UsageError
from aduan_cli.flow.editing import answering, check_questions
from aduan_cli.i18n import _
from aduan_cli.render.cells import shown_in_line
from aduan_cli.render.edits import answered_anew


@click.command("set", cls=Command)
@click.argument("ticket")
@click.argument("answers", nargs=-1, required=True, metavar="QUESTION=VALUE...")
@click.pass_obj
def command(context: Context, /, ticket: str, answers: tuple[str, ...]) -> int:
    """Answer the questions of a call's category, or answer them anew.

    A name that no question has, and that no rule looks at, is refused.

    It is decided again by the answers while no unit has begun.
    """
    if any(not pair.partition("=")[2].strip() for pair in answers):
        raise UsageError(_("QUESTION=VALUE would be right, as in tinggi-air=50"))
    desk = context.desk
    complaint = options.ticket(desk, ticket)
    fitted = desk.router.asked.fit(options.details(answers), complaint.category)
    has_code = desk.code.exists(desk.router.owner_of(complaint.category) or "")
    check_questions(complaint, fitted.answers, desk.router, has_code)
    step = answering(complaint, fitted.answers, desk.actor, desk.clock())
    if step is None:
        click.echo(_("{ticket}: it says so already; nothing changed").format(ticket=complaint.ticket))
        return errors.DONE
    redecided = redecision_notices.decided_again(context, step)
    questions = ", ".join(step.events[0][1]["questions"])
    click.echo(_("{ticket}: answered: {questions}").format(ticket=complaint.ticket, questions=questions))
    changes = answered_anew(complaint, redecision_notices.after(step), step.events[0][1]["questions"])
    if changes:
        context.say(shown_in_line(f"{complaint.ticket}: {changes}"))
    for name, wrong in fitted.unfit.items():
        context.say(_("look again: {note}").format(note=f"{complaint.ticket}, {name}: {wrong}"))
    redecision_notices.say_where_it_goes(context, complaint.ticket, redecided)
    return errors.PARTIAL if desk.code.failed else errors.DONE
