"""Who waits to hear what became of a complaint: its caller, and those of the complaints merged into it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import FOLLOWED, REPLACED
from aduan_cli.complaint.history import EventDraft
from aduan_cli.complaint.moves import OWING
from aduan_cli.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.complaint.messages import Message


class Along(Record):
    """What is done to each complaint that is merged into another one, when that one moves: an event, and fields.

    `messages`: by the ticket of one whom its event tells.
    """

    event: EventDraft
    changes: Mapping[str, Any]
    messages: Mapping[str, Sequence[Message]] = {}


def is_to_be_rung(complaint: Complaint) -> bool:
    """Say whether a caller waits for a call: of whom there is no phone nobody rings, and no list names them."""
    return complaint.owed_since is not None and complaint.caller_phone is not None


def callback_of(
    complaint: Complaint, changes: Mapping[str, object], type_: str, at: int
) -> tuple[Mapping[str, object], Along | None]:
    """Return the changes of a move with since when the caller waits, and what those merged into it share of it.

    Who was rung is owed nothing more until it is opened again. What a file says was done elsewhere, and told there.
    """
    is_owed = changes["status"] in OWING
    if type_ == REPLACED or is_owed == (complaint.status in OWING):
        return changes, None
    since = at if is_owed else None
    along = None
    if complaint.duplicates:
        said = {"into": complaint.ticket, "state": changes["status"]}
        along = Along((FOLLOWED, said), {"owed_since": since})
    if "owed_since" not in changes and since != complaint.owed_since:
        changes = {**changes, "owed_since": since}
    return changes, along
