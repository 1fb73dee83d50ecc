"""The terminal's plugin, through the helpers that aduan has for those who write plugins."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.testing import LoadedPlugin, complaint, load_plugin

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "aduan_terminal"


@pytest.fixture(scope="module")
def plugin() -> LoadedPlugin:
    """Return the package's code, with the units that its manifest declares."""
    return load_plugin(PACKAGE, units={"terminal", "terminal-peron"})


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("Atap peron 4 di terminal bus bocor", 4),
        ("lampu di Peron no. 11 mati", 11),
        ("peron nomor 7 kotor", 7),
        ("toilet terminal bus kotor", None),
        ("peronnya kotor", None),
    ],
)
def test_a_platform_goes_to_its_crew(plugin: LoadedPlugin, text: str, platform: int | None) -> None:
    """The number decides; without one the manifest does."""
    decision = plugin.route(complaint(category="fasilitas-terminal", text=text, unit="terminal"))
    assert (decision and decision.reason) == (platform and f"peron {platform}")


def test_the_answer_wins_over_the_words(plugin: LoadedPlugin) -> None:
    """What the officer asked for is surer than what the caller happened to say."""
    call = complaint(category="fasilitas-terminal", text="peron 4 bocor", unit="terminal", answers={"peron": 5})
    decision = plugin.route(call)
    assert decision is not None
    assert decision.reason == "peron 5"


def test_a_platform_that_is_not_there_is_noted(plugin: LoadedPlugin) -> None:
    """Nothing is refused for it."""
    call = complaint(category="fasilitas-terminal", text="peron 13 bocor", unit="terminal")
    assert plugin.validate(call) == ["peron 13 tidak ada; yang ada 1 sampai 12"]
