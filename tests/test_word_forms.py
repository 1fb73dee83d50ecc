"""Which words are forms of a word: written out, and against words put together the other way round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.word_forms import roots_of

FORMS = {
    "rusak": "rusak rusaknya merusak dirusak dirusaknya kerusakan kerusakannya perusak perusakan pengrusakan ngerusak",
    "bakar": "membakar dibakar terbakar kebakar kebakaran pembakaran bakarin ngebakar",
    "pukul": "memukul dipukul pemukulan dipukuli mukul mukulin pukulan",
    "tabrak": "menabrak ditabrak tertabrak ketabrak nabrak tabrakan",
    "sapu": "menyapu penyapu nyapu disapu",
    "kirim": "mengirim mengirimkan dikirim pengiriman ngirim dikirimin",
    "curi": "mencuri dicuri pencurian kecurian nyuri pencuri",
    "cat": "mengecat dicat pengecatan ngecat catnya",
    "gali": "menggali digali galian penggalian",
    "lubang": "berlubang lubangnya dilubangi melubangi",
    "tumpah": "tertumpah menumpahkan ketumpahan ditumpahkan",
    "lambat": "terlambat keterlambatan lambatnya melambat",
    "baik": "perbaikan memperbaiki diperbaiki perbaiki",
    "renang": "berenang renangnya",
    "masak": "memasak dimasak masakan",
    "mohon": "memohon pemohon",
    "lapor": "melapor melaporkan laporan pelapor dilaporkan",
}
NONE = {
    "ular": "menular penularan tular",
    "mat": "mati",
    "bad": "badan",
    "jal": "jalan",
    "rusak": "rusa kerusuhan rusuk",
    "atap": "menatap tatapan",
    "api": "sapi tapi",
    "got": "gotong",
    "air": "airin",
    "bakar": "akar bakaran2",
    "abu": "labu sabun",
    "pohon": "mohon memohon pemohon mohonnya",
    "luar": "keluar keluarnya mengeluarkan",
    "angkat": "perangkat berangkat",
    "lalu": "terlalu",
    "ring": "kering",
    "gang": "pegang",
}


@pytest.mark.parametrize(("root", "forms"), FORMS.items())
def test_what_people_say_of_a_word_is_a_form_of_it(root: str, forms: str) -> None:
    """With what the prefix does to the first letter, and as Jakarta says it."""
    assert [form for form in forms.split() if root not in roots_of(form)] == []


@pytest.mark.parametrize(("root", "others"), NONE.items())
def test_a_word_that_only_looks_alike_is_none(root: str, others: str) -> None:
    """Short words take few affixes, and a nasal is read as it is spoken."""
    assert [other for other in others.split() if root in roots_of(other)] == []


@given(
    st.sampled_from(["rusak", "gali", "dorong", "jemput", "hancur", "angkut"]),
    st.sampled_from(["", "di", "ter", "ke"]),
    st.sampled_from(["", "nya", "lah", "kah", "pun"]),
)
def test_what_is_put_together_is_taken_apart(root: str, prefix: str, enclitic: str) -> None:
    """A prefix that changes nothing, and an enclitic, leave a form of the word."""
    assert root in roots_of(prefix + root + enclitic)


@given(st.text("abdegikmnprstuy", max_size=14))
def test_a_root_is_a_part_of_its_word_but_for_its_first_letter(word: str) -> None:
    """So that a look at the text's characters tells where none can be, and short roots have few forms."""
    for root in roots_of(word):
        assert root[1:] in word
        assert len(root) >= 3
