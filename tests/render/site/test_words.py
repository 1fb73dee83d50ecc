"""What pages of a site are called: each has a file of its own, with a name that any server and any disk takes."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aduan_cli.render.site.words import FOLDERS, NAV, SiteNames, file_of, title_of
from aduan_cli.sites import CATEGORY, OTHER, OVERVIEW, PLACE, UNIT, SitePage
from aduan_cli.text import join_pattern
from any_complaint import TEXTS

NAMES = SiteNames("Meja", {"dlh": "Dinas LH"}, {"pju-mati": "Lampu mati"}, {"kelurahan": "Kelurahan"})
WORDS = st.sampled_from(
    ["Bekasi", "Timur", "Jaya", "Bekasi Timur", "Timur Jaya", "Bekasi-Timur", "BEKASI", "a", "ß", "ss"]
)
PLACES = (WORDS | TEXTS).filter(join_pattern)
KEYS = st.tuples(PLACES, PLACES)


@given(st.lists(KEYS, min_size=2, max_size=6, unique_by=lambda key: tuple(map(join_pattern, key))))
def test_two_places_never_have_one_file(keys: list[tuple[str, str]]) -> None:
    """Whatever they are called, and however a disk compares small and large letters."""
    files = [file_of(PLACE, key).casefold() for key in keys]
    assert len(set(files)) == len(keys)


def test_names_that_say_the_same_in_a_row_are_told_apart() -> None:
    """`Pondok` in `Melati Jaya` is not `Pondok Melati` in `Jaya`."""
    words = ["Pondok", "Melati", "Jaya", "Pondok Melati", "Melati Jaya"]
    keys = [*itertools.product(words, words)]
    assert len({file_of(PLACE, key) for key in keys}) == len(keys)


@given(st.sampled_from(FOLDERS), TEXTS | st.text("aä -.", max_size=400))
@example(UNIT, "a" * 300)
def test_a_file_has_plain_letters_and_a_length_that_disks_take(sort: str, key: str) -> None:
    name = file_of(sort, (key,))
    assert re.fullmatch(r"[a-z]+/[a-z0-9][a-z0-9-]*\.html", name), name
    assert len(name) <= 200
    assert file_of(sort, (key,)) == name


def test_what_is_a_plain_id_is_its_file() -> None:
    assert file_of(UNIT, ("bmsda-pju",)) == "unit/bmsda-pju.html"
    assert file_of(CATEGORY, ("pju-mati",)) == "category/pju-mati.html"
    assert file_of(PLACE, ("Bekasi Timur", "Margahayu")) == "kelurahan/bekasi-timur--margahayu.html"
    assert len({file_of(sort, ()) for sort in NAV}) == len(NAV)


@pytest.mark.parametrize(
    ("sort", "key", "said"),
    [
        (UNIT, "dlh", "Dinas LH"),
        (UNIT, "gone", "gone"),
        (UNIT, None, "no unit"),
        (CATEGORY, "pju-mati", "Lampu mati"),
        (CATEGORY, "jalan-rusak", "jalan rusak"),
        (CATEGORY, None, "no category"),
        (PLACE, None, "place unknown"),
        (PLACE, "Margahayu", "Margahayu"),
        (UNIT, OTHER, "all others together"),
        ("clock", "resolve", "resolve"),
        ("weekday", None, "–"),
    ],
)
def test_what_is_told_of_is_called_by_its_name_and_nothing_by_a_word(sort: str, key: str | None, said: str) -> None:
    assert NAMES.of(sort, key) == said


def test_a_ward_that_nobody_said_is_told_with_its_district() -> None:
    assert NAMES.of_row(PLACE, ("Bekasi Timur", None)) == "Bekasi Timur (place unknown)"
    assert NAMES.of_row(PLACE, ("Bekasi Timur", "Margahayu")) == "Margahayu"
    assert NAMES.of_row(PLACE, (None, None)) == "place unknown"
    assert NAMES.of_row(UNIT, (None,)) == "no unit"


def test_each_page_has_a_title() -> None:
    assert title_of(SitePage(UNIT, ("dlh",), {}), NAMES) == "Dinas LH"
    assert title_of(SitePage(OVERVIEW, (), {}), NAMES) == "Calls and complaints"
    assert len({title_of(SitePage(sort, (), {}), NAMES) for sort in NAV}) == len(NAV)
