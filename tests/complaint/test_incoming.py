"""What comes back from a unit: one record or mail is known again, however often it comes, and no two are one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.incoming import key_of

PARTS = st.lists(st.text(st.characters(codec=None, exclude_characters="\n"), max_size=8), min_size=1, max_size=3)


@given(PARTS, PARTS)
def test_the_same_parts_have_one_key_and_others_another(one: list[str], other: list[str]) -> None:
    """Also where they would be one text when written behind one another, and with halves of letters of broken mails."""
    assert key_of(*one) == key_of(*list(one))
    assert (key_of(*one) == key_of(*other)) == (one == other)
    assert len(key_of(*one)) == 32
    assert set(key_of(*one)) <= set("0123456789abcdef")


def test_a_key_stays_what_it_was_when_it_was_stored() -> None:
    """It stands in events for ever: another way to make it would take every old record in again."""
    assert key_of("mail", "<1@example.go.id>") == "65c0c3c268d29aa0db5e779c46a1df10"
