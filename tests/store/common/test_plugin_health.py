"""What a run of a plugin's code adds to how it did so far."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.model import FAILURES_IN_A_ROW
from aduan_cli.store.common.plugin_health import after_run
from aduan_cli.stored import PluginState
from aduan_cli.testing.store_contract.given import failed, ran


@given(st.lists(st.booleans(), max_size=12))
def test_so_many_failures_in_a_row_set_it_aside_and_no_fewer(outcomes: list[bool]) -> None:
    """From then on it stays so, since when and why; a success only ends the row."""
    state, row, since = PluginState("uji"), 0, None
    for at, succeeded in enumerate(outcomes):
        row = 0 if succeeded else row + 1
        if row == FAILURES_IN_A_ROW and since is None:
            since = at
        state = after_run(state, ran("uji") if succeeded else failed("uji"), at)
        assert (state.in_row, state.set_aside_at) == (row, since)
    assert (state.calls, state.failures) == (len(outcomes), outcomes.count(False))


def test_a_command_may_say_why_whatever_the_row() -> None:
    state = after_run(PluginState("uji", slowest=2.0), failed("uji", over="20 failures in one command", slowest=0.5), 7)
    assert (state.set_aside_at, state.set_aside_why, state.slowest) == (7, "20 failures in one command", 2.0)
    assert (state.failure, state.failed_at) == ("route: time", 7)
