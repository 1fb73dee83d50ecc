"""`aduan deadlines show`: the targets in force."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.flow.deadlines import TARGETS, targets_in_force
from aduan_cli.i18n import _


@click.command("show", cls=Command)
@click.argument("name", required=False, metavar="[CATEGORY|UNIT]")
@options.format_option
@click.pass_obj
def command(context: Context, /, name: str | None, format_: str | None) -> None:
    """Show how long each clock may run, on which calendar, and where that is said.

    Without a name each target as it is written, the desk's first. With a category or a unit what holds for its
    complaints, each priority of its own.
    """
    from aduan_cli.render.clocks import target_owner
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.records import FOR_PEOPLE
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    rows = list(targets_in_force(desk.rules, None if name is None else _of(context, name)))
    context.page(format_)
    if not rows:
        context.say(_("nothing is promised: [deadlines] in rules.toml says what is"))
    if (format_ or "table") in FOR_PEOPLE:
        rows = [{**row, "whose": target_owner(str(row["whose"]))} for row in rows]
    write_rows(rows, format_ or "table", TARGETS, layout=Layout(("priority",)))


def _of(context: Context, name: str) -> tuple[str | None, str | None]:
    """Return the category and the unit that a name means."""
    from aduan_cli.errors import UsageError

    names = options.Names(context.desk.rules)
    try:
        return names.category(name), None
    except UsageError:
        return None, names.unit(name)
