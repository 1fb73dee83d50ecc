"""What was asked and has no answer: in groups that share a category or a word, each question in one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.flow.directory.gaps import COLUMNS, _Gap, _groups, gaps
from aduan_cli.rules.directory import Directory
from compiling import router_of
from promising import EIGHT, HOUR, waiting

CITY: dict[str, Any] = {
    "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC"},
    "units": {"dlh": {"name": "DLH"}},
    "categories": {"limbah": {"unit": "dlh", "text": ["limbah"]}},
    "answer": [{"id": "jadwal", "title": "Jadwal sampah", "text": "Senin.", "words": ["jadwal sampah"]}],
}
ROUTER = router_of(CITY)
DIRECTORY = Directory(ROUTER.compiled["answers"], {}, ())


class Stored:
    """A store of some complaints."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        self._complaints = complaints

    def find(self, _query: object) -> Sequence[Complaint]:
        """Return all, the first reported first."""
        return self._complaints


def asked(*texts: str, **more: Any) -> list[Complaint]:
    """Return questions, an hour apart."""
    usual = {"kind": "information", "status": "answered", "category": None, "unit": "triage", **more}
    return [
        waiting(ticket=f"UJI-{number}", number=number, text=text, reported_at=EIGHT + number * HOUR, **usual)
        for number, text in enumerate(texts)
    ]


def found(complaints: Sequence[Complaint], since: int = 0) -> list[dict[str, Any]]:
    """Return the gaps among complaints."""
    return gaps(cast(Any, Stored(complaints)), ROUTER, DIRECTORY, "2026-11-23", since)


def test_a_question_that_an_answer_is_found_for_is_no_gap() -> None:
    assert found(asked("kapan jadwal sampah")) == []


def test_questions_of_one_category_are_one_group() -> None:
    """With how many had no answer noted either, and the last of them."""
    rows = found(asked("bagaimana membuang limbah besar", "limbah elektronik ke mana"))
    (row,) = rows
    assert tuple(row) == COLUMNS
    assert (row["count"], row["category"], row["unit"], row["ticket"], row["unanswered"]) == (
        2, "limbah", "dlh", "UJI-1", 2,
    )  # fmt: skip


def test_without_a_category_a_word_that_is_shared_holds_them_together() -> None:
    rows = found(asked("syarat akta kelahiran", "biaya akta kematian", "jam buka perpustakaan"))
    assert [(row["count"], row["ticket"]) for row in rows] == [(2, "UJI-1"), (1, "UJI-2")]
    assert rows[0]["words"][0] == "akta"


def test_a_complaint_a_question_without_words_and_what_was_before_are_left_out() -> None:
    rows = found([*asked("perpustakaan"), *asked("akta", kind="complaint"), *asked("")])
    assert [row["count"] for row in rows] == [1]
    assert found(asked("perpustakaan", "museum"), since=EIGHT + HOUR)[0]["ticket"] == "UJI-1"


def test_what_officers_answered_is_told_as_answered() -> None:
    (row,) = found(asked("jam buka perpustakaan", answer="Delapan."))
    assert (row["count"], row["unanswered"]) == (1, 0)


def test_no_word_of_a_callers_name_tells_a_group() -> None:
    (row,) = found(asked("akta untuk Zulkarnaen", caller_name="Zulkarnaen"))
    assert "zulkarnaen" not in row["words"]


GAPS = st.lists(
    st.tuples(
        st.sampled_from([None, "dlh"]), st.sampled_from([None, None, "sampah"]),
        st.lists(st.sampled_from(["akta", "jam", "biaya", "ktp", "museum"]), max_size=3, unique=True).map(tuple),
    ),
    max_size=12,
)  # fmt: skip


@given(GAPS)
def test_every_question_is_in_one_group_and_a_group_has_something_in_common(drawn: Any) -> None:
    """One category and unit; or one unit and a word that all of it has, unless it is one question alone."""
    every = [_Gap(waiting(number=number), *one) for number, one in enumerate(drawn)]
    groups = list(_groups(every))
    numbers = sorted(gap.complaint.number for group in groups for gap in group)
    assert numbers == list(range(len(every)))
    for group in groups:
        assert len({(gap.unit, gap.category) for gap in group}) == 1
        shared = set.intersection(*(set(gap.words) for gap in group))
        assert group[0].category or len(group) == 1 or shared
    alone = [group[0] for group in groups if len(group) == 1 and group[0].category is None]
    for first in alone:
        for other in alone:
            same = first is not other and first.unit == other.unit
            assert not same or not set(first.words) & set(other.words), "two that share a word stand together"
