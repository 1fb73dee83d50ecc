"""What comes back from a unit, one record of a file or one mail, as it was read. Pure."""

from __future__ import annotations

from hashlib import sha256

from aduan_cli.record import Record

MAIL, FILE = "mail", "file"
"""The ways in which it comes."""


class Automatic(Record):
    """What a machine wrote: an answer, or that a mail did not arrive.

    `failed` of the recipients did not get it, in small letters; none named: nobody did.
    """

    kind: str
    said: str
    failed: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    """The id of the message that it is about."""


class Incoming(Record):
    """What a unit says of a complaint. Nothing of it was looked up yet."""

    key: str
    """Tells it from all others: of its sender's id, or of all that it says."""
    via: str
    source: str
    """Where it stands, as people find it."""
    wrong: str | None = None
    """Why it can't be read; the rest may lack then."""
    tickets: tuple[str, ...] = ()
    """The tickets that it names, whole."""
    answers: tuple[str, ...] = ()
    """The ids of messages that it answers."""
    unit: str | None = None
    """Whose it is, as a file or whoever takes it in says."""
    sender: str | None = None
    """The address that a mail comes from."""
    verb: str | None = None
    words: str = ""
    until: str | None = None
    to: tuple[str, ...] = ()
    """To whom it should go: what may be a unit's name; of several the first that is one."""
    code: str | None = None
    by: str | None = None
    at: str | None = None
    """When the unit says that it was, as a file has it."""
    said_at: int | None = None
    """The same of a mail, UTC seconds."""
    files: tuple[tuple[str, bytes], ...] = ()
    """What came along: name and content."""
    automatic: Automatic | None = None
    """That a machine wrote it, and no person."""


def key_of(*parts: str) -> str:
    """Return what tells a record or mail from others, as an event keeps it."""
    digest: str = sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return digest[:32]
