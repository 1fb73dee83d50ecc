"""`aduan plugin check`: everything that is wrong with a plugin, its code tried under the guard."""

from __future__ import annotations

import click

from aduan_cli.cli import options
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.rules.check import tell
from aduan_cli.i18n import _, ngettext


@click.command("check", cls=Command)
@click.argument("plugin", required=False, type=FILE_NAME, metavar="[NAME|DIR]")
@click.option("--strict", is_flag=True, help="Warnings count as errors (for CI).")
@options.format_option
@click.pass_obj
def command(context: Context, /, plugin: str | None, strict: bool, format_: str | None) -> None:
    """Find everything that is wrong with a plugin, or with all that are enabled.

    NAME may also be one that is not enabled yet, DIR one that lies elsewhere: they are checked as if they stood
    last in the list of rules.toml. Checked are the manifest against this desk, its examples, and its code: imported
    and asked about the examples in a process of its own, within its limits. One line for each problem, as of `aduan
    rules check`. Exit code 3 when there is an error, 0 when there are only warnings.
    """
    from aduan_cli.app.plugin_check import PluginCheck

    desk = context.desk
    desk.leave_changes()
    problems, count = PluginCheck(desk, plugin).run()
    tell(context, problems, strict, format_)
    if not problems and not count:
        context.say(_("no plugin is enabled, so there is nothing to check"))
    elif not problems:
        context.say(
            ngettext("{count} plugin: nothing is wrong", "{count} plugins: nothing is wrong", count).format(count=count)
        )
