"""What every outbox shares: ids of messages and letters, and what their events say of them."""

from __future__ import annotations

from json import dumps
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.store.common.posts import Post, differences, letter_id, message_id

HASH = bytes(range(32))
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1, max_size=6)


def post(**changed: Any) -> Post:
    """Return a message that is what its event says."""
    usual = {
        "number": 1, "ticket": "T", "complaint": 7, "of": 7, "event": "routed", "notifier": "mail", "unit": "dlh",
        "at": 5, "id": message_id(HASH, "routed", "mail", "dlh"), "body": dumps({"at": 5}), "hash": HASH,
    }  # fmt: skip
    return tuple({**usual, **changed}.values())  # type: ignore[return-value]


@given(st.binary(min_size=32, max_size=32), NAMES, NAMES, NAMES, NAMES)
def test_a_message_has_the_same_id_wherever_this_history_is(
    hashed: bytes, event: str, notifier: str, unit: str, other: str
) -> None:
    """Of its event, the channel and the unit: another of any is another message."""
    mine = message_id(hashed, event, notifier, unit)
    assert mine == message_id(hashed, event, notifier, unit)
    assert len(mine) == 32
    assert (mine == message_id(hashed, event, notifier, other)) == (unit == other)
    assert (mine == message_id(hashed, event, other, unit)) == (notifier == other)
    assert mine != message_id(bytes(32 * [hashed[0] ^ 1]), event, notifier, unit)


@given(st.lists(st.text("0123456789abcdef", min_size=32, max_size=32), min_size=1, max_size=4))
def test_a_letter_of_one_message_is_called_as_it_is(ids: list[str]) -> None:
    """Of several it has an id of its own, which their order makes as well."""
    if len(ids) == 1:
        assert letter_id(ids) == ids[0]
    else:
        assert letter_id(ids) not in ids
        assert (letter_id(ids) == letter_id(ids[::-1])) == (ids == ids[::-1])


def test_a_message_that_is_what_its_event_says_does_not_differ() -> None:
    """How often it was tried no event says."""
    assert list(differences([post(), post(number=2)])) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"complaint": 8}, "outbox.event_id"),
        ({"body": None, "hash": None}, "outbox.event_id"),
        ({"at": 6}, "outbox.at"),
        ({"unit": "bpbd"}, "outbox.message_id"),
        ({"notifier": "lain"}, "outbox.message_id"),
        ({"event": "assigned"}, "outbox.message_id"),
        ({"id": "0" * 32}, "outbox.message_id"),
        ({"hash": bytes(32)}, "outbox.message_id"),
        ({"body": "rusak"}, "outbox.at"),
    ],
)
def test_one_that_is_not_is_found_with_what_is_wrong(changed: dict[str, Any], field: str) -> None:
    """Whoever it was put to, and whenever."""
    assert [one.field for one in differences([post(**changed)])] == [field]
