"""`aduan plugin new`: begin a plugin, in the desk or as a distribution of its own."""

from __future__ import annotations

import os
import shlex

import click

from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
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
    from aduan_cli.app.plugin_care import begin, begin_distribution

    if folder is not None and not dist:
        raise UsageError(_("--to goes with --dist"))
    at_hand = _is_at_hand(context) if dist else True
    if dist:
        target = folder or name
        made = begin_distribution(context.desk if at_hand else None, name, unit, code, target)
        check, then = _next(target, at_hand)
    else:
        made = begin(context.desk, name, unit, code)
        check, then = f"aduan plugin check {name}", f"aduan plugin enable {name}"
    for path in made:
        context.say(_("made: {path}").format(path=path))
    context.say(_("next: {check}; then: {then}").format(check=check, then=then))


def _next(target: str, at_hand: bool) -> tuple[str, str]:
    """Return what to type to check a distribution and to install it; away from any desk it is checked in a new one."""
    check = f"aduan plugin check {shlex.quote(target)}"
    if not at_hand:
        new = shlex.quote(f"{target}-desk")
        check = f"aduan init --empty {new} && aduan --desk {new} plugin check {shlex.quote(target)}"
    return check, f"pip install {shlex.quote(target if os.path.isabs(target) else os.path.join('.', target))}"


def _is_at_hand(context: Context) -> bool:
    """Say whether there is a desk here; one that was named must be there."""
    try:
        return bool(context.desk.folder)
    except NotFoundError:
        if context.options.get("desk"):
            raise
        return False
