"""What officers correct is listed, and a draft of changes is proposed, tried and brought into force."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tomli

from office import Office

CALLS = (
    ("sampah di pasar bau limbah pabrik", "bmsda"),
    ("sampah limbah pabrik masuk kali", "bmsda"),
    ("tumpukan sampah dari limbah pabrik", "bmsda"),
    ("sampah belum diangkut di gang", None),
    ("sampah menumpuk depan sekolah", None),
    ("sampah berserakan di taman", None),
    ("suara petasan tiap malam", "disdamkar"),
    ("petasan meledak dekat rumah", "disdamkar"),
    ("ada warga main petasan", "disdamkar"),
    ("mohon bantuan warga", None),
)
"""What callers said, and the unit that an officer sent it to."""


@pytest.fixture
def office(office: Office) -> Office:
    """Return a desk in which an officer corrected six of ten calls."""
    office.write_rules(office.folder.joinpath("rules.toml").read_text(encoding="utf-8") + "# akhir\n")
    for text, unit in CALLS:
        ticket = office.log(text)
        if unit is not None:
            assert office.run("route", ticket, "--to", unit, "--reason", "bukan wewenang").code == 0
    return office


def test_corrections_are_told_by_what_they_have_in_common(office: Office) -> None:
    """From where to where, how many, the words that they share and others don't, and how many would be wrong again."""
    rows = office.run("rules", "corrections", "--format", "json").data
    assert [(row["from"], row["to"], row["category"], row["cases"], row["still"]) for row in rows] == [
        ("dlh", "bmsda", "sampah", 3, 3),
        ("triage", "disdamkar", None, 3, 3),
    ]
    assert rows[0]["words"] == ["limbah"]
    assert rows[1]["words"] == ["petasan"]
    assert (rows[0]["by"], len(rows[0]["tickets"])) == (["route"], 3)
    table = office.run("rules", "corrections")
    assert table.code == 0
    assert "petasan" in table.out
    assert office.run("rules", "corrections", "--format", "csv").out.startswith("from,to,category,to_category,cases")
    assert office.run("rules", "corrections", "--since", "2026-11-24", "--format", "json").data == []


def test_a_draft_says_what_would_have_decided_so_and_is_accepted(office: Office, tmp_path: Path) -> None:
    """Each change rests on cases; tried, it moves these alone; accepted, no such call is decided wrong any more."""
    draft = tmp_path / "draft.toml"
    ran = office.run("rules", "learn", "--from", "corrections", "--output", str(draft))
    assert ran.code == 0
    assert "proposals: 2" in ran.err
    text = draft.read_text(encoding="utf-8")
    assert text.count("# nothing else would move") == 2
    assert len(tomli.loads(text)["change"]) >= 2
    told = office.run("rules", "backtest", str(draft), "--format", "json").data
    assert told["complaints"] == len(CALLS)
    accepted = office.run("rules", "accept", str(draft))
    assert accepted.code == 0, accepted.err
    after = (office.folder / "rules.toml").read_text(encoding="utf-8")
    assert "# akhir\n" in after
    assert {row["still"] for row in office.run("rules", "corrections", "--format", "json").data} == {0}
    ticket = office.log("limbah pabrik dan sampah di sungai")
    assert office.run("show", ticket, "--format", "json").data["unit"] == "bmsda"
    ticket = office.log("sampah di jalan belum diangkut")
    assert office.run("show", ticket, "--format", "json").data["unit"] == "dlh"
    assert office.run("rules", "learn", "--from", "corrections").out.count("[[change]]") == 0


def test_corrections_that_an_example_forbids_to_follow_are_told_with_it(office: Office) -> None:
    """What would have mended them stays out of the draft, and nobody is told that nothing was found for them."""
    example = '\n[[example]]\ntext = "bunyi petasan"\nexpect = { unit = "triage" }\n'
    office.write_rules(office.folder.joinpath("rules.toml").read_text(encoding="utf-8") + example)
    assert office.run("rules", "accept").code == 0
    ran = office.run("rules", "learn", "--from", "corrections")
    assert ran.code == 0
    assert "petasan" not in ran.out.partition("[[change]]")[2]
    told = next(line for line in ran.err.splitlines() if "petasan" in line)
    assert told.startswith("3 corrections to disdamkar (petasan) can't be followed while an example says otherwise;")
    assert "'bunyi petasan' gave 'disdamkar'; 'triage' was expected" in told
    assert "nothing is proposed" not in ran.err


