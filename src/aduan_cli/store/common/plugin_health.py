"""What a run of a plugin's code adds to how it did so far, and when a plugin is set aside."""

from __future__ import annotations

from aduan_cli.model import FAILURES_IN_A_ROW
from aduan_cli.stored import PluginRun, PluginState


def after_run(before: PluginState, run: PluginRun, at: int) -> PluginState:
    """Return how a plugin did, this run included; `at`: the time of a failure, and of being set aside."""
    in_row = run.in_row if run.succeeded else before.in_row + run.in_row
    why = run.over or (f"{in_row} failures in a row" if in_row >= FAILURES_IN_A_ROW else None)
    now = before._replace(
        calls=before.calls + run.calls,
        failures=before.failures + run.failures,
        in_row=in_row,
        seconds=before.seconds + run.seconds,
        slowest=max(before.slowest, run.slowest),
    )
    if run.failures:
        now = now._replace(failure=run.failure, failed_at=at)
    if why and before.set_aside_at is None:
        now = now._replace(set_aside_at=at, set_aside_why=why)
    return now
