"""Places from where officers said that calls are: the change of a file, tried by the engine on all that is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from aduan_cli.app.proposals import files_of, trying
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.corrections import Place, PlaceCorrection
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.config.rule_files.texts import compile_texts
from aduan_cli.flow.rulebook.placed import PlacedCase, by_text
from aduan_cli.flow.rulebook.placing import PlaceProposal, Placing
from aduan_cli.flow.rulebook.proposing import Evidence

CITY = """
[desk]
name = "Meja"
prefix = "UJI"
timezone = "UTC"
[kecamatan]
"Timur" = ["Margahayu", "Sukamaju"]
"Utara" = ["Teluk Pucung", "Sukamaju"]
[units.dlh]
name = "DLH"
[categories.sampah]
unit = "dlh"
text = ["sampah"]
"""
KNOWN = """
[[place]]
name = "Pasar Pojok"
kind = "market"
kecamatan = "Utara"
source = "peta"
"""


def call(router: Router, number: int, text: str, place: Place = (None, None)) -> Complaint:
    """Return a call as it is stored, where somebody said that it is."""
    report = Report(text=text, kecamatan=place[0], kelurahan=place[1])
    return copy_of(decide(read(report, router), router).complaint, ticket=f"UJI-{number}", id=number)


def proposed(
    texts: dict[str, str], corrected: Sequence[tuple[str, Place]], others: Sequence[str] = ()
) -> tuple[list[PlaceProposal], int]:
    """Return the places proposed, and for how many corrected calls there is none."""
    loaded = compile_texts(texts)
    assert loaded.revision
    router = Router({**loaded.rules, "zone": [[-(2**62), 0]]}, loaded.revision)
    cases = []
    for number, (text, place) in enumerate(corrected, 1):
        one = call(router, number, text, place)
        said = PlaceCorrection(number, "petugas", (None, None), place)
        cases.append(PlacedCase(one, said, by_text(one, router)))
    stored = [call(router, 100 + number, text) for number, text in enumerate(others)]
    placing = Placing(cases, stored, router, files_of(texts), trying(texts), Evidence())
    found, left = placing.run()
    return found, len(left)


def told(found: Sequence[PlaceProposal]) -> list[dict[str, Any]]:
    return [{key: value for key, value in one.change.data["place"][0].items() if key != "source"} for one in found]


MARKET = ("sampah di pasar pojok", "sampah, Pasar Pojok", "pasar pojok sampah")


@pytest.mark.parametrize(
    ("place", "where"),
    [
        (("Timur", "Margahayu"), {"kelurahan": "Margahayu"}),
        (("Timur", None), {"kecamatan": "Timur"}),
        (("Utara", "Sukamaju"), {"kelurahan": "Sukamaju", "kecamatan": "Utara"}),
    ],
)
def test_a_place_is_where_officers_said_and_no_more(place: Place, where: dict[str, str]) -> None:
    """The kecamatan beside a kelurahan where several have one of this name."""
    found, left = proposed({"rules.toml": CITY}, [(text, place) for text in MARKET])
    assert (told(found), left) == ([{"name": "Pasar Pojok", "kind": "market", **where}], 0)
    assert found[0].mended == ("UJI-1", "UJI-2", "UJI-3")


def test_a_name_is_what_any_call_announces_it_as() -> None:
    """Though another goes on with words that would be taken into the name."""
    texts = ["sampah depan Pasar Gembira", "bau di Pasar Gembira", "banjir di Pasar Gembira semata kaki"]
    others = [f"sampah di tempat {number}" for number in range(30)]
    found, _left = proposed({"rules.toml": CITY}, [(text, ("Timur", "Margahayu")) for text in texts], others)
    assert told(found) == [{"name": "Pasar Gembira", "kind": "market", "kelurahan": "Margahayu"}]


def test_the_citys_own_word_for_its_level_stands_in_the_file() -> None:
    city = CITY.replace("[kecamatan]", '[places]\nlevels = ["district", "ward"]\n[district]')
    found, _left = proposed({"rules.toml": city}, [(text, ("Timur", "Margahayu")) for text in MARKET])
    assert told(found) == [{"name": "Pasar Pojok", "kind": "market", "ward": "Margahayu"}]


def test_a_name_that_the_files_have_gets_no_namesake() -> None:
    """Two of one name would give none: somebody has to correct the file."""
    texts = {"rules.toml": CITY, "places/kota.toml": KNOWN}
    assert proposed(texts, [(text, ("Timur", "Margahayu")) for text in MARKET]) == ([], 3)


def test_two_places_are_proposed_one_upon_the_other() -> None:
    """Each by its own calls; what names nothing is left."""
    calls = [(text, ("Timur", "Margahayu")) for text in MARKET]
    calls += [(f"sampah di Perum Seroja blok {number}", ("Utara", "Teluk Pucung")) for number in (1, 2)]
    found, left = proposed({"rules.toml": CITY}, [*calls, ("sampah", ("Utara", "Teluk Pucung"))])
    assert [(one["name"], one["kelurahan"]) for one in told(found)] == [
        ("Pasar Pojok", "Margahayu"),
        ("Seroja", "Teluk Pucung"),
    ]
    assert left == 1


def test_calls_that_would_be_put_there_and_are_nowhere_speak_against_it() -> None:
    calls = [(text, ("Timur", "Margahayu")) for text in MARKET]
    found, _left = proposed({"rules.toml": CITY}, calls, ["sampah pasar pojok"])
    assert [(one.ticket, one.before, one.after, one.right) for one in found[0].elsewhere] == [
        ("UJI-100", "?", "Margahayu, Timur", None)
    ]
    assert proposed({"rules.toml": CITY}, calls, ["sampah pasar pojok"] * 3) == ([], 3)
