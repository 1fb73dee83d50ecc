"""Answers to a category's questions: whatever way they come in, they are fitted before anything is decided."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office import RULES, Office

ASKING = (
    RULES
    + """
[categories.ambulans]
unit = "disdamkar"
text = ["ambulans"]
[categories.kolam]
unit = "disdamkar"
text = ["kolam"]
answers.sadar = "tidak"
[[question]]
id = "sadar"
category = ["ambulans", "kolam"]
text = "Apakah korban sadar?"
type = "choice"
choices = ["ya", "tidak"]
[[question]]
id = "korban"
category = "ambulans"
text = "Berapa korban?"
type = "number"
[[question]]
id = "keadaan"
category = "ambulans"
text = "Bagaimana keadaannya?"
[[handoff]]
id = "tak-sadar"
answers.sadar = "tidak"
to = "disdamkar"
say = "Sambungkan ke 119."
[[handoff]]
id = "banyak"
answers.korban = ">= 5"
to = "disdamkar"
say = "Sambungkan ke 119."
[[handoff]]
id = "pingsan"
answers.keadaan = "pingsan"
to = "disdamkar"
say = "Sambungkan ke 119."
"""
)
MAP = """\
[columns]
text = "isi"
reported_at = "tgl"
[dates]
formats = ["%Y-%m-%d"]
[answers]
sadar = "sadar"
"""


@pytest.fixture
def office(office: Office) -> Office:
    office.write_rules(ASKING)
    return office


def record(office: Office, ticket: str) -> dict[str, Any]:
    shown: dict[str, Any] = office.run("show", ticket, "--format", "json").data
    return shown


@pytest.mark.parametrize(
    ("text", "detail", "kept"),
    [
        ("butuh ambulans", "sadar=Tidak", {"sadar": "tidak"}),
        ("butuh ambulans", "sadar=TID", {"sadar": "tidak"}),
        ("butuh ambulans", "korban=5,0", {"korban": 5}),
        ("butuh ambulans", "korban=1.000", {"korban": 1000}),
        ("butuh ambulans", "keadaan=Pingsan", {"keadaan": "Pingsan"}),
        ("tenggelam di kolam", "sadar=Tidak", {"sadar": "tidak"}),
        ("tolong segera", "sadar=Tidak", {"sadar": "tidak"}),
    ],
)
def test_a_capital_letter_loses_no_emergency(office: Office, text: str, detail: str, kept: dict[str, Any]) -> None:
    """However an answer is spelt, the hand-off that asks for it decides, in `log` and in its dry run."""
    foreseen = office.run("log", text, "--detail", detail, "--dry-run", "--format", "json")
    assert foreseen.data["priority"] == "emergency"
    ran = office.run("log", text, "--detail", detail, "--format", "json")
    assert ran.err.startswith("!! Sambungkan ke 119.")
    assert (ran.data["step"], ran.data["priority"], ran.data["answers"]) == ("handoff", "emergency", kept)


def test_an_answer_that_does_not_fit_stores_nothing(office: Office) -> None:
    """A wrong answer of `--detail` exits 2, says what would be right, and leaves no call."""
    for detail in ("sadar=mungkin", "sadar=2", "korban=banyak", "korban=1,000", "korban=1_000", "korban=1e3"):
        ran = office.run("log", "butuh ambulans", "--detail", detail)
        assert (ran.code, ran.out) == (2, "")
        assert f"--detail {detail.split('=')[0]}: " in ran.err
        assert ("would be right" in ran.err) or ("the choices are ya, tidak" in ran.err)
    assert office.run("list", "--count").out == "0\n"


def test_answers_of_an_import_are_fitted(office: Office) -> None:
    """A column's answer decides as an officer's; one that doesn't fit is kept, told, and noted on the record."""
    (office.folder / "maps").mkdir()
    (office.folder / "maps" / "lama.toml").write_text(MAP, encoding="utf-8")
    file = office.folder.parent / "lama.csv"
    file.write_text(
        "tgl,isi,sadar\n2026-11-01,butuh ambulans,TIDAK\n2026-11-02,minta ambulans,entah\n", encoding="utf-8"
    )
    ran = office.run("import", str(file), "--map", "lama")
    assert ran.code == 0
    assert "lama.csv row 2: answer to 'sadar': entah: the choices are ya, tidak; it is kept" in ran.err
    assert "1 answer doesn't fit its question" in ran.err
    first, second = record(office, "261101-1"), record(office, "261102-1")
    assert (first["priority"], first["answers"]) == ("emergency", {"sadar": "tidak"})
    assert (second["priority"], second["answers"]) == ("normal", {"sadar": "entah"})
    assert office.events(second["ticket"])[0][2]["notes"] == ["unfit-answer: sadar"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("sader", "no question has that name; did you mean 'sadar'?"),
        ("warna", "no question has that name; one of 'keadaan', 'korban', 'sadar'"),
    ],
)
def test_a_map_that_answers_what_nobody_asks_is_refused(office: Office, name: str, sentence: str) -> None:
    """A misspelt question would lose an emergency in silence: file, line and the right name are told."""
    (office.folder / "maps").mkdir()
    path = office.folder / "maps" / "lama.toml"
    path.write_text(MAP.replace("[answers]\nsadar", f"[answers]\n{name}"), encoding="utf-8")
    file = office.folder.parent / "lama.csv"
    file.write_text("tgl,isi,sadar\n2026-11-01,butuh ambulans,TIDAK\n", encoding="utf-8")
    ran = office.run("import", str(file), "--map", "lama")
    assert ran.code == 3
    assert f"lama.toml:7: answers.{name}: {sentence}" in ran.err
    assert office.run("list", "--count").out == "0\n"


