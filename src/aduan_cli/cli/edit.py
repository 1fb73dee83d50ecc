"""`aduan edit` for click."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.edit_complaint import PARAMETERS, edit_complaint
from aduan_cli.cli.parameters import parameters

command = click.command("edit", cls=Command, params=parameters(PARAMETERS))(click.pass_obj(edit_complaint))
