"""What stored questions and answers say, without a word that is a caller's."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.flow.directory.gathering import cases, private_of, questions
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

CITY = (
    RULES
    + """
[units.kec]
name = "Kantor Kecamatan"
each = "kecamatan"
[categories.ktp]
unit = "kec"
text = ["ktp"]
"""
)


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    return desk_here(tmp_path, CITY)


def answered(desk: HereDesk, text: str, answer: str | None, **given: Any) -> Complaint:
    """Take a question that was answered so."""
    return desk.log(text, kind="information", answer=answer, **given)


def test_only_questions_whose_words_are_there_still_count(desk: HereDesk) -> None:
    one = answered(desk, "menanyakan jadwal", "Besok")
    desk.log("sampah")
    gone = answered(desk, "menanyakan rahasia", "x")
    desk.store.erase(gone.ticket, "sari")
    assert [each.ticket for each in questions(desk.all())] == [one.ticket]
    answered(desk, "menanyakan lain", None)
    assert len(cases(desk.store, desk.router)) == 1


def test_what_was_given_is_in_a_case_with_the_words_of_the_question(desk: HereDesk) -> None:
    answered(desk, "menanyakan jadwal sampah", "Hubungi 021-80001234")
    (case,) = cases(desk.store, desk.router)
    assert (case.category, case.unit) == ("sampah", "dlh")
    assert {"jadwal", "sampah"} <= case.words
    assert [contact.key for contact in case.given] == ["+622180001234"]


def test_the_callers_own_number_is_never_an_answer(desk: HereDesk) -> None:
    """Whether it stands in the call's own field, in a column, or in what they asked."""
    answered(desk, "menanyakan jadwal", "Nanti dihubungi di 0812-3456-0101", caller_phone="+6281234560101")
    answered(desk, "menanyakan jadwal, ini nomor saya 0812-3456-0102", "Nanti dihubungi di 0812-3456-0102")
    answered(desk, "menanyakan jadwal", "Nanti dihubungi di 0812-3456-0103", fields={"hp2": "0812 3456 0103"})
    answered(desk, "menanyakan jadwal", "Hubungi 0812-3456-0104")
    given = [[contact.key for contact in case.given] for case in cases(desk.store, desk.router)]
    assert given == [[], [], [], ["+6281234560104"]]


def test_a_number_of_the_public_stays_an_answer_though_the_question_names_it(desk: HereDesk) -> None:
    answered(desk, "menanyakan apakah 112 benar", "Betul, hubungi 112")
    (case,) = cases(desk.store, desk.router)
    assert [contact.shown for contact in case.given] == ["112"]


def test_where_the_caller_asks_about_is_no_answer_and_where_they_are_to_go_is(desk: HereDesk) -> None:
    answered(desk, "menanyakan sampah di Jl. Mawar Raya 3", "Petugas ke Jl. Mawar Raya 3")
    answered(desk, "menanyakan sampah", "Datang ke Jl. Melati Raya 5")
    first, second = cases(desk.store, desk.router)
    assert first.given == ()
    assert [contact.kind for contact in second.given] == ["address"]


def test_a_number_that_another_caller_has_is_nobodys_answer(desk: HereDesk) -> None:
    desk.log("sampah", caller_phone="+6281234560101")
    answered(desk, "menanyakan jadwal", "Hubungi Pak RT 0812-3456-0101")
    assert [case.given for case in cases(desk.store, desk.router)] == [()]


def test_the_callers_home_is_never_an_answer(desk: HereDesk) -> None:
    answered(desk, "menanyakan jadwal", "Petugas ke Jl. Kenanga Raya 7", caller_address="Jl. Kenanga Raya 7")
    assert [case.given for case in cases(desk.store, desk.router)] == [()]


def test_words_of_names_and_numbers_are_not_repeated(desk: HereDesk) -> None:
    """Of any caller: who is called so may be named by another."""
    desk.log("sampah", caller_name="Wulandari Rekaan")
    answered(desk, "menanyakan jadwal untuk wulandari rt05", "Besok")
    (case,) = cases(desk.store, desk.router)
    assert "jadwal" in case.words
    assert not {"wulandari", "rt05", "rekaan"} & case.words


def test_words_of_the_units_own_name_say_nothing_beside_it(desk: HereDesk) -> None:
    answered(desk, "menanyakan sampah di dinas lingkungan hidup", "Besok")
    (case,) = cases(desk.store, desk.router)
    assert case.unit == "dlh"
    assert not {"lingkungan", "hidup"} & case.words


def test_of_an_office_of_a_kecamatan_it_is_told_which_and_of_its_whole_that_none_was_named(desk: HereDesk) -> None:
    answered(desk, "menanyakan ktp di Margahayu", "Besok")
    answered(desk, "menanyakan ktp di Teluk Pucung", "Besok")
    answered(desk, "menanyakan ktp", "Besok")
    here, there, nowhere = cases(desk.store, desk.router)
    assert [(one.place, one.elsewhere) for one in (here, there)] == [("Bekasi Timur", False), ("Bekasi Utara", False)]
    assert nowhere.place is None


def test_cases_stand_in_the_order_in_which_they_were_reported(desk: HereDesk) -> None:
    for days in (3, 1, 2):
        before = HereDesk(Path(desk.folder), now=f"2026-11-{20 + days} 09:00")
        answered(before, f"menanyakan jadwal {'abc'[days - 1] * 4}", "Besok")
    found = cases(desk.store, desk.router)
    assert [case.day for case in found] == [date(2026, 11, day).toordinal() for day in (21, 22, 23)]
    assert [next(iter(case.words & {"aaaa", "bbbb", "cccc"})) for case in found] == ["aaaa", "bbbb", "cccc"]


def test_what_is_private_is_gathered_from_every_field_that_may_have_it() -> None:
    one = Complaint(
        {
            "text": "x",
            "caller_phone": "+6281200000101;+6281200000102",
            "caller_name": "Budi Rekaan",
            "caller_address": "Gang Melati 3",
            "fields": {"hp": "0812 0000 0103", "catatan": "biasa"},
            "answers": {"nomor": "0812-0000-0104", "jumlah": 3},
        }
    )
    found = private_of([one])
    assert {f"+628120000010{number}" for number in (1, 2, 3, 4)} <= found.contacts
    assert {"budi", "rekaan"} <= found.words
    assert any("melati" in one for one in found.contacts)


def test_a_number_of_the_public_is_nobodys_secret() -> None:
    found = private_of(
        [Complaint({"text": "x", "caller_phone": "112"}), Complaint({"text": "x", "caller_phone": "1500444"})]
    )
    assert found.contacts == frozenset()
