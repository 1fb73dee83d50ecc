"""Colours: one place decides, and nothing is said by them alone."""

from __future__ import annotations

import io

import pytest

from aduan_cli.render import colour
from screens import Screen


@pytest.mark.parametrize(
    ("mode", "environment", "terminal", "on"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_the_option_wins_then_no_color_then_force_color(
    monkeypatch: pytest.MonkeyPatch, mode: str, environment: dict[str, str], terminal: bool, on: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    colour.choose(mode)
    assert colour.is_on(Screen() if terminal else io.StringIO()) is on


def test_a_value_has_the_colour_of_its_field_a_sign_before_it_or_not() -> None:
    assert colour.of("priority", "!! emergency") == colour.of("priority", "emergency") == colour.of("!", "!!") != ""
    assert colour.of("status", "routed") != ""
    assert (colour.of("text", "routed"), colour.of("status", "menunggu"), colour.of("priority", "")) == ("", "", "")
    assert (colour.painted("", "31"), colour.painted("a", ""), colour.painted("a", "31")) == (
        "",
        "a",
        "\x1b[31ma\x1b[0m",
    )
