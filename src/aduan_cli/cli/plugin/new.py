"""`aduan plugin new`: begin a plugin, in the desk or as a distribution of its own."""

from __future__ import annotations

import os
import shlex

import click

from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.config.plugin_files.new_plugin import Wanted, new_distribution, new_plugin
from aduan_cli.config.starter import write_new
from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.i18n import _


@click.command("new", cls=Command)
@click.argument("name", metavar="NAME")
@click.option("--unit", metavar="ID", required=True, help="Id of the unit that acts, as in 'dlh'.")
@click.option("--code", is_flag=True, help="With code: a router and a validator to go on from.")
@click.option("--dist", is_flag=True, help="As an installable distribution, in ./NAME.")
@click.option("--to", "folder", type=FILE_NAME, metavar="DIR", help="With --dist: in this folder.")
@click.pass_obj
def command(context: Context, /, name: str, unit: str, code: bool, dist: bool, folder: str | None) -> None:
    """Begin the plugin NAME: a folder in plugins/ with a manifest that explains itself and holds as it is.

    Nothing counts before `aduan plugin enable NAME`. With --dist it is a distribution with a pyproject.toml and
    tests, made in a folder of its own, with or without a desk at hand. Nothing that is there is overwritten.
    """
    if folder is not None and not dist:
        raise UsageError(_("--to goes with --dist"))
    desk = _desk(context, needed=not dist)
    wanted = Wanted(name, unit, desk, code, context.desk.store.accepted().get("rules.toml") if desk else None)
    if dist:
        target = folder or name
        files = new_distribution(wanted)
        if os.path.lexists(target) and not (os.path.isdir(target) and not os.listdir(target)):
            raise UsageError(_("{path} is there already; choose another folder").format(path=target))
    else:
        target = os.path.join("plugins", name)
        files = {os.path.join(target, path): data for path, data in new_plugin(wanted).items()}
    for path in write_new(target if dist else str(wanted.desk), files):
        context.say(_("made: {path}").format(path=os.path.join(target, path) if dist else path))
    check, then = _next(target, desk) if dist else (f"aduan plugin check {name}", f"aduan plugin enable {name}")
    context.say(_("next: {check}; then: {then}").format(check=check, then=then))


def _next(target: str, desk: str | None) -> tuple[str, str]:
    """Return what to type to check a distribution and to install it; away from any desk it is checked in a new one."""
    check = f"aduan plugin check {shlex.quote(target)}"
    if desk is None:
        new = shlex.quote(f"{target}-desk")
        check = f"aduan init --empty {new} && aduan --desk {new} plugin check {shlex.quote(target)}"
    return check, f"pip install {shlex.quote(target if os.path.isabs(target) else os.path.join('.', target))}"


def _desk(context: Context, needed: bool) -> str | None:
    """Return the desk's folder; None where none is at hand, and none is needed."""
    try:
        return str(context.desk.folder)
    except NotFoundError:
        if needed or context.options.get("desk"):
            raise
        return None
