"""Deadlines or calendars were changed: what is open is dated anew by those in force, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from json import dumps

from aduan_cli.complaint.clocks import RESOLVE, Run, Runs, runs_of
from aduan_cli.complaint.deadlines import dated
from aduan_cli.complaint.events import REDATED
from aduan_cli.complaint.promised import has_deadlines
from aduan_cli.complaint.step import Step, changing
from aduan_cli.digest import sha256
from aduan_cli.due import BATCH, Bounds, Done, Ticked, Work
from aduan_cli.record import Record
from aduan_cli.tickets import parse_ticket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.desk_time import Zone
    from aduan_cli.ports import Store

DATE = "date"
DUE, TOLD = "due", "told"
_NONE = Run("", None, 0)
"""A clock that isn't stored."""
_BEGINNING = (-(1 << 62), 0)
"""Before every complaint."""


class Timing(Record):
    """The rules in force, by which clocks are dated."""

    rules: Rules
    zone: Zone
    revision: str | None

    def digest(self) -> str:
        """Return the digest of what says when something is due."""
        parents = {name: unit["parent"] for name, unit in self.rules["units"].items()}
        said = [self.rules["clocks"], self.rules["holidays"], self.rules["desk"]["timezone"], parents]
        return str(sha256(dumps(said, sort_keys=True).encode()).hexdigest())


def begun(ticked: Ticked | None, timing: Timing, at: int) -> Ticked:
    """Return where dating stands, by how far the last run came; it has nothing to do where `after` is None."""
    digest = timing.digest()
    if ticked is not None and ticked.timing == digest:
        return ticked._replace(at=at, revision=timing.revision)
    is_needed = ticked is not None or has_deadlines(timing.rules)
    return Ticked(at, timing.revision, digest, _BEGINNING if is_needed else None)


def date_anew(store: Store, timing: Timing, ticked: Ticked, actor: str | None, bounds: Bounds) -> Done:
    """Date what is open after the place that `ticked` names; how far it came is remembered with each page."""
    work, at = Work(store.commit, bounds), ticked.at
    while ticked.after is not None and (room := bounds.room()):
        page = store.due.open_after(ticked.after, room)
        work.page(
            page, lambda one: redated(store, timing, one, actor, at), lambda ticket: store.resolve(parse_ticket(ticket))
        )
        last = (page[-1].reported_at, page[-1].id) if len(page) == room else None
        ticked = ticked._replace(after=last)
        store.due.note(ticked)
    left = 0 if ticked.after is None else store.due.open_count(ticked.after)
    return Done(DATE, work.done, left, work.failed)


def planned(store: Store, timing: Timing, ticked: Ticked, actor: str | None) -> Iterator[Step]:
    """Yield the steps that it would take."""
    after = ticked.after
    while after is not None:
        page = store.due.open_after(after, BATCH)
        yield from (step for one in page if (step := redated(store, timing, one, actor, ticked.at)) is not None)
        after = (page[-1].reported_at, page[-1].id) if page else None


class Misdated(Record):
    """A clock that stands otherwise than by the rules in force.

    Its ticket, which, what of it (`DUE`, `TOLD`: when somebody is told of it next), when that should be, and is.
    """

    ticket: str
    clock: str
    what: str
    said: int | None
    stands: int | None


def misdated(store: Store, timing: Timing) -> Iterator[Misdated]:
    """Yield the clocks of what is open that are not due, or not told of next, when the rules in force say so.

    Nothing where the job of cron has not dated all by these rules: it will. Costs what is open.
    """
    ticked = store.due.ticked()
    if ticked is None or ticked.after is not None or ticked.timing != timing.digest():
        return
    if not has_deadlines(timing.rules):
        return
    after: tuple[int, int] | None = _BEGINNING
    while after is not None:
        page = store.due.open_after(after, BATCH)
        for one in page:
            yield from _misdated(store, timing, one)
        after = (page[-1].reported_at, page[-1].id) if page else None


def _misdated(store: Store, timing: Timing, complaint: Complaint) -> Iterator[Misdated]:
    stored = {run.clock: run for run in store.clocks(complaint)}
    for run in _runs(store, complaint, stored).values():
        made, there = dated(timing.rules, timing.zone, run, complaint), stored.get(run.clock, _NONE)
        if made.stopped is not None:
            continue
        if made.due_at != there.due_at:
            yield Misdated(complaint.ticket, made.clock, DUE, made.due_at, there.due_at)
        elif made.clock == RESOLVE and made.due_at != complaint.due_at:
            yield Misdated(complaint.ticket, made.clock, DUE, made.due_at, complaint.due_at)
        elif made.escalate_at != there.escalate_at:
            yield Misdated(complaint.ticket, made.clock, TOLD, made.escalate_at, there.escalate_at)


def _runs(store: Store, complaint: Complaint, stored: Runs) -> Runs:
    """Return the clocks as events tell them. What is stored is held against these elsewhere, where any is stored; only
    who was told of them, and what they are due by since, no row says."""
    return stored if stored and complaint.escalated_at is None else runs_of(store.events(complaint))


def redated(store: Store, timing: Timing, complaint: Complaint, actor: str | None, at: int) -> Step | None:
    """Return the step that dates the clocks of a complaint anew; None: they stand as they should."""
    runs = runs_of(store.events(complaint)).values()
    made = tuple(dated(timing.rules, timing.zone, run, complaint) for run in runs)
    stored = {run.clock: run for run in store.clocks(complaint)}
    due = {run.clock: run.due_at for run in made if run.stopped is None and _differs(run, stored.get(run.clock))}
    if not due and all(run.clock in stored for run in made):
        return None
    promised = next((run.due_at for run in made if run.clock == RESOLVE), None)
    told = {"due": due, "revision": timing.revision}
    return changing(complaint, {"due_at": promised}, REDATED, told, actor, at)._replace(clocks=made)


def _differs(run: Run, stored: Run | None) -> bool:
    return stored is None or (run.due_at, run.escalate_at) != (stored.due_at, stored.escalate_at)