def test_where_officers_put_calls_that_name_a_place_becomes_a_place(office: Office, tmp_path: Path) -> None:
    """Three calls of one estate that officers put into one kecamatan: accepted, the next one lies there by itself."""
    for text in ("ktp hilang di griya seroja", "mau rekam ktp, griya seroja blok b", "griya seroja, ktp rusak"):
        ticket = office.log(text, "--kind", "complaint")
        assert office.run("edit", ticket, "--kecamatan", "Bekasi Utara").code == 0
    draft = tmp_path / "draft.toml"
    assert office.run("rules", "learn", "--from", "corrections", "--output", str(draft)).code == 0
    changes = tomli.loads(draft.read_text(encoding="utf-8"))["change"]
    [place] = [change["place"] for change in changes if change["file"] == "places/corrected.toml"]
    assert [(one["kind"], one["kecamatan"]) for one in place] == [("estate", "Bekasi Utara")]
    assert "seroja" in place[0]["name"].lower()
    assert office.run("rules", "backtest", str(draft)).code == 0
    accepted = office.run("rules", "accept", str(draft))
    assert accepted.code == 0, accepted.err
    assert tomli.loads((office.folder / "places" / "corrected.toml").read_text(encoding="utf-8"))["place"] == place
    shown = office.run("show", office.log("ktp di griya seroja blok c"), "--format", "json").data
    assert (shown["kecamatan"], shown["sources"]["kecamatan"]) == ("Bekasi Utara", "gazetteer")
    assert shown["unit"] == "kecamatan-bekasi-utara"


AT_A_MARKET = (
    "sampah di Pasar Pojok belum diangkut",
    "sampah menumpuk, pasar pojok",
    "pasar pojok: sampah berserakan",
    "bau sampah dari Pasar Pojok",
)


def corrected_places(office: Office, texts: tuple[str, ...], kelurahan: str) -> list[str]:
    """Log calls and say of each in which kelurahan it is, which moves none to another unit."""
    tickets = [office.log(text) for text in texts]
    for ticket in tickets:
        assert office.run("edit", ticket, "--kelurahan", kelurahan).code == 0
    return tickets


def places_proposed(office: Office, *options: str) -> list[dict[str, str]]:
    """Return the places among what is proposed from corrections."""
    ran = office.run("rules", "learn", "--from", "corrections", *options)
    assert ran.code == 0, ran.err
    changes = tomli.loads(ran.out).get("change", [])
    return [place for change in changes for place in change.get("place", [])]


def test_a_kelurahan_that_officers_gave_alone_becomes_a_place(office: Office, tmp_path: Path) -> None:
    """Though nothing moved to another unit: listed, proposed with its cases, accepted, and the next call lies there."""
    tickets = corrected_places(office, AT_A_MARKET, "Duren Jaya")
    rows = office.run("rules", "corrections", "--still", "--format", "json").data
    [row] = [row for row in rows if row["kelurahan"]]
    assert (row["kecamatan"], row["kelurahan"], row["cases"], row["still"]) == ("Bekasi Timur", "Duren Jaya", 4, 4)
    assert (row["from"], row["to"], row["by"], row["tickets"]) == (None, None, ["edit"], tickets)
    assert row["words"] == ["pojok"]
    assert "Duren Jaya" in office.run("rules", "corrections").out
    draft = tmp_path / "draft.toml"
    ran = office.run("rules", "learn", "--from", "corrections", "--output", str(draft))
    assert "places: 1, which would put 4 corrected calls where officers did" in ran.err
    said = draft.read_text(encoding="utf-8")
    assert f"Pasar Pojok: 4 calls that officers put into Duren Jaya: {', '.join(reversed(tickets))}" in said
    [place] = places_proposed(office)
    assert place == {
        "name": "Pasar Pojok",
        "kind": "market",
        "kelurahan": "Duren Jaya",
        "source": "4 corrected calls",
    }
    assert office.run("rules", "backtest", str(draft)).code == 0
    assert office.run("rules", "accept", str(draft)).code == 0
    assert not [
        row for row in office.run("rules", "corrections", "--still", "--format", "json").data if row["kelurahan"]
    ]
    shown = office.run("show", office.log("sampah depan pasar pojok"), "--format", "json").data
    assert (shown["kelurahan"], shown["sources"]["kelurahan"]) == ("Duren Jaya", "gazetteer")


def test_a_place_that_nothing_announces_is_called_as_callers_say_it(office: Office) -> None:
    texts = (
        "sampah di toko Mak Enah",
        "sampah depan mak enah",
        "Mak Enah banyak sampah",
        "sampah mak enah, mohon diangkut",
    )
    corrected_places(office, texts, "Margahayu")
    [place] = places_proposed(office)
    assert (place["name"], place["kind"], place["kelurahan"]) == ("Mak Enah", "landmark", "Margahayu")


def test_a_row_of_shops_is_a_place_with_the_word_for_it(office: Office) -> None:
    """Callers say "ruko X", and so it is called."""
    for where in ("pasar", "sekolah", "taman"):
        ticket = office.log(f"sampah menumpuk di ruko pelangi dekat {where}")
        assert office.run("edit", ticket, "--kelurahan", "Margahayu").code == 0
    ran = office.run("rules", "learn", "--from", "corrections")
    assert 'name = "Ruko Pelangi", kind = "landmark", kelurahan = "Margahayu"' in ran.out


