"""Which complaints may be about one matter: what counts, what rules it out, and in which order they come."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.similarity import (
    LEAST,
    MOST,
    PHONE,
    POINTS,
    RECENT,
    SAME_CALLER,
    SAME_MATTER,
    SAME_MINUTES,
    SPOT,
    UNIT,
    WARD,
    WORDS,
    Similar,
    suggested,
)
from invented import MORNING, call

TREE = "pohon tumbang menutup jalan di depan pasar baru dekat halte"
PHONE_ONE, PHONE_TWO = "+6281200000001", "+6281200000002"


def complaint(number: int, at: int = MORNING, **given: Any) -> Complaint:
    """Return a stored complaint about a fallen tree, unless something else is said of it."""
    of = {"text": TREE, "category": "pohon-tumbang", "unit": "bpbd", "kelurahan": None, "kecamatan": None}
    return call(at, id=number, ticket=f"T{number}", **{**of, **given})


def one(other: Complaint, **given: Any) -> Similar | None:
    """Return what is said of one other complaint, seen from one that is logged in the morning."""
    found = suggested(complaint(1, **given), [other])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        (TREE.upper() + "  ", True),
        (TREE.replace("halte", "toko"), True),
        ("di depan pasar baru ada pohon yang tumbang", True),
        ("banjir setinggi lutut di perumahan mawar", False),
    ],
)
def test_words_in_common_speak_for_one_matter(text: str, alike: bool) -> None:
    """In any case and order; where nothing else speaks for it, they are needed."""
    found = one(complaint(2, text=text, category=None, unit="triage"), category=None, unit="triage")
    assert (found is not None) is alike
    assert not found or WORDS in found.reasons


def test_words_that_any_call_has_say_nothing() -> None:
    assert one(complaint(2, text="pelapor minta tolong ada yang"), text="pelapor minta tolong ada yang lain") is None


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ({"kelurahan": "Margahayu"}, {"kelurahan": "Teluk Pucung"}),
        ({"kecamatan": "Bekasi Utara"}, {"kecamatan": "Bekasi Timur"}),
    ],
)
def test_another_place_is_another_matter_whoever_calls(here: dict[str, str], there: dict[str, str]) -> None:
    """Where one of the two names none, it may be the same."""
    assert one(complaint(2, caller_phone=PHONE_ONE, **there), caller_phone=PHONE_ONE, **here) is None
    assert one(complaint(2, caller_phone=PHONE_ONE), caller_phone=PHONE_ONE, **here) is not None


def test_the_ward_and_rt_and_rw_in_it_are_near() -> None:
    lamp = "lampu PJU mati RT {} RW {}"
    found = one(
        complaint(2, text=lamp.format("02", "005"), kelurahan="Kranji"), text=lamp.format(2, 5), kelurahan="Kranji"
    )
    assert found is not None
    assert {WARD, SPOT} <= {*found.reasons}
    other = one(complaint(2, text=lamp.format(2, 7), kelurahan="Kranji"), text=lamp.format(2, 5), kelurahan="Kranji")
    assert other is None or other.score < found.score - POINTS[SPOT]


@pytest.mark.parametrize(("apart", "told"), [(SAME_MATTER, True), (-SAME_MATTER, True), (SAME_MATTER + 1, False)])
def test_another_caller_counts_for_weeks_before_and_after(apart: int, told: bool) -> None:
    assert (one(complaint(2, MORNING + apart)) is not None) is told


@pytest.mark.parametrize(("apart", "told"), [(SAME_CALLER, True), (-SAME_CALLER, True), (SAME_CALLER + 1, False)])
def test_the_same_caller_counts_for_longer(apart: int, told: bool) -> None:
    assert (one(complaint(2, MORNING - apart, caller_phone=PHONE_ONE), caller_phone=PHONE_ONE) is not None) is told


def test_the_same_caller_about_something_else_is_no_repeat() -> None:
    other = complaint(2, MORNING - SAME_MATTER, text="banjir", category="banjir", unit="bmsda", caller_phone=PHONE_ONE)
    assert one(other, caller_phone=PHONE_ONE) is None


@pytest.mark.parametrize("phone", [None, "", "tidak mau disebut"])
def test_nobody_is_the_same_caller_as_nobody(phone: str | None) -> None:
    found = one(complaint(2, caller_phone=phone), caller_phone=phone)
    assert found is not None
    assert PHONE not in found.reasons


def test_a_caller_of_two_numbers_is_known_by_either() -> None:
    found = one(complaint(2, caller_phone=PHONE_ONE), caller_phone=f"{PHONE_TWO};{PHONE_ONE}")
    assert found is not None
    assert PHONE in found.reasons


def test_what_many_ask_repeats_nothing_unless_one_caller_asks_or_it_is_typed_twice() -> None:
    asked: dict[str, Any] = {
        "text": "menanyakan nomor telepon dinas sosial",
        "kind": "information",
        "category": "dinsos",
    }
    assert one(complaint(2, MORNING - SAME_MINUTES, **asked), **asked) is not None
    assert one(complaint(2, MORNING - SAME_MINUTES - 1, **asked), **asked) is None
    again = complaint(2, MORNING - SAME_MINUTES - 1, caller_phone=PHONE_ONE, **asked)
    assert one(again, caller_phone=PHONE_ONE, **asked) is not None


def test_a_complaint_may_be_what_somebody_asked_about() -> None:
    """Where it is of the same category."""
    assert one(complaint(2, MORNING - SAME_MATTER // 2, kind="information")) is not None
    assert one(complaint(2, MORNING - SAME_MATTER // 2, kind="information", category="pohon")) is None


def test_what_is_linked_is_not_told_again_and_nothing_of_itself() -> None:
    mine = complaint(1, linked=("T2",))
    assert suggested(mine, [mine, complaint(2)]) == []


def test_what_was_merged_stands_for_its_incident() -> None:
    """Only the incident is told; where it isn't among them, what was merged leads there."""
    incident, merged = complaint(2, MORNING - 60), complaint(3, MORNING - 30, merged_into="T2")
    assert [found.complaint.id for found in suggested(complaint(1), [merged, incident])] == [2]
    assert [found.complaint.id for found in suggested(complaint(1), [merged])] == [3]
    assert suggested(complaint(1, merged_into="T2"), [merged]) == []


