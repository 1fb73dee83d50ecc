"""Who rings again: what is known of a caller's other calls."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import REJECTED
from aduan_cli.complaint.moves import HOAX
from aduan_cli.record import TupleRecord
from aduan_cli.stored import Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.ports import Store

_MOST = 20
"""Open calls, and rejected ones, that are looked at, the newest first: so many, however often somebody rings."""


class Known(TupleRecord):
    """What is known of a caller: how many calls, the newest that are open, how many were hoaxes."""

    calls: int
    open: tuple[Complaint, ...]
    hoaxes: int


def known(store: Store, phones: Collection[str], but: Sequence[Complaint] = ()) -> Known:
    """Return what is known of the caller with some numbers; `but` are calls of these numbers that aren't counted.

    The cost grows with the caller's own calls alone.
    """
    where = (("phone", tuple(phones)),)
    calls = store.count(Query(where)) - len(but)
    if not calls:
        return Known(0, (), 0)
    mine = {one.id for one in but}
    still = tuple(one for one in store.find(Query(where, open_only=True, limit=_MOST)) if one.id not in mine)
    rejected = list(store.find(Query((*where, ("status", ("rejected",))), limit=_MOST)))
    return Known(calls, still, sum(is_hoax(store, one) for one in rejected))


def is_hoax(store: Store, complaint: Complaint) -> bool:
    """Say whether a rejected complaint was made up."""
    last = next((event for event in reversed(store.events(complaint)) if event.type == REJECTED), None)
    return last is not None and last.data.get("code") == HOAX
