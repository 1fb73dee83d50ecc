"""Questions on a terminal: asked once the call is stored, answered or left out, and counted for the decision."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from trials import Trial

from aduan_cli.errors import INTERRUPTED, PARTIAL
from aduan_cli.testing import manifest
from aduan_cli.testing.misbehaving import PLUGIN
from terminal import Terminal

QUESTIONS = """\
[[question]]
id = "bisa-dilewati"
category = "nakal"
text = "Masih bisa dilewati?"
type = "choice"
choices = ["ya", "sebagian", "tidak"]
[[question]]
id = "air"
category = "nakal"
text = "Berapa cm airnya?"
type = "number"
[[rule]]
answers.air = ">= 100"
to = "nakal"
support = ["nakal-regu"]
"""
CODE = """\
from aduan_cli.hookspecs import Decision, Question, hookimpl

@hookimpl
def questions(complaint):
    if "gagal" in complaint.text:
        raise ValueError("tidak tahu")
    return [Question("air", "Sudah ditanyakan"), Question("tiang", "Nomor \\x1b[2Jtiang?")]

@hookimpl
def route(complaint):
    answers = dict(complaint.answers)
    return Decision("nakal-regu", reason=repr(answers)) if answers.get("tiang") else None
"""
SLOW = """\
import time
from aduan_cli.hookspecs import hookimpl

@hookimpl
def questions(complaint):
    time.sleep(1.5)
    return []
"""
RULES = """\
[[handoff]]
category = "nakal"
text = ["api"]
to = "nakal"
say = "Sambungkan sekarang."
[[question]]
id = "lama"
category = "sampah"
text = "Sejak kapan?"
"""
HEADING = r"ask the caller \(Enter leaves one out, Ctrl-C the rest\):\n"


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """Return a desk in use whose plugin asks: two questions of its manifest, one of its code."""
    files = {"plugin.py": CODE, "plugin.toml": manifest(PLUGIN, QUESTIONS)}
    trial = Trial(tmp_path / "desk", files, RULES)
    trial.run("log", "sampah")
    return trial


def test_answers_are_kept_and_count_for_the_decision(trial: Trial) -> None:
    """A choice's beginning is enough, a wrong one is asked again; those of the code follow those of the manifest."""
    terminal = Terminal(trial.folder, "log", "nakal di Margahayu")
    shown = terminal.wait_for(r"Masih bisa dilewati\? .*")
    assert shown.index("ask the caller") < shown.index("Masih")
    (waiting,) = (one for one in trial.calls() if one.category == PLUGIN)
    assert (waiting.status, waiting.unit) == ("new", "triage")
    terminal.type("mungkin")
    assert "mungkin: " in terminal.wait_for(r"Masih bisa dilewati\? .*")
    terminal.type("seb")
    terminal.wait_for(r"Berapa cm airnya\? ")
    terminal.type("banyak")
    assert "banyak: a number would be right" in terminal.wait_for(r"Berapa cm airnya\? ")
    terminal.type("30,5")
    assert "\x1b" not in terminal.wait_for(r"Nomor .*tiang\? ")
    terminal.type("BKS-7")
    code, out, shown = terminal.end()
    assert (code, out) == (0, f"{waiting.ticket}\n")
    assert "→ nakal-regu (Regu nakal) · complaint/nakal" in shown
    complaint = trial.call(out)
    answers = {
        "bisa-dilewati": "sebagian", "bisa-dilewati-ucapan": "mungkin", "air": 30.5, "air-ucapan": "banyak",
        "tiang": "BKS-7",
    }  # fmt: skip
    assert complaint.answers == answers
    assert (complaint.unit, complaint.step, complaint.status) == ("nakal-regu", "code", "routed")
    history = trial.events(complaint)
    assert [event.type for event in history] == ["logged", "routed", "code_answered"]
    assert history[1].private == {"answers": answers}
    assert history[2].private == {"reason": repr(answers)}
    trial.assert_sound()


def test_answers_count_for_rules_before_code_is_asked(trial: Trial) -> None:
    """An emergency by its answer goes where the rule says."""
    terminal = Terminal(trial.folder, "log", "nakal")
    terminal.wait_for(r"Masih bisa dilewati\? .*")
    terminal.type("")
    terminal.wait_for(r"Berapa cm airnya\? ")
    terminal.type("150")
    terminal.wait_for(r"tiang\? ")
    terminal.type("BKS-7")
    code, out, _shown = terminal.end()
    complaint = trial.call(out)
    assert (code, complaint.unit, complaint.step, complaint.support) == (0, PLUGIN, "unit", ("nakal-regu",))
    assert complaint.answers == {"air": 150, "tiang": "BKS-7"}


