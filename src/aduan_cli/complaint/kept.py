"""What a promise meant for a complaint that is stored: when it was due and done, and whether that was in time. Pure."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from aduan_cli.complaint.clocks import RESOLVE, runs_of
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deadlines import Aim, aim_of, calendar_of
from aduan_cli.complaint.events import REPORTED_BACK
from aduan_cli.record import Record
from aduan_cli.working_time import DAYS, Calendar, NeverOpenError, Pause, due, least

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.history import Event
    from aduan_cli.desk_time import Zone

CLOSED_AT = "closed_at"
"""The name among `fields` under which an import keeps when a complaint was done."""
NEAR = 300
"""Seconds by which a due time may differ from another system's and still be the same."""


class Course(Record):
    """How a complaint went: since when time ran, when it did not count, and when it was done; None: it is not."""

    since: int
    pauses: tuple[Pause, ...] = ()
    ended: int | None = None

    @property
    def lasted(self) -> int | None:
        """Seconds from the beginning to the end, without pauses."""
        if self.ended is None:
            return None
        paused = sum(max(0, min(p.until or self.ended, self.ended) - p.begin) for p in self.pauses)
        return max(0, self.ended - self.since - paused)


class Judged(Record):
    """A complaint with what it was to keep by some rules (None: nothing), when it was due, and whether it was in time.

    `kept` None: it is not done, and there is time, or nothing is promised.
    """

    complaint: Complaint
    course: Course
    aim: Aim | None
    due_at: int | None
    kept: bool | None


def course_of(
    complaint: Complaint, events: Callable[[], list[Event]], read: Callable[[object], int | None]
) -> Course | None:
    """Return how a complaint went; None: nothing was ever promised of it, or nobody knows when it was done.

    What moved at the desk is told by its events; of a record of a file what the file says: when it was closed, or how
    long it took. `read` makes a moment of a value of `fields`.
    """
    if complaint.kind == "information":
        return None
    closed = read(complaint.fields.get(CLOSED_AT))
    if closed is not None and complaint.version == 1:
        return Course(complaint.reported_at, (), closed)
    told = events()
    run = runs_of(told).get(RESOLVE)
    if run is not None and run.stopped is not None:
        return Course(run.since, run.pauses, run.stopped)
    took = next((e.data["took"] for e in reversed(told) if e.type == REPORTED_BACK and "took" in e.data), None)
    if closed is None and took is not None:
        closed = complaint.reported_at + took
    if run is None:
        return None if closed is None else Course(complaint.reported_at, (), closed)
    return Course(run.since, run.pauses, closed)


class Judge:
    """Says of complaints what some rules would have meant, at a moment `now`."""

    def __init__(self, rules: Rules, zone: Zone, now: int) -> None:
        self._rules, self._zone, self._now = rules, zone, now
        self._calendars: dict[str, Calendar | None] = {}

    def calendar(self, name: str) -> Calendar | None:
        """Return a calendar by its name; None: every hour counts."""
        if name not in self._calendars:
            self._calendars[name] = calendar_of(self._rules, name)
        return self._calendars[name]

    def judge(self, complaint: Complaint, course: Course) -> Judged:
        """Return what the rules would have meant for a complaint that went so."""
        aim = aim_of(self._rules, RESOLVE, complaint)
        due_at = None if aim is None else self._due(course, aim)
        kept = None
        if due_at is not None:
            kept = course.ended <= due_at if course.ended is not None else False if self._now > due_at else None
        return Judged(complaint, course, aim, due_at, kept)

    def _due(self, course: Course, aim: Aim) -> int | None:
        try:
            return due(self.calendar(aim.calendar), self._zone, course.since, aim.target, course.pauses).at
        except NeverOpenError:
            return None

    def needed(self, judged: Judged) -> tuple[str, str, int] | None:
        """Return calendar, unit and the least amount of it that what is done would have kept; None where none is."""
        aim, course = judged.aim, judged.course
        if course.ended is None:
            return None
        calendar, unit = (aim.calendar, aim.target.unit) if aim is not None else ("", DAYS)
        try:
            amount = least(self.calendar(calendar), self._zone, course.since, unit, course.ended, course.pauses)
        except NeverOpenError:
            return None
        return calendar, unit, amount


class KeptFigures:
    """Counts what was judged of one unit and category, or of all; of each complaint a few numbers are kept."""

    def __init__(self) -> None:
        self.complaints = self.kept = self.late = 0
        self.compared = self.within = 0
        """Those of which another system's due time is known, and those for which it is the same."""
        self._lasted = array("q")
        self._targets: Counter[str] = Counter()
        self._needed: dict[str, array[int]] = {}

    def add(self, judged: Judged, needed: tuple[str, str, int] | None, other: int | None) -> None:
        """Count one; `other` is when another system says that it was due."""
        self.complaints += 1
        self.kept += judged.kept is True
        self.late += judged.kept is False
        lasted = judged.course.lasted
        if lasted is not None:
            self._lasted.append(lasted)
        if judged.aim is not None:
            self._targets[judged.aim.text] += 1
        if needed is not None:
            _calendar, unit, amount = needed
            self._needed.setdefault(unit, array("q")).append(amount)
        if other is not None:
            self.compared += 1
            self.within += judged.due_at is not None and abs(judged.due_at - other) <= NEAR

    def median(self) -> int | None:
        """Return the seconds within which half of them were done."""
        return share_of(self._lasted, 50)

    def most(self) -> int | None:
        """Return the seconds within which 90 % of them were done."""
        return share_of(self._lasted, 90)

    def target(self) -> str | None:
        """Return the target that most of them had."""
        return max(self._targets, key=lambda text: self._targets[text], default=None)

    def target_for_most(self) -> str | None:
        """Return the target that 90 % of those that are done would have kept, in the unit that most are counted in."""
        unit = max(self._needed, key=lambda name: len(self._needed[name]), default=None)
        return None if unit is None else f"{share_of(self._needed[unit], 90)}{unit}"


def share_of(values: Iterable[int], percent: int) -> int | None:
    """Return the least value that so many percent of some do not pass; None of none."""
    ordered = sorted(values)
    return ordered[-(-len(ordered) * percent // 100) - 1] if ordered else None


def by_group(figures: dict[tuple[str, str], KeptFigures]) -> Iterator[tuple[tuple[str, str], KeptFigures]]:
    """Yield the figures of units and categories, where most was late first."""
    yield from sorted(figures.items(), key=lambda item: (-item[1].late, -item[1].complaints, item[0]))
