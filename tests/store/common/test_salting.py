"""Digests under a secret: HMAC as everybody has it, made in either way, and none without the secret."""

from __future__ import annotations

import hmac

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.store.common.salting import salting
from any_complaint import TEXTS

SECRETS = st.binary(min_size=1, max_size=64)


@given(SECRETS, TEXTS | st.text())
def test_it_is_the_hmac_of_the_text_however_it_is_made(secret: bytes, text: str) -> None:
    """One call loads nothing for it, an import does: what the one stored the other knows again."""
    made = salting(secret)(text)
    assert made == salting(secret, is_for_many=True)(text)
    assert len(made) == 32
    if not any("\ud800" <= sign <= "\udfff" for sign in text):
        assert made == hmac.new(secret, text.encode(), "sha256").hexdigest()[:32]


@given(SECRETS, SECRETS, TEXTS)
def test_another_secret_makes_another_digest(one: bytes, other: bytes, text: str) -> None:
    """But for zeros at the end of a short one, which RFC 2104 doesn't tell from none."""
    same = one.ljust(64, b"\0") == other.ljust(64, b"\0")
    assert (salting(one)(text) == salting(other)(text)) is same


def test_one_maker_makes_many_digests_each_of_its_own_text() -> None:
    salted = salting(b"rahasia")
    assert salted("a") == salted("a") != salted("b")
    assert salted("") == salting(b"rahasia", is_for_many=True)("")
