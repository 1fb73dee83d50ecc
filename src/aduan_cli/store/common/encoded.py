"""A new complaint written out before it has a number: its row, and its first event but for the ticket.

That is most of what storing it costs beside the database, and a file that is imported has it done where it is read.
"""

from __future__ import annotations

from os import urandom

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.store.common.chain import canonical, sealed
from aduan_cli.store.common.event_bodies import logged, private_of
from aduan_cli.store.common.rows import COLUMNS, NAMELESS, Names, row_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.complaint.step import Encoded, Step

_GIVEN = {"import_key": None, "content_hash": None, "due_at": None}
"""What a complaint gets on its way to the store that its first event doesn't say."""
_NAMES_AT = slice(COLUMNS.index("import_key"), COLUMNS.index("content_hash") + 1)
_TICKET_AT, _NUMBER_AT, _DUE_AT = map(COLUMNS.index, ("ticket", "number", "due_at"))
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
    written = (list(row_of(complaint)), f"{before}{_TICKET}{prefix[:-1]}", rest[len(prefix) - 1 :], kept)
    return complaint, (*written, salt if private else None)


def written(step: Step, stored: Complaint, names: Names = NAMELESS) -> tuple[tuple[object, ...], First] | None:
    """Return the row and the first event of what a step takes, once it is `stored` under a ticket.

    None: nothing was encoded, or the complaint is another one since.
    """
    complaint = step.complaint
    if step.encoded is None or vars(step.encoded[0]) != {**vars(complaint), **_GIVEN}:
        return None
    row, before, after, kept, salt = step.encoded[1]
    row[0], row[_TICKET_AT], row[_NUMBER_AT], row[_DUE_AT] = stored.id, stored.ticket, stored.number, stored.due_at
    row[_NAMES_AT] = names
    return tuple(row), (f"{before}{stored.ticket[len(complaint.ticket) :]}{after}", kept, salt)
