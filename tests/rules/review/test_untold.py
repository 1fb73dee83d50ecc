"""A level of escalation of which nobody would hear is told by `rules check`, with whose time it would be."""

from __future__ import annotations

import pytest
from linted import told

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


def deaf(level: str, more: str = "") -> list[str]:
    """Return what is told of a level, of who is not reached."""
    return [one for one in told(LEVEL + level + "\n" + more) if "nobody hears of it" in one]


@pytest.mark.parametrize("level", ['tell = "unit.head"', 'tell = "unit"', 'tell = ["unit", "unit.head"]'])
def test_units_that_have_no_way_are_named(level: str) -> None:
    (problem,) = deaf(level)
    assert problem.startswith("rules.toml")
    assert "escalation[1].tell" in problem
    assert "time of dlh, bpbd;" in problem
    more = "".join(f'[units.u{n}]\nname = "Dinas {n}"\n' for n in range(4))
    (problem,) = deaf(level, more)
    assert "time of dlh, bpbd, u0 and 3 more;" in problem


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
