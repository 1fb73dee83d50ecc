"""What an answer gives a caller to go by: numbers, links and addresses, and neither sums nor years nor postcodes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.learning.contacts import (
    ADDRESS,
    LINK,
    NUMBER,
    contacts_in,
    is_public,
    numbers_in,
    spoken,
)


@pytest.mark.parametrize(
    ("answer", "numbers"),
    [
        ("Hubungi 112 atau 1500444", ["112", "1500444"]),
        ("Telepon (021) 8888-1234", ["021-88881234"]),
        ("WA 0812 0000 0001", ["0812-0000-0001"]),
        ("biayanya Rp 150.000", []),
        ("biaya Rp. 1.500.000, hubungi 119", ["119"]),
        ("sejak tahun 2026, kode pos 17121", []),
        ("021-8888 1234 / 021-8888 1234", ["021-88881234"]),
        ("pukul 08.00 sampai 16.00", []),
    ],
)
def test_numbers_are_told_from_sums_and_years(answer: str, numbers: list[str]) -> None:
    """Each once, as it is read out."""
    assert [contact.shown for contact in contacts_in(answer, None) if contact.kind == NUMBER] == numbers


@pytest.mark.parametrize(
    ("answer", "links"),
    [
        ("lihat https://contoh.test/jam?x=1.", ["https://contoh.test/jam?x=1"]),
        ("buka www.contoh.test, atau @dinas_lh", ["www.contoh.test", "@dinas_lh"]),
        ("di dlh.contoh.go.id/jadwal", ["dlh.contoh.go.id/jadwal"]),
        ("surat ke nama@contoh.test", []),
        ("(https://contoh.test)", ["https://contoh.test"]),
    ],
)
def test_links_end_where_the_sentence_goes_on(answer: str, links: list[str]) -> None:
    """A mail address is no link, and the digits in a link are no number."""
    found = contacts_in(answer, None)
    assert [contact.shown for contact in found if contact.kind == LINK] == links
    assert [contact for contact in found if contact.kind == NUMBER] == []


@pytest.mark.parametrize(
    ("address", "is_one"), [("Jl. Kenanga 7", True), ("Jl. " + "a" * 120, False), (None, False), ("", False)]
)
def test_a_street_is_a_contact_and_half_a_page_is_none(address: str | None, is_one: bool) -> None:
    assert [contact.kind for contact in contacts_in("x", address)] == ([ADDRESS] if is_one else [])


@pytest.mark.parametrize(
    ("key", "public"),
    [
        ("112", True),
        ("119", True),
        ("14045", True),
        ("1500444", True),
        ("130", False),
        ("1500", False),
        ("17121", False),
    ],
)
def test_a_short_number_is_nobodys_own(key: str, public: bool) -> None:
    assert is_public(key) is public


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("+6281200000001", "0812-0000-0001"),
        ("+62218000123", "021-8000123"),
        ("+62315551234", "031-5551234"),
        ("+62341551234", "0341-551234"),
        ("+62274551234", "0274-551234"),
        ("119", "119"),
        ("+15551234567", "+15551234567"),
    ],
)
def test_a_number_is_read_out_with_its_area_apart(key: str, said: str) -> None:
    """Of the great cities three digits, of all others four."""
    assert spoken(key) == said


@given(
    st.sampled_from(["0812", "0857", "021", "031", "0341", "0251"]), st.integers(1_000_000, 9_999_999).map(str),
    st.sampled_from(["", " ", "-"]),
)  # fmt: skip
def test_what_is_read_out_is_the_same_number(area: str, rest: str, joint: str) -> None:
    """However it was written, and read again as often as one likes."""
    keys = numbers_in(f"hubungi {area}{joint}{rest} ya")
    assert len(keys) == 1
    assert numbers_in(spoken(keys[0])) == keys
    assert spoken(numbers_in(spoken(keys[0]))[0]) == spoken(keys[0])


@given(st.text(alphabet="0123456789 +-().,Rp@w/:ahttpsgoid", max_size=40))
def test_any_answer_gives_each_contact_once(answer: str) -> None:
    found = contacts_in(answer, None)
    assert len({contact.key for contact in found}) == len(found)
    assert all(contact.shown and contact.key for contact in found)
