"""For those who write plugins: helpers for their tests, which are our own as well.

    from aduan_cli.testing import complaint, load_plugin, route, run_cases

    def test_a_pole_is_for_the_crew() -> None:
        plugin = load_plugin("plugins/bmsda/plugin.py")
        assert plugin.route(complaint(category="pju-mati", text="tiang 12 mati", unit="bmsda-pju")) is None

    def test_the_whole_way() -> None:
        routed = route("Penelepon melaporkan lampu PJU mati", desk=".")
        assert (routed.unit, routed.step, routed.failures) == ("bmsda-pju", "category", ())

`pytest_plugins = ["aduan_cli.testing.fixtures"]` in a `conftest.py` brings the fixtures `aduan_desk`, `aduan` and
`fake_clock`; pytest itself is needed for nothing else here. `aduan_cli.testing.misbehaving` is a plugin for each way
to go wrong, for whoever changes what keeps them away from the desk; `aduan_cli.testing.store_contract` is for who
writes a store of another kind.
"""

from __future__ import annotations

from aduan_cli.plugins.hook_results import AnswerError
from aduan_cli.testing.cases import run_cases
from aduan_cli.testing.clock import FakeClock
from aduan_cli.testing.commands import Aduan, clean_environment, runner
from aduan_cli.testing.desks import RULES, desk, manifest
from aduan_cli.testing.factories import complaint, event, message
from aduan_cli.testing.loading import LoadedPlugin, load_plugin
from aduan_cli.testing.no_code import NoCode
from aduan_cli.testing.notifying import RecordingNotifier
from aduan_cli.testing.routing import Routed, Routes, route

__all__ = [
    "RULES",
    "Aduan",
    "AnswerError",
    "FakeClock",
    "LoadedPlugin",
    "NoCode",
    "RecordingNotifier",
    "Routed",
    "Routes",
    "clean_environment",
    "complaint",
    "desk",
    "event",
    "load_plugin",
    "manifest",
    "message",
    "route",
    "run_cases",
    "runner",
]
