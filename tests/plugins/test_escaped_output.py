"""What a plugin has to say never acts on the officer's terminal: control characters stand escaped."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from trials import Trial

from aduan_cli.testing import manifest
from aduan_cli.testing.misbehaving import PLUGIN
from terminal import Terminal

pytestmark = pytest.mark.usefixtures("in_this_process")

CLEARS = "\\u001b[2J"
"""An escape sequence that empties the screen, as TOML and Python write it."""
MANIFEST = manifest(
    PLUGIN,
    f"""\
[[question]]
id = "arah"
category = "nakal"
text = "Ke mana?{CLEARS}"
type = "choice"
choices = ["utara{CLEARS}", "selatan"]
[commands.rusak]
help = "Rusak{CLEARS}"
""",
)
CODE = f"""\
import click
from aduan_cli.hookspecs import Decision, Note, Question, hookimpl

@hookimpl
def questions(complaint):
    return [Question("jalur", "Jalur{CLEARS} mana?", "choice", ["kiri{CLEARS}", "kanan"])]

@hookimpl
def validate(complaint):
    return [Note("lihat{CLEARS} lagi")]

@hookimpl
def route(complaint):
    if "gagal" in complaint.text:
        raise ValueError("gagal{CLEARS}")
    return Decision("nakal-regu", reason="rahasia warga{CLEARS}")

@hookimpl
def commands():
    @click.command()
    def rusak():
        raise ValueError("rusak{CLEARS}")
    return [rusak]
"""


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """Return a desk in use whose plugin clears the screen wherever it can say something."""
    trial = Trial(tmp_path / "desk", {"plugin.py": CODE, "plugin.toml": MANIFEST})
    trial.run("log", "sampah")
    return trial


def shown_of(trial: Trial, *arguments: str) -> str:
    """Run a command on a terminal and return everything that it showed and printed."""
    _code, out, shown = Terminal(trial.folder, *arguments).end()
    return out + shown


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ((PLUGIN, "--help"), "Rusak\\x1b[2J"),
        ((PLUGIN, "rusak"), "rusak\\x1b[2J"),
        (("log", "nakal gagal", "--detail", "arah=sel", "--detail", "jalur=kanan"), "gagal\\x1b[2J"),
        (("log", "nakal", "--detail", "arah=sel", "--detail", "jalur=kanan"), "lihat\\x1b[2J lagi"),
        (("plugin", "check", PLUGIN), None),
        (("plugin", "doctor"), None),
        (("plugin", "list"), None),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else None,
)
def test_control_characters_are_escaped(trial: Trial, arguments: tuple[str, ...], shown: str | None) -> None:
    said = shown_of(trial, *arguments)
    assert "\x1b" not in said, said
    assert shown is None or shown in said
    assert "Traceback" not in said


def test_questions_and_choices_are_escaped(trial: Trial) -> None:
    terminal = Terminal(trial.folder, "log", "nakal")
    said = terminal.wait_for(r"Ke mana\?.* $")
    assert "utara\\x1b[2J, selatan" in said
    terminal.type("timur")
    said += terminal.wait_for(r"Ke mana\?.* $")
    terminal.type("ut")
    said += terminal.wait_for(r"Jalur.* $")
    terminal.type("ki")
    code, out, rest = terminal.end()
    assert code == 0
    assert "\x1b" not in said + rest
    kept = {"arah": "utara\x1b[2J", "arah-ucapan": "timur", "jalur": "kiri\x1b[2J"}  # What was refused at first, too.
    assert trial.call(out).answers == kept
    shown = shown_of(trial, "show", out.strip()) + shown_of(trial, "why", out.strip(), "-v")
    assert "rahasia warga\\x1b[2J" in shown
    assert "\x1b" not in shown


def test_what_is_erased_leaves_no_word_of_code_or_caller(trial: Trial) -> None:
    """Neither an answer, nor a note, nor a reason, nor what the code raised about the caller."""
    tickets = []
    for text in ("nakal", "nakal gagal"):
        terminal = Terminal(trial.folder, "log", text, "--detail", "jalur=kanan")
        terminal.wait_for(r"Ke mana\?.* $")
        terminal.type("utara")
        tickets.append(terminal.end()[1])
    with trial.store() as store:
        for ticket in tickets:
            complaint = trial.call(ticket)
            assert complaint.answers == {"arah": "utara\x1b[2J", "jalur": "kanan"}
            store.erase(complaint.ticket, "rina", complaint.logged_at)
    connection = sqlite3.connect(trial.folder / "aduan.db")
    # All but the texts of the manifest and the rules, which are the city's own.
    everything = "\n".join(line for line in connection.iterdump() if CLEARS not in line)
    connection.close()
    assert "code_answered" in everything
    for word in ("utara", "kanan", "lihat", "rahasia", "ValueError", "Traceback"):
        assert word not in everything, word
    trial.assert_sound()
