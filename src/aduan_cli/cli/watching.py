"""`list --watch SECONDS`: a list that a terminal shows anew again and again, until Ctrl-C."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from typing import TextIO

from aduan_cli.errors import AduanError, UsageError
from aduan_cli.i18n import _
from aduan_cli.render.cells import shown_in_line
from aduan_cli.render.widths import cut

_SIZE = (80, 24)
"""Columns and rows of a terminal that doesn't say how many it has."""
_OWN_SCREEN, _SCREEN_BEFORE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
_HOME, _REST_OF_LINE, _REST_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"
_ABOVE = 2
"""Rows above the list: what it is, and an empty one."""


class _Picture(io.StringIO):
    """What is drawn, before it is shown: of the size and in the colours of the terminal."""

    def __init__(self, terminal: TextIO) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._terminal.fileno()


def check() -> None:
    """Raise `UsageError` where there is no terminal to show it on."""
    if not sys.stdout.isatty():
        raise UsageError(_("--watch draws on a terminal, and this goes to a file or another program; leave it out"))
    if os.environ.get("TERM", "dumb") == "dumb":
        raise UsageError(_("--watch can't draw on this terminal (TERM=dumb); leave it out"))


def watch(seconds: int, heading: Callable[[], str], draw: Callable[[int], None]) -> None:
    """Show what `draw` prints, given the rows that there are, every so many seconds and when the size changes.

    Ends with `KeyboardInterrupt`; the screen is as it was then. What goes wrong meanwhile is shown, and tried again.
    """
    gc.enable()
    with _own_screen(sys.stdout) as resized:
        while True:
            columns, rows = _size(sys.stdout)
            lines = [cut(shown_in_line(heading()), columns), "", *_drawn(draw, max(1, rows - _ABOVE))][:rows]
            _show(sys.stdout, lines)
            resized.wait(seconds)
            resized.clear()


def _drawn(draw: Callable[[int], None], rows: int) -> list[str]:
    """Return the lines of the list, as many as there are rows for; of more the last one says so."""
    picture = _Picture(sys.stdout)
    try:
        with redirect_stdout(picture):
            draw(rows)
    except AduanError as error:
        return [_("error: {sentence}").format(sentence=shown_in_line(str(error)))]
    lines = picture.getvalue().splitlines()
    return lines if len(lines) <= rows else [*lines[: max(0, rows - 1)], "…"]


def _show(out: TextIO, lines: list[str]) -> None:
    """Draw over what is there, so that nothing flickers."""
    out.write(_HOME + "\r\n".join(line + _REST_OF_LINE for line in lines) + _REST_OF_SCREEN)
    out.flush()


def _size(out: TextIO) -> tuple[int, int]:
    try:
        size = os.get_terminal_size(out.fileno())
    except (OSError, ValueError):
        return _SIZE
    return size.columns or _SIZE[0], size.lines or _SIZE[1]


@contextmanager
def _own_screen(out: TextIO) -> Iterator[threading.Event]:
    """Give a screen of its own, and what is set when its size changes; what was there before comes back."""
    resized = threading.Event()
    before = signal.signal(signal.SIGWINCH, lambda *_arguments: resized.set())
    ended = signal.signal(signal.SIGTERM, _end)
    out.write(_OWN_SCREEN)
    try:
        yield resized
    finally:
        signal.signal(signal.SIGWINCH, before)
        signal.signal(signal.SIGTERM, ended)
        out.write(_SCREEN_BEFORE)
        out.flush()


def _end(number: int, _frame: object) -> None:
    """End as one that was told to, once the screen is given back."""
    raise SystemExit(128 + number)
