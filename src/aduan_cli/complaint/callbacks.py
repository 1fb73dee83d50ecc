"""Ringing back: what is noted of it, and when nothing is owed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import CALLED_BACK, FOLLOWED, MERGED, REOPENED
from aduan_cli.complaint.history import Event
from aduan_cli.complaint.step import Step, changing
from aduan_cli.errors import NotAllowedError
from aduan_cli.i18n import _
from aduan_cli.value_words import label


def called_back(
    complaint: Complaint, events: Sequence[Event], words: str | None, actor: str | None, at: int
) -> Step | None:
    """Return the step that says that the caller was rung; None where that was said already.

    Raises `NotAllowedError` where the caller waits for nothing.
    """
    if complaint.owed_since is not None:
        data = {} if words is None else {"note": words}
        return changing(complaint, {"owed_since": None}, CALLED_BACK, data, actor, at)
    ends = (CALLED_BACK, MERGED, FOLLOWED, REOPENED)
    last = next((event.type for event in reversed(events) if event.type in ends), None)
    if last == CALLED_BACK:
        return None
    sentence = _("{ticket} is {status}: its caller waits for no call back")
    raise NotAllowedError(sentence.format(ticket=complaint.ticket, status=label("status", complaint.status)))
