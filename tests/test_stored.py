"""What the verbs of a store take and return."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.errors import NotAllowedError
from aduan_cli.stored import CONFLICT, DONE, FORGOTTEN, Outcome, Query, check_written, search_terms


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("lampu mati", [("lampu", False), ("mati", False)]),
        ("perum*", [("perum", True)]),
        ('"dekat pos" rw', [("dekat pos", False), ("rw", False)]),
        ("“dekat pos”", [("dekat pos", False)]),
        ('"dekat po*"', [("dekat po", True)]),
        ('sisa "tak ditutup', [("sisa", False), ("tak ditutup", False)]),
        ('""', [("", False)]),
        ("  ", []),
        ("**", [("", True)]),
    ],
)
def test_words_beginnings_and_phrases_are_told_apart(words: str, terms: list[tuple[str, bool]]) -> None:
    """A quote that is never closed goes to the end; those that a phone types are quotes as well."""
    assert list(search_terms(words)) == terms


@given(st.lists(st.text(st.sampled_from("ab* 1é"), min_size=1, max_size=5), max_size=4))
def test_every_letter_that_was_typed_is_looked_for(parts: list[str]) -> None:
    """Stars at the end are no letters, quotes none at all."""
    found = "".join(term for term, _open in search_terms(" ".join(parts)))
    wanted = "".join(word.rstrip("*") for part in parts for word in part.split())
    assert found == wanted


def test_a_step_that_was_not_written_is_told_in_one_sentence() -> None:
    """What was done says nothing; a conflict and an erased complaint are two things."""
    check_written(Outcome("T", DONE))
    with pytest.raises(NotAllowedError, match=r"^T: somebody else changed it"):
        check_written(Outcome("T", CONFLICT))
    with pytest.raises(NotAllowedError, match=r"^T was erased"):
        check_written(Outcome("T", FORGOTTEN))


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_the_flags_of_a_query_are_those_that_are_set(open_: bool, unanswered: bool, bounced: bool, late: bool) -> None:
    """By the names that stores know."""
    query = Query(open_only=open_, unanswered=unanswered, bounced=bounced, escalated=late)
    expected = {"open": open_, "unanswered": unanswered, "bounced": bounced, "escalated": late}
    assert query.flags == [name for name, is_set in expected.items() if is_set]
