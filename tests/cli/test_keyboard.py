"""Who sits at the terminal: what was typed before a question was shown stays there, and answers are yes or no."""

from __future__ import annotations

import os
import pty
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

import pytest

from aduan_cli import i18n
from aduan_cli.cli import keyboard
from aduan_cli.errors import NotAllowedError, UsageError


class Seat(NamedTuple):
    """A terminal: what a hand types is written to `typed`; `screen` is what is shown there.

    Tests put it in the place of stderr themselves: pytest has its own there once a test begins.
    """

    typed: int
    screen: TextIO


@pytest.fixture
def seat(monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    """Let this process sit at a terminal of its own."""
    i18n.choose("en")
    hand, terminal = pty.openpty()
    with (
        os.fdopen(terminal, "r", encoding="utf-8", closefd=False) as reading,
        os.fdopen(terminal, "w", encoding="utf-8", closefd=False) as writing,
    ):
        monkeypatch.setattr(sys, "stdin", reading)
        yield Seat(hand, writing)
    os.close(terminal)
    os.close(hand)


def test_nothing_typed_is_nothing_typed_ahead(seat: Seat) -> None:
    assert keyboard.has_line(0) is False
    assert keyboard.is_typed_ahead() is False


@pytest.mark.parametrize("typed", [b"y\n", b"y", b"\n", b"aduan list\n", "é".encode(), b"\t"])
def test_whatever_was_typed_before_is_seen_and_left_where_it_is(seat: Seat, typed: bytes) -> None:
    """Be it only the beginning of a line; whoever reads next gets all of it."""
    os.write(seat.typed, typed)
    assert keyboard.is_typed_ahead()
    assert keyboard.is_typed_ahead()
    if not typed.endswith(b"\n"):
        os.write(seat.typed, b"\n")
    assert sys.stdin.readline() == typed.decode().rstrip("\n") + "\n"


def test_a_line_that_comes_a_moment_later_is_waited_for(seat: Seat) -> None:
    later = threading.Timer(0.05, os.write, (seat.typed, b"y\n"))
    later.start()
    assert keyboard.has_line(5) is True
    later.join()


def test_a_line_that_does_not_come_is_not_waited_for_for_long(seat: Seat) -> None:
    started = time.monotonic()
    assert keyboard.has_line() is False
    assert time.monotonic() - started < 2


def test_the_terminal_is_as_it_was_after_a_look(seat: Seat) -> None:
    import termios

    before = termios.tcgetattr(sys.stdin.fileno())
    keyboard.is_typed_ahead()
    assert termios.tcgetattr(sys.stdin.fileno()) == before


def answered(seat: Seat, *typed: str) -> bool:
    """Answer a question with lines, each once the question is there."""
    for line in typed:
        os.write(seat.typed, f"{line}\n".encode())
    return keyboard.agrees("Move them?")


@pytest.mark.parametrize("typed", ["y", "Y", "yes", "ya", " YA "])
def test_yes_is_yes_in_either_language(seat: Seat, typed: str) -> None:
    assert answered(seat, typed)


@pytest.mark.parametrize("typed", ["", "n", "N", "no", "t", "tidak", " Tidak "])
def test_no_is_no_in_either_language_and_enter_alone_is_no(seat: Seat, typed: str) -> None:
    assert not answered(seat, typed)


def test_anything_else_is_asked_again(seat: Seat) -> None:
    assert answered(seat, "mungkin", "yess", "y")
    assert not answered(seat, "1", "n")


def test_nobody_is_asked_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said which option says yes."""
    i18n.choose("en")
    with Path(os.devnull).open(encoding="utf-8") as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        assert not keyboard.can_ask()
        with pytest.raises(UsageError, match="--yes"):
            keyboard.be_sure("Move them?", "nothing was moved")


def test_a_yes_that_was_typed_before_the_plan_was_shown_is_none(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", seat.screen)
    assert keyboard.can_ask()
    os.write(seat.typed, b"y\n")
    with pytest.raises(UsageError, match="--yes"):
        keyboard.be_sure("Move them?", "nothing was moved")
    assert sys.stdin.readline() == "y\n"


@pytest.mark.parametrize("agrees", [True, False])
def test_a_plan_is_carried_out_only_where_somebody_agrees(
    seat: Seat, monkeypatch: pytest.MonkeyPatch, agrees: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", seat.screen)
    monkeypatch.setattr(keyboard, "agrees", lambda question: agrees and question == "Move them?")
    if agrees:
        keyboard.be_sure("Move them?", "nothing was moved")
        return
    with pytest.raises(NotAllowedError, match="nothing was moved"):
        keyboard.be_sure("Move them?", "nothing was moved")
