"""The Indonesian words for values."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.column_words import COLUMNS, column_of, head
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.i18n import choose
from aduan_cli.model import KINDS, PRIORITIES
from aduan_cli.value_words import INDONESIAN, SIGNS, label, value_of

VALUES = [(field, value) for field, words in INDONESIAN.items() for value in words]


@pytest.fixture(params=["en", "id"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Choose a language for a test."""
    choose(request.param)
    yield request.param
    choose(None)


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


@pytest.mark.parametrize(("field", "value"), VALUES)
def test_what_is_read_on_the_screen_can_be_typed(field: str, value: str, language: str) -> None:
    """In any capitals and between spaces; in English the value stands as it is."""
    shown = label(field, value)
    assert shown == value or language == "id"
    if field != "unit" and language == "id":
        assert value_of(field, f" {shown.upper()} ") == value


@pytest.mark.parametrize("priority", PRIORITIES)
def test_a_sign_before_a_priority_stays(priority: str, language: str) -> None:
    """It is for those who can't see the colour."""
    signed = f"{SIGNS[priority]} {priority}" if priority in SIGNS else priority
    assert label("priority", signed) == signed.replace(priority, label("priority", priority))
    assert label("code", "true") == ("ya" if language == "id" else "true")


@pytest.mark.parametrize("column", sorted(COLUMNS))
def test_a_column_is_found_by_what_stands_above_it(column: str, language: str) -> None:
    """Also by its English name, whatever the language; what it isn't among, it isn't."""
    assert column_of(head(column), [column]) == column
    assert column_of(column.upper(), ["x", column]) == column
    assert column_of(head(column), ["x"]) is None


@given(st.text(), st.sampled_from([*INDONESIAN, "category", "text"]))
def test_what_has_no_word_is_shown_as_it_is(value: str, field: str) -> None:
    """Whatever callers, desks and plugins bring: nothing of it is lost in another language."""
    choose("id")
    shown = label(field, value)
    choose(None)
    known = {*INDONESIAN.get(field, {}), "true", "false"}
    assert shown == value or value.rpartition(" ")[2] in known
