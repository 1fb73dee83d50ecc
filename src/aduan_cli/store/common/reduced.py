"""Events of which a part of what stands beside them went: what is left, under a salt of its own, and its digest.

The chain has the digest of what was there first; that of what is left is in a later event of the same complaint.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from json import loads

from aduan_cli.complaint.anonymity import CALLER, without_caller
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.history import Event
from aduan_cli.digest import sha256
from aduan_cli.privacy import CALLERS
from aduan_cli.record import TupleRecord
from aduan_cli.store.common.chain import canonical, encoded
from aduan_cli.stored import Erased


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
        left = without_caller(said)
        if left != said:
            salt, kept = os.urandom(16), canonical(left)
            found.append(Reduced(number, kept, salt, sha256(salt + encoded(kept)).hexdigest()))
    return found


def owning(part: str) -> str:
    """Return the condition that a complaint `c` still has a part: something of its caller, or words."""
    return "(" + " OR ".join(f"c.{name} IS NOT NULL" for name in CALLER) + ")" if part == CALLERS else "c.text <> ''"


def of_types(
    told: Iterable[tuple[str | None, Event]], types: Sequence[str], since: int | None
) -> Iterator[tuple[str | None, Event]]:
    """Yield those events that are of some types, and not older."""
    return ((ticket, one) for ticket, one in told if one.type in types and (since is None or one.at >= since))
