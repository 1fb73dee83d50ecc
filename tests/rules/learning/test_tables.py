"""Tables of what goes with which values: the naive count beside them, and nothing learned from what comes later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.learning.draft import Sample
from aduan_cli.rules.learning.tables import FORWARD, back_off, best_column, commonest, forward, share_right

UNITS = st.sampled_from(["dlh", "pju", "bpbd"])
SAMPLES = st.lists(
    st.builds(Sample, UNITS, st.tuples(st.sampled_from(["a", "b", ""]), st.sampled_from(["1", "2"]))), max_size=20
)
COLUMNS = st.sampled_from([[], [0], [1], [0, 1], [1, 0]])


def naive(samples: Sequence[Sample], columns: Sequence[int], sample: Sample) -> str | None:
    """Return the commonest unit of the samples that agree in most of the first columns."""
    for width in range(len(columns), -1, -1):
        alike = [
            one.unit
            for one in samples
            if all(one.values[column] == sample.values[column] for column in columns[:width])
        ]
        if alike:
            return min(set(alike), key=lambda unit: (-alike.count(unit), unit))
    return None


@given(SAMPLES, COLUMNS, SAMPLES)
def test_a_table_guesses_as_counting_by_hand_does(
    samples: list[Sample], columns: list[int], asked: list[Sample]
) -> None:
    guess = back_off(samples, columns)
    for sample in [*samples, *asked]:
        assert guess(sample) == naive(samples, columns, sample)


def test_of_nothing_nothing_is_guessed() -> None:
    assert back_off([], [0])(Sample("", ("a", "1"))) is None


@pytest.mark.parametrize(
    ("counts", "unit"), [({"b": 2, "a": 2, "c": 1}, "a"), ({"a": 1, "b": 2}, "b"), ({"a": 0}, "a")]
)
def test_of_equals_the_first_in_the_alphabet_is_the_commonest(counts: dict[str, int], unit: str) -> None:
    assert commonest(Counter(counts)) == unit
    assert commonest(Counter(dict(reversed(counts.items())))) == unit


def test_the_share_of_right_guesses() -> None:
    rows = [Sample("a", ()), Sample("b", ()), Sample("a", ()), Sample("c", ())]
    assert share_right(lambda _sample: "a", rows) == 0.5
    assert share_right(lambda _sample: None, iter(rows)) == 0.0
    assert share_right(lambda sample: sample.unit, rows) == 1.0
    assert share_right(lambda _sample: "a", []) == 0.0


@given(st.lists(UNITS, max_size=40))
def test_what_is_compared_is_learned_from_earlier_complaints_alone(units: list[str]) -> None:
    """Three quarters are learned from; each of the others is guessed once, and none of them was seen."""
    rows = [Sample(unit, (str(number),)) for number, unit in enumerate(units)]
    seen: list[Sample] = []
    asked: list[Sample] = []

    def learn(earlier: Sequence[Sample]) -> Callable[[Sample], str | None]:
        seen.extend(earlier)
        return lambda sample: asked.append(sample) or sample.unit  # type: ignore[func-returns-value]

    assert forward(rows, learn) == (1.0 if rows else 0.0)
    assert [*seen, *asked] == rows
    assert len(seen) == int(len(rows) * FORWARD)


def test_the_column_that_tells_the_later_complaints_best_is_the_best() -> None:
    """The first of equal ones, in the order in which they were named."""
    rows = [Sample("ab"[number % 2], ("x", "ab"[number % 2], str(number))) for number in range(40)]
    assert best_column(rows, [0, 1, 2]) == (1, 1.0)
    assert best_column(rows, [2, 0])[0] == 2
    assert best_column(rows, [0, 2])[0] == 0


def test_a_column_is_judged_together_with_those_that_are_known_already() -> None:
    """Neither tells the unit alone; the second does where the first is known."""
    rows = [
        Sample("even" if (one + other) % 2 == 0 else "odd", (str(one), str(other), "x"))
        for _again in range(5)
        for one in range(2)
        for other in range(2)
    ]
    assert best_column(rows, [1, 2], after=[0]) == (1, 1.0)
    assert best_column(rows, [1, 2])[1] < 1.0
