"""Only what is typed after a question was shown can be its answer: what is pasted into a shell is never lost."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from aduan_cli.errors import DONE, USAGE
from processes import Aduan
from terminal import EVERYTHING, Terminal

README = Path(__file__).parents[2] / "README.md"
SHELLS = {"sh": ["sh", "-i"], "bash": ["bash", "--norc", "--noprofile", "-i"]}
ASKING = """
[[question]]
id = "sejak"
category = "sampah"
text = "Sejak kapan?"
[[question]]
id = "kubik"
category = "sampah"
text = "Berapa kubik?"
type = "number"
"""
OPEN = "not asked, for more was typed already: sejak, kubik; answers come with the call: --detail sejak=..."


@pytest.fixture
def asking(desk: Path) -> Path:
    """Return a desk that asks two questions about waste."""
    with (desk / "rules.toml").open("a") as rules:
        rules.write(ASKING)
    return desk


def pasted_into(shell: str, folder: Path, lines: list[str], seconds: float = 120) -> str:
    """Paste lines into an interactive shell on a terminal, all at once; return what was shown until it ended."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    terminal = Terminal(
        folder, command=SHELLS[shell], on=EVERYTHING, PATH=path, PS1="$ ", HISTFILE="/dev/null", HOME=str(folder)
    )
    terminal.press("".join(f"{line}\n" for line in [*lines, "exit 0"]))
    return terminal.end(seconds)[2]


def first_session() -> list[str]:
    """Return the lines that the README's first session has a newcomer type."""
    session = README.read_text().partition("## A first session")[2].partition("```console\n")[2].partition("```")[0]
    return [line[2:] for line in session.splitlines() if line.startswith("$ ")]


@pytest.mark.slow
def test_the_first_session_can_be_pasted_whole(tmp_path: Path) -> None:
    """Each line is run by the shell, none is taken for an answer, and what is not asked is said."""
    lines = first_session()
    assert sum(line.startswith("aduan log") for line in lines) == 3
    shown = pasted_into("bash", tmp_path, [*lines, "aduan list --count"])
    tickets = re.findall(r"^(?:\$ )?(BKS-\d{6}-\d{4}-\d)$", shown, re.MULTILINE)
    assert len(set(tickets)) == 3, shown
    assert re.search(r"^(?:\$ )?3$", shown, re.MULTILINE), shown
    assert "not asked, for more was typed already: nomor-tiang, " in shown
    assert "ask the caller" not in shown
    assert shown.count('"ticket": ') == 1, shown  # the last line of the session, as JSON


@pytest.mark.parametrize("shell", SHELLS)
def test_calls_that_are_pasted_are_all_stored(aduan: Aduan, asking: Path, shell: str) -> None:
    """Of several lines none is an answer, and the beginning of one stays on the next line."""
    calls = [f"aduan log 'sampah nomor {number}'" for number in range(3)]
    shown = pasted_into(shell, asking, calls)
    assert shown.count(OPEN) == 3, shown
    assert aduan("list", "--count").stdout == "3\n"
    assert '"answers": {}' in aduan("show", "1", "--format", "json").stdout


def test_the_beginning_of_a_line_is_no_answer_either(aduan: Aduan, asking: Path) -> None:
    """What was typed before the question was shown is seen also while its line is not yet whole."""
    terminal = Terminal(asking, "log", "sampah")
    terminal.press("aduan li")
    code, out, shown = terminal.end(60)
    assert (code, out.count("\n")) == (DONE, 1)
    assert OPEN in shown
    assert aduan("list", "--count").stdout == "1\n"


def test_several_lines_at_a_question_are_no_answer(aduan: Aduan, asking: Path) -> None:
    """The line that was read is named, and nothing more is asked."""
    terminal = Terminal(asking, "log", "sampah")
    terminal.wait_for(r"Sejak kapan\? ", 60)
    terminal.type("aduan log 'yang berikut'\naduan list")
    code, _out, shown = terminal.end(60)
    assert code == DONE
    assert "several lines at once are no answer; this one was not run: aduan log 'yang berikut'" in shown
    assert OPEN in shown
    assert '"answers": {}' in aduan("show", "1", "--format", "json").stdout


