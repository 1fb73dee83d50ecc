"""Posts against a real server on loopback: signed, never redirected, tried again where that makes sense."""

from __future__ import annotations

import hmac
import json
import shutil
import socket
import time
from collections.abc import Iterator
from email.utils import formatdate
from hashlib import sha256
from pathlib import Path

import pytest
from test_smtp import LETTER

from aduan_cli.notify.webhook import WebhookNotifier
from aduan_cli.outbox import Delivered
from servers import WebServer, certificate, closing


@pytest.fixture
def server() -> Iterator[WebServer]:
    with closing(WebServer()) as one:
        yield one


def to(server: WebServer, **more: object) -> WebhookNotifier:
    """Return what posts to a server."""
    return WebhookNotifier(f"http://127.0.0.1:{server.port}/kotak?a=1", **{"timeout": 5.0, **more})


def test_a_letter_is_posted_under_its_key_and_signed(server: WebServer) -> None:
    assert to(server, secret="kunci").send(LETTER) == Delivered("sent")
    ((headers, body),) = server.got
    said = json.loads(body)
    assert (said["id"], said["ticket"], said["unit"], said["body"]) == (LETTER.id, LETTER.ticket, "dlh", LETTER.body)
    assert said["at"] == "2026-11-23T14:05:00+07:00"
    assert headers["Idempotency-Key"] == LETTER.id
    assert headers["X-Aduan-Signature"] == "sha256=" + hmac.new(b"kunci", body, sha256).hexdigest()
    to(server).send(LETTER._replace(repeated=True))
    assert server.got[1][0]["X-Aduan-Repeated"] == "maybe"
    assert "X-Aduan-Signature" not in server.got[1][0]


@pytest.mark.parametrize(
    ("status", "state"),
    [(200, "sent"), (201, "sent"), (301, "failed"), (400, "failed"), (404, "failed"), (408, "retry"), (429, "retry"),
     (500, "retry"), (503, "retry")],
)  # fmt: skip
def test_the_status_says_whether_trying_again_makes_sense(server: WebServer, status: int, state: str) -> None:
    server.status, server.headers = status, {"Location": "http://127.0.0.1:1/"}
    done = to(server).send(LETTER)
    assert (done.state, done.doubtful, done.down, len(server.got)) == (state, False, False, 1)


@pytest.mark.parametrize("said", ["120", None, "besok"])
def test_the_server_says_when_it_wants_to_be_asked_again(server: WebServer, said: str | None) -> None:
    server.status, server.headers = 503, {} if said is None else {"Retry-After": said}
    assert to(server).send(LETTER).after == (120 if said == "120" else None)


def test_a_date_is_understood_as_well(server: WebServer) -> None:
    server.status, server.headers = 429, {"Retry-After": formatdate(time.time() + 300, usegmt=True)}
    assert 290 <= (to(server).send(LETTER).after or 0) <= 301


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("/kotak masuk/péngaduan?unit=dlh kota", "/kotak%20masuk/p%C3%A9ngaduan?unit=dlh%20kota"),
        ("/a%2Fb%20c?x=%41&y=[1]", "/a%2Fb%20c?x=%41&y=[1]"),
        ("", "/"),
        ("?token=a+b", "/?token=a+b"),
        ("/a#b", "/a"),
    ],
)
def test_what_the_web_wants_encoded_is_encoded_and_nothing_twice(server: WebServer, written: str, asked: str) -> None:
    assert WebhookNotifier(f"http://127.0.0.1:{server.port}{written}", timeout=5.0).send(LETTER).state == "sent"
    assert server.paths == [asked]


@pytest.mark.parametrize("url", ["http://[::1", "http://127.0.0.1:70000/", "http://127.0.0.1:x/"])
def test_an_address_that_is_none_raises_nothing(url: str) -> None:
    """One bad table keeps no other message from going; such an address is told by `rules check` as well."""
    done = WebhookNotifier(url, timeout=2.0).send(LETTER)
    assert (done.state, done.down, done.doubtful) == ("retry", True, False)
    assert done.detail


def test_a_server_that_does_not_answer_in_time_may_have_it(server: WebServer) -> None:
    server.before = lambda: time.sleep(0.6)
    done = to(server, timeout=0.2).send(LETTER)
    assert (done.state, done.doubtful, done.down) == ("retry", True, False)


def test_a_server_that_is_not_there_is_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    done = WebhookNotifier(f"http://127.0.0.1:{port}/").send(LETTER)
    assert (done.state, done.down, done.doubtful) == ("retry", True, False)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_server_that_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    shown, trusted = certificate(tmp_path)
    with closing(WebServer(shown)) as server:
        url = f"https://127.0.0.1:{server.port}/"
        done = WebhookNotifier(url, timeout=5.0).send(LETTER)
        assert (done.state, done.down, server.got) == ("retry", True, [])
        assert WebhookNotifier(url, timeout=5.0, context=trusted).send(LETTER).state == "sent"
