"""`aduan info WORDS`: the best answers first, and the call stored with the one that is picked."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from office import MANIFEST, RULES, Office
from terminal import Terminal

ANSWERS = """
[[answer]]
id = "jam-kantor"
title = "Jam buka kantor"
words = ["jam buka", "buka jam"]
text = "Kantor buka 08:00 sampai 16:00."
source = "Perwal 1"
valid_until = "2026-11-23"
[[answer]]
id = "sampah-besar"
title = "Angkut sampah besar"
category = "sampah"
text_not = ["jalan"]
unit = "dlh"
text = "Sampah besar diangkut tiap Sabtu."
[[answer]]
id = "tarif"
title = "Tarif retribusi kebersihan"
unit = "dlh"
text = "Rp 10.000 sebulan."
[[answer]]
id = "lama"
title = "Tarif lama retribusi"
unit = "dlh"
text = "Rp 5.000 sebulan."
valid_until = "2026-11-22"
"""
FIELDS = ["id", "title", "text", "unit", "contacts", "hours", "source", "valid_until"]


@pytest.fixture
def office(office: Office) -> Office:
    contacts = 'contacts = ["021-8000", "dlh.example"]\nhours = "Senin-Jumat"\n'
    office.write_rules(RULES.replace('contact = "1500444"\n', contacts) + ANSWERS)
    assert office.run("rules", "check").code == 0
    return office


def ids(office: Office, *words: str) -> list[str]:
    """Return the ids of the answers found, the best first."""
    return [row["id"] for row in office.run("info", "--format", "json", *words).data]


def test_an_answer_is_whole(office: Office) -> None:
    """The promised fields in their order; how the unit is reached stands with it."""
    (row,) = office.run("info", "sampah", "saya", "--format", "json").data
    assert list(row) == FIELDS
    assert row == {
        "id": "sampah-besar", "title": "Angkut sampah besar", "text": "Sampah besar diangkut tiap Sabtu.",
        "unit": "dlh", "contacts": ["021-8000", "dlh.example"], "hours": "Senin-Jumat", "source": None,
        "valid_until": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("jam buka kantornya", ["jam-kantor"]),
        ("Jam-buka? sampah", ["jam-kantor", "sampah-besar"]),
        ("retribusi", ["tarif"]),
        ("berapa tarif kebersihan", ["tarif"]),
        ("kontak Dinas Lingkungan Hidup", ["unit:dlh"]),
    ],
)
def test_what_fits_comes_before_what_is_alike(office: Office, words: str, found: list[str]) -> None:
    """Where conditions hold they alone count, in the order of the file; where none does, words in common."""
    assert ids(office, words)[: len(found)] == found


def test_how_a_unit_is_reached_is_shown_with_it(office: Office) -> None:
    """`unit show` tells an officer the same contacts and hours, also as JSON."""
    shown = office.run("unit", "show", "dlh", "--format", "json").data
    assert (shown["contacts"], shown["hours"]) == (["021-8000", "dlh.example"], "Senin-Jumat")
    assert "021-8000, dlh.example" in office.run("unit", "show", "dlh").out


def test_what_is_past_its_date_is_left_out_and_told(office: Office) -> None:
    """The last day still counts; where such an answer would have been found, that it is left out is said."""
    ran = office.run("info", "tarif retribusi lama", "--format", "json")
    assert [row["id"] for row in ran.data] == ["tarif"]
    assert "left out, for they are past their date: lama" in ran.err
    ran = office.run("info", "jam buka")
    assert (ran.code, ran.err) == (0, "")


def test_nothing_found_says_what_to_do(office: Office) -> None:
    """Exit 4 and the way to store it all the same; as JSON an empty array."""
    ran = office.run("info", "harga cabai", "--format", "json")
    assert (ran.code, ran.out) == (4, "[]\n")
    assert "aduan log TEXT --kind information --answer ANSWER" in ran.err
    assert not office.file.exists() or office.run("list", "--count").out == "0\n"


def test_a_pick_is_stored_as_answered(office: Office) -> None:
    """The call is an answered question with that answer and its caller; the history tells which answer it was."""
    ran = office.run("info", "sampah", "--pick", "1", "--phone", "0812-0000-0001", "--name", "Penelepon Uji")
    ticket = ran.out.strip()
    shown = office.run("show", ticket, "--format", "json", "--reveal").data
    assert (shown["kind"], shown["status"], shown["unit"]) == ("information", "answered", "dlh")
    assert shown["answer"] == "Sampah besar diangkut tiap Sabtu."
    assert (shown["caller"]["phone"], shown["caller"]["name"]) == ("+6281200000001", "Penelepon Uji")
    events = office.events(ticket)
    assert [(type_, actor) for type_, actor, _data in events[:2]] == [("logged", "sari"), ("answered", "sari")]
    assert events[1][2] == {"was": "answered", "status": "answered", "ready": "sampah-besar"}
    assert "with the answer 'sampah-besar'" in office.run("history", ticket).out
    store = office.store()
    assert list(store.differences()) == []
    store.close()


def test_a_pick_prints_the_record_with_a_format(office: Office) -> None:
    """As `log` does; the same key again stores nothing and gives the same ticket."""
    line = ("info", "sampah", "--pick", "1", "--key", "k1", "--format", "json", "--phone", "081200000001")
    first, again = office.run(*line).data, office.run(*line).data
    assert first == again
    assert "*" in first["caller"]["phone"]
    assert office.run("list", "--count").out == "1\n"


@pytest.mark.parametrize("pick", ["0", "2", "99"])
def test_a_pick_that_is_none_stores_nothing(office: Office, pick: str) -> None:
    """There is one answer: exit 4, and the sentence says how many there are."""
    ran = office.run("info", "sampah", "--pick", pick)
    assert (ran.code, ran.out) == (4, "")
    assert f"--pick {pick}: there is no such answer; 1 to 1 would be right" in ran.err
    assert not office.file.exists()


def test_on_a_terminal_a_number_picks(office: Office) -> None:
    """Out of range asks again; Enter stores nothing."""
    office.run("info", "sampah")
    terminal = Terminal(office.folder, "info", "jam buka sampah", "--now", "2026-11-23 10:00", "--lang", "en")
    terminal.wait_for("1 to 2 stores the call")
    terminal.type("7")
    terminal.wait_for("a number from 1 to 2 would be right")
    terminal.type("2")
    code, out, _shown = terminal.end()
    assert code == 0
    assert "Sampah besar" in out
    assert office.run("show", out.split()[-1], "--format", "json").data["answer"].startswith("Sampah besar")
    terminal = Terminal(office.folder, "info", "jam buka", "--limit", "1", "--now", "2026-11-23 10:00", "--lang", "en")
    terminal.wait_for(r"Was it read out\? 1 stores the call")
    terminal.type("2")
    terminal.wait_for("1 would be right, or Enter")
    terminal.type("")
    assert terminal.end()[0] == 0
    assert office.run("list", "--count").out == "1\n"


def test_any_bytes_are_words(office: Office) -> None:
    """What is no UTF-8 is stored as it can be kept, as by `log`; nothing found is no bug."""
    assert office.run("info", "a\udcffb", "--name", "\udcff").code == 4
    ticket = office.run("info", "sampah \udcff", "--name", "\udcff", "--pick", "1").out.strip()
    assert office.run("show", ticket, "--format", "json").data["text"] == "sampah \\udcff"


def test_an_emergency_is_told_first(office: Office) -> None:
    """Who asks for the number may stand before the fire: what to do now is said, whatever is found."""
    ran = office.run("info", "kebakaran di rumah saya")
    assert "!! Sambungkan ke pemadam sekarang." in ran.err


def test_log_says_the_ready_answer(office: Office) -> None:
    """For a question that nobody has answered yet, and only where one fits; a complaint has none."""
    ran = office.run("log", "menanyakan sampah kapan diangkut")
    assert "ready answer (sampah-besar): Sampah besar diangkut tiap Sabtu." in ran.err
    for line in (
        ("log", "melaporkan sampah menumpuk"),
        ("log", "menanyakan tarif retribusi"),
        ("log", "menanyakan sampah di jalan"),
        ("log", "menanyakan sampah kapan diangkut", "--answer", "Sabtu"),
    ):
        assert "ready answer" not in office.run(*line).err


def test_the_ready_answer_is_of_the_plan_and_not_of_the_complaint(office: Office) -> None:
    """A dry run as JSON has it as its last field; the stored record doesn't."""
    line = ("log", "menanyakan sampah", "--format", "json")
    stored, plan = office.run(*line).data, office.run(*line, "--dry-run").data
    assert list(plan) == [*stored, "ready_answer"]
    assert list(plan["ready_answer"]) == FIELDS
    assert "ready_answer" not in office.run("log", "melaporkan sampah", "--format", "json", "--dry-run").data


