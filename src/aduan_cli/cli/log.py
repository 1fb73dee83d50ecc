"""`aduan log` for click."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.log_call import PARAMETERS, log_call
from aduan_cli.cli.parameters import parameters

command = click.command("log", cls=Command, params=parameters(PARAMETERS))(click.pass_obj(log_call))
