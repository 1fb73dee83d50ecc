"""Codes and streets: one spelling however they are said, none out of what is another number."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.readings.codes import forms_of
from aduan_cli.rules.readings.readers import Readers

POLE: dict[str, Any] = {
    "kind": "code",
    "codes": ["[BKS-][?[?]-]###[#][#][/PJU]"],
    "near": ["tiang|tiangnya", "pju nomor|no"],
    "not_near": ["# meter|m|tiang|watt|dari"],
    "within": 4,
}
ROAD: dict[str, Any] = {
    "kind": "street",
    "names": ["Jl. Sultan Agung", "Jl. Raya Narogong"],
    "not_near": ["dekat|arah #"],
}


def read(table: dict[str, Any], text: str) -> float | str | None:
    readers = Readers({"it": {"file": "x", "line": 1, **table}}, {"denied": ["bukan"]}, {})  # type: ignore[typeddict-item]
    found = readers.read("it", readers.words_of(text))
    return None if found is None else found.value


def test_what_stands_in_brackets_may_be_missing() -> None:
    assert forms_of("[A-]#[#]") == ["A-##", "A-#", "##", "#"]
    assert forms_of("[a[b]]c") == ["abc", "ac", "c"]


SEPARATOR = st.sampled_from(["-", " ", "/", ".", "", " - "])


@given(SEPARATOR, SEPARATOR, st.sampled_from("TXQ"), st.integers(0, 9999), st.sampled_from([str.upper, str.lower]))
def test_a_code_has_one_spelling_however_it_is_said(
    first: str, second: str, letter: str, number: int, case: Any
) -> None:
    said = case(f"BKS{first}{letter}{second}{number:04}")
    for text in (f"lampu mati di tiang nomor {said}", f"{said} mati", f"PJU padam, no tiang: {said} sudah lama"):
        assert read(POLE, text) == f"BKS-{letter}-{number:04}", text


NUMBER = st.integers(100, 999)


@given(
    st.one_of(
        st.builds("tiang di RT {} RW 011".format, NUMBER),
        st.builds("tiang {} meter dari masjid".format, NUMBER),
        st.builds("tiang lampu {} watt".format, NUMBER),
        st.builds("tiang di KM {}".format, NUMBER),
        st.builds("tiang di RT 003/{}".format, NUMBER),
        st.builds("tiang roboh, telp {}".format, st.integers(10**7, 10**8)),
        st.builds("tiang roboh, laporan BKS-261123-0{}-7".format, NUMBER),
        st.builds("tiang roboh tanggal {:02}/12/2024".format, st.integers(1, 28)),
        st.builds("lampu nomor {} di rumah".format, NUMBER),
        st.builds("bukan tiang {}".format, NUMBER),
    )
)
def test_no_code_is_read_out_of_other_numbers(text: str) -> None:
    assert read(POLE, text) is None


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("lubang di jl sultan agung depan SPBU", "Jl. Sultan Agung"),
        ("lubang di Jalan Raya Sultan Agung", "Jl. Sultan Agung"),
        ("jln. narogong rusak", "Jl. Raya Narogong"),
        ("lubang di Jl. Raya Narogong, dan jl sultan agung", "Jl. Raya Narogong"),  # the first
        ("lubang dekat Jl. Raya Narogong", None),
        ("lubang dekat Jl. Raya Narogong di jl sultanagung", "Jl. Sultan Agung"),
        ("kampung sultan agung", None),
        ("bukan jl sultan agung", None),
    ],
)
def test_a_street_of_the_list_is_told_as_the_list_writes_it(text: str, street: str | None) -> None:
    assert read(ROAD, text) == street


OPTIONAL = st.recursive(
    st.text("?#B-", min_size=1, max_size=2),
    lambda inner: st.lists(inner | inner.map(lambda form: f"[{form}]"), min_size=1, max_size=3).map("".join),
    max_leaves=5,
)


def naive_forms(written: str) -> set[str]:
    """Return what is written with and without each part in brackets, the innermost first."""
    end = written.find("]")
    if end < 0:
        return {written}
    start = written.rfind("[", 0, end)
    rest = written[end + 1 :]
    return naive_forms(written[:start] + written[start + 1 : end] + rest) | naive_forms(written[:start] + rest)


@given(OPTIONAL)
def test_a_form_stands_for_all_that_its_brackets_allow_the_longest_first(written: str) -> None:
    forms = forms_of(written)
    assert set(forms) == naive_forms(written)
    assert len(set(forms)) == len(forms)
    assert [len(form) for form in forms] == sorted(map(len, forms), reverse=True)


def test_many_digits_that_may_be_missing_are_as_many_forms() -> None:
    """Thirty of them are thirty-one, and not a billion ways to leave them out."""
    assert forms_of("A" + "[#]" * 30) == ["A" + "#" * count for count in range(30, -1, -1)]
