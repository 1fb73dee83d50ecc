"""Places: the names of Bekasi in what callers say, and the address as they said it."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.gazetteer import compile_gazetteer
from aduan_cli.places import FoundPlace, find_place, kecamatan_named, kelurahan_named
from aduan_cli.rules.engine import Engine
from aduan_cli.rules.language.compile import Document, compile_rules
from aduan_cli.text import Folded

KECAMATAN = {
    "Bekasi Timur": ["Bekasi Jaya", "Margahayu", "Duren Jaya", "Aren Jaya"],
    "Bekasi Barat": ["Bintara", "Kranji", "Kota Baru", "Bintara Jaya", "Jaka Sampurna"],
    "Bekasi Utara": [
        "Kaliabang Tengah",
        "Perwira",
        "Harapan Baru",
        "Teluk Pucung",
        "Marga Mulya",
        "Harapan Jaya",
    ],
    "Bekasi Selatan": ["Pekayon Jaya", "Marga Jaya", "Jaka Mulya", "Jaka Setia", "Kayuringin Jaya"],
    "Rawalumbu": ["Bojong Rawalumbu", "Pengasinan", "Sepanjang Jaya", "Bojong Menteng"],
    "Medan Satria": ["Medan Satria", "Harapan Mulya", "Pejuang", "Kali Baru"],
    "Bantargebang": ["Bantargebang", "Cikiwul", "Ciketing Udik", "Sumur Batu"],
    "Pondok Gede": ["Jatiwaringin", "Jatibening", "Jatimakmur", "Jatibening Baru", "Jaticempaka"],
    "Jatiasih": ["Jatimekar", "Jatiasih", "Jatikramat", "Jatirasa", "Jatiluhur", "Jatisari"],
    "Jatisampurna": ["Jatisampurna", "Jatikarya", "Jatiranggon", "Jatirangga", "Jatiraden"],
    "Mustika Jaya": ["Padurenan", "Cimuning", "Mustika Jaya", "Mustika Sari"],
    "Pondok Melati": ["Jatirahayu", "Jatiwarna", "Jatimelati", "Jatimurni"],
}
SPELLINGS = {
    "Kayuringin": "Kayuringin Jaya",
    "Pekayon": "Pekayon Jaya",
    "Pd Gede": "Pondok Gede",
    "X": "Atlantis",
}
GAZETTEER = compile_gazetteer(KECAMATAN, SPELLINGS)
DISTRICT_OF = {ward: district for district, wards in KECAMATAN.items() for ward in wards}
BOTH = sorted(set(KECAMATAN) & set(DISTRICT_OF))


def find(text: str, gazetteer: dict[str, Any] = GAZETTEER) -> FoundPlace:
    """Return the place that a text names."""
    return find_place(Folded(text), text, gazetteer)


def names(text: str) -> tuple[str | None, str | None]:
    """Return kecamatan and kelurahan that a text names."""
    found = find(text)
    return found.kecamatan, found.kelurahan


@pytest.mark.parametrize("ward", sorted(set(DISTRICT_OF) - set(BOTH)))
def test_every_kelurahan_is_found_in_any_spelling_and_implies_its_kecamatan(ward: str) -> None:
    """Spaced, joined, hyphenated, in capitals, marked or bare: the names come as the city writes them."""
    for said in (ward, ward.replace(" ", ""), ward.replace(" ", "-"), ward.upper()):
        for text in (f"lampu mati di {said}", f"banjir, kel.{said}", f"Kelurahan {said} banjir"):
            assert names(text) == (DISTRICT_OF[ward], ward)


@pytest.mark.parametrize("district", sorted(KECAMATAN))
def test_every_kecamatan_is_found_in_any_spelling(district: str) -> None:
    """With "Kec." or without, a kecamatan's name alone says nothing of a kelurahan."""
    for said in (district, district.replace(" ", ""), district.lower()):
        for text in (f"lampu mati di {said}", f"kec.{said}", f"nomor telepon Kecamatan {said}"):
            assert names(text) == (district, None)


def test_five_names_are_both_and_the_mark_decides() -> None:
    """Kel. before such a name means the kelurahan, Kec. or nothing the kecamatan."""
    assert len(BOTH) == 5
    for name in BOTH:
        assert names(f"di {name}") == (name, None)
        assert names(f"Kec. {name}") == (name, None)
        assert names(f"Kel. {name}") == (name, name)
        assert names(f"Kel. {name} Kec. {name}") == (name, name)


