"""What the job of cron looks for in a store, how much of it it may do, and how it works that off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic

from aduan_cli.record import Record
from aduan_cli.stored import CONFLICT, DONE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.complaint.step import Step
    from aduan_cli.stored import Outcome
else:
    Protocol = object  # The job of cron loads this each time, and `typing` alone takes a tenth of it.

QUIET = 15 * 60
"""Seconds without the job of cron after which it is missed."""
BATCH = 100
"""Complaints of one transaction."""
_TRIES = 20
"""Times that a complaint is computed anew because somebody else changed it meanwhile."""


class Ticked(Record):
    """How far the job of cron came."""

    at: int
    """When it ran last, UTC seconds."""
    revision: str | None = None
    """The revision that it knows."""
    timing: str | None = None
    """The digest of what of it says when something is due, by which open clocks are dated."""
    after: tuple[int, int] | None = None
    """Where that is not done yet: `reported_at` and `id` of the complaint after which it goes on."""


class Due(Protocol):
    """What waits for the job of cron. Each costs what is returned, whatever is stored."""

    def waking(self, at: int, limit: int) -> list[Complaint]:
        """Return what is on hold though its time is over, the longest first."""

    def waking_count(self, at: int) -> int:
        """Return how many those are."""

    def escalating(self, at: int, limit: int) -> list[Complaint]:
        """Return what has a clock of which somebody is to be told by now, each once, the longest first."""

    def escalating_count(self, at: int) -> int:
        """Return how many such clocks there are."""

    def late_count(self, clock: str, at: int) -> int:
        """Return how many complaints are over the time of a clock, which runs."""

    def open_after(self, after: tuple[int, int] | None, limit: int) -> list[Complaint]:
        """Return a page of what is open, oldest first: what comes after `reported_at` and `id` of a complaint."""

    def open_count(self, after: tuple[int, int]) -> int:
        """Return how much is open after that."""

    def ticked(self) -> Ticked | None:
        """Return how far the job of cron came; None: it never ran."""

    def note(self, ticked: Ticked) -> None:
        """Remember how far it came."""


class Bounds:
    """How much one run may do: so many complaints, until so many seconds are over; None: as much as there is."""

    def __init__(self, limit: int | None = None, seconds: float | None = None) -> None:
        self._left = limit
        self._until = None if seconds is None else monotonic() + seconds

    def room(self) -> int:
        """Return how many complaints may be taken at once now; 0: it is enough."""
        if self._until is not None and monotonic() >= self._until:
            return 0
        return BATCH if self._left is None else min(self._left, BATCH)

    def seconds(self) -> float | None:
        """Return for how long something may still be begun; None: there is no end."""
        return None if self._until is None else max(0.0, self._until - monotonic())

    def spend(self, count: int) -> None:
        """Note that so many were done."""
        if self._left is not None:
            self._left -= count


class Done(Record):
    """What one stage did: how many complaints, how many are left to be done, and which failed."""

    stage: str
    done: int = 0
    left: int = 0
    failed: tuple[str, ...] = ()
    """Tickets."""
    told: tuple[str, ...] = ()
    """What else failed, in sentences."""


class Work:
    """Works off complaints that a store returns as long as they are to be done, in batches, each of them whole."""

    def __init__(self, commit: Callable[[Sequence[Step]], Sequence[Outcome]], bounds: Bounds) -> None:
        self._commit, self._bounds = commit, bounds
        self._tried: dict[str, int] = {}
        self._passed: set[str] = set()
        self.done = 0

    @property
    def failed(self) -> tuple[str, ...]:
        """Tickets of what could not be written."""
        return tuple(ticket for ticket, tries in self._tried.items() if tries >= _TRIES)

    def off(self, fetch: Callable[[int], Sequence[Complaint]], step_of: Callable[[Complaint], Step | None]) -> bool:
        """Do all that `fetch` returns, a page of so many at once; False where there is no more room.

        For what `step_of` has no step, nothing is to be done. A conflict is computed anew.
        """
        while room := self._bounds.room():
            out = self._passed | set(self.failed)
            page = [one for one in fetch(room + len(out)) if one.ticket not in out][:room]
            if not page:
                return True
            self._write(page, step_of)
        return False

    def page(
        self,
        page: Sequence[Complaint],
        step_of: Callable[[Complaint], Step | None],
        again: Callable[[str], Complaint | None],
    ) -> None:
        """Do these complaints; one that somebody else changed meanwhile is read `again`."""
        while page:
            page = [one for ticket in self._write(page, step_of) if (one := again(ticket)) is not None]

    def _write(self, page: Sequence[Complaint], step_of: Callable[[Complaint], Step | None]) -> list[str]:
        """Do complaints; return the tickets of those that are to be tried once more."""
        steps, again = [], []
        for complaint in page:
            step = step_of(complaint)
            if step is None:
                self._passed.add(complaint.ticket)
            else:
                steps.append(step)
        for outcome in self._commit(steps) if steps else ():
            if outcome.state == DONE:
                self.done += 1
                self._bounds.spend(1)
            else:
                tries = 1 if outcome.state == CONFLICT else _TRIES
                self._tried[outcome.ticket] = self._tried.get(outcome.ticket, 0) + tries
                if self._tried[outcome.ticket] < _TRIES:
                    again.append(outcome.ticket)
        return again
