"""Checking the chain of events: does every event still say what it said, after the one it followed?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json import loads

from aduan_cli.complaint.events import ANONYMISED, ERASED
from aduan_cli.digest import sha256
from aduan_cli.store.common.chain import START, encoded
from aduan_cli.stored import Break

EventRow = tuple["int", "int | None", "str", "str | None", "bytes | None", "bytes", "str | None"]
"""An event: number, complaint, body, private, salt, hash; and the ticket of its complaint."""


def breaks(events: Iterable[EventRow], end: int | None) -> Iterator[Break]:
    """Walk the whole chain, in its order, and yield every place where it does not verify.

    `end` is the last number that was ever given, so that a last event that was deleted is missed too; None: unknown.
    """
    last, number = START, 0
    bare: dict[int | None, set[int]] = {}
    torn: dict[int, tuple[int | None, str]] = {}
    other: dict[int, tuple[int | None, str]] = {}
    for number_found, complaint, body, private, salt, hashed, ticket in events:
        number += 1
        if number_found != number:
            yield Break(number, "an event is missing")
            number = number_found
        said = object_of(body)
        if sha256(last + encoded(body)).digest() != hashed:
            torn[number] = complaint, sha256(encoded(body)).hexdigest()
        elif said.get("type") == ERASED:
            _attest(torn, complaint, said, "bodies")
        elif said.get("type") == ANONYMISED:
            _attest(other, complaint, said, "kept")
        if said.get("ticket") != ticket or (complaint is None) != (ticket is None):
            yield Break(number, "the event belongs to another ticket")
        if private is None and salt is None:
            if "private" in said:
                bare.setdefault(complaint, set()).add(number)
        elif private is None:
            yield Break(number, "the wording or the caller's data was changed")
        elif (digest := sha256((salt or b"") + encoded(private)).hexdigest()) != said.get("private"):
            other[number] = complaint, digest
        if said.get("type") == ERASED:
            bare.pop(complaint, None)
        last = hashed
    for number_torn in torn:
        yield Break(number_torn, "the body or an event before it was changed")
    for number_changed in other:
        yield Break(number_changed, "the wording or the caller's data was changed")
    for numbers in bare.values():
        for alone in sorted(numbers):
            yield Break(alone, "the wording or the caller's data was removed, and no erasure is recorded")
    if end is not None and end != number:
        yield Break(number + 1, "an event is missing")


def _attest(
    changed: dict[int, tuple[int | None, str]], complaint: int | None, said: dict[str, object], name: str
) -> None:
    """Leave out the events of a complaint of which a later one says that what stands there now took its place."""
    data = said.get("data")
    digests = data.get(name) if isinstance(data, dict) else None
    for number, digest in digests.items() if isinstance(digests, dict) else ():
        if number.isdecimal() and changed.get(int(number)) == (complaint, digest):
            del changed[int(number)]


def object_of(body: str) -> dict[str, object]:
    """Return what the body of an event says; nothing where it can't be read."""
    try:
        said = loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
