"""`aduan incident list`: which incidents there are, and were."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.incident import COLUMNS, row_of
from aduan_cli.i18n import _


@click.command("list", cls=Command)
@click.option("--open", "open_only", is_flag=True, help="Only those that are not over.")
@options.format_option
@click.pass_obj
def command(context: Context, /, open_only: bool, format_: str | None) -> None:
    """Which incidents there are, and were, the newest first: how many called, and of how many something is owed."""
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows

    context.only_looks()
    incidents = context.desk.store.incidents
    people = format_ in (None, "table", "md")
    rows = [row_of(context, one, people) for one in (incidents.open()[::-1] if open_only else incidents.all())]
    context.page(format_)
    write_rows(rows, format_ or "table", COLUMNS, COLUMNS, layout=Layout(("ended_at",), "name", least={"name": 20}))
    if not rows and people:
        context.say(_("no incidents"))
