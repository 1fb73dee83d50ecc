"""`aduan handover`: what the next shift must know, the signature under it, and what changed since."""

from __future__ import annotations

import json
from typing import Any

import pytest

from office import Office
from terminal import EVERYTHING, Terminal

DEADLINES = """
[deadlines]
calendar = "always"
acknowledge = "1h"
resolve = "10h"

[reasons.hold]
alat = { say = "menunggu alat" }
"""


@pytest.fixture
def office(fresh_office: Office) -> Office:
    """Return a desk with clocks."""
    fresh_office.write_rules((fresh_office.folder / "rules.toml").read_text() + DEADLINES)
    return fresh_office


def told(office: Office, at: str, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = office.run("handover", "--format", "json", "--now", f"2026-11-23 {at}", *more).data
    return found


def done(office: Office, at: str, *words: str) -> str:
    ran = office.run(*words, "--now", f"2026-11-23 {at}")
    assert ran.code == 0, ran.err
    return ran.out.strip()


def lines(found: dict[str, Any], section: str) -> list[tuple[str, str]]:
    return [(line["ticket"], line["at"][11:16]) for line in found["lines"] if line["section"] == section]


def test_every_sort_is_there_with_what_is_most_urgent_first(office: Office) -> None:
    fire = done(office, "09:00", "log", "Melaporkan kebakaran")
    first = done(office, "09:10", "log", "Melaporkan sampah di pasar", "--phone", "08120000001")
    second = done(office, "13:30", "log", "Melaporkan sampah di taman")
    nowhere = done(office, "13:40", "log", "Melaporkan sesuatu")
    held = done(office, "13:41", "log", "Melaporkan lampu jalan mati")
    returned = done(office, "13:42", "log", "Melaporkan jalan rusak")
    rung = done(office, "13:43", "log", "Melaporkan sampah di kali", "--phone", "08120000002")
    done(office, "13:44", "hold", held, "--reason", "alat", "--until", "20:00")
    done(office, "13:45", "return", returned, "--reason", "bukan jalan kota")
    done(office, "13:46", "resolve", rung, "--result", "Diangkut")
    found = told(office, "14:05")
    assert (found["shift"], found["next_shift"], found["until"]) == ("siang", "malam", "2026-11-24T07:00:00+07:00")
    assert lines(found, "emergency") == [(fire, "09:00")]
    assert lines(found, "unacknowledged") == [(fire, "09:00"), (first, "09:10"), (second, "13:30")]
    assert lines(found, "late") == [(fire, "10:00"), (first, "10:10")]
    assert lines(found, "due")[0] == (second, "14:30")
    assert {clock["clock"] for clock in found["lines"] if clock["section"] == "due"} == {"acknowledge", "resolve"}
    assert lines(found, "triage") == [(nowhere, "13:40")]
    assert lines(found, "returned") == [(returned, "13:42")]
    assert lines(found, "held") == [(held, "20:00")]
    assert lines(found, "callbacks") == [(rung, "13:46")]
    counted = {name: len(lines(found, name)) for name in found["counts"] if name != "open"}
    assert found["counts"] == {**counted, "open": 7}
    assert (found["signed"], found["moved"], found["still_open"]) == (None, {}, None)
    assert list(found["lines"][0]) == ["section", "ticket", "at", "clock", "unit", "text"]


def test_a_desk_with_nothing_open_says_so_in_one_word_each(office: Office) -> None:
    ran = office.run("handover")
    assert ran.code == 0
    assert "Late: none" in ran.out
    assert len(ran.out.splitlines()) < 10
    assert "Terlambat: nihil" in office.run("handover", "--lang", "id").out
    assert told(office, "14:05")["lines"] == []


def test_a_screen_has_counts_first_and_the_first_of_each(office: Office) -> None:
    for minute in range(8):
        done(office, f"13:0{minute}", "log", f"Melaporkan sampah \x1b[31m nomor {minute}")
    shown = office.run("handover").out
    assert "\x1b" not in shown
    counts, _blank, waiting = shown.partition("Not acknowledged: 8, the first 5\n")
    assert "Not acknowledged: 8\n" in counts.replace(" · ", "\n")
    assert [line[-1] for line in waiting.split("\n\n")[0].splitlines()] == ["0", "1", "2", "3", "4"]
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert office.run("handover", "--limit", "0").out.count("nomor 7") == 3
    markdown = office.run("handover", "--format", "md").out
    assert markdown.startswith("# Hand-over 2026-11-23 14:05")
    assert "\n- Not acknowledged: 8\n" in markdown
    assert "\n## Not acknowledged: 8\n\n- UJI-261123-0001" in markdown


def test_a_terminal_gets_as_much_as_fits_it(office: Office) -> None:
    """80 columns and 24 rows: nothing scrolls away, and each section that has something is there."""
    for minute in range(8):
        done(office, f"12:0{minute}", "log", f"Melaporkan sampah nomor {minute}")
        done(office, f"12:1{minute}", "log", f"Melaporkan kebakaran nomor {minute}")
        done(office, f"12:2{minute}", "log", f"Melaporkan sesuatu nomor {minute}")
    for rows, shown in ((24, 2), (60, 5)):
        line = office.line("handover", "--no-pager")
        lines = Terminal(office.folder, *line, on=EVERYTHING, size=(rows, 80)).end()[2].splitlines()
        assert len(lines) < rows
        assert sum("sesuatu nomor" in line for line in lines) == shown
    assert office.run("handover").out.count("sesuatu nomor") == 5


def test_a_time_says_as_much_of_its_day_as_is_needed(office: Office) -> None:
    for at in ("2025-12-31 09:00", "2026-11-22 09:01", "2026-11-23 09:02"):
        office.run("log", "Melaporkan sampah di pasar", "--now", at)
    shown = office.run("handover").out.partition("\n\nNot acknowledged: 3\n")[2]
    assert [" ".join(line.split()[1:-5]) for line in shown.splitlines()] == [
        "2025-12-31 09:00",
        "22/11 09:01",
        "09:02",
    ]


def test_who_comes_sees_what_changed_since_the_last_signature(office: Office) -> None:
    first = done(office, "13:00", "log", "Melaporkan sampah di pasar")
    second = done(office, "13:10", "log", "Melaporkan sampah di taman")
    assert done(office, "13:58", "handover", "sign", "--to", " Joko  Contoh ") == (
        "handed over: sari → Joko Contoh, 2 open"
    )
    third = done(office, "14:02", "log", "Melaporkan sampah di kali")
    done(office, "14:03", "resolve", first, "--result", "Diangkut")
    found = told(office, "14:05")
    assert found["signed"] == {
        "at": "2026-11-23T13:58:00+07:00",
        "actor": "sari",
        "to": "Joko Contoh",
        "shift": "pagi",
        "open": 2,
        "number": found["signed"]["number"],
    }
    assert {name: count for name, count in found["moved"].items() if name in ("logged", "resolved")} == {
        "logged": 1,
        "resolved": 1,
    }
    assert found["still_open"] == 2  # what is resolved waits for the desk's check
    done(office, "14:04", "close", first)
    shown = office.run("handover").out
    assert "Since 13:58 (sari → Joko Contoh): 1 logged, 1 resolved, 1 closed; of 2 that were open 1 still are." in (
        " ".join(shown.split())
    )
    done(office, "14:06", "handover", "sign", "--to", "rina", "--actor", "Joko Contoh")
    history = office.run("handover", "history", "--format", "json").data
    assert [(row["actor"], row["to"], row["shift"], row["tickets"]) for row in history] == [
        ("Joko Contoh", "rina", "siang", [second, third]),
        ("sari", "Joko Contoh", "pagi", [first, second]),
    ]
    assert history[0]["counts"]["unacknowledged"] == 2
    assert office.store().breaks() == []


def test_signing_twice_in_a_minute_changes_nothing(office: Office) -> None:
    done(office, "13:58", "log", "Melaporkan sampah")
    done(office, "13:58", "handover", "sign", "--to", "joko")
    ran = office.run("handover", "sign", "--to", "joko", "--now", "2026-11-23 13:58")
    assert (ran.code, "nothing changed" in ran.out) == (0, True)
    assert len(office.run("handover", "history", "--format", "json").data) == 1
    done(office, "13:59", "handover", "sign", "--to", "joko")
    assert len(office.run("handover", "history", "--format", "json").data) == 2


@pytest.mark.parametrize("name", ["", "  ", "Sari"])
def test_nobody_hands_over_to_nobody_or_to_themselves(office: Office, name: str) -> None:
    ran = office.run("handover", "sign", "--to", name)
    assert (ran.code, ran.out) == (2, "")
    assert office.run("handover", "history", "--format", "json").data == []


def test_a_plugin_that_was_set_aside_is_told(office: Office) -> None:
    from aduan_cli.ports import PluginRun

    done(office, "13:00", "log", "Melaporkan sampah")
    store = office.store()
    store.commit(
        [], [PluginRun("bmsda", 1, 1, 1, False, 0.1, 0.1, "route: raised", over="terlalu lama")], 1_795_410_000
    )
    store.close()
    found = told(office, "14:05")
    assert found["counts"]["plugins"] == 1
    assert [line["ticket"] for line in found["lines"] if line["section"] == "plugins"] == ["bmsda"]


@pytest.mark.of_file
def test_the_signature_holds_no_words_of_callers(office: Office) -> None:
    done(office, "13:00", "log", "Melaporkan sampah di rumah Ani Contoh", "--name", "Ani Contoh")
    done(office, "13:58", "handover", "sign", "--to", "joko")
    connection = office.store()._file.open(write=False)
    (body,) = connection.execute("SELECT body FROM event WHERE complaint_id IS NULL ORDER BY id DESC").fetchone()
    assert json.loads(body)["data"]["tickets"]
    assert "Ani" not in body
