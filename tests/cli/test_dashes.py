"""A text that begins with a dash: what it was taken for, and the line that works."""

from __future__ import annotations

import shlex

import pytest

from office import Office


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (["- sampah di Margahayu"], "- sampah di Margahayu"),
        (["-pohon tumbang"], "-pohon tumbang"),  # -p is an option, and `ohon tumbang` no priority
        (["-cepat ada kebakaran", "--name", "Budi"], "-cepat ada kebakaran"),
        (["--", "- sampah"], "- sampah"),
        (["-- sampah = kotor"], "-- sampah = kotor"),
        (["-q", "- sampah", "-p", "high"], "- sampah"),
        (["--answer", "- sudah", "- sampah"], "- sampah"),
        (["-sampah", "menumpuk"], "-sampah menumpuk"),
    ],
)
def test_the_line_that_is_told_is_right(office: Office, line: list[str], text: str) -> None:
    """Nothing is stored for a wrong line; the line in the sentence, typed as it stands, stores the text."""
    ran = office.run("log", *line)
    if line[0] != "--":
        assert ran.code == 2
        assert not office.file.exists()
        (sentence,) = [part for part in ran.err.splitlines() if "begins with a dash" in part]
        words = shlex.split(sentence.partition("ends the options: ")[2])
        assert words[:2] == ["aduan", "log"]
        ran = office.run("log", *words[2:])
    assert ran.code == 0, ran.err
    assert office.run("list", "--format", "json").data[0]["text"] == text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["log", "sampah", "--categry", "x"], "--category"),
        (["log", "sampah", "--nonsense"], "No such option"),
        (["log", "sampah", "--parish", "Torget"], "No such option"),
        (["log", "sampah", "--phon-x=0812"], "No such option"),
        (["list", "--nonsense"], "No such option"),
        (["route", "1", "--reason", "- begitu saja", "--to"], "--to"),
    ],
)
def test_a_real_option_is_told_as_before(office: Office, line: list[str], said: str) -> None:
    """A misspelt option keeps its neighbour, an unknown one is never offered as text; a value may begin with a dash."""
    office.log("sampah")
    ran = office.run(*line)
    assert ran.code == 2
    assert said in ran.err
    assert "begins with a dash" not in ran.err
