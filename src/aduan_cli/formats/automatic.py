"""Mails that no person wrote: answers of a machine (RFC 3834), and word that a mail did not arrive (RFC 3464)."""

from __future__ import annotations

import re
from email.message import EmailMessage, Message

from aduan_cli.complaint.incoming import Automatic

_ABSENT = re.compile(
    r"^\s*(?:out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?reply|balasan otomatis|jawaban otomatis"
    r"|di luar kantor|sedang cuti)\b",
    re.I,
)
_MARKS = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply")
_MASS = ("auto_reply", "bulk", "junk", "list")
_DAEMONS = ("mailer-daemon", "postmaster")
_ID = re.compile(rb"<([0-9a-f]{32})(?:@[^<>\s]*)?>")
_KEYWORD = re.compile(r"\s*([\w-]+)")
"""What a field says before its parameters and comments."""
_LONGEST = 200


def automatic_of(mail: EmailMessage, data: bytes) -> Automatic | None:
    """Return what a mail is that no person wrote; None: a person did. `data` is the mail as it came."""
    if mail.get_content_type() == "multipart/report":
        return _report(mail, data)
    senders = getattr(mail.get("From"), "addresses", ())
    local = str(senders[0].username if senders else "").lower()
    subject = " ".join(str(mail.get("Subject", "")).split())
    if local in _DAEMONS:
        return Automatic("failed", subject[:_LONGEST], answers=_ids(data))
    submitted = _KEYWORD.match(str(mail.get("Auto-Submitted", "no")))
    mass = str(mail.get("Precedence", "")).strip().lower() in _MASS
    by_machine = submitted is None or submitted[1].lower() != "no"
    if by_machine or mass or any(name in mail for name in _MARKS) or _ABSENT.match(subject):
        return Automatic("answered", subject[:_LONGEST])
    return None


def _report(mail: EmailMessage, data: bytes) -> Automatic:
    """Return what a report says of the mail that it is about."""
    failed: list[str] = []
    said: list[str] = []
    for block in _blocks(mail):
        if str(block.get("Action", "")).strip().lower() != "failed":
            continue
        to = _untyped(block.get("Final-Recipient") or block.get("Original-Recipient"))
        failed.append(to.strip().lower())
        why = _untyped(block.get("Diagnostic-Code")) or str(block.get("Status", ""))
        said.append(" ".join(f"{to.strip()}: {why}".split())[:_LONGEST])
    kind = "failed" if failed else "answered"
    return Automatic(kind, "; ".join(said) or str(mail.get("Subject", ""))[:_LONGEST], tuple(failed), _ids(data))


def _untyped(field: object) -> str:
    """Return a field of a report without its type, as `smtp;` or `rfc822;`; what it says may have a `;` as well."""
    text = "" if field is None else str(field)
    return (text.partition(";")[2] or text).strip()


def _blocks(mail: EmailMessage) -> list[Message]:
    found: list[Message] = []
    for part in mail.walk():
        inner = part.get_payload()
        if part.get_content_type() == "message/delivery-status" and isinstance(inner, list):
            found += [one for one in inner if isinstance(one, Message)]
    return found


def _ids(data: bytes) -> tuple[str, ...]:
    """Return the last id of ours that stands in a report: that of the mail that it is about."""
    return tuple(found.decode() for found in _ID.findall(data)[-1:])
