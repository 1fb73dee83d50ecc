"""What the next shift must know: on one screen, in Markdown, as data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.desk_time import Zone
from aduan_cli.figures import Handover, Item, Section, Signed
from aduan_cli.render.handover import COLUMNS, SHOWN, SIGNED, signed_for_people, signed_row, write_handover
from aduan_cli.render.widths import width
from screens import screen, written

JAKARTA = Zone([[-(2**62), 7 * 3600]])
AT = JAKARTA.epoch(2026, 11, 23, 14, 5)
DAY = 86_400
NAMES = ("emergency", "late", "due", "triage", "returned", "held", "callbacks", "messages", "plugins")
WORDS = st.text(max_size=60)


def item(number: int = 1, **given: Any) -> Item:
    usual = {"ticket": f"UJI-261123-{number:04d}-2", "at": AT - 60 * number, "unit": "dlh", "words": "sampah menumpuk"}
    return Item(**{**usual, **given})


def section(name: str, *items: Item, count: int | None = None) -> Section:
    return Section(name, len(items) if count is None else count, items)


def handover(*sections: Section, **given: Any) -> Handover:
    """Return a hand-over of the afternoon to the night, nobody having signed one before."""
    usual = {"at": AT, "shift": "siang", "next_shift": "malam", "until": AT + 17 * 3600, "open": (), "signed": None}
    return Handover(**{**usual, "sections": sections or (section("late"),), "moved": {}, **given})


SIGNATURE = Signed(7, AT - DAY, "sari", "rina", "siang", {"late": 2, "open": 3, "due": 0}, ("A", "B", "C"))


def told(what: Handover, format_: str, capsys: pytest.CaptureFixture[str], fits: bool = False) -> str:
    write_handover(what, format_, JAKARTA, fits)
    return capsys.readouterr().out


def on_screen(what: Handover, columns: int, rows: int | None) -> list[str]:
    """Return the lines of a screen of so many columns and rows."""
    with screen(columns) as out, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        patch.setattr("aduan_cli.render.handover.terminal_rows", lambda _stream: rows)
        write_handover(what, "table", JAKARTA, fits=rows is not None)
    return out.getvalue().removesuffix("\n").split("\n")


def test_counts_stand_first_and_nothing_says_that_it_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    """A sort of which there is nothing is said to be none, and has no lines of its own."""
    text = told(handover(section("emergency"), section("late", item())), "table", capsys)
    assert text.splitlines() == [
        "Hand-over 2026-11-23 14:05 · siang → malam until 24/11 07:05",
        "Nobody has signed a hand-over yet.",
        "",
        "Emergencies: none · Late: 1 · Open in all: none",
        "",
        "Late: 1",
        "  UJI-261123-0001-2  14:04  dlh  sampah menumpuk",
    ]


def test_a_desk_without_shifts_says_until_when_it_looks(capsys: pytest.CaptureFixture[str]) -> None:
    """No arrow between shifts that aren't there."""
    text = told(handover(shift=None, next_shift=None), "table", capsys)
    assert text.splitlines()[0] == "Hand-over 2026-11-23 14:05 · until 24/11 07:05"


def test_what_changed_since_the_last_signature_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Who signed to whom, what was done since, and how much of what was open then still is."""
    since = handover(signed=SIGNATURE, open=("A", "C", "D"), moved={"resolved": 1, "logged": 2})
    assert told(since, "table", capsys).splitlines()[1] == (
        "Since 22/11 14:05 (sari → rina): 2 logged, 1 resolved; of 3 that were open 2 still are."
    )


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (AT - 60, "14:04"),
        (AT - DAY, "22/11 14:05"),
        (JAKARTA.epoch(2025, 11, 23, 14, 5), "2025-11-23 14:05"),
        (JAKARTA.epoch(2026, 11, 23), "00:00"),
        (JAKARTA.epoch(2026, 11, 24), "24/11 00:00"),
    ],
)
def test_a_time_says_no_more_than_is_needed(capsys: pytest.CaptureFixture[str], at: int, shown: str) -> None:
    """The hour of today, else the day, and the year of another one."""
    text = told(handover(section("late", item(at=at))), "table", capsys)
    assert f"-2  {shown}  dlh" in text


def test_a_clock_stands_beside_its_time_and_nobody_is_a_dash(capsys: pytest.CaptureFixture[str]) -> None:
    """What is due says which of its clocks; what no unit has says so."""
    text = told(handover(section("due", item(clock="resolve", unit=None))), "table", capsys)
    assert "14:04  resolve  -  sampah" in text


def test_long_names_of_units_leave_room_for_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Sixteen columns at most."""
    text = told(handover(section("late", item(unit="kecamatan-bekasi-utara"))), "table", capsys)
    assert "kecamatan-bekas…  sampah" in text


