"""Calls that may be about what was just logged: of the same caller, or in the same words within minutes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.errors import StoreError
from aduan_cli.flow.intake.repeats import SAME_CALLER, SAME_WORDS, earlier
from aduan_cli.store.sqlite import SqliteStore
from invented import MORNING, call
from steps import take

WORDS = "pohon tumbang menutup jalan di depan pasar baru dekat halte"
PHONE = "+6281200000001"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(str(tmp_path / "aduan.db"))
    yield store
    store.close()


def stored(store: SqliteStore, at: int = MORNING, **given: Any) -> Complaint:
    complaint = call(at, **given)
    take(store, [complaint])
    return complaint


def told(store: SqliteStore, at: int = MORNING + 60, **given: Any) -> tuple[str | None, str | None]:
    """Log a call; return the tickets of those that may be about the same: of the caller, in the words."""
    complaint = stored(store, at, **given)
    caller, words = earlier(store, complaint)
    return caller and caller.ticket, words and words.ticket


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        (WORDS, True),
        (WORDS.upper() + "  ", True),
        (WORDS + " sekali", True),
        (WORDS.replace("halte", "toko"), True),
        (WORDS.replace("pasar baru dekat halte", "sekolah"), False),
        ("pohon tumbang", False),
        ("banjir setinggi lutut di jalan mawar dekat pasar baru", False),
    ],
)
def test_the_same_words_are_nearly_all_of_them(store: SqliteStore, text: str, alike: bool) -> None:
    """In any case and order of spaces; a few words in common are none."""
    first = stored(store, text=WORDS)
    assert told(store, text=text) == (None, first.ticket if alike else None)


def test_short_texts_are_the_same_only_word_for_word(store: SqliteStore) -> None:
    first = stored(store, text="pju mati")
    assert told(store, text="PJU  mati") == (None, first.ticket)
    assert told(store, text="pju mati lagi") == (None, None)


@pytest.mark.parametrize(("apart", "near"), [(SAME_WORDS, True), (-SAME_WORDS, True), (SAME_WORDS + 1, False)])
def test_words_count_within_minutes(store: SqliteStore, apart: int, near: bool) -> None:
    """Also where the other call was reported later, as when a slip of paper is typed in the evening."""
    first = stored(store, text=WORDS, caller_phone=PHONE)
    words = first.ticket if near else None
    assert told(store, MORNING + apart, text=WORDS, caller_phone=PHONE) == (first.ticket, words)


def test_a_caller_is_told_for_a_month(store: SqliteStore) -> None:
    first = stored(store, text="pju mati", caller_phone=PHONE)
    assert told(store, MORNING + SAME_CALLER, text="banjir", caller_phone=PHONE) == (first.ticket, None)
    assert told(store, MORNING + 2 * SAME_CALLER + 1, text="banjir", caller_phone=PHONE) == (None, None)


def test_in_another_ward_it_is_another_matter(store: SqliteStore) -> None:
    """Where one of the two names none, it may be the same."""
    first = stored(store, text=WORDS, kelurahan="Margahayu")
    assert told(store, text=WORDS, kelurahan="Teluk Pucung") == (None, None)
    assert told(store, MORNING + 1, text=WORDS)[1] is not None
    assert told(store, text=WORDS, kelurahan="Margahayu")[1] is not None
    assert first.ticket


def test_what_many_ask_is_the_same_only_in_the_very_same_words(store: SqliteStore) -> None:
    question = "menanyakan nomor telepon kantor kelurahan margahayu bekasi timur"
    first = stored(store, text=question, kind="information", status="answered")
    assert told(store, text=question + " ya", kind="information", status="answered") == (None, None)
    assert told(store, text=question, kind="complaint") == (None, first.ticket)


def test_what_the_officer_linked_is_not_told_again(store: SqliteStore) -> None:
    """The next one is."""
    older = stored(store, MORNING - 60, text=WORDS, caller_phone=PHONE)
    first = stored(store, text=WORDS, caller_phone=PHONE)
    assert told(store, text=WORDS, caller_phone=PHONE, linked=(first.ticket,)) == (older.ticket, older.ticket)


@pytest.mark.parametrize("phone", [None, "tidak mau disebut", ""])
def test_nobody_is_the_same_caller_as_nobody(store: SqliteStore, phone: str | None) -> None:
    stored(store, text="pju mati", caller_phone=phone)
    assert told(store, text="banjir", caller_phone=phone) == (None, None)


def test_a_caller_of_two_numbers_is_known_by_either(store: SqliteStore) -> None:
    first = stored(store, text="pju mati", caller_phone=PHONE)
    assert told(store, text="banjir", caller_phone=f"+6281299999999;{PHONE}")[0] == first.ticket


def test_a_store_that_can_not_be_read_any_more_has_nothing_to_tell(store: SqliteStore) -> None:
    """The call is stored; this is no reason to fail it."""
    complaint = stored(store, text="pju mati", caller_phone=PHONE)

    class Gone(SqliteStore):
        def find(self, *arguments: Any, **more: Any) -> Any:
            raise StoreError("gone")

    assert earlier(Gone(":memory:"), complaint) == (None, None)