def test_before_any_rules_are_in_force_any_map_takes_calls(office: Office) -> None:
    """Nobody knows then what is asked; the calls wait in triage with their answers."""
    (office.folder / "maps").mkdir()
    (office.folder / "maps" / "lama.toml").write_text(MAP, encoding="utf-8")
    (office.folder / "rules.toml").write_text("[", encoding="utf-8")
    file = office.folder.parent / "lama.csv"
    file.write_text("tgl,isi,sadar\n2026-11-01,butuh ambulans,TIDAK\n", encoding="utf-8")
    assert office.run("import", str(file), "--map", "lama").code == 0
    (kept,) = office.run("list", "--format", "json").data
    assert (kept["unit"], kept["answers"]) == ("triage", {"sadar": "TIDAK"})


def test_route_fits_what_was_stored_before_the_question_was_there(office: Office) -> None:
    """An answer that was stored as it came decides once its question is known, and is then kept fitted."""
    office.write_rules(RULES)
    ticket = office.log("butuh ambulans", "--detail", "sadar=Tidak")
    assert record(office, ticket)["answers"] == {"sadar": "Tidak"}
    office.write_rules(ASKING)
    ran = office.run("route", "--pending")
    assert "!! " + ticket in ran.err
    after = record(office, ticket)
    assert (after["step"], after["priority"], after["answers"]) == ("handoff", "emergency", {"sadar": "tidak"})
    store = office.store()
    assert list(store.differences()) == []
    store.close()


def test_fitting_alone_changes_no_complaint(office: Office) -> None:
    """Where the decision stays, `route` leaves the record and its version as they are."""
    office.write_rules(RULES + '\n[categories.ambulans]\nunit = "disdamkar"\ntext = ["ambulans"]\n')
    ticket = office.log("butuh ambulans", "--detail", "sadar=Ya")
    office.write_rules(ASKING)
    assert office.run("route", ticket, "--format", "json").data[0]["changed"] is False
    assert (record(office, ticket)["version"], record(office, ticket)["answers"]) == (1, {"sadar": "Ya"})


def test_answers_of_examples_are_fitted(office: Office) -> None:
    """An example's answer decides like an officer's; one that doesn't fit is a problem with file and line."""
    good = '[[example]]\ntext = "ambulans"\nanswers.sadar = "TID"\nexpect = { rule = "tak-sadar" }\n'
    office.write_rules(ASKING + good)
    assert office.run("rules", "test").code == 0
    office.write_rules(ASKING + good.replace("TID", "entah").replace("expect = ", "expect = {} # "))
    ran = office.run("rules", "test")
    line = (ASKING + good).splitlines().index('answers.sadar = "TID"') + 1
    assert ran.code == 3
    told = f"rules.toml:{line}: example[1].answers.sadar: entah: the choices are ya, tidak"
    assert told in ran.out + ran.err


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["ya", "tidak"]), st.data())
def test_any_case_decides_alike(office: Office, choice: str, data: st.DataObject) -> None:
    """For every way of spelling a choice the call comes out the same."""
    upper = data.draw(st.lists(st.booleans(), min_size=len(choice), max_size=len(choice)))
    spelt = "".join(c.upper() if up else c for c, up in zip(choice, upper, strict=True))
    log = ["log", "butuh ambulans", "--dry-run", "--format", "json", "--detail"]
    assert office.run(*log, f"sadar={spelt}").data == office.run(*log, f"sadar={choice}").data
