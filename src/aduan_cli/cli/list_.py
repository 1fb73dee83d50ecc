"""`aduan list` for click."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.list_complaints import PARAMETERS, list_complaints
from aduan_cli.cli.parameters import parameters

command = click.command("list", cls=Command, params=parameters(PARAMETERS))(click.pass_obj(list_complaints))
