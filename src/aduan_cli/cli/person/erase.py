"""`aduan person erase`: a person erased, everywhere."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from aduan_cli.cli import keyboard
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.db.backup import DEFAULT
from aduan_cli.cli.person.chosen import calls_of
from aduan_cli.complaint.moves import is_erased
from aduan_cli.flow.attaching import erase
from aduan_cli.i18n import _, ngettext
from aduan_cli.value_words import said

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.stored import Erased


@click.command("erase", cls=Command)
@click.argument("given", metavar="PHONE|TICKET")
@click.option("-y", "--yes", is_flag=True, help="Don't ask whether the plan is right.")
@click.option("--dry-run", is_flag=True, help="Erase nothing; show the plan.")
@click.pass_obj
def command(context: Context, /, given: str, yes: bool, dry_run: bool) -> None:
    """Erase a person, everywhere: of all their calls name, phone, address, wording, answers and files.

    By the phone, however it is written, or by any ticket. The tickets, what was decided and when stay, and the chain of
    events still verifies. What it doesn't reach is named: backups, the files that calls were imported from, and
    tickets in which others may speak of the person.
    """
    desk = context.desk
    found = [one for one in calls_of(desk, given) if not is_erased(one)]
    for one in found:
        context.say(f"{one.ticket} · {said('status', one.status)} · {' '.join(one.text.split())[:60]}")
    count = len(found)
    context.say(ngettext("to be erased: {count} call", "to be erased: {count} calls", count).format(count=count))
    if not found or dry_run:
        return
    if not yes:
        keyboard.be_sure(_("Erase them? It can't be undone."), _("nothing was erased"))
    for one in found:
        erased = erase(desk.store, desk.attachments, one.ticket, desk.actor, desk.clock())
        click.echo(_("{ticket}: erased").format(ticket=one.ticket))
        _tell(context, erased)
    _tell_copies(context, desk)


def _tell(context: Context, erased: Erased) -> None:
    """Say where else something may be known of the person."""
    if erased.linked:
        sentence = _("{ticket}: look at what is linked with it: {tickets}")
        context.say(sentence.format(ticket=erased.ticket, tickets=", ".join(erased.linked)))
    if erased.source_file:
        sentence = _("{ticket}: it came from {file}, row {row}: remove it there, too")
        context.say(sentence.format(ticket=erased.ticket, file=erased.source_file, row=erased.source_row or "?"))


def _tell_copies(context: Context, desk: Desk) -> None:
    """Name the copies that still have it, and the files that may."""
    from aduan_cli.app import backups

    for place in [*backups.all_in(os.path.join(desk.folder, DEFAULT)), *backups.set_aside(desk)]:
        context.say(_("this copy still has it: {path}").format(path=place))
    folder = os.path.join(desk.folder, "quarantine")
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        sentence = _("look into what could not be imported: {path}")
        context.say(sentence.format(path=os.path.join(folder, name)))
