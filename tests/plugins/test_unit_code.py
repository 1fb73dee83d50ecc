"""The units' code as the flow sees it: asked only where there is some, and nothing is loaded before it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.model import NO_PLUGINS, SET_ASIDE, Consulted
from aduan_cli.plugins.unit_code import UnitCode, has_code


class Asking:
    """What asks code, and notes what it was asked."""

    def __init__(self, ready: Sequence[str] = ("bmsda",), failed: bool = False) -> None:
        self._ready, self.failed = ready, failed
        self.asked: list[tuple[str, Sequence[str]]] = []
        self.closed: list[bool] = []

    def ready(self, plugin: str, hook: str | None = None) -> bool:
        return plugin in self._ready and hook != "observe"

    def left_out(self, plugin: str) -> str | None:
        return SET_ASIDE

    def ask(self, plugin: str, complaint: Complaint, hooks: Sequence[str], event: object = None) -> Consulted:
        self.asked.append((plugin, hooks))
        return Consulted(plugin, None, asked=tuple(hooks))

    def runs(self) -> list[str]:
        return ["a run"]

    def close(self, wait: bool) -> bool:
        self.closed.append(wait)
        return True


class Made:
    """Makes what asks, and counts how often."""

    def __init__(self, asking: Asking) -> None:
        self.asking, self.times = asking, 0

    def __call__(self) -> Any:
        self.times += 1
        return self.asking


def code(made: Made, asked: bool = True) -> UnitCode:
    """Return the code of a desk in which `bmsda` and `bpbd` have some."""
    return UnitCode(lambda plugin: plugin in ("bmsda", "bpbd"), made, asked)


def test_nothing_is_made_for_a_plugin_without_code() -> None:
    """Most calls are of a unit that has a manifest alone: for these nothing is loaded."""
    made = Made(Asking())
    units = code(made)
    for plugin in ("dlh", "", None):
        assert not units.ready(plugin)
    assert units.left_out("dlh") is None
    assert units.ask("dlh", Complaint(), ["route"]) == Consulted("dlh", None)
    assert (units.runs(), units.failed, units.close()) == ([], False, False)
    assert made.times == 0


def test_it_is_made_once_and_asked() -> None:
    made = Made(Asking())
    units = code(made)
    assert units.ready("bmsda")
    assert units.ready("bmsda", "route")
    assert not units.ready("bmsda", "observe")
    assert units.ask("bmsda", Complaint(), ["route"]).asked == ("route",)
    assert (made.times, made.asking.asked) == (1, [("bmsda", ["route"])])
    assert units.runs() == ["a run"]
    assert units.close(wait=True)
    assert made.asking.closed == [True]


def test_why_code_was_not_asked_is_known() -> None:
    """The command left it out, or it was set aside; where it is asked there is no why."""
    units = code(Made(Asking()))
    assert units.left_out("bmsda") is None
    assert units.left_out("bpbd") == SET_ASIDE
    without = code(made := Made(Asking()), asked=False)
    assert without.left_out("bmsda") == NO_PLUGINS
    assert not without.ready("bmsda")
    assert without.exists("bmsda")
    assert not without.exists("dlh")
    assert made.times == 0


@pytest.mark.parametrize("failed", [True, False])
def test_a_failure_is_the_commands(failed: bool) -> None:
    units = code(Made(Asking(failed=failed)))
    assert not units.failed
    units.ready("bmsda")
    assert units.failed is failed


def test_a_link_to_code_that_is_gone_is_code(tmp_path: Any) -> None:
    """It fails, and is not passed over in silence; an installed distribution has some always."""
    folder = tmp_path / "plugins" / "satu"
    folder.mkdir(parents=True)
    assert not has_code(str(tmp_path), "satu", {})
    (folder / "plugin.py").symlink_to(tmp_path / "tiada.py")
    assert has_code(str(tmp_path), "satu", {})
    assert has_code(str(tmp_path), "dua", {"dua": object()})
