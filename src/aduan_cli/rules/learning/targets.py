"""Which target each category must have had, by the due times that another system gave its complaints. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from aduan_cli.record import TupleRecord
from aduan_cli.working_time import DAYS, HOURS, MINUTES, WORKING_DAYS, Target

Choice = tuple[str, Target]
"""A target on a calendar."""
_ORDER = (WORKING_DAYS, DAYS, HOURS, MINUTES)
"""Of two that explain as much, the one that comes first."""


class TargetProposal(TupleRecord):
    """What a category's due times speak for; `others` are what explains some of the rest, with how many it explains."""

    category: str
    calendar: str
    target: Target
    right: int
    cases: int
    others: tuple[tuple[Choice, int], ...]


class Votes:
    """Counts for each category how many of its due times each target explains."""

    def __init__(self) -> None:
        self._early: dict[str, Counter[Choice]] = {}
        self._late: dict[str, Counter[Choice]] = {}
        self._cases: Counter[str] = Counter()
        self.held_out = 0

    def add(self, category: str, choices: Iterable[Choice], is_held_out: bool) -> None:
        """Count one due time, and every target that explains it."""
        self._cases[category] += 1
        self.held_out += is_held_out
        counts = self._late if is_held_out else self._early
        counts.setdefault(category, Counter()).update(choices)

    @property
    def cases(self) -> int:
        """How many due times there were."""
        return sum(self._cases.values())

    def right_of_held_out(self) -> int:
        """Return how many of the last due times are explained by what explains most of the others."""
        found = 0
        for category, counts in self._late.items():
            best = _best(self._early.get(category, Counter()))
            found += counts[best] if best is not None else 0
        return found

    def proposals(self) -> Iterator[TargetProposal]:
        """Yield what explains most of each category's, by category."""
        for category in sorted(self._cases):
            counts = self._early.get(category, Counter()) + self._late.get(category, Counter())
            best = _best(counts)
            if best is not None:
                ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
                others = tuple((other, count) for other, count in ordered[:8] if other[1] != best[1])
                yield TargetProposal(category, *best, counts[best], self._cases[category], others)


def _best(counts: Mapping[Choice, int]) -> Choice | None:
    return max(counts, key=lambda one: (counts[one], -_ORDER.index(one[1].unit), one[0]), default=None)
