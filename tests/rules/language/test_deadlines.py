"""What rule files say of working hours and deadlines, and what is told of what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
import tomli

from aduan_cli.rules.language.compile import Compiled, Document, compile_rules
from aduan_cli.rules.language.deadlines import _days

DESK = """
[desk]
name = "Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
[units.dlh]
name = "Dinas Lingkungan Hidup"
[categories.sampah]
unit = "dlh"
text = ["sampah"]
"""


def compiled(*more: str, holidays: dict[str, Any] | None = None) -> Compiled:
    """Return the compiled rules of a small city, with these tables."""
    documents = [Document("rules.toml", "city", tomli.loads(DESK + "\n".join(more)))]
    if holidays is not None:
        documents.append(Document("libur.csv", "holidays", holidays))
    return compile_rules(documents)


OFFICE = '[calendars.kantor]\nhours = { mon-thu = "08:00-16:00", jumat = ["08:00-11:30", "13:00-16:00"] }\n'
WHOLE = (
    OFFICE
    + """
[deadlines]
calendar = "kantor"
acknowledge = "2h"
resolve = "3d"
[deadlines.emergency]
resolve = "4h"
[units.dlh.deadlines]
resolve = "3wd"
[categories.sampah.deadlines]
calendar = "always"
"""
)


def test_targets_and_calendars_are_compiled() -> None:
    found = compiled(WHOLE)
    assert found.problems == []
    clocks = found.rules["clocks"]
    assert clocks["desk"] == {
        "calendar": "kantor",
        "targets": {"": {"acknowledge": "2h", "resolve": "3d"}, "emergency": {"resolve": "4h"}},
    }
    assert clocks["units"] == {"dlh": {"calendar": None, "targets": {"": {"resolve": "3wd"}}}}
    assert clocks["categories"] == {"sampah": {"calendar": "always", "targets": {}}}
    week = clocks["calendars"]["kantor"]["week"]
    assert week == [*[[[480, 960]]] * 4, [[480, 690], [780, 960]], [], []]


def test_a_manifest_says_it_for_its_own_unit_crews_and_categories() -> None:
    manifest = """
[plugin]
name = "bmsda"
api = 1
[unit]
id = "bmsda"
name = "Dinas Bina Marga"
deadlines = { acknowledge = "1h" }
[crews.pju]
name = "URC PJU"
deadlines = { resolve = "2wd" }
[categories.pju-mati]
unit = "bmsda-pju"
text = ["lampu"]
deadlines = { calendar = "kantor" }
"""
    city = tomli.loads(DESK + OFFICE + '[plugins]\nenable = ["bmsda"]')
    found = compile_rules(
        [
            Document("rules.toml", "city", city),
            Document("plugins/bmsda/plugin.toml", "plugin", tomli.loads(manifest)),
        ]
    )
    assert found.problems == []
    clocks = found.rules["clocks"]
    assert clocks["units"] == {
        "bmsda": {"calendar": None, "targets": {"": {"acknowledge": "1h"}}},
        "bmsda-pju": {"calendar": None, "targets": {"": {"resolve": "2wd"}}},
    }
    assert clocks["categories"] == {"pju-mati": {"calendar": "kantor", "targets": {}}}


@pytest.mark.parametrize(
    ("more", "path", "what"),
    [
        ('[calendars.k]\nhours = { mon-fri = "08:00-08:00" }', ("calendars", "k", "hours", "mon-fri"), "is empty"),
        ('[calendars.k]\nhours = { mon = ["08:00-12:00", "11:00-13:00"] }', ("calendars", "k", "hours"), "overlap"),
        (
            '[calendars.k]\nhours = { mon = "22:00-06:00", tue = "05:00-12:00" }',
            ("calendars", "k", "hours"),
            "the hours of mon run into those of tue",
        ),
        (
            '[calendars.k]\nhours = { mon-fri = "08:00-16:00", wed = "08:00-12:00" }',
            ("calendars", "k", "hours", "wed"),
            "wed has its hours already",
        ),
        ('[calendars.k]\nhours = { someday = "08:00-16:00" }', ("calendars", "k", "hours", "someday"), "malformed"),
        ("[calendars.k]\nhours = {}", ("calendars", "k"), "never opens"),
        ("[calendars.k]\nhours = { mon = '08:00-16:00' }\nchanged = { 2026-02-30 = [] }",
            ("calendars", "k", "changed", "2026-02-30"), "there is no day '2026-02-30'"),
        ('[deadlines]\nresolve = "3w"', ("deadlines", "resolve"), "malformed"),
        ('[deadlines]\nresolve = "0d"', ("deadlines", "resolve"), "malformed"),
        ('[deadlines]\nreslove = "3d"', ("deadlines", "reslove"), "unknown key"),
        ('[deadlines]\ncalendar = "kantr"\n' + OFFICE, ("deadlines", "calendar"), "unknown calendar 'kantr'"),
        ('[deadlines.urgent]\nresolve = "3d"', ("deadlines", "urgent"), "unknown key"),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(more: str, path: tuple[str, ...], what: str) -> None:
    told = [(problem.path, problem.what) for problem in compiled(more).problems]
    ((where, sentence),) = told
    assert (where[: len(path)], what in sentence) == (path, True), sentence


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("mon", [0]),
        ("mon-fri", [0, 1, 2, 3, 4]),
        ("senin-jumat", [0, 1, 2, 3, 4]),
        ("sat-mon", [5, 6, 0]),
        ("weekend", [5, 6]),
        ("minggu-minggu", [6]),
    ],
)
def test_a_range_of_days_may_pass_sunday(words: str, days: list[int]) -> None:
    assert _days(words) == days


def test_names_of_holidays_and_joint_leave_come_from_their_file() -> None:
    data = {
        "dates": ["2026-12-25", "2026-12-24"],
        "names": {"2026-12-25": "Hari Raya Natal"},
        "joint_leave": ["2026-12-24"],
    }
    rules = compiled(holidays=data).rules
    assert rules["holidays"] == ["2026-12-24", "2026-12-25"]
    assert rules["clocks"]["holiday_names"] == {"2026-12-25": "Hari Raya Natal"}
    assert rules["clocks"]["joint_leave"] == ["2026-12-24"]
