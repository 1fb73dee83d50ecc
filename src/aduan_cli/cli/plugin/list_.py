"""`aduan plugin list`: the plugins of the desk, those that are enabled first and in their order."""

from __future__ import annotations

import click

from aduan_cli.app.plugin_care import NOT_ENABLED, Listed, plugins_of, unlisted
from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.i18n import _

COLUMNS = ("name", "enabled", "owner", "unit", "categories", "code", "commands", "state")
_TABLE = ("name", "state", "owner", "unit", "categories", "code", "commands")


def plugin_row(plugin: Listed, state: str) -> dict[str, object]:
    """Return a plugin in the order of `COLUMNS`."""
    return {
        "name": plugin.name,
        "enabled": plugin.state != NOT_ENABLED,
        "owner": plugin.owner,
        "unit": plugin.unit,
        "categories": plugin.categories,
        "code": plugin.code,
        "commands": list(plugin.commands),
        "state": state,
    }


@click.command("list", cls=Command)
@options.format_option
@click.pass_obj
def command(context: Context, /, format_: str | None) -> None:
    """List the plugins that are enabled, in their order, then the folders in plugins/ that are not.

    The state is in_force; left_out, its file on disk is not in force (aduan plugin check says why); set_aside, its
    code is not asked (aduan plugin doctor says why); or not_enabled.
    """
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows

    found = plugins_of(context.desk)
    rows = [plugin_row(plugin, found.state_of(plugin)) for plugin in found.listed]
    context.page(format_)
    write_rows(rows, format_ or "table", COLUMNS, _TABLE, layout=Layout(("unit", "commands"), "-"))
    for sentence in unlisted(context.desk):
        context.warn(f"plugins/: {sentence}")
    if not rows:
        context.say(_("there are no plugins; begin one with: aduan plugin new NAME --unit ID"))
