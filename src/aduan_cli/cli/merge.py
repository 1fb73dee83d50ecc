"""`aduan merge` and `aduan unmerge` for click."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.merge_complaints import LINES
from aduan_cli.cli.parameters import parameters


def commands() -> dict[str, click.Command]:
    """Return the commands by their names."""
    return {
        name: click.command(name, cls=Command, params=parameters(line))(click.pass_obj(run))
        for name, (run, line) in LINES.items()
    }
