"""The clocks of a complaint: which run, since when, what stops them, and when each is due (design section 9). Pure.

Three of them. `handoff`: an emergency was handed over by voice, from the moment that it is one, round the clock.
`acknowledge`: the unit that leads has said that it has it, from when it got it; handing over begins it anew.
`resolve`: it is done, from the report; handing over lets it run on, and a hold whose reason says so stops it meanwhile.
Reopening begins the clocks of what is open then anew. What was only asked, referred or rejected has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import HELD, UNMERGED
from aduan_cli.complaint.moves import FINAL
from aduan_cli.record import Record
from aduan_cli.working_time import Calendar, Due, NeverOpenError, Pause, Target, due, read_target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Clocks, Deadlines, Rules, WorkingHours
    from aduan_cli.complaint.history import Event, EventDraft
    from aduan_cli.complaint.step import Step
    from aduan_cli.desk_time import Zone

HANDOFF, ACKNOWLEDGE, RESOLVE = "handoff", "acknowledge", "resolve"
CLOCKS = (HANDOFF, ACKNOWLEDGE, RESOLVE)
ALWAYS = "always"
"""The name of the calendar on which every hour counts."""
EMERGENCY = "emergency"
_DECISIVE = ("kind", "status", "unit", "priority", "reported_at")
"""The fields on which it depends which clocks run."""
_REOPENED = ("resolved", *FINAL)
"""States from which a complaint that is open again begins anew."""


class Run(Record):
    """One clock of a complaint, as it runs or ran last."""

    clock: str
    unit: str | None
    """Whose time it is."""
    since: int
    """UTC seconds; it begins to count then, or with the next opening."""
    pauses: tuple[Pause, ...] = ()
    """Ascending; the last has not ended where it is paused."""
    stopped: int | None = None
    due_at: int | None = None
    """None: it is paused, or never due."""

    @property
    def is_paused(self) -> bool:
        """Whether it stands still."""
        return self.stopped is None and bool(self.pauses) and self.pauses[-1].until is None


Runs = Mapping[str, Run]
"""The clocks of a complaint by name."""


class Aim(Record):
    """What a clock is to keep: the target as written, on which calendar, and whose it is."""

    text: str
    target: Target
    calendar: str
    whose: str
    """`desk`, `unit dlh`, `category sampah`; with the priority behind it where it is that of one alone."""


def advanced(runs: Runs, before: Complaint | None, after: Complaint, at: int, paused: str | None = None) -> Runs:
    """Return the clocks once a complaint became `after`; `before` None: it has just come to the desk.

    `paused` is the code of the reason that stops the clock, of a unit that can't go on.
    """
    made = {}
    for clock in CLOCKS:
        run = _advanced(clock, runs.get(clock), before, after, at, paused)
        if run is not None:
            made[clock] = run
    return made


def _advanced(
    clock: str, run: Run | None, before: Complaint | None, after: Complaint, at: int, paused: str | None
) -> Run | None:
    if not _runs(clock, after):
        return run if run is None or run.stopped is not None else _resumed(run, at)._replace(stopped=at)
    if run is None or run.stopped is not None or (clock == ACKNOWLEDGE and after.unit != run.unit):
        is_first = before is None or before.status not in _REOPENED
        run = Run(clock, after.unit, after.reported_at if clock == RESOLVE and is_first else at)
    else:
        run = run._replace(unit=after.unit)
    return _held(run, at, paused) if clock == RESOLVE else run


def _runs(clock: str, complaint: Complaint) -> bool:
    """Say whether a clock runs in this state, if there is a target for it."""
    status = complaint.status
    if complaint.kind == "information" or status in FINAL or status == "resolved":
        return False
    if clock == RESOLVE:
        return True
    return status == "routed" and (clock == ACKNOWLEDGE or complaint.priority == EMERGENCY)


def _held(run: Run, at: int, paused: str | None) -> Run:
    """Return a clock that stands still for a reason, or goes on."""
    if paused is None:
        return _resumed(run, at)
    return run if run.is_paused else run._replace(pauses=(*run.pauses, Pause(at, None, paused)))


def _resumed(run: Run, at: int) -> Run:
    if not run.is_paused:
        return run
    *others, last = run.pauses
    return run._replace(pauses=(*others, last._replace(until=at)))


def aim_of(rules: Rules, clock: str, complaint: Complaint) -> Aim | None:
    """Return what a clock of a complaint is to keep; None: nothing is said of it, so it has none.

    The most special wins: what the category says, then the unit and what it is a part of, then the desk; within each
    the complaint's priority before all. Emergencies and hand-offs run round the clock.
    """
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


def _special(given: Clocks, rules: Rules, complaint: Complaint) -> list[tuple[str, Deadlines]]:
    """Return what speaks of a complaint's deadlines, the most special first."""
    found = []
    if complaint.category in given["categories"]:
        found.append((f"category {complaint.category}", given["categories"][complaint.category]))
    unit, seen = complaint.unit, set[str]()
    while unit is not None and unit not in seen:
        seen.add(unit)
        if unit in given["units"]:
            found.append((f"unit {unit}", given["units"][unit]))
        unit = rules["units"][unit]["parent"] if unit in rules["units"] else None
    return [*found, ("desk", given["desk"])]


