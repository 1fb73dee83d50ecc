"""`aduan board`: the room's big screen, once or drawn anew; one query for each picture, and nobody's name."""

from __future__ import annotations

import re
import signal

import pytest

from aduan_cli.store.sqlite.figures import SqliteFigures
from office import Office
from terminal import EVERYTHING, Terminal

SCREEN_BEFORE = "\x1b[?1049l"
CALLER = ("--name", "Siti Uji", "--phone", "0812-0000-0101")


@pytest.fixture
def busy(office: Office) -> Office:
    """A desk with an emergency, two calls of a unit, one that nothing claimed, and one that is done."""
    office.log("sampah di Margahayu", *CALLER)
    office.log("sampah di Teluk Pucung")
    office.log("entah apa")
    office.log("kebakaran di Duren Jaya", *CALLER)
    done = office.log("sampah lain")
    office.run("resolve", done, "--result", "diangkut")
    office.run("close", done)
    return office


def test_once_prints_it_anywhere(busy: Office) -> None:
    ran = busy.run("board", "--once")
    assert (ran.code, ran.err) == (0, "")
    first, *parts = ran.out.split("\n\n")
    assert first == "open 4 · late 0 · emergencies 1"
    urgent, calls, units = (part.splitlines()[2:] for part in parts)
    assert [line.split()[2] for line in urgent] == ["!!"]
    assert len(calls) == 5
    assert [line.split() for line in units] == [
        ["dlh", "2", "0", "0"],
        ["disdamkar", "1", "0", "1"],
        ["triage", "1", "0", "0"],
    ]


def test_it_shows_nobody_and_not_a_word_of_theirs(busy: Office) -> None:
    """Only where and what, in the officer's language."""
    out = busy.run("--lang", "id", "board", "--once").out
    for private in ("Siti", "0101", "entah"):
        assert private not in out
    assert "darurat 1" in out
    assert "Margahayu, Bekasi Timur" in out


def test_each_picture_asks_the_store_once(busy: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    execute = SqliteFigures.board

    def traced(figures: SqliteFigures, *arguments: int) -> object:
        connection = figures._file.open(write=False)
        connection.set_trace_callback(asked.append)
        try:
            return execute(figures, *arguments)
        finally:
            connection.set_trace_callback(None)

    monkeypatch.setattr(SqliteFigures, "board", traced)
    busy.run("board", "--once")
    assert len([one for one in asked if not one.startswith("PRAGMA")]) == 1


def test_a_desk_without_a_call(office: Office) -> None:
    ran = office.run("board", "--once")
    assert (ran.code, ran.out, ran.err) == (0, "open 0 · late 0 · emergencies 0\n", "")


def test_on_a_pipe_a_sentence_names_what_works_there(office: Office) -> None:
    ran = office.run("board")
    assert (ran.code, ran.out) == (2, "")
    assert "--once prints it anywhere" in ran.err


@pytest.mark.parametrize("size", [(24, 80), (10, 60), (40, 120)])
def test_it_fits_its_screen_and_gives_it_back(busy: Office, size: tuple[int, int]) -> None:
    """What comes meanwhile comes by itself; a service that ends it finds the screen as it was."""
    for number in range(30):
        busy.log(f"sampah nomor {number} di Margahayu")
    line = busy.line("board", "--every", "1")
    terminal = Terminal(busy.folder, *line, on=EVERYTHING, size=size, TERM="xterm")
    assert "Meja Uji · every 1 s" in terminal.wait_for("open 34")
    picture = terminal.wait_for(re.escape("\x1b[J"))
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", picture).splitlines()
    assert len(lines) <= size[0]
    busy.log("sampah baru")
    terminal.wait_for("open 35")
    terminal.process.send_signal(signal.SIGTERM)
    code, _out, shown = terminal.end()
    assert (code in (143, -15), shown.rstrip().endswith(SCREEN_BEFORE)) == (True, True)


def test_a_small_screen_shows_something_of_each_part(busy: Office) -> None:
    """On 24 rows nothing is cut off: the last unit stands on it."""
    for number in range(30):
        busy.log(f"sampah nomor {number} di Margahayu")
    terminal = Terminal(busy.folder, *busy.line("board"), on=EVERYTHING, size=(24, 80), TERM="xterm")
    terminal.wait_for("open 34")
    picture = terminal.wait_for(re.escape("\x1b[J"))
    terminal.type("\x03")
    assert terminal.end()[0] == 130
    assert "…\x1b[K\x1b[J" not in picture
    assert [unit for unit in ("dlh", "disdamkar", "triage") if re.search(rf"^{unit} ", picture, re.MULTILINE)] == [
        "dlh",
        "disdamkar",
        "triage",
    ]
