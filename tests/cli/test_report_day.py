"""`aduan report day`: what came on a day, where it is now, and that this adds up."""

from __future__ import annotations

import csv
import io
import json
import shlex
import sqlite3

import pytest

from office import Office


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return a desk with three calls of Monday, one of Sunday, and what was done with them."""
    for at, *words in (
        ("2026-11-22 23:50", "Melaporkan sampah di pasar"),
        ("2026-11-23 08:00", "Melaporkan sampah di taman"),
        ("2026-11-23 08:10", "Menanyakan ktp"),
        ("2026-11-23 08:20", "Melaporkan pju padam"),
    ):
        assert fresh_office.run("log", *words, "--now", at).code == 0
    fresh_office.run("ack", "2", "--now", "2026-11-23 09:00")
    fresh_office.run("resolve", "261123-1", "--result", "Diangkut", "--now", "2026-11-23 10:00")
    fresh_office.run("ack", "261122-1", "--now", "2026-11-23 10:10")
    return fresh_office


def test_each_call_of_the_day_is_in_one_state_in_its_unit_and_in_the_whole(office: Office) -> None:
    told = office.run("report", "day", "--format", "json").data
    assert list(told)[:7] == ["day", "since", "until", "adds_up", "lines", "moved", "differences"]
    assert list(told)[7:] == ["report", "before", "rows", "total", "imported"]
    assert told["total"] == told["lines"][-1]
    assert sum(row["received"] for row in told["rows"]) == told["total"]["received"] == 3
    assert (told["day"], told["since"], told["until"]) == (
        "2026-11-23",
        "2026-11-23T00:00:00+07:00",
        "2026-11-24T00:00:00+07:00",
    )
    lines = {(line["scope"], line["unit"], line["kind"]): line for line in told["lines"]}
    assert lines["whole", None, None]["received"] == 3
    assert lines["whole", None, "complaint"]["received"] == 2
    assert lines["unit", "dlh", None]["resolved"] == 1
    assert lines["unit", "bmsda-pju", "complaint"]["routed"] == 1
    assert told["adds_up"] is True
    assert told["differences"] == []
    assert {name: count for name, count in told["moved"].items() if count} == {
        "logged": 3,
        "acknowledged": 1,
        "resolved": 1,
    }


@pytest.mark.parametrize(
    ("date", "received"),
    [(None, 3), ("hari ini", 3), ("23/11", 3), ("kemarin", 1), ("2026-11-22", 1), ("minggu", 1), ("3d", 0)],
)
def test_the_day_is_typed_as_any_time_is(office: Office, date: str | None, received: int) -> None:
    told = office.run("report", "day", *([date] if date else []), "--format", "json").data
    assert told["lines"][-1]["received"] == received


@pytest.mark.parametrize("date", ["minggu lalu", "kapan-kapan", "besok"])
def test_what_is_no_day_is_refused(office: Office, date: str) -> None:
    ran = office.run("report", "day", date)
    assert (ran.code, ran.out) == (2, "")


def test_people_see_units_states_that_there_are_and_what_was_done(office: Office) -> None:
    shown = office.run("report", "day").out.splitlines()
    assert [line.split() for line in shown[1:2]] == [["unit", "received", "routed", "resolved", "answered"]]
    assert shown[-3].split() == ["in", "all", "3", "1", "1", "1"]
    assert shown[-1] == "Done that day: 3 logged, 1 acknowledged, 1 resolved"
    indonesian = office.run("--lang", "id", "report", "day", "--format", "md").out
    assert indonesian.startswith("# Neraca 2026-11-23\n")
    assert "3 dicatat, 1 diterima, 1 selesai" in indonesian


def test_csv_has_the_lines(office: Office) -> None:
    rows = list(csv.DictReader(io.StringIO(office.run("report", "day", "--format", "csv").out)))
    assert (rows[-1]["scope"], rows[-1]["received"], rows[-1]["answered"]) == ("whole", "3", "1")


def test_beside_it_stands_the_day_before(office: Office) -> None:
    """A unit that had calls on that day alone has a line, too."""
    office.run("log", "Melaporkan kebakaran", "--now", "2026-11-22 09:00")
    told = office.run("report", "day", "--compare", "--format", "json").data
    assert (told["before"]["since"][:10], told["before"]["until"][:10]) == ("2026-11-22", "2026-11-23")
    rows = {row["unit"]: (row["received"], row["received_before"]) for row in told["rows"]}
    assert rows == {"bmsda-pju": (1, 0), "disdamkar": (0, 1), "dlh": (1, 1), "kecamatan": (1, 0)}
    assert (told["total"]["received"], told["total"]["received_before"]) == (3, 2)
    assert {line["day"] for line in told["lines"]} == {"2026-11-23"}
    earlier = office.run("report", "day", "kemarin", "--format", "json").data
    assert earlier["total"]["resolved"] == told["total"]["resolved_before"]
    assert "in all" in office.run("report", "day", "--compare").out
    assert "3 (+1)" in office.run("report", "day", "--compare").out


@pytest.mark.parametrize("language", ["en", "id"])
def test_each_state_is_explained_with_the_command_that_lists_it(office: Office, language: str) -> None:
    told = office.run("report", "day", "--explain", "--format", "json", "--lang", language).data
    for figure, sentence in told["explained"].items():
        words = shlex.split(sentence.partition(": aduan ")[2].replace("--limit 0", "--count"))
        assert office.run(*words).out.strip() == str(told["total"][figure]), figure
    shown = office.run("report", "day", "--explain", "--lang", language).out
    assert ("of the calls, those that are in this state now" in shown) == (language == "en")
    assert "--status routed" in shown
    assert "--status closed" not in shown


def test_it_is_drawn_as_bars_of_units(office: Office) -> None:
    pytest.importorskip("rich", reason="the extra [chart] is not installed")
    drawn = office.run("report", "day", "--chart").out
    assert [line.split()[0] for line in drawn.splitlines()[1:5]] == ["received", "bmsda-pju", "dlh", "kecamatan"]
    assert "Done that day" in drawn


@pytest.mark.of_file
def test_an_account_that_does_not_add_up_says_where(office: Office) -> None:
    """Somebody changed a row behind the events: exit 3, the ticket, what its history says."""
    connection = sqlite3.connect(office.file)
    (ticket,) = connection.execute("SELECT ticket FROM complaint WHERE day = 20261123 AND number = 3").fetchone()
    connection.execute("UPDATE complaint SET status = 'closed' WHERE ticket = ?", (ticket,))
    connection.commit()
    connection.close()
    ran = office.run("report", "day")
    assert ran.code == 3
    assert f"{ticket}, status: the events say 'routed', but 'closed' is there" in ran.err
    assert "the account doesn't add up" in ran.err
    told = json.loads(office.run("report", "day", "--format", "json").out)
    assert told["adds_up"] is False
    assert [one["where"] for one in told["differences"]] == [f"{ticket}, status"]
    assert office.run("report", "day", "kemarin").code == 0


def test_a_desk_without_calls_has_an_account(fresh_office: Office) -> None:
    ran = fresh_office.run("report", "day")
    assert (ran.code, "no call came" in ran.out) == (0, True)
    assert not fresh_office.file.exists() or fresh_office.run("list", "--count").out == "0\n"
