"""`aduan places learn`: propose places from stored calls."""

from __future__ import annotations

import click

from aduan_cli.amounts import calls
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.new_file import print_or_write
from aduan_cli.errors import NotFoundError
from aduan_cli.i18n import _


@click.command("learn", cls=Command)
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=4,
    show_default=True,
    help="How many calls must name the place with a kelurahan.",
)
@click.option("--output", type=FILE_NAME, metavar="FILE", help="Write the places to this new file instead of stdout.")
@click.pass_obj
def command(context: Context, /, least: int, output: str | None) -> None:
    """Propose places from stored calls that name an estate, a street or a landmark and a kelurahan.

    Prints [[place]] tables with how many calls say so, to be read, edited and put into a file of the folder places/.
    Where calls contradict each other, what each says is shown, and the place stands there as a comment. What is there
    already is left out. Nothing becomes a place by itself.
    """
    from aduan_cli.flow.place_learning import learn_places, written

    desk = context.desk
    found = learn_places(desk.store, desk.router, least)
    if not found:
        raise NotFoundError(
            _("no place is named with a kelurahan by {calls} or more; see --least").format(calls=calls(least))
        )
    head = _("Proposed by 'aduan places learn'. Read it, change it, then put it into a file of the folder places/.")
    text = written(found, head, desk.rules["levels"])
    print_or_write(output, text)
    sentence = _("places: {places}; calls contradict each other about {doubtful} of them")
    context.say(sentence.format(places=len(found), doubtful=sum(one.ward(1) is None for one in found)))
