"""`aduan plugin list`: the plugins of the desk, those that are enabled first and in their order."""

from __future__ import annotations

from typing import Any

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.config.plugin_files.listing import IN_FORCE, NOT_ENABLED, SET_ASIDE, Listed, listed
from aduan_cli.i18n import _

COLUMNS = ("name", "enabled", "owner", "unit", "categories", "code", "commands", "state")
_TABLE = ("name", "state", "owner", "unit", "categories", "code", "commands")


def plugin_row(plugin: Listed, set_aside: bool) -> dict[str, Any]:
    """Return a plugin in the order of `COLUMNS`. A manifest that is left out comes before code that is set aside."""
    return {
        "name": plugin.name,
        "enabled": plugin.state != NOT_ENABLED,
        "owner": plugin.owner,
        "unit": plugin.unit,
        "categories": plugin.categories,
        "code": plugin.code,
        "commands": list(plugin.commands),
        "state": SET_ASIDE if set_aside and plugin.state == IN_FORCE else plugin.state,
    }


@click.command("list", cls=Command)
@options.format_option
@click.pass_obj
def command(context: Context, /, format_: str | None) -> None:
    """List the plugins that are enabled, in their order, then the folders in plugins/ that are not.

    The state is in_force; left_out, its file on disk is not in force (aduan plugin check says why); set_aside, its
    code is not asked (aduan plugin doctor says why); or not_enabled.
    """
    from aduan_cli.config.rule_files.loader import load
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows

    desk = context.desk
    loaded = load(desk.folder, desk.store.accepted())
    states = desk.store.plugin_states()
    aside = {name for name, state in states.items() if state.set_aside_at is not None}
    rows = [plugin_row(plugin, plugin.name in aside) for plugin in listed(desk.folder, loaded)]
    context.page(format_)
    write_rows(rows, format_ or "table", COLUMNS, _TABLE, layout=Layout(("unit", "commands"), "-"))
    if not rows:
        context.say(_("there are no plugins; begin one with: aduan plugin new NAME --unit ID"))
