"""A second unit beside a decision: learned from what is stored, named with its words, taken by its number."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest

from aduan_cli.rules.learning.second import Model, written
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


def test_a_list_of_triage_shows_the_best_two_with_their_odds(office: Office) -> None:
    """In the place of the unit, for people alone, by the numbers that `route --to` takes."""
    weights(office)
    ticket, silent = office.log("musik keras di gang pasar"), office.log("qwerty asdfg")
    routed = office.log("tumpukan sampah bau")
    rows = {line.split()[0]: line for line in office.run("list", "--limit", "3").out.splitlines()[2:]}
    assert re.search(r"  \? 1 kecamatan \d\d %(, 2 dlh \d\d %)?  ", rows[ticket])
    assert "?" not in rows[silent] + rows[routed]
    assert "? 1 kecamatan" in office.run("list", "--unit", "triage", "--format", "md").out
    assert "?" not in office.run("list", "--columns", "ticket,unit").out
    assert [row["unit"] for row in office.run("list", "--limit", "3", "--format", "json").data] == [
        "dlh",
        "triage",
        "triage",
    ]
    assert "?" not in office.run("list", "--limit", "3", "--format", "csv").out


def test_what_was_named_keeps_its_number_when_other_weights_come(office: Office) -> None:
    """The officer has read them: list, show and `route --to 1` go by what was named when the call was taken."""
    file = weights(office)
    ticket = office.log("musik keras di gang pasar")
    model = Model(("dlh", "kecamatan"), (-2.0, -2.0), {"musik": {0: 3.0}, "pasar": {1: 1.0}}, 1.0, 9)
    file.write_text(written(model), encoding="utf-8")
    assert "perhaps: 1 dlh" in office.run("log", "musik keras").err
    assert "perhaps: 1 kecamatan" in office.run("show", ticket).out
    assert re.search(rf"{ticket}.*\? 1 kecamatan", office.run("list").out)
    assert office.run("route", ticket, "--to", "1").code == 0
    assert office.run("show", ticket, "--format", "json").data["unit"] == "kecamatan"


def test_deciding_again_names_whose_the_rest_may_be(office: Office) -> None:
    """Where somebody looks, or something changed; cron's run of which nothing came stays silent."""
    weights(office)
    ticket = office.log("musik keras di gang pasar")
    assert office.run("route", "--pending").err == ""
    assert f"{ticket}: perhaps: 1 kecamatan" in office.run("route", "--pending", "--format", "table").err
    assert office.run("-q", "route", "--pending", "--format", "table").err == ""


@pytest.mark.parametrize("change", ["0:1", "tail", "hash"])
def test_a_file_whose_bytes_are_not_those_of_its_hash_names_nothing(office: Office, change: str) -> None:
    """What its head claims is not believed; the call is stored, and one warning says what to do."""
    file = weights(office)
    text = file.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("musik "))
    file.write_text(
        {
            "0:1": text.replace(line, "musik 0:x"),
            "tail": text[: len(text) // 2],
            "hash": re.sub("hash [0-9a-f]+", "hash 0123456789ab", text),
        }[change],
        encoding="utf-8",
    )
    for line in (("log", "musik keras di gang pasar"), ("list",)):
        ran = office.run(*line)
        assert ran.code == 0
        assert "kecamatan" not in ran.err
        assert ran.err.count("aduan rules learn --second writes it anew") == 1


def test_the_hash_that_is_kept_is_that_of_the_bytes(office: Office) -> None:
    """Anybody can count it after: SHA-256 of what stands behind the line of the hash, but for the blank line."""
    data = weights(office).read_bytes()
    rest = data.split(b"\n", 2)[2][:-1].replace(b"\n\n", b"\n", 1)
    ticket = office.log("musik keras di gang pasar")
    [named] = [data for type_, _actor, data in office.events(ticket) if type_ == "second_named"]
    assert named["weights"] == sha256(rest).hexdigest()[:12]


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
