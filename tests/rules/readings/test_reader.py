"""Numbers in what callers say: read alike however they are written, and never out of what is no such number."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.readings.readers import Readers

UNLESS = {
    "denied": ["tidak|bukan", "tidak sampai"],
    "past": ["tahun lalu"],
    "lately": ["kemarin"],
    "feared": ["takut"],
    "supposed": ["kalau"],
    "over": ["sudah surut"],
    "still": ["sudah", "sejak kemarin", "kalau bisa"],
    "now": ["sekarang"],
}
WATER: dict[str, Any] = {
    "kind": "length",
    "words": {"lutut|dengkul": 50, "mata kaki": 10},
    "forms": ["se #", "setinggi|sampai .. #", "# deep"],
    "near": ["air", "banjir", "setinggi #"],
    "not_near": ["tembok", "# dari"],
    "factors": {"# anak $": 0.6},
    "numbers": {"half": 0.5},
    "most": 500,
}
PEOPLE: dict[str, Any] = {
    "kind": "count",
    "of": {"kk|rumah": 4, "warga": 1, "rw": 400},
    "words": {"seluruh warga": 40},
    "numbers": {"puluhan": 40},
}


def read(table: dict[str, Any], text: str, synonyms: dict[str, str] | None = None) -> float | str | None:
    readers = Readers({"it": {"file": "x", "line": 1, **table}}, UNLESS, synonyms or {})  # type: ignore[typeddict-item]
    found = readers.read("it", readers.words_of(text))
    return None if found is None else found.value


# -- written in all ways

DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def spoken(number: int) -> str:
    """Return a number below 1,000 in Indonesian words."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = ["seratus" if hundreds == 1 else f"{DIGITS[hundreds]} ratus"] if hundreds else []
    if rest in (10, 11):
        words.append("sepuluh" if rest == 10 else "sebelas")
    elif tens == 1:
        words.append(f"{DIGITS[ones]} belas")
    else:
        words += [f"{DIGITS[tens]} puluh"] * bool(tens) + [DIGITS[ones]] * bool(ones)
    return " ".join(words)


BEFORE = st.sampled_from(["banjir", "air", "banjir di depan rumah", "Airnya naik, banjir sekitar", "banjir."])
AFTER = st.sampled_from(["", " di RT 03 RW 05", ", tolong", " di Jl. Mawar No. 12", " sejak kemarin"])


@given(st.integers(1, 500), st.sampled_from(["cm", "CM", "senti", "sentimeter"]), AFTER)
def test_centimetres_are_read_however_they_are_written(height: int, unit: str, after: str) -> None:
    for said in (f"{height} {unit}", f"{height}{unit}", f"{spoken(height)} {unit}"):
        assert read(WATER, f"banjir {said}{after}") == height


@given(st.integers(1, 4), st.integers(0, 9), st.sampled_from(["m", "meter", "mtr"]), AFTER)
def test_metres_are_read_however_they_are_written(whole: int, tenths: int, unit: str, after: str) -> None:
    said = [f"{whole},{tenths} {unit}", f"{whole}.{tenths}{unit}", f"{whole} {unit} {tenths}0 cm"]
    said = said if tenths else [f"{whole} {unit}", f"{DIGITS[whole]} {unit}", f"{whole},00 {unit}"]
    if tenths == 5:
        said += [f"{whole} setengah {unit}", f"{DIGITS[whole]} setengah {unit}", f"{whole}½ {unit}"]
        said += [f"{whole} {unit} setengah"]
    for one in said:
        assert read(WATER, f"banjir {one}{after}") == whole * 100 + tenths * 10, one


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from(["-", " - ", "–", " sampai ", " s/d "]))
def test_of_a_range_the_upper_end_counts(lower: int, more: int, between: str) -> None:
    assert read(WATER, f"banjir {lower}{between}{lower + more} cm") == lower + more


@given(
    st.integers(1, 999),
    st.sampled_from(["KK", "kk", "rumah"]),
    st.sampled_from(["", "ada ", "sekitar ", "lebih dari "]),
)
def test_counts_are_read_however_they_are_written(count: int, noun: str, before: str) -> None:
    for said in (f"{count} {noun}", f"{count} unit {noun}", f"{count}-an {noun}", f"{spoken(count)} {noun}"):
        assert read(PEOPLE, f"{before}{said} terendam") == count * 4


@given(st.integers(1, 999), st.integers(0, 999))
def test_thousands_are_read_with_their_sign(thousands: int, rest: int) -> None:
    for said in (f"{thousands}.{rest:03}", f"{thousands}{rest:03}"):
        assert read(PEOPLE, f"{said} warga") == thousands * 1000 + rest


# -- what is no such number

