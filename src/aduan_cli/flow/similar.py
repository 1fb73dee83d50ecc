"""Complaints that may be about the same matter as one that is stored. Nothing is merged or linked: a person looks."""

from __future__ import annotations

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.similarity import MOST, SAME_CALLER, SAME_MATTER, SAME_MINUTES, Similar, caller_of, suggested
from aduan_cli.stored import Shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.ports import Store

_OF_CALLER = 10
"""Calls of a caller that are compared on each side of the moment."""
NEAR, FAR = 20, 100
"""Others that are compared on each side: so many, however many came in, when a call is taken; and when somebody asks.

The second takes some milliseconds more (docs/decisions/0009-similar.md).
"""


def similar(store: Store, complaint: Complaint, most: int | None = MOST, reach: int = NEAR) -> list[Similar]:
    """Return the complaints that may be about the same, the likeliest first; `most` None: all of them.

    What is linked to it already is left out. `reach`: how many of each category and ward are compared.
    """
    return suggested(complaint, store.nearby(complaint.reported_at, _shared(complaint, reach)), most)


def _shared(complaint: Complaint, reach: int) -> list[Shared]:
    """Return what such complaints have in common: the phone; of what is no question, which many ask, also the place."""
    shared = [Shared("phone", phone, SAME_CALLER, _OF_CALLER) for phone in caller_of(complaint)]
    span = SAME_MINUTES if complaint.kind == "information" else SAME_MATTER
    name, value = ("category", complaint.category) if complaint.category else ("unit", complaint.unit)
    if value:
        shared.append(Shared(name, value, span, reach))
    if complaint.kelurahan and span == SAME_MATTER:
        shared.append(Shared("kelurahan", complaint.kelurahan, span, reach))
    return shared
