"""Proposed answers: a table that the desk's file takes as it is, with what officers gave and nothing that is there."""

from __future__ import annotations

from typing import Any, cast

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.compiled import Answer, Rules
from aduan_cli.flow.directory.proposing import Proposed, proposed, written
from aduan_cli.rules.language.compile import compile_rules
from aduan_cli.rules.learning.contacts import contacts_in
from aduan_cli.rules.learning.proposed_answers import AnsweredCase
from compiling import documents, rules_of, sentences

CITY = """\
[desk]
name = "Meja"
prefix = "UJI"
timezone = "UTC"
[kecamatan]
"Bekasi Timur" = []
[units.dlh]
name = "Dinas LH"
[units.kec]
name = "Kantor Kecamatan"
each = "kecamatan"
[outside.pln]
name = "PLN"
referral = "123"
[categories.sampah]
unit = "dlh"
text = ["sampah"]
"""
RULES = cast(Rules, rules_of(CITY))
DAY = 739_000


def cases(answer: str, times: int = 5, unit: str = "dlh", words: str = "jadwal", **more: Any) -> list[AnsweredCase]:
    """Return questions that were answered so."""
    given_ = tuple(contacts_in(answer, None))
    usual = {"category": None, "place": None, "elsewhere": False, **more}
    return [
        AnsweredCase(usual["category"], unit, frozenset(words.split()), given_, DAY + number, usual["place"],
                     usual["elsewhere"])
        for number in range(times)
    ]  # fmt: skip


def of(*answered: list[AnsweredCase], in_force: Any = (), least: int = 3) -> Proposed:
    """Return what is proposed from cases."""
    return proposed([case for some in answered for case in some], RULES, in_force, least)


def problems(found: Proposed) -> list[str]:
    """Return what is wrong with a city's file to which the proposals are added as they are written."""
    text = written({"answer": found.tables}, [], found.remarks)
    assert tomli.loads(text)["answer"] == found.tables if found.tables else text.strip() == ""
    return sentences(compile_rules(documents(CITY + text)))


def test_what_was_given_often_becomes_an_answer_about_its_unit() -> None:
    (table,) = of(cases("Hubungi 021-8888 1234")).tables
    assert table == {
        "id": "dlh-kontak", "title": "Contact of Dinas LH", "unit": "dlh", "text": "Dinas LH: 021-88881234.",
    }  # fmt: skip


def test_two_contacts_are_an_or_and_the_category_is_a_condition_where_it_is_known() -> None:
    (table,) = of(cases("021-8888 1234 atau 021-7777 1234", category="sampah", words="")).tables
    assert table["category"] == "sampah"
    assert table["text"].count(" or ") == 1


def test_what_stands_above_it_says_how_often_and_when_last() -> None:
    found = of(cases("021-8888 1234", 5), cases("021-7777 1234", 3), cases("021-6666 1234", 3))
    (remark,) = found.remarks.values()
    assert remark.startswith("11 questions; 021-88881234 5×, last on ")
    assert "given as well: " in remark
    assert found.questions == 11


def test_what_is_an_answer_already_is_counted_and_not_proposed_again() -> None:
    """By its contacts, whatever the words around them; of another unit it is another answer."""
    there: Any = {"id": "jam", "unit": "dlh", "text": "Telepon (021) 8888-1234, buka pukul delapan."}
    found = of(cases("021-8888 1234"), in_force=[there])
    assert (found.tables, found.known) == ([], 1)
    other = cast(Answer, {**there, "unit": "pln"})
    assert len(of(cases("021-8888 1234"), in_force=[other]).tables) == 1
    part = of(cases("021-8888 1234 atau 021-7777 1234"), in_force=[there])
    assert len(part.tables) == 1, "one of its two contacts is new"


def test_an_id_is_never_one_that_there_is() -> None:
    taken: Any = [{"id": name, "unit": None, "text": "x"} for name in ("dlh-kontak", "dlh-kontak-2")]
    assert of(cases("021-8888 1234"), in_force=taken).tables[0]["id"] == "dlh-kontak-3"


def test_an_office_s_number_is_told_of_its_place() -> None:
    (table,) = of(cases("021-8888 1234", unit="kec-bekasi-timur", place="Bekasi Timur")).tables
    assert (table["kecamatan"], table["unit"]) == ("Bekasi Timur", "kec-bekasi-timur")


def test_of_what_no_unit_has_the_desk_itself_is_named() -> None:
    (table,) = of(cases("021-8888 1234", unit="triage")).tables
    assert "unit" not in table
    assert table["text"].startswith("Meja: ")


@pytest.mark.parametrize("least", [6, 7])
def test_what_was_given_too_rarely_is_not_proposed(least: int) -> None:
    found = of(cases("021-8888 1234", 5), least=least)
    assert (found.tables, found.known, found.questions) == ([], 0, 5)


ANSWERS = st.sampled_from(
    ["021-8888 1234", "021-7777 1234", "https://contoh.test/jam", "Jl. Kenanga 7", "021-8888 1234 / 021-6666 1234"]
)
WORDS = st.lists(st.sampled_from(["jadwal", "道路", "café", "Ölçü", "jam", "buka"]), max_size=3).map(" ".join)


@given(
    st.lists(
        st.tuples(
            ANSWERS, st.integers(1, 6), st.sampled_from(["dlh", "pln", "triage", "kec", "kec-bekasi-timur"]), WORDS,
            st.sampled_from([None, "sampah"]),
        ),
        max_size=6,
    ),
    st.integers(1, 4),
)  # fmt: skip
def test_whatever_was_answered_the_file_takes_what_is_proposed(answered: Any, least: int) -> None:
    """No word in another script, and no number of proposals, makes a table that is refused."""
    found = of(
        *(cases(text, times, unit, words, category=category) for text, times, unit, words, category in answered),
        least=least,
    )
    assert problems(found) == []
    ids = [table["id"] for table in found.tables]
    assert len(set(ids)) == len(ids)
    assert set(found.remarks) == {("answer", id_) for id_ in ids}


def test_words_in_another_script_are_asked_for_and_stand_in_no_id() -> None:
    """An id has lower-case letters and digits; the words of the answer are as they were said."""
    many = [*cases("021-8888 1234", 12, words="道路"), *cases("021-7777 1234", 30, words="jam")]
    found = of(many)
    by_words = [table for table in found.tables if table.get("words") == ["道路"]]
    assert [table["id"] for table in by_words] in ([], ["dlh-kontak"], ["dlh-kontak-2"])
    assert problems(found) == []
