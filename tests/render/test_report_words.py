"""What reports are called and what their figures count: the time told is the time counted, as a command too."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.fields import STATUSES
from aduan_cli.desk_time import DAY, Zone, transitions_of
from aduan_cli.flow.reports.stretches import around
from aduan_cli.i18n import choose
from aduan_cli.render.report_words import explained, no_rows_sentence, note_sentences, time_of, title_of
from aduan_cli.report_tables import TEXT, ReportColumn, ReportTime
from reports import JAKARTA, MIDNIGHT, OPEN, RECEIVED, UNIT, report

BERLIN = Zone(transitions_of("Europe/Berlin"))


def between(since: str, until: str, zone: Zone = JAKARTA) -> ReportTime:
    """Return the time from one moment to another, as they stand on a wall clock: `2026-11-23 14:05`."""
    return ReportTime(*(moment(text, zone) for text in (since, until)))


def moment(text: str, zone: Zone) -> int:
    """Return a moment of a wall clock."""
    year, month, day, hour, minute = (int(part) for part in re.split("[- :]", f"{text} 00:00"[:16]))
    return zone.epoch(year, month, day, hour, minute)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-11-23", "2026-11-24", "2026-11-23"),
        ("2026-11-23", "2026-11-30", "2026-11-23 – 2026-11-29"),
        ("2026-11-01", "2026-12-01", "2026-11"),
        ("2026-12-01", "2027-01-01", "2026-12"),
        ("2024-02-01", "2024-03-01", "2024-02"),
        ("2026-11-02", "2026-12-01", "2026-11-02 – 2026-11-30"),
        ("2026-11-01", "2026-11-30", "2026-11-01 – 2026-11-29"),
        ("2026-10-01", "2026-12-01", "2026-10-01 – 2026-11-30"),
        ("2026-01-01", "2027-01-01", "2026"),
        ("2026-01-01", "2026-12-31", "2026-01-01 – 2026-12-30"),
        ("2026-01-01", "2026-01-02", "2026-01-01"),
        ("2025-01-01", "2027-01-01", "2025-01-01 – 2026-12-31"),
        ("2026-11-23 08:00", "2026-11-23 14:05", "2026-11-23 08:00 – 2026-11-23 14:05"),
        ("2026-11-23", "2026-11-23 14:05", "2026-11-23 00:00 – 2026-11-23 14:05"),
        ("2026-11-23 14:05", "2026-11-24", "2026-11-23 14:05 – 2026-11-24 00:00"),
    ],
)
def test_a_time_is_told_by_its_days_its_month_or_its_year(since: str, until: str, said: str) -> None:
    """Only what is whole is told so: a month without its first day is no month."""
    assert time_of(between(since, until), JAKARTA) == said


@pytest.mark.parametrize("zone", [JAKARTA, BERLIN], ids=["Jakarta", "Berlin"])
@given(st.integers(-20 * 365, 60 * 365), st.sampled_from(["week", "month", "year"]))
def test_weeks_months_and_years_are_told_by_what_they_are(zone: Zone, days: int, name: str) -> None:
    """Also where a day has 23 or 25 hours: it is a whole one."""
    at = MIDNIGHT + days * DAY
    told = time_of(around(name, at, zone), zone)
    local = zone.local(at)
    day = f"{local.year:04d}-{local.month:02d}-{local.day:02d}"
    if name == "week":
        first, last = told.split(" – ")
        assert first <= day <= last
    else:
        assert told == day[: {"month": 7, "year": 4}[name]]


def test_a_day_on_which_clocks_are_set_back_is_one_day() -> None:
    assert time_of(between("2026-10-25", "2026-10-26", BERLIN), BERLIN) == "2026-10-25"
    assert time_of(between("2026-10-25 02:00", "2026-10-26", BERLIN), BERLIN) == "2026-10-25 02:00 – 2026-10-26 00:00"


@given(st.integers(0, 10 * 1440), st.integers(1, 10 * 1440))
def test_the_command_lists_the_calls_of_the_very_time_that_is_told(begin: int, length: int) -> None:
    """A whole day is named by its date, what is none by hours and minutes, as a shell takes them."""
    time = ReportTime(MIDNIGHT + begin * 60, MIDNIGHT + (begin + length) * 60)
    sentence = explained(report((UNIT, RECEIVED), total=(None, 0), time=time), JAKARTA)["received"]
    words = shlex.split(sentence.partition(": ")[2])
    options = dict(zip(words[2::2], words[3::2], strict=True))
    since, until = options["--since"], options["--until"]
    assert moment(since, JAKARTA) == time.since
    assert moment(until, JAKARTA) + (DAY if len(until) == 10 else 0) == time.until
    assert (words[:2], options["--limit"]) == (["aduan", "list"], "0")


def test_what_can_not_be_listed_is_explained_without_a_command() -> None:
    columns = (UNIT, RECEIVED, ReportColumn("kept"), ReportColumn("returned"))
    told = explained(report(columns, total=(None, 0, 0, 0)), JAKARTA)
    assert "aduan list" not in told["kept"]
    assert told["returned"].endswith("--bounced --limit 0")
    assert list(told) == ["received", "kept", "returned"]


def test_what_a_number_did_is_not_listed_as_what_the_desk_did() -> None:
    """`aduan list --status rejected` has more than the calls of one caller."""
    columns = (ReportColumn("phone", TEXT), ReportColumn("rejected"), OPEN)
    told = explained(report(columns, total=(None, 0, 0), name="callers"), JAKARTA)
    assert not any("aduan list" in sentence for sentence in told.values())
    assert "aduan list" in explained(report(columns, total=(None, 0, 0)), JAKARTA)["open"]


def test_a_day_s_account_explains_each_state_with_the_command_that_lists_it() -> None:
    columns = (UNIT, RECEIVED, *map(ReportColumn, STATUSES))
    told = explained(report(columns, total=(None, 0, *[0] * len(STATUSES)), name="day"), JAKARTA)
    for status in STATUSES:
        assert told[status].endswith(f"aduan list --since 2026-11-23 --until 2026-11-23 --status {status} --limit 0")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("day", "The account of 2026-11-23"),
        ("week", "Account of the week 2026-11-23"),
        ("unit", "Calls by unit, 2026-11-23"),
        ("kelurahan", "Calls by place, 2026-11-23"),
        ("callers", "Who called again, 2026-11-23"),
        ("of-our-own", "of-our-own"),
    ],
)
def test_a_report_is_called_what_it_is_and_of_which_time(name: str, title: str) -> None:
    table = report((UNIT, RECEIVED), total=(None, 0), name=name)
    assert title_of(table, JAKARTA) == title
    beside = report((UNIT, RECEIVED), total=(None, 0), name=name, before=[(None, 0)])
    assert title_of(beside, JAKARTA) == f"{title}, in brackets against 2026-11-22"


@pytest.mark.parametrize("name", ["unit", "deadlines", "callers"])
def test_each_language_has_its_own_sentences(name: str) -> None:
    """What is printed in an Indonesian office has no English sentence in it."""
    columns = (UNIT, RECEIVED, OPEN, *map(ReportColumn, ("kept", "late", "promised", "calls")))
    table = report(columns, total=(None, *[0] * 6), name=name, never_call={"A": ["B"]}, triage=1, triage_share=50.0)
    told: dict[str, list[str]] = {}
    for language in ("en", "id"):
        choose(language)
        sentences = [title_of(table, JAKARTA), no_rows_sentence(table), *note_sentences(table)]
        told[language] = [*sentences, *explained(table, JAKARTA).values()]
    same = [one for one, other in zip(told["en"], told["id"], strict=True) if one == other]
    assert same == ["A: B"]


def noted(**notes: Any) -> list[str]:
    """Return what is told of these notes."""
    return [*note_sentences(report((UNIT, RECEIVED), total=(None, 0), **notes))]


def test_numbers_that_called_are_counted_and_hoaxes_only_where_there_are_some() -> None:
    notes = {"received": 40, "numbers": 30, "again": 4, "hoax_share": 0.0}
    calls = "Calls: 40 · numbers that called: 30 · of these more than once: 4"
    assert noted(**notes, hoaxes=0) == [calls]
    assert noted(**{**notes, "hoax_share": 7.5}, hoaxes=3) == [calls, "Hoaxes: 3 of 40 (7.5 %)"]


def test_what_triage_got_is_told_unless_it_is_nothing() -> None:
    assert noted(triage=3, triage_share=7.5) == ["Triage got 3 of them (7.5 %)"]
    assert noted(triage=0, triage_share=0.0) == []


def test_places_from_which_nobody_calls_are_counted_and_named_below_their_district() -> None:
    silent = {"Bekasi Timur": ["Margahayu", "Duren Jaya"], "Bekasi Utara": ["Teluk Pucung"]}
    assert noted(never_call=silent) == [
        "Nobody called from or about these 3:",
        "Bekasi Timur: Margahayu, Duren Jaya",
        "Bekasi Utara: Teluk Pucung",
    ]
    assert noted(never_call={}) == noted() == []
