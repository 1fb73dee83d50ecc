"""What other systems may be told of a complaint: its words and its place, and nothing by which a caller is known."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.elsewhere import place_of, title_of, words_of
from aduan_cli.complaint.fields import FIELDS
from any_complaint import TEXTS

NAME = "Siti Nur'aini binti M. Yusuf"
HOME = "Jl. Kenari 5 (pagar biru), HP 0812-0000-0101"


def complaint(**values: Any) -> Complaint:
    """Return a complaint with these values."""
    usual = {field.name: None for field in FIELDS}
    return Complaint({**usual, "text": "", "status": "new", "agreed": {}, "fields": {}, **values})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("lampu mati", "lampu mati"),
        ("Bu Siti melaporkan lampu mati", "Bu *** melaporkan lampu mati"),
        ("SITI NUR'AINI: lampu mati", "*** ***'***: lampu mati"),
        ("Situ Cibeureum meluap", "Situ Cibeureum meluap"),
        ("hubungi 081200000101", "hubungi +6281******101"),
        (f"di depan {HOME}", "di depan ***"),
        (f"di depan {HOME.upper()} mati", "di depan *** mati"),
    ],
)
def test_the_words_have_no_name_no_phone_and_no_home_of_the_caller(text: str, told: str) -> None:
    """Also where a phone stands within the address."""
    assert words_of(complaint(text=text, caller_name=NAME, caller_address=HOME)) == told


@given(TEXTS, TEXTS, st.sampled_from(["", "0812 0000 0101", "62812-0000-0101"]), st.sampled_from([" ", ", ", "\n"]))
def test_an_address_is_never_told_whatever_stands_in_it(words: str, home: str, phone: str, between: str) -> None:
    """Nor where blanks stand otherwise in it."""
    address = f"Jl. Melati  Putih {home}{phone} blok B"
    for said in (address, address.replace("  ", " "), address.replace("  ", "\n").replace("Melati", "MELATI")):
        told = words_of(complaint(text=f"{words}{between}{said}", caller_address=address)).casefold()
        assert not {"melati", "blok"} & set(told.split())


@given(TEXTS, TEXTS | st.none())
def test_a_street_is_told_only_where_it_is_shared(street: str, ward: str | None) -> None:
    one = complaint(address=street, kelurahan=ward, kecamatan="Bekasi Timur")
    assert place_of(one, ["description"]) == place_of(complaint(kelurahan=ward, kecamatan="Bekasi Timur"), ["address"])
    assert place_of(one, ["address"]).endswith(place_of(one, []))


def test_a_place_is_told_from_the_street_to_the_kecamatan_without_phones() -> None:
    one = complaint(address="Jl. Kenari 5 (0812-0000-0101)", kelurahan="Margahayu", kecamatan="Bekasi Timur")
    assert place_of(one, ["address"]) == "Jl. Kenari 5 (+6281******101), Margahayu, Bekasi Timur"
    assert place_of(complaint(kecamatan="Bekasi Timur"), ["address"]) == "Bekasi Timur"
    assert place_of(complaint(), ["address"]) == ""


LIVES = "Jl. Mawar No. 5 RT 03/04, Margahayu"


@pytest.mark.parametrize(
    "street",
    [
        "Jl. Mawar No. 5 RT 03/04, Margahayu",
        "jalan mawar 5",
        "Mawar no.5",
        "Jl Mawar nomor 5 (pagar hijau)",
        "Jln. MAWAR 5",
    ],
)
def test_a_street_is_not_told_where_it_is_the_callers_home(street: str) -> None:
    """However it is written; the areas remain, for they are told of everybody."""
    one = complaint(address=street, caller_address=LIVES, kelurahan="Margahayu")
    assert place_of(one, ["address"]) == "Margahayu"


@pytest.mark.parametrize(
    ("street", "home"),
    [
        ("Jl. Mawar", LIVES),
        ("Jl. Mawar No. 55", LIVES),
        ("Jl. Mawar RT 03 RW 04", LIVES),
        ("Jl. Mawar Putih 5", LIVES),
        ("Jl. Mawar RT03/RW04", LIVES),
        ("Jl. Mawar RT 03/04 No. 7", LIVES),
        ("Jl. Kenari 5, Margahayu", "Margahayu"),
        ("Jl. Kenari 5", "Kel. Margahayu RT 03 RW 04"),
        ("Jl. Kenari 5", "-"),
        ("Jl. Kenari 5", ""),
        ("Jl. Kenari 5", None),
    ],
)
def test_a_street_is_told_where_the_caller_lives_elsewhere_or_somewhere_on_it(street: str, home: str | None) -> None:
    one = complaint(address=street, caller_address=home, kelurahan="Margahayu")
    assert place_of(one, ["address"]) == f"{street}, Margahayu"


def test_an_area_in_which_the_caller_lives_is_no_home() -> None:
    """Though the street is called after it, and where the incident is nobody knows more."""
    one = complaint(address="Perum Bintara Alam 7", caller_address="Bintara", caller_kelurahan="Bintara")
    assert place_of(one, ["address"]) == "Perum Bintara Alam 7"


@pytest.mark.parametrize("area", ["Jl. Kenari", "Perumahan Griya Kenari"])
def test_a_home_without_a_number_is_found_as_well(area: str) -> None:
    one = complaint(address=f"{area} dekat masjid", caller_address=area)
    assert place_of(one, ["address"]) == ""


def test_a_house_in_the_words_is_hidden_though_the_address_says_more() -> None:
    one = complaint(text="pohon tumbang di jalan mawar no 5, menimpa pagar", caller_address=LIVES)
    assert words_of(one) == "pohon tumbang di ***, menimpa pagar"
    home = "Cluster Kenari, dekat Jl. Mawar No. 5"
    one = complaint(text="pohon tumbang di Jl. Mawar No. 5", address="Jl. Mawar No. 5", caller_address=home)
    assert (words_of(one), place_of(one, ["address"])) == ("pohon tumbang di ***", "")
    one = complaint(text="jalan rusak di Jl. Mawar RT 03", caller_address=LIVES)
    assert words_of(one) == one.text


@pytest.mark.parametrize("home", ["aa 1," * 4_000, "aa " * 10_000 + "1", "aa 1 " * 20_000])
def test_an_address_without_end_is_looked_at_in_a_moment(home: str) -> None:
    """Whatever an import brought: each complaint that is published is asked."""
    began = process_time()
    for text in ("aa " * 7_000, "aa 1 " * 4_000, "a" * 20_000):
        words_of(complaint(text=text, caller_address=home))
        place_of(complaint(address=text, caller_address=home), ["address"])
    assert process_time() - began < 10


def test_a_category_is_called_by_its_title_else_by_its_words() -> None:
    known: Any = {"pju-mati": ["dlh", 0, 0, 0, "Lampu jalan mati"], "sampah": ["dlh", 0, 0, 0, None]}
    assert title_of("pju-mati", known) == "Lampu jalan mati"
    assert title_of("sampah", known) == "sampah"
    assert title_of("bau-tidak-sedap", known) == "bau tidak sedap"
