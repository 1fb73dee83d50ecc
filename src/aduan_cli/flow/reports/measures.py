"""The figures that count calls by what they are now: the one place where each is defined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from aduan_cli.complaint.moves import FINAL
from aduan_cli.figures import IN_TIME, OVER, RUNNING, TOO_LATE, Counted
from aduan_cli.record import TupleRecord

Key = TypeVar("Key")

DONE = ("resolved", "closed")
"""States of what a unit has done."""
ENDED_OTHERWISE = frozenset(FINAL) - {"closed"}
"""States of what is over without anybody having done it: no promise counts there."""


class Measure(TupleRecord):
    """What a call is that a figure counts, and by which of its `FACTS` one sees that."""

    facts: tuple[str, ...]
    counts: Callable[[Counted], bool]


def _is_promised(one: Counted) -> bool:
    return one.status not in ENDED_OTHERWISE


def _of(fact: str, value: str) -> Measure:
    return Measure((fact,), lambda one: getattr(one, fact) == value)


_PROMISED = ("status", "promise")
MEASURES: dict[str, Measure] = {
    "received": Measure((), lambda one: True),
    "complaints": _of("kind", "complaint"),
    "information": _of("kind", "information"),
    "feedback": _of("kind", "feedback"),
    "emergencies": Measure(("is_emergency",), lambda one: bool(one.is_emergency)),
    "open": Measure(("status",), lambda one: one.status not in FINAL),
    "closed": _of("status", "closed"),
    "referred": _of("status", "referred"),
    "rejected": _of("status", "rejected"),
    "answered": _of("status", "answered"),
    "done": Measure(("status",), lambda one: one.status in DONE),
    "merged": Measure(("is_merged",), lambda one: bool(one.is_merged)),
    "returned": Measure(("came_back",), lambda one: bool(one.came_back)),
    "kept": Measure(_PROMISED, lambda one: _is_promised(one) and one.promise == IN_TIME),
    "late": Measure(_PROMISED, lambda one: _is_promised(one) and one.promise in (OVER, TOO_LATE)),
    "running": Measure(_PROMISED, lambda one: _is_promised(one) and one.promise == RUNNING),
}
"""By its name what a call is that a figure counts."""
ACCOUNT = ("open", "closed", "referred", "rejected", "answered")
"""The figures into which all that was received falls, each call into one."""


def facts_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return the facts of calls by which some figures count them."""
    return tuple(sorted({fact for name in names for fact in MEASURES[name].facts}))


def sums(
    counted: Iterable[Counted], names: Sequence[str], key: Callable[[tuple[str | None, ...]], Key]
) -> dict[Key, Counter[str]]:
    """Return the figures of each group; `key` says in which one calls with some values are."""
    found: dict[Key, Counter[str]] = {}
    wanted = [(name, MEASURES[name].counts) for name in names]
    for one in counted:
        group = found.setdefault(key(one.of), Counter())
        for name, counts in wanted:
            if counts(one):
                group[name] += one.calls
    return found


def all_of(groups: Iterable[Counter[str]]) -> Counter[str]:
    """Return the figures of all groups together."""
    whole: Counter[str] = Counter()
    for group in groups:
        whole.update(group)
    return whole
