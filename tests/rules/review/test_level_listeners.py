"""A level of escalation of which nobody would hear is told by `rules check`, with whose time it would be."""

from __future__ import annotations

import pytest
from linted import CITY, told

LEVEL = """
[notifiers.kantor]
type = "spool"
folder = "pesan"
[deadlines]
resolve = "3d"
[[escalation]]
id = "terlambat"
clock = "resolve"
at = "due"
"""


def deaf(level: str, more: str = "", city: str = CITY, clock: str = "resolve") -> list[str]:
    """Return what is told of a level, of who is not reached."""
    levels = LEVEL.replace('clock = "resolve"', f'clock = "{clock}"') + level + "\n" + more
    return [one for one in told(levels, city) if "nobody hears of it" in one]


@pytest.mark.parametrize("level", ['tell = "unit.head"', 'tell = "unit"', 'tell = ["unit", "unit.head"]'])
def test_units_that_have_no_way_are_named(level: str) -> None:
    (problem,) = deaf(level)
    assert problem.startswith("rules.toml")
    assert "escalation[1].tell" in problem
    assert "time of dlh, bpbd, triage;" in problem
    more = "".join(f'[units.u{n}]\nname = "Dinas {n}"\n' for n in range(4))
    (problem,) = deaf(level, more)
    assert "time of dlh, bpbd, u0 and 4 more;" in problem


@pytest.mark.parametrize("level", ['tell = "kantor"', 'tell = ["unit.head", "kantor"]', "list = true"])
def test_who_is_named_hears_of_it_and_who_is_only_listed_is_told_to_nobody(level: str) -> None:
    assert deaf(level) == []


def test_a_unit_that_is_told_hears_for_its_head_and_a_level_of_some_units_is_about_those() -> None:
    own = '[units.uji]\nname = "Dinas Uji"\ntell = ["kantor"]\n'
    for tell in ("unit", "unit.head"):
        assert deaf(f'tell = "{tell}"\nunits = ["uji"]', own) == []
    assert len(deaf('tell = "unit"\nunits = ["uji"]', '[units.uji]\nname = "Dinas Uji"\nhead = ["kantor"]\n')) == 1
    (problem,) = deaf('tell = "unit.head"', own)
    assert "uji" not in problem.split("time of")[1]


def test_triage_has_a_head_or_nobody_hears_of_what_is_late_there() -> None:
    """Only the work's clock runs there; what is of a category or of some units waits elsewhere."""
    heard = CITY.replace('name = "DLH"', 'name = "DLH"\ntell = ["kantor"]').replace(
        'name = "BPBD"', 'name = "BPBD"\ntell = ["kantor"]'
    )
    headed = heard.replace("[desk]", '[desk]\nhead = ["kantor"]')
    for level in ('tell = "unit.head"', 'tell = "unit"'):
        (problem,) = deaf(level, city=heard)
        assert "time of triage; tell or head of the unit ([desk] head of triage)" in problem
        assert deaf(level, city=headed) == []
        assert deaf(f'{level}\ncategories = ["sampah"]', city=heard) == []
        assert deaf(level, city=heard, clock="acknowledge") == []
