"""What reports ask of a store, in the words that every SQL has, and what the rows of the answers say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from json import loads

from aduan_cli.complaint.corrections import VERBS, is_of_correcting
from aduan_cli.complaint.events import REJECTED
from aduan_cli.complaint.kept import Course
from aduan_cli.complaint.moves import HOAX
from aduan_cli.figures import PROMISES, QUARTER, TOLD_APART, Clocked, Counted, Handled, coarse
from aduan_cli.model import CLOCKS
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


def counting(by: Sequence[str], mark: str) -> tuple[str, str]:
    """Return what is selected of calls (the values of `by`, then what `Counted` says of them), and from where.

    `mark` stands for a value: what time it is, in the first; from when until before when, in the second.
    """
    assert set(by) <= set(TOLD_APART)
    what = [*by, "kind", "status", "priority = 'emergency'", "coalesce(bounces, 0) > 0", "merged_into IS NOT NULL"]
    source = (
        " FROM complaint c LEFT JOIN clock d ON d.complaint_id = c.id AND d.clock = 'resolve'"
        f" WHERE c.reported_at >= {mark} AND c.reported_at < {mark}"
    )
    columns = [f"c.{one}" if one in by else one for one in what]
    return "SELECT " + ", ".join([*columns, _PROMISE.format(mark=mark)]), source


def counted_of(fields: int, rows: Iterable[tuple[Sequence[Any], int]]) -> Iterator[Counted]:
    """Yield what rows of `counting` say, each with how many there are; `fields` is how many they are told apart by."""
    for row, calls in rows:
        kind, status, is_emergency, came_back, is_merged, promise = row[fields:]
        stands = None if promise is None else PROMISES[promise]
        flags = bool(is_emergency), bool(came_back), bool(is_merged)
        yield Counted(tuple(row[:fields]), kind, status, *flags, stands, calls)


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
_CLOCK = "CASE d.clock " + "".join(f"WHEN '{name}' THEN {number} " for number, name in enumerate(CLOCKS)) + "END"
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
        f" AND EXISTS (SELECT 1 FROM event e WHERE {corrects}) ORDER BY c.reported_at, c.id"
    )


def handled_of(row: Sequence[Any], events: Sequence[Event]) -> Handled | None:
    """Return what a row of `handling` says; None: no event shows that a person corrected anything."""
    _id, step, rule, category, bounces = row
    if not any(is_of_correcting(one) for one in events):
        return None
    return Handled(step, rule, category, bool(bounces), events)
