"""`aduan callbacks done`: the caller was rung back."""

from __future__ import annotations

import click

from aduan_cli.cli import lived, observing, options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.complaint.events import CALLED_BACK
from aduan_cli.errors import AduanError, StoreError, UsageError
from aduan_cli.flow.callers import Rung, ring
from aduan_cli.i18n import _

COLUMNS = ("ticket", "changed", "version")


@click.command("done", cls=Command)
@click.argument("tickets", nargs=-1, required=True, metavar="TICKET...")
@click.option("--note", metavar="TEXT", help="What was said; it stands in the history.")
@options.format_option
@click.pass_obj
def command(context: Context, /, tickets: tuple[str, ...], note: str | None, format_: str | None) -> int:
    """The caller was rung back.

    Of a call that is opened again the caller waits again once it is done.
    """
    words = note and note.strip()
    if note is not None and not words:
        raise UsageError(_("--{option} is empty; leave it out, or give a value").format(option="note"))
    desk = context.desk
    rung: list[Rung] = []
    failures: list[tuple[str, AduanError]] = []
    for ticket in dict.fromkeys(tickets):
        try:
            rung.append(ring(desk.store, ticket, words, desk.actor, desk.clock()))
        except StoreError:
            raise
        except AduanError as error:
            failures.append((ticket, error))
    if failures and len(tickets) == 1:
        raise failures[0][1]
    _show(rung, format_)
    observing.observed(context, [one.complaint for one in rung if one.changed], CALLED_BACK)
    return lived.ended(context, failures, len(tickets))


def _show(rung: list[Rung], format_: str | None) -> None:
    if format_ is not None:
        from aduan_cli.render.rows import write_rows

        rows = [
            {"ticket": one.complaint.ticket, "changed": one.changed, "version": one.complaint.version} for one in rung
        ]
        write_rows(rows, format_, COLUMNS)
        return
    for one in rung:
        sentence = _("{ticket}: the caller was rung back")
        if not one.changed:
            sentence = _("{ticket}: the caller was rung back already; nothing changed")
        click.echo(sentence.format(ticket=one.complaint.ticket))
