"""A mail as what a unit says: whose it is, which complaint it means, its first line, what came along.

The parser of the standard library takes it apart; what a person wrote of it is cut out by a library (`replies`).
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from hashlib import sha256

from aduan_cli.complaint.incoming import MAIL, Incoming, key_of
from aduan_cli.complaint.unit_words import MoveWords
from aduan_cli.desk_time import header_time
from aduan_cli.formats.authentication import is_verified
from aduan_cli.formats.automatic import automatic_of
from aduan_cli.formats.mail_parts import PartsError, files_of, is_sealed, text_of
from aduan_cli.formats.replies import reply_in
from aduan_cli.i18n import _
from aduan_cli.text import MAX_TEXT

LARGEST = 50_000_000
"""Bytes of the largest mail that is taken apart."""
_TICKET = re.compile(r"(?<![A-Z0-9-])[A-Z0-9]{1,8}-[0-9]{6}-[0-9]{4,9}-[0-9](?![0-9-])", re.I)
_OWN_ID = re.compile(r"<([0-9a-f]{32})(?:@[^<>\s]*)?>")
_LEADING = re.compile(r"^\W*(?:(?:tiket|ticket|re)\b\W*)?$", re.I)


def incoming_mail(
    data: bytes, source: str, table: MoveWords, unit: str | None = None, verified_by: str | None = None
) -> Incoming:
    """Return what a mail says; one that can't be read says why. Nothing that a mail may be raises anything.

    `unit`: somebody vouches for it; else the server `verified_by`, if there is one, must have verified its sender.
    """
    fallback = key_of(MAIL, sha256(data).hexdigest())
    if len(data) > LARGEST:
        most = f"{LARGEST / 1_000_000:g}"
        return Incoming(fallback, MAIL, source, _("the mail has more than {most} MB").format(most=most))
    try:
        mail: EmailMessage = message_from_bytes(data.lstrip(), policy=default)  # An empty line would end its head.
        found = _read(mail, data, source, table, unit)
        if verified_by is None or unit is not None or found.automatic or is_verified(mail, verified_by):
            return found
        what = _("{server} did not verify that it is from {sender} (DMARC)")
        return found._replace(wrong=what.format(server=verified_by, sender=found.sender or "-"))
    except PartsError:
        return Incoming(fallback, MAIL, source, _("the mail has parts nested too deep"))
    except Exception as error:  # The parser of the standard library raises what it likes on what isn't a mail.
        what = _("the mail can't be read ({error})").format(error=type(error).__name__)
        return Incoming(fallback, MAIL, source, what)


def _read(mail: EmailMessage, data: bytes, source: str, table: MoveWords, unit: str | None) -> Incoming:
    own = " ".join(str(mail.get("Message-ID", "")).split())
    known = Incoming(
        key_of(MAIL, own or sha256(data).hexdigest()),
        MAIL,
        source,
        tickets=_tickets(str(mail.get("Subject", ""))),
        answers=_answers(mail),
        unit=unit,
        sender=_sender(mail),
        said_at=header_time(str(mail.get("Date", ""))),
    )
    automatic = automatic_of(mail, data)
    if automatic is not None:
        return known._replace(automatic=automatic, answers=(*known.answers, *automatic.answers))
    if known.sender is None:
        return known._replace(wrong=_("it has no sender, or several"))
    if is_sealed(mail):
        return known._replace(wrong=_("it is encrypted"))
    reply = reply_in(text_of(mail))
    tickets, reply = _named_first(reply)
    files = tuple(files_of(mail))
    known = known._replace(tickets=tickets or known.tickets, files=files)
    if not reply:
        return known._replace(wrong=_("it has no words of its own"))
    said = table.parse(reply)
    if said is None:
        first = reply.splitlines()[0][:80]
        sentence = _("what it says is not clear ('{line}'); a line like 'selesai: ...' would be right")
        return known._replace(wrong=sentence.format(line=first))
    return known._replace(verb=said.verb, words=said.words[:MAX_TEXT], until=said.until, to=said.to)


def _sender(mail: EmailMessage) -> str | None:
    """Return the one address that a mail comes from, in small letters; None: there is none, or several."""
    header = mail.get("From")
    addresses = list(getattr(header, "addresses", ()))
    if len(addresses) != 1 or len(mail.get_all("From", [])) != 1:
        return None
    address = str(addresses[0].addr_spec).strip().lower()
    return address if "@" in address else None


def _answers(mail: EmailMessage) -> tuple[str, ...]:
    """Return the ids of the desk's messages that a mail answers: the nearest alone."""
    for name in ("In-Reply-To", "References"):
        found = _OWN_ID.findall(str(mail.get(name, "")))
        if found:
            return (found[-1],)
    return ()


def _tickets(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.upper() for found in _TICKET.findall(text)))


def _named_first(reply: str) -> tuple[tuple[str, ...], str]:
    """Return the tickets that the first line names, and the reply without one that stands before all else."""
    first, newline, rest = reply.partition("\n")
    found = _TICKET.search(first)
    if found is None:
        return (), reply
    tickets = _tickets(first)
    if _LEADING.match(first[: found.start()]):
        first = first[found.end() :].lstrip(" \t:：,.;)]-–—")
    return tickets, (first + newline + rest).strip()
