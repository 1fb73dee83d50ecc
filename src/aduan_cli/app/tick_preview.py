"""What is told of the job of cron without doing it: what each stage would do, and how the desk does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from aduan_cli.complaint.clocks import HANDOFF, RESOLVE
from aduan_cli.complaint.messages import DEAD
from aduan_cli.complaint.messages import WAITING as STILL_TO_GO
from aduan_cli.flow import dating, escalating, waking
from aduan_cli.flow.dating import Timing, begun
from aduan_cli.formats.refused import RefusedFolder
from aduan_cli.outbox import stuck
from aduan_cli.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.app.inbox import Came
    from aduan_cli.complaint.incidents import Incident
    from aduan_cli.complaint.step import Step
    from aduan_cli.outbox import Posted


def explain(desk: Desk, limit: int | None) -> Iterator[tuple[str, Step]]:
    """Yield what each stage would do now, by its name; nothing is done, and files that changed stay as they are."""
    desk.leave_changes()
    store, actor, at = desk.store, desk.actor, desk.clock()
    yield from ((waking.WAKE, step) for step in islice(waking.planned(store, actor, at), limit))
    timing = Timing(desk.rules, desk.zone, desk.revision)
    ticked = begun(store.due.ticked(), timing, at)
    yield from ((dating.DATE, step) for step in islice(dating.planned(store, timing, ticked, actor), limit))
    late = escalating.planned(store, timing.rules, timing.zone, actor, at)
    yield from ((escalating.ESCALATE, step) for step in islice(late, limit))


def incoming(desk: Desk, limit: int | None, tell: Callable[[str], None]) -> Iterator[Came]:
    """Yield what would become of what units wrote back into the folder of the rules; what fails there is told."""
    from aduan_cli.app.inbox import foreseen

    yield from islice(foreseen(desk, tell), limit)


def watched(desk: Desk) -> Iterator[tuple[Incident, int]]:
    """Yield the incidents that would begin, each with the number of its calls, and those that would end."""
    if not desk.declares("incidents"):
        return
    from aduan_cli.flow.incidents import planned

    yield from ((incident, len(found)) for incident, found in planned(desk.store, desk.rules, desk.clock()))


def waiting(desk: Desk, limit: int | None) -> Iterator[Posted]:
    """Yield the messages that are due now, the longest waiting first."""
    at = desk.clock()
    due = [one for one in desk.store.outbox.posted(STILL_TO_GO) if one.next_at is not None and one.next_at <= at]
    yield from islice(sorted(due, key=lambda one: (one.next_at, one.id)), limit)


class Status(Record):
    """How the desk does, for monitors: counts, and seconds."""

    late: int
    """Complaints that were promised to be done by now."""
    emergencies: int
    """Those that nobody has, over the time of their hand-over."""
    dead: int
    """Messages that nobody sends any more."""
    waiting: int
    """Those that should have gone an hour ago and wait still: a password is missing, a channel, or cron."""
    quarantined: int
    """What units wrote back and couldn't be taken, that a person is to look at."""
    age: int | None
    """Since cron did its job last; None: it never did."""


def status(desk: Desk) -> Status:
    """Return how the desk does. Raises `StoreError` where that can't be said."""
    due, at = desk.store.due, desk.clock()
    ticked = due.ticked()
    age = None if ticked is None else max(at - ticked.at, 0)
    dead = sum(1 for _message in desk.store.outbox.posted((DEAD,)))
    quarantined = len(RefusedFolder(desk.folder).paths())
    waiting = len(stuck(desk.store.outbox, at))
    return Status(due.late_count(RESOLVE, at), due.late_count(HANDOFF, at), dead, waiting, quarantined, age)
