"""Correcting what was typed: only what differs is written, what it was stands in the history, and answers are added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import ANSWERS_ADDED, EDITED, NOTED, parted
from aduan_cli.complaint.step import taking
from aduan_cli.errors import NotAllowedError, UsageError
from aduan_cli.flow.editing import DECISIVE, FIELDS, answering, changes_of, correcting, note, reported, store_step
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Query
from compiling import router_of
from promising import EIGHT, HOUR, waiting
from told import AT

ROUTER = router_of(
    '[desk]\nname = "M"\nprefix = "UJI"\ntimezone = "UTC"\n[shifts]\npagi = "07:00-14:00"\nmalam = "14:00-07:00"\n'
)
STORED = waiting(
    text="sampah di Jl. Mawar", channel="phone", caller_name="Budi", caller_phone="+6281200000789",
    phone_original="0812-0000-0789", shift="pagi",
)  # fmt: skip


# -- what differs


@pytest.mark.parametrize(
    ("given_", "changed"),
    [
        ({"text": "sampah di Jl. Mawar"}, {}),
        ({"text": "  sampah di Jl. Melati "}, {"text": "sampah di Jl. Melati"}),
        ({"caller_name": ""}, {"caller_name": None}),
        ({"answer": " "}, {}),
        ({"answer": "besok"}, {"answer": "besok"}),
        ({"caller_phone": "0812 0000 0789"}, {}),
        ({"caller_phone": "0812-0000-0999"}, {"caller_phone": "+6281200000999", "phone_original": "0812-0000-0999"}),
        ({"caller_phone": ""}, {"caller_phone": None, "phone_original": None}),
        ({"channel": "wa", "text": STORED.text}, {"channel": "wa"}),
    ],
)
def test_only_what_differs_is_changed(given_: dict[str, str], changed: dict[str, Any]) -> None:
    """Blanks around it are nothing; a phone is the same in any spelling, and its own is kept beside it."""
    assert changes_of(STORED, given_) == changed


@pytest.mark.parametrize(("name", "sentence"), [("text", "there is no text"), ("channel", "--channel is empty")])
def test_what_a_call_can_not_be_without_is_not_taken_away(name: str, sentence: str) -> None:
    for empty in ("", "  ", "\t"):
        with pytest.raises(UsageError, match=sentence):
            changes_of(STORED, {name: empty})


def test_what_no_store_can_hold_is_made_so_that_it_can() -> None:
    assert changes_of(STORED, {"answer": "a\udcffb"}) == {"answer": r"a\udcffb"}


TYPED = st.fixed_dictionaries({}, optional={name: st.text(max_size=8) for name in FIELDS if name != "reported_at"})


@given(TYPED)
def test_correcting_twice_changes_nothing_more(given_: dict[str, str]) -> None:
    """What is written once is what is there."""
    try:
        changes = changes_of(STORED, given_)
    except UsageError:
        return
    after = copy_of(STORED, **changes)
    assert changes_of(after, given_) == {}
    assert set(changes) <= {*FIELDS, "phone_original"}


def test_another_time_brings_its_shift_along() -> None:
    """The ticket stays, and the time is given from then on."""
    assert reported(STORED, EIGHT, ROUTER) == {}
    found = reported(STORED, EIGHT + 8 * HOUR, ROUTER)
    assert found == {
        "reported_at": EIGHT + 8 * HOUR, "shift": "malam", "sources": {**STORED.sources, "reported_at": "given"},
    }  # fmt: skip


# -- the steps


def test_the_event_says_what_it_was_and_that_may_be_erased() -> None:
    step = correcting(STORED, {"text": "lain", "answer": "x", "phone_original": "y"}, "sari", AT)
    assert step is not None
    ((type_, data),) = step.events
    assert (type_, data) == (EDITED, {"fields": ["text", "answer"], "before": {"text": STORED.text}})
    assert parted(type_, data) == ({"fields": ["text", "answer"]}, {"before": {"text": STORED.text}})


@pytest.mark.parametrize("changes", [{}, {"shift": "malam"}])
def test_what_corrects_no_field_is_no_step(changes: dict[str, str]) -> None:
    assert correcting(STORED, changes, None, AT) is None


def test_what_rules_decide_by_is_among_what_can_be_corrected() -> None:
    assert set(FIELDS) > DECISIVE


def test_answers_are_added_to_those_that_are_there() -> None:
    """Each that is new or another is named; the same again is no step."""
    known = copy_of(STORED, answers={"tinggi": 40, "arus": "deras"})
    step = answering(known, {"tinggi": 50, "arus": "deras", "warna": "coklat"}, "sari", AT)
    assert step is not None
    assert step.changes == {"answers": {"tinggi": 50, "arus": "deras", "warna": "coklat"}}
    assert step.events == ((ANSWERS_ADDED, {"questions": ["tinggi", "warna"], "before": {"tinggi": 40}}),)
    assert parted(*step.events[0]) == ({"questions": ["tinggi", "warna"]}, {"before": {"tinggi": 40}})
    assert answering(known, {"tinggi": 40}, None, AT) is None
    assert answering(known, {}, None, AT) is None


# -- stored


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """Return a store of one call."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    store.commit([taking(copy_of(STORED, ticket="UJI", number=0, day=20261123))])
    yield store
    store.close()


def only(store: SqliteStore) -> Complaint:
    """Return the call."""
    (one,) = store.find(Query())
    return one


def test_a_note_changes_nothing_but_the_history(store: SqliteStore) -> None:
    before = only(store)
    note(store, before, "sudah ditelepon", "sari", AT)
    assert vars(only(store)) == vars(before)
    last = store.events(before)[-1]
    assert (last.type, last.private) == (NOTED, {"notes": ["sudah ditelepon"]})


def test_who_was_slower_is_told_and_on_what_was_erased_no_words_are_stored(store: SqliteStore) -> None:
    before = only(store)
    first, second = (correcting(before, {"text": text}, "sari", AT) for text in ("satu", "dua"))
    assert first is not None
    assert second is not None
    store_step(store, first)
    with pytest.raises(NotAllowedError):
        store_step(store, second)
    assert only(store).text == "satu"
    store.erase(before.ticket, "sari", AT)
    with pytest.raises(NotAllowedError):
        note(store, only(store), "kata", "sari", AT)
