"""How long something took, as people write it: understood beyond doubt, or left as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.formats.durations import seconds_of

UNITS = {
    604_800: ("minggu", "Minggu", "mgg", "weeks"),
    86_400: ("hari", "HARI", "days", "day"),
    3_600: ("jam", "Jam", "hours"),
    60: ("menit", "mnt", "Menit", "minutes"),
    1: ("detik", "seconds"),
}
SPACES = st.sampled_from(["", " ", "  "])
BETWEEN = st.sampled_from([" ", ", ", " dan ", " and ", "  ", ""])


@st.composite
def written(draw: st.DrawFn) -> tuple[str, int]:
    """Return a duration as somebody may write it, and its seconds: some units, the larger first."""
    chosen = sorted(draw(st.sets(st.sampled_from(sorted(UNITS)), min_size=1, max_size=3)), reverse=True)
    parts, total = [], 0
    for unit in chosen:
        count = draw(st.integers(0, 99))
        parts.append(f"{count}{draw(SPACES)}{draw(st.sampled_from(UNITS[unit]))}")
        total += count * unit
    text = parts[0]
    for part in parts[1:]:
        text += draw(BETWEEN) + part
    return draw(SPACES) + text + draw(SPACES), total


@given(written())
def test_what_is_written_is_what_is_read(case: tuple[str, int]) -> None:
    text, seconds = case
    assert seconds_of(text) == seconds


@given(st.integers(1, 150), SPACES, st.sampled_from("xX\u00d7"), SPACES, st.sampled_from(["jam", "Jam", "JAM"]))
def test_so_many_times_24_hours_are_days(count: int, before: str, times: str, after: str, unit: str) -> None:
    assert seconds_of(f"{count}{before}{times}{after}24 {unit}") == count * 86_400


@given(st.integers(0, 999), st.sampled_from([",", "."]), st.sampled_from(["5", "25", "50", "75"]))
def test_parts_of_an_hour_have_a_comma_or_a_point(whole: int, mark: str, part: str) -> None:
    assert seconds_of(f"{whole}{mark}{part} jam") == whole * 3_600 + int(float(f"0.{part}") * 3_600)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("setengah jam", 1_800), ("sejam", 3_600), ("seminggu", 604_800), ("dua hari", 172_800), ("1 jam.", 3_600),
        ("\u00b1 2 jam", 7_200), ("sekitar 15menit", 900), ("dalam 3 hari", 259_200), ("1 hari 1x24 jam", None),
    ],
)  # fmt: skip
def test_words_for_numbers_are_numbers(text: str, seconds: int | None) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "2", "jam", "jam 2", "2-3 jam", "2/3 jam", "1 bulan", "2 hr", "2 jam 3 jam", "30 menit 1 jam",
        "pkl 2 jam", "2 jam lebih", "1 harian", "2:30", "99999 hari", "-2 jam", "1.500,5 jam", "1 jam 30", "sudah",
        "24 x jam",
    ],
)  # fmt: skip
def test_what_may_mean_two_things_is_no_duration(text: str) -> None:
    assert seconds_of(text) is None


@given(st.text(max_size=30) | st.text("0123456789 xjamhrienitgu,.-", max_size=20))
def test_no_text_is_more_than_a_duration(text: str) -> None:
    """Whatever stands in the cell: a whole number of seconds within ten years, or nothing."""
    found = seconds_of(text)
    assert found is None or 0 <= found <= 10 * 366 * 86_400


@given(written(), st.sampled_from(["lagi", "?", "pkl", "x", "-"]))
def test_a_duration_with_something_beside_it_is_none(case: tuple[str, int], more: str) -> None:
    assert seconds_of(f"{case[0]} {more}") is None
    assert seconds_of(f"{more} {case[0]}") is None
