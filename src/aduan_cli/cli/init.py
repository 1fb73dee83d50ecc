"""`aduan init`: make a desk in a folder."""

from __future__ import annotations

import os
import shlex

import click

from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.model import RULES_FILE, STORE_FILE


@click.command("init", cls=Command)
@click.argument("folder", type=FILE_NAME, metavar="[DIR]", required=False, default=".")
@click.option("--empty", is_flag=True, help="For another city: a commented minimal rules.toml.")
@click.option("--group", metavar="GROUP", help="For everybody in this group of the machine; else for you alone.")
@click.pass_obj
def command(context: Context, /, folder: str, empty: bool, group: str | None) -> None:
    """Make a working desk in DIR (default: this folder): the desk of Bekasi, ready to take calls.

    Nothing that is there already is overwritten. `aduan desk` changes later whose it is.
    """
    from aduan_cli.app import sharing

    _refuse_rules_lost(context, folder)
    made = sharing.begin(folder, empty, group)
    for path in made:
        context.say(_("made: {path}").format(path=path))
    if group is not None:
        _accept(context, folder, group)
    call = _("a citizen reports rubbish all over the market") if empty else "lampu PJU mati di Teluk Pucung"
    context.say(_('next: cd {folder} && aduan log "{call}"').format(folder=shlex.quote(folder), call=call))


def _refuse_rules_lost(context: Context, folder: str) -> None:
    """Raise `UsageError` in a desk that had rules: the starter's would decide its calls in their place."""
    if os.path.lexists(os.path.join(folder, RULES_FILE)) or not os.path.exists(os.path.join(folder, STORE_FILE)):
        return
    context.options["desk"] = folder
    last = context.desk.store.last_revision()
    if last is not None:
        sentence = _(
            "{folder} is a desk whose {file} is gone; put it back, or: aduan --desk {quoted} rules restore {name}"
        )
        quoted = shlex.quote(folder)
        raise UsageError(sentence.format(folder=folder, file=RULES_FILE, quoted=quoted, name=last))


def _accept(context: Context, folder: str, group: str) -> None:
    """Bring the new rules into force at once: until then they could not say whom they trust."""
    from aduan_cli.app import sharing
    from aduan_cli.cli.desk.changing import accept

    context.options["desk"] = folder
    accept(context, group)
    for sentence in sharing.kept_out(context.desk, group):
        context.warn(sentence)
