"""Events of which a part of what stands beside them went: what is left, under a salt of its own, and its digest.

The chain has the digest of what was there first; that of what is left is in a later event of the same complaint.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from json import loads

from aduan_cli.complaint.anonymity import CALLER, tells_caller, without_caller
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.history import Event
from aduan_cli.digest import sha256
from aduan_cli.masking import LEAST_DIGITS
from aduan_cli.privacy import CALLERS
from aduan_cli.record import TupleRecord
from aduan_cli.store.common.chain import canonical, encoded
from aduan_cli.stored import Erased

_WITHOUT_DIGITS = "replace(" * 10 + "c.key" + "".join(f", '{digit}', '')" for digit in range(10))


class Reduced(TupleRecord):
    """An event's number, what is left beside it (JSON, `{}` where nothing is), the salt of that, and its digest."""

    number: int
    private: str
    salt: bytes
    digest: str


def forgotten(
    complaints: Iterable[Complaint],
    current: Callable[[str], Complaint | None],
    forget: Callable[[Complaint], Erased | None],
) -> list[Erased]:
    """Return what went of complaints, those left out that somebody changed since or that there are no more.

    `current` returns a complaint by its ticket as it is now; `forget` takes away what is to go of one, None: nothing.
    """
    found = []
    for complaint in complaints:
        now = current(complaint.ticket)
        if now is not None and now.version == complaint.version and (gone := forget(now)) is not None:
            found.append(gone)
    return found


def reduced(events: Iterable[tuple[int, str]]) -> list[Reduced]:
    """Return events (number, private) that say something of the caller as they are without it."""
    found = []
    for number, private in events:
        said = loads(private)
        if tells_caller(said):
            salt, kept = os.urandom(16), canonical(without_caller(said))
            found.append(Reduced(number, kept, salt, sha256(salt + encoded(kept)).hexdigest()))
    return found


def owning(part: str) -> str:
    """Return the condition that a complaint `c` may still have a part: something of its caller, or words.

    Of a caller also what was corrected away and still stands beside an event, and a key with so many digits that a
    phone may be in it; `anonymity` says whether it is so.
    """
    if part != CALLERS:
        return "c.text <> ''"
    fields = " OR ".join(f"c.{name} IS NOT NULL" for name in CALLER)
    beside = " OR ".join(f"e.private LIKE '%\"{name}\":{value}%'" for name in CALLER for value in ('"', "{"))
    return (
        f"({fields} OR length(c.key) - length({_WITHOUT_DIGITS}) >= {LEAST_DIGITS}"
        f" OR EXISTS (SELECT 1 FROM event e WHERE e.complaint_id = c.id AND ({beside})))"
    )


def of_types(
    told: Iterable[tuple[str | None, Event]], types: Sequence[str], since: int | None
) -> Iterator[tuple[str | None, Event]]:
    """Yield those events that are of some types, and not older."""
    return ((ticket, one) for ticket, one in told if one.type in types and (since is None or one.at >= since))
