"""`aduan deadlines backtest`: what the targets in force would have meant for the complaints that are stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from aduan_cli.amounts import values
from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import UsageError
from aduan_cli.flow.deadlines import EACH, GROUPS, Backtest, Times
from aduan_cli.i18n import _
from aduan_cli.stored import Query

_MOMENTS = ("reported_at", "due_at", "closed_at")


@click.command("backtest", cls=Command)
@click.option("--since", metavar="TIME", help="Only what was reported from then on: 30d, 2026-01-01.")
@click.option("--until", metavar="TIME", help="Only what was reported before.")
@click.option("--against", metavar="COLUMN", help="A kept column in which another system's due times stand.")
@click.option("--each", is_flag=True, help="A row for each complaint.")
@options.format_option
@click.pass_obj
def command(
    context: Context, /, since: str | None, until: str | None, against: str | None, each: bool, format_: str | None
) -> None:
    """Tell what the targets in force would have meant for the complaints that are stored.

    For each unit and category how many would have been kept, and how many late; in which time half and 90 % of what is
    done were; and which target 90 % of it would have kept. When something was done is told by its history, or by what
    an import map calls `closed_at` or `took`. With --against also for how many the due time is the other system's, by
    five minutes.
    """
    from aduan_cli.app.importing import date_formats

    desk = context.desk
    query = period(context, since, until)
    times = Times(date_formats(desk), desk.zone)
    backtest = Backtest(desk.store, desk.rules, desk.zone, desk.clock(), times, against)
    context.page(format_)
    if each:
        _write_each(context, backtest, query, format_ or "table")
    else:
        rows = backtest.groups(query)
        compared = rows[-1]["compared"] if rows else 0
        if against is not None and not compared:
            raise UsageError(no_times(against, times))
        _write_groups(rows, format_ or "table", against is not None)
    if backtest.untold:
        context.say(_("of {count} nobody knows when they were done: left out").format(count=backtest.untold))


def period(context: Context, since: str | None, until: str | None) -> Query:
    """Return the query of what was reported in a time."""
    from_, to = options.between(context.desk, since, until)
    return Query(since=from_, until=to, ascending=True)


def no_times(against: str, times: Times) -> str:
    """Return what is said where a column has no time that can be read."""
    if times.unread:
        return _(
            "--against {column}: {values}, none a time; how times are written stands in the maps' [dates] formats"
        ).format(column=against, values=values(times.unread))
    return _("--against {column}: no complaint has it; `fields` of an import map says which columns are kept").format(
        column=against
    )


def _write_each(context: Context, backtest: Backtest, query: Query, format_: str) -> None:
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.records import FOR_PEOPLE
    from aduan_cli.render.rows import write_rows
    from aduan_cli.render.table import short_iso

    rows = backtest.each(query)
    if format_ in FOR_PEOPLE:
        rows = ({**row, **{name: short_iso(row[name]) for name in _MOMENTS}} for row in rows)
    if not write_rows(rows, format_, EACH, layout=Layout(("source_row", "reported_at"))):
        context.say(_("nothing was found"))


def _write_groups(rows: Sequence[dict[str, Any]], format_: str, is_compared: bool) -> None:
    from aduan_cli.render.clocks import roughly
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.records import FOR_PEOPLE
    from aduan_cli.render.rows import write_rows

    shown = GROUPS if is_compared else GROUPS[:-2]
    if format_ in FOR_PEOPLE:
        rows = [{**row, "median": roughly(row["median"]), "p90": roughly(row["p90"])} for row in rows]
        if rows:
            rows[-1]["unit"] = _("all")
    write_rows(rows, format_, GROUPS, shown, layout=Layout(("median", "p90"), "within"))
