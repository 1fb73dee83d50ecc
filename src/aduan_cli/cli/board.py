"""`aduan board`: the room's big screen: what is open by unit, what is late, emergencies, the newest calls."""

from __future__ import annotations

import sys

import click

from aduan_cli.app.desk import Desk
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import UsageError
from aduan_cli.figures import Board, BoardCall
from aduan_cli.i18n import _
from aduan_cli.render.table import short_time
from aduan_cli.value_words import label

_UNITS = ("unit", "open", "late", "emergencies")
_CALLS = ("at", "!", "ticket", "status", "unit", "category", "place")
_URGENT, _MANY = 5, 40
"""Emergencies that are shown; rows where there is no screen to fit."""
_HEAD = 3
"""Rows that a table takes beside its own: its head, the line below it, and an empty one above."""


@click.command("board", cls=Command)
@click.option(
    "--every", type=click.IntRange(1), default=10, show_default=True, metavar="SECONDS", help="How often it is drawn."
)
@click.option("--once", is_flag=True, help="Print it once, also where there is no terminal.")
@click.pass_obj
def command(context: Context, /, every: int, once: bool) -> None:
    """Show the room's big screen, until Ctrl-C.

    How much is open at each unit, late and emergencies among it; the open emergencies; the newest calls: as many as the
    screen has room for. It shows nobody's name, phone or words, and asks the store once for each picture.
    """
    desk = context.desk
    context.only_looks()
    if once:
        _draw(desk, _MANY)
        return
    from aduan_cli.cli import watching

    try:
        watching.check()
    except UsageError as error:
        raise UsageError(_("the board is drawn on a terminal; --once prints it anywhere")) from error

    def heading() -> str:
        minute = desk.zone.local(desk.clock()).minute
        sentence = _("{time} · {name} · every {seconds} s · Ctrl-C ends it")
        name = desk.rules["desk"]["name"]
        return sentence.format(time=f"{minute // 60:02d}:{minute % 60:02d}", name=name, seconds=every)

    watching.watch(every, heading, lambda rows: _draw(desk, rows))


def _draw(desk: Desk, rows: int) -> None:
    """Print one picture of so many rows: what is urgent whole, then units and calls, half of what is left each."""
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows

    found = desk.store.figures.board(desk.clock(), rows, _URGENT)
    sys.stdout.write(_sums(found) + "\n")
    above = 1 + (_HEAD + len(found.urgent) if found.urgent else 0)
    left = max(2, rows - above - 2 * _HEAD)
    units = found.units[: max(left - len(found.last), left // 2)]
    for calls in (found.urgent, found.last[: left - len(units)]):
        if calls:
            sys.stdout.write("\n")
            write_rows([_row(desk, one) for one in calls], "table", _CALLS, layout=Layout(("category", "status")))
    if units:
        sys.stdout.write("\n")
        shown = [{**one._asdict(), "unit": one.unit or "-"} for one in units]
        write_rows(shown, "table", _UNITS, layout=Layout(numbers=_UNITS[1:]))


def _sums(found: Board) -> str:
    sentence = _("open {open} · late {late} · emergencies {emergencies}")
    sums = {name: sum(getattr(one, name) for one in found.units) for name in _UNITS[1:]}
    return sentence.format(**sums)


def _row(desk: Desk, one: BoardCall) -> dict[str, object]:
    mark = {"emergency": "!!", "high": "!"}.get(one.priority, "")
    return {
        "at": short_time(one.reported_at, desk.zone),
        "!": mark,
        "ticket": one.ticket,
        "status": label("status", one.status),
        "unit": one.unit or "-",
        "category": one.category or "",
        "place": ", ".join(filter(None, (one.kelurahan, one.kecamatan))),
    }
