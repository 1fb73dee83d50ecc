"""`aduan tick` for click."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.cron_job import PARAMETERS, tick
from aduan_cli.cli.parameters import parameters

command = click.command("tick", cls=Command, params=parameters(PARAMETERS))(click.pass_obj(tick))
