"""`aduan rules schema`: the JSON Schema of the files that people write, for their editors."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import NotFoundError
from aduan_cli.flow.rulebook.editors import FILES, schema_text


@click.command("schema", cls=Command)
@click.argument("file", type=click.Choice(FILES), default=FILES[0])
@click.pass_obj
def command(context: Context, /, file: str) -> None:
    """Print the JSON Schema of rules.toml, of a manifest (plugin.toml), of a file of places or of examples."""
    try:
        levels = context.desk.rules["levels"]
    except NotFoundError:  # Outside a desk the keys have the fields' own names.
        levels = {}
    click.echo(schema_text(file, levels))
