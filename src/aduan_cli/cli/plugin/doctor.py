"""`aduan plugin doctor`: how the enabled plugins' code is doing, asked under the guard and by what was counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import click

from aduan_cli.app.plugin_care import NOT_ENABLED, Listed, Plugins, Seen, look_at, plugins_of, why_set_aside
from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.errors import PartialError
from aduan_cli.i18n import _, ngettext
from aduan_cli.stored import PluginState

COLUMNS = (
    "name", "state", "folder", "revision", "code", "hooks", "problem", "calls", "failures", "in_row", "mean_ms",
    "slowest_ms", "last_failure", "last_failure_at", "set_aside_at", "set_aside_why",
)  # fmt: skip
_TABLE = ("name", "state", "code", "hooks", "calls", "failures", "in_row", "mean_ms", "slowest_ms", "last_failure")
DIGITS = 12
"""Hex digits of the code's hash."""


@click.command("doctor", cls=Command)
@options.format_option
@click.pass_obj
def command(context: Context, /, format_: str | None) -> None:
    """Show how the enabled plugins' code is doing: calls, failures, times, and what was set aside.

    The code of each is imported in a process of its own and says which hooks it answers; with --no-plugins it is
    left alone. Exit code 6 when a plugin is set aside, or its code can't be imported now.
    """
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows
    from aduan_cli.render.table import short_time

    desk = context.desk
    desk.leave_changes()
    found = plugins_of(desk)
    zone, table = desk.zone, format_ in (None, "table", "md")
    moment = (lambda at: short_time(at, zone)) if table else zone.iso
    enabled = [plugin for plugin in found.listed if plugin.state != NOT_ENABLED]
    rows = [_row(found, plugin, look_at(desk, plugin, found.rules), moment) for plugin in enabled]
    context.page(format_)
    write_rows(
        rows, format_ or "table", COLUMNS, _TABLE, layout=Layout(("code", "slowest_ms", "hooks"), "last_failure")
    )
    if found.revision:
        context.say(_("revision {name} is in force").format(name=found.revision))
    _tell(context, found.states, rows)


def _row(found: Plugins, plugin: Listed, seen: Seen, moment: Callable[[int], str]) -> dict[str, object]:
    """Return what is known of a plugin, in the order of `COLUMNS`."""
    state = found.states.get(plugin.name) or PluginState(plugin.name)
    return {
        "name": plugin.name,
        "state": found.state_of(plugin),
        "folder": plugin.folder,
        "revision": found.revision,
        "code": seen.sha256 and seen.sha256[:DIGITS],
        "hooks": seen.hooks,
        "problem": seen.problem,
        "calls": state.calls,
        "failures": state.failures,
        "in_row": state.in_row,
        "mean_ms": round(state.seconds / state.calls * 1000, 1) if state.calls else None,
        "slowest_ms": round(state.slowest * 1000, 1) if state.calls else None,
        "last_failure": state.failure,
        "last_failure_at": None if state.failed_at is None else moment(state.failed_at),
        "set_aside_at": None if state.set_aside_at is None else moment(state.set_aside_at),
        "set_aside_why": state.set_aside_why,
    }


def _tell(context: Context, states: Mapping[str, PluginState], rows: list[dict[str, object]]) -> None:
    """Say what is ill, one sentence each. Raises `PartialError` when anything is."""
    ill = [row for row in rows if row["problem"] or row["set_aside_at"]]
    for row in ill:
        name = str(row["name"])
        if row["problem"]:
            context.warn(
                _("plugin '{plugin}': its code can't be imported: {why}").format(plugin=name, why=row["problem"])
            )
        if row["set_aside_at"]:
            sentence = _("plugin '{plugin}' is set aside since {time} ({why}); aduan plugin enable {plugin}")
            why = why_set_aside(states[name].set_aside_why)
            context.warn(sentence.format(plugin=name, time=row["set_aside_at"], why=why))
    if ill:
        count = len(ill)
        raise PartialError(ngettext("{count} plugin is ill", "{count} plugins are ill", count).format(count=count))
