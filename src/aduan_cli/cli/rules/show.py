"""`aduan rules show`: the rules in force, by step, with how often each decided so far."""

from __future__ import annotations

import click

from aduan_cli.app.rulebook import rules_in_force
from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import UsageError
from aduan_cli.flow.rulebook.showing import Row, by_step
from aduan_cli.i18n import _
from aduan_cli.value_words import SIGNS, label

COLUMNS = (
    "step", "id", "when", "to", "support", "priority", "continue", "reason", "count", "returned", "file", "line", "as",
)  # fmt: skip
_MOST_WORDS = 8
"""Words of one list that a table shows."""
_TABLE = ("step", "id", "!", "to", "count", "when")


@click.command("show", cls=Command)
@click.option("--unit", metavar="UNIT", help="Only what leads to this unit or a part of it.")
@click.option("--category", metavar="CATEGORY", help="Only what a complaint of this category may meet.")
@click.option("--dot", "drawn", is_flag=True, help="Print a drawing for Graphviz instead.")
@options.format_option
@click.pass_obj
def command(context: Context, /, unit: str | None, category: str | None, drawn: bool, format_: str | None) -> None:
    """Show the rules in force by step, in the order in which they are looked at.

    With each comes how many complaints it decided so far, and how often a unit gave one back that it had sent. Those
    that only add support or priority have no count.
    """
    if drawn and format_ is not None:
        raise UsageError(_("--dot and --format exclude each other"))
    desk = context.desk
    compiled = rules_in_force(desk)
    names = options.Names(compiled)
    wanted_unit = names.unit(unit) if unit is not None else None
    wanted = names.category(category)
    most_words = _MOST_WORDS if format_ in (None, "table", "md") else None
    rows = by_step(compiled, desk.store, most_words, wanted_unit, wanted)
    if drawn:
        from aduan_cli.render.dot import dot

        click.echo(dot(rows))
        return
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows

    context.page(format_)
    table: tuple[str, ...] = _TABLE
    if format_ in (None, "table", "md"):
        if any(row["returned"] for row in rows):
            table = (*_TABLE[:-1], "returned", _TABLE[-1])
        rows = [_at_a_glance(row) for row in rows]
    write_rows(rows, format_ or "table", COLUMNS, table, layout=Layout(text="when", least={"to": 20, "when": 40}))


def _at_a_glance(row: Row) -> Row:
    """Return a row for a table: who gets it and who helps in one column, a priority as its sign."""
    priority = row["priority"]
    to = " + ".join(unit for unit in (row["to"], *row["support"]) if unit)
    back = row["returned"] or None  # Most never came back: a column of zeros would hide those that did.
    return {**row, "returned": back, "!": SIGNS.get(priority, label("priority", priority or "")), "to": to}
