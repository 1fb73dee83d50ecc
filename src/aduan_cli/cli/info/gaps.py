"""`aduan info gaps`: what was asked and has no answer."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _

_SHOWN = 20


@click.command("gaps", cls=Command)
@click.option("--since", metavar="TIME", help="Reported at this time or later: 30d, 2026-11-01.")
@click.option("--limit", type=click.IntRange(min=0), help="Most groups, 0 for all; without it 20 in a table, else all.")
@options.format_option
@click.pass_obj
def command(context: Context, /, since: str | None, limit: int | None, format_: str | None) -> None:
    """Show what was asked and has no answer, grouped, most often first.

    Of the stored questions those for which `aduan info` finds nothing today; `unanswered` are those on which no
    officer's answer was noted either. `aduan info learn` proposes answers for the others.
    """
    from aduan_cli.flow.directory.gaps import COLUMNS, gaps
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    begin = options.moment(desk, since) if since else 0
    rows = gaps(desk.store, desk.router, desk.directory, desk.zone.iso(desk.clock())[:10], begin)
    if limit is None:
        limit = _SHOWN if format_ in (None, "table") else 0
    shown = [{**row, "last": desk.zone.iso(row["last"])} for row in (rows[:limit] if limit else rows)]
    if format_ in (None, "table", "md"):
        shown = [{**row, "last": row["last"][:10]} for row in shown]
    if not rows and format_ in (None, "table"):
        context.say(_("every stored question has an answer"))
    if rows or format_ not in (None, "table"):
        context.page(format_)
        write_rows(shown, format_ or "table", COLUMNS)
    if len(shown) < len(rows):
        context.tell(_("more than {count} were found; --limit 0 shows all").format(count=len(shown)))
