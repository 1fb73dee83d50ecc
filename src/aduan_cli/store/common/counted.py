"""What figures are made of, whatever they are read from: bodies of events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from aduan_cli.complaint.assignments import SUPPORT
from aduan_cli.figures import PROMISES, TOLD_APART, Counted, Signed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_PROMISE = (
    "CASE WHEN d.due_at IS NULL THEN NULL WHEN d.stopped_at IS NULL THEN CASE WHEN d.due_at < {mark} THEN 1 ELSE 0 END"
    " WHEN d.stopped_at <= d.due_at THEN 2 ELSE 3 END"
)
"""The number of how a promise stands, in the order of `PROMISES`, in the words that every SQL has."""


def counting(by: Sequence[str], mark: str) -> tuple[str, str]:
    """Return what is selected of calls (the values of `by`, then what `Counted` says of them), and from where.

    `mark` stands for a value: what time it is, in the first; from when until before when, in the second.
    """
    assert set(by) <= set(TOLD_APART)
    what = [*by, "kind", "status", "priority = 'emergency'", "coalesce(bounces, 0) > 0", "merged_into IS NOT NULL"]
    source = (
        " FROM complaint c LEFT JOIN clock d ON d.complaint_id = c.id AND d.clock = 'resolve'"
        f" WHERE c.reported_at >= {mark} AND c.reported_at < {mark}"
    )
    columns = [f"c.{one}" if one in by else one for one in what]
    return "SELECT " + ", ".join([*columns, _PROMISE.format(mark=mark)]), source


def counted_of(fields: int, rows: Iterable[tuple[Sequence[Any], int]]) -> Iterator[Counted]:
    """Yield what rows of `counting` say, each with how many there are; `fields` is how many they are told apart by."""
    for row, calls in rows:
        kind, status, is_emergency, came_back, is_merged, promise = row[fields:]
        stands = None if promise is None else PROMISES[promise]
        flags = bool(is_emergency), bool(came_back), bool(is_merged)
        yield Counted(tuple(row[:fields]), kind, status, *flags, stands, calls)


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
