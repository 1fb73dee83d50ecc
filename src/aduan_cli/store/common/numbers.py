"""Each local day's numbers, from 1 without gaps but for those that are recorded."""

from __future__ import annotations

from collections.abc import Callable

from aduan_cli.tickets import MOST_CALLS, make_ticket


class Numbers:
    """Gives numbers in one transaction; `last_of` returns the last one given on a day (yyyymmdd), 0 when none was.

    `last` says afterwards what it is, for each day that was asked for.
    """

    def __init__(self, last_of: Callable[[int], int]) -> None:
        self._last_of = last_of
        self.last: dict[int, int] = {}

    def _of(self, day: int) -> int:
        if day not in self.last:
            self.last[day] = self._last_of(day)
        return self.last[day]

    def give(self, day: int) -> int:
        """Return the next number of a day."""
        number = self.last[day] = self._of(day) + 1
        return number

    def keep(self, day: int, number: int) -> None:
        """Let a day go on after a number that a complaint brought along."""
        self.last[day] = max(self._of(day), number)


def check_skip(day: int, past: int) -> None:
    """Raise `UsageError` for a number that no ticket should have, or a day (yyyymmdd) that none can say."""
    if past > MOST_CALLS:
        from aduan_cli.errors import UsageError
        from aduan_cli.i18n import _

        raise UsageError(
            _("{number}: a day's tickets go up to {most}; a smaller number would be right").format(
                number=past, most=MOST_CALLS
            )
        )
    make_ticket("", day, past)
