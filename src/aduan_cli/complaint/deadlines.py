"""What each clock of a complaint is to keep: the target, the calendar on which it counts, and when it is due. Pure."""

from __future__ import annotations

from aduan_cli.complaint.clocks import EMERGENCY, HANDOFF, RESOLVE, Run, Runs, lived
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.record import Record, TupleRecord
from aduan_cli.rules.lineage import lineage
from aduan_cli.working_time import Calendar, NeverOpenError, Target, beyond, due, part_of, read_target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import ClockTables, DeadlineTable, Escalation, Rules, WorkingHours
    from aduan_cli.complaint.step import Step
    from aduan_cli.desk_time import Zone

ALWAYS = "always"
"""The name of the calendar on which every hour counts."""
_MOST_AIMS = 4096
"""Aims that are remembered: a complaint may have a category or a unit that no rules know any more."""


class Aim(Record):
    """What a clock is to keep: the target as written, on which calendar, and whose it is."""

    text: str
    target: Target
    calendar: str
    whose: str
    """`desk`, `unit dlh`, `category sampah`; with the priority behind it where it is that of one alone."""


def aim_of(rules: Rules, clock: str, complaint: Complaint) -> Aim | None:
    """Return what a clock of a complaint is to keep; None: nothing is said of it, so it has none.

    The most special wins: what the category says, then the unit and what it is a part of, then the desk; within each
    the complaint's priority before all. Emergencies and hand-offs run round the clock.
    """
    return _MADE.aim(rules, clock, complaint)


def _aim(rules: Rules, clock: str, complaint: Complaint) -> Aim | None:
    given = rules["clocks"]
    priority = complaint.priority
    found = None
    calendar = None
    for whose, deadlines in _special(given, rules, complaint):
        for of in (priority, ""):
            text = deadlines["targets"].get(of, {}).get(clock)
            if found is None and text is not None:
                found = text, f"{whose}, {of}" if of else whose
        calendar = calendar or deadlines["calendar"]
    if found is None:
        return None
    target = read_target(found[0])
    assert target is not None, found
    is_always = clock == HANDOFF or priority == EMERGENCY or calendar is None
    return Aim(found[0], target, ALWAYS if is_always else str(calendar), found[1])


def aim_for(rules: Rules, run: Run, complaint: Complaint) -> Aim | None:
    """Return what a clock is to keep as it runs: by the priority of when it was promised; see `aim_of`."""
    if run.timed_as is not None:
        complaint = copy_of(complaint, priority=run.timed_as)
    return aim_of(rules, run.clock, complaint)


def _special(given: ClockTables, rules: Rules, complaint: Complaint) -> list[tuple[str, DeadlineTable]]:
    """Return what speaks of a complaint's deadlines, the most special first."""
    found = []
    if complaint.category in given["categories"]:
        found.append((f"category {complaint.category}", given["categories"][complaint.category]))
    line = lineage(rules["units"], complaint.unit)
    found += [(f"unit {unit}", given["units"][unit]) for unit in line if unit in given["units"]]
    return [*found, ("desk", given["desk"])]


class _Made:
    """What was made of the rules that were asked for last, each once: calendars, and aims by what they depend on."""

    def __init__(self) -> None:
        self._rules: Rules | None = None
        self._calendars: dict[str, Calendar | None] = {}
        self._aims: dict[tuple[object, ...], Aim | None] = {}

    def _look_at(self, rules: Rules) -> None:
        if rules is not self._rules:
            self._rules, self._calendars, self._aims = rules, {}, {}

    def calendar(self, rules: Rules, name: str) -> Calendar | None:
        self._look_at(rules)
        if name not in self._calendars:
            hours = rules["clocks"]["calendars"].get(name)
            self._calendars[name] = None if hours is None else _calendar(rules, hours)
        return self._calendars[name]

    def aim(self, rules: Rules, clock: str, complaint: Complaint) -> Aim | None:
        self._look_at(rules)
        key = (clock, complaint.category, complaint.unit, complaint.priority)
        if key not in self._aims:
            if len(self._aims) >= _MOST_AIMS:
                self._aims.clear()
            self._aims[key] = _aim(rules, clock, complaint)
        return self._aims[key]


_MADE = _Made()


def calendar_of(rules: Rules, name: str) -> Calendar | None:
    """Return the working hours of a calendar with its holidays; None: every hour counts.

    Compiled rules don't change once they are made, so that those in force have each of theirs made once.
    """
    return _MADE.calendar(rules, name)


def _calendar(rules: Rules, hours: WorkingHours) -> Calendar:
    clocks = rules["clocks"]
    joint = set(clocks["joint_leave"])
    closed = {
        day_number(day): clocks["holiday_names"].get(day, "")
        for day in rules["holidays"]
        if hours["joint_leave" if day in joint else "holidays"]
    }
    week = tuple(tuple((begin, until) for begin, until in spans) for spans in hours["week"])
    changed = {
        day_number(day): tuple((begin, until) for begin, until in spans) for day, spans in hours["changed"].items()
    }
    return Calendar(week, closed, changed)


