"""`aduan search`."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from office import Office


@pytest.fixture
def office(office: Office) -> Office:
    office.log("Lampu jalan mati di Jalan Mawar")
    office.log("Jalan berlubang, lampu menyala", "--address", "Gang Kenanga 5")
    office.log("Menanyakan alamat café", "--answer", "di Jalan Kenari")
    return office


def found(office: Office, *words: str) -> list[str]:
    """Return the numbers of the tickets found, in order."""
    return [record["ticket"].split("-")[2] for record in office.run("search", "--format", "json", "--", *words).data]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (["jalan"], ["0003", "0002", "0001"]),
        (["LAMPU"], ["0002", "0001"]),
        (["lampu", "mati"], ["0001"]),
        (["lampu mati"], ["0001"]),
        (['"jalan lampu"'], []),
        (['"lampu jalan"'], ["0001"]),
        (["“lampu jalan”"], ["0001"]),
        (["ken*"], ["0003", "0002"]),
        (["kenang"], []),
        (["cafe"], ["0003"]),
        (["gang", "kenanga"], ["0002"]),
        (["lampu", "OR", "cafe"], []),
        (["NEAR(lampu"], []),
        (["lampu'--"], ["0002", "0001"]),
        (['"lampu'], ["0002", "0001"]),
        (["text:lampu"], []),
        (["-mati"], ["0001"]),
    ],
)
def test_words(office: Office, words: list[str], numbers: list[str]) -> None:
    """All words must occur, in any field, newest first; prefix and phrase work; FTS's own syntax is just words."""
    assert found(office, *words) == numbers
    assert office.run("search", "--count", "--", *words).out == f"{len(numbers)}\n"


def test_without_a_word_is_a_usage_error(office: Office) -> None:
    """Signs alone, or nothing, exit 2 and print no data."""
    for words in (["!?"], [""], ["*"], []):
        ran = office.run("search", *words)
        assert (ran.code, ran.out) == (2, "")


def test_limit_and_columns(office: Office) -> None:
    """--limit cuts with a line on stderr; --columns chooses."""
    ran = office.run("search", "jalan", "--limit", "2", "--format", "csv", "--columns", "ticket")
    assert [line[:15] for line in ran.out.splitlines()] == ["ticket", "UJI-261123-0003", "UJI-261123-0002"]
    assert ran.err == "more than 2 were found; --limit 0 shows all\n"
    assert office.run("search", "jalan", "--limit", "3").err == ""


@pytest.mark.of_file
def test_reveal_is_recorded_without_the_words(office: Office) -> None:
    """The event of --reveal says how many were shown, and keeps no word: a word may be a caller's name."""
    assert office.run("search", "mawar", "--reveal").code == 0
    assert office.run("search", "nothing-like-it", "--reveal").code == 0
    connection = sqlite3.connect(office.file)
    bodies = connection.execute(
        "SELECT body FROM event WHERE complaint_id IS NULL AND body LIKE '%revealed%'"
    ).fetchall()
    connection.close()
    assert len(bodies) == 1
    assert '"count":1' in bodies[0][0]
    assert "mawar" not in bodies[0][0]


def test_nothing_found_is_said(office: Office) -> None:
    """On stderr, not with -q; a program gets what it got."""
    assert office.run("search", "tiada").err == "nothing was found\n"
    assert office.run("-q", "search", "tiada") == (0, "", "")
    assert office.run("search", "tiada", "--format", "json") == (0, "[]\n", "")


def test_of_an_empty_desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty desk finds nothing, exits 0 and makes no file."""
    (tmp_path / "other").mkdir()
    empty = Office(tmp_path / "other", capsys)
    assert empty.run("search", "jalan", "--format", "json").out == "[]\n"
    assert empty.run("search", "jalan", "--count").out == "0\n"
    assert not empty.file.exists()


def test_as_a_process(office: Office) -> None:
    """The installed command finds what was logged."""
    assert office.spawn("search", "mati", "--format", "json").data[0]["text"] == "Lampu jalan mati di Jalan Mawar"
