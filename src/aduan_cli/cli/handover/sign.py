"""`aduan handover sign`: the desk is somebody else's from here on, and the history says so."""

from __future__ import annotations

from shlex import quote

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.handover import current_handover
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _


@click.command("sign", cls=Command)
@click.option("--to", "to", required=True, metavar="NAME", help="Who takes over.")
@click.pass_obj
def command(context: Context, /, to: str) -> None:
    """Hand the desk over to NAME.

    Both names, how many there are of what, and every open ticket go into the history, where nobody can change them. Who
    hands over is who signed in, --actor or ADUAN_ACTOR. Signed again in the same minute nothing changes.
    """
    from aduan_cli.flow.handover import sign
    from aduan_cli.render.cells import shown_in_line

    desk = context.desk
    name = " ".join(to.split())
    if not name:
        raise UsageError(_("--{option} is empty; leave it out, or give a value").format(option="to"))
    actor = desk.actor
    if name.casefold() == actor.casefold():
        sentence = _("{name} is who hands over; the name of who takes over would be right, or first: {command}")
        raise UsageError(sentence.format(name=name, command="aduan whoami --as NAME"))
    told = current_handover(desk, 0)
    is_new = sign(desk.store, told, actor, name)
    sentence = _("handed over: {actor} → {to}, {count} open")
    if not is_new:
        sentence = _("{actor} → {to} was signed this very minute; nothing changed")
    click.echo(shown_in_line(sentence.format(actor=actor, to=name, count=len(told.open))))
    if is_new:
        context.say(_("next: aduan whoami --as {name} signs in on this terminal").format(name=quote(name)))
