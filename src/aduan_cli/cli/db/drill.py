"""`aduan db drill`: whether the newest backup could be put back."""

from __future__ import annotations

import os

import click

from aduan_cli.amounts import hours
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.db.backup import DEFAULT, damaged, give_way
from aduan_cli.errors import ConfigError
from aduan_cli.i18n import _
from aduan_cli.storable import storable

_HOUR = 3600


@click.command("drill", cls=Command)
@click.argument("folder", type=FILE_NAME, required=False)
@click.option("--oldest", default=26, type=click.IntRange(min=1), metavar="HOURS", help="How old it may be: 26 hours.")
@click.pass_obj
def command(context: Context, /, folder: str | None, oldest: int) -> None:
    """See that the newest backup in FOLDER can be put back.

    It is put back into a scratch place beside it, and verified there. Its newest event must be one of the desk's, with
    as many complaints as the desk had by then, and the account of its last day must add up. For cron: silent when all
    is well; else, or where it is too old, the exit code is 3.
    """
    from aduan_cli.app import backups, drilling

    give_way()
    desk = context.desk
    found, wrong = drilling.drill(desk, backups.newest(desk, folder or os.path.join(desk.folder, DEFAULT)))
    if wrong:
        raise ConfigError(f"{storable(found.folder)}: {'; '.join(wrong)}")
    damaged(found.damaged)
    age = desk.clock() - backups.made_at(desk, found.folder)
    if age > oldest * _HOUR:
        sentence = _("{path}: it is {hours} old; at most {oldest} would be right")
        raise ConfigError(sentence.format(path=storable(found.folder), hours=hours(age // _HOUR), oldest=oldest))
    if context.options.get("verbose"):
        sentence = _("{path}: it was put back and verified; complaints: {complaints}; hours old: {hours}")
        said = {"path": storable(found.folder), "complaints": found.complaints, "hours": age // _HOUR}
        context.say(sentence.format(**said))
