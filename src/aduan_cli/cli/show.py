"""`aduan show` for click."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.parameters import parameters
from aduan_cli.cli.show_complaint import PARAMETERS, show_complaint

command = click.command("show", cls=Command, params=parameters(PARAMETERS))(click.pass_obj(show_complaint))