def test_a_name_that_is_both_followed_by_its_kecamatan_is_the_kelurahan() -> None:
    """Addresses run from small to large: "Jatiasih, Kec. Jatiasih". Elsewhere it may be anything."""
    assert names("RT 05 Jatiasih, Kec. Jatiasih") == ("Jatiasih", "Jatiasih")
    assert names("Jatiasih, Jatiasih") == ("Jatiasih", "Jatiasih")
    assert names("orang Jatiasih mengeluh banjir di Kec. Jatiasih") == ("Jatiasih", None)


@pytest.mark.parametrize(
    ("text", "kecamatan", "kelurahan"),
    [
        # marked names beat unmarked ones
        ("perumahan Citra Pondok Gede Kel. Jatiranggon Kec. Jatisampurna", "Jatisampurna", "Jatiranggon"),
        ("warga Jatiasih mengeluhkan banjir di Kel. Pekayon Jaya", "Bekasi Selatan", "Pekayon Jaya"),
        ("pasar di Harapan Baru, Kel. Kota Baru Kec. Bekasi Barat", "Bekasi Barat", "Kota Baru"),
        ("Bintara, Kec. Medan Satria", "Medan Satria", None),
        ("Kel. Jatikramat Pondok Gede", "Jatiasih", "Jatikramat"),
        # an unmarked kelurahan fits its kecamatan
        ("Bintara Kec. Bekasi Barat", "Bekasi Barat", "Bintara"),
        ("Kranji dan Margahayu, Bekasi Timur", "Bekasi Timur", "Margahayu"),
        ("Kayuringin, Bekasi Selatan", "Bekasi Selatan", "Kayuringin Jaya"),
        # of two alike that don't fit, the kecamatan says less
        ("Bintara, Bekasi Timur", "Bekasi Timur", None),
        # the longer of two names that begin together
        ("di Jatibening Baru", "Pondok Gede", "Jatibening Baru"),
        ("di Bintara Jaya", "Bekasi Barat", "Bintara Jaya"),
        ("di Bojong Rawalumbu", "Rawalumbu", "Bojong Rawalumbu"),
        # a mark before a name that is only the other
        ("Kelurahan Pondok Gede", "Pondok Gede", None),
        ("Kecamatan Bintara", "Bekasi Barat", "Bintara"),
        # other spellings
        ("kec pd. gede", "Pondok Gede", None),
        ("kelurahan kayuringin", "Bekasi Selatan", "Kayuringin Jaya"),
        ("K\u00e9l. Bint\u00e1ra", "Bekasi Barat", "Bintara"),
        # first come, first served
        ("macet dari Kranji sampai Bintara", "Bekasi Barat", "Kranji"),
        ("banjir di kampung Teluk Pucung", "Bekasi Utara", "Teluk Pucung"),
        ("is there a clinic in Jatibening?", "Pondok Gede", "Jatibening"),
        # nothing of the city
        ("kelurahan mana yang melayani?", None, None),
        ("antar kecamatan di Bekasi", None, None),
        ("", None, None),
        ("kel", None, None),
    ],
)
def test_what_a_text_with_several_names_means(text: str, kecamatan: str | None, kelurahan: str | None) -> None:
    """Marks, agreement, length and order decide which names are the place."""
    assert names(text) == (kecamatan, kelurahan)


@pytest.mark.parametrize(
    "text",
    [
        "jl.kranji rusak",
        "macet di gerbang tol Bekasi Barat",
        "pintu tol keluar Bekasi Timur macet",
        "pencurian di Bekasi Timur Regensi",
        "macet di Bintara Raya",
        "di gang jatisari, lampu mati",
        "sampah sudah 3 kali baru diangkut",
        "di kota baru saja hujan",
        "tangga kota baru diperbaiki",
    ],
)
def test_part_of_the_name_of_a_road_or_estate_is_no_place(text: str) -> None:
    """Roads, toll gates and a kecamatan's estates needn't lie where their name says; "baru" is also "just now"."""
    assert names(text) == (None, None)


