"""What figures are made of, whatever they are read from: bodies of events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aduan_cli.complaint.assignments import SUPPORT
from aduan_cli.figures import Signed
from aduan_cli.store.common.event_objects import event_object, time_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def typed(type_: str) -> str:
    """Return what stands in the body of each event of a type."""
    return f'"type":"{type_}"'


def named(name: str, value: str) -> str:
    """Return what stands in the body of each event in which a name has a value of plain letters."""
    return f'"{name}":"{value}"'


def tally(bodies: Iterable[str], since: int | None = None, until: int = 0) -> dict[str, int]:
    """Return how often each type of event is told from a time on and before another (None: whenever).

    What a unit did that only helps is not counted. The bodies are texts in the order of the chain (sorted keys, no
    blanks): looking for what counts takes a quarter of the time that reading them whole does.
    """
    found: dict[str, int] = {}
    for text in bodies:
        if _OF_HELPER in text and event_object(None, text)["data"].get("role") == SUPPORT:
            continue
        if since is not None and not since <= _at(text) < until:
            continue
        type_ = text.rpartition('"type":"')[2].partition('"')[0]
        found[type_] = found.get(type_, 0) + 1
    return found


def _at(text: str) -> int:
    """Return the time of an event."""
    at = text.partition('"at":')[2].partition(",")[0]
    return int(at) if at.isdecimal() else time_in(None, text)


_OF_HELPER = f'"role":"{SUPPORT}"'


def signed_of(number: int, body: Mapping[str, Any]) -> Signed:
    """Return the hand-over that an event tells."""
    data = body["data"]
    return Signed(
        number, body["at"], body["actor"], data["to"], data.get("shift"), data["counts"], tuple(data["tickets"])
    )