def due_of(rules: Rules, zone: Zone, run: Run, aim: Aim) -> Due:
    """Return when a clock begins to count and when it is due. Raises `NeverOpenError`."""
    return due(calendar_of(rules, aim.calendar), zone, run.since, aim.target, run.pauses)


def calendar_of(rules: Rules, name: str) -> Calendar | None:
    """Return the working hours of a calendar with its holidays; None: every hour counts."""
    hours = rules["clocks"]["calendars"].get(name)
    return None if hours is None else _calendar(rules, hours)


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


def has_deadlines(rules: Rules) -> bool:
    """Say whether any target is set at all."""
    clocks = rules["clocks"]
    return any(of["targets"] for of in (clocks["desk"], *clocks["units"].values(), *clocks["categories"].values()))


def runs_of(events: Iterable[Event]) -> Runs:
    """Return the clocks of a complaint by its events, the oldest first."""
    runs: Runs = {}
    now: Complaint | None = None
    said: dict[str, Any] = {}
    for event in events:
        if now is not None and not event.became:
            continue
        said = {**said, **(event.data if now is None else event.became)}
        before, now = now, state_of(said)
        runs = lived(runs, before, now, event.at, [(event.type, event.data)])
    return runs


def state_of(said: Mapping[str, Any]) -> Complaint:
    """Return a complaint with what its clocks depend on, of what events say of its fields."""
    return Complaint(**{name: said[name] for name in _DECISIVE if said.get(name) is not None})


def lived(runs: Runs, before: Complaint | None, after: Complaint, at: int, events: Sequence[EventDraft]) -> Runs:
    """Return the clocks once a complaint became `after` by events; a hold that goes on lets its reason stand."""
    paused = None
    if any(type_ == UNMERGED for type_, _data in events):
        runs = {clock: _as_before(run, after) for clock, run in runs.items()}
        before = after
    if after.status == "on_hold":
        if before is not None and before.status == "on_hold":
            promise = runs.get(RESOLVE)
            paused = promise.pauses[-1].why if promise is not None and promise.is_paused else None
        else:
            paused = pausing(events)
    return advanced(runs, before, after, at, paused)


def _as_before(run: Run, after: Complaint) -> Run:
    """Return a clock that goes on as if a merge had not stopped it: what is unmerged is what it was."""
    if run.stopped is None or not _runs(run.clock, after):
        return run
    *others, last = run.pauses or (None,)
    if after.status == "on_hold" and last is not None and last.until == run.stopped:
        run = run._replace(pauses=(*others, last._replace(until=None)))
    return run._replace(stopped=None)


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


def pausing(events: Iterable[EventDraft]) -> str | None:
    """Return the code of the reason that stops the clock, of the events of a hold; None: it goes on."""
    for type_, data in events:
        if type_ == HELD and data.get("stops_clock"):
            return str(data["code"])
    return None


def dated(rules: Rules, zone: Zone, run: Run, complaint: Complaint) -> Run:
    """Return a clock with when it is due, by the rules in force."""
    aim = aim_of(rules, run.clock, complaint)
    try:
        return run._replace(due_at=None if aim is None else due_of(rules, zone, run, aim).at)
    except NeverOpenError:
        return run._replace(due_at=None)


def day_number(text: str) -> int:
    """Return the number of a day as in `2026-12-25`, from 1970-01-01."""
    from datetime import date

    from aduan_cli.desk_time import EPOCH_ORDINAL

    return date.fromisoformat(text).toordinal() - EPOCH_ORDINAL