@pytest.mark.parametrize(
    ("text", "kelurahan"),
    [
        ("jalan berlubang di Jl. Raya Padurenan", "Padurenan"),
        ("macet di gerbang tol jatibening", "Jatibening"),
        ("banjir di kolong tol jatiwarna", "Jatiwarna"),
        ("Jl. Raya Padurenan, kel. Jatisari", "Jatisari"),
        ("jl raya padurenan dekat kranji", "Kranji"),
    ],
)
def test_a_main_road_or_toll_named_after_a_kelurahan_counts_when_nothing_else_is_there(
    text: str, kelurahan: str
) -> None:
    """Most run through it; whatever else is named wins, and a kecamatan's name says nothing."""
    assert names(text)[1] == kelurahan


@pytest.mark.parametrize(
    "text",
    [
        "malingnya kabur ke arah kranji",
        "mobilnya lari ke jatisari",
        "pindah alamat dari kranji ke jatisari apa syaratnya",
        "dosen unisma bertanya",
    ],
)
def test_where_somebody_fled_or_moves_or_studies_is_no_place(text: str) -> None:
    """Nothing has happened there."""
    unisma = {"name": "Unisma", "kind": "school", "kelurahan": "Margahayu"}
    assert find_among([unisma], text)[:2] == (None, None)
    assert find_among([unisma], "lampu mati depan unisma").kelurahan == "Margahayu"


def test_an_estate_named_after_a_kelurahan_counts_when_nothing_better_is_there() -> None:
    """It lies there as a rule; whatever else is named wins."""
    assert names("sampah di Perumahan Bintara Alam") == ("Bekasi Barat", "Bintara")
    assert names("di Margahayu Permai") == ("Bekasi Timur", "Margahayu")
    assert names("ayunan di taman bintara jaya patah") == ("Bekasi Barat", "Bintara Jaya")
    assert names("Perumahan Bintara Alam, Kranji") == ("Bekasi Barat", "Kranji")
    assert find("perum bintara alam blok c 3").address == "perum bintara alam blok c 3"


def test_a_name_parted_from_the_word_for_a_road_is_a_place() -> None:
    """ "di gang, Jatisari" names no Gang Jatisari."""
    assert names("lampu mati di gang, jatisari") == ("Jatiasih", "Jatisari")
    assert names("ngejar2 warga di gang (jatiluhur)") == ("Jatiasih", "Jatiluhur")
    assert names("di jl. jatisari") == (None, None)


LANDMARKS = [
    {"name": "Kemang Pratama", "kind": "estate", "kecamatan": "Rawalumbu"},
    {"name": "Zamrud", "kind": "estate", "kecamatan": "Mustika Jaya"},
    {"name": "Wisma Asri", "kind": "estate", "kelurahan": "Teluk Pucung"},
    {"name": "Cluster Uji", "kind": "estate", "kecamatan": "Mustika Jaya", "kelurahan": "Mustika Sari"},
    {"name": "Griya Kembar", "kind": "estate", "kelurahan": "Pejuang"},
    {"name": "Griya Kembar", "kind": "estate", "kelurahan": "Cimuning"},
    {"name": "Jl. Jend. Uji", "kind": "street", "kecamatan": ["Rawalumbu", "Bantargebang"], "body": "pusat"},
]


def find_among(places: list[dict[str, Any]], text: str) -> FoundPlace:
    """Return the place that a text names, with files of places."""
    city = {
        "desk": {"name": "Uji", "prefix": "UJI", "timezone": "UTC"},
        "kecamatan": KECAMATAN,
        "outside": {"pusat": {"name": "Pusat", "referral": "Pusat."}},
    }
    files = [Document("rules.toml", "city", city), Document("places/a.toml", "places", {"place": places})]
    compiled = compile_rules(files)
    assert compiled.problems == []
    return Engine(compiled.rules).place_of(Folded(text), text)


def test_a_landmark_lies_where_the_city_says_unless_the_caller_names_a_place() -> None:
    """The address has it as said; a place that the text names itself wins."""

    def found(text: str) -> FoundPlace:
        return find_among(LANDMARKS, text)

    assert found("jalan rusak di Kemang-Pratama 2")[:3] == ("Rawalumbu", None, "Kemang-Pratama")
    assert found("perumahan kemang pratama")[:3] == ("Rawalumbu", None, "perumahan kemang pratama")
    assert found("dukuh zamrud blok r 5")[:3] == ("Mustika Jaya", None, "blok r 5")
    assert found("dekat Wisma Asri")[:2] == ("Bekasi Utara", "Teluk Pucung")
    assert found("kemang pratama, sepanjang jaya")[:2] == ("Rawalumbu", "Sepanjang Jaya")
    assert found("wisma asri dekat kranji")[:2] == ("Bekasi Barat", "Kranji")


