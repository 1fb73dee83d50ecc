"""What every outbox shares: the ids of messages, and what their events say of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aduan_cli.digest import sha256
from aduan_cli.store.common.verify import object_of
from aduan_cli.stored import Difference

Post = tuple[
    "int", "str | None", "int | None", "int | None", "str", "str", "str", "int", "str", "str | None", "bytes | None"
]
"""Of a message: number, ticket, complaint, that of its event, event, notifier, unit, at, id; its event's body, hash."""


def message_id(hash_: bytes, event: str, notifier: str, unit: str) -> str:
    """Return the id of a message: of the hash of its event, so that it is the same wherever this history is."""
    digest: str = sha256(hash_ + f"{event}\n{notifier}\n{unit}".encode()).hexdigest()
    return digest[:32]


def letter_id(ids: Sequence[str]) -> str:
    """Return the id of a letter: that of its message, or one made of those of all."""
    if len(ids) == 1:
        return ids[0]
    digest: str = sha256("\n".join(ids).encode()).hexdigest()
    return digest[:32]


def differences(posts: Iterable[Post]) -> Iterator[Difference]:
    """Yield in what messages aren't what their events say; how far each is no event says."""
    for number, ticket, complaint, of, event, notifier, unit, at, id_, body, hash_ in posts:
        if body is None or hash_ is None or complaint != of:
            yield Difference(ticket, "outbox.event_id", of, f"{number}: {complaint}")
            continue
        if object_of(body).get("at") != at:
            yield Difference(ticket, "outbox.at", object_of(body).get("at"), f"{number}: {at}")
        said = message_id(hash_, event, notifier, unit)
        if said != id_:
            yield Difference(ticket, "outbox.message_id", said, f"{number}: {id_}")
