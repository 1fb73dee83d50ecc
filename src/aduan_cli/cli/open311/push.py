"""`aduan open311 push`: complaints posted to another system."""

from __future__ import annotations

import click

from aduan_cli import errors
from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.complaint.messages import DEAD, FAILED
from aduan_cli.i18n import _

COLUMNS = ("ticket", "notifier", "state", "request", "detail")
FORM = ("ticket", "notifier", "url", "form", "why")


@click.command("push", cls=Command)
@click.argument("tickets", nargs=-1, metavar="[TICKET]...")
@click.option("--to", "name", metavar="NAME", help="The notifier; that of the complaint's unit if nothing is said.")
@click.option("--dry-run", is_flag=True, help="Post nothing; show what would be posted.")
@options.format_option
@click.pass_obj
def command(context: Context, /, tickets: tuple[str, ...], name: str | None, dry_run: bool, format_: str | None) -> int:
    """Post complaints to another system that speaks Open311 (GeoReport v2), each once.

    What a unit is told over a notifier of type open311 is posted by tick; this posts at once, without
    TICKET all that waits.
    What is there already, or waits there for its number, is not posted again.
    """
    from aduan_cli.app.push_by_hand import foreseen, push, wanted
    from aduan_cli.render.cells import shown, shown_in_line
    from aduan_cli.render.rows import write_rows
    from aduan_cli.value_words import label

    desk = context.desk
    several = wanted(desk, [options.ticket(desk, ticket) for ticket in tickets], name)
    people = format_ in (None, "table")
    if dry_run:
        context.only_looks()
        forms = foreseen(desk, several)
        if not people:
            rows = [{**one._asdict(), "form": [list(each) for each in one.form]} for one in forms]
            write_rows(rows, format_ or "json", FORM)
        for one in forms if people else ():
            click.echo(shown_in_line(f"{one.ticket} → POST {one.url}" + (f" ({one.why})" if one.why else "")))
            for field, value in one.form:
                click.echo(shown(f"  {field}={value}"))
        return errors.PARTIAL if any(not one.form for one in forms) else errors.DONE
    done = push(desk, several)
    rows = [{**one._asdict(), "state": label("message", one.state) if people else one.state} for one in done]
    write_rows(rows, format_ or "table", COLUMNS)
    if not several and people:
        context.say(_("nothing waits to be posted"))
    return errors.PARTIAL if any(one.state in (FAILED, DEAD) for one in done) else errors.DONE
