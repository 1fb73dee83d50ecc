"""What is proposed from what officers answered: which contacts for what, and none that was given too rarely."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.learning.contacts import ADDRESS, LINK, NUMBER, Contact, contacts_in, numbers_in, spoken
from aduan_cli.rules.learning.proposed_answers import AT_MOST, AnsweredCase, propose


def contact(key: str) -> Contact:
    """Return a number as a contact."""
    return Contact(NUMBER, key, key)


def case(words: str, *keys: str, day: int = 1, category: str | None = "kontak", unit: str = "dlh") -> AnsweredCase:
    """Return one answered question."""
    return AnsweredCase(category, unit, frozenset(words.split()), tuple(map(contact, keys)), day)


def told(cases: list[AnsweredCase], least: int = 3) -> list[tuple[tuple[str, ...], list[str]]]:
    """Return the words and the contacts of what is proposed."""
    return [(one.words, [given.contact.key for given in one.given]) for one in propose(cases, least)]


def test_what_is_given_most_is_the_plain_answer() -> None:
    """Two numbers at most, the likelier first; a third that was given often enough is told beside it."""
    cases = [case("tanya", "111") for _n in range(6)] + [case("tanya", "222") for _n in range(4)]
    cases += [case("tanya", "333") for _n in range(3)]
    (proposal,) = propose(cases, 3)
    assert [given.contact.key for given in proposal.given] == ["111", "222"]
    assert [(given.contact.key, given.times) for given in proposal.others] == [("333", 3)]
    assert (proposal.asked, proposal.fits, proposal.category) == (13, True, "kontak")


def test_what_was_given_too_rarely_stays_out() -> None:
    """Neither in an answer nor beside one."""
    cases = [case("tanya", "111") for _n in range(3)] + [case("tanya", "222") for _n in range(2)]
    assert told(cases) == [((), ["111"])]
    assert propose(cases, 3)[0].others == ()
    assert told(cases, 4) == []


def test_the_later_number_goes_first() -> None:
    """Numbers change: what was given as often but later is the likelier one."""
    cases = [case("tanya", "111", day=1) for _n in range(5)] + [case("tanya", "222", day=90) for _n in range(4)]
    assert told(cases) == [((), ["222", "111"])]
    assert propose(cases, 3)[0].given[0].last == 90


def test_a_word_that_leads_elsewhere_gets_an_answer_of_its_own_before_the_plain_one() -> None:
    """Whoever asks for the ambulance is told another number than whoever asks for the office."""
    cases = [case("ambulans nomor", "119") for _n in range(4)]
    cases += [case("kantor nomor", "111", "222") for _n in range(6)]
    assert told(cases) == [(("ambulans",), ["119"]), ((), ["111", "222"])]


def test_a_number_for_a_word_is_no_answer_for_all() -> None:
    """Where only those who ask for the ambulance get an often given number, the others are told nothing wrong."""
    cases = [case("ambulans nomor", "119") for _n in range(4)] + [case("kantor nomor", f"9{n}") for n in range(6)]
    assert told(cases) == [(("ambulans",), ["119"])]


def test_a_list_of_many_offices_says_nothing_of_one() -> None:
    """An answer with four numbers or more is no answer to one matter."""
    assert told([case("semua", "1", "2", "3", "4") for _n in range(5)]) == []


def test_without_a_category_only_its_words_find_it() -> None:
    """A matter without a category has no condition; its unit's name finds it."""
    (proposal,) = propose([case("tanya", "111", category=None) for _n in range(3)], 3)
    assert (proposal.category, proposal.unit) == (None, "dlh")


def test_an_office_s_number_is_told_of_its_own_place_alone() -> None:
    """What one district's office is reached by is no answer for another's, nor for who names none."""
    here = [case("kantor", "111")._replace(place="Bekasi Timur", unit="kecamatan-bekasi-timur") for _n in range(3)]
    open_ = [case("kantor", "222")._replace(elsewhere=True, unit="kecamatan") for _n in range(3)]
    found = {one.place: one for one in propose([*here, *open_], 3)}
    assert [one.contact.key for one in found["Bekasi Timur"].given] == ["111"]
    assert (found["Bekasi Timur"].fits, found[None].fits) == (True, False)


KEYS = st.sampled_from(["111", "222", "333", "444"])
CASES = st.lists(
    st.builds(
        case,
        st.sampled_from(["a", "a b", "c", "b c d", ""]),
        KEYS,
        day=st.integers(1, 400),
        category=st.sampled_from([None, "x", "y"]),
        unit=st.sampled_from(["dlh", "bpbd"]),
    ),
    max_size=40,
)


@given(CASES, st.integers(1, 5))
def test_nothing_is_proposed_that_was_not_given_so_often(cases: list[AnsweredCase], least: int) -> None:
    """For all questions: each contact was given `least` times, for that very matter, and few fit into an answer."""
    times = Counter(one.key for case_ in cases for one in case_.given)
    own = {(case_.category, one.key) for case_ in cases for one in case_.given}
    for proposal in propose(cases, least):
        assert proposal.given
        for kind, most in AT_MOST.items():
            assert sum(one.contact.kind == kind for one in proposal.given) <= most
        for one in (*proposal.given, *proposal.others):
            assert times[one.contact.key] >= least
            assert (proposal.category, one.contact.key) in own


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("nomor 0812 0000 0001 / 021-80000002", [(NUMBER, "+6281200000001"), (NUMBER, "+622180000002")]),
        ("hubungi 119 atau 1500444", [(NUMBER, "119"), (NUMBER, "1500444")]),
        ("biaya Rp 10.000, kode pos 17141, tahun 2024, jam 08.00-16.00", []),
        ("Rp. 1.500.000 sebulan", []),
        ("lihat https://dlh.example/info. Terima kasih", [(LINK, "https://dlh.example/info")]),
        ("IG @dinas_uji, atau uji.bekasikota.go.id", [(LINK, "@dinas_uji"), (LINK, "uji.bekasikota.go.id")]),
        ("surel petugas@contoh.id", []),
        ("tidak ada", []),
    ],
)
def test_what_an_answer_gives(answer: str, found: list[tuple[str, str]]) -> None:
    """Numbers of telephones and links; no sums, years, postcodes, hours."""
    assert [(one.kind, one.key) for one in contacts_in(answer, None)] == found


def test_an_address_is_a_contact() -> None:
    """Known again however it is spelt; a whole sentence is none."""
    one, other = contacts_in("x", "Jl. Mawar No. 1")[0], contacts_in("x", "jl mawar no 1")[0]
    assert (one.kind, one.key) == (ADDRESS, other.key)
    assert contacts_in("x", "Jl. " + "Panjang " * 20) == []


@pytest.mark.parametrize(
    ("key", "said"), [("+6281200000001", "0812-0000-0001"), ("+62218000123", "021-8000123"), ("119", "119")]
)
def test_a_number_is_read_out_and_read_again(key: str, said: str) -> None:
    """As people say it; what was written so is the same number."""
    assert spoken(key) == said
    assert numbers_in(f"Kantor: {said}.") == [key]