def test_the_same_phone_comes_first_then_points_then_the_nearest() -> None:
    mine = complaint(1, caller_phone=PHONE_ONE, kelurahan="Kranji")
    day = 86_400
    others = [
        complaint(2, MORNING - 9 * day, kelurahan="Kranji"),
        complaint(3, MORNING - 9 * day - 60, caller_phone=PHONE_ONE, text="pohon yang besar"),
        complaint(4, MORNING - 9 * day - 60, kelurahan="Kranji"),
        complaint(5, MORNING - 9 * day),
    ]
    assert [found.complaint.id for found in suggested(mine, others)] == [3, 2, 4]
    assert [found.complaint.id for found in suggested(mine, others, None)] == [3, 2, 4, 5]


def test_recent_is_a_reason_within_a_day() -> None:
    near, far = one(complaint(2, MORNING - 86_400)), one(complaint(2, MORNING - 86_401))
    assert near is not None
    assert far is not None
    assert (RECENT in near.reasons, RECENT in far.reasons) == (True, False)


def test_the_points_are_a_hundred() -> None:
    same: dict[str, Any] = {"text": TREE + " RT 1 RW 2", "caller_phone": PHONE_ONE, "kelurahan": "Kranji"}
    found = one(complaint(2, **same), **same)
    assert found is not None
    assert (found.score, set(found.reasons)) == (100, set(POINTS) - {UNIT})


_CALLS = st.builds(
    complaint,
    st.integers(2, 40),
    st.integers(MORNING - 2 * SAME_CALLER, MORNING + 2 * SAME_CALLER),
    text=st.lists(st.sampled_from([*TREE.split(), "banjir", "RT", "RW", "2", "٣", ""]), max_size=8).map(" ".join),
    category=st.sampled_from([None, "pohon-tumbang", "banjir"]),
    kind=st.sampled_from(["complaint", "information", "feedback"]),
    kelurahan=st.sampled_from([None, "Kranji", "Margahayu"]),
    caller_phone=st.sampled_from([None, PHONE_ONE, PHONE_TWO, "kata saja"]),
)


@given(mine=_CALLS, others=st.lists(_CALLS, max_size=12))
def test_whatever_is_compared_only_what_has_enough_points_and_reasons_is_told(
    mine: Complaint, others: list[Complaint]
) -> None:
    found = suggested(mine, others)
    assert len(found) <= MOST
    assert all(LEAST <= like.score <= 100 and like.reasons and {*like.reasons} <= {*POINTS} for like in found)
    assert [PHONE in like.reasons for like in found] == sorted((PHONE in like.reasons for like in found), reverse=True)
    assert all(like.complaint.id != mine.id for like in found)
    assert found == suggested(mine, others, None)[:MOST]


@given(mine=_CALLS, other=_CALLS)
def test_a_pair_is_alike_from_either_side(mine: Complaint, other: Complaint) -> None:
    here, there = suggested(mine, [other]), suggested(other, [mine])
    assert [(one.score, one.reasons) for one in here] == [(one.score, one.reasons) for one in there]


@pytest.mark.parametrize(
    ("mine", "theirs", "near"),
    [
        ("rt 3 rw 5", "rt 03 rw 005", True),
        ("rt 3 rw 5", "rt 30 rw 5", False),
        ("rt 0 rw 5", "rt 000 rw 05", True),
        (f"rt {'9' * 5_000} rw 5", "rt 3 rw 5", False),
        (f"rt {'9' * 5_000} rw 5", f"rt 0{'9' * 5_000} rw 5", True),
    ],
)
def test_rt_and_rw_are_one_however_they_are_written_and_however_long(mine: str, theirs: str, near: bool) -> None:
    """Thousands of digits, as from a key that stuck, keep no call from its end."""
    words = "lampu padam depan pos "
    call_, other = (complaint(at, text=words + spot, kelurahan="Margahayu") for at, spot in ((1, mine), (2, theirs)))
    (found,) = suggested(call_, [other])
    assert ("rt-rw" in found.reasons) is near
