"""Checking the chain of events: does every event still say what it said, after the one it followed?

The chain may be walked in parts, each on its own: an event stands on the hash that is stored with the one before it.
What a later event may explain (somebody was erased) is settled once all parts are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aduan_cli.complaint.events import ANONYMISED, ERASED
from aduan_cli.store.common.chain import START, encoded
from aduan_cli.store.common.event_objects import object_of
from aduan_cli.stored import Break

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EventRow = tuple["int", "int | None", "str", "str | None", "bytes | None", "bytes", "str | None"]
"""An event: number, complaint, body, private, salt, hash; and the ticket of its complaint."""
_Changed = dict["int", "tuple[int | None, str]"]
"""By the numbers of events: their complaint, and the digest of what stands there now."""


class Walk:
    """A part of the chain, and what is to be settled with the other parts."""

    def __init__(self) -> None:
        self.number = 0
        """The last event of it."""
        self.breaks: list[Break] = []
        self.torn: _Changed = {}
        """Events whose hash is not that of what they say."""
        self.other: _Changed = {}
        """Events whose private part is not the one that they were made with."""
        self.bare: dict[int | None, list[int]] = {}
        """By complaints: events whose private part is gone."""
        self.erased: set[int | None] = set()
        """Complaints of which a person was erased."""
        self.attested: list[tuple[str, int | None, dict[int, object]]] = []
        """Type of an event, complaint, and by earlier events the digest of what took the place of what was there."""

    def drop_superseded(self, kind: str, complaint: int | None, digests: dict[int, object]) -> dict[int, object]:
        """Leave out the events of a complaint of which a later one says so; return what it says of others."""
        changed = self.torn if kind == ERASED else self.other
        left = {}
        for number, digest in digests.items():
            if changed.get(number) == (complaint, digest):
                del changed[number]
            else:
                left[number] = digest
        return left

    def erase(self, complaint: int | None) -> None:
        """Take it that a person was erased of a complaint: what is gone of its events until now may be gone."""
        self.bare.pop(complaint, None)


def walked(events: Iterable[EventRow], after: int = 0, last: bytes = START) -> Walk:
    """Walk the part of the chain behind an event, 0: from its beginning, whose hash is `last`."""
    from hashlib import sha256  # OpenSSL is three times as fast, and takes as long to load as a call to store.

    walk, number = Walk(), after
    for found, complaint, body, private, salt, hashed, ticket in events:
        number += 1
        if found != number:
            walk.breaks.append(Break(number, "an event is missing"))
            number = found
        said, text = object_of(body) or {}, encoded(body)
        kind = said.get("type")
        if sha256(last + text).digest() != hashed:
            walk.torn[number] = complaint, sha256(text).hexdigest()
        elif kind in (ERASED, ANONYMISED):
            left = walk.drop_superseded(kind, complaint, _attested(said, number))
            if left:
                walk.attested.append((kind, complaint, left))
        if said.get("ticket") != ticket or (complaint is None) != (ticket is None):
            walk.breaks.append(Break(number, "the event belongs to another ticket"))
        if private is None and salt is None:
            if "private" in said:
                walk.bare.setdefault(complaint, []).append(number)
        elif private is None:
            walk.breaks.append(Break(number, "the wording or the caller's data was changed"))
        elif (digest := sha256((salt or b"") + encoded(private)).hexdigest()) != said.get("private"):
            walk.other[number] = complaint, digest
        if kind == ERASED:
            walk.erase(complaint)
            walk.erased.add(complaint)
        last = hashed
    walk.number = number
    return walk


def _attested(said: dict[str, Any], by: int) -> dict[int, object]:
    """Return what an event says that stands now in events before it, by their numbers."""
    data = said.get("data")
    digests = data.get("bodies" if said["type"] == ERASED else "kept") if isinstance(data, dict) else None
    known = digests.items() if isinstance(digests, dict) else ()
    return {int(number): digest for number, digest in known if number.isdecimal() and int(number) < by}


def breaks(walks: Sequence[Walk], end: int | None) -> Iterator[Break]:
    """Yield every place where a chain does not verify that was walked whole, its parts in their order.

    `end` is the last number that was ever given, so that a last event that was deleted is missed too; None: unknown.
    """
    for place, walk in enumerate(walks):
        yield from walk.breaks
        for later in walks[place + 1 :]:
            for attested in later.attested:
                walk.drop_superseded(*attested)
            for complaint in walk.bare.keys() & later.erased:
                walk.erase(complaint)
    for walk in walks:
        for number in walk.torn:
            yield Break(number, "the body or an event before it was changed")
    for walk in walks:
        for number in walk.other:
            yield Break(number, "the wording or the caller's data was changed")
    for numbers in _by_complaint(walks).values():
        for number in numbers:
            yield Break(number, "the wording or the caller's data was removed, and no erasure is recorded")
    number = walks[-1].number if walks else 0
    if end is not None and end != number:
        yield Break(number + 1, "an event is missing")


def _by_complaint(walks: Sequence[Walk]) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    for walk in walks:
        for complaint, numbers in walk.bare.items():
            found.setdefault(complaint, []).extend(numbers)
    return found
