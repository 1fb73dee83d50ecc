"""The moves of a complaint's life for click, all of one declaration: `aduan ack`, `start`, `hold`, ..."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.move_complaints import LINES, VERBS
from aduan_cli.cli.parameters import parameters


def commands() -> dict[str, click.Command]:
    """Return the commands by their names."""
    return {
        verb: Command(verb, params=parameters(line), callback=click.pass_obj(run), help=VERBS[verb].about)
        for verb, (run, line) in LINES.items()
    }
