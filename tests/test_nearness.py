"""A hint names what was surely meant, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.nearness import did_you_mean, distance, nearest

WORDS = st.text("abcdefg-", max_size=9)
CATEGORIES = ["jalan-rusak", "kpu", "ktp", "pju-mati", "sampah", "sampah-liar", "banjir"]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("pju", ["pju-mati"]),
        ("PJU", ["pju-mati"]),
        ("kup", ["kpu"]),
        ("rusak", ["jalan-rusak"]),
        ("jalan-rusk", ["jalan-rusak"]),
        ("banjri", ["banjir"]),
        ("ban", ["banjir"]),
        ("liar", ["sampah-liar"]),
        ("jup", []),
        ("bnjr", ["banjir"]),
        ("kebakaran", []),
        ("x", []),
        ("", []),
    ],
)
def test_abbreviations_come_first_and_an_anagram_is_no_hint(given: str, meant: list[str]) -> None:
    assert nearest(given, CATEGORIES) == meant


def test_an_alias_is_what_it_stands_for() -> None:
    aliases = {"dbmsda": "bmsda", "pju": "bmsda-pju"}
    assert nearest("DBMSDA", ["bmsda", "bmsda-pju"], aliases) == ["bmsda"]
    assert nearest("dbmsad", ["bmsda", "bmsda-pju"], aliases) == ["bmsda"]


def test_several_that_are_meant_as_well_are_all_named_but_not_many() -> None:
    offices = ["kecamatan-jatiasih", "kecamatan-jatisampurna", "kecamatan-rawalumbu"]
    assert did_you_mean("kecamatan", offices) == f"did you mean '{offices[0]}', '{offices[2]}', '{offices[1]}'?"
    assert did_you_mean("kecamatan", [*offices, "kecamatan-bantargebang"]) is None


@given(WORDS, WORDS, WORDS)
def test_distance_is_one(one: str, other: str, third: str) -> None:
    """It is nought for what is equal alone, the same both ways, and no more than the longer word."""
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) == distance(other, one)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))
    assert distance(one + third, other + third) <= distance(one, other)


@given(st.text("abcdefghij", min_size=6, max_size=12), st.data())
def test_a_slip_of_the_finger_is_known(name: str, data: st.DataObject) -> None:
    """A letter left out, doubled or exchanged with its neighbour."""
    at = data.draw(st.integers(0, len(name) - 2))
    for slip in (
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    ):
        assert nearest(slip, [name, "zzzzzzzz"]) == [name]
