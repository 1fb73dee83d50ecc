"""Counting which unit goes with which values: the plainest way to learn, and what rules are measured against."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from aduan_cli.rules.learning.draft import Sample

Guess = Callable[[Sample], "str | None"]
FORWARD = 0.75
"""Of the samples, in order of time, the part that inputs are compared on; they are scored on what comes after."""


def commonest(counts: Counter[str]) -> str:
    """Return the unit that is counted most; of equals the first in the alphabet."""
    return min(counts, key=lambda unit: (-counts[unit], unit))


def back_off(samples: Sequence[Sample], columns: Sequence[int]) -> Guess:
    """Return a guess by the table of all these columns, where it has no entry by all but the last, and so on.

    The last table has no columns: the commonest unit of all.
    """
    tables: list[dict[tuple[str, ...], str]] = []
    for width in range(len(columns), -1, -1):
        counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for sample in samples:
            counts[tuple(sample.values[column] for column in columns[:width])][sample.unit] += 1
        tables.append({key: commonest(of) for key, of in counts.items()})

    def guess(sample: Sample) -> str | None:
        for table, width in zip(tables, range(len(columns), -1, -1), strict=True):
            unit = table.get(tuple(sample.values[column] for column in columns[:width]))
            if unit is not None:
                return unit
        return None

    return guess


def share_right(guess: Guess, samples: Iterable[Sample]) -> float:
    """Return the share of samples whose unit is guessed, 0 to 1; of no samples 0."""
    right = total = 0
    for sample in samples:
        total += 1
        right += guess(sample) == sample.unit
    return right / total if total else 0.0


def forward(samples: Sequence[Sample], learn: Callable[[Sequence[Sample]], Guess]) -> float:
    """Return how well what is learned from the earlier samples fits the later ones."""
    cut = int(len(samples) * FORWARD)
    return share_right(learn(samples[:cut]), samples[cut:])


def best_column(samples: Sequence[Sample], columns: Sequence[int], after: Sequence[int] = ()) -> tuple[int, float]:
    """Return the column that says most about the unit (together with those in `after`), and its agreement."""
    scored = [
        (forward(samples, lambda earlier, c=column: back_off(earlier, [*after, c])), -number, column)  # type: ignore[misc]
        for number, column in enumerate(columns)
    ]
    score, _number, column = max(scored)
    return column, score
