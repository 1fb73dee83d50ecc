"""`aduan export`: complaints for another desk or program."""

from __future__ import annotations

from typing import Any

import click

from aduan_cli.cli import filters, options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import COLUMNS, EXCEL, REVEAL, SHEET_FORMAT
from aduan_cli.cli.list_complaints import FILTERS, note_reveal
from aduan_cli.cli.parameters import parameters
from aduan_cli.i18n import ngettext

_FORMAT = "jsonl"
"""What `aduan import` takes back whole, and a program reads line by line."""


@click.command("export", cls=Command, params=parameters((*FILTERS, COLUMNS, SHEET_FORMAT, EXCEL, REVEAL)))
@click.pass_obj
def command(
    context: Context, /, view: str | None, format_: str | None, excel: bool, reveal: bool, **given: Any
) -> None:
    """Print complaints whole, for another desk or program: all of them, or those that the filters of `list` find.

    As JSONL unless another format is asked for, the oldest first unless --sort says otherwise. Callers are masked
    without --reveal, and only with it aduan import takes them back. Their files, events and messages go with aduan db
    export.
    """
    desk = context.desk
    context.only_looks()
    format_ = options.format_of(format_, excel) or _FORMAT
    if view is not None:
        from aduan_cli.cli.views import applied

        given = applied(desk, view, given)
    chosen = options.columns(desk, given["columns"])
    query = filters.query(desk, given if given["sort"] else {**given, "reverse": not given["reverse"]})
    if reveal:
        note_reveal(context, query, None, format_, "export")
    context.stop_when_unread()
    count = options.show_records(desk, desk.store.find(query), format_, reveal=reveal, columns=chosen)
    context.say(ngettext("{count} complaint was written", "{count} complaints were written", count).format(count=count))
