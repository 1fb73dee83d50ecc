"""`aduan search` for click."""

from __future__ import annotations

import click

from aduan_cli.cli.command import Command
from aduan_cli.cli.parameters import parameters
from aduan_cli.cli.search_complaints import PARAMETERS, search_complaints

command = click.command("search", cls=Command, params=parameters(PARAMETERS))(click.pass_obj(search_complaints))