@pytest.mark.parametrize(
    ("text", "place", "filled"),
    [
        ("lampu mati di wisma asri", ("Bekasi Utara", "Teluk Pucung"), ("kecamatan", "kelurahan")),
        ("lampu mati di wisma asri bekasi utara", ("Bekasi Utara", "Teluk Pucung"), ("kelurahan",)),
        ("lampu mati di wisma asri kec. jatiasih", ("Jatiasih", None), ()),
        ("lampu mati di wisma asri kel. perwira", ("Bekasi Utara", "Perwira"), ()),
        ("cluster uji di mustika jaya", ("Mustika Jaya", "Mustika Sari"), ("kelurahan",)),
        ("griya kembar", (None, None), ()),
        ("griya kembar, medan satria", ("Medan Satria", "Pejuang"), ("kelurahan",)),
        ("jalan uji rusak", (None, None), ()),
        ("wisma asri dan cluster uji, mustika jaya", ("Mustika Jaya", "Mustika Sari"), ("kelurahan",)),
    ],
)
def test_a_place_gives_what_the_text_leaves_open_and_never_goes_against_it(
    text: str, place: tuple[str | None, str | None], filled: tuple[str, ...]
) -> None:
    """Of a name in several places none, unless the text's kecamatan has one of them alone."""
    found = find_among(LANDMARKS, text)
    assert (found[:2], found.filled) == (place, filled)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("lubang di jl. uji", True),
        ("Jl Jend Uji amblas", True),
        ("lubang dijalan raya uji", True),
        ("ibu uji: lubang di jalan uji", True),
        ("dekat jl uji", False),
        ("di jl uji raya", False),
        ("di jl uji 3", False),
        ("di gang uji", None),
        ("pak uji melapor", None),
    ],
)
def test_a_street_is_named_after_a_word_for_a_road(text: str, on: bool | None) -> None:
    """Titles may stand between; near it, or a smaller street of its name, isn't on it."""
    places = find_among(LANDMARKS, text).places
    assert [place.on for place in places] == ([] if on is None else [on])


def test_a_street_lamp_is_no_street() -> None:
    """In "lampu jalan X" the name isn't that of a road."""
    assert names("lampu jalan Jatiasih mati") == ("Jatiasih", None)
    assert names("lampu penerangan jalan Bintara mati") == ("Bekasi Barat", "Bintara")


def test_what_is_named_after_its_place_counts_when_nothing_better_is_there() -> None:
    """A health centre, a market, a direction: good enough alone, beaten by any other name."""
    assert names("di Puskesmas Pengasinan") == ("Rawalumbu", "Pengasinan")
    assert names("dari Puskesmas Pengasinan ke Kranji") == ("Bekasi Barat", "Kranji")
    assert names("macet arah Bekasi Timur di Kranji") == ("Bekasi Barat", "Kranji")
    assert names("Pasar Bintara dekat stasiun Bekasi Barat") == ("Bekasi Barat", "Bintara")
    assert names("Pasar Bintara, Bekasi Barat") == ("Bekasi Barat", None)


def test_a_kelurahan_put_into_a_wrong_kecamatan_by_its_marks_is_given_as_said() -> None:
    """The contradiction is told, so that a note can stand on the ticket; without it there is none."""
    found = find("Kel. Jatikramat Kec. Pondok Gede")
    assert (found.kecamatan, found.kelurahan, found.contradiction) == ("Pondok Gede", "Jatikramat", True)
    assert not find("Kel. Jatikramat Kec. Jatiasih").contradiction
    assert not find("Kel. Jatikramat Pondok Gede").contradiction


@pytest.mark.parametrize(
    ("said", "kelurahan"),
    [
        ("Kel. Kayuringan Jaya", "Kayuringin Jaya"),
        ("kelurahan jakasampurnaa", "Jaka Sampurna"),
        ("kel Jatibenning Baru", "Jatibening Baru"),
        ("kel. Bojon Rawalumbu", "Bojong Rawalumbu"),
        ("kel. teluk pucugn", "Teluk Pucung"),
        ("kel. jatirangon", "Jatiranggon"),
        ("kel. jjatisari", "Jatisari"),
    ],
)
def test_one_wrong_letter_is_forgiven_after_a_mark(said: str, kelurahan: str) -> None:
    """Too many, too few, wrong or swapped: the name is found."""
    assert names(said) == (DISTRICT_OF[kelurahan], kelurahan)


