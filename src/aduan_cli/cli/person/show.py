"""`aduan person show`: all that is kept of a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.person.chosen import calls_of
from aduan_cli.column_words import head
from aduan_cli.i18n import _
from aduan_cli.value_words import label

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.app.persons import CallKept, KeptPlace


@click.command("show", cls=Command)
@click.argument("given", metavar="PHONE|TICKET")
@click.option("--format", "format_", type=click.Choice(("table", "json")), help="A page to hand out, or JSON.")
@click.pass_obj
def command(context: Context, /, given: str, format_: str | None) -> None:
    """Show all that is kept of a person, nothing masked: every call with its history, files and messages.

    Where else something of it lies is named: quarantine, backups, mailboxes, tickets that may speak of the person.
    By the phone, however it is written, or by any ticket. That it was shown is recorded.
    """
    from aduan_cli.app import persons

    desk = context.desk
    found = calls_of(desk, given)
    options.note_reveals(desk, {"command": "person show", "count": len(found)}, format_)
    calls = persons.kept(desk, found)
    places = list(persons.elsewhere(desk, found, persons.marks_of(found, given)))
    if format_ == "json":
        click.echo(_as_json(desk, calls, places))
        return
    context.page()
    _write_page(desk, calls, places)


def _write_page(desk: Desk, calls: Iterable[CallKept], places: Sequence[KeptPlace]) -> None:
    """Print a page: whose and of when it is, the calls one after the other, then where else something is kept."""
    from aduan_cli.render.cells import shown, shown_in_line
    from aduan_cli.render.table import short_time
    from aduan_cli.render.whole import write_whole

    title = _("What {desk} keeps of one person, as of {time}")
    click.echo(title.format(desk=desk.rules["desk"]["name"], time=short_time(desk.clock(), desk.zone)) + "\n")
    for one in calls:
        write_whole(one.complaint, one.events, desk.zone, desk.clock(), lambda unit: unit, reveal=True, files=one.files)
        for event in one.events:
            for name, value in ((event.private or {}).get("before") or {}).items():
                was = _("{time}: {field} was {value}")
                told = was.format(time=short_time(event.at, desk.zone), field=head(_column(name)), value=value)
                click.echo(f"  {shown_in_line(told)}")
        for post in one.messages:
            what = label("message", post.event), post.unit, label("message", post.state)
            click.echo("  " + "  ".join((_("Message"), short_time(post.at, desk.zone), *what)))
        click.echo("")
    click.echo(_("Elsewhere") if places else _("Nothing of it is known to be kept elsewhere."))
    for place in places:
        click.echo(shown(f"  {label('kept', place.kind)}: {place.where}\n    {place.what}"))


def _column(name: str) -> str:
    """Return the column in which a field of a complaint is shown."""
    return f"caller.{name.removeprefix('caller_')}" if name.startswith("caller_") else name


def _as_json(desk: Desk, calls: Iterable[CallKept], places: Sequence[KeptPlace]) -> str:
    """Return the calls as records, each with history, files and messages, and where else something is kept."""
    from aduan_cli.complaint.history import with_units
    from aduan_cli.render.history import rows
    from aduan_cli.render.records import as_record, encode

    told = []
    for one in calls:
        files = [
            {"name": file.name, "sha256": file.sha256, "size": file.size, "where": where, "state": state}
            for file, where, state in one.files
        ]
        history = rows(with_units(one.complaint.ticket, one.events), desk.zone)
        told.append(
            {
                **as_record(one.complaint, desk.zone, desk.clock(), reveal=True),
                "history": [
                    {**row, "private": event.private or {}} for row, event in zip(history, one.events, strict=True)
                ],
                "files": files,
                "messages": [
                    {"id": p.id, "at": desk.zone.iso(p.at), "event": p.event, "to": p.unit, "state": p.state}
                    for p in one.messages
                ],
            }
        )
    return encode({"calls": told, "elsewhere": [dict(place._asdict()) for place in places]})
