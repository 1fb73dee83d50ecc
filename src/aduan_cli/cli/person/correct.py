"""`aduan person correct`: what is kept of a person, corrected on every call of theirs."""

from __future__ import annotations

import click

from aduan_cli.cli import keyboard
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.person.chosen import calls_of, line_of
from aduan_cli.column_words import head
from aduan_cli.complaint.moves import is_erased
from aduan_cli.errors import UsageError
from aduan_cli.flow.editing import changes_of, correct_caller
from aduan_cli.i18n import _, ngettext


@click.command("correct", cls=Command)
@click.argument("given", metavar="PHONE|TICKET")
@click.option("--name", "caller_name", metavar="TEXT", help="Who it is; '' takes the name away.")
@click.option("--phone", "caller_phone", metavar="NUMBER", help="The phone; '' takes it away.")
@click.option("--caller-address", metavar="TEXT", help="Where the person lives; '' takes it away.")
@click.option("-y", "--yes", is_flag=True, help="Don't ask whether the plan is right.")
@click.option("--dry-run", is_flag=True, help="Correct nothing; show the plan.")
@click.pass_obj
def command(context: Context, /, given: str, yes: bool, dry_run: bool, **values: str | None) -> None:
    """Correct a person's name, phone or address on every call of theirs.

    By the phone, however it is written, or by any ticket. What it was stays in the history of each call until the
    person is erased. A single call is corrected with aduan edit.
    """
    desk = context.desk
    typed = {name: value for name, value in values.items() if value is not None}
    if not typed:
        raise UsageError(_("nothing to correct: one of these is needed: --name, --phone, --caller-address"))
    found = [one for one in calls_of(desk, given) if not is_erased(one) and changes_of(one, typed)]
    for one in found:
        context.say(line_of(one))
    count = len(found)
    context.say(ngettext("to be corrected: {count} call", "to be corrected: {count} calls", count).format(count=count))
    if not found or dry_run:
        return
    if count > 1 and not yes:
        keyboard.be_sure(_("Correct them all?"), _("nothing was corrected"))
    for one in found:
        fields = correct_caller(desk.store, one, typed, desk.actor, desk.clock())
        said = ", ".join(head(f"caller.{name.removeprefix('caller_')}") for name in fields)
        click.echo(_("{ticket}: corrected: {fields}").format(ticket=one.ticket, fields=said or "-"))