@pytest.mark.parametrize("said", ["di jatirangon", "jakasampurnaa banjir", "sampah di jatimkmur", "kayuringan jaya"])
def test_one_wrong_letter_is_forgiven_in_one_long_word(said: str) -> None:
    """Nothing else is so much like these names; it need not be marked."""
    assert names(said)[1] in ("Jatiranggon", "Jaka Sampurna", "Jatimakmur", "Kayuringin Jaya")


@pytest.mark.parametrize("said", ["di krangi", "teluk pucong", "di jatisar", "harapan raya", "gang jatimkmur"])
def test_short_names_and_several_words_need_their_mark_to_be_guessed(said: str) -> None:
    """Short names are too much alike, and "harapan raya" is many a street."""
    assert names(said) == (None, None)


@pytest.mark.parametrize("said", ["kel. krangi", "kel. jatiwaningen", "kec. bekassi timor", "kel. pengsinaan x"])
def test_two_wrong_letters_or_a_short_name_are_not_guessed(said: str) -> None:
    """Short names are too much alike, and two wrong letters may make another place."""
    assert names(said) == (None, None)


def test_a_misspelling_as_near_to_two_names_is_neither() -> None:
    """Two names that differ by two letters have a middle that could be both."""
    gazetteer = compile_gazetteer({"D": ["Karangsari", "Karanggari"]}, {})
    assert find("kel karangxari", gazetteer).kelurahan is None
    assert find("kel karangsary", gazetteer).kelurahan == "Karangsari"


def test_a_kelurahan_of_two_kecamatan_needs_one_of_them() -> None:
    """In a city where two kecamatan have a kelurahan of one name, the name alone doesn't tell which."""
    gazetteer = compile_gazetteer({"Utara": ["Sukamaju"], "Selatan": ["Sukamaju"]}, {})
    assert find("di Sukamaju", gazetteer)[:2] == (None, "Sukamaju")
    assert find("Sukamaju, Kec. Selatan", gazetteer)[:2] == ("Selatan", "Sukamaju")