def test_enter_leaves_a_question_out(trial: Trial) -> None:
    terminal = Terminal(trial.folder, "log", "nakal")
    for question in (r"dilewati\? .*", r"airnya\? ", r"tiang\? "):
        terminal.wait_for(question)
        terminal.type("")
    code, out, _shown = terminal.end()
    complaint = trial.call(out)
    assert (code, complaint.unit, complaint.step, complaint.answers) == (0, PLUGIN, "category", {})


def test_ctrl_c_leaves_out_the_rest_and_keeps_the_call(trial: Trial) -> None:
    """What was answered until then counts; the call is decided."""
    terminal = Terminal(trial.folder, "log", "nakal")
    terminal.wait_for(r"dilewati\? .*")
    terminal.type("ya")
    terminal.wait_for(r"airnya\? ")
    terminal.type("\x03")
    code, out, shown = terminal.end()
    complaint = trial.call(out)
    assert (code, complaint.answers, complaint.status) == (0, {"bisa-dilewati": "ya"}, "routed")
    assert "→ nakal (Dinas nakal)" in shown
    assert "tiang" not in shown
    trial.assert_sound()


def test_ctrl_c_while_code_thinks_keeps_the_call_too(trial: Trial) -> None:
    """It waits as new, its ticket is printed, `route --pending` finishes it."""
    trial.write_code(CODE.replace('    if "gagal"', '    import time\n    time.sleep(60)\n    if "gagal"'))
    terminal = Terminal(trial.folder, "log", "nakal")
    assert terminal.process.stdout is not None
    ticket = terminal.process.stdout.readline().decode()
    for question in (r"dilewati\? .*", r"airnya\? "):
        terminal.wait_for(question)
        terminal.type("")
    time.sleep(0.5)
    terminal.type("\x03")
    code, _out, shown = terminal.end()
    assert (code, trial.call(ticket).status) == (INTERRUPTED, "new")
    assert "Traceback" not in shown
    trial.assert_nothing_is_left(4)
    trial.write_code(CODE)
    assert trial.run("route", "--pending").code == 0
    assert trial.call(ticket).status == "routed"


def test_what_was_answered_on_the_line_is_not_asked_again(trial: Trial) -> None:
    terminal = Terminal(
        trial.folder, "log", "nakal", "--detail", "air=20", "--detail", "bisa-dilewati=ya", "--detail", "tiang=BKS-1"
    )
    code, out, shown = terminal.end()
    assert (code, trial.call(out).unit) == (0, "nakal-regu")
    assert "?" not in shown


def test_a_hand_off_is_said_before_anything_is_asked(trial: Trial) -> None:
    """The emergency is decided and stored by then; the answers are kept and change nothing of it."""
    terminal = Terminal(trial.folder, "log", "nakal api di jl mawar")
    shown = terminal.wait_for(r"dilewati\? .*")
    assert shown.index("!! Sambungkan sekarang.") < shown.index("ask the caller")
    (before,) = (one for one in trial.calls() if one.category == PLUGIN)
    assert (before.status, before.step, before.unit) == ("routed", "handoff", PLUGIN)
    terminal.type("tidak")
    terminal.wait_for(r"airnya\? ")
    terminal.type("150")
    terminal.wait_for(r"tiang\? ")
    terminal.type("BKS-7")
    code, out, shown = terminal.end()
    complaint = trial.call(out)
    assert (code, complaint.step, complaint.unit) == (0, "handoff", PLUGIN)
    assert complaint.answers == {"bisa-dilewati": "tidak", "air": 150, "tiang": "BKS-7"}
    assert [event.type for event in trial.events(complaint)] == ["logged", "answers_added"]
    assert shown.count("!! Sambungkan sekarang.") == 1, "it stands last as well, where questions scrolled it away"
    trial.assert_sound()


def test_questions_of_code_that_fails_are_left_out(trial: Trial) -> None:
    """Those of the manifest are asked before, and never wait for code; the failure is told and kept."""
    terminal = Terminal(trial.folder, "log", "nakal gagal")
    assert "failed" not in terminal.wait_for(r"dilewati\? .*")
    terminal.type("ya")
    terminal.wait_for(r"airnya\? ")
    terminal.type("")
    code, out, shown = terminal.end()
    complaint = trial.call(out)
    assert (code, complaint.answers, complaint.step) == (PARTIAL, {"bisa-dilewati": "ya"}, "category")
    assert "failed (questions): ValueError: tidak tahu" in shown
    assert "tiang" not in shown
    assert len(trial.events(complaint, "plugin_failed")) == 1


