"""Events as they are read back, whatever they are kept in."""

from __future__ import annotations

from collections.abc import Callable

from aduan_cli.complaint.history import Event
from aduan_cli.store.common.event_bodies import became, version_of
from aduan_cli.store.common.event_objects import beside, event_object, time_in

BACK = 86_400
"""Seconds by which a machine's clock may have been set back: events are in the order of their times but for that."""


def event_of(number: int, body: str, private: str | None) -> Event:
    """Return the event of a row."""
    return event_of_complaint(number, body, private)[1]


def event_of_complaint(number: int, body: str, private: str | None) -> tuple[str, Event]:
    """Return the ticket and the event of a row of a complaint's."""
    said, kept = event_object(number, body), beside(number, private)
    more = (*version_of(said, kept), became(said) or {})
    return said.get("ticket", ""), Event(number, said["at"], said["actor"], said["type"], said["data"], kept, *more)


def last_before(last: int, body_from: Callable[[int], str], at: int) -> int:
    """Return the number of an event before which nothing is from a time on: found by halves, not by an index.

    An index over times would be written with every event; who asks for a time does so once, and then by numbers.
    `body_from` returns the body of the first event from a number on, of which `last` is the last there is.
    """
    first, end = 1, last + 1
    while first < end:
        middle = (first + end) // 2
        if time_in(middle, body_from(middle)) < at:
            first = middle + 1
        else:
            end = middle
    return int(first - 1)
