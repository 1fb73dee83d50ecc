"""What is counted of a desk's calls, each figure by one verb of a store (`ports.Store.figures`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.record import Record, TupleRecord

if TYPE_CHECKING:
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.complaint.history import Event
    from aduan_cli.stored import Difference


class Standing(TupleRecord):
    """How many calls of one unit, kind and state there are."""

    unit: str | None
    kind: str
    status: str
    calls: int


class DueComplaint(Record):
    """A complaint and a clock of it that runs, with when that is due (UTC seconds)."""

    complaint: Complaint
    clock: str
    due_at: int


class Signed(Record):
    """A hand-over that was signed: the event's number, when, by whom and to whom, and what was open then.

    `counts` are those of `handover`, by section; `tickets` all that was open.
    """

    event: int
    at: int
    actor: str | None
    to: str
    shift: str | None
    counts: Mapping[str, int]
    tickets: tuple[str, ...]


class UnitLoad(TupleRecord):
    """How much is open at a unit: calls, those over their promise, emergencies."""

    unit: str | None
    open: int
    late: int
    emergencies: int


class BoardCall(TupleRecord):
    """A call as a room's screen shows it: nothing of who called, and no wording."""

    ticket: str
    reported_at: int
    unit: str | None
    status: str
    priority: str
    category: str | None
    kecamatan: str | None
    kelurahan: str | None


class Board(Record):
    """What a room's screen shows at one moment."""

    units: tuple[UnitLoad, ...]
    """The one with most first."""
    urgent: tuple[BoardCall, ...]
    """Open emergencies, the newest first."""
    last: tuple[BoardCall, ...]
    """The newest calls, whatever their state."""


class AccountLine(Record):
    """One line of an account: of a unit or the whole, of one kind or all (None)."""

    is_whole: bool
    unit: str | None
    """None: of the whole, or of calls that have none."""
    kind: str | None
    received: int
    states: Mapping[str, int]
    """How many of them are in each state now, of those alone that there are."""

    @property
    def counted(self) -> int:
        """How many of them are in a state that there is."""
        return sum(self.states.get(status, 0) for status in STATUSES)

    @property
    def adds_up(self) -> bool:
        """Whether each call that was received is in one of the states."""
        return self.received == self.counted


class Account(Record):
    """The account of a day: what was received then, and where it is now; and what was done that day."""

    lines: tuple[AccountLine, ...]
    """Each unit by kind, then all of its kinds; then the whole in the same way."""
    moved: Mapping[str, int]
    """How often each type of event was told that day, whenever the call came."""
    differences: tuple[Difference, ...]
    """In what the calls are not what their events say."""

    @property
    def adds_up(self) -> bool:
        """Whether every line adds up, and all is as the events say."""
        return not self.differences and not self.lines_off

    @property
    def lines_off(self) -> tuple[AccountLine, ...]:
        """The lines that don't add up."""
        return tuple(line for line in self.lines if not line.adds_up)


class Item(Record):
    """One line of a hand-over: a ticket (or a plugin), the time that counts there (UTC seconds), and of what it is."""

    ticket: str
    at: int
    unit: str | None
    words: str
    clock: str | None = None
    """Of what is due: which of its clocks."""


class Section(Record):
    """What of a hand-over is of one sort: how many there are, and the first of them."""

    name: str
    count: int
    items: tuple[Item, ...]


