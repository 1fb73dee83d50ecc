"""`aduan handover`: what the next shift must know; signing it in a module of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aduan_cli.cli import declared, options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.groups import Lazy
from aduan_cli.cli.row_limits import MOST

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.figures import Handover

COMMANDS = {
    "sign": ("sign", "Hand the desk over: both names go into the history."),
    "history": ("history", "Which hand-overs were signed."),
}
"""Each command: its module in this package, and its line in the help."""


class HandoverGroup(Command, Lazy):
    """What there is to know, and what is done about it."""


@click.command(
    "handover",
    cls=HandoverGroup,
    package=__name__,
    table=COMMANDS,
    invoke_without_command=True,
    no_args_is_help=False,
)
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Most lines of each, 0 for all.")
@options.adds(declared.FORMAT)
@click.pass_context
def command(click_context: click.Context, /, limit: int | None, format_: str | None) -> None:
    """What the next shift must know.

    Emergencies, what is late or due before the next shift ends, what no unit has acknowledged, triage, what came back,
    holds that end, who has to be rung, messages that failed, answers of units in the quarantine, plugins set aside: how
    many, and the first of each. Above it what changed since the last hand-over that was signed. On a terminal as much
    as fits it.
    """
    if click_context.invoked_subcommand is None:
        show(click_context.obj, limit, format_)


def show(context: Context, limit: int | None, format_: str | None) -> None:
    """Print what the next shift must know."""
    from aduan_cli.render.handover import SHOWN, write_handover

    context.only_looks()
    most = SHOWN if limit is None and format_ in (None, "table") else min(limit or MOST, MOST)
    told = current_handover(context.desk, most)
    context.page(format_)
    write_handover(told, format_ or "table", context.desk.zone, fits=limit is None)


def current_handover(desk: Desk, limit: int) -> Handover:
    """Return what there is to hand over now."""
    from aduan_cli.app.quarantined import waiting
    from aduan_cli.flow.handover import handover

    return handover(desk.store, desk.clock(), desk.rules["shifts"], desk.zone, limit, waiting(desk))
