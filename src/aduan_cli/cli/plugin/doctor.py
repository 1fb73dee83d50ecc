"""`aduan plugin doctor`: how the enabled plugins' code is doing, asked under the guard and by what was counted."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from aduan_cli.cli import options
from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.plugin.places import code_at, refuse_loss
from aduan_cli.config.plugin_files.listing import IN_FORCE, INSTALLED, NOT_ENABLED, SET_ASIDE, Listed, listed
from aduan_cli.config.plugin_files.places import Place
from aduan_cli.errors import PartialError
from aduan_cli.i18n import _, ngettext
from aduan_cli.plugins.limits import why_set_aside
from aduan_cli.stored import PluginState

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

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
    from aduan_cli.config.rule_files.loader import load
    from aduan_cli.render.layout import Layout
    from aduan_cli.render.rows import write_rows
    from aduan_cli.render.table import short_time

    desk = context.desk
    desk.leave_changes()
    loaded = load(desk.folder, desk.store.accepted())
    states = desk.store.plugin_states()
    zone, table = desk.zone, format_ in (None, "table", "md")
    moment = (lambda at: short_time(at, zone)) if table else zone.iso
    enabled = [plugin for plugin in listed(desk.folder, loaded) if plugin.state != NOT_ENABLED]
    rows = [
        _row(plugin, loaded.revision, states.get(plugin.name), moment, _looked_at(context, plugin, loaded.rules))
        for plugin in enabled
    ]
    context.page(format_)
    write_rows(
        rows, format_ or "table", COLUMNS, _TABLE, layout=Layout(("code", "slowest_ms", "hooks"), "last_failure")
    )
    if loaded.revision:
        context.say(_("revision {name} is in force").format(name=loaded.revision))
    _tell(context, rows)


def _row(
    plugin: Listed, revision: str | None, state: PluginState | None, moment: Any, seen: dict[str, Any]
) -> dict[str, Any]:
    """Return what is known of a plugin, in the order of `COLUMNS`."""
    state = state or PluginState(plugin.name)
    aside = state.set_aside_at is not None
    return {
        "name": plugin.name,
        "state": SET_ASIDE if aside and plugin.state == IN_FORCE else plugin.state,
        "folder": plugin.folder,
        "revision": revision,
        "code": seen["code"],
        "hooks": seen["hooks"],
        "problem": seen["problem"],
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


def _looked_at(context: Context, plugin: Listed, rules: Rules) -> dict[str, Any]:
    """Return the hash of a plugin's code, the hooks that it answers, and what keeps it from being imported."""
    from aduan_cli.plugins.code import UnusableError
    from aduan_cli.plugins.guard import FailedError
    from aduan_cli.plugins.limits import limits_of

    desk = context.desk
    seen: dict[str, Any] = {"code": None, "hooks": None, "problem": None}
    place = Place(plugin.name, plugin.folder, plugin.folder, package=plugin.code == INSTALLED)
    try:
        code = code_at(desk.folder, place, rules["trust"])
    except UnusableError as error:
        return {**seen, "problem": str(error)}
    if code is None:
        return seen
    seen["code"] = code.sha256[:DIGITS]
    if context.options.get("no_plugins"):
        return seen
    limits = limits_of(rules["limits"])
    try:
        child = desk.guarded(code, limits)
        try:
            seen["hooks"] = sorted(child.hooks(monotonic() + limits.load))
        finally:
            child.end()
    except FailedError as error:
        refuse_loss(context, error)
        seen["problem"] = " ".join(error.failure.message.split())
    return seen


def _tell(context: Context, rows: list[dict[str, Any]]) -> None:
    """Say what is ill, one sentence each. Raises `PartialError` when anything is."""
    ill = [row for row in rows if row["problem"] or row["set_aside_at"]]
    for row in ill:
        name = row["name"]
        if row["problem"]:
            context.warn(
                _("plugin '{plugin}': its code can't be imported: {why}").format(plugin=name, why=row["problem"])
            )
        if row["set_aside_at"]:
            sentence = _("plugin '{plugin}' is set aside since {time} ({why}); aduan plugin enable {plugin}")
            why = why_set_aside(row["set_aside_why"])
            context.warn(sentence.format(plugin=name, time=row["set_aside_at"], why=why))
    if ill:
        count = len(ill)
        raise PartialError(ngettext("{count} plugin is ill", "{count} plugins are ill", count).format(count=count))
