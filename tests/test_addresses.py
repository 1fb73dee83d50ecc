"""The address in what callers say: a stretch of their own words, whatever these are, and only where there is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.addresses import CUES, NOT_ROADS, address_in, names_no_place
from aduan_cli.text import MAX_TEXT, Folded

WORDS = st.sampled_from(
    sorted(CUES)
    + sorted(NOT_ROADS)
    + ["mawar", "melati", "raya", "a", "yani", "h", "naman", "pd", "gede", "no", "7", "12a", "04", "06/015", "rt04",
       "banjir", "di", "depan", "besar", "baru", "menyebabkan", "berlubang", "BTN", "119", "km"]
)  # fmt: skip
SAID = st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", " ", ", ", ". ", "; ", "\n", " (", "-"])), max_size=14).map(
    lambda parts: "".join(word + mark for word, mark in parts)
)
NAMES = ["Mawar", "Sultan Agung", "H. Naman", "Cut Meutia", "Pd Gede", "Kemang Sari 2"]
TALK = [
    "banjir setinggi lutut",
    "lampunya mati sejak semalam",
    "berlubang di depan pasar",
    "menyebabkan macet",
    "is out",
]


def address(text: str, names: tuple[str, ...] = ()) -> str | None:
    """Return the address in a text in which names of the city's places were found."""
    tokens = Folded(text).tokens
    return address_in(text, len(tokens), {at for at, token in enumerate(tokens) if token in names})


@given(SAID | st.text(max_size=80) | st.text("jln. rtw04/,\n", max_size=60))
def test_an_address_is_a_stretch_of_the_callers_words(text: str) -> None:
    """Nothing raises; what is found stands so in the text, has no mark at its ends and a word of addresses in it."""
    found = address(text)
    if found is not None:
        assert found in text
        assert found[0].isalnum()
        assert found[-1].isalnum()
        words = Folded(found).tokens
        assert any(word in CUES or word[:2] in ("rt", "rw", "no", "km") for word in words), words


@given(SAID)
def test_an_address_alone_is_the_same_address(text: str) -> None:
    """What was found once is found whole where nothing else is said."""
    found = address(text)
    assert found is None or address(found) == found


@given(
    st.sampled_from(["jl", "Jl.", "jalan", "Gg.", "perumahan", "Komplek"]),
    st.sampled_from(NAMES),
    st.sampled_from(TALK),
)
def test_talk_around_an_address_belongs_to_nothing(street: str, name: str, talk: str) -> None:
    """Whatever is said before and after it, the street with its number and RT is the address."""
    whole = f"{street} {name} No. 12 RT 04/RW 11"
    for text in (whole, f"{talk} {whole}", f"{whole} {talk}", f"{talk}, {whole}. {talk}"):
        assert address(text) == whole


@pytest.mark.parametrize("kind", sorted(NOT_ROADS))
@pytest.mark.parametrize("name", NAMES)
def test_what_belongs_to_a_road_is_none(kind: str, name: str) -> None:
    """A street lamp "jalan X" is a lamp; the alley behind it is an address again."""
    assert address(f"{kind} jalan {name} mati") is None
    assert address(f"{kind} gang {name} mati") == f"gang {name}"


@given(st.sampled_from(NAMES), st.sampled_from(["Margahayu", "Teluk Pucung"]))
def test_it_ends_before_a_place_of_the_city(name: str, place: str) -> None:
    """Kelurahan and kecamatan are told apart."""
    firsts = tuple(Folded(place).tokens[:1])
    assert address(f"Jl. {name} {place} banjir", firsts) == f"Jl. {name}"


@pytest.mark.parametrize("distance", range(6))
def test_a_further_number_may_stand_a_little_off(distance: int) -> None:
    """Three other words may lie between; what comes later is not of this address."""
    text = " ".join(["Jl. Mawar RT 04", *(["xx"] * distance), "RW 11"])
    assert address(text) == (text if distance <= 3 else "Jl. Mawar RT 04")


def test_what_lies_beyond_the_longest_text_is_not_looked_at() -> None:
    """As with everything else in a text that long."""
    assert address("x " * MAX_TEXT + "Jl. Mawar") is None


@pytest.mark.parametrize(
    "said",
    ["gang meletus", "jalan nutupin saluran", "jalan mondar mandir", "komplek sini gelap", "jalan tanah licin",
     "gang sempit nyerempet", "jalan bolong2", "komplek ngalangin orang", "nomor 119 aja"],
)  # fmt: skip
def test_what_happens_on_a_road_is_no_name(said: str) -> None:
    assert address(said) is None


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("rumah no 12 jl nangka banjir", "no 12 jl nangka"),
        ("nomor 5 gang mawar rt 3 gelap", "nomor 5 gang mawar rt 3"),
        ("jl cut mutia gara2 jalan bolong", "jl cut mutia"),
        ("jl raya cibitung bolong2", "jl raya cibitung"),
        ("jl nurudin no 3", "jl nurudin no 3"),
        ("jl tanah merah rt 3", "jl tanah merah rt 3"),
    ],
)
def test_a_number_before_the_street_belongs_to_it_and_talk_behind_it_does_not(said: str, found: str) -> None:
    assert address(said) == found


@pytest.mark.parametrize("said", ["ya", "Tidak!", "2", "g", "-", "?", "...", "gak tau pak", "entah", "xxx", "12."])
def test_an_answer_that_names_no_place(said: str) -> None:
    assert names_no_place(said)


@pytest.mark.parametrize("said", ["RT 2", "05/03", "jl mawar", "Margahayu", "depan pasar", "BTN", "no 5", "rumah saya"])
def test_an_answer_that_may_be_a_place(said: str) -> None:
    assert not names_no_place(said)


@pytest.mark.parametrize("phone", ["0812-3456-0101", "0812 3456 0101", "0899.345.6010", "081234560101"])
@pytest.mark.parametrize("whose", ["hubungi Pak RT", "nomor RW", "kontak blok", "RT"])
def test_a_phone_behind_whose_it_is_is_no_address(whose: str, phone: str) -> None:
    """It would be kept, told and learned as a place, of which nobody masks it."""
    assert address(f"sampah menumpuk, {whose} {phone}") is None
    assert address(f"sampah di Jl. Mawar RT 04 RW 08, {whose} {phone}") == "Jl. Mawar RT 04 RW 08"


@pytest.mark.parametrize("said", ["RT 08 RW 012", "Jl. Mawar No. 812", "Blok C 8", "RT 008/001"])
def test_a_number_of_a_house_or_a_quarter_may_have_an_eight(said: str) -> None:
    assert address(f"sampah di {said}") == said
