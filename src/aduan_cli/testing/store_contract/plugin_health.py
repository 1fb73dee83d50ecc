"""The role `PluginHealth`: how the units' code does."""

from __future__ import annotations

import pytest

from aduan_cli.errors import NotAllowedError, UsageError
from aduan_cli.ports import PluginState, Store
from aduan_cli.testing.store_contract.base import Contract
from aduan_cli.testing.store_contract.calls import MORNING, call
from aduan_cli.testing.store_contract.given import change, changed, failed, ran, take


class PluginHealthContract(Contract):
    """What code did is stored with steps, so the store must bring `Steps` and `History` too."""

    def test_what_plugins_did_is_added_up(self, store: Store) -> None:
        """With a change, with calls that are taken, or alone: calls, failures and seconds are added, not `slowest`."""
        assert store.plugin_states() == {}
        complaint = call()
        take(store, [complaint, call()], [ran("bpbd", seconds=0.5, slowest=0.4), ran("bmsda", calls=3, seconds=0.25)])
        noted = changed(complaint, {}, "noted", None, MORNING + 60, {"plugin": "bpbd"})
        change(store, [noted], [failed("bpbd", seconds=2.0, slowest=2.0)], MORNING + 60)
        change(store, [], [ran("bpbd", calls=2, seconds=0.5, slowest=0.25)], MORNING + 90)
        state = PluginState("bpbd", 4, 1, 0, 3.0, 2.0, "route: time", MORNING + 60)
        assert store.plugin_states() == {"bmsda": PluginState("bmsda", 3, seconds=0.25), "bpbd": state}
        assert [event.type for event in store.events(complaint)] == ["logged", "noted"]

    def test_failures_in_a_row_are_counted_over_commands_and_a_success_ends_the_row(self, store: Store) -> None:
        change(store, [], [failed("bpbd")], MORNING)
        change(store, [], [failed("bpbd")], MORNING + 1)
        assert store.plugin_states()["bpbd"].in_row == 2
        change(store, [], [ran("bpbd")], MORNING + 2)
        assert store.plugin_states()["bpbd"].in_row == 0
        # One command: two failures, a success, then one more.
        change(store, [], [failed("bpbd", calls=4, failures=3, in_row=1, succeeded=True)], MORNING + 3)
        state = store.plugin_states()["bpbd"]
        assert (state.in_row, state.failures, state.set_aside_at) == (1, 5, None)

    def test_three_failures_in_a_row_set_a_plugin_aside(self, store: Store) -> None:
        for number in range(5):
            change(store, [], [failed("bpbd")], MORNING + number)
        state = store.plugin_states()["bpbd"]
        assert (state.set_aside_at, state.set_aside_why) == (MORNING + 2, "3 failures in a row")
        assert (state.in_row, state.failed_at) == (5, MORNING + 4)

    def test_a_plugin_is_set_aside_when_a_command_says_so(self, store: Store) -> None:
        take(store, [call()], [failed("bpbd", over="20 failures in one command", succeeded=True)])
        state = store.plugin_states()["bpbd"]
        assert (state.set_aside_at, state.set_aside_why) == (MORNING, "20 failures in one command")
        assert store.plugin_states().keys() == {"bpbd"}

    def test_a_plugin_that_was_set_aside_can_be_enabled_and_begins_anew(self, store: Store) -> None:
        assert store.enable_plugin("bpbd", "rina", MORNING) is False
        change(store, [], [failed("bpbd")], MORNING)
        assert store.enable_plugin("bpbd", "rina", MORNING) is False
        change(store, [], [failed("bpbd"), ran("dlh")], MORNING)
        change(store, [], [failed("bpbd")], MORNING)
        assert store.enable_plugin("bpbd", "rina", MORNING + 9) is True
        assert store.plugin_states().keys() == {"dlh"}
        assert store.enable_plugin("bpbd", "rina", MORNING + 9) is False
        change(store, [], [failed("bpbd")], MORNING)
        assert store.plugin_states()["bpbd"].in_row == 1

    def test_what_plugins_did_is_stored_with_the_changes_or_not_at_all(self, store: Store) -> None:
        complaint = call()
        take(store, [complaint])
        change(store, [changed(complaint, {"unit": "bpbd"}, "routed", None, MORNING, {})])
        year_without_a_ticket = call(-3_000_000_000)
        with pytest.raises(UsageError):
            take(store, [call(), year_without_a_ticket], [failed("bpbd")])
        assert store.plugin_states() == {}
        with pytest.raises(NotAllowedError):  # somebody else was faster; the code has run all the same
            change(store, [changed(complaint, {"unit": "dlh"}, "routed", None, MORNING, {})], [failed("bpbd")], MORNING)
        assert store.plugin_states()["bpbd"].failures == 1

    def test_where_no_code_ran_nothing_is_told(self, store: Store) -> None:
        change(store, [], [], MORNING)
        take(store, [])
        assert store.plugin_states() == {}
