"""The first event of a new complaint, written out before it has a number: all of it but the ticket.

A file that is imported has that done where it is read, beside the process that stores.
"""

from __future__ import annotations

from os import urandom

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.store.common.chain import canonical, sealed
from aduan_cli.store.common.event_bodies import logged, private_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.complaint.step import Encoded, Step

_GIVEN = {"import_key": None, "content_hash": None, "due_at": None}
"""What a complaint gets on its way to the store that its first event doesn't say."""
_TICKET = ',"ticket":'
"""Behind it in a body stand the type and the version alone, which have no such words."""

First = tuple[str, "str | None", "bytes | None"]
"""The first event of a complaint: body, what is private, its salt."""


def encode(complaint: Complaint) -> Encoded:
    """Return a new complaint with what is written of it. Its `ticket` is the prefix, as yet."""
    salt, private = urandom(16), private_of(complaint)
    text, kept = sealed(logged(complaint, False), private, salt)
    before, _mark, rest = text.rpartition(_TICKET)
    prefix = canonical(complaint.ticket)
    halves = f"{before}{_TICKET}{prefix[:-1]}", rest[len(prefix) - 1 :]
    return complaint, (*halves, kept, salt if private else None)


def written(step: Step, ticket: str) -> First | None:
    """Return the first event of what a step takes, under the ticket that it has now.

    None: nothing was encoded, or the complaint is another one since.
    """
    complaint = step.complaint
    if step.encoded is None or vars(step.encoded[0]) != {**vars(complaint), **_GIVEN}:
        return None
    before, after, kept, salt = step.encoded[1]
    return f"{before}{ticket[len(complaint.ticket) :]}{after}", kept, salt
