"""One post: what surely was not sent is told from what may have been, whatever the other end is or says."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.notify.web import AnswerLostError, UnreachedError, WebAnswer, post
from servers import RawServer, WebServer, certificate, closing

HEADERS = {"Content-Type": "text/plain"}


def answered(says: bytes, body: bytes = b"isi", most: int = 2_000) -> WebAnswer:
    """Return what is made of what a server says, byte for byte."""
    with closing(RawServer(lambda _path: says)) as server:
        return post(server.url, body, HEADERS, 5.0, None, most)


def with_header(name: str, value: str) -> WebAnswer:
    """Return what is made of an answer with one header."""
    return answered(f"HTTP/1.1 503 Sibuk\r\n{name}: {value}\r\nContent-Length: 0\r\n\r\n".encode())


# -- what was said


def test_an_answer_is_its_status_its_reason_and_its_body() -> None:
    answer = answered(b"HTTP/1.1 422 Tak Bisa\r\nContent-Length: 11\r\n\r\nalamat lupa")
    assert (answer.status, answer.reason, answer.body, answer.after) == (422, "Tak Bisa", b"alamat lupa", None)
    assert answer.detail == "422 Tak Bisa alamat lupa"


def test_no_more_of_a_body_is_read_than_is_wanted() -> None:
    """A server that never ends its answer holds nobody up, and fills no memory."""
    endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 3_000_000
    assert len(answered(endless).body) == 2_000
    assert len(answered(endless, most=7).body) == 7


def test_what_a_terminal_would_obey_is_not_in_what_is_told() -> None:
    answer = answered(b"HTTP/1.1 500 Rusak\r\n\r\n\x1b[2Jbaris satu\r\n\tbaris\xff dua")
    assert answer.detail == "500 Rusak [2Jbaris satu baris\ufffd dua"


@pytest.mark.parametrize("status", [100, 101, 102])
def test_an_answer_that_is_still_to_come_is_waited_for_or_lost(status: int) -> None:
    """`100 Continue` precedes the answer; nothing may be taken for one that isn't."""
    says = f"HTTP/1.1 {status} Lanjut\r\n\r\n".encode() + b"HTTP/1.1 201 Jadi\r\nContent-Length: 2\r\n\r\nok"
    answer = answered(says)
    assert (answer.status, answer.is_for_later) == ((201, False) if status == 100 else (status, False))


@pytest.mark.parametrize(
    ("status", "later"),
    [(200, False), (301, False), (400, False), (404, False), (407, False), (408, True), (409, False), (424, False),
     (425, True), (429, True), (499, False), (500, True), (599, True)],
)  # fmt: skip
def test_only_some_answers_are_for_later(status: int, later: bool) -> None:
    assert WebAnswer(status, "", b"").is_for_later is later


def test_a_redirect_is_not_followed_for_the_body_is_somebodys_words() -> None:
    with closing(RawServer(lambda _path: b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as other:
        says = f"HTTP/1.1 307 Pindah\r\nLocation: {other.url}/\r\nContent-Length: 0\r\n\r\n".encode()
        assert answered(says).status == 307
        assert other.asked == []


def test_everything_is_posted_byte_for_byte_to_the_path_with_its_question() -> None:
    body = bytes(range(256)) * 500
    with closing(RawServer(lambda _path: b"HTTP/1.1 204 OK\r\n\r\n")) as server:
        post(f"{server.url}/kotak surat/é?unit=dlh&x=a b", body, HEADERS, 5.0)
    assert server.bodies == [body]
    assert server.asked == ["/kotak%20surat/%C3%A9?unit=dlh&x=a%20b"]


# -- what surely was not sent, and what may have been


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///kotak",
        "kotak",
        "",
        "http://127.0.0.1:70000/",
        "http://[::1/",
        "http://tidak ada/",
        "http://127.0.0.1:x/",
        f"http://{'a' * 80}.test/",
        "http://..test/",
    ],
)
def test_where_nobody_can_be_nothing_was_sent(url: str) -> None:
    with pytest.raises(UnreachedError) as error:
        post(url, b"isi", HEADERS, 2.0)
    assert str(error.value)
    assert "\n" not in str(error.value)


def test_where_nobody_is_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(UnreachedError, match="refused"):
        post(f"http://127.0.0.1:{port}/", b"isi", HEADERS, 2.0)


def test_a_server_that_speaks_no_tls_was_sent_nothing() -> None:
    """What stands in the letter goes to nobody before the line is known to be safe."""
    with closing(RawServer(lambda _path: b"HTTP/1.1 204 OK\r\n\r\n")) as server, pytest.raises(UnreachedError):
        post(server.url.replace("http:", "https:"), b"isi surat", HEADERS, 0.3)
    assert b"isi surat" not in b"".join(server.bodies)


