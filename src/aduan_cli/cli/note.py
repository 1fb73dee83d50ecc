"""`aduan note` for click."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.note_complaint import PARAMETERS, note_complaint
from aduan_cli.cli.parameters import parameters

command = click.command("note", cls=Command, params=parameters(PARAMETERS))(click.pass_obj(note_complaint))
