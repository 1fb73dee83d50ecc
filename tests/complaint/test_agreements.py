"""By which channels a caller agreed to be told, and what a step tells them."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.compiled import Rules
from aduan_cli.complaint.agreements import address_of, agreed_to, telling_caller
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.step import changing, noting, taking
from aduan_cli.errors import UsageError
from aduan_cli.model import CALLER_TOLD

RULES = cast(
    "Rules",
    {
        "callers": {"tell": list(CALLER_TOLD), "over": {"whatsapp": "wa", "email": "surat", "sms": "wa"}},
        "notifiers": {"wa": {"type": "spool"}, "surat": {"type": "smtp"}},
    },
)
PHONE = "+6281200000001"
CALL = Complaint(
    kind="complaint", status="routed", unit="dlh", caller_phone=f"{PHONE};+6281200000002", agreed={"whatsapp": ""}
)
MOVES = {
    "resolved": "resolved",
    "closed": "closed",
    "referred": "referred",
    "rejected": "rejected",
    "answered": "answered",
}


def told(step: Any, rules: Rules = RULES) -> list[tuple[str, str, str]]:
    """Return event, notifier and receiver of what a step tells the caller."""
    return [one[:3] for one in telling_caller(step, rules)]


def move(type_: str, status: str, **data: object) -> Any:
    """Return the step of a move."""
    return changing(CALL, {"status": status}, type_, data, "rina", 9)


@pytest.mark.parametrize(("type_", "status"), MOVES.items())
def test_a_move_tells_who_agreed(type_: str, status: str) -> None:
    assert told(move(type_, status)) == [(f"caller-{status}", "wa", "@whatsapp")]


def test_each_channel_is_a_message_of_its_own_also_over_one_notifier() -> None:
    one = copy_of(CALL, agreed={"whatsapp": "", "sms": "", "fax": ""})
    assert told(taking(one)) == [("caller-logged", "wa", "@whatsapp"), ("caller-logged", "wa", "@sms")]


@pytest.mark.parametrize(
    "step",
    [
        move("closed", "closed", by="caller"),
        move("merged", "rejected"),
        move("started", "in_progress"),
        noting(CALL, (("resolved", {}),), "rina", 9),
        taking(copy_of(CALL, kind="information")),
        taking(copy_of(CALL, import_key="k")),
        taking(copy_of(CALL, agreed={})),
    ],
    ids=["closed by themselves", "merged", "begun", "no change", "a question", "of a file", "not agreed"],
)
def test_what_is_no_news_of_their_own_call_is_not_told(step: Any) -> None:
    assert told(step) == []


def test_nothing_is_told_that_the_desk_does_not_say() -> None:
    rules = cast("Rules", {**RULES, "callers": {"tell": ["closed"], "over": {"whatsapp": "wa"}}})
    assert told(move("resolved", "resolved"), rules) == []
    assert told(move("closed", "closed"), rules) == [("caller-closed", "wa", "@whatsapp")]


def test_what_is_agreed_in_the_same_step_counts() -> None:
    step = move("resolved", "resolved")
    taken_back = step._replace(changes={**step.changes, "agreed": {}})
    assert told(taken_back) == []


def test_an_address_is_the_one_agreed_to_else_the_first_phone() -> None:
    assert address_of(CALL, "@whatsapp") == PHONE
    assert address_of(copy_of(CALL, agreed={"whatsapp": "0811"}), "@whatsapp") == "0811"
    assert address_of(CALL, "@email") is None
    assert address_of(copy_of(CALL, caller_phone=None), "@whatsapp") is None


def test_a_channel_is_taken_with_its_address() -> None:
    assert agreed_to(["whatsapp", "email = s@example.org"], RULES, PHONE) == {"whatsapp": "", "email": "s@example.org"}
    assert agreed_to(["sms=0811"], RULES, None) == {"sms": "0811"}


@given(st.text(max_size=30), st.none() | st.just(PHONE))
def test_whatever_is_given_is_refused_or_names_a_channel_that_can_be_reached(given_: str, phone: str | None) -> None:
    """No mail goes to what is no single address: nothing in it begins a line or names another."""
    for text in (given_, f"email={given_}", f"whatsapp={given_}"):
        try:
            made = agreed_to([text], RULES, phone)
        except UsageError:
            continue
        ((channel, address),) = made.items()
        assert channel in RULES["callers"]["over"]
        assert address or phone
        if channel == "email":
            assert address.count("@") == 1
            assert not set(address) & set(" \r\n,;<>")
