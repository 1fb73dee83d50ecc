"""What a city calls its two levels of places: in its files, in what is said against them, and on its screens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator

from aduan_cli.rules.language.compile import Compiled, compile_rules
from aduan_cli.rules.language.json_schema import json_schema
from aduan_cli.rules.language.levels import levels_of
from aduan_cli.rules.review.diff import differences
from compiling import documents

CITY = """\
[desk]
name = "Call Centre"
prefix = "MIL"
timezone = "Europe/London"
[places]
levels = ["district", "ward"]
[district]
"North" = ["Mill Hill", "Old Harbour"]
"South" = ["Station Quarter"]
[units.cleansing]
name = "Street Cleansing"
[units.office]
name = "District Office"
each = "district"
[categories.rubbish]
unit = "cleansing"
text = ["rubbish"]
not = { ward = "Old Harbour" }
[[rule]]
id = "north"
district = "North"
to = "office"
[[example]]
text = "reports rubbish in Mill Hill"
expect = { unit = "office-north", district = "North", ward = "Mill Hill" }
"""


def compiled(text: str) -> Compiled:
    """Compile a city's file that stands alone."""
    return compile_rules(documents(text))


def said(text: str) -> list[str]:
    """Return what is wrong with a city's file."""
    return [str(problem) for problem in compiled(text).problems]


def test_a_city_writes_its_own_words_for_the_levels_of_places() -> None:
    """Tables, conditions, `each` and examples take the city's words, and the compiled form has the fields' names."""
    made = compiled(CITY)
    assert made.problems == []
    assert made.rules["city"][0]["when"] == ["kecamatan", ["North"]]
    assert made.rules["categories"][0][3] == ["all", [["text", [0]], ["not", ["kelurahan", ["Old Harbour"]]]]]
    assert made.rules["units"]["office"]["offices"] == {"North": "office-north", "South": "office-south"}
    assert made.examples[0].expect["kelurahan"] == "Mill Hill"
    assert made.rules["levels"] == {"kecamatan": "district", "kelurahan": "ward"}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'district = "North"\nto',
            'district = "Nort"\nto',
            "rules.toml: rule[1].district: unknown district 'Nort'; did you mean 'North'?",
        ),
        (
            'ward = "Old Harbour"',
            'ward = "Old Habour"',
            "rules.toml: categories.rubbish.not.ward: unknown ward 'Old Habour'; did you mean 'Old Harbour'?",
        ),
        (
            'district = "North"\nto',
            'kecamatan = "North"\nto',
            "rules.toml: rule[1].kecamatan: unknown key; 'district' would be right",
        ),
        (
            'each = "district"',
            'each = "kecamatan"',
            "rules.toml: units.office.each: unknown value 'kecamatan'; 'district' would be right",
        ),
        (
            '["district", "ward"]',
            '["district", "text"]',
            "rules.toml: places.levels: ['district', 'text'] can't name the two levels of places;"
            " two different words that are no other key, as in ['district', 'ward'], would be right",
        ),
    ],
)
def test_what_is_wrong_is_said_in_the_citys_words(old: str, new: str, sentence: str) -> None:
    """Paths and sentences name the levels as the city does, and so does what would be right."""
    assert old in CITY
    assert sentence in said(CITY.replace(old, new))


@pytest.mark.parametrize(
    "words", [["district"], ["ward", "ward"], ["kelurahan", "kecamatan"], ["District", "ward"], [1, 2], "district", {}]
)
def test_words_that_can_name_no_level_leave_the_fields_names(words: Any) -> None:
    """Whatever stands there, nothing raises, and the two levels keep names of their own."""
    assert levels_of({"places": {"levels": words}}) == {}
    assert levels_of(words) == {}


def test_editors_learn_the_citys_words() -> None:
    """The JSON Schema takes the very file that the compiler takes, and not the fields' names."""
    levels = {"kecamatan": "district", "kelurahan": "ward"}
    validator = Draft202012Validator(json_schema("rules.toml", levels))
    assert list(validator.iter_errors(tomli.loads(CITY))) == []
    assert list(validator.iter_errors(tomli.loads(CITY.replace("[district]", "[kecamatan]")))) != []


def test_a_change_of_a_district_is_told_as_one() -> None:
    """`rules diff` names the district whose wards changed, by the city's word."""
    after = CITY.replace('"Station Quarter"', '"Station Quarter", "Docks"')
    (change,) = differences({"rules.toml": tomli.loads(CITY)}, {"rules.toml": tomli.loads(after)})
    assert change.subject == "district South"
    assert change.new == ["Station Quarter", "Docks"]


def test_the_screen_says_the_citys_words(aduan_here: Any, tmp_path: Path) -> None:
    """`log`, `why` and `rules schema` name the levels as the city does; JSON keeps the names of the fields."""
    (tmp_path / "rules.toml").write_text(CITY, encoding="utf-8")
    desk = ("--desk", str(tmp_path))
    wrong = aduan_here(*desk, "log", "reports rubbish", "--kelurahan", "Mil Hill")
    assert (wrong.returncode, wrong.stderr) == (2, "error: unknown ward 'Mil Hill'; did you mean 'Mill Hill'?\n")
    assert aduan_here(*desk, "log", "reports rubbish in Mill Hill").returncode == 0
    assert "[x] district: North" in aduan_here(*desk, "why", "1", "-v").stdout
    assert '"kecamatan": "North"' in aduan_here(*desk, "why", "1", "--format", "json").stdout
    assert '"district"' in aduan_here(*desk, "rules", "schema").stdout
    assert '"kecamatan": "North"' in aduan_here(*desk, "show", "1", "--format", "json").stdout
