"""A list that is drawn anew: never more than the terminal has, whatever goes wrong, and the screen comes back."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.cli import watching
from aduan_cli.cli.watching import _drawn, _own_screen, _show, _size, check, watch
from aduan_cli.errors import ConfigError, UsageError


class Screen(io.StringIO):
    """A terminal, as far as it is asked whether it is one."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True

    def fileno(self) -> int:
        """Say that it has no size."""
        raise OSError("no terminal")


def printing(lines: int) -> Callable[[int], None]:
    """Return what prints so many lines, however many there is room for."""

    def draw(_rows: int) -> None:
        sys.stdout.write("".join(f"line {n}\n" for n in range(lines)))

    return draw


@given(st.integers(0, 40), st.integers(1, 40))
def test_no_more_lines_than_rows_and_the_last_says_that_there_are_more(lines: int, rows: int) -> None:
    found = _drawn(printing(lines), rows)
    assert len(found) == min(lines, rows)
    assert (found[-1:] == ["…"]) is (lines > rows)
    shown = found[: min(lines, rows) - (lines > rows)]
    assert shown == [f"line {n}" for n in range(len(shown))]


def test_what_goes_wrong_meanwhile_is_shown_on_one_line_and_ends_nothing() -> None:
    """Rules that somebody is writing, a store that is away for a minute."""

    def draw(_rows: int) -> None:
        sys.stdout.write("half of it\n")
        raise ConfigError("rules.toml:3\nwrong \x1b[2J")

    assert _drawn(draw, 10) == ["error: rules.toml:3 wrong \\x1b[2J"]
    assert sys.stdout is not None


def test_each_picture_is_drawn_over_the_one_before_and_its_rest_goes() -> None:
    out = Screen()
    _show(out, ["a", "bb"])
    assert out.getvalue() == "\x1b[Ha\x1b[K\r\nbb\x1b[K\x1b[J"


def test_a_terminal_that_says_no_size_has_the_usual_one() -> None:
    assert _size(Screen()) == (80, 24)


@pytest.mark.parametrize(("term", "tty", "says"), [
    ("xterm", False, "--watch draws on a terminal"), ("dumb", True, "TERM=dumb"), (None, True, "TERM=dumb"),
])  # fmt: skip
def test_where_nothing_can_be_drawn_that_is_said(
    monkeypatch: pytest.MonkeyPatch, term: str | None, tty: bool, says: str
) -> None:
    monkeypatch.setattr(sys, "stdout", Screen() if tty else io.StringIO())
    if term is None:
        monkeypatch.delenv("TERM", raising=False)
    else:
        monkeypatch.setenv("TERM", term)
    with pytest.raises(UsageError, match=says):
        check()
    monkeypatch.setattr(sys, "stdout", Screen())
    monkeypatch.setenv("TERM", "xterm")
    check()


def test_the_screen_and_the_signals_of_before_come_back_whatever_ends_it() -> None:
    before = [signal.getsignal(one) for one in (signal.SIGWINCH, signal.SIGTERM)]
    out = Screen()
    with pytest.raises(KeyboardInterrupt), _own_screen(out):
        raise KeyboardInterrupt
    assert out.getvalue() == "\x1b[?1049h\x1b[?25l\x1b[?25h\x1b[?1049l"
    assert [signal.getsignal(one) for one in (signal.SIGWINCH, signal.SIGTERM)] == before


def test_one_that_is_told_to_end_gives_the_screen_back() -> None:
    out = Screen()
    with pytest.raises(SystemExit) as ended, _own_screen(out):
        os.kill(os.getpid(), signal.SIGTERM)
    assert ended.value.code == 128 + signal.SIGTERM
    assert out.getvalue().endswith("\x1b[?1049l")


def test_another_size_is_drawn_at_once() -> None:
    with _own_screen(Screen()) as resized:
        assert not resized.is_set()
        os.kill(os.getpid(), signal.SIGWINCH)
        assert resized.is_set()


@pytest.mark.parametrize("rows", [1, 2, 3, 10])
def test_a_picture_fits_its_terminal_and_asks_for_no_more_rows_than_it_shows(
    monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    """In a terminal of two rows it asked for -0 or fewer, which a store takes for all that there is."""
    asked: list[int] = []

    def draw(most: int) -> None:
        asked.append(most)
        printing(20)(most)
        if len(asked) == 2:
            raise KeyboardInterrupt

    out = Screen()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(watching, "_size", lambda _out: (12, rows))
    with pytest.raises(KeyboardInterrupt):
        watch(0, lambda: "14:05 · list · every 1 s", draw)
    picture = out.getvalue().split("\x1b[H")[1].split("\x1b[J")[0]
    lines = [line.removesuffix("\x1b[K") for line in picture.split("\r\n")]
    assert len(lines) == rows, "no row is left empty where there is more"
    assert asked[0] == max(1, rows - 2), "two are above the list"
    assert len(lines[0]) <= 12
    assert all(most >= 1 for most in asked)
    assert threading.current_thread() is threading.main_thread()