def test_an_answer_that_makes_an_emergency_is_told_at_once(trial: Trial) -> None:
    """Before code, which may take its time, is asked for more; it is stored as the hand-off that it is."""
    city = RULES + '\n[[handoff]]\ncategory = "nakal"\nanswers = { air = ">= 200" }\nto = "nakal"\nsay = "Evakuasi!"\n'
    desk = Trial(trial.folder.parent / "lain", {"plugin.py": SLOW, "plugin.toml": manifest(PLUGIN, QUESTIONS)}, city)
    desk.run("log", "sampah")
    terminal = Terminal(desk.folder, "log", "nakal di jl mawar")
    terminal.wait_for(r"dilewati\? .*")
    terminal.type("")
    terminal.wait_for(r"airnya\? ")
    terminal.type("250")
    terminal.wait_for("!! Evakuasi!", seconds=1.2)
    code, out, shown = terminal.end()
    complaint = desk.call(out)
    assert (code, complaint.step, complaint.priority, complaint.answers) == (0, "handoff", "emergency", {"air": 250})
    assert "!!" not in shown
    desk.assert_sound()


@pytest.mark.parametrize("unit", ["dlh", "triage"])
def test_what_somebody_decides_by_hand_meanwhile_holds(trial: Trial, unit: str) -> None:
    """The answers are kept, and the officer who asked is told."""
    terminal = Terminal(trial.folder, "log", "nakal")
    terminal.wait_for(r"dilewati\? .*")
    (waiting,) = (one for one in trial.calls() if one.category == PLUGIN)
    if unit == "triage":
        assert trial.run("route", waiting.ticket, "--to", "dlh", "--reason", "dulu").code == 0
    assert trial.run("route", waiting.ticket, "--to", unit, "--reason", "sudah dibahas").code == 0
    for answer, next_question in (("ya", r"airnya\? "), ("", r"tiang\? "), ("BKS-7", "\n")):
        terminal.type(answer)
        terminal.wait_for(next_question)
    code, out, shown = terminal.end()
    complaint = trial.call(out)
    assert (code, complaint.unit, complaint.step) == (0, unit, "manual")
    assert complaint.answers == {"bisa-dilewati": "ya", "tiang": "BKS-7"}
    assert "somebody else decided it meanwhile" in shown
    trial.assert_sound()


def test_a_category_of_the_city_asks_without_any_code(trial: Trial) -> None:
    terminal = Terminal(trial.folder, "log", "sampah di Margahayu")
    terminal.wait_for(r"Sejak kapan\? ")
    terminal.type("kemarin")
    code, out, _shown = terminal.end()
    complaint = trial.call(out)
    assert (code, complaint.answers, complaint.step) == (0, {"lama": "kemarin"}, "category")


@pytest.mark.parametrize(
    "arguments", [("log", "nakal", "-q"), ("log", "menanyakan nakal"), ("log", "nakal", "--dry-run")]
)
def test_nothing_is_asked_of_who_wants_no_questions(trial: Trial, arguments: tuple[str, ...]) -> None:
    """With -q, for a call that is answered, and where nothing is stored."""
    code, _out, shown = Terminal(trial.folder, *arguments).end()
    assert code == 0
    assert "ask the caller" not in shown


CHOOSING = """\
from aduan_cli.hookspecs import Decision, Question, hookimpl

@hookimpl
def questions(complaint):
    return [Question("lampu", "Bagaimana lampunya?", "choice", ("mati", "redup"))]

@hookimpl
def route(complaint):
    return Decision("nakal-regu") if complaint.answers.get("lampu") == "mati" else None
"""


@pytest.mark.parametrize(("given", "unit", "kept"), [("MATI", "nakal-regu", "mati"), ("entah", PLUGIN, "entah")])
def test_an_answer_on_the_line_is_fitted_to_the_question_of_code(
    tmp_path: Path, given: str, unit: str, kept: str
) -> None:
    """Code gets the answer of `--detail` as its own question writes it; what doesn't fit is kept, and told."""
    trial = Trial(tmp_path / "desk", {"plugin.py": CHOOSING, "plugin.toml": manifest(PLUGIN)})
    ran = trial.run("log", "nakal", "--detail", f"lampu={given}")
    call = trial.call(ran.out)
    assert (ran.code, call.unit, call.answers) == (0, unit, {"lampu": kept})
    assert any("lampu: entah: the choices are mati, redup" in line for line in ran.err) == (given == "entah")
    dry = trial.run("log", "nakal", "--detail", f"lampu={given}", "--dry-run")
    assert f"→ {unit} " in "\n".join(dry.err)
    trial.assert_sound()
