"""What reports ask of a store, in the words that every SQL has, and what the rows of the answers say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from json import loads

from aduan_cli.complaint.corrections import VERBS, is_of_correcting
from aduan_cli.complaint.events import REJECTED
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.complaint.kept import Course
from aduan_cli.complaint.moves import HOAX
from aduan_cli.figures import FACTS, PROMISES, QUARTER, TOLD_APART, Clocked, Counted, Handled, coarse
from aduan_cli.model import CLOCKS, KINDS
from aduan_cli.store.common.counted import typed
from aduan_cli.working_time import Pause

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.complaint.history import Event

_PROMISE = (
    "CASE WHEN d.due_at IS NULL THEN NULL WHEN d.stopped_at IS NULL THEN CASE WHEN d.due_at < {mark} THEN 1 ELSE 0 END"
    " WHEN d.stopped_at <= d.due_at THEN 2 ELSE 3 END"
)
"""The number of how a promise stands, in the order of `PROMISES`, in the words that every SQL has."""


def _numbered(column: str, values: Sequence[str]) -> str:
    """Return the number of a column's value among some, in their order; that behind the last for any other."""
    cases = " ".join(f"WHEN '{value}' THEN {number}" for number, value in enumerate(values))
    return f"CASE {column} {cases} ELSE {len(values)} END"


