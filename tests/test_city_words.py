"""What a city calls its two levels of places, in heads and in its files."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.city_words import LEVELS, heads, written

WORDS = st.fixed_dictionaries({}, optional={level: st.sampled_from(["district", "ward", "camat"]) for level in LEVELS})


@given(WORDS)
def test_a_callers_place_has_the_same_word_as_that_of_the_complaint(levels: dict[str, str]) -> None:
    """Two heads for each level; none where the city says nothing else."""
    found = heads(levels)
    assert len(found) == 2 * len(levels)
    assert all(found[level] == word and found[f"caller.{level}"] == f"caller.{word}" for level, word in levels.items())


@given(st.dictionaries(st.sampled_from([*LEVELS, "text", "unit"]), st.integers()), WORDS)
def test_keys_are_written_as_the_city_has_them_and_values_stay(data: dict[str, int], levels: dict[str, str]) -> None:
    """In their order; other keys are as they were."""
    if len(set(levels.values())) < len(levels):
        return
    found = written(data, levels)
    assert list(found.values()) == list(data.values())
    assert list(found) == [levels.get(key, key) for key in data]
