"""Ordinals among equal records."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.formats.ordinals import Ordinals

keys = st.integers(-(2**63), 2**63 - 1) | st.integers(0, 3)


@given(st.lists(st.lists(keys, max_size=20), max_size=5))
def test_each_key_gets_its_ordinal_over_all_batches(batches: list[list[int]]) -> None:
    """The n-th time a key comes it is told n, whichever batch it comes in."""
    ordinals, seen = Ordinals(), Counter[int]()
    for batch in batches:
        expected = []
        for key in batch:
            seen[key] += 1
            expected.append(seen[key])
        assert ordinals.number(batch) == expected
    ordinals.close()


def test_batches_may_be_longer_than_one_query_takes() -> None:
    """Two thousand keys at once are counted like any other."""
    ordinals = Ordinals()
    assert ordinals.number(list(range(2_000))) == [1] * 2_000
    assert ordinals.number(list(range(2_000))) == [2] * 2_000
    ordinals.close()
