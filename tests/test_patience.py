"""How long a conversation may last: an endless answer ends, and one that is over in time is not cut."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from threading import Thread

import pytest
from test_smtp import LETTER

from aduan_cli.notify.smtp import SmtpNotifier
from aduan_cli.notify.web import AnswerLostError, UnreachedError, post
from aduan_cli.patience import hung_up_after
from servers import LineServer, closing


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return two ends of a line."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_who_waits_at_a_line_that_is_hung_up_finds_it_closed(pair: tuple[socket.socket, socket.socket]) -> None:
    began = time.monotonic()
    with hung_up_after(0.05) as patience:
        patience.holds(pair[0])
        assert pair[0].recv(10) == b""
    assert time.monotonic() - began < 2
    assert patience.is_over


def test_what_is_over_in_time_is_not_cut(pair: tuple[socket.socket, socket.socket]) -> None:
    with hung_up_after(0.1) as patience:
        patience.holds(pair[0])
        pair[1].sendall(b"ya")
        assert pair[0].recv(10) == b"ya"
    time.sleep(0.2)
    pair[1].sendall(b"lagi")
    assert pair[0].recv(10) == b"lagi"
    assert not patience.is_over


def test_a_line_that_comes_too_late_is_hung_up_at_once(pair: tuple[socket.socket, socket.socket]) -> None:
    with hung_up_after(0.01) as patience:
        time.sleep(0.1)
        patience.holds(pair[0])
        assert pair[0].recv(10) == b""


def test_a_line_that_is_closed_already_is_left(pair: tuple[socket.socket, socket.socket]) -> None:
    """Or none that was ever there; the other end sees it closed, for nobody holds it longer."""
    with hung_up_after(0.01):
        time.sleep(0.05)
    with hung_up_after(0.01) as patience:
        patience.holds(pair[0])
        pair[0].close()
        time.sleep(0.05)
    assert pair[1].recv(10) == b""


class EndlessMailServer:
    """An SMTP server whose answer to one verb never ends; to an empty one: its greeting."""

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
                while not self._verb:
                    line.sendall(b"220-lagi\r\n")
                    time.sleep(0.02)
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


@pytest.mark.parametrize(
    ("verb", "doubtful"), [(b"", False), (b"EHLO", False), (b"MAIL", False), (b"RCPT", False), (b"DATA", True)]
)
def test_a_mail_server_that_never_ends_its_answer_is_left_and_the_letter_goes_later(
    verb: bytes, doubtful: bool
) -> None:
    """Each line of it comes in time; nobody knows of a letter that was begun."""
    began = time.monotonic()
    with closing(EndlessMailServer(verb)) as server:
        done = SmtpNotifier("127.0.0.1", "a@b.test", ("c@d.test",), server.port, "none", timeout=0.1).send(LETTER)
    assert time.monotonic() - began < 3
    assert (done.state, done.doubtful) == ("retry", doubtful)


@pytest.mark.parametrize("tls", ["tls", "none"])
def test_a_server_that_drips_before_its_greeting_is_left(tls: str) -> None:
    """Or while the keys are agreed upon: the lengths of TLS promise more than ever comes."""

    class Dripping(LineServer):
        def talk(self, line: socket.socket) -> None:
            line.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")
            for _each in range(200):
                time.sleep(0.02)
                line.sendall(b"\x00")

    began = time.monotonic()
    with closing(Dripping()) as server:
        server.open()
        done = SmtpNotifier("127.0.0.1", "a@b.test", ("c@d.test",), server.port, tls, timeout=0.1).send(LETTER)
        reached = pytest.raises(UnreachedError) if tls == "tls" else pytest.raises(AnswerLostError)
        with reached:
            post(f"http{'s' * (tls == 'tls')}://127.0.0.1:{server.port}/", b"", {}, 0.1)
    assert time.monotonic() - began < 3
    assert (done.state, done.down) == ("retry", True)
