"""The first event of a new complaint, written out before it has a number: all of it but the ticket.

A file that is imported has that done where it is read, beside the process that stores.
"""

from __future__ import annotations

from hashlib import sha256
from operator import attrgetter
from os import urandom

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.fields import TOLD
from aduan_cli.store.common.chain import canonical, encoded
from aduan_cli.store.common.event_bodies import logged, private_of
from aduan_cli.store.common.rows import Structured, structured_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.complaint.step import Encoded, Step

_GIVEN = {"import_key": None, "content_hash": None, "due_at": None}
"""What a complaint gets on its way to the store that its first event doesn't say."""
_TEXT = urandom(16).hex()
_NUMBER = f"{_TEXT[::-1]}-number"
"""Stand for what differs from record to record: nobody knows them, so that no record has them."""
_MOST = 4096
"""Bodies without what differs that are remembered: most records of a file have one of a few thousand."""
_parts: dict[tuple[object, ...], list[str]] = {}
_alike_of = attrgetter(
    "ticket", "actor", "logged_at", "version", "notes", *(n for n in TOLD if n not in ("reported_at", "source_row"))
)

First = tuple[str, "str | None", "bytes | None", Structured]
"""The first event of a complaint: body, what is private, its salt; and of its row what is JSON."""


def encode(complaint: Complaint) -> Encoded:
    """Return a new complaint with what is written of it. Its `ticket` is the prefix, as yet."""
    private = private_of(complaint)
    kept, salt = (canonical(private), urandom(16)) if private else (None, None)
    differing = [f"{complaint.reported_at}"]
    if complaint.source_row is not None:
        differing.append(f"{complaint.source_row}")
    if kept is not None and salt is not None:
        differing.append(sha256(salt + encoded(kept)).hexdigest())
    alike = (*_alike_of(complaint), len(differing), kept is None)
    parts = _parts.get(alike)
    if parts is None:
        if len(_parts) >= _MOST:
            _parts.clear()
        parts = _parts[alike] = _parts_of(complaint, kept is not None)
    *others, last, after = parts
    before = "".join([text for pair in zip(others, differing, strict=True) for text in pair])
    return complaint, (before + last, after, kept, salt, structured_of(complaint))


def _parts_of(complaint: Complaint, has_private: bool) -> list[str]:
    """Return the body of a first event without what differs from record to record: what stands around that."""
    row = None if complaint.source_row is None else _NUMBER
    marked = copy_of(complaint, reported_at=_NUMBER, source_row=row, ticket=complaint.ticket + _TEXT)
    body = logged(marked, False)
    if has_private:
        body["private"] = _TEXT
    return canonical(body).replace(f'"{_NUMBER}"', _TEXT).split(_TEXT)


def written(step: Step, ticket: str) -> First | None:
    """Return the first event of what a step takes, under the ticket that it has now.

    None: nothing was encoded, or the complaint is another one since.
    """
    complaint = step.complaint
    if step.encoded is None or vars(step.encoded[0]) != {**vars(complaint), **_GIVEN}:
        return None
    before, after, kept, salt, structured = step.encoded[1]
    return f"{before}{ticket[len(complaint.ticket) :]}{after}", kept, salt, structured
