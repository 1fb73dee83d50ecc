"""Complaints that may be about the same matter as one that is stored. Nothing is merged or linked: a person looks."""

from __future__ import annotations

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.similarity import MOST, SAME_CALLER, SAME_MATTER, SAME_MINUTES, Similar, caller_of, suggested
from aduan_cli.stored import Shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.ports import Store

_OF_CALLER, _OF_CATEGORY, _OF_WARD = 10, 20, 20
"""Complaints that are compared on each side of the moment: so many, however many came in."""


def similar(store: Store, complaint: Complaint, most: int | None = MOST) -> list[Similar]:
    """Return the complaints that may be about the same, the likeliest first; `most` None: all of them.

    What is linked to it already is left out.
    """
    return suggested(complaint, store.nearby(complaint.reported_at, _shared(complaint)), most)


def _shared(complaint: Complaint) -> list[Shared]:
    """Return what such complaints have in common: the phone; of what is no question, which many ask, also the place."""
    shared = [Shared("phone", phone, SAME_CALLER, _OF_CALLER) for phone in caller_of(complaint)]
    span = SAME_MINUTES if complaint.kind == "information" else SAME_MATTER
    name, value = ("category", complaint.category) if complaint.category else ("unit", complaint.unit)
    if value:
        shared.append(Shared(name, value, span, _OF_CATEGORY))
    if complaint.kelurahan and span == SAME_MATTER:
        shared.append(Shared("kelurahan", complaint.kelurahan, span, _OF_WARD))
    return shared
