"""`aduan places list`: the places of the city's files."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context

COLUMNS = ("name", "kind", "kecamatan", "kelurahan", "body", "file", "line")


@click.command("list", cls=Command)
@options.format_option
@click.pass_obj
def command(context: Context, /, format_: str | None) -> None:
    """List the places of places/*.toml that are in force, each with where it stands."""
    from aduan_cli.render.rows import write_rows

    rows = [dict(zip(COLUMNS, place[1:], strict=True)) for place in context.desk.rules["places"]]
    context.page(format_)
    write_rows(rows, format_ or "table", COLUMNS)