NUMBER = st.integers(1, 250)
LONG = st.integers(10**6, 10**8 - 1)
NO_COUNT = st.one_of(
    st.builds("{} {} {}".format, st.sampled_from(["RT", "rw", "Blok", "no.", "nomor", "KM", "Km.", "jam"]), NUMBER,
              st.sampled_from(["warga", "rumah"])),
    st.builds("RT {:02}/{:03} warga".format, NUMBER, NUMBER),
    st.builds("RT{:02} rumah".format, NUMBER),
    st.builds("{:02}/{:02}/2024 warga".format, st.integers(1, 28), st.integers(1, 12)),
    st.builds("{:02}-{:02}-2024 rumah".format, st.integers(1, 28), st.integers(1, 12)),
    st.builds("{} {} 2024 warga".format, st.integers(1, 28), st.sampled_from(["Mei", "Desember"])),
    st.builds("081{} warga".format, LONG),
    st.builds("0812-{}-{} warga".format, st.integers(1000, 9999), st.integers(1000, 9999)),
    st.builds("telp 0812 {} {} warga".format, st.integers(1000, 9999), st.integers(1000, 9999)),
    st.builds("+62 812 {} {} rumah".format, st.integers(1000, 9999), st.integers(1000, 9999)),
    st.builds("021-{} warga".format, LONG),
    st.builds("KM {}+{} warga".format, NUMBER, st.integers(100, 900)),
    st.builds("blok A{} rumah".format, NUMBER),
    st.builds("blok C-{} rumah".format, NUMBER),
    st.builds("ke-{} rumah".format, NUMBER),
    st.builds("jam {}:{:02} warga".format, st.integers(1, 24), st.integers(0, 59)),
)  # fmt: skip


@given(NO_COUNT, st.sampled_from(["", "banjir di ", "dari "]), AFTER)
def test_nothing_is_counted_out_of_phones_addresses_dates_and_markers(said: str, before: str, after: str) -> None:
    assert read(PEOPLE, before + said + after) is None


@given(NO_COUNT.map(lambda said: said.replace("warga", "m").replace("rumah", "cm")))
def test_nor_is_a_height(said: str) -> None:
    assert read(WATER, f"banjir {said}") is None


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["12", "0,5", "1.2", "/", "-", "RT", "m", "cm", "setengah", "ratus"])).map(" ".join)
)
def test_any_text_is_read(text: str) -> None:
    assert read(WATER, text) is None or 0 < float(read(WATER, text) or 0) <= 500


# -- which number counts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("banjir 30 cm, di belakang air 80 cm", 80),  # the largest
        ("air selutut", 50),
        ("air se-lutut", 50),
        ("air setinggi sekitar lutut", 50),
        ("air lutut", None),  # in none of the forms
        ("knee deep", None),
        ("air dengkul deep", 50),
        ("air semata kaki", 10),
        ("air selutut anak", 30),
        ("air selutut anak tetangga menangis", 50),
        ("tembok 2 meter", None),
        ("tembok roboh, air 2 meter", 200),
        ("air, tembok 2 meter", None),
        ("banjir 2 meter dari rumah", None),
        ("rumah 2 meter", None),  # of what?
        ("setinggi 2 meter", 200),
        ("banjir satu dua tiga empat lima 2 meter", 200),
        ("banjir a b c d e f 2 meter", None),  # too far away
        ("banjir 20 m2", None),
        ("banjir 20 meter persegi", None),
        ("banjir 6 meter", None),  # more than most
        ("di Kel. Jatirasa banjir setinggi 1 m", 100),  # no sentence ends there
    ],
)
def test_near_not_near_and_forms_say_what_is_measured(text: str, value: int | None) -> None:
    assert read(WATER, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("banjir tidak 80 cm", None),
        ("tidak sampai banjir 80 cm", None),
        ("tidak bisa keluar, banjir 80 cm", 80),
        ("tahun lalu banjir 80 cm", None),
        ("tahun lalu, di sini banjir 80 cm", None),
        ("tahun lalu tidak, sudah banjir 80 cm", 80),
        ("banjir 80 cm tahun lalu", None),
        ("kemarin banjir 80 cm", None),
        ("kemarin lapor, banjir 80 cm", 80),
        ("sejak kemarin banjir 80 cm", 80),
        ("tahun lalu 90 cm, sekarang banjir 80 cm", 80),
        ("takut banjir 80 cm", None),
        ("takut, banjir 80 cm", 80),
        ("takut karena sudah banjir 80 cm", 80),
        ("kalau hujan banjir 80 cm", None),
        ("kalau bisa cepat banjir 80 cm", 80),
        ("banjir 80 cm kalau hujan", 80),
        ("banjir 80 cm. sudah surut", None),
        ("banjir 80 cm, sudah surut. sekarang air 30 cm", 30),
    ],
)
def test_what_is_not_so_now_is_not_read(text: str, value: int | None) -> None:
    assert read(WATER, text) == value


def test_a_readings_own_words_keep_it_from_being_read_in_their_sentence() -> None:
    table = {**WATER, "unless": ["simulasi"]}
    assert read(table, "simulasi banjir 80 cm") is None
    assert read(table, "banjir 80 cm dalam simulasi") is None
    assert read(table, "simulasi selesai. banjir 80 cm") == 80


def test_what_callers_say_for_a_word_counts_as_it_and_is_told_as_said() -> None:
    readers = Readers({"it": {"file": "x", "line": 1, **WATER}}, UNLESS, {"cai": "air", "sadengkul": "selutut"})
    assert read(WATER, "cai 1 meter", {"cai": "air"}) == 100
    assert read(WATER, "cai 1 meter") is None
    found = readers.read("it", readers.words_of("cai sadengkul"))
    assert found is not None
    assert (found.value, found.words) == (50, "sadengkul")


def test_an_area_with_a_number_after_it_is_an_address() -> None:
    assert read(PEOPLE, "dua RW terendam") == 800
    assert read(PEOPLE, "warga satu RW 05") is None
    assert read(PEOPLE, "RT 3 RW 5") is None
