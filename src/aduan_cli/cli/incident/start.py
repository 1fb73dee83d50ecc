"""`aduan incident start`: begin an incident."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.incident import gathering
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _


@click.command("start", cls=Command)
@click.argument("name")
@click.option("-c", "--category", "categories", multiple=True, required=True, metavar="NAME", help="What it is about.")
@click.option("--kecamatan", multiple=True, metavar="NAME", help="District in which it is; the whole city without.")
@click.option("--kelurahan", multiple=True, metavar="NAME", help="Ward in which it is.")
@click.option("--since", metavar="TIME", help="Take in what is open and was reported since then, too.")
@click.option(
    "--tell-every",
    type=click.IntRange(0, 1440),
    default=5,
    show_default=True,
    metavar="MINUTES",
    help="How often units are told the count.",
)
@click.pass_obj
def command(
    context: Context,
    /,
    name: str,
    categories: tuple[str, ...],
    kecamatan: tuple[str, ...],
    kelurahan: tuple[str, ...],
    since: str | None,
    tell_every: int,
) -> None:
    """Begin an incident, and print its number: aduan incident start "banjir Jatiasih" -c banjir --kecamatan Jatiasih.

    From now on it takes in complaints of its kind and place. Emergencies belong to it as well, but are told one by one.
    """
    from aduan_cli.complaint.incidents import Incident

    desk = context.desk
    names = options.Names(desk.rules)
    shown = " ".join(name.split())
    if not shown:
        raise UsageError(_("the name is empty; a few words would be right"))
    incident = Incident(
        shown,
        tuple(dict.fromkeys(str(names.category(one)) for one in categories)),
        tuple(dict.fromkeys(str(names.kecamatan(one)) for one in kecamatan)),
        tuple(dict.fromkeys(str(names.kelurahan(one)) for one in kelurahan)),
        every=60 * tell_every,
    )
    for other in desk.store.incidents.open():
        if other.overlaps(incident):
            sentence = _("incident {number}, {name}, is open for the same: what comes goes to that one first")
            context.say(sentence.format(number=other.id, name=other.name))
    gathers = gathering(desk)
    there = gathers.since(incident, options.moment(desk, since)) if since else []
    begun = gathers.begin(incident, there)
    click.echo(str(begun.id))
    if there:
        context.say(_("incident {number} has taken in {count}").format(number=begun.id, count=len(there)))