def test_the_words_that_named_the_place_are_kept() -> None:
    """`why` can show them: folded, with their marks."""
    assert find("lampu di Kel. Bekasi-Jaya, Bekasi TIMUR").words == ("kel bekasi jaya", "bekasi timur")
    assert find("lampu mati").words == ()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("PJU mati di Jl. Mangga 3 No. 7 RT 04 RW 11 Kel. Perwira", "Jl. Mangga 3 No. 7 RT 04 RW 11"),
        ("di jl.kenanga no.12 rt05 rw 08 kecamatan jatiasih", "jl.kenanga no.12 rt05 rw 08"),
        ("Perum Mawar Indah Blok C No.9 Rt 06/015 Kelurahan X", "Perum Mawar Indah Blok C No.9 Rt 06/015"),
        (
            "Jl. Rambutan Gg. Duku No.5, RT 05 RW 06, Kel. Duren Jaya",
            "Jl. Rambutan Gg. Duku No.5, RT 05 RW 06",
        ),
        ("di Jl Melati Raya Teluk Pucung sudah mati", "Jl Melati Raya"),
        ("di Jl. Raya Cikiwul No. 3", "Jl. Raya Cikiwul No. 3"),
        (
            "perumahan Citra Pondok Gede Blok X RT.10 Kel. Jatiranggon",
            "perumahan Citra Pondok Gede Blok X RT.10",
        ),
        ("pohon di Jln Duku [TPS Duku] Rt.001 Rw. 004", "Jln Duku [TPS Duku] Rt.001 Rw. 004"),
        ("Jl. Duku, lampu mati sejak 3 hari", "Jl. Duku"),
        ("Jl. Duku. Penelepon minta diperbaiki", "Jl. Duku"),
        ("jl duku lampu mati", "jl duku"),
        ("di gang mawar 3 rt05 rw011 kranji", "gang mawar 3 rt05 rw011"),
        ("lampu jalan mati di RT 02/07 Bintara", "RT 02/07"),
        ("Kp Duku RT 5 yang banjir", "Kp Duku RT 5"),
        ("jalan berlubang", None),
        ("lampu jalan mati di jalan raya", None),
        ("nomor 119 atau no 112, RT dan RW", None),
        ("di komplek diperbolehkan", None),
        ("di Kranji", None),
        ("jl", None),
    ],
)
def test_the_address_is_kept_as_written(text: str, address: str | None) -> None:
    """Street, estate, block, number, RT and RW: one stretch of the caller's words, up to the city's names."""
    assert find(text).address == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        # a name, in the words of a night's calls
        ("jl raya jatiwaringin gelap bgt pak", "jl raya jatiwaringin"),
        ("lampu mati di jl raya kaliabang tengah rt 4", "jl raya kaliabang tengah rt 4"),
        ("rusunawa bekasi jaya airnya mati", "rusunawa bekasi jaya"),
        ("jl pd gede raya udh lama rusak", "jl pd gede raya"),
        ("jl. h. naman ga ada lampunya", "jl. h. naman"),
        ("jl kh noer ali macet parah", "jl kh noer ali"),
        ("di gang 3 byk sampah", "gang 3"),
        ("gg buntu rt 3 bau", "gg buntu rt 3"),
        ("komplek TNI AL banjir", "komplek TNI AL"),
        ("perum BTN blok C 5 kebanjiran", "perum BTN blok C 5"),
        ("jalan merdeka bau busuk", "jalan merdeka"),
        ("jalan diponegoro berlubang", "jalan diponegoro"),
        ("jalan teratai putih becek", "jalan teratai putih"),
        ("jalan melati nya gelap", "jalan melati"),
        ("ruko sentra kuning kebakaran", "ruko sentra kuning"),
        ("apartemen mutiara hijau lift macet", "apartemen mutiara hijau"),
        ("kp sawah besar rt 02 rw 03 longsor", "kp sawah besar rt 02 rw 03"),
        ("jl akses cakung no 5", "jl akses cakung no 5"),
        ("Jl. Cempaka udah 3 hari mati lampunya", "Jl. Cempaka"),
        ("JL. ANGGREK BULAN RT 5 GELAP", "JL. ANGGREK BULAN RT 5"),
        ("cluster violet dibuangin puing", "cluster violet"),
        # no name: a word of talk, a verb, what is wrong with it, which kind of road it is
        ("jl pd rusak semua", None),
        ("lampu jl pd mati", None),
        ("ruko ga ada yg jaga", None),
        ("ruko kosong dibobol maling", None),
        ("jalan bau busuk bangkai", None),
        ("jalan becek banget", None),
        ("gang mobil ga bisa lewat", None),
        ("jalan ancur di mana mana", None),
        ("jalan bergelombang bikin jatuh", None),
        ("jalan ambles dalem", None),
        ("jalan dilalui truk", None),
        ("jalan ngebul debu", None),
        ("jalan kaki ke pasar", None),
        ("jalan tikus deket situ", None),
        ("jalan lingkungan hancur", None),
        ("jalan udh parah bgt", None),
        ("jalannya sempit, gang sempit gelap", None),
        ("gang nya mampet", None),
        ("komplek gelap gulita", None),
        ("perumahan kebanjiran terus", None),
        ("kampung kami ga dapet air", None),
        ("mobil jalan mundur nabrak motor", None),
        ("saya lagi jalan pulang dibegal", None),
        ("apartemen itu kebakar", None),
        ("rusun yg deket tol", None),
        ("jl dr mana pak", None),
    ],
)
def test_what_follows_a_street_word_must_look_like_a_name(text: str, address: str | None) -> None:
    """Neither talk, nor a verb, nor a bare abbreviation, nor the kind of road is the name of a street."""
    assert find(text).address == address


def test_a_name_alone_is_looked_up_with_or_without_its_mark() -> None:
    """For options and the caller's own address: any spelling of one name, and nothing else."""
    assert kecamatan_named("kec. pondokgede", GAZETTEER) == "Pondok Gede"
    assert kecamatan_named("Jatiasih", GAZETTEER) == kelurahan_named("Jatiasih", GAZETTEER) == "Jatiasih"
    assert kelurahan_named("KELURAHAN bekasi-jaya", GAZETTEER) == "Bekasi Jaya"
    assert kelurahan_named("Kayuringin", GAZETTEER) == "Kayuringin Jaya"
    assert kecamatan_named("Bintara", GAZETTEER) is None
    assert kelurahan_named("Bintara Bekasi Barat", GAZETTEER) is None
    assert kecamatan_named("", GAZETTEER) is None
    assert kecamatan_named("kec", GAZETTEER) is None