class Handover(Record):
    """What the next shift must know at a moment: sort by sort, and what became of what was handed over last."""

    at: int
    shift: str | None
    """The shift of the moment; None: the desk has none then."""
    next_shift: str | None
    until: int
    """When the next shift ends: what is due before that is told."""
    sections: tuple[Section, ...]
    open: tuple[str, ...]
    """The tickets of all that is open."""
    signed: Signed | None
    """The last hand-over that was signed."""
    moved: Mapping[str, int]
    """How often each type of event was told since."""

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each sort, and in all."""
        return {section.name: section.count for section in self.sections} | {"open": len(self.open)}

    @property
    def still_open(self) -> int:
        """How many of the calls that were handed over are open."""
        return len(set(self.open).intersection(self.signed.tickets)) if self.signed else 0


TOLD_APART = (
    "unit", "category", "kecamatan", "kelurahan", "caller_kecamatan", "caller_kelurahan", "shift", "step", "rule",
)  # fmt: skip
"""The fields by whose values calls may be counted apart."""
QUARTER = 900
"""Seconds of a quarter of an hour."""
RUNNING, OVER, IN_TIME, TOO_LATE = "running", "over", "in_time", "too_late"
PROMISES = (RUNNING, OVER, IN_TIME, TOO_LATE)
"""How a promise stands: it runs, it runs and is over, it was kept, it was kept too late."""


FACTS = ("kind", "status", "is_emergency", "came_back", "is_merged", "promise")
"""What may be said of calls that are counted."""


class Counted(TupleRecord):
    """How many calls have all of this in common; of `FACTS` those that were asked for, the others are None."""

    of: tuple[str | None, ...]
    """The values of the fields by which they are told apart, in the order asked for."""
    kind: str | None
    status: str | None
    is_emergency: bool | None
    came_back: bool | None
    """Whether a leading unit ever gave it back."""
    is_merged: bool | None
    """Whether it was merged into another one."""
    promise: str | None
    """How the promise that it is done stands: one of `PROMISES`; None: nothing is promised."""
    calls: int


class Clocked(TupleRecord):
    """How many clocks have all of this in common; of a call each of its clocks counts."""

    unit: str | None
    """Where the call is now."""
    clock: str
    promise: str | None
    """One of `PROMISES`; None: it was never due."""
    lasted: int | None
    """Seconds that it ran until it stopped, pauses left out, as `coarse` has them; None: it runs."""
    calls: int


class CallerNumber(TupleRecord):
    """What came from a number in a time: of its calls how many are complaints, open, hoaxes; the first and the last."""

    phone: str
    calls: int
    complaints: int
    open: int
    hoaxes: int
    first: int
    last: int


class CallerCounts(TupleRecord):
    """How many numbers called in a time, how many of them more than once, and how many calls these made."""

    numbers: int
    again: int
    calls: int


class Handled(Record):
    """A call that people may have decided otherwise than the rules: as it stands, with all its events."""

    step: str | None
    rule: str | None
    category: str | None
    came_back: bool
    events: Sequence[Event]


def coarse(seconds: int) -> int:
    """Return a length of time as reports have it: in minutes below two hours, in ten of them below a day, in hours."""
    step = 60 if seconds < 7_200 else 600 if seconds < 86_400 else 3_600
    return max(0, seconds) // step * step


class CallCounts(Protocol):
    """What is counted of the calls that were reported from a time on and before another one."""

    def counted(
        self, by: Sequence[str], since: int, until: int, now: int, facts: Sequence[str] = FACTS
    ) -> list[Counted]:
        """Return the calls counted by fields of `TOLD_APART` and by some of `FACTS`, in no order.

        `now` says which promises are over. Each fact costs: a report asks for those that it shows.
        """

    def by_quarter(self, since: int, until: int) -> dict[int, int]:
        """Return how many of the calls were reported in each quarter of an hour, by its number since 1970 in UTC.

        The offset of any zone of today is made of whole quarters, so these say the hours of every wall clock.
        """

    def clocked(self, since: int, until: int, now: int, without: Sequence[str]) -> list[Clocked]:
        """Return the clocks of the calls counted, in no order, those in some states left out."""


class Figures(CallCounts, Protocol):
    """What is counted. Each costs what it looks at: a day, a shift, what is open, whatever else is stored."""

    def standing(self, since: int, until: int) -> list[Standing]:
        """Return where the calls are now that were reported from a time on and before another one."""

    def received(self, since: int, until: int) -> int:
        """Return how many those are."""

    def states(self, since: int, until: int) -> list[tuple[str, str]]:
        """Return tickets and states of those, the newest first; of one that is merged into another of them that one's.

        Without those that were erased.
        """

    def imported(self, since: int, until: int) -> int:
        """Return how many of them came by an import."""

    def numbers(self, since: int, until: int) -> CallerCounts:
        """Return how many numbers the calls of a time came from; a call with two of them counts for each."""

    def repeated(self, since: int, until: int, limit: int) -> list[str]:
        """Return the numbers from which most of them came, the most first; from each came at least two."""

    def called(self, phones: Sequence[str], since: int, until: int) -> list[CallerNumber]:
        """Return what came from some numbers in that time, in their order; nothing of one that didn't call."""

    def hoaxes(self, since: int, until: int) -> int:
        """Return how many of the same calls are rejected as hoaxes now."""

    def handled(self, since: int, until: int) -> Iterator[Handled]:
        """Yield those of the same calls of which some event shows that a person may have corrected a decision."""

    def unaccounted(self, day: int, since: int, until: int) -> Iterator[Difference]:
        """Yield in what those calls, of the day (yyyymmdd), are not what their events say.

        State, unit, kind and time of each; and numbers of the day that were given and belong to no call.
        """

    def moved(self, since: int, until: int) -> dict[str, int]:
        """Return how often each type of event was told from a time on and before another one.

        What a unit did that only helps is not counted.
        """

    def moved_after(self, event: int) -> dict[str, int]:
        """Return the same of what came after an event's number."""

    def due(self, since: int | None, until: int, limit: int) -> list[DueComplaint]:
        """Return the clocks that are due from a time on (None: whenever) and before another, the first due first."""

    def due_count(self, since: int | None, until: int) -> int:
        """Return how many those are."""

    def board(self, now: int, calls: int, urgent: int) -> Board:
        """Return what is open by unit, and so many of the newest calls and of the open emergencies: one query."""

    def open_tickets(self) -> tuple[str, ...]:
        """Return the tickets of all that is open, the oldest first."""

    def signed(self, limit: int) -> list[Signed]:
        """Return the last hand-overs that were signed, the newest first."""
