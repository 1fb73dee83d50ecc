"""`aduan report`: every format says the same, and each figure is what the command that it names lists."""

from __future__ import annotations

import csv
import io
import re
import shlex
from typing import Any

import pytest

from office import Office

REPORTS = ("week", "month", "year", "unit", "category", "kelurahan", "shifts")


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return a desk with calls of two weeks, and what was done with them."""
    text = RULES_MORE + (fresh_office.folder / "rules.toml").read_text(encoding="utf-8")
    fresh_office.write_rules(text)
    for at, *words in CALLS:
        assert fresh_office.run("log", *words, "--now", at).code == 0
    for line in DONE:
        assert fresh_office.run(*shlex.split(line)).code == 0, line
    return fresh_office


RULES_MORE = """
[deadlines]
resolve = "1d"
[kelurahan]
"Margahayu" = { inhabitants = 2000 }
"""
CALLS = (
    ("2026-11-16 08:00", "Melaporkan sampah di Kel. Margahayu", "--phone", "0812-0000-0101"),
    ("2026-11-17 15:00", "Melaporkan pju padam di Kel. Duren Jaya"),
    ("2026-11-22 23:50", "Melaporkan sampah di pasar"),
    ("2026-11-23 08:00", "Melaporkan sampah di Kel. Margahayu"),
    ("2026-11-23 08:10", "Menanyakan ktp"),
    ("2026-11-23 08:20", "Melaporkan kebakaran di Teluk Pucung"),
    ("2026-11-23 08:30", "Melaporkan listrik padam"),
    ("2026-11-23 08:40", "Melaporkan sesuatu yang aneh"),
)
DONE = (
    "resolve 261116-1 --result Diangkut --now '2026-11-16 18:00'",
    "close 261116-1 --by desk --now '2026-11-17 09:00'",
    "return 261117-1 --reason 'bukan kami' --to dlh --now '2026-11-17 16:00'",
    "reject 261122-1 --reason hoax --now '2026-11-23 07:00'",
)


def report(office: Office, *words: str) -> Any:
    return office.run("report", *words, "--format", "json").data


@pytest.mark.parametrize("name", REPORTS)
def test_every_format_has_the_same_figures(office: Office, name: str) -> None:
    told = report(office, name, "--compare")
    assert list(told)[:6] == ["report", "since", "until", "before", "rows", "total"]
    (jsonl,) = office.run("report", name, "--compare", "--format", "jsonl").out.splitlines()
    assert office.run("report", name, "--compare", "--format", "json").out.strip() == jsonl
    lines = list(csv.DictReader(io.StringIO(office.run("report", name, "--compare", "--format", "csv").out)))
    flat = [{key: "" if value is None else str(value) for key, value in row.items()} for row in told["rows"]]
    assert lines[:-1] == flat
    assert lines[-1]["received"] == str(told["total"]["received"])
    table = office.run("report", name, "--format", "md").out
    assert table.startswith("# ")
    assert "| in all" in table


@pytest.mark.parametrize("name", REPORTS)
def test_each_figure_is_what_the_command_that_explain_names_counts(office: Office, name: str) -> None:
    told = report(office, name, "--explain")
    listed = {figure: said.partition(": aduan ")[2] for figure, said in told["explained"].items()}
    assert "received" in listed
    for figure, command in listed.items():
        if command:
            words = shlex.split(command.replace("--limit 0", "--count"))
            assert office.run(*words).out.strip() == str(told["total"][figure]), figure


def test_a_week_begins_on_monday_and_is_held_against_the_one_before(office: Office) -> None:
    told = report(office, "week", "kemarin", "--compare")
    assert (told["since"][:10], told["until"][:10]) == ("2026-11-16", "2026-11-23")
    assert (told["before"]["since"][:10], told["before"]["until"][:10]) == ("2026-11-09", "2026-11-16")
    assert [row["received"] for row in told["rows"]] == [1, 1, 0, 0, 0, 0, 1]
    assert told["moved"]["resolved"] == 1
    now = report(office, "week", "--compare")
    assert (now["total"]["received"], now["total"]["received_before"]) == (5, 3)
    shown = office.run("report", "week", "--compare").out
    assert "2026-11-23  mon" in shown
    assert "5 (+2)" in shown


@pytest.mark.parametrize(
    ("name", "date", "since", "rows"),
    [
        ("month", "2026-11", "2026-11-01", 30), ("month", "bulan lalu", "2026-10-01", 31),
        ("month", "2024-02", "2024-02-01", 29), ("week", "1/1/2026", "2025-12-29", 7),
        ("year", "2026", "2026-01-01", 12), ("year", "kemarin", "2026-01-01", 12),
    ],
)  # fmt: skip
def test_the_time_is_typed_as_any_time_is(office: Office, name: str, date: str, since: str, rows: int) -> None:
    told = report(office, name, date)
    assert (told["since"][:10], len(told["rows"])) == (since, rows)


def test_promises_are_told_by_unit_and_its_crews(office: Office) -> None:
    rows = {row["unit"]: row for row in report(office, "unit")["rows"]}
    assert (rows["dlh"]["kept"], rows["dlh"]["late"], rows["dlh"]["kept_share"]) == (1, 0, 100.0)
    assert (rows["bmsda"]["received"], rows["bmsda"]["late"], rows["bmsda"]["returned"]) == (1, 1, 1)
    crews = report(office, "unit", "DBMSDA")["rows"]
    assert {row["unit"]: row["received"] for row in crews} == {"bmsda-pju": 1, "bmsda": 0, "bmsda-jalan": 0}
    wrong = office.run("report", "unit", "dhl")
    assert (wrong.code, "did you mean 'dlh'?" in wrong.err) == (2, True)


def test_who_never_calls_is_named_with_how_many_live_where_others_do(office: Office) -> None:
    told = report(office, "kelurahan", "--since", "2026-11-20")
    assert told["never_call"] == {"Bekasi Timur": ["Duren Jaya"]}
    rows = {row["kelurahan"]: row for row in told["rows"]}
    assert (rows["Margahayu"]["inhabitants"], rows["Margahayu"]["per_1000"]) == (2000, 0.5)
    shown = office.run("report", "kelurahan", "--since", "2026-11-20", "--lang", "id").out
    assert "Dari dan tentang 1 tempat ini tidak ada yang menelepon:\nBekasi Timur: Duren Jaya\n" in shown
    assert shown.count("Duren Jaya") == 1


def test_a_time_that_ends_before_it_begins_is_told(office: Office) -> None:
    ran = office.run("report", "category", "--since", "2026-11-20", "--until", "2026-11-10")
    assert (ran.code, ran.out) == (2, "")
    assert "--since 2026-11-20 is not before --until 2026-11-10" in ran.err


def test_an_empty_desk_has_reports_too(fresh_office: Office) -> None:
    for name in REPORTS:
        assert fresh_office.run("report", name).code == 0
        assert report(fresh_office, name)["total"]["received"] == 0


def test_promises_are_told_by_clock(office: Office) -> None:
    told = report(office, "deadlines")
    rows = {(row["unit"], row["clock"]): row for row in told["rows"]}
    assert rows["dlh", "resolve"]["in_time"] == 1
    assert rows["bmsda", "resolve"]["over"] == 1
    assert told["total"]["clock"] == "resolve"
    assert re.search(r"^in all +resolve ", office.run("report", "deadlines").out, re.M)
    shown = office.run("report", "deadlines", "--explain", "--lang", "id").out
    assert "dijanjikan" in shown
    assert "of these clocks" not in shown


def test_a_desk_that_promises_nothing_says_so(fresh_office: Office) -> None:
    fresh_office.log("Melaporkan sampah")
    assert "nothing was promised for any call of that time" in fresh_office.run("report", "deadlines").out


def test_who_calls_again_is_masked_unless_that_is_asked_for(office: Office) -> None:
    office.log("Melaporkan sampah lagi", "--phone", "0812-0000-0101", "--now", "2026-11-23 13:00")
    (row,) = report(office, "callers")["rows"]
    assert (row["phone"], row["calls"], row["first"]) == ("+6281******101", 2, "2026-11-16T08:00:00+07:00")
    assert "+6281200000101" not in office.run("report", "callers", "--compare", "--explain").out
    (row,) = report(office, "callers", "--reveal")["rows"]
    assert row["phone"] == "+6281200000101"
    told = [body for (body,) in office.rows("SELECT body FROM event WHERE complaint_id IS NULL")]
    assert sum('"report callers"' in body for body in told) == 1
    assert report(office, "callers")["hoaxes"] == 1
    (then,) = report(office, "callers", "--since", "2026-11-22", "--until", "2026-11-23")["rows"] or [None]
    assert then is None
    (again,) = report(office, "callers", "--compare")["rows"]
    assert (again["calls"], again["calls_before"]) == (2, 0)


def test_rules_are_told_by_what_people_made_of_their_decisions(office: Office) -> None:
    told = report(office, "rules")
    rows = {(row["step"], row["rule"], row["category"]): row for row in told["rows"]}
    assert rows["category", None, "pju-mati"]["came_back"] == 1
    assert rows["category", None, "pju-mati"]["corrected"] == 1
    assert rows["handoff", "api", None]["decided"] == 1
    assert told["triage"] == rows["triage", None, None]["decided"] == 1
    assert "Triage got 1 of them (12.5 %)" in office.run("report", "rules").out
    office.run("assign", "261123-1", "disdamkar", "--now", "2026-11-23 12:00")
    rows = {(row["step"], row["category"]): row for row in report(office, "rules")["rows"]}
    assert (rows["category", "sampah"]["decided"], rows["category", "sampah"]["corrected"]) == (3, 1)
    assert ("manual", None) not in rows
    edited = ("edit", "261123-4", "--category", "sampah", "--reason", "bukan listrik", "--now", "2026-11-23 12:30")
    assert office.run(*edited).code == 0
    rows = {(row["step"], row["category"]): row for row in report(office, "rules")["rows"]}
    assert rows["category", "listrik"]["corrected"] == 1


def test_a_month_beside_a_longer_one_has_its_own_days_alone(office: Office) -> None:
    office.log("Melaporkan sampah", "--at", "2026-10-31 08:00")
    told = report(office, "month", "2026-11", "--compare")
    assert len(told["rows"]) == 30
    assert told["total"]["received_before"] == 1


def test_categories_stand_below_their_group_with_its_figures(office: Office) -> None:
    """As data each row has its group, and the groups add up to the total; without one the report is as it was."""
    flat = office.run("report", "category").out
    assert "group" not in flat
    path = office.folder / "rules.toml"
    text = path.read_text(encoding="utf-8")
    for name in ("sampah", "listrik"):
        text = text.replace(f"[categories.{name}]\n", f'[categories.{name}]\ngroup = "Jalan dan taman"\n', 1)
    office.write_rules(text)
    told = report(office, "category", "--compare")
    assert {row["group"] for row in told["rows"] if row["category"] in ("sampah", "listrik")} == {"Jalan dan taman"}
    for figure in ("received", "received_before", "open", "late"):
        assert sum(one[figure] for one in told["groups"]) == told["total"][figure]
        for one in told["groups"]:
            assert one[figure] == sum(row[figure] for row in told["rows"] if row["group"] == one["group"])
    assert [one["group"] for one in told["groups"]] == ["Jalan dan taman", None]
    shown = office.run("report", "category").out.splitlines()
    assert shown[3].startswith("Jalan dan taman")
    assert [line.split()[1] for line in shown[4:6]] == ["sampah", "listrik"]
    assert any(line.startswith("without a group") for line in shown)


def test_a_month_says_how_many_of_its_calls_an_import_brought(office: Office) -> None:
    assert "came by an import" not in office.run("report", "month").out
    (office.folder / "lama.csv").write_text("isi,tanggal\nMelaporkan sampah,2026-10-05 08:00\n", encoding="utf-8")
    map_ = '[columns]\ntext = "isi"\nreported_at = "tanggal"\n[dates]\nformats = ["%Y-%m-%d %H:%M"]\n'
    (office.folder / "peta.toml").write_text(map_, encoding="utf-8")
    done = office.run("import", str(office.folder / "lama.csv"), "--map", str(office.folder / "peta.toml"))
    assert done.code == 0, done.err
    assert report(office, "month", "2026-10")["imported"] == 1
    assert "Of the calls 1 came by an import" in office.run("report", "month", "2026-10").out
    assert report(office, "month")["imported"] == 0
