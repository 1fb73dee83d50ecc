"""Holidays of the city's file and of a list: each once, in order, named; what is no day is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.problems import Problems
from aduan_cli.rules.language.compile import Document, compile_rules
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.holidays import Holidays, holidays_of
from compiling import SMALLEST, documents, sentences

DAYS = st.dates().map(lambda day: day.isoformat())


def of(dates: list[str], *files: dict[str, Any]) -> tuple[Holidays, list[str]]:
    """Return the holidays of a city's file and of lists, and what is told."""
    problems = Problems()
    listed = [Document(f"libur-{number}.csv", "holidays", data) for number, data in enumerate(files)]
    city = Source("rules.toml", None, {"holidays": {"dates": dates}} if dates else {}, {})
    return holidays_of(city, listed, problems), [str(problem) for problem in problems]


@given(st.lists(DAYS, max_size=8), st.lists(DAYS, max_size=8), st.data())
def test_all_days_are_told_once_and_in_their_order(city: list[str], listed: list[str], data: st.DataObject) -> None:
    joint = data.draw(st.lists(st.sampled_from(listed), unique=True)) if listed else []
    named = {day: f"hari {day}" for day in listed[::2]}
    found, told = of(city, {"dates": listed, "names": named, "joint_leave": joint})
    assert told == []
    assert found.dates == sorted({*city, *listed})
    assert found.names == named
    assert found.joint_leave == sorted(joint)


@pytest.mark.parametrize("text", ["2026-02-30", "25/12/2026", "20261225", "2026-W52-5", "besok", "2026-12-25T00:00"])
def test_what_is_no_day_is_told_with_its_line_and_left_out(text: str) -> None:
    """Without hyphens a day lost its name and that it is joint leave, and only newer Pythons took it."""
    found, told = of([], {"dates": ["2026-01-01", text], "names": {text: "x"}, "joint_leave": [text]})
    assert found == Holidays(["2026-01-01"], {}, [])
    assert told == [f"libur-0.csv: dates[2]: there is no day '{text}'; a date as in '2026-12-25' would be right"]


def test_a_city_without_holidays_has_none() -> None:
    assert of([]) == (Holidays([], {}, []), [])
    assert of([], {"dates": []}) == (Holidays([], {}, []), [])


def test_of_several_lists_the_later_name_counts_and_every_day() -> None:
    one = {"dates": ["2026-01-01"], "names": {"2026-01-01": "Tahun baru"}}
    other = {"dates": ["2026-01-01", "2026-05-01"], "names": {"2026-01-01": "New year"}, "joint_leave": ["2026-05-01"]}
    found, _told = of(["2026-08-17"], one, other)
    assert found == Holidays(["2026-01-01", "2026-05-01", "2026-08-17"], {"2026-01-01": "New year"}, ["2026-05-01"])


def test_a_name_of_a_day_that_is_none_here_is_nobodys() -> None:
    found, _told = of(["2026-08-17"], {"dates": [], "names": {"2026-01-01": "x"}, "joint_leave": ["2026-01-01"]})
    assert found == Holidays(["2026-08-17"], {}, [])


def test_a_day_of_the_citys_file_that_there_is_not_is_told_once() -> None:
    """By the shape of the key; nothing is told of it a second time."""
    text = SMALLEST + '[holidays]\ndates = ["2026-02-30", "2026-01-01", "x"]\n'
    found = compile_rules(documents(text))
    assert [sentence.split(";")[0] for sentence in sentences(found)] == [
        "rules.toml: holidays.dates[1]: there is no day '2026-02-30'",
        "rules.toml: holidays.dates[3]: 'x' is malformed",
    ]
    assert found.rules["holidays"] == ["2026-01-01"]
