"""The Indonesian words for values."""

from __future__ import annotations

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.model import KINDS, PRIORITIES
from aduan_cli.value_words import INDONESIAN, value_of


def test_every_value_has_a_word_and_every_word_one_value() -> None:
    """None is left out, none stands for two, and none is itself another value."""
    for field, values in (("kind", KINDS), ("priority", PRIORITIES), ("status", STATUSES)):
        assert set(INDONESIAN[field]) == set(values)
        words = [word for said in INDONESIAN[field].values() for word in said.split()]
        assert len(words) == len(set(words))
        assert not set(words) & set(values)
        assert all(value_of(field, word.upper()) in values for word in words)
        assert value_of(field, values[0]) is None
    assert value_of("category", "darurat") is None
