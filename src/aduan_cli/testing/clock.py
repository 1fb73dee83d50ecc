"""A clock that stands still until it is told to go on."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

START = "2026-11-23 14:05"
"""A Monday, in the middle of the afternoon shift."""


class FakeClock:
    """Calling it returns the time in seconds since 1970, as the flow's clocks do.

    `at` is local time, `2026-11-23 14:05` or with seconds; `hours` is how far the desk is ahead of UTC.
    """

    def __init__(self, at: str = START, hours: float = 7) -> None:
        self._zone = timezone(timedelta(hours=hours))
        self._now = 0
        self.set(at)

    def __call__(self) -> int:
        return self._now

    def set(self, at: str) -> None:
        """Go to a local time, also backwards."""
        self._now = int(datetime.fromisoformat(at).replace(tzinfo=self._zone).timestamp())

    def advance(self, *, seconds: int = 0, minutes: int = 0, hours: int = 0, days: int = 0) -> None:
        """Let some time go by."""
        self._now += seconds + 60 * (minutes + 60 * (hours + 24 * days))

    @property
    def moment(self) -> datetime:
        """The time as plugins get it: with the desk's offset."""
        return datetime.fromtimestamp(self._now, self._zone)

    @property
    def text(self) -> str:
        """The time as `--now` takes it."""
        return self.moment.isoformat(sep=" ")
