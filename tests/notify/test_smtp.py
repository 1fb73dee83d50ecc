"""Mail against a real server on loopback: what it takes, refuses, and what it does in the middle of a letter."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.notify.smtp import SmtpNotifier
from aduan_cli.outbox import Delivered, Letter
from servers import MailServer, certificate, closing

AT = datetime(2026, 11, 23, 14, 5, tzinfo=timezone(timedelta(hours=7)))
TEXT = "Sampah menumpuk.\n.\nJl. Mawar"
LETTER = Letter("a" * 32, "routed", "UJI-261123-0001-1", "dlh", "[UJI] sampah — é", TEXT, AT)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with closing(MailServer()) as one:
        yield one


def by(server: MailServer, **more: Any) -> SmtpNotifier:
    """Return what writes to a server without TLS, unless it is said."""
    to = more.pop("to", ("dlh@example.org",))
    usual: dict[str, Any] = {"tls": "none", "timeout": 5.0}
    return SmtpNotifier("127.0.0.1", "Meja <meja@example.org>", to, server.port, **{**usual, **more})


def test_a_letter_arrives_whole_under_the_same_id_each_time(server: MailServer) -> None:
    notifier = by(server, to=("dlh@example.org", "urc@example.org"))
    assert notifier.send(LETTER) == Delivered("sent")
    assert notifier.send(LETTER._replace(repeated=True)) == Delivered("sent")
    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"] == f"<{'a' * 32}@example.org>"
    assert (first["X-Aduan-Repeated"], second["X-Aduan-Repeated"]) == (None, "maybe")
    assert str(make_header(decode_header(first["Subject"]))) == LETTER.subject
    assert first["To"] == "dlh@example.org, urc@example.org"
    assert first["Date"] == "Mon, 23 Nov 2026 14:05:00 +0700"
    body = first.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().replace("\r\n", "\n").replace("\n..\n", "\n.\n").rstrip() == LETTER.body


def test_a_letter_with_html_has_both_texts(server: MailServer) -> None:
    assert by(server).send(LETTER._replace(html="<p>Sampah &lt;menumpuk&gt; — é</p>")).state == "sent"
    (mail,) = server.mails
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = mail.get_payload()  # type: ignore[misc]
    assert [part.get_content_type() for part in (plain, html)] == ["text/plain", "text/html"]  # type: ignore[union-attr]
    assert html.get_payload(decode=True).decode().strip() == "<p>Sampah &lt;menumpuk&gt; — é</p>"  # type: ignore[union-attr]


def test_a_subject_brings_no_headers_of_its_own(server: MailServer) -> None:
    assert by(server).send(LETTER._replace(subject="halo\r\nBcc: lain@example.org\x1b[2J")).state == "sent"
    assert server.mails[0]["Bcc"] is None


ANSWERS = {
    "a sender that is refused": ("MAIL", "550 no", "failed"),
    "a receiver that isn't there": ("RCPT", "550 unknown", "failed"),
    "a receiver whose box is full": ("RCPT", "452 full", "retry"),
    "a letter that is refused": ("DATA", "554 spam", "failed"),
    "a server that is busy": ("DATA", "451 later", "retry"),
}


@pytest.mark.parametrize("which", ANSWERS)
def test_the_server_says_whether_trying_again_makes_sense(server: MailServer, which: str) -> None:
    verb, reply, state = ANSWERS[which]
    server.replies[verb] = reply
    done = by(server).send(LETTER)
    assert (done.state, done.doubtful, done.down) == (state, False, False)
    assert reply.split()[0] in (done.detail or "")
    assert server.mails == []


def test_a_letter_that_some_get_is_sent_and_says_who_does_not(server: MailServer) -> None:
    server.replies["RCPT"] = "250 ok"
    notifier = by(server, to=("dlh@example.org", "urc@example.org"))
    said = iter(["250 ok", "550 unknown"])

    class Replies(dict[str, str]):
        def __getitem__(self, verb: str) -> str:
            return next(said)

    server.replies = Replies(RCPT="")
    done = notifier.send(LETTER)
    assert (done.state, done.detail) == ("sent", "urc@example.org: 550 unknown")


@pytest.mark.parametrize(("verb", "doubtful"), [("MAIL", False), ("RCPT", False), ("DATA", True)])
def test_a_server_that_hangs_up_may_have_it_only_after_the_letter(
    server: MailServer, verb: str, doubtful: bool
) -> None:
    server.hang_up = verb
    done = by(server).send(LETTER)
    assert (done.state, done.doubtful, done.down) == ("retry", doubtful, False)


def test_a_server_that_is_not_there_is_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    done = SmtpNotifier("127.0.0.1", "meja@example.org", ("dlh@example.org",), port, "none").send(LETTER)
    assert (done.state, done.down, done.doubtful) == ("retry", True, False)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_the_line_is_encrypted_and_the_server_known(tmp_path: Path) -> None:
    """A certificate that nobody vouches for is refused, before login and letter."""
    shown, trusted = certificate(tmp_path)
    with closing(MailServer(shown, ("meja", "rahasia"))) as server:
        secure = {"tls": "starttls", "user": "meja", "password": "rahasia"}
        assert by(server, **secure, context=trusted).send(LETTER).state == "sent"
        unknown = by(server, **secure).send(LETTER)
        assert (unknown.state, unknown.down) == ("retry", True)
        assert "certificate" in (unknown.detail or "").lower()
        wrong = by(server, **{**secure, "password": "salah"}, context=trusted).send(LETTER)
        assert (wrong.state, wrong.down) == ("retry", True)
        assert "salah" not in (wrong.detail or "")
        assert len(server.mails) == 1


def test_no_letter_goes_over_an_open_line_where_tls_was_asked_for(server: MailServer) -> None:
    done = by(server, tls="starttls").send(LETTER)
    assert (done.state, done.down, server.mails) == ("retry", True, [])