def test_calls_of_the_name_that_are_elsewhere_speak_against_a_place(office: Office) -> None:
    """By their own words or by what was given: told with their tickets, and too many let nothing be proposed."""
    corrected_places(office, AT_A_MARKET, "Duren Jaya")
    other = office.log("sampah pasar pojok, Kel. Margahayu")
    ran = office.run("rules", "learn", "--from", "corrections")
    assert f"calls that name it and are elsewhere, 1: {other}" in ran.out
    unknown = office.log("sampah lagi di pasar pojok")
    ran = office.run("rules", "learn", "--from", "corrections", "--share", "0.5")
    assert f"nobody said where they are: 1: {unknown} ? -> Duren Jaya, Bekasi Timur" in ran.out
    for number in range(3):
        office.log(f"sampah pasar pojok {number}, Kel. Margahayu")
    assert places_proposed(office, "--share", "0.5") == []
    said = office.run("rules", "learn", "--from", "corrections").err
    assert "calls whose place was corrected and for which no place is proposed, 4" in said


def test_what_calls_of_one_kelurahan_share_by_chance_is_no_place(office: Office) -> None:
    """Ordinary talk, words of the desk's own patterns, and words that two calls have and nobody else."""
    corrected_places(office, ("sampah parah di depan rumah kemarin", "sampah parah kemarin"), "Duren Jaya")
    corrected_places(office, ("sampah plastik kresek", "kresek isi sampah"), "Margahayu")
    assert places_proposed(office) == []


def test_a_place_that_was_corrected_back_teaches_nothing(office: Office) -> None:
    for ticket in corrected_places(office, AT_A_MARKET, "Duren Jaya"):
        assert office.run("edit", ticket, "--kecamatan", "", "--kelurahan", "").code == 0
    assert places_proposed(office) == []
    rows = office.run("rules", "corrections", "--format", "json").data
    assert not [row for row in rows if row["kelurahan"] or row["kecamatan"]]


def test_a_correction_that_was_taken_back_is_none(office: Office) -> None:
    """The last word counts: what ends where the rules had put it teaches nothing."""
    ticket = office.run("rules", "corrections", "--format", "json").data[0]["tickets"][0]
    assert office.run("route", ticket, "--to", "dlh", "--reason", "keliru").code == 0
    rows = office.run("rules", "corrections", "--format", "json").data
    assert sorted(row["cases"] for row in rows) == [2, 3]


def test_what_a_unit_gives_back_and_what_an_officer_edits_are_corrections(office: Office) -> None:
    """A return says whose it isn't, and whose it is where the unit knows; an edit says the category."""
    one, two = office.log("sampah kabel"), office.log("sampah tiang")
    assert office.run("return", one, "--reason", "bukan kami", "--to", "bmsda").code == 0
    assert office.run("return", two, "--reason", "bukan kami").code == 0
    edited = office.log("sampah pju")
    assert office.run("edit", edited, "--category", "pju-mati").code == 0
    rows = office.run("rules", "corrections", "--format", "json").data
    found = {(row["to"], row["to_category"], *row["by"]) for row in rows}
    assert {("bmsda", None, "route", "return"), (None, None, "return"), ("bmsda-pju", "pju-mati", "edit")} <= found
    said = office.run("rules", "learn", "--from", "corrections").err
    assert re.search(r"given back and nobody's yet, 1: \S*0012", said)


@pytest.mark.parametrize(
    ("draft", "wrong"),
    [
        ("[[change]]\nfile = 'other.toml'\ncategories.sampah.text = ['x']\n", "other.toml: the desk has no such file"),
        ("[[change]]\ncategories.sampah.text = ['x']\n", "change[1]: file ="),
        ("[desk]\nname = 'x'\n", "it is no draft of changes"),
        (
            "[[change]]\nfile = 'rules.toml'\ncategories.sampah.unit = 'bmsda'\n",
            "categories.sampah.unit is there already",
        ),
        (
            "[[change]]\nfile = 'rules.toml'\ncategories.baru.text = ['x']\n",
            "rules.toml: categories.baru: 'unit' is missing",
        ),
        (
            "[[change]]\nfile = 'rules.toml'\nrule = [{ id = 'x', to = 'dhl' }]\n",
            "unknown unit 'dhl'; did you mean 'dlh'?",
        ),
        (
            "[[change]]\nfile = 'rules.toml'\nexample = [{ text = 'sampah', expect = { unit = 'bmsda' } }]\n",
            "'sampah' gave 'dlh'; 'bmsda' was expected",
        ),
        (
            "[[change]]\nfile = 'places/baru.toml'\nplace = [{ name = 'Pasar X', kind = 'pasar' }]\n",
            "places/baru.toml: place[1].kind: unknown value 'pasar'",
        ),
    ],
)
def test_a_draft_that_can_not_be_added_changes_nothing(office: Office, tmp_path: Path, draft: str, wrong: str) -> None:
    """One sentence says why, the files stay as they are."""
    (tmp_path / "d.toml").write_text(draft, encoding="utf-8")
    before = (office.folder / "rules.toml").read_bytes()
    ran = office.run("rules", "accept", str(tmp_path / "d.toml"))
    assert ran.code == 3
    assert wrong in ran.err
    assert (office.folder / "rules.toml").read_bytes() == before
    assert not (office.folder / "places" / "baru.toml").exists()
