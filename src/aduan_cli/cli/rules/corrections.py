"""`aduan rules corrections`: what officers corrected, by what it has in common."""

from __future__ import annotations

from typing import Any

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.flow.rulebook.corrections import CorrectionRow

COLUMNS = (
    "from", "to", "category", "to_category", "cases", "still", "words", "by", "tickets", "first", "last", "kecamatan",
    "kelurahan",
)  # fmt: skip
_TABLE = ("from", "to", "category", "to_category", "kecamatan", "kelurahan", "cases", "still", "words", "tickets")
_TICKETS = 3
"""Tickets of a row that the table shows."""


def _for_people(row: CorrectionRow) -> dict[str, Any]:
    more = len(row["tickets"]) - _TICKETS
    tickets = ", ".join(row["tickets"][:_TICKETS]) + (f" +{more}" if more > 0 else "")
    return {**row, "tickets": tickets}


@click.command("corrections", cls=Command)
@click.option("--since", metavar="TIME", help="Only what was corrected from then on: 30d, 2026-01-01.")
@click.option("--until", metavar="TIME", help="Only what was corrected before.")
@click.option("--still", is_flag=True, help="Only what the rules in force would decide so again.")
@options.format_option
@click.pass_obj
def command(context: Context, /, since: str | None, until: str | None, still: bool, format_: str | None) -> None:
    """List what officers corrected, by what it has in common, the commonest first.

    A correction is what people made of a decision of the rules: route --to, assign, refer, a unit's return, edit of a
    category or place. The last word on each complaint counts; one that ends where the rules had put it is none. Each
    row says how many there were, how many the rules in force would still decide or place as before, and the words that
    those calls share and others rarely have; where places were corrected, a row for each says which. rules learn
    --from corrections proposes what would have decided or placed them so.
    """
    from aduan_cli.app.proposals import correction_rows
    from aduan_cli.city_words import heads
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    from_, to = options.between(desk, since, until)
    rows = correction_rows(desk, from_, to, still)
    context.page(format_)
    if format_ in (None, "table", "md"):
        layout, named = Layout(text="words", lines=3), heads(desk.rules["levels"])
        write_rows(map(_for_people, rows), format_ or "table", COLUMNS, _TABLE, layout=layout, heads=named)
        return
    zone = desk.zone
    shown = [{**row, "first": zone.iso(row["first"]), "last": zone.iso(row["last"])} for row in rows]
    write_rows(shown, format_, COLUMNS)
