"""Mails as units write them, for tests: replies with what they answer, notes of absence, reports of servers."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

DESK = "desk@example.go.id"


def reply(
    text: str,
    subject: str = "Re: [UJI] sampah",
    sender: str = "Budi <dlh@example.go.id>",
    id_: str = "<1@dlh.example>",
    answers: str | None = None,
    date: str = "Mon, 23 Nov 2026 13:50:00 +0700",
    quoted: bool = True,
) -> EmailMessage:
    """Return a reply to a message of the desk, as a program for mails writes it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"], mail["Date"] = sender, DESK, subject, id_, date
    if answers is not None:
        mail["In-Reply-To"] = mail["References"] = answers
    below = f"\n\nPada Sen, 23 Nov 2026 pukul 13.40 Call Center <{DESK}> menulis:\n\n> Yth. DLH,\n> selesai: tidak\n"
    mail.set_content(text + (below if quoted else ""))
    return mail


def absence(ticket: str) -> EmailMessage:
    """Return what a machine answers while somebody is away."""
    mail = reply("Saya cuti sampai Senin.", f"Balasan otomatis: [{ticket}]", id_="<2@dlh.example>", quoted=False)
    mail["Auto-Submitted"] = "auto-replied"
    return mail


def bounce(message_id: str, *recipients: str, action: str = "failed") -> EmailMessage:
    """Return what a server says of a message that it could not deliver (RFC 3464)."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Mail Delivery System <MAILER-DAEMON@mx.example>", DESK
    mail["Subject"], mail["Message-ID"] = "Undelivered Mail Returned to Sender", f"<{message_id[:6]}@mx.example>"
    blocks = [f"Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: 5.1.1\n" for to in recipients]
    diagnosed = [block + "Diagnostic-Code: smtp; 550 5.1.1 user unknown\n" for block in blocks]
    status = "Reporting-MTA: dns; mx.example\n\n" + "\n".join(diagnosed)
    parts = [
        ("text/plain; charset=utf-8", "I'm sorry to have to inform you that your message could not be delivered.\n"),
        ("message/delivery-status", status),
        ("text/rfc822-headers", f"From: {DESK}\nMessage-ID: <{message_id}@example.go.id>\nSubject: sampah\n"),
    ]
    body = "".join(f"--uji\nContent-Type: {kind}\n\n{text}\n" for kind, text in parts) + "--uji--\n"
    head = "".join(f"{name}: {value}\n" for name, value in mail.items())
    kind = 'multipart/report; report-type=delivery-status; boundary="uji"'
    return _parsed(f"{head}MIME-Version: 1.0\nContent-Type: {kind}\n\n{body}")


def _parsed(text: str) -> EmailMessage:
    from email import message_from_string
    from email.policy import default

    found = message_from_string(text, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def raw(mail: EmailMessage) -> bytes:
    """Return a mail as it lies in a file."""
    return mail.as_bytes(policy=SMTP.clone(linesep="\n"))
