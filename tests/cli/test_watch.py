"""`aduan list --watch`: a list that a terminal shows anew until Ctrl-C."""

from __future__ import annotations

import fcntl
import re
import struct
import termios
from collections.abc import Iterator

import pytest

from office import Office
from terminal import EVERYTHING, Terminal

OWN_SCREEN, SCREEN_BEFORE = "\x1b[?1049h", "\x1b[?1049l"


@pytest.fixture
def watching(office: Office) -> Iterator[Terminal]:
    """A list on a terminal of ten rows, drawn anew each second."""
    office.log("sampah di Margahayu")
    line = office.line("list", "--open", "--watch", "1", "--columns", "ticket,text")
    terminal = Terminal(office.folder, *line, on=EVERYTHING, size=(10, 60), TERM="xterm")
    terminal.wait_for(re.escape(OWN_SCREEN))
    yield terminal
    if terminal.process.poll() is None:
        terminal.close()


def resize(terminal: Terminal, rows: int, columns: int) -> None:
    fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def test_what_is_logged_meanwhile_comes_by_itself(office: Office, watching: Terminal) -> None:
    """With what it shows and how it ends above; and Ctrl-C gives the screen back, exit 130, not a word."""
    assert "14:05 · list · every 1 s · Ctrl-C ends it" in watching.wait_for("sampah di Margahayu")
    office.log("pju mati di Teluk Pucung")
    watching.wait_for("pju mati di Teluk Pucung")
    watching.type("\x03")
    code, _out, shown = watching.end()
    assert code == 130
    assert shown.rstrip().endswith("\x1b[?25h" + SCREEN_BEFORE)
    assert "Traceback" not in shown


def test_no_more_is_shown_than_the_screen_has_room_for(office: Office, watching: Terminal) -> None:
    """When it gets larger there is room at once."""
    for number in range(12):
        office.log(f"sampah nomor {number}")
    watching.wait_for("nomor 11")
    picture = watching.wait_for(r"\x1b\[J")
    assert len(picture.splitlines()) < 10
    assert "…" in picture
    resize(watching, 40, 100)
    assert "sampah di Margahayu" in watching.wait_for("sampah di Margahayu", 5)


def test_nothing_to_show_is_said_in_the_officer_s_language(office: Office) -> None:
    line = office.line("--lang", "id", "list", "--watch", "9")
    terminal = Terminal(office.folder, *line, on=EVERYTHING, size=(0, 0), TERM="xterm")
    terminal.wait_for("tidak ada yang ditemukan")
    terminal.type("\x03")
    assert terminal.end()[0] == 130


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--watch", "5"), "--watch draws on a terminal, and this goes to a file or another program; leave it out"),
        (("--watch", "0"), "--watch 0: one second at the least"),
        (("--watch", "5", "--count"), "--watch draws a table; it goes without --format, --count and --reveal"),
        (("--watch", "5", "--reveal"), "--watch draws a table; it goes without --format, --count and --reveal"),
        (("--watch", "5", "--format", "json"), "--watch draws a table; it goes without --format, --count and --reveal"),
    ],
)
def test_where_it_can_not_be_drawn_a_sentence_says_so(office: Office, options: tuple[str, ...], said: str) -> None:
    assert office.run("list", *options) == (2, "", f"error: {said}\n")


def test_a_terminal_that_can_not_be_drawn_on_is_told(office: Office) -> None:
    terminal = Terminal(office.folder, *office.line("list", "--watch", "5"), on=EVERYTHING, TERM="dumb")
    code, _out, shown = terminal.end()
    assert (code, "can't draw on this terminal (TERM=dumb)" in shown) == (2, True)


def test_a_mistake_in_a_filter_is_told_before_anything_is_drawn(office: Office) -> None:
    line = office.line("list", "--watch", "5", "--status", "closd")
    terminal = Terminal(office.folder, *line, on=EVERYTHING, TERM="xterm")
    code, _out, shown = terminal.end()
    assert (code, OWN_SCREEN in shown) == (2, False)
    assert "unknown status 'closd'; did you mean 'closed'?" in shown
