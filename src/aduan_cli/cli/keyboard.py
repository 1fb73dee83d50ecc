"""Who sits at the terminal: whether somebody can be asked, and whether what is typed can be an answer.

What was typed or pasted before a question was shown was meant for the shell. It is never read here, so that it stays
in the terminal's queue and the shell finds it there.
"""

from __future__ import annotations

import os
import sys
from select import select

from aduan_cli.i18n import _

_SETTLED = 0.05
"""Seconds without input after which a terminal is taken for idle; a paste arrives faster, a hand is slower."""
_BURST = 0.02
"""Seconds after a line within which another one is of the same paste."""


_YES, _NO = ("y", "yes", "ya"), ("", "n", "no", "t", "tidak")
"""What is typed for yes and for no."""


def can_ask() -> bool:
    """Say whether somebody sits at the terminal who sees a question and can answer it: not for a job in the back."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError):  # Not the terminal that this session is controlled by: nothing forbids to read it.
        return True


def be_sure(question: str, refusal: str) -> None:
    """Ask whether a plan that was shown is right.

    Raises `UsageError` where nobody can be asked, `NotAllowedError` with the refusal where the answer is no.
    """
    from aduan_cli.errors import NotAllowedError, UsageError

    if not can_ask() or is_typed_ahead():
        raise UsageError(_("--yes is needed where nobody can be asked"))
    if not agrees(question):
        raise NotAllowedError(refusal)


def agrees(question: str) -> bool:
    """Ask for yes or no, in either language; Enter alone is no."""
    import click

    from aduan_cli.cli import streams

    asked = streams.fitting(question + " " + _("[y/N]"))
    while True:
        typed = click.prompt(asked, default="", show_default=False, err=True).strip().lower()
        if typed in _YES or typed in _NO:
            return typed in _YES
        click.echo(streams.fitting(_("y or n would be right")), err=True)


def is_typed_ahead() -> bool:
    """Say whether input is there before a question is shown, be it only the beginning of a line. Nothing is read."""
    return has_line(0) or _has_letters()


def has_line(seconds: float = _BURST) -> bool:
    """Say whether a whole line waits, or comes within some seconds."""
    try:
        return bool(select([sys.stdin], [], [], seconds)[0])
    except (OSError, ValueError):
        return False


def _has_letters() -> bool:
    """Say whether anything waits or comes at once.

    A terminal tells of a line only when it is whole; so it is asked for letters as they come, for a moment, and only
    while no line waits, for those would run together.
    """
    import termios

    try:
        end = sys.stdin.fileno()
        usual = termios.tcgetattr(end)
        at_once = [*usual[:6], list(usual[6])]
        at_once[3] &= ~termios.ICANON
        at_once[6][termios.VMIN], at_once[6][termios.VTIME] = 1, 0
        termios.tcsetattr(end, termios.TCSANOW, at_once)
        try:
            return has_line(_SETTLED)
        finally:
            termios.tcsetattr(end, termios.TCSANOW, usual)
    except (OSError, ValueError, termios.error):
        return False
