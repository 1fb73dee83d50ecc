"""`aduan retention`: persons' data whose time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.due import Bounds
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.value_words import label

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk

COLUMNS = ("part", "kind", "status", "count", "oldest")


@click.command("retention", cls=Command)
@click.option("--dry-run", is_flag=True, help="Print what is due and how many of each; take nothing away.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Do at most so many; the next run goes on.")
@options.format_option
@click.pass_obj
def command(context: Context, /, dry_run: bool, limit: int | None, format_: str | None) -> None:
    """Take away what [retention] says has been kept for long enough.

    Callers become anonymous, wording is blanked, files are removed; each is an event, and what is open or held stays.
    `aduan tick` does it once a day, so that this is for a look (--dry-run), or for whoever can't wait.
    """
    desk = context.desk
    if not desk.rules["retention"]:
        raise UsageError(_("there is no [retention] in rules.toml: everything is kept"))
    if dry_run:
        _show_due(context, desk, format_)
        return
    from aduan_cli.app.retaining import take_away

    done, whole = take_away(desk, Bounds(limit))
    for part, count in done.items():
        if count:
            click.echo(f"{label('part', part)}: {count}")
    if not whole:
        context.say(_("there is more to be done: the next run goes on"))


def _show_due(context: Context, desk: Desk, format_: str | None) -> None:
    from aduan_cli.app.retaining import due
    from aduan_cli.render.rows import write_rows

    for_people = format_ in (None, "table", "md")
    found = [
        {
            "part": label("part", one.part) if for_people else one.part,
            "kind": label("kind", one.kind or "") if for_people else one.kind,
            "status": label("status", one.status or "") if for_people else one.status,
            "count": one.count,
            "oldest": desk.zone.iso(one.oldest_at),
        }
        for one in due(desk)
    ]
    if not found and for_people:
        context.say(_("nothing is to be done now"))
        return
    write_rows(found, format_ or "table", COLUMNS)
