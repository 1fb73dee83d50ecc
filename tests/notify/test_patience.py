"""How long a conversation may last: an endless answer ends, and one that is over in time is not cut."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from threading import Thread

import pytest
from test_smtp import LETTER

from aduan_cli.notify.patience import hung_up_after
from aduan_cli.notify.smtp import SmtpNotifier
from servers import closing


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return two ends of a line."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_who_waits_at_a_line_that_is_hung_up_finds_it_closed(pair: tuple[socket.socket, socket.socket]) -> None:
    began = time.monotonic()
    with hung_up_after(0.05, lambda: pair[0]):
        assert pair[0].recv(10) == b""
    assert time.monotonic() - began < 2


def test_what_is_over_in_time_is_not_cut(pair: tuple[socket.socket, socket.socket]) -> None:
    with hung_up_after(0.1, lambda: pair[0]):
        pair[1].sendall(b"ya")
        assert pair[0].recv(10) == b"ya"
    time.sleep(0.2)
    pair[1].sendall(b"lagi")
    assert pair[0].recv(10) == b"lagi"


def test_a_line_that_is_closed_already_is_left(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[0].close()
    for line in (pair[0], None):
        with hung_up_after(0.01, lambda line=line: line):  # type: ignore[misc]
            time.sleep(0.05)


class EndlessMailServer:
    """An SMTP server whose answer to one verb never ends."""

    def __init__(self, verb: bytes) -> None:
        self._verb = verb
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        line, _address = self._socket.accept()
        try:
            with line, line.makefile("rb") as stream:
                line.sendall(b"220 uji\r\n")
                while said := stream.readline().upper():
                    while said.startswith(self._verb):
                        line.sendall(b"250-lagi\r\n")
                        time.sleep(0.02)
                    line.sendall(b"354 ya\r\n" if said.startswith(b"DATA") else b"250 ya\r\n")
        except OSError:
            pass

    def close(self) -> None:
        """Take no more."""
        self._socket.close()
        self._thread.join(5)


@pytest.mark.parametrize(("verb", "doubtful"), [(b"EHLO", False), (b"MAIL", False), (b"RCPT", False), (b"DATA", True)])
def test_a_mail_server_that_never_ends_its_answer_is_left_and_the_letter_goes_later(
    verb: bytes, doubtful: bool
) -> None:
    """Each line of it comes in time; nobody knows of a letter that was begun."""
    began = time.monotonic()
    with closing(EndlessMailServer(verb)) as server:
        done = SmtpNotifier("127.0.0.1", "a@b.test", ("c@d.test",), server.port, "none", timeout=0.1).send(LETTER)
    assert time.monotonic() - began < 3
    assert (done.state, done.doubtful) == ("retry", doubtful)
