"""`aduan db drill`: whether the newest backup could be put back."""

from __future__ import annotations

import os

import click

from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.db.backup import DEFAULT, damaged
from aduan_cli.errors import ConfigError
from aduan_cli.i18n import _
from aduan_cli.storable import storable

_HOUR = 3600


@click.command("drill", cls=Command)
@click.argument("folder", type=FILE_NAME, required=False)
@click.option("--oldest", default=26, type=click.IntRange(min=1), metavar="HOURS", help="How old it may be: 26 hours.")
@click.pass_obj
def command(context: Context, /, folder: str | None, oldest: int) -> None:
    """See that the newest backup in FOLDER could be put back.

    It is read whole and verified, and its newest event must be one of the desk's. For cron: silent when all is well;
    else, or where it is too old, the exit code is 3.
    """
    from aduan_cli.app import backups, verifying

    desk = context.desk
    found = backups.verified(backups.newest(folder or os.path.join(desk.folder, DEFAULT)))
    for finding in verifying.findings(desk, quick=True, since=found.hash):
        raise ConfigError(f"{storable(found.folder)}: {finding.where}: {finding.what}")
    damaged(found.damaged)
    age = desk.clock() - int(os.stat(os.path.join(found.folder, "aduan.db")).st_mtime)
    if age > oldest * _HOUR:
        sentence = _("{path}: it is {hours} hours old; at most {oldest} would be right")
        raise ConfigError(sentence.format(path=storable(found.folder), hours=age // _HOUR, oldest=oldest))
    if context.options.get("verbose"):
        sentence = _("{path}: it could be put back; complaints: {complaints}")
        context.say(sentence.format(path=storable(found.folder), complaints=found.complaints))
