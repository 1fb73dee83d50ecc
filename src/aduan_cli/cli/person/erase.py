"""`aduan person erase`: a person erased, everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aduan_cli.cli import keyboard
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.person.chosen import calls_of, line_of
from aduan_cli.complaint.moves import is_erased
from aduan_cli.errors import NotFoundError
from aduan_cli.flow.attaching import erase, finish_erasing
from aduan_cli.i18n import _, ngettext

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.app.persons import KeptPlace, Marks
    from aduan_cli.complaint.complaint import Complaint


@click.command("erase", cls=Command)
@click.argument("given", metavar="PHONE|TICKET")
@click.option("--reason", metavar="TEXT", help="Why: a letter's number or date. It stays; no name, no phone.")
@click.option("-y", "--yes", is_flag=True, help="Don't ask whether the plan is right.")
@click.option("--dry-run", is_flag=True, help="Erase nothing; show the plan, and what it would not reach.")
@click.pass_obj
def command(context: Context, /, given: str, reason: str | None, yes: bool, dry_run: bool) -> None:
    """Erase a person, everywhere: of all their calls name, phone, address, wording, answers, messages and files.

    By the phone, however it is written, or by any ticket. The tickets, what was decided and when stay, and the chain of
    events still verifies. Their records go from the quarantine, too. What it doesn't reach is named, with what is to be
    done: backups, the files that calls were imported from, mailboxes, and tickets in which others may speak of them.
    """
    from aduan_cli.app import persons

    desk = context.desk
    calls = _calls(desk, given)
    known = persons.marks_of(calls, given)
    if reason:
        persons.check_reason(reason, known)
    found = [one for one in calls if not is_erased(one)]
    for one in found:
        context.say(line_of(one))
    count = len(found)
    context.say(ngettext("to be erased: {count} call", "to be erased: {count} calls", count).format(count=count))
    left = list(persons.elsewhere(desk, calls, known))  # Before the words are gone by which it is found.
    if not dry_run:
        if found and not yes:
            keyboard.be_sure(_("Erase them? It can't be undone."), _("nothing was erased"))
        _erase(desk, found, reason, known)
        for one in calls:
            if is_erased(one):
                finish_erasing(desk.store, desk.attachments, one)
        left = [one for one in left if _is_left(desk, one, known)]
    for place in left:
        context.say(_("not reached: {where}: {what}").format(where=place.where, what=place.what))


def _calls(desk: Desk, given: str) -> list[Complaint]:
    """Return the calls of a person; of a phone from which nobody rang none, for files may have it all the same."""
    from aduan_cli.phones import normalise_phone, phone_keys

    try:
        return calls_of(desk, given)
    except NotFoundError:
        from aduan_cli.app import persons

        phones = phone_keys(normalise_phone(given))
        if phones and any(True for _place in persons.elsewhere(desk, [], persons.marks_of([], given))):
            return []
        raise


def _erase(desk: Desk, calls: list[Complaint], reason: str | None, known: Marks) -> None:
    from aduan_cli.app import persons

    # First what is found by the person's name and phone: cut off here, the same line does it all again.
    for path in persons.scrub(desk, known):
        click.echo(_("{path}: erased").format(path=path))
    for one in calls:
        erase(desk.store, desk.attachments, one.ticket, desk.actor, desk.clock(), reason)
        click.echo(_("{ticket}: erased").format(ticket=one.ticket))


def _is_left(desk: Desk, place: KeptPlace, known: Marks) -> bool:
    """Say whether a place still has something of a person once they were erased."""
    from aduan_cli.app import persons

    return place.kind not in persons.IN_FILES or persons.has(place.where, known)
