"""`aduan why` for click."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.explain_decision import PARAMETERS, explain_decision
from aduan_cli.cli.parameters import parameters

command = click.command("why", cls=Command, params=parameters(PARAMETERS))(click.pass_obj(explain_decision))
