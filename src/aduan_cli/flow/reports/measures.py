"""The figures that count calls by what they are now: the one place where each is defined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from aduan_cli.complaint.moves import FINAL
from aduan_cli.figures import IN_TIME, OVER, RUNNING, TOO_LATE, Counted

Key = TypeVar("Key")

DONE = ("resolved", "closed")
"""States of what a unit has done."""
ENDED_OTHERWISE = frozenset(FINAL) - {"closed"}
"""States of what is over without anybody having done it: no promise counts there."""


def _is_promised(one: Counted) -> bool:
    return one.status not in ENDED_OTHERWISE


MEASURES: dict[str, Callable[[Counted], bool]] = {
    "received": lambda one: True,
    "complaints": lambda one: one.kind == "complaint",
    "information": lambda one: one.kind == "information",
    "feedback": lambda one: one.kind == "feedback",
    "emergencies": lambda one: one.is_emergency,
    "open": lambda one: one.status not in FINAL,
    "closed": lambda one: one.status == "closed",
    "referred": lambda one: one.status == "referred",
    "rejected": lambda one: one.status == "rejected",
    "answered": lambda one: one.status == "answered",
    "done": lambda one: one.status in DONE,
    "merged": lambda one: one.is_merged,
    "returned": lambda one: one.came_back,
    "kept": lambda one: _is_promised(one) and one.promise == IN_TIME,
    "late": lambda one: _is_promised(one) and one.promise in (OVER, TOO_LATE),
    "running": lambda one: _is_promised(one) and one.promise == RUNNING,
}
"""By its name what a call is that a figure counts."""
ACCOUNT = ("open", "closed", "referred", "rejected", "answered")
"""The figures into which all that was received falls, each call into one."""


def sums(
    counted: Iterable[Counted], names: Sequence[str], key: Callable[[tuple[str | None, ...]], Key]
) -> dict[Key, Counter[str]]:
    """Return the figures of each group; `key` says in which one calls with some values are."""
    found: dict[Key, Counter[str]] = {}
    wanted = [(name, MEASURES[name]) for name in names]
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
