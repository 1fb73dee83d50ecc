"""`aduan similar`: which complaints may be about the same matter as one."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.complaint.moves import shown_status
from aduan_cli.i18n import _

COLUMNS = ("ticket", "score", "reasons")
_FOR_PEOPLE = ("ticket", "reported_at", "score", "status", "reasons", "text")


@click.command("similar", cls=Command)
@click.argument("ticket")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", default=3, help="Complaints at most; 0: all.")
@options.format_option
@click.pass_obj
def command(context: Context, /, ticket: str, limit: int, format_: str | None) -> None:
    """Show which complaints may be about the same matter, and why.

    Those of the same phone come first, then the likeliest. Nothing is merged. TICKET takes any short form:
    BKS-261123-0042-7, 0042-7, 261123-42, 42.
    """
    from aduan_cli.cli.suggested import why
    from aduan_cli.flow.similar import FAR, similar
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows
    from aduan_cli.render.table import short_time
    from aduan_cli.value_words import label

    desk = context.desk
    context.only_looks()
    found = similar(desk.store, options.ticket(desk, ticket), limit or None, FAR)
    rows: list[dict[str, object]] = [
        {"ticket": one.complaint.ticket, "score": one.score, "reasons": one.reasons} for one in found
    ]
    if format_ in (None, "table", "md"):
        if not found:
            context.say(_("nothing was found"))
        for row, one in zip(rows, found, strict=True):
            row["reported_at"] = short_time(one.complaint.reported_at, desk.zone)
            row["status"], row["text"] = label("status", shown_status(one.complaint)), one.complaint.text
            row["reasons"] = why(desk.rules, one)
    context.page(format_)
    layout = Layout(("score", "status"), "text", least={"reasons": 30})
    write_rows(rows, format_ or "table", COLUMNS, _FOR_PEOPLE, layout=layout)