@pytest.mark.parametrize(
    "says",
    [
        b"",
        b"\r\n",
        b"220 mail.test ESMTP\r\n",
        b"HTTP/1.1",
        b"HTTP/1.1 banyak OK\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nbukan\r\n",
    ],
)
def test_an_answer_that_is_none_leaves_open_whether_it_arrived(says: bytes) -> None:
    with pytest.raises(AnswerLostError) as error:
        answered(says)
    assert str(error.value)


def test_an_answer_that_breaks_off_has_its_status_all_the_same() -> None:
    """Whether a request was taken is said in its first line; the words after it are for people."""
    answer = answered(b"HTTP/1.1 201 Jadi\r\nContent-Length: 500\r\n\r\nsebagian")
    assert (answer.status, answer.body) == (201, b"sebagian")


def test_who_is_silent_for_too_long_may_have_it() -> None:
    def slow(_path: str) -> bytes:
        time.sleep(0.5)
        return b"HTTP/1.1 204 OK\r\n\r\n"

    with closing(RawServer(slow)) as server, pytest.raises(AnswerLostError):
        post(server.url, b"isi", HEADERS, 0.1)


class DrippingServer(RawServer):
    """A server that says a beginning at once, and then a sign now and then, for as long as somebody listens."""

    def __init__(self, begin: bytes) -> None:
        self._begin = begin
        super().__init__(lambda _path: b"")

    def _answer(self, line: socket.socket, stream: Any) -> None:
        super()._answer(line, stream)
        line.sendall(self._begin)
        for _each in range(100):
            time.sleep(0.05)
            line.sendall(b"x")


@pytest.mark.parametrize("begin", [b"", b"HTTP/1.1 200"])
def test_who_answers_drop_by_drop_keeps_nobody_longer_than_who_is_silent(begin: bytes) -> None:
    """One such receiver would keep the job of cron from all others, for hours."""
    began = time.monotonic()
    with closing(DrippingServer(begin)) as server, pytest.raises(AnswerLostError):
        post(server.url, b"isi", HEADERS, 0.3)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("begin", [b"HTTP/1.1 201 Jadi\r\n\r\nsatu", b"HTTP/1.1 201 Jadi\r\nX: "])
def test_what_was_said_before_the_drops_counts(begin: bytes) -> None:
    began = time.monotonic()
    with closing(DrippingServer(begin)) as server:
        answer = post(server.url, b"isi", HEADERS, 0.3)
    assert answer.status == 201
    assert answer.body.strip(b"x") in (b"satu", b"")
    assert time.monotonic() - began < 3


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_so_it_is_over_tls(tmp_path: Path) -> None:
    """And a letter that goes in time is not cut."""
    shown, trusted = certificate(tmp_path)
    with closing(WebServer(shown)) as server:
        url = f"https://127.0.0.1:{server.port}/"
        assert post(url, b"isi", HEADERS, 5.0, trusted).status == 204
        server.before = lambda: time.sleep(0.6)
        with pytest.raises(AnswerLostError):
            post(url, b"isi", HEADERS, 0.2, trusted)


# -- when it wants to be asked again


@pytest.fixture(params=["UTC", "Asia/Jakarta", "America/New_York"])
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the machine be in some zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("form", ["%a, %d %b %Y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y", "%A, %d-%b-%y %H:%M:%S GMT"])
@pytest.mark.usefixtures("machine")
def test_a_date_is_that_of_greenwich_wherever_the_machine_is(form: str) -> None:
    """RFC 9110 has three forms that must be understood, and one of them names no zone."""
    then = datetime.fromtimestamp(time.time() + 900, timezone.utc)
    after = with_header("Retry-After", then.strftime(form)).after
    assert after is not None
    assert 880 <= after <= 901


def test_a_date_in_another_zone_is_its_own_moment() -> None:
    then = datetime.fromtimestamp(time.time() + 900).astimezone()
    after = with_header("Retry-After", format_datetime(then)).after
    assert after is not None
    assert 880 <= after <= 901


@pytest.mark.parametrize(
    ("said", "after"),
    [
        ("0", 0),
        ("007", 7),
        ("  30 ", 30),
        ("1" * 40, 111_111_111),
        ("-5", None),
        ("1.5", None),
        ("", None),
        ("besok pagi", None),
        ("Mon, 99 Foo 2026 99:99:99 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
        ("Mon, 23 Nov 2026 07:05:00 +9999999999", None),
    ],
)
def test_when_to_ask_again_is_whole_seconds_never_before_now_or_nothing(said: str, after: int | None) -> None:
    assert with_header("Retry-After", said).after == after


@given(st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=30))
def test_whatever_stands_there_is_seconds_or_nothing(said: str) -> None:
    from aduan_cli.notify.web import _after

    after = _after(said)
    assert after is None or 0 <= after < 10**11