def _flag(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


_OFTEN = ("closed", "answered", "routed", "resolved", "rejected", "referred")
"""The states in which most calls are."""
_STATES = (*_OFTEN, *(one for one in STATUSES if one not in _OFTEN))
_TOLD: dict[str, tuple[str, tuple[str | bool | None, ...]]] = {
    "kind": (_numbered("c.kind", KINDS), (*KINDS, None)),
    "status": (_numbered("c.status", _STATES), (*_STATES, None)),
    "is_emergency": (_flag("c.priority = 'emergency'"), (False, True)),
    "came_back": (_flag("coalesce(c.bounces, 0) > 0"), (False, True)),
    "is_merged": (_flag("c.merged_into IS NOT NULL"), (False, True)),
    "promise": (f"coalesce({_PROMISE}, {len(PROMISES)})", (*PROMISES, None)),
}
"""By each of `FACTS` the number that tells it, and what each number tells."""


def states(mark: str) -> str:
    """Return the select of tickets of a time with their states, and into what they are merged."""
    return (
        "SELECT c.ticket, c.status, c.merged_into FROM complaint c"
        f" WHERE c.reported_at >= {mark} AND c.reported_at < {mark}"
        " AND NOT EXISTS (SELECT 1 FROM erased e WHERE e.complaint_id = c.id) ORDER BY c.day DESC, c.number DESC"
    )


def states_of(rows: Iterable[tuple[str, str, str | None]]) -> list[tuple[str, str]]:
    """Return tickets with their states; of one that is merged into another of these, that one's."""
    told = list(rows)
    state = {ticket: status for ticket, status, _into in told}
    return [(ticket, state.get(into or "", status)) for ticket, status, into in told]


class Counting:
    """The select of calls by fields and by one number that tells all facts asked for.

    One number costs two thirds of what six columns do. `mark` stands for one of `values`.
    """

    def __init__(self, by: Sequence[str], facts: Sequence[str], mark: str) -> None:
        assert set(by) <= set(TOLD_APART)
        self._fields, self._facts = len(by), [one for one in FACTS if one in facts]
        number = "0"
        for one in self._facts:
            number = f"({number}) * {len(_TOLD[one][1])} + {_TOLD[one][0]}"
        self._asks_now = "promise" in facts
        clock = " LEFT JOIN clock d ON d.complaint_id = c.id AND d.clock = 'resolve'" if self._asks_now else ""
        columns = ", ".join([*(f"c.{one}" for one in by), number.format(mark=mark)])
        times = f"c.reported_at >= {mark} AND c.reported_at < {mark}"
        self.select = f"SELECT {columns} FROM complaint c{clock} WHERE {times}"
        groups = ", ".join(str(at + 1) for at in range(self._fields + 1))
        self.grouped = f"SELECT {columns}, count(*) FROM complaint c{clock} WHERE {times} GROUP BY {groups}"
        """The same, counted."""

    def values(self, since: int, until: int, now: int) -> tuple[int, ...]:
        """Return what stands for the marks: what time it is, where that is asked; from when until before when."""
        return (now, since, until) if self._asks_now else (since, until)

    def counted(self, rows: Iterable[tuple[Sequence[Any], int]]) -> list[Counted]:
        """Return what rows say, each with how many there are."""
        return [Counted(tuple(row[: self._fields]), **self._facts_of(row[-1]), calls=calls) for row, calls in rows]

    def _facts_of(self, number: int) -> dict[str, Any]:
        found: dict[str, Any] = dict.fromkeys(FACTS)
        for one in reversed(self._facts):
            number, which = divmod(number, len(_TOLD[one][1]))
            found[one] = _TOLD[one][1][which]
        return found


def by_quarter(mark: str) -> str:
    """Return the select of how many calls of a time were reported in each quarter of an hour since 1970."""
    times = f"reported_at >= {mark} AND reported_at < {mark}"
    return f"SELECT reported_at / {QUARTER}, count(*) FROM complaint WHERE {times} GROUP BY 1"


_RAN = "(d.stopped_at - d.since)"
_LASTED = (
    f"CASE WHEN d.stopped_at IS NULL OR d.pauses IS NOT NULL THEN -1 WHEN {_RAN} < 0 THEN 0"
    f" WHEN {_RAN} < 7200 THEN {_RAN} / 60 * 60 WHEN {_RAN} < 86400 THEN {_RAN} / 600 * 600"
    f" ELSE {_RAN} / 3600 * 3600 END"
)
"""`figures.coarse` of how long a clock without pauses ran, in the words that every SQL has; -1: it runs."""
_CLOCK = _numbered("d.clock", CLOCKS)
_LONGEST = 10_000_000_000
"""Seconds that no clock runs."""


CALLS_FIRST, CLOCKS_FIRST = "complaint c CROSS JOIN clock d", "clock d CROSS JOIN complaint c"
"""What is looked at first, where a database doesn't choose by itself: the calls of a time, or all clocks there are."""


def clocking(mark: str, without: int, source: str = CALLS_FIRST) -> str:
    """Return the select of clocks by unit and a number that tells all else of them, with how many there are.

    `mark` stands for what time it is, from when and until before when, and the states that are left `without`. One
    number is sorted in half the time of four columns.
    """
    what = f"({_CLOCK} * 5 + coalesce({_PROMISE.format(mark=mark)}, 4)) * {_LONGEST} + {_LASTED}"
    return (
        f"SELECT c.unit, {what}, count(*) FROM {source} WHERE d.complaint_id = c.id"
        f" AND {_of_time(mark, without)} AND (d.pauses IS NULL OR d.stopped_at IS NULL) GROUP BY 1, 2"
    )


def paused(mark: str, without: int, source: str = CALLS_FIRST) -> str:
    """Return the select of the clocks that stopped after they had been paused, each by itself."""
    return (
        f"SELECT c.unit, d.clock, {_PROMISE.format(mark=mark)}, d.since, d.stopped_at, d.pauses"
        f" FROM {source} WHERE d.complaint_id = c.id"
        f" AND d.pauses IS NOT NULL AND d.stopped_at IS NOT NULL AND {_of_time(mark, without)}"
    )


def _of_time(mark: str, without: int) -> str:
    left_out = f" AND c.status NOT IN ({', '.join([mark] * without)})" if without else ""
    return f"c.reported_at >= {mark} AND c.reported_at < {mark}{left_out}"


def clocked_of(counted: Iterable[Sequence[Any]], alone: Iterable[Sequence[Any]]) -> list[Clocked]:
    """Return what rows of `clocking` and of `paused` say."""
    found: Counter[tuple[str | None, str, str | None, int | None]] = Counter()
    for unit, number, calls in counted:
        code, lasted = divmod(number + 1, _LONGEST)
        clock, stands = divmod(code, 5)
        found[unit, CLOCKS[clock], (*PROMISES, None)[stands], None if lasted == 0 else lasted - 1] += calls
    for unit, clock, stands, since, stopped, pauses in alone:
        lasted = Course(since, tuple(Pause(*one) for one in loads(pauses)), stopped).lasted
        found[unit, clock, None if stands is None else PROMISES[stands], coarse(lasted or 0)] += 1
    return [Clocked(unit, clock, stands, lasted, calls) for (unit, clock, stands, lasted), calls in found.items()]


def is_typed(types: Sequence[str], within: str) -> str:
    """Return the condition that an event `e` is of one of some types; `within` is what SQL calls to find a text."""
    return "(" + " OR ".join(f"{within}(e.body, '{typed(one)}') > 0" for one in types) + ")"


def is_hoax(within: str) -> str:
    """Return the condition that a complaint `c` was rejected as a hoax, the last time that it was."""
    last = f"SELECT e.body FROM event e WHERE e.complaint_id = c.id AND {is_typed([REJECTED], within)}"
    return f"c.status = 'rejected' AND {within}(({last} ORDER BY e.id DESC LIMIT 1), '\"code\":\"{HOAX}\"') > 0"


def hoaxes(mark: str, within: str) -> str:
    """Return the select of how many calls of a time are hoaxes."""
    return (
        "SELECT count(*) FROM complaint c"
        f" WHERE c.reported_at >= {mark} AND c.reported_at < {mark} AND {is_hoax(within)}"
    )


def called(mark: str, within: str) -> str:
    """Return the select of what came from a number in a time, as `CallerNumber` has it."""
    hoax = f"CASE WHEN {is_hoax(within)} THEN 1 ELSE 0 END"
    return (
        "SELECT p.phone, count(*), sum(CASE WHEN c.kind = 'complaint' THEN 1 ELSE 0 END), sum(c.open),"
        f" sum({hoax}), min(p.reported_at), max(p.reported_at)"
        " FROM phone p JOIN complaint c ON c.id = p.complaint_id"
        f" WHERE p.phone = {mark} AND p.reported_at >= {mark} AND p.reported_at < {mark} GROUP BY p.phone"
    )


def numbers(mark: str) -> str:
    """Return the select of `CallerCounts`."""
    return (
        "SELECT count(*), sum(CASE WHEN n > 1 THEN 1 ELSE 0 END), sum(CASE WHEN n > 1 THEN n ELSE 0 END) FROM"
        f" (SELECT count(*) AS n FROM phone WHERE reported_at >= {mark} AND reported_at < {mark} GROUP BY phone) AS f"
    )


def repeated(mark: str) -> str:
    """Return the select of the numbers from which most calls of a time came; the last value is how many of them."""
    return (
        f"SELECT phone FROM phone WHERE reported_at >= {mark} AND reported_at < {mark} GROUP BY phone"
        f" HAVING count(*) > 1 ORDER BY count(*) DESC, max(reported_at) DESC, phone LIMIT {mark}"
    )


def may_be_corrected(within: str) -> str:
    """Return what holds of every complaint `c` that a person corrected, and of few others; its events say the rest.

    Whoever sends it elsewhere decides by hand, a unit that gives it back makes it bounce, what somebody said that it is
    about or where is given.
    """
    said = (f'{within}(c.sources, \'"{name}":"given"\') > 0' for name in ("category", "kecamatan", "kelurahan"))
    return f"(c.step IN ('manual', 'triage') OR c.bounces > 0 OR {' OR '.join(said)})"


def handling(mark: str, within: str) -> str:
    """Return the select of calls of a time that people may have corrected, as `Handled` has them, with their number."""
    corrects = f"e.complaint_id = c.id AND {is_typed(tuple(VERBS), within)}"
    return (
        "SELECT c.id, c.step, c.rule, c.category, c.bounces FROM complaint c"
        f" WHERE c.reported_at >= {mark} AND c.reported_at < {mark} AND c.version > 1 AND {may_be_corrected(within)}"
        f" AND (c.step = 'manual' OR EXISTS (SELECT 1 FROM event e WHERE {corrects})) ORDER BY c.reported_at, c.id"
    )


def handled_of(row: Sequence[Any], events: Sequence[Event]) -> Handled | None:
    """Return what a row of `handling` says; None: no event shows that a person corrected anything.

    What was reopened, or taken out of an incident, and whose unit is gone waits for a hand: nobody corrected it, and
    yet rules decide it no more.
    """
    _id, step, rule, category, bounces = row
    if step != "manual" and not any(is_of_correcting(one) for one in events):
        return None
    return Handled(step, rule, category, bool(bounces), events)
