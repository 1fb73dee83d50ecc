"""What values of rule files look like: each shape takes what people write, and nothing that would be read otherwise."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.points import numbers_of, point_of
from aduan_cli.rules.language.compile import compile_rules
from aduan_cli.rules.language.conditions import span
from aduan_cli.rules.language.deadlines import _days
from aduan_cli.rules.language.privacy import days
from aduan_cli.rules.language.values import SHAPES, SPELT, is_day, seconds
from aduan_cli.working_time import read_target
from compiling import SMALLEST, documents, sentences

SAMPLES: dict[str, tuple[list[str], list[str]]] = {
    "slug": (["pju-mati", "a", "112", "x-2-y"], ["", "Pju", "pju_mati", "-a", "a-", "a--b", "pju mati", "é", "a\n"]),
    "prefix": (["BKS", "B1", "ABCDEFGH"], ["", "bks", "B-1", "ABCDEFGHI", "ÄB"]),
    "span": (
        ["07:00-14:00", "7.00 – 14.00", "00:00-24:00", "22:00 - 05:00", "23:59-24.00"],
        ["7-14", "24:00-07:00", "07:60-08:00", "07:00-25:00", "07:00-24:01", "07:00", "07:00-14:00,15:00-16:00"],
    ),
    "date": (["2026-12-25"], ["25-12-2026", "2026-1-5", "2026/12/25", "20261225", "2026-12-25T00:00"]),
    "days": (
        ["mon-fri", "senin-jumat", "sabtu", "weekday", "weekend", "fri-mon", "kamis-sun"],
        ["holiday", "mon-holiday", "Mon", "monday", "mon-", "-fri", "mon-tue-wed", ""],
    ),
    "point": (
        ["-6.2383,106.9756", "-6, 107", "0,0", "90,180"],
        ["106.9756", "-6.2383;106.9756", "6°S,107°E", "-6.,107", "-6.2383,  106.9", "1000,0"],
    ),
    "wait": (["90s", "5m", "1h", "9999h"], ["0s", "05m", "5", "1d", "1.5h", "-5m", "10000s", "5M"]),
    "target": (["90m", "4h", "3d", "3wd", "99999m"], ["0h", "3w", "3 d", "03h", "1y", "100000m", "wd"]),
    "level": (["50%", "99%", "due", "+1d", "+90m", "+3wd"], ["100%", "0%", "1d", "-1d", "+0d", "late", "+1w", "Due"]),
    "recipient": (["unit", "unit.head", "spool", "wa-1"], ["unit.tail", "Unit", "units.head", "a b", ""]),
    "sender": (
        ["dlh@example.go.id", "@example.go.id", "a+b@x"],
        ["dlh", "dlh@", "a@b@c", "<dlh@x>", "a b@x", "a@x, b@x", "DLH <dlh@x>"],
    ),
    "server": (
        ["postgresql://meja@db/aduan", "postgres://db", "postgresql:///aduan?host=/run/x", "postgresql://db:5432/a?user=x"],
        [
            "postgresql://meja:rahasia@db/aduan", "postgresql://db/a?password=x", "postgresql://db/a?user=m&sslpassword=x",
            "mysql://db/a", "postgresql://db/a#b", "db", "postgresql://me ja@db/a", "postgresql://db/a\n?password=x",
        ],
    ),
    "desk-name": (["bekasi", "a_1"], ["pg_x", "1a", "Bekasi", "a-b", "", "x" * 41]),
    "age": (["90d", "2y", "never", "99999d", "1d"], ["0d", "90", "2m", "100y", "Never", "-1d", "090d"]),
    "login": (["sari", "@callcentre", "_x", "a.b-c"], ["@", "1a", "bu rina", "a" * 66, "@@x", "é"]),
    "filled": (["x", " x ", "\nx"], ["", " ", "\t\n"]),
}  # fmt: skip


def test_every_shape_has_samples_here() -> None:
    assert SAMPLES.keys() == SHAPES.keys()


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_shape_takes_what_it_is_meant_for_and_nothing_else(name: str) -> None:
    good, bad = SAMPLES[name]
    pattern = re.compile(SHAPES[name].regex)
    assert [text for text in good if not pattern.fullmatch(text)] == []
    assert [text for text in bad if pattern.fullmatch(text)] == []


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_what_would_be_right_is_right(name: str) -> None:
    """The example that a sentence gives can be typed as it stands."""
    pattern = re.compile(SHAPES[name].regex)
    given_ = re.findall("'([^']+)'", SHAPES[name].right)
    assert [text for text in given_ if not pattern.fullmatch(text)] == []


# -- what has a shape can be read


@given(st.from_regex(SHAPES["span"].regex, fullmatch=True))
def test_every_span_is_two_minutes_of_a_day(text: str) -> None:
    begin, end = span(text)
    assert 0 <= begin < 1440
    assert 0 <= end <= 1440


@given(st.from_regex(SHAPES["wait"].regex, fullmatch=True))
def test_every_wait_is_so_many_seconds(text: str) -> None:
    assert seconds(text) == int(text[:-1]) * {"s": 1, "m": 60, "h": 3600}[text[-1]]


@given(st.from_regex(SHAPES["target"].regex, fullmatch=True))
def test_every_target_is_read_as_it_is_written(text: str) -> None:
    target = read_target(text)
    assert target is not None
    assert f"{target.amount}{target.unit}" == text


@given(st.from_regex(SHAPES["age"].regex, fullmatch=True))
def test_every_age_is_a_number_of_days(text: str) -> None:
    """A year has 365, and what never comes has none."""
    expected = 0 if text == "never" else int(text[:-1]) * (365 if text[-1] == "y" else 1)
    assert days(text) == expected


@given(st.from_regex(SHAPES["days"].regex, fullmatch=True))
def test_every_word_for_days_means_some(text: str) -> None:
    """One after the other, at most a week; a range may pass Sunday."""
    found = _days(text)
    assert 1 <= len(found) <= 7
    assert all((later - day) % 7 == 1 for day, later in zip(found, found[1:], strict=False))  # noqa: RUF007


@given(st.from_regex(SHAPES["point"].regex, fullmatch=True))
def test_a_point_is_one_of_the_earth_or_none(text: str) -> None:
    """The shape bounds how many digits there are, the earth how many degrees; 0,0 is where nobody knows."""
    point = point_of(text)
    latitude, longitude = map(float, text.split(","))
    assert (point is not None) == (
        abs(latitude) <= 90 and abs(longitude) <= 180 and max(abs(latitude), abs(longitude)) >= 1e-6
    )
    if point is not None:
        assert numbers_of(point) == pytest.approx((latitude, longitude), abs=1e-6)


# -- days


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_every_day_is_one_as_it_is_written_here(day: date) -> None:
    assert is_day(day.isoformat())


@pytest.mark.parametrize(
    "text",
    ["2026-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "20261225", "2026-W52-5", "2026-12-25 ", "٢٠٢٦-١٢-٢٥", ""],
)
def test_no_day_and_no_other_way_to_write_one(text: str) -> None:
    """Newer Pythons read the week's day and what has no hyphens: a desk must not hang on which one it runs on."""
    assert not is_day(text)


# -- other words for values


@pytest.mark.parametrize(
    ("key", "written", "meant"),
    [
        (key, written, meant)
        for key, values in (("days", 0), ("kind", 1), ("priority", 2))
        for written, meant in list(list(SPELT.values())[values].items())
    ],
)
def test_another_word_for_a_value_is_told_with_the_one_that_is_meant(key: str, written: str, meant: str) -> None:
    """Nobody guesses what was meant while calls are routed; whoever checks the rules is told the word."""
    table = (
        f'{key} = "{written}"\ntext = ["x"]\nto = "dlh"\n'
        if key != "priority"
        else f'text = ["x"]\n{key} = "{written}"\n'
    )
    (sentence,) = sentences(compile_rules(documents(f"{SMALLEST}[[rule]]\n{table}")))
    assert f"unknown value '{written}'" in sentence or f'unknown value "{written}"' in sentence
    assert sentence.endswith(f"did you mean '{meant}'?")