def with_clocks(step: Step, had: Runs, rules: Rules, zone: Zone) -> Step:
    """Return a step with what it makes of the complaint's clocks, which it `had` before; it must have changes.

    A clock for which nothing is said has no due time, nor has one on a calendar that never opens again.
    """
    complaint = step.complaint
    before = None if step.is_new else complaint
    after = complaint if step.is_new else copy_of(complaint, **step.changes)
    runs = lived(had, before, after, step.at, step.events)
    made = tuple(dated(rules, zone, run, after) for run in runs.values())
    due_at = next((run.due_at for run in made if run.clock == RESOLVE), None)
    if due_at == complaint.due_at:
        return step._replace(clocks=made)
    if step.is_new:
        return step._replace(complaint=copy_of(complaint, due_at=due_at), clocks=made)
    return step._replace(changes={**step.changes, "due_at": due_at}, clocks=made)


def dated(rules: Rules, zone: Zone, run: Run, complaint: Complaint) -> Run:
    """Return a clock with when it is due and when somebody is told of it next, by the rules in force."""
    aim = aim_for(rules, run, complaint)
    if aim is None:
        return _due_at(run, None)
    calendar = calendar_of(rules, aim.calendar)
    try:
        run = _due_at(run, due(calendar, zone, run.since, aim.target, run.pauses).at)
    except NeverOpenError:
        run = _due_at(run, None)
    levels = _levels(rules, zone, run, complaint, aim.target, calendar)
    return run._replace(escalate_at=min(level.at for level in levels)) if levels else run


def _due_at(run: Run, at: int | None) -> Run:
    """Return a clock that is due then, and of which nobody is told; most of a file's are such already."""
    if run.due_at == at and run.escalate_at is None:
        return run
    return run._replace(due_at=at, escalate_at=None)


class Level(TupleRecord):
    """A level of escalation that a clock has not passed yet, or tells again, and when it does."""

    at: int
    escalation: Escalation
    first: int
    """When it is reached: the higher of two levels is the later one, however often either is told again."""


def levels_of(rules: Rules, zone: Zone, run: Run, complaint: Complaint) -> list[Level]:
    """Return the levels that a clock is to pass, or to tell again, the lowest first; none while it stands still."""
    aim = aim_for(rules, run, complaint)
    if aim is None:
        return []
    return _levels(rules, zone, run, complaint, aim.target, calendar_of(rules, aim.calendar))


def _levels(
    rules: Rules, zone: Zone, run: Run, complaint: Complaint, target: Target, calendar: Calendar | None
) -> list[Level]:
    if run.due_at is None or run.stopped is not None or run.is_paused:
        return []
    found = []
    for one in rules["clocks"]["escalations"]:
        if one["clock"] == run.clock and _is_for(one, rules, complaint):
            first = at = _reached(one["at"], calendar, zone, run, target)
            if one["id"] in run.told:
                at = _again(one["repeat"], run.told_at.get(one["id"]), calendar, zone)
            if at is not None and first is not None:
                found.append(Level(at, one, first))
    return sorted(found, key=lambda level: level.first)


def _again(repeat: str | None, told_at: int | None, calendar: Calendar | None, zone: Zone) -> int | None:
    """Return when a level that was told is told again; None: never."""
    every = None if repeat is None else read_target(repeat)
    try:
        return None if every is None or told_at is None else beyond(calendar, zone, told_at, every)
    except NeverOpenError:
        return None


def _reached(when: str, calendar: Calendar | None, zone: Zone, run: Run, target: Target) -> int | None:
    """Return when a clock is at `50%` of its time, `due`, or `+1d` over it."""
    try:
        if when.endswith("%"):
            return part_of(calendar, zone, run.since, target, int(when[:-1]), run.pauses)
        over = read_target(when.removeprefix("+"))
        return run.due_at if over is None or run.due_at is None else beyond(calendar, zone, run.due_at, over)
    except NeverOpenError:
        return None


def _is_for(one: Escalation, rules: Rules, complaint: Complaint) -> bool:
    """Say whether a level is for a complaint: its unit or what that is a part of, its category, its priority."""
    return (
        (not one["units"] or not set(one["units"]).isdisjoint(lineage(rules["units"], complaint.unit)))
        and (not one["categories"] or complaint.category in one["categories"])
        and (not one["priorities"] or complaint.priority in one["priorities"])
    )


def day_number(text: str) -> int:
    """Return the number of a day as in `2026-12-25`, from 1970-01-01."""
    from datetime import date

    from aduan_cli.desk_time import EPOCH_ORDINAL

    return date.fromisoformat(text).toordinal() - EPOCH_ORDINAL
