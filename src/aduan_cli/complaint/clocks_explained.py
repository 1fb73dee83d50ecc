"""When a complaint is due, and why: each clock with what it is to keep, and every stretch that counted. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aduan_cli.complaint.clocks import Run, runs_of
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deadlines import Aim, aim_for, calendar_of, dated
from aduan_cli.model import CLOCKS
from aduan_cli.record import Record
from aduan_cli.working_time import DAYS, Calendar, NeverOpenError, Stretch, begin_of, stretches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.history import Event
    from aduan_cli.desk_time import Zone

RUNNING, PAUSED, KEPT, LATE = "running", "paused", "kept", "late"
"""What a clock is: it goes on and there is time; it stands still; it stopped in time; its time is over."""


class ClockExplained(Record):
    """One clock, as people are told of it."""

    run: Run
    aim: Aim
    state: str
    begins: int
    """When it began to count."""
    stretches: tuple[Stretch, ...]
    """What counted from its start until it stopped, is due or until now, and what did not, without a gap."""
    counted: int
    """Seconds that counted till now."""


def explained(
    complaint: Complaint, events: Iterable[Event], rules: Rules, zone: Zone, now: int
) -> list[ClockExplained]:
    """Return the clocks of a complaint for which something is said, in their order."""
    runs = runs_of(events)
    found = [dated(rules, zone, runs[name], complaint) for name in CLOCKS if name in runs]
    aims = ((run, aim_for(rules, run, complaint)) for run in found)
    return [_explained(run, aim, rules, zone, now) for run, aim in aims if aim is not None]


def state_of(run: Run, now: int) -> str:
    """Return what a clock is at a moment."""
    if run.is_paused:
        return PAUSED
    end = now if run.stopped is None else run.stopped
    if run.due_at is not None and end > run.due_at:
        return LATE
    return RUNNING if run.stopped is None else KEPT


def _explained(run: Run, aim: Aim, rules: Rules, zone: Zone, now: int) -> ClockExplained:
    calendar = calendar_of(rules, aim.calendar)
    end = run.stopped if run.stopped is not None else max(run.due_at or now, now)
    begins = _begins(calendar, zone, run.since)
    found = tuple(_stretches(calendar, zone, run, begins, end, by_the_day=aim.target.unit == DAYS))
    until = end if run.stopped is not None else now
    counted = sum(max(min(one.until, until) - one.begin, 0) for one in found if one.counts)
    return ClockExplained(run, aim, state_of(run, now), begins, found, counted)


def _begins(calendar: Calendar | None, zone: Zone, since: int) -> int:
    try:
        return begin_of(calendar, zone, since)
    except NeverOpenError:
        return since


def _stretches(
    calendar: Calendar | None, zone: Zone, run: Run, begins: int, end: int, by_the_day: bool
) -> Iterator[Stretch]:
    """Yield the stretches of a clock; days of the calendar count at all hours, once it has begun."""
    if not by_the_day:
        yield from stretches(calendar, zone, run.since, end, run.pauses)
        return
    yield from stretches(calendar, zone, run.since, min(begins, end), run.pauses)
    yield from stretches(None, zone, begins, end, run.pauses)
