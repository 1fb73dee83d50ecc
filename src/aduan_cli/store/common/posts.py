"""What every outbox shares: its rows, the ids of messages, which go together and when, and what their events say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from aduan_cli.complaint.messages import LEASED, may_become
from aduan_cli.digest import sha256
from aduan_cli.outbox import MINUTE, TOGETHER, Posted, Rate
from aduan_cli.store.common.event_objects import object_of
from aduan_cli.stored import Difference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Post = tuple[
    "int", "str | None", "int | None", "int | None", "str", "str", "str", "int", "str", "str | None", "bytes | None"
]
"""Of a message: number, ticket, complaint, that of its event, event, notifier, unit, at, id; its event's body, hash."""

_COLUMNS = ", ".join("c.ticket" if name == "ticket" else f"o.{name}" for name in Posted._fields)
SELECT = f"SELECT {_COLUMNS} FROM outbox o JOIN complaint c ON c.id = o.complaint_id"
"""Of messages: rows of `posted_of`."""


def posted_of(row: Sequence[Any]) -> Posted:
    """Return the message of a row."""
    values: dict[str, Any] = dict(zip(Posted._fields, row, strict=True))
    return Posted(**{**values, "repeated": bool(values["repeated"])})


def room(limit: int, rate: Rate, now: int, held: Callable[[int], int], tried: Callable[[int, int], int]) -> int:
    """Return how many letters may be begun now.

    `held` and `tried` count letters, those under way at a time and those tried between two; neither is asked where no
    bound goes by it.
    """
    if rate.at_once is not None:
        limit = min(limit, rate.at_once - held(now))
    if rate.per_minute is not None:
        limit = min(limit, rate.per_minute - tried(now - MINUTE, now))
    return limit


def going(joined: Iterable[Posted], now: int) -> list[Posted]:
    """Return the messages of a letter that go now: those that wait, but for those that somebody has leased."""
    return [one for one in joined if one.next_at is not None and (one.state != LEASED or one.next_at <= now)]


def leased(going: Sequence[Posted], now: int, until: int) -> list[Posted]:
    """Return the messages of one letter as they are once they are leased."""
    letter = going[0].letter or letter_id([one.message_id for one in going])
    return [
        one._replace(
            state=LEASED,
            attempts=one.attempts + 1,
            next_at=until,
            repeated=one.repeated or one.state == LEASED,
            letter=letter,
            tried_at=now,
        )
        for one in going
    ]


def together(one: Posted, joined: list[Posted]) -> list[Posted]:
    """Return the messages of one's letter, that too, although as many as fit were found without it."""
    return joined if any(each.id == one.id for each in joined) else [*joined[: TOGETHER - 1], one]


def may_be_set(one: Posted, state: str, at: int) -> bool:
    """Say whether a person may put a message into a state now: not while it is under way."""
    return not (one.state == LEASED and (one.next_at or 0) > at) and may_become(one.state, state)


def post_event_data(one: Posted) -> dict[str, object]:
    """Return what the event of its complaint says of a message, whatever became of it."""
    return {"message": one.id, "event": one.event, "notifier": one.notifier, "unit": one.unit}


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
        if (said_at := (object_of(body) or {}).get("at")) != at:
            yield Difference(ticket, "outbox.at", said_at, f"{number}: {at}")
        said = message_id(hash_, event, notifier, unit)
        if said != id_:
            yield Difference(ticket, "outbox.message_id", said, f"{number}: {id_}")
