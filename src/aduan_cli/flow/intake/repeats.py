"""The caller of what was just logged, who may have rung before."""

from __future__ import annotations

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.similarity import caller_of
from aduan_cli.errors import AduanError
from aduan_cli.stored import Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.ports import Store

SAME_CALLER = 30 * 86_400
"""Seconds for which a caller's earlier call is told."""


def earlier(store: Store, complaint: Complaint) -> Complaint | None:
    """Return the newest other call of the same caller; None: there is none.

    Those that the officer linked are left out. Where the store can't be read any more there is none to tell.
    """
    phones = caller_of(complaint)
    if not phones:
        return None
    most = 2 + len(complaint.linked)
    query = Query((("phone", tuple(phones)),), since=complaint.reported_at - SAME_CALLER, limit=most)
    try:
        found = list(store.find(query))
    except AduanError:
        return None
    return next((one for one in found if one.id != complaint.id and one.ticket not in complaint.linked), None)
