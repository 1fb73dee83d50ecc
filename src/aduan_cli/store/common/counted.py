"""What figures are made of, whatever they are read from: bodies of events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aduan_cli.complaint.assignments import SUPPORT
from aduan_cli.figures import Signed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def typed(type_: str) -> str:
    """Return what stands in the body of each event of a type."""
    return f'"type":"{type_}"'


def tally(bodies: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return how often each type of event is told; what a unit did that only helps is not counted."""
    found: dict[str, int] = {}
    for body in bodies:
        if body["data"].get("role") != SUPPORT:
            found[body["type"]] = found.get(body["type"], 0) + 1
    return found


def signed_of(number: int, body: Mapping[str, Any]) -> Signed:
    """Return the hand-over that an event tells."""
    data = body["data"]
    return Signed(
        number, body["at"], body["actor"], data["to"], data.get("shift"), data["counts"], tuple(data["tickets"])
    )
