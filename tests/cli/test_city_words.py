"""A city that calls its levels of places otherwise reads its own words on the screen; data keep the fields' names."""

from __future__ import annotations

from itertools import product

import pytest

from office import Office

CITY = """\
[desk]
name = "Call Centre"
prefix = "MIL"
timezone = "Europe/London"
[places]
levels = ["district", "ward"]
[district]
"North" = ["Mill Hill", "Old Harbour"]
[units.cleansing]
name = "Street Cleansing"
[categories.rubbish]
unit = "cleansing"
text = ["rubbish"]
[[example]]
text = "reports rubbish in Mill Hill"
expect = { unit = "cleansing", district = "North", ward = "Mill Hill" }
"""
SAID = "reports rubbish in Mill Hill"
COLUMNS = "kecamatan,kelurahan,caller.kecamatan"
SHOWN = [
    ("list", "--columns", COLUMNS),
    ("search", "rubbish", "--columns", COLUMNS),
    ("rules", "test"),
    ("rules", "test", "--text", SAID),
]


@pytest.fixture
def office(office: Office) -> Office:
    office.write_rules(CITY)
    office.log(SAID)
    return office


def test_above_a_column_stands_the_citys_word(office: Office) -> None:
    """Heads of tables and what examples expect have the city's words for the two levels."""
    for arguments, format_ in product(SHOWN, ("table", "md")):
        out = office.run(*arguments, "--format", format_).out
        for word in ("district", "ward", "North"):
            assert word in out, (arguments, format_)
        assert "kecamatan" not in out, (arguments, format_)
        assert "kelurahan" not in out, (arguments, format_)


def test_a_sentence_is_tried_in_the_citys_words(office: Office) -> None:
    """The block of `rules test --text` names the levels as the city does."""
    lines = [line.split() for line in office.run("rules", "test", "--text", SAID).out.splitlines()]
    assert ["district", "North"] in lines
    assert ["ward", "Mill", "Hill"] in lines


def test_data_have_the_names_of_the_fields(office: Office) -> None:
    """What programs read is the same in every city."""
    for arguments, format_ in product(SHOWN, ("json", "jsonl", "csv", "tsv")):
        out = office.run(*arguments, "--format", format_).out
        assert "kecamatan" in out, (arguments, format_)
        assert "district" not in out, (arguments, format_)


def test_what_happened_and_why_is_told_in_the_citys_words(office: Office) -> None:
    """A correction, its event and a reason name the levels as the city does; the event in JSON names the fields."""
    office.write_rules(CITY + '[units.port]\nname = "Port"\n[[rule]]\nid = "port"\nward = "Old Harbour"\nto = "port"\n')
    ticket = office.log("reports rubbish")
    told = office.run("edit", ticket, "--kelurahan", "Old Harbour")
    said = [
        told.out,
        told.err,
        office.run("show", ticket).out,
        office.run("history", ticket).out,
        office.run("why", ticket).out,
        office.run("why", ticket, "-v").out,
    ]
    for one in said:
        assert "ward" in one
        assert "kelurahan" not in one
        assert "kecamatan" not in one
    assert "kelurahan" in office.run("history", ticket, "--format", "json").out
