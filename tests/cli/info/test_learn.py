"""`aduan info learn` and `aduan info gaps`: answers proposed from the stored calls, and questions that have none."""

from __future__ import annotations

import pytest

from office import RULES, Office

CATEGORY = """
[categories.kontak-dlh]
unit = "dlh"
kind = "information"
text_all = ["nomor", "dinas lingkungan hidup"]
"""
QUESTION = "menanyakan nomor Dinas Lingkungan Hidup"
NUMBER, CALLER = "0812-0000-0007", "0813-0000-0009"


@pytest.fixture
def office(office: Office) -> Office:
    """Return a desk where the same was asked five times, and answered with a number that is nobody's own."""
    head, mark, rest = RULES.partition("[categories.sampah]")
    office.write_rules(head + CATEGORY + mark + rest)
    for day in range(1, 6):
        at = ("--at", f"2026-11-{day:02} 10:00", "--name", "Rahasia Sekali", "--phone", CALLER)
        office.log(f"{QUESTION} untuk Rahasia", "--answer", f"Nomornya {NUMBER}, akan ditelepon ke {CALLER}", *at)
    return office


def learned(office: Office, *options: str) -> str:
    """Return what is proposed."""
    ran = office.run("info", "learn", *options)
    assert ran.code == 0, ran.err
    return ran.out


def test_what_officers_answered_is_proposed(office: Office) -> None:
    """How often and when last stands above; `rules check` takes the file as it is, and the question finds it."""
    text = learned(office)
    assert f"# 5 questions; {NUMBER} 5×, last on 2026-11-05" in text
    path = office.folder / "rules.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    problems = office.run("rules", "check", "--format", "json").data
    assert [row for row in problems if "answer" in (row["path"] or "")] == []
    (row,) = office.run("info", QUESTION, "--format", "json").data
    assert (row["unit"], NUMBER in row["text"]) == ("dlh", True)
    ran = office.run("info", "learn")
    assert (ran.code, ran.out) == (4, "")
    assert "known already: 1" in ran.err


def test_nothing_of_a_caller_is_proposed(office: Office) -> None:
    """Not the phone that an officer repeated, in any spelling, and no word of a name, however often it was said."""
    text = learned(office, "--least", "1")
    assert "0009" not in text
    assert "rahasia" not in text.casefold()


def test_a_number_that_is_a_caller_s_is_nobody_s_answer(office: Office) -> None:
    """Also where another caller's number is given as the answer again and again."""
    office.log("melaporkan sampah", "--phone", NUMBER)
    ran = office.run("info", "learn", "--least", "1")
    assert (ran.code, ran.out) == (4, "")


def test_a_number_that_the_caller_said_is_not_learned(office: Office) -> None:
    """Where to ring back may stand in the question; a short public number stays one that can be told."""
    for _time in range(3):
        office.log("menanyakan ktp, hubungi saya di 0814-0000-0005", "--answer", "akan ditelepon ke 081400000005")
        office.log("menanyakan sampah, telepon 119 sibuk", "--answer", "coba 119 lagi", "--phone", "119")
    text = learned(office)
    assert "0005" not in text
    assert "119" in text


def test_an_office_s_address_is_learned_and_the_caller_s_own_is_not(office: Office) -> None:
    """Where the caller says a street it is theirs, also where the officer repeats it."""
    for _time in range(3):
        office.log("menanyakan alamat kantor sampah", "--answer", "Kantornya di Jl. Kenanga No. 5")
        office.log("menanyakan ktp di Jl. Melati No. 7", "--answer", "petugas datang ke Jl. Melati No. 7")
    text = learned(office)
    assert "Kenanga" in text
    assert "Melati" not in text


@pytest.mark.parametrize(("least", "code"), [("5", 0), ("6", 4)])
def test_rarer_than_asked_for_stays_out(office: Office, least: str, code: int) -> None:
    """Given five times: at six nothing is left, which is said with what to change."""
    ran = office.run("info", "learn", "--least", least)
    assert ran.code == code
    assert code == 0 or "nothing was given 6 times or more" in ran.err


def test_a_new_file_is_written(office: Office) -> None:
    """And none that is there is written over."""
    path = office.folder / "usulan.toml"
    assert learned(office, "--output", str(path)) == ""
    assert path.read_text(encoding="utf-8").endswith('."\n')
    assert office.run("info", "learn", "--output", str(path)).code == 2


def test_nothing_becomes_an_answer_by_itself(office: Office) -> None:
    """What was proposed isn't found until somebody has put it into the rules."""
    learned(office)
    assert office.run("info", QUESTION).code == 4


def test_a_district_s_office_is_asked_for_by_its_place(office: Office) -> None:
    """`each = "kecamatan"`: the answer is for calls of that kecamatan, and the file says so."""
    for _time in range(3):
        office.log("menanyakan ktp di Kec. Bekasi Utara", "--answer", "021-80000123")
    text = learned(office)
    assert 'unit = "kecamatan-bekasi-utara"' in text
    assert 'kecamatan = "Bekasi Utara"' in text
    path = office.folder / "rules.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    assert "021-80000123" in office.run("info", "ktp di Kec. Bekasi Utara").out
    assert "021-80000123" not in office.run("info", "ktp di Kec. Bekasi Timur").out


def test_gaps_are_what_has_no_answer(office: Office) -> None:
    """Grouped by category, most often first; which have no noted answer either; none once there is an answer."""
    for _time in range(2):
        office.log("menanyakan jadwal sampah")
    rows = office.run("info", "gaps", "--format", "json").data
    assert [(row["count"], row["unanswered"], row["category"], row["unit"]) for row in rows] == [
        (5, 0, "kontak-dlh", "dlh"),
        (2, 2, "sampah", "dlh"),
    ]
    assert list(rows[0]) == ["count", "unanswered", "unit", "category", "words", "last", "ticket"]
    assert "rahasia" not in str(rows).casefold()
    recent = office.run("info", "gaps", "--since", "2026-11-20", "--format", "json").data
    assert [row["category"] for row in recent] == ["sampah"]
    assert "kontak-dlh" in office.run("info", "gaps").out
    path = office.folder / "rules.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + learned(office), encoding="utf-8")
    assert office.run("info", "gaps", "--format", "json").data == []
    ran = office.run("info", "gaps")
    assert (ran.code, ran.out) == (0, "")
    assert "every stored question has an answer" in ran.err


def test_words_that_begin_like_a_command_are_words(office: Office) -> None:
    """Only the first word names a command; options of everywhere may stand before it."""
    assert office.run("info", "nomor", "learn").code == 4
    assert office.run("info", "--lang", "en", "learn").code == 0
    assert office.run("info", "--", "learn").code == 4
