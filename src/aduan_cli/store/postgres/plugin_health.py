"""How the units' code did, and which plugin is set aside; inside the transaction of the step that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from aduan_cli.complaint.events import PLUGIN_ENABLED, PLUGIN_SET_ASIDE
from aduan_cli.store.common.plugin_health import after_run
from aduan_cli.store.postgres.events import note_event
from aduan_cli.store.postgres.session import Session
from aduan_cli.stored import PluginRun, PluginState

_COLUMNS = PluginState._fields
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM plugin"
_UPSERT = (
    f"INSERT INTO plugin ({', '.join(_COLUMNS)}) VALUES ({', '.join(['%s'] * len(_COLUMNS))}) ON CONFLICT (plugin) DO"
    f" UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])}"
)


def states(session: Session) -> dict[str, PluginState]:
    """Return how each plugin did so far, by its name."""
    return {row[0]: PluginState(*row) for row in session.rows(f"{_SELECT} ORDER BY plugin")}


def record(session: Session, runs: Iterable[PluginRun], at: int) -> None:
    """Add what plugins did; one that fails too often is set aside, with an event of the desk."""
    for run in runs:
        row = session.row(f"{_SELECT} WHERE plugin = %s", (run.plugin,))
        before = PluginState(*row) if row else PluginState(run.plugin)
        after = after_run(before, run, at)
        session.execute(_UPSERT, tuple(after._asdict().values()))
        if after.set_aside_at != before.set_aside_at:
            data = {"plugin": run.plugin, "why": after.set_aside_why, "failure": after.failure}
            note_event(session, PLUGIN_SET_ASIDE, None, at, data)


def enable(session: Session, plugin: str, actor: str | None, at: int) -> bool:
    """Let a plugin be asked again; what was counted begins anew. False when it was not set aside."""
    if session.count("DELETE FROM plugin WHERE plugin = %s AND set_aside_at IS NOT NULL", (plugin,)) == 0:
        return False
    note_event(session, PLUGIN_ENABLED, actor, at, {"plugin": plugin})
    return True