def test_daily_commands_read_the_answers_from_the_cache(office: Office) -> None:
    """Once kept, a question needs no TOML; where the file is damaged, they are compiled anew."""
    time.sleep(0.1)  # Files that changed just now are not kept yet.
    for _time in range(3):
        assert ids(office, "sampah") == ["sampah-besar"]
    kept = office.folder / ".aduan" / "answers.json"
    office.log("menanyakan sampah")
    assert json.loads(kept.read_bytes().split(b" ", 1)[1])["entries"]
    probe = office.spawn("info", "sampah", "--format", "json", env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert "aduan_cli.flow.directory.counter" in probe.err
    assert " tomli" not in probe.err
    kept.write_bytes(kept.read_bytes()[:-9])
    assert ids(office, "sampah") == ["sampah-besar"]


def test_answers_of_a_manifest_are_of_its_unit(office: Office, tmp_path: Path) -> None:
    """A unit owner's answers count like the city's, after them, and name only the unit's own."""
    path = office.folder / "plugins" / "bmsda" / "plugin.toml"
    answer = '[[answer]]\nid = "pju"\ntitle = "Lapor PJU"\nwords = "pju"\ntext = "Sebut nomor tiang."\n'
    path.write_text(MANIFEST + answer + 'unit = "bmsda-pju"\n', encoding="utf-8")
    assert ids(office, "pju") == ["pju"]
    path.write_text(MANIFEST + answer + 'unit = "dlh"\n', encoding="utf-8")
    assert "unit 'dlh' is not in the scope of 'bmsda'" in office.run("rules", "check").out
