"""The clocks of a complaint: which run, since when, what stops them, and when each is due. Pure.

Three of them. `handoff`: an emergency was handed over by voice, from the moment that it is one, round the clock.
`acknowledge`: the unit that leads has said that it has it, from when it got it; handing over begins it anew.
`resolve`: it is done, from the report; handing over lets it run on, and a hold whose reason says so stops it meanwhile.
Reopening begins the clocks of what is open then anew. What was only asked, referred or rejected has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.events import ESCALATED, HELD, UNMERGED, WOKEN
from aduan_cli.complaint.moves import DONE
from aduan_cli.model import CLOCKS
from aduan_cli.record import Record
from aduan_cli.working_time import Pause

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.complaint.history import Event, EventDraft

HANDOFF, ACKNOWLEDGE, RESOLVE = CLOCKS
EMERGENCY = "emergency"
_DECISIVE = ("kind", "status", "unit", "priority", "reported_at")
"""The fields on which it depends which clocks run."""


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
    escalate_at: int | None = None
    """When somebody is to be told of it next; None: nobody is, or it stands still."""
    told: tuple[str, ...] = ()
    """The levels of escalation that it passed, each as often as it was told."""
    told_at: Mapping[str, int] = {}
    """By a level when it was told last."""
    timed_as: str | None = None
    """The priority by which it is due, where escalation raised the complaint's: what was promised stays so."""

    @property
    def is_paused(self) -> bool:
        """Whether it stands still."""
        return self.stopped is None and bool(self.pauses) and self.pauses[-1].until is None


Runs = Mapping[str, Run]
"""The clocks of a complaint by name."""


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
        is_first = before is None or before.status not in DONE
        run = Run(clock, after.unit, after.reported_at if clock == RESOLVE and is_first else at)
    else:
        run = run._replace(unit=after.unit)
        if clock == RESOLVE and before is not None and run.since == before.reported_at:
            run = run._replace(since=after.reported_at)  # Told at another time than somebody noted.
    return _held(run, at, paused) if clock == RESOLVE else run


def _runs(clock: str, complaint: Complaint) -> bool:
    """Say whether a clock runs in this state, if there is a target for it."""
    status = complaint.status
    if complaint.kind == "information" or status in DONE:
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
    return run._replace(pauses=(*others, last._replace(until=max(at, last.begin))))


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
    """Return the clocks once a complaint became `after` by events; a hold that goes on lets its reason stand.

    What woke by itself goes on from when it was to wake, however late that was seen.
    """
    paused = None
    at = next((int(data["until"]) for type_, data in events if type_ == WOKEN), at)
    if any(type_ == UNMERGED for type_, _data in events):
        runs = {clock: _as_before(run, after) for clock, run in runs.items()}
        before = after
    if after.status == "on_hold":
        if before is not None and before.status == "on_hold":
            promise = runs.get(RESOLVE)
            paused = promise.pauses[-1].why if promise is not None and promise.is_paused else None
        else:
            paused = pausing(events)
    if before is not None and before.priority != after.priority:
        raised = next((data.get("was") for type_, data in events if type_ == ESCALATED), None)
        runs = {clock: run._replace(timed_as=raised and (run.timed_as or raised)) for clock, run in runs.items()}
    return _escalated(advanced(runs, before, after, at, paused), events, at)


def _escalated(runs: Runs, events: Sequence[EventDraft], at: int) -> Runs:
    """Return the clocks with the levels of escalation that events tell of as they run now."""
    for type_, data in events:
        if type_ != ESCALATED:
            continue
        run = runs.get(data["clock"])
        if run is not None and run.since == data["since"]:
            levels = (*(data.get("passed") or ()), data["level"])
            told_at = {**run.told_at, **dict.fromkeys(levels, at)}
            runs = {**runs, run.clock: run._replace(told=(*run.told, *levels), told_at=told_at)}
    return runs


def _as_before(run: Run, after: Complaint) -> Run:
    """Return a clock that goes on as if a merge had not stopped it: what is unmerged is what it was."""
    if run.stopped is None or not _runs(run.clock, after):
        return run
    *others, last = run.pauses or (None,)
    if after.status == "on_hold" and last is not None and last.until == run.stopped:
        run = run._replace(pauses=(*others, last._replace(until=None)))
    return run._replace(stopped=None)


def pausing(events: Iterable[EventDraft]) -> str | None:
    """Return the code of the reason that stops the clock, of the events of a hold; None: it goes on."""
    for type_, data in events:
        if type_ == HELD and data.get("stops_clock"):
            return str(data["code"])
    return None