def test_a_number_may_be_left_with_enter(aduan: Aduan, asking: Path) -> None:
    terminal = Terminal(asking, "log", "sampah")
    terminal.wait_for(r"Sejak kapan\? ", 60)
    terminal.type("kemarin")
    terminal.wait_for(r"Berapa kubik\? ", 60)
    terminal.type("")
    code, out, shown = terminal.end(60)
    assert (code, "would be right" in shown) == (DONE, False)
    assert '"answers": {"sejak": "kemarin"}' in " ".join(aduan("show", out.strip(), "--format", "json").stdout.split())


def test_a_text_is_asked_for_only_of_who_waits_for_it(aduan: Aduan, desk: Path) -> None:
    """The next command is no call; several lines that are pasted at the question are one text."""
    terminal = Terminal(desk, "log")
    terminal.type("aduan list")
    code, out, shown = terminal.end(60)
    assert (code, out) == (USAGE, "")
    assert "there is no text" in shown
    terminal = Terminal(desk, "log")
    terminal.wait_for("What is the call about", 60)
    terminal.type("sampah menumpuk\ndi Margahayu")
    code, out, _shown = terminal.end(60)
    assert code == DONE
    assert '"text": "sampah menumpuk di Margahayu"' in aduan("show", out.strip(), "--format", "json").stdout


@pytest.mark.parametrize(
    "line", ["aduan list", "$ aduan lits -v", "/usr/bin/aduan --help", "ADUAN_LANG=id aduan log x"]
)
def test_the_next_command_at_a_question_is_no_answer(aduan: Aduan, asking: Path, line: str) -> None:
    """It is named, the question stays open, and the call keeps what was answered before."""
    terminal = Terminal(asking, "log", "sampah")
    terminal.wait_for(r"Sejak kapan\? ", 60)
    terminal.type("aduan sudah lama")
    terminal.wait_for(r"Berapa kubik\? ", 60)
    terminal.type(line)
    code, out, shown = terminal.end(60)
    assert code == DONE
    sentence = "that is a command and no answer, so it was not run; type it again: "
    assert f"{sentence}{line} (left open: kubik)" in shown
    shown = aduan("show", out.strip(), "--format", "json").stdout
    assert '"answers": {"sejak": "aduan sudah lama"}' in " ".join(shown.split())
    assert aduan("list", "--count").stdout == "1\n"


def test_the_next_command_is_no_text_of_a_call(aduan: Aduan, desk: Path) -> None:
    terminal = Terminal(desk, "log")
    terminal.wait_for("What is the call about", 60)
    terminal.type("aduan list --open")
    code, _out, shown = terminal.end(60)
    assert (code, "type it again: aduan list --open" in shown) == (USAGE, True)
    assert aduan("list", "--count").stdout == "0\n"


def test_questions_and_what_was_understood_break_between_words(asking: Path) -> None:
    """Whatever an officer reads on a narrow terminal, no word of it is broken."""
    terminal = Terminal(asking, "log", "sampah di Margahayu", "--phone", "0812abc", COLUMNS="34")
    terminal.wait_for(r"Sejak kapan\? ", 60)
    terminal.type("")
    terminal.wait_for(r"Berapa kubik\? ", 60)
    terminal.type("banyak sekali sampai tidak terhitung")
    told = terminal.wait_for(r"Berapa kubik\? ", 60).splitlines()[1:]
    assert all(len(line) <= 34 for line in told), told
    terminal.type("")
    lines = terminal.end(60)[2].splitlines()
    assert len(lines) > 2
    assert all(len(line) <= 34 for line in lines), lines


