"""What an import says at its end: each count that is not 0, in one order, and what the officer is to do next."""

from __future__ import annotations

import pytest

from aduan_cli import i18n
from aduan_cli.cli.imported import summary, urgent
from aduan_cli.flow.intake.tally import Tally
from compiling import router_of
from invented import call

ROUTER = router_of(
    {
        "desk": {"name": "Meja", "prefix": "UJI", "timezone": "UTC", "channels": ["phone"]},
        "units": {"disdamkar": {"name": "Pemadam", "contact": "113"}},
    }
)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    i18n.choose("en")


def tally(**counts: object) -> Tally:
    """Return what became of some records."""
    made = Tally()
    for name, count in counts.items():
        assert hasattr(made, name)
        setattr(made, name, count)
    return made


def said(dry: bool = False, **counts: object) -> list[str]:
    return summary(tally(**counts), dry, lambda at: f"day {at}")


def test_what_is_nought_is_left_out_but_for_what_was_taken() -> None:
    assert said() == ["0 records read · 0 taken"]
    assert said(read=1, taken=1) == ["1 record read · 1 taken"]


def test_every_record_that_was_read_is_in_one_of_the_counts() -> None:
    """In the order in which they are looked for; what lies in the quarantine comes last, with its place."""
    counts = {
        "read": 40, "taken": 3, "apart": 2, "known": 4, "replaced": 5, "mended": 6, "passed": 7, "empty": 8,
        "unfit": 9, "changed": 10, "quarantined": 11, "quarantines": ["quarantine/a.csv", "quarantine/b.csv"],
    }  # fmt: skip
    assert said(**counts)[0] == (
        "40 records read · 3 taken · 2 of them with the key of another call · 4 known · 5 replaced · 6 mended before"
        " · 7 rows that are no calls · 8 empty · 9 answers don't fit their questions · 10 changed (not replaced)"
        " · 11 quarantined → quarantine/a.csv, quarantine/b.csv"
    )


@pytest.mark.parametrize(
    ("name", "one", "two"),
    [
        ("passed", "1 row that is no call", "2 rows that are no calls"),
        ("unfit", "1 answer doesn't fit its question", "2 answers don't fit their questions"),
    ],
)
def test_one_is_not_told_as_many(name: str, one: str, two: str) -> None:
    assert [said(**{name: count})[0].split(" · ")[-1] for count in (1, 2)] == [one, two]


def test_a_trial_says_what_would_become_of_them() -> None:
    (line,) = said(True, read=3, taken=2, replaced=1)
    assert line == "3 records read · 2 would be taken · 1 would be replaced"


def test_what_changed_can_be_taken_from_the_quarantine() -> None:
    """Both ways are named, and only where there is a file to do it with."""
    lines = said(read=1, changed=1, quarantines=["q.csv"])
    assert len(lines) == 3
    assert "--replace" in lines[1]
    assert "_reason" in lines[2]
    assert len(said(read=1, changed=1)) == 1
    assert len(said(read=1, quarantined=1, quarantines=["q.csv"])) == 1


def test_what_is_still_open_is_told_with_the_day_of_the_oldest() -> None:
    assert said(read=1, taken=1, open=1, open_since=7)[1] == "1 of those taken is open, since day 7"
    assert said(read=2, taken=2, open=2, open_since=7)[1] == "2 of those taken are open, the oldest since day 7"


def test_how_often_routing_agrees_is_told_where_units_were_recorded() -> None:
    assert said(read=3, recorded=3, agreed=2)[1] == "routing agrees with the recorded unit of 2 of 3 (66.7 %)"
    assert len(said(read=3, agreed=0)) == 1


def test_emergencies_are_told_one_by_one_and_then_counted() -> None:
    """None of a trial: nothing was taken."""
    calls = [call(category="kebakaran", unit="disdamkar", priority="emergency") for _number in range(2)]
    lines = list(urgent(tally(urgent=calls, emergencies=5), ROUTER, dry=False))
    assert len(lines) == 3
    assert all(one.ticket in line for one, line in zip(calls, lines, strict=False))
    assert lines[2].endswith("3 more open emergencies: aduan list --open -p emergency")
    (_first, _second, last) = urgent(tally(urgent=calls, emergencies=3), ROUTER, dry=False)
    assert last.endswith("1 more open emergency: aduan list --open -p emergency")
    assert len(list(urgent(tally(urgent=calls, emergencies=2), ROUTER, dry=False))) == 2
    assert list(urgent(tally(urgent=calls, emergencies=5), ROUTER, dry=True)) == []
