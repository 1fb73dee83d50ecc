"""A rule may ask for an area: a named line of corners in `[areas]`, in which the point of a call lies."""

from __future__ import annotations

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as some

from aduan_cli.points import named_at, point_at
from aduan_cli.rules.language.compile import Document, compile_rules
from office import RULES, Office

AREAS = """
[areas]
pasar = ["-6.20,107.00", "-6.20,107.10", "-6.30,107.10", "-6.30,107.00"]
blok-a = ["-6.20,107.00", "-6.20,107.02", "-6.22,107.02"]
"""
RULE = '[[rule]]\nid = "pasar"\narea = "pasar"\nto = "disdamkar"\nreason = "Pasar punya regu."\n'
EXAMPLES = (
    '[[example]]\ntext = "melaporkan sampah"\npoint = "-6.25,107.05"\nexpect = { rule = "pasar", unit = "disdamkar" }\n'
    '[[example]]\ntext = "melaporkan sampah"\npoint = "-6.35,107.05"\nexpect = { unit = "dlh" }\n'
    '[[example]]\ntext = "melaporkan sampah"\nexpect = { unit = "dlh" }\n'
)
INSIDE, OUTSIDE = "-6.25,107.05", "-6.35,107.05"


@pytest.fixture
def areas(office: Office) -> Office:
    """Return a desk with two areas, one in the other, and a rule for the larger one."""
    office.write_rules(RULES + AREAS + RULE + EXAMPLES)
    return office


def problems(text: str) -> list[str]:
    """Return what is wrong with rules, `file: sentence` each."""
    city = RULES[: RULES.index("[[rule]]")] + text
    return [str(problem) for problem in compile_rules([Document("rules.toml", "city", tomli.loads(city))]).problems]


def test_a_call_in_the_area_goes_where_its_rule_says_and_no_other(areas: Office) -> None:
    for more, unit in ((("--point", INSIDE), "disdamkar"), (("--point", OUTSIDE), "dlh"), ((), "dlh")):
        ticket = areas.log("Melaporkan sampah menumpuk", *more)
        assert areas.run("show", ticket, "--format", "json").data["unit"] == unit
    assert areas.run("rules", "check").code == 0
    assert areas.run("rules", "test").code == 0


def test_why_tells_the_area_that_the_rule_asked_for(areas: Office) -> None:
    ticket = areas.log("Melaporkan sampah menumpuk", "--point", "-6.201,107.015")
    told = areas.run("why", ticket)
    assert "area" in told.out
    assert "pasar" in told.out
    said = areas.run("why", ticket, "--format", "json").out
    assert '{"condition": "area", "value": ["pasar"]}' in " ".join(said.split())
    assert '"value": ["pasar", "blok-a"]' in " ".join(said.split())


def test_what_is_stored_is_decided_alike_and_moves_with_its_point(areas: Office) -> None:
    ticket = areas.log("Melaporkan sampah menumpuk", "--point", INSIDE)
    areas.write_rules(RULES + AREAS + RULE.replace('to = "disdamkar"', 'to = "kecamatan"'))
    areas.run("route", ticket)
    assert areas.run("show", ticket, "--format", "json").data["unit"] == "kecamatan"
    areas.run("edit", ticket, "--point", OUTSIDE)
    assert areas.run("show", ticket, "--format", "json").data["unit"] == "dlh"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (AREAS + RULE.replace('"pasar"\nto', '"pasir"\nto'), "unknown area 'pasir'"),
        ('[areas]\npasar = ["-6.2,107.0", "-6.3,107.0"]\n', "the corners of 'pasar' go around nothing"),
        ('[areas]\npasar = ["-6.2,107.0", "-6.3,107.0", "-6.2,107.0"]\n', "go around nothing"),
        ('[areas]\npasar = ["-96.2,107.0", "-6.3,107.0", "-6.2,107.0"]\n', "go around nothing"),
        ('[areas]\npasar = ["di sana"]\n', "latitude and longitude"),
        (AREAS + RULE.replace('area = "pasar"', 'not = { area = "pasir" }'), "unknown area"),
    ],
)
def test_what_is_no_area_is_told_where_it_stands(text: str, said: str) -> None:
    found = problems(text)
    assert any(said in one and one.startswith("rules.toml") for one in found), found
    assert problems(AREAS + RULE) == []


def test_two_areas_asked_for_at_once_may_hold_together(areas: Office) -> None:
    """Areas may lie in one another: neither condition makes the other one impossible."""
    both = '[[rule]]\nid = "dua"\nall = [{ area = "pasar" }, { area = "blok-a" }]\nto = "disdamkar"\n'
    areas.write_rules(RULES + AREAS + both)
    assert "never" not in areas.run("rules", "check").err
    ticket = areas.log("Melaporkan sampah menumpuk", "--point", "-6.201,107.015")
    assert areas.run("show", ticket, "--format", "json").data["rule"] == "dua"


@given(some.floats(-6.4, -6.1), some.floats(106.9, 107.2))
def test_a_point_lies_in_a_square_when_it_is_between_its_sides(latitude: float, longitude: float) -> None:
    """Beside the borders, of which one side has them and the other hasn't."""
    corners = {"kotak": [[107.0, -6.2], [107.1, -6.2], [107.1, -6.3], [107.0, -6.3]]}
    near = min(abs(latitude + 6.2), abs(latitude + 6.3), abs(longitude - 107.0), abs(longitude - 107.1))
    if near > 1e-5:
        inside = -6.3 < latitude < -6.2 and 107.0 < longitude < 107.1
        assert named_at(corners, str(point_at(latitude, longitude))) == (("kotak",) if inside else ())
