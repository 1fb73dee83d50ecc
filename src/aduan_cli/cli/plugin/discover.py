"""`aduan plugin discover`: look for plugins that are installed distributions."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _

COLUMNS = ("name", "enabled", "distribution", "version", "package", "folder")
_TABLE = ("name", "enabled", "distribution", "version")


@click.command("discover", cls=Command)
@click.option("--all", "everything", is_flag=True, help="Also those that are enabled already.")
@options.format_option
@click.pass_obj
def command(context: Context, /, everything: bool, format_: str | None) -> None:
    """Look for plugins that are installed (entry points of the group `aduan`) and list those not enabled.

    Nothing of them is imported. What is found is remembered: no other command looks for it.
    """
    from aduan_cli.app.plugin_care import discovered
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    found = discovered(desk)
    enabled = desk.rules["scopes"]
    rows = [
        {**one._asdict(), "enabled": name in enabled}
        for name, one in found.items()
        if everything or name not in enabled
    ]
    write_rows(rows, format_ or "table", COLUMNS, _TABLE)
    if rows:
        context.say(_("enable one with: aduan plugin enable NAME"))
    elif not found:
        context.say(_("no installed plugin was found"))
