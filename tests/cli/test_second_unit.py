"""A second unit beside a decision: learned from what is stored, named with its words, taken by its number."""

from __future__ import annotations

from pathlib import Path

import pytest

from office import Office

CALLS = (
    ("hajatan dengan musik keras menutup gang", "kecamatan"),
    ("musik hajatan tetangga sampai malam", "kecamatan"),
    ("hajatan di gang, musik keras", "kecamatan"),
    ("tumpukan sampah bau di pasar", None),
    ("sampah pasar tidak diangkut", None),
    ("sampah bau sekali di taman", None),
    ("pju mati di taman", None),
    ("lampu jalan mati, pju padam", None),
)


@pytest.fixture
def office(office: Office) -> Office:
    """Return a desk with some calls, of which an officer decided three by hand."""
    for text, unit in CALLS:
        ticket = office.log(text)
        if unit is not None:
            assert office.run("route", ticket, "--to", unit, "--reason", "keramaian").code == 0
    return office


def weights(office: Office) -> Path:
    """Return the desk's file of weights, learned from what it has."""
    ran = office.run("rules", "learn", "--second")
    assert ran.code == 0, ran.err
    assert "calls, 3 of which somebody said whose they are" in ran.err
    return office.folder / "second-unit.txt"


def test_log_names_a_second_unit_with_its_words_and_route_takes_it(office: Office) -> None:
    """The line stands below the decision; the event keeps what was named and by which weights; 2 takes it."""
    assert "or:" not in office.run("log", "sampah sisa hajatan dan musik di gang").err
    head = weights(office).read_text(encoding="utf-8").splitlines()
    ran = office.run("log", "sampah sisa hajatan dan musik di gang")
    assert "→ dlh (Dinas Lingkungan Hidup)" in ran.err
    assert "or: kecamatan (" in ran.err
    ticket = ran.out.strip()
    named = [data for type_, _actor, data in office.events(ticket) if type_ == "second_named"]
    assert named == [{"units": ["kecamatan"], "weights": head[1].removeprefix("hash ")}]
    assert "or: kecamatan (" in office.run("show", ticket).out
    assert "also named: kecamatan" in office.run("history", ticket).out
    assert office.run("route", ticket, "--to", "2").code == 0
    assert office.run("show", ticket, "--format", "json").data["unit"] == "kecamatan"
    assert "or:" not in office.run("show", ticket).out
    rows = office.run("rules", "corrections", "--format", "json").data
    assert ("dlh", "kecamatan") in [(row["from"], row["to"]) for row in rows]


def test_triage_shows_the_best_two_with_their_odds(office: Office) -> None:
    """What nothing claims is named with numbers, and each of these is taken by its own."""
    weights(office)
    ran = office.run("log", "musik keras di gang pasar")
    assert "triage" in ran.err
    assert "perhaps: 1 kecamatan" in ran.err
    assert " % (" in ran.err
    ticket = ran.out.strip()
    assert "perhaps: 1 kecamatan" in office.run("show", ticket).out
    assert office.run("route", ticket, "--to", "1").code == 0
    assert office.run("show", ticket, "--format", "json").data["unit"] == "kecamatan"


def test_of_a_unit_with_offices_the_one_of_the_place_takes_it(office: Office) -> None:
    """What is named is the unit; whoever takes it has the place."""
    weights(office)
    ticket = office.log("sampah sisa hajatan dan musik di gang, Margahayu")
    assert office.run("route", ticket, "--to", "2").code == 0
    assert office.run("show", ticket, "--format", "json").data["unit"] == "kecamatan-bekasi-timur"


def test_where_the_odds_say_nothing_it_is_silent(office: Office) -> None:
    """No known word, a clear case, a hand-off: nothing is named, and 2 is refused with a sentence."""
    weights(office)
    for text in ("qwerty asdfg", "tumpukan sampah bau", "kebakaran rumah, musik hajatan"):
        ran = office.run("log", text)
        assert "or:" not in ran.err
        assert "perhaps:" not in ran.err
    refused = office.run("route", ran.out.strip(), "--to", "2", "--reason", "x")
    assert refused.code == 4
    assert "no unit 2 is named for it" in refused.err


def test_a_file_that_is_none_keeps_no_call_from_being_stored(office: Office) -> None:
    """One warning says what writes it anew."""
    weights(office).write_text("lain\n\n", encoding="utf-8")
    ran = office.run("log", "sampah dan hajatan")
    assert ran.code == 0
    assert "aduan rules learn --second writes it anew" in ran.err


def test_without_two_units_there_is_nothing_to_learn(fresh_office: Office) -> None:
    """A desk without calls says so."""
    assert fresh_office.run("rules", "learn", "--second").code == 4
