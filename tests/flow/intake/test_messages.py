"""What an import tells of its records, kept until they are stored, in its order, and each time once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.flow.intake.messages import Messages
from aduan_cli.i18n import choose


class Heard:
    """What was said, and what was warned of, in one order."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str]] = []
        self.messages = Messages(lambda one: self.all.append(("say", one)), lambda one: self.all.append(("warn", one)))


@given(st.lists(st.tuples(st.sampled_from(["say", "warn"]), st.text(alphabet="ab", max_size=3)), max_size=8))
def test_all_is_told_in_its_order_and_nothing_before_it_is_to_be(several: list[tuple[str, str]]) -> None:
    heard = Heard()
    for kind, text in several:
        if kind == "say":
            heard.messages.note(text)
        else:
            heard.messages.warn_row(text, ("a.csv", 1), 0)
    assert heard.all == []
    heard.messages.tell()
    assert heard.all == several
    heard.messages.tell()
    assert heard.all == several


def test_what_is_kept_while_it_is_told_is_told_the_next_time() -> None:
    """Who is told may bring something new about."""
    told: list[str] = []
    messages = Messages(lambda one: (told.append(one), messages.note(f"{one}!") if len(one) < 3 else None), told.append)
    messages.note("a")
    messages.tell()
    assert told == ["a"]
    messages.tell()
    messages.tell()
    assert told == ["a", "a!", "a!!"]


@pytest.mark.parametrize(
    ("sheet_row", "ends"), [(0, "log.csv:7: apa"), (7, "log.csv:7: apa"), (9, "log.csv:7: apa (row 9 of the sheet)")]
)
def test_a_row_is_told_as_the_sheet_counts_it_where_that_is_another_number(sheet_row: int, ends: str) -> None:
    heard = Heard()
    heard.messages.note_row("{file}:{row}: {what}", ("log.csv", 7), sheet_row, what="apa")
    heard.messages.warn_row("{file}:{row}: {what}", ("log.csv", 7), sheet_row, what="apa")
    heard.messages.tell()
    assert heard.all == [("say", ends), ("warn", ends)]


def test_words_of_a_record_with_braces_in_them_stay_as_they_are() -> None:
    heard = Heard()
    heard.messages.note_row("{file}:{row}: {what}", ("{a}.csv", 1), 0, what="{nama} {0}")
    heard.messages.tell()
    assert heard.all == [("say", "{a}.csv:1: {nama} {0}")]


def test_where_a_row_is_stands_in_the_language_of_the_moment_in_which_it_was_kept() -> None:
    choose("id")
    heard = Heard()
    heard.messages.note_row("{file}:{row}", ("a.csv", 1), 3)
    heard.messages.tell()
    assert heard.all == [("say", "a.csv:1 (baris 3 pada lembar)")]
