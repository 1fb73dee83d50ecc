"""Rules that ask for a place of the city's files, from the call to the reason that `why` gives."""

from __future__ import annotations

import pytest

from office import RULES, Office

PLACES = """\
[[place]]
name = "Stasiun Uji"
kind = "station"
kelurahan = "Margahayu"

[[place]]
name = "Jl. Raya Uji"
kind = "street"
kecamatan = ["Bekasi Timur", "Bekasi Utara"]
body = "pln"
source = "PLN 1-2-2026"

[[place]]
name = "Jl. Kota"
kind = "street"
kecamatan = "Bekasi Timur"
"""
ASKING = """
[[rule]]
id = "milik-pln"
category = "sampah"
place.body = "pln"
to = "pln"
reason = "Jalan ini milik PLN."
[[rule]]
id = "di-stasiun"
category = "sampah"
place.kind = "station"
to = "disdamkar"
reason = "Di stasiun."
"""


@pytest.fixture
def office(office: Office) -> Office:
    """Return a desk with a station, a road of its own and one of somebody else's, and rules that ask for them."""
    office.folder.joinpath("places").mkdir()
    office.folder.joinpath("places", "a.toml").write_text(PLACES, encoding="utf-8")
    office.write_rules(RULES.replace('[[rule]]\nid = "sekolah"', f'{ASKING}[[rule]]\nid = "sekolah"', 1))
    return office


@pytest.mark.parametrize(
    ("text", "given", "unit", "rule"),
    [
        ("sampah di Jl. Raya Uji", [], "pln", "milik-pln"),
        ("melaporkan Jl. Raya Uji penuh sampah", [], "pln", "milik-pln"),
        ("sampah menumpuk", ["--address", "Jl. Uji"], "pln", "milik-pln"),
        ("sampah di Jl. Uji, Jl. Uji lagi", [], "pln", "milik-pln"),
        ("sampah depan Stasiun Uji", [], "disdamkar", "di-stasiun"),
        ("sampah dekat Jl. Raya Uji", [], "dlh", None),
        ("sampah depan Jl. Raya Uji", [], "dlh", None),
        ("sampah di Jl. Kota", [], "dlh", None),
        ("sampah di Jl. Uji dan di Jl. Kota", [], "dlh", None),
        ("sampah di Jl. Uji dan di Jl. Mangga", [], "dlh", None),
    ],
)
def test_a_rule_asks_what_a_place_is_and_whose(
    office: Office, text: str, given: list[str], unit: str, rule: str | None
) -> None:
    """A street counts where the incident is on it and on none that is somebody else's."""
    ticket = office.log(text, *given)
    shown = office.run("show", ticket, "--format", "json").data
    assert (shown["unit"], shown["rule"] if rule else None) == (unit, rule)


@pytest.mark.parametrize(("text", "unit"), [("sampah di Jl. Uji", "pln"), ("sampah depan Stasiun Uji", "disdamkar")])
def test_what_waits_is_decided_again_by_a_place_that_is_new(office: Office, text: str, unit: str) -> None:
    """`route` sees places that came into force after the call."""
    places = office.folder / "places" / "a.toml"
    places.write_text(PLACES.replace("Uji", "Lain"), encoding="utf-8")
    ticket = office.log(text)
    assert office.run("show", ticket, "--format", "json").data["unit"] == "dlh"
    places.write_text(PLACES, encoding="utf-8")
    assert office.run("route", ticket).code == 0
    assert office.run("show", ticket, "--format", "json").data["unit"] == unit


def test_why_names_the_place_that_a_rule_saw(office: Office) -> None:
    """The condition with what was asked and seen; of the place its line, and whether it counts."""
    ticket = office.log("sampah menumpuk dekat Stasiun Uji", "--address", "Jl. Raya Uji")
    told = office.run("why", ticket, "--format", "json").data
    assert told["rule"]["id"] == "milik-pln"
    assert [(one["name"], one["body"], one["counts"], one["line"]) for one in told["places"]] == [
        ("Jl. Raya Uji", "pln", True, 6),
        ("Stasiun Uji", None, False, 1),
    ]
    text = office.run("why", ticket, "-v").out
    assert "place.body" in text
    assert "places/a.toml:6" in text