def test_a_job_in_the_back_asks_nothing(aduan: Aduan, asking: Path) -> None:
    """It would be stopped by the terminal, its call undecided."""
    shown = pasted_into("sh", asking, ["aduan log sampah & wait; aduan list --count"])
    assert "ask the caller" not in shown
    assert re.search(r"^(?:\$ )?1$", shown, re.MULTILINE), shown
    assert '"step": "triage"' not in aduan("show", "1", "--format", "json").stdout


CHOOSING = """
[[question]]
id = "besar"
category = "sampah"
text = "Sebesar apa tumpukan sampahnya kalau diperkirakan?"
type = "choice"
choices = ["kecil sekali", "sebesar ban mobil", "lebih dari 1 meter"]
[[question]]
id = "karung"
category = "sampah"
text = "Berapa karung?"
type = "number"
"""


def test_choices_keep_their_numbers_and_numbers_may_be_words(aduan: Aduan, desk: Path) -> None:
    """A choice that has a number within it has a place in the list as well; "dua" is a number."""
    with (desk / "rules.toml").open("a") as rules:
        rules.write(CHOOSING)
    for columns in (30, 44, 60, 80):
        terminal = Terminal(desk, "log", "sampah", COLUMNS=str(columns))
        shown = terminal.wait_for(r"lebih dari 1 meter\) ", 60)
        assert all(part in shown for part in ("1 kecil sekali", "2 sebesar ban mobil", "3 lebih dari 1 meter")), shown
        terminal.type("3")
        terminal.wait_for(r"karung\? ", 60)
        terminal.type("dua")
        terminal.end(60)
    stored = json.loads(aduan("show", "1", "--format", "json").stdout)
    assert stored["answers"] == {"besar": "lebih dari 1 meter", "karung": 2}


def test_what_the_call_says_already_is_not_asked(aduan: Aduan, desk: Path) -> None:
    """By the words that the question itself names; any other question of the category is."""
    with (desk / "rules.toml").open("a") as rules:
        rules.write(ASKING.replace('text = "Sejak kapan?"', 'text = "Sejak kapan?"\ntext_not = ["sejak*", "hari ini"]'))
    for text, first in (("sampah sejak kemarin", "kubik"), ("sampah hari ini", "kubik"), ("sampah", "kapan")):
        terminal = Terminal(desk, "log", text)
        shown = terminal.wait_for(rf"{first}\? ", 60)
        assert ("Sejak kapan?" in shown) is (first == "kapan")
        terminal.type("\x03")
        terminal.end(60)
    assert aduan("rules", "check").returncode == 0


INSIDE = """
[[question]]
id = "di-dalam"
category = "sampah"
text = "Masih ada orang di dalam?"
type = "choice"
choices = ["ya", "tidak", "tidak tahu"]
"""


@pytest.mark.parametrize(
    ("typed", "told", "answers"),
    [
        (["semua sudah keluar"], "= tidak", {"di-dalam": "tidak", "di-dalam-ucapan": "semua sudah keluar"}),
        (["pada panik", "y"], "the choices are", {"di-dalam": "ya", "di-dalam-ucapan": "pada panik"}),
        (["pada panik", ""], "the choices are", {"di-dalam-ucapan": "pada panik"}),
        (["9", "y"], "the choices are", {"di-dalam": "ya"}),
    ],
)
def test_what_is_said_in_other_words_is_understood_or_kept(
    aduan: Aduan, desk: Path, typed: list[str], told: str, answers: dict[str, str]
) -> None:
    """A caller's own words stand beside the answer for the unit to read, also where they fit no choice."""
    with (desk / "rules.toml").open("a") as rules:
        rules.write(INSIDE)
    terminal = Terminal(desk, "log", "sampah")
    shown = ""
    for line, asked in zip(typed, (r"tahu\) ", r"(?s)choices are.*tahu\) "), strict=False):
        shown += terminal.wait_for(asked, 60)
        terminal.type(line)
    code, _out, rest = terminal.end(60)
    assert (code, told in shown + rest) == (DONE, True), shown + rest
    assert json.loads(aduan("show", "1", "--format", "json").stdout)["answers"] == answers