def test_where_there_is_little_room_words_with_which_most_calls_begin_go_first() -> None:
    """As in `list`; on a wide screen and in data nothing is left out."""
    words = (
        "Penelepon melaporkan sampah menumpuk di pasar",
        "Penelepon melaporkan lampu jalan yang mati",
        "Ada banjir",
    )
    items = [item(number, words=each) for number, each in enumerate((*words, words[0]), 1)]
    what = handover(section("late", *items))
    narrow, wide = on_screen(what, 56, None)[-4:], on_screen(what, 120, None)[-4:]
    assert narrow[0].endswith("dlh  …sampah menumpuk di…")
    assert narrow[2].endswith("dlh  Ada banjir")
    assert all(line.endswith(f"dlh  {each}") for line, each in zip(wide, (*words, words[0]), strict=True))


def test_markdown_has_every_line_and_no_markup_of_callers(capsys: pytest.CaptureFixture[str]) -> None:
    """Headings by sort; what callers said stays text."""
    naughty = item(words="<script>alert(1)</script> | x")
    lines = told(handover(section("late", naughty, item(2)), section("due")), "md", capsys).splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        "# Hand-over 2026-11-23 14:05 · siang → malam until 24/11 07:05",
        "## Late: 2",
    ]
    assert "- Late: 2" in lines
    assert not any("<script" in line for line in lines)
    assert sum(line.startswith("- UJI") for line in lines) == 2


def test_as_data_every_line_has_its_sort_and_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    """CSV has a row for each, JSON the whole with its counts."""
    what = handover(section("late", item()), section("due", item(2, clock="resolve")), open=("A",))
    rows = told(what, "csv", capsys).splitlines()
    assert rows[0] == ",".join(COLUMNS)
    assert rows[1:] == [
        "late,UJI-261123-0001-2,2026-11-23T14:04:00+07:00,,dlh,sampah menumpuk",
        "due,UJI-261123-0002-2,2026-11-23T14:03:00+07:00,resolve,dlh,sampah menumpuk",
    ]
    whole = json.loads(told(what, "json", capsys))
    assert whole["counts"] == {"late": 1, "due": 1, "open": 1}
    assert [one["section"] for one in whole["lines"]] == ["late", "due"]
    assert (whole["signed"], whole["still_open"], whole["until"]) == (None, None, "2026-11-24T07:05:00+07:00")


def test_as_data_the_last_signature_has_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    """So that a program can tell which one it was; the tickets of then are not repeated."""
    whole = json.loads(told(handover(signed=SIGNATURE, open=("B",)), "json", capsys))
    assert whole["signed"] == {
        "at": "2026-11-22T14:05:00+07:00", "actor": "sari", "to": "rina", "shift": "siang", "open": 3, "number": 7,
    }  # fmt: skip
    assert whole["still_open"] == 1


def test_a_signature_is_a_row_with_its_counts() -> None:
    """For people of the counts only those that are not nothing, in the order of the sections."""
    assert tuple(signed_row(SIGNATURE, JAKARTA.iso)) == SIGNED
    told = signed_for_people(SIGNATURE, JAKARTA)
    assert (told["at"], told["counts"], told["open"]) == ("2026-11-22 14:05", "Late: 2", 3)
    assert signed_for_people(SIGNATURE._replace(counts={"late": 0}), JAKARTA)["counts"] == "none"


def of(name: str, words: Sequence[str]) -> Section:
    return section(name, *(item(number, words=each) for number, each in enumerate(words, 1)))


@given(
    st.dictionaries(st.sampled_from(NAMES), st.lists(WORDS, max_size=SHOWN), min_size=1),
    st.integers(20, 120),
    st.integers(5, 60),
)
def test_a_screen_is_never_wider_and_shows_each_sort_however_low_it_is(
    found: dict[str, list[str]], columns: int, rows: int
) -> None:
    """With fewer rows each sort has fewer lines, at least one; where all fit they are all there."""
    what = handover(*(of(name, words) for name, words in found.items()))
    lines = on_screen(what, columns, rows)
    assert all(width(line) <= columns for line in lines if line.startswith("  UJI"))
    told = sum(line.startswith("  UJI") for line in lines)
    there = sum(len(words) for words in found.values())
    sorts = sum(bool(words) for words in found.values())
    assert sorts <= told <= there
    everything = on_screen(what, columns, None)
    assert sum(line.startswith("  UJI") for line in everything) == there
    if len(everything) < rows:
        assert lines == everything
    elif told > sorts:
        assert len(lines) < rows


def test_of_many_a_heading_says_how_many_are_shown() -> None:
    """So that nobody takes the first few for all."""
    what = handover(section("late", *(item(number) for number in range(1, 6)), count=12))
    assert "Late: 12, the first 5" in on_screen(what, 80, None)
    assert "Late: 12, the first 2" in on_screen(what, 80, 9)


def test_counts_go_on_in_the_next_line_where_a_terminal_is_narrow() -> None:
    """Broken between two counts, never within one."""
    what = handover(section("emergency", item()), section("late", item()), section("due", item()))
    with screen(30) as out, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        write_handover(what, "table", JAKARTA, fits=False)
    lines = written(30, out.getvalue())
    assert "Emergencies: 1 · Late: 1" in lines
    assert "Due soon: 1" in lines
    assert "Open in all: none" in lines