def test_the_gazetteer_comes_back_from_the_cache_unchanged() -> None:
    """It is plain data: JSON makes the same tables of it."""
    assert json.loads(json.dumps(GAZETTEER)) == GAZETTEER


@pytest.mark.parametrize("kecamatan", [{}, {"": [""]}, {"A": []}, {"-": ["B"]}])
def test_a_city_with_hardly_a_name_does_no_harm(kecamatan: dict[str, list[str]]) -> None:
    """A desk without places, and names without a letter, find nothing and raise nothing."""
    gazetteer = compile_gazetteer(kecamatan, {"": "A", "X": "nowhere"})
    assert "" not in gazetteer["names"]
    assert find("kel x kec y di Jl. Duku", gazetteer)[:3] == (None, None, "Jl. Duku")


words = st.sampled_from(
    [
        "kel",
        "Kec.",
        "jl",
        "rt",
        "05",
        "no",
        "blok",
        "raya",
        "tol",
        "baru",
        "di",
        ",",
        "(",
        *KECAMATAN,
        *DISTRICT_OF,
    ]
)


@given(st.one_of(st.text(), st.lists(st.one_of(words, st.text(max_size=5)), max_size=40).map(" ".join)))
def test_no_text_raises_and_every_place_is_the_city_s_own(text: str) -> None:
    """Names are the city's, belong together unless told otherwise; the address is a stretch of the text."""
    found = find(text)
    assert found.kecamatan is None or found.kecamatan in KECAMATAN
    assert found.kelurahan is None or found.kelurahan in DISTRICT_OF
    assert found.kelurahan is None or found.contradiction or DISTRICT_OF[found.kelurahan] == found.kecamatan
    assert found.address is None or found.address in text
    assert bool(found.words) == (found.kecamatan is not None)


def test_a_text_of_thousands_of_names_means_what_its_first_names_mean() -> None:
    """However long a text runs on, well spelt or not, the first marked place is the place."""
    text = "kel kayuringan jaya kec bekasi selatn jatiasih "
    assert find(text * 3_000)[:2] == find(text)[:2] == ("Bekasi Selatan", "Kayuringin Jaya")


def test_the_places_of_the_real_log_are_found() -> None:
    """At least 95 of 100 labelled places are right, by the rule of the log's own score."""
    folder = os.environ.get("ADUAN_TEST_DATA")
    if not folder:
        pytest.skip("ADUAN_TEST_DATA is not set: no call log")
    with (Path(folder) / "bekasi_calls_dev.csv").open(encoding="utf-8", newline="") as file:
        log = list(csv.DictReader(file))
    with (Path(folder) / "bekasi_calls_dev_labels.csv").open(encoding="utf-8", newline="") as file:
        labels = [row for row in csv.DictReader(file) if row["kecamatan"] or row["kelurahan"]]
    right = 0
    for label in labels:
        found = find(log[int(label["row"]) - 1]["PERMASALAHAN"])
        told = {"kecamatan": found.kecamatan, "kelurahan": found.kelurahan}
        right += all(not label[part] or _same(told[part], label[part]) for part in told)
    assert labels
    assert right / len(labels) >= 0.95


def _same(one: str | None, other: str) -> bool:
    return (one or "").replace(" ", "").lower() == other.replace(" ", "").lower()


def test_a_spelling_may_stand_for_another_and_is_near_to_itself_only() -> None:
    """What is one letter from a name and from a spelling of it is that name."""
    gazetteer = compile_gazetteer(
        {"Utara": ["Kayuringin Jaya"]}, {"Kayuringin": "Kayuringin Jaya", "Kyringin": "Kayuringin"}
    )
    assert find("di kyringin", gazetteer).kelurahan == "Kayuringin Jaya"
    assert find("di kayuringinn", gazetteer).kelurahan == "Kayuringin Jaya"
    assert find("kel kayuringn", gazetteer).kelurahan == "Kayuringin Jaya"
