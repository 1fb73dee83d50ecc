"""What the filters of `list` take: every word of the desk in any spelling, each value once, nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.cli.filters import DESCENDING, SORTS, described, one_of, order, split
from aduan_cli.column_words import COLUMNS
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.errors import UsageError
from aduan_cli.model import KINDS, PRIORITIES
from aduan_cli.value_words import INDONESIAN

FIXED = {"status": STATUSES, "kind": KINDS, "priority": PRIORITIES}
WORDS = [
    (field, word, value) for field in FIXED for value, words in INDONESIAN[field].items() for word in words.split()
]


@given(st.lists(st.lists(st.sampled_from(["dlh", "bpbd", " dlh ", "", " "]), min_size=1).map(",".join), max_size=4))
def test_values_are_split_at_commas_and_counted_once(values: list[str]) -> None:
    """In their order; given again or with spaces around it is the same value."""
    parts = [part.strip() for value in values for part in value.split(",") if part.strip()]
    assert split(values) == sorted(set(parts), key=parts.index)
    assert split(split(values)) == split(values)
    assert split([",".join(split(values))]) == split(values)


@pytest.mark.parametrize(("field", "word", "value"), WORDS)
def test_every_indonesian_word_is_taken(field: str, word: str, value: str) -> None:
    for written in (word, word.upper(), word.capitalize()):
        assert one_of(field, written, FIXED[field]) == value


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in FIXED.items() for value in values])
def test_every_english_word_is_taken(field: str, value: str) -> None:
    """With a hyphen or an underscore."""
    for written in (value, value.upper(), value.replace("_", "-")):
        assert one_of(field, written, FIXED[field]) == value


@given(st.sampled_from(sorted(FIXED)), st.text(max_size=12))
def test_no_word_does_more_than_a_usage_error(field: str, word: str) -> None:
    try:
        assert one_of(field, word, FIXED[field]) in FIXED[field]
    except UsageError as error:
        assert f"unknown {field}" in str(error)  # noqa: PT017 - which of the two it is depends on the word


def test_a_slip_is_told_with_the_nearest_word() -> None:
    with pytest.raises(UsageError, match="did you mean 'routed'"):
        one_of("status", "rooted", STATUSES)
    with pytest.raises(UsageError, match="known: "):
        one_of("status", "x", STATUSES)


@pytest.mark.parametrize("sort", SORTS)
def test_an_order_is_turned_round_by_a_dash_or_by_reverse(sort: str) -> None:
    """By both it is as it was; by its Indonesian name too, whatever its case."""
    name, ascending = order(sort, False)
    assert (name, ascending) == (sort, sort not in DESCENDING)
    assert order(f"-{sort}", False) == order(sort, True) == (sort, not ascending)
    assert order(f"-{sort}", True) == (sort, ascending)
    assert order(COLUMNS.get(sort, sort).upper(), False) == (sort, ascending)
    assert described(sort, ascending) != described(sort, not ascending)


@pytest.mark.parametrize("sort", ["", "-", "tiket lama", "x", "text"])
def test_an_unknown_order_is_told(sort: str) -> None:
    with pytest.raises(UsageError, match="unknown order"):
        order(sort, False)
