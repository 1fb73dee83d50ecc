"""Units' code in whole commands: who is asked when, what is said, kept and counted, and with which exit code."""

from __future__ import annotations

import json
import os
import py_compile
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from trials import GOOD, Trial

from aduan_cli.errors import PARTIAL, USAGE
from aduan_cli.testing import clean_environment, manifest
from aduan_cli.testing.misbehaving import PLUGIN
from invented import call
from steps import take

pytestmark = pytest.mark.usefixtures("in_this_process")

HEAD = """\
import os, time
from aduan_cli.hookspecs import Decision, Note, Question, hookimpl

HERE = os.path.dirname(__file__)

def trace(line):
    with open(os.path.join(HERE, "jejak"), "a") as file:
        file.write(line + "\\n")

trace("import")
"""
ROUTES = (
    HEAD
    + """
@hookimpl
def route(complaint):
    trace(f"route {complaint.ticket} {complaint.status} {complaint.unit}")
    if "gagal" in complaint.text:
        raise ValueError("gagal")
    if "pln" in complaint.text:
        return Decision("pln", reason="di luar kota")
    return Decision("nakal-regu", ["nakal"], "high", "karena tiang") if "tiang" in complaint.text else None
"""
)
OBSERVES = (
    ROUTES
    + """
@hookimpl
def observe(event):
    trace(f"observe {event.type} {event.complaint.status} {event.complaint.unit} {event.actor}")
    if "runtuh" in event.complaint.text:
        raise ValueError("runtuh")
"""
)
VALIDATES = (
    ROUTES
    + """
@hookimpl
def validate(complaint):
    trace(f"validate {complaint.unit} {complaint.status}")
    return [Note("nomor tiang\\ntidak lengkap"), Note("di mana?")]
"""
)
MORE_RULES = """\
[outside.pln]
name = "PLN"
referral = "Hubungi PLN di 123."
[grants]
nakal = ["pln"]
[[handoff]]
category = "nakal"
text = ["api"]
to = "nakal"
say = "Sambungkan sekarang."
[[rule]]
category = "nakal"
text = ["kota"]
to = "dlh"
"""


def trial_of(tmp_path: Path, code: str, more: str = "", rules: str = "") -> Trial:
    """Return a desk whose plugin has this code."""
    return Trial(tmp_path / "desk", {"plugin.py": code, "plugin.toml": manifest(PLUGIN, more)}, rules + MORE_RULES)


def written(trial: Trial) -> list[str]:
    """Return what the code wrote down."""
    path = trial.code.with_name("jejak")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def trace(trial: Trial) -> list[str]:
    """Return what the code wrote down since this was asked last."""
    lines = written(trial)
    trial.code.with_name("jejak").unlink(missing_ok=True)
    return lines


# -- when code is asked


def test_code_is_asked_where_data_leaves_the_decision_to_it(tmp_path: Path) -> None:
    """The call is stored before, as `new`; the answer is the decision, with the code's hash in the history."""
    trial = trial_of(tmp_path, ROUTES)
    logged = trial.run("log", "nakal tiang 7", "--actor", "sari")
    assert (logged.code, logged.err) == (
        0,
        ["→ nakal-regu (Regu nakal) + nakal · complaint/nakal · high · place not named"],
    )
    ticket = logged.out.strip()
    assert trace(trial) == ["import", f"route {ticket} routed nakal"]
    complaint = trial.call(ticket)
    assert (complaint.unit, complaint.support, complaint.priority) == ("nakal-regu", ("nakal",), "high")
    assert (complaint.step, complaint.rule, complaint.status, complaint.version) == ("code", PLUGIN, "routed", 2)
    history = trial.events(complaint)
    assert [event.type for event in history] == ["logged", "routed", "code_answered"]
    assert history[0].data["status"] == "new"
    assert history[2].data == {
        "plugin": PLUGIN,
        "sha256": sha256(ROUTES.encode()).hexdigest(),
        "answer": {"unit": "nakal-regu", "support": ["nakal"], "priority": "high"},
    }
    assert history[2].private == {"reason": "karena tiang"}
    trial.assert_sound()


def test_code_that_has_nothing_to_say_leaves_it_to_the_category(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, ROUTES)
    complaint = trial.call(trial.run("log", "nakal").out)
    assert (complaint.unit, complaint.step, complaint.rule) == (PLUGIN, "category", None)
    answered = trial.events(complaint, "code_answered")
    assert [event.data["answer"] for event in answered] == [None]


@pytest.mark.parametrize(
    ("text", "step"),
    [("nakal tiang api", "handoff"), ("nakal tiang kota", "city"), ("nakal tiang unit", "unit")],
)
def test_what_data_decided_code_is_not_asked_to_decide(tmp_path: Path, text: str, step: str) -> None:
    """It may look at it all the same, for an emergency once it was decided and said."""
    trial = trial_of(tmp_path, VALIDATES, '[[rule]]\ntext = ["unit"]\nto = "nakal-regu"\n')
    logged = trial.run("log", text)
    complaint = trial.call(logged.out)
    assert (logged.code, complaint.step, complaint.status) == (0, step, "routed")
    assert trace(trial) == ["import", f"validate {complaint.unit} routed"]
    assert [event.type for event in trial.events(complaint)] == ["logged", "noted"]
    assert logged.err[-2:] == ["look again: nomor tiang tidak lengkap", "look again: di mana?"]
    if step == "handoff":
        assert logged.err[0] == "!! Sambungkan sekarang."


def test_an_outside_body_that_was_granted_is_referred_to(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, ROUTES)
    logged = trial.run("log", "nakal pln")
    complaint = trial.call(logged.out)
    assert (complaint.unit, complaint.step, complaint.status) == ("pln", "code", "referred")
    assert logged.err[-1] == "tell the caller: Hubungi PLN di 123."
    trial.assert_sound()


def test_what_is_answered_on_the_phone_asks_no_code(tmp_path: Path) -> None:
    """No information call is put to code, and none pays for it: nothing of the plugin is imported."""
    trial = trial_of(tmp_path, OBSERVES)
    ended = trial.run("log", "Menanyakan nakal tiang")
    assert (ended.code, trial.call(ended.out).status) == (0, "answered")
    assert trace(trial) == []


def test_only_the_plugin_that_owns_the_category_is_imported(tmp_path: Path) -> None:
    """Not for another's calls, not in `list`, `show`, `search` and `rules check`, not with --no-plugins."""
    trial = trial_of(tmp_path, ROUTES)
    trial.run("log", "baik"), trial.run("log", "sampah"), trial.run("list")
    trial.run("show", "1"), trial.run("search", "baik"), trial.run("rules", "check")
    left_out = trial.run("log", "nakal tiang", "--no-plugins")
    by_variable = trial.run("log", "nakal tiang", env={"ADUAN_NO_PLUGINS": "1"})
    assert trace(trial) == []
    for ended in (left_out, by_variable):
        assert (ended.code, trial.call(ended.out).step) == (0, "category")
        assert [event.type for event in trial.events(trial.call(ended.out))] == ["logged", "code_left_out"]


def test_without_storing_code_is_asked_and_nothing_is_kept(tmp_path: Path) -> None:
    """`log --dry-run` and `route --text` show what would be; a failure exits 6, and is not counted."""
    trial = trial_of(tmp_path, VALIDATES)
    for command in (("log", "--dry-run"), ("route", "--text")):
        ended = trial.run(*command, "nakal tiang")
        assert ended.code == 0
        assert trace(trial) == ["import", "route None routed nakal", "validate nakal routed"]
        assert "look again: di mana?" in ended.err
        for _each in range(4):
            failed = trial.run(*command, "nakal gagal")
            assert (failed.code, len(failed.failures)) == (PARTIAL, 1)
            assert "set aside" not in failed.ended.stderr
        trace(trial)
    assert not (trial.folder / "aduan.db").exists()


def test_a_call_with_a_key_that_is_known_asks_nothing(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, OBSERVES)
    first = trial.run("log", "nakal tiang", "--key", "k")
    trace(trial)
    again = trial.run("log", "nakal tiang", "--key", "k")
    assert (again.code, again.out) == (0, first.out)
    assert [line for line in trace(trial) if line != "import"] == []


# -- observers


def test_observers_are_told_after_the_fact(tmp_path: Path) -> None:
    """What was logged, imported or routed is stored and decided by then."""
    trial = trial_of(tmp_path, OBSERVES)
    trial.run("log", "nakal tiang", "--actor", "sari")
    assert trace(trial)[2:] == ["observe logged routed nakal-regu sari"]
    trial.run(*trial.write_records("nakal tiang satu", "nakal dua"), "--actor", "sari")
    told = [line for line in trace(trial) if line.startswith("observe")]
    assert told == ["observe imported routed nakal-regu sari", "observe imported routed nakal sari"]
    ticket = trial.run("log", "nakal tiang", "--no-plugins").out.strip()
    trial.run("route", ticket, "--actor", "sari")
    assert trace(trial)[-1] == "observe routed routed nakal-regu sari"
    trial.run("route", ticket)
    assert [line for line in trace(trial) if line.startswith("observe")] == []


def test_observers_are_told_of_moves(tmp_path: Path) -> None:
    """Once it is stored, and of what changed alone."""
    trial = trial_of(tmp_path, OBSERVES)
    ticket = trial.run("log", "nakal tiang", "--no-plugins").out.strip()
    assert trial.run("resolve", ticket, "--result", "beres", "--actor", "joko").code == 0
    assert trace(trial)[-1] == "observe resolved resolved nakal joko"
    trial.run("resolve", ticket, "--result", "beres")
    assert [line for line in trace(trial) if line.startswith("observe")] == []


def test_observers_are_told_of_what_units_write_back(tmp_path: Path) -> None:
    """By `inbox` and by `tick`, once it is stored, in the unit's name; not of what is known, nor without storing."""
    trial = trial_of(tmp_path, OBSERVES, rules='[inbox]\nfolder = "masuk"\n')
    ticket = trial.run("log", "nakal tiang", "--no-plugins").out.strip()
    moves = trial.folder / "moves.csv"
    moves.write_text(f"ticket,verb,unit,id\n{ticket},terima,nakal,1\n", encoding="utf-8")
    trial.run("inbox", str(moves), "--dry-run")
    assert [line for line in trace(trial) if line.startswith("observe")] == []
    assert trial.run("inbox", str(moves)).code == 0
    assert trace(trial)[-1] == "observe acknowledged acknowledged nakal nakal"
    trial.run("inbox", str(moves))
    assert [line for line in trace(trial) if line.startswith("observe")] == []
    folder = trial.folder / "masuk"
    folder.mkdir()
    (folder / "moves.csv").write_text(f"ticket,verb,unit,id\n{ticket},proses,nakal,2\n", encoding="utf-8")
    assert trial.run("tick").code == 0
    assert trace(trial)[-1] == "observe started in_progress nakal nakal"


def test_an_observer_that_fails_at_what_a_unit_wrote_leaves_it_stored(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, OBSERVES)
    ticket = trial.run("log", "nakal runtuh", "--no-plugins").out.strip()
    moves = trial.folder / "moves.csv"
    moves.write_text(f"ticket,verb,unit,id\n{ticket},terima,nakal,1\n", encoding="utf-8")
    ran = trial.run("inbox", str(moves))
    assert (ran.code, trial.call(ticket).status) == (PARTIAL, "acknowledged")
    assert "plugin 'nakal' failed (observe)" in ran.err[0]


def test_observers_are_told_of_merges_and_of_the_caller_who_was_rung(tmp_path: Path) -> None:
    """Of each complaint that was merged, taken out or rung for; not of what changed nothing."""
    trial = trial_of(tmp_path, OBSERVES)
    one, into = (trial.run("log", "nakal tiang", "--no-plugins", "--phone", "0812000010").out.strip() for _n in "12")
    for words, told in (
        (("merge", one, "--into", into, "--yes"), "observe merged rejected nakal petugas"),
        (("unmerge", one), "observe unmerged routed nakal petugas"),
        (("resolve", into, "--result", "beres"), "observe resolved resolved nakal petugas"),
        (("callbacks", "done", into), "observe called_back resolved nakal petugas"),
    ):
        assert trial.run(*words).code == 0
        assert trace(trial)[-1] == told
        if words[0] != "resolve":
            trial.run(*words)
            assert [line for line in trace(trial) if line.startswith("observe")] == []


def test_an_observer_that_fails_costs_one_warning_and_nothing_else(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, OBSERVES)
    logged = trial.run("log", "nakal tiang runtuh")
    complaint = trial.call(logged.out)
    assert (logged.code, complaint.unit, complaint.step) == (PARTIAL, "nakal-regu", "code")
    assert len(logged.failures) == 1
    assert "failed (observe): ValueError: runtuh" in logged.failures[0]
    types = [event.type for event in trial.events(complaint)]
    assert types == ["logged", "routed", "code_answered", "plugin_failed"]
    bulk = trial.run(*trial.write_records("nakal tiang runtuh", "nakal tiang"))
    stored = {one.text: one for one in trial.calls()}
    assert (bulk.code, len(bulk.failures)) == (PARTIAL, 1)
    assert [stored[text].unit for text in ("nakal tiang runtuh", "nakal tiang")] == ["nakal-regu"] * 2
    assert len(trial.events(stored["nakal tiang"], "plugin_failed")) == 0
    trial.assert_sound()


# -- validators


def test_notes_are_said_and_kept_where_they_can_be_erased(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, VALIDATES)
    logged = trial.run("log", "nakal tiang")
    complaint = trial.call(logged.out)
    assert trace(trial) == ["import", f"route {complaint.ticket} routed nakal", "validate nakal routed"]
    (noted,) = trial.events(complaint, "noted")
    assert noted.data == {"plugin": PLUGIN}
    assert noted.private == {"notes": ["nomor tiang tidak lengkap", "di mana?"]}
    quiet = trial.run("log", "nakal lampu", "-q").err
    assert [line for line in quiet if not line.startswith("similar: ")] == []


def test_records_of_a_file_are_validated_and_routed_ones_are_not_again(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, VALIDATES)
    trial.run(*trial.write_records("nakal satu"))
    (complaint,) = trial.calls()
    assert [event.type for event in trial.events(complaint)] == ["imported", "code_answered", "noted"]
    trace(trial)
    trial.run("route", complaint.ticket)
    assert [line.split()[0] for line in trace(trial)] == ["import", "route"]


# -- set aside


def test_a_plugin_that_keeps_failing_is_set_aside_until_it_is_enabled(tmp_path: Path) -> None:
    """Three commands in a row exit 6, the last of them says so; from then on a warning and 0."""
    trial = trial_of(tmp_path, ROUTES)
    codes = [trial.run("log", "nakal gagal") for _each in range(4)]
    assert [ended.code for ended in codes] == [PARTIAL, PARTIAL, PARTIAL, 0]
    assert ["set aside" in ended.ended.stderr for ended in codes] == [False, False, True, True]
    assert (
        codes[2].err[1].endswith("is set aside (3 failures in a row); mend its code, then: aduan plugin enable nakal")
    )
    assert codes[3].failures == []
    assert trial.desk_events() == ["plugin_set_aside"]
    trace(trial)
    other = trial.run("log", "baik")
    assert (other.code, trial.call(other.out).step) == (0, "code")
    bulk = trial.run(*trial.write_records("nakal tiang satu", "nakal tiang dua"))
    assert (bulk.code, [line for line in bulk.err if "set aside" in line][1:]) == (0, [])
    assert trace(trial) == []
    enabled = trial.run("plugin", "enable", "nakal")
    assert enabled.code == 0
    assert trial.desk_events() == ["plugin_set_aside", "plugin_enabled"]
    again = trial.run("log", "nakal tiang")
    assert (again.code, trial.call(again.out).step) == (0, "code")
    trial.assert_sound()


def test_a_success_ends_the_row(tmp_path: Path) -> None:
    """Also where it lies in another command than the failures."""
    trial = trial_of(tmp_path, ROUTES)
    texts = ("nakal gagal", "nakal gagal", "nakal tiang", "nakal gagal", "nakal gagal", "nakal tiang")
    codes = [trial.run("log", text).code for text in texts]
    assert codes == [PARTIAL, PARTIAL, 0, PARTIAL, PARTIAL, 0]
    assert trial.desk_events() == []
    with trial.store() as store:
        state = store.plugin_states()[PLUGIN]
    assert (state.calls, state.failures, state.in_row, state.failure) == (6, 4, 0, "route: raised")


def test_an_observer_that_keeps_failing_is_not_excused_by_its_router(tmp_path: Path) -> None:
    """Else it would cost every call its time, for ever."""
    trial = trial_of(tmp_path, OBSERVES)
    ended = [trial.run("log", "nakal tiang runtuh") for _each in range(4)]
    assert [one.code for one in ended] == [PARTIAL, PARTIAL, PARTIAL, 0]
    assert [trial.call(one.out).step for one in ended] == ["code"] * 3 + ["category"]
    with trial.store() as store:
        assert store.plugin_states()[PLUGIN].set_aside_why == "3 failures in a row"


def test_a_success_of_an_observer_ends_its_row(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, OBSERVES)
    texts = ("runtuh", "runtuh", "", "runtuh", "runtuh")
    codes = [trial.run("log", f"nakal tiang {text}").code for text in texts]
    assert codes == [PARTIAL, PARTIAL, 0, PARTIAL, PARTIAL]
    assert trial.desk_events() == []


def test_a_unit_that_no_store_can_keep_is_a_refused_answer(tmp_path: Path) -> None:
    """A lone surrogate in a unit's name: named, kept, and the category decides."""
    trial = trial_of(tmp_path, ROUTES.replace('"nakal-regu"', '"nakal-\\ud800"'))
    ended = trial.run("log", "nakal tiang")
    assert (ended.code, len(ended.failures)) == (PARTIAL, 1)
    assert trial.call(ended.out).step == "category"
    trial.assert_sound()


def test_who_lets_the_system_take_in_children_gets_the_same(tmp_path: Path) -> None:
    """SIGCHLD ignored by whoever started us is inherited; code that ends its process is a failure all the same."""
    trial = trial_of(tmp_path, "import os\nfrom aduan_cli.hookspecs import hookimpl\n"
                     "@hookimpl\ndef route(complaint):\n    os._exit(3)\n")  # fmt: skip
    start = "import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN); "
    start += "os.execv(sys.executable, [sys.executable, '-m', 'aduan_cli', 'log', 'nakal'])"
    ended = subprocess.run(
        [sys.executable, "-c", start],
        cwd=trial.folder, env=clean_environment(tmp_path), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr.count("failed (route)")) == (PARTIAL, 1)
    assert trial.call(ended.stdout).step == "category"
    trial.assert_sound()


@pytest.mark.parametrize(("stdout", "code"), [("/dev/full", PARTIAL), ("closed", 0)])
def test_output_that_nobody_takes_keeps_no_call_from_being_decided(tmp_path: Path, stdout: str, code: int) -> None:
    """The ticket can't be printed; the hand-off is said, code is asked, the decision is stored."""
    handoff = '\n[[handoff]]\ncategory = "nakal"\ntext = ["api"]\nto = "nakal"\nsay = "Sambungkan."\n'
    trial = trial_of(tmp_path, ROUTES, rules=handoff)
    for text, step in (("nakal tiang", "code"), ("nakal api", "handoff")):
        if stdout == "closed":
            reader, writer = os.pipe()
            os.close(reader)
        else:
            writer = os.open(stdout, os.O_WRONLY)
        done = subprocess.run(
            [sys.executable, "-m", "aduan_cli", "log", text],
            cwd=trial.folder, env=clean_environment(tmp_path), stdout=writer, stderr=subprocess.PIPE,
            text=True, check=False,
        )  # fmt: skip
        os.close(writer)
        assert done.returncode == code, done.stderr
        (call,) = (one for one in trial.calls() if one.text == text)
        assert (call.step, call.status) == (step, "routed")
    assert "!! Sambungkan." in done.stderr
    trial.assert_sound()


def test_in_an_import_a_failed_child_is_replaced_and_too_many_failures_end_it(tmp_path: Path) -> None:
    """After each failure code decides again; after twenty it is set aside, and the rest goes on without it."""
    trial = trial_of(tmp_path, ROUTES)
    texts = [f"nakal {'gagal' if number % 2 else 'tiang'} {number}" for number in range(50)]
    bulk = trial.run(*trial.write_records(*texts))
    assert bulk.code == PARTIAL
    assert len(bulk.failures) == 20
    (aside,) = (line for line in bulk.err if "set aside" in line)
    assert aside.startswith("warning: plugin 'nakal' is set aside (20 failures in one command); mend its code, then: ")
    stored = {one.text: one.step for one in trial.calls()}
    assert [stored[text] for text in texts] == ["code", "category"] * 20 + ["category"] * 10
    assert trial.desk_events() == ["plugin_set_aside"]
    assert bulk.seconds < 10
    trial.assert_sound()


def test_an_import_loses_no_more_time_than_sets_a_plugin_aside(tmp_path: Path) -> None:
    code = HEAD + "\n@hookimpl\ndef route(complaint):\n    time.sleep(60)\n"
    trial = trial_of(tmp_path, code, rules="[plugins.limits]\ncall = 0.3\n")
    bulk = trial.run(*trial.write_records(*(f"nakal {number}" for number in range(30)), "sampah"))
    assert (bulk.code, len(bulk.failures)) == (PARTIAL, 3)
    assert len(trial.calls()) == 31
    assert bulk.seconds < 5


def test_many_that_wait_are_decided_although_code_fails(tmp_path: Path) -> None:
    """`route --pending`: whoever fails is replaced; what was decided is stored, and told to observers."""
    trial = trial_of(tmp_path, OBSERVES)
    texts = ["nakal tiang", "nakal gagal", "nakal tiang", "nakal"]
    with trial.store() as store:
        take(store, [call(text=text, status="new", unit="triage", category=PLUGIN, revision="0") for text in texts])
    ended = trial.run("route", "--pending")
    assert (ended.code, ended.out, len(ended.failures)) == (PARTIAL, "", 1)
    assert [one.unit for one in trial.calls()] == ["nakal-regu", PLUGIN, "nakal-regu", PLUGIN]
    assert [line.split()[0] for line in trace(trial)].count("observe") == 3
    assert trial.run("route", "--pending").code == 0
    trial.assert_sound()


def test_a_unit_at_work_is_not_moved_by_a_mistake(tmp_path: Path) -> None:
    """What code decided stays when it now fails; by hand it can be decided all the same."""
    trial = trial_of(tmp_path, ROUTES)
    ticket = trial.run("log", "nakal tiang").out.strip()
    trial.write_code(HEAD + "\n@hookimpl\ndef route(complaint):\n    raise RuntimeError\n")
    again = trial.run("route", ticket, "--format", "json")
    assert (again.code, trial.call(ticket).unit, trial.call(ticket).version) == (PARTIAL, "nakal-regu", 2)
    assert len(trial.events(trial.call(ticket), "plugin_failed")) == 1
    by_hand = trial.run("route", ticket, "--to", "dlh", "--reason", "jelas", "-q", "--format", "json")
    assert (by_hand.code, trial.call(ticket).unit) == (0, "dlh")


# -- code as it stands on disk


def test_code_swapped_in_the_same_second_runs_as_it_stands(tmp_path: Path) -> None:
    """Of the same size, with the old time, and bytecode of the old one beside it: the new bytes run, hashed."""
    trial = trial_of(tmp_path, ROUTES)
    first = trial.call(trial.run("log", "nakal tiang").out)
    py_compile.compile(str(trial.code))
    found = trial.code.stat()
    other = ROUTES.replace('"nakal-regu"', '"nakal"     ')
    assert len(other) == len(ROUTES)
    trial.code.write_text(other, encoding="utf-8")
    os.utime(trial.code, ns=(found.st_atime_ns, found.st_mtime_ns))
    second = trial.call(trial.run("log", "nakal tiang").out)
    assert (first.unit, second.unit) == ("nakal-regu", PLUGIN)
    hashes = [trial.events(one, "code_answered")[0].data["sha256"] for one in (first, second)]
    assert hashes == [sha256(code.encode()).hexdigest() for code in (ROUTES, other)]


def test_code_runs_from_the_bytes_whose_hash_is_kept(tmp_path: Path) -> None:
    """Whatever somebody put where compiled code was kept once: nothing but the file itself is run."""
    trial = trial_of(tmp_path, ROUTES)
    trial.run("log", "baik"), trial.run("log", "nakal tiang")
    assert not (trial.folder / ".aduan" / "code").exists()
    assert not (trial.code.parent / "__pycache__").exists()


def test_a_plugin_that_has_code_only_from_now_on_is_asked_from_now_on(tmp_path: Path) -> None:
    """Code is no part of the accepted rules: it comes and goes as the file does."""
    trial = trial_of(tmp_path, ROUTES)
    trial.code.unlink()
    assert trial.call(trial.run("log", "nakal tiang").out).step == "category"
    trial.code.write_text(GOOD.replace("baik", PLUGIN), encoding="utf-8")
    assert trial.call(trial.run("log", "nakal tiang").out).step == "code"


# -- answers given on the line


ASKS = """\
[[question]]
id = "bisa-dilewati"
category = "nakal"
text = "Masih bisa dilewati?"
type = "choice"
choices = ["ya", "tidak"]
[[question]]
id = "air"
category = "nakal"
text = "Berapa cm airnya?"
type = "number"
"""


@pytest.mark.parametrize("given", ["bisa-dilewati=mungkin", "air=banyak", "air=nan"])
def test_an_answer_on_the_line_that_does_not_fit_is_a_usage_error(tmp_path: Path, given: str) -> None:
    """Exit 2, one sentence, nothing stored, no code asked."""
    trial = trial_of(tmp_path, ROUTES, ASKS)
    ended = trial.run("log", "nakal", "--detail", given)
    assert (ended.code, ended.out) == (USAGE, "")
    assert f"--detail {given.split('=')[0]}: " in ended.ended.stderr
    assert not (trial.folder / "aduan.db").exists() or trial.calls() == []
    assert trace(trial) == []


def test_answers_on_the_line_count_for_the_decision(tmp_path: Path) -> None:
    """They reach the rules and the code as they are kept: a number, one of the choices."""
    code = (
        HEAD
        + """
@hookimpl
def route(complaint):
    trace(repr(dict(complaint.answers)))
    return Decision("nakal-regu") if complaint.answers["air"] > 30 else None
"""
    )
    trial = trial_of(tmp_path, code, ASKS)
    ended = trial.run("log", "nakal", "--detail", "air=40,5", "--detail", "bisa-dilewati=TID")
    complaint = trial.call(ended.out)
    assert (complaint.unit, complaint.answers) == ("nakal-regu", {"air": 40.5, "bisa-dilewati": "tidak"})
    assert trace(trial)[1] == "{'air': 40.5, 'bisa-dilewati': 'tidak'}"


# -- time


@pytest.mark.usefixtures("in_processes")
def test_a_command_takes_no_longer_than_all_plugin_time_allows(tmp_path: Path) -> None:
    """By default: two seconds for a call of a hook, and what a command takes anyhow; the call goes on without it."""
    code = HEAD + "\n@hookimpl\ndef route(complaint):\n    if 'lama' in complaint.text:\n        time.sleep(50)\n"
    trial = trial_of(tmp_path, code)
    before = trial.run("log", "nakal").seconds
    ended = trial.run("log", "nakal lama")
    anyhow = max(before, trial.run("log", "nakal").seconds)
    assert 2 < ended.seconds < 2 + 10 * anyhow + 1
    assert (ended.code, trial.call(ended.out).step) == (PARTIAL, "category")
    trial.assert_nothing_is_left()


# -- emergencies


URGENT = (
    HEAD
    + """
@hookimpl
def route(complaint):
    trace("route")
    return Decision("nakal-regu", priority="emergency") if "parah" in complaint.text else None

@hookimpl
def validate(complaint):
    trace(f"validate {complaint.status} {complaint.unit} {complaint.priority}")
    time.sleep(0.8)
    return [Note("di mana?")]
"""
)


@pytest.mark.parametrize(
    ("text", "priority", "unit"), [("nakal", 'priority = "emergency"', PLUGIN), ("nakal parah", "", "nakal-regu")]
)
def test_an_emergency_is_decided_and_stored_before_anybody_looks_at_it(
    tmp_path: Path, text: str, priority: str, unit: str
) -> None:
    """By its category or by its router: what stands in the store while the validator takes its time is decided."""
    trial = trial_of(tmp_path, URGENT, f'[categories.gawat]\nunit = "nakal"\ntext = ["gawat"]\n{priority}\n')
    trial.run("log", "sampah")
    said = text.replace("nakal", "gawat")
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(trial.run, "log", said)
        until = time.monotonic() + 5
        while not (seen := [line for line in written(trial) if line.startswith("validate")]):
            assert time.monotonic() < until
            time.sleep(0.01)
        (meanwhile,) = (one for one in trial.calls() if one.text == said)
        ended = running.result()
    assert (meanwhile.status, meanwhile.unit, meanwhile.priority) == ("routed", unit, "emergency")
    assert seen == [f"validate routed {unit} emergency"]
    assert "look again: di mana?" in ended.err
    complaint = trial.call(ended.out)
    assert complaint.version == meanwhile.version
    (noted,) = trial.events(complaint, "noted")
    assert noted.private == {"notes": ["di mana?"]}
    dry = trial.run("log", said, "--dry-run")
    assert "look again: di mana?" in dry.err
    trial.assert_sound()


def test_an_emergency_of_a_file_is_not_looked_at(tmp_path: Path) -> None:
    """It is not stored yet then."""
    trial = trial_of(tmp_path, URGENT)
    assert trial.run(*trial.write_records("nakal parah", "nakal")).code == 0
    assert trace(trial) == ["import", "route", "route", "validate routed nakal normal"]


@pytest.mark.usefixtures("in_processes")
def test_an_emergency_that_waits_for_its_code_waits_as_one(tmp_path: Path) -> None:
    """Whoever kills the command leaves it in triage with its priority."""
    killing = "os.system(f'kill -9 {os.getppid()}')"
    slow = URGENT.replace('    trace("route")', f'    trace("route")\n    {killing}\n    time.sleep(5)')
    trial = trial_of(tmp_path, slow, '[categories.gawat]\nunit = "nakal"\ntext = ["gawat"]\npriority = "emergency"\n')
    trial.run("log", "sampah")
    assert trial.run("log", "gawat").code == -9
    (waiting,) = (one for one in trial.calls() if one.text == "gawat")
    assert (waiting.status, waiting.priority) == ("new", "emergency")


# -- what code may see


SEES = HEAD + "\n@hookimpl\ndef route(complaint):\n    trace(repr(dict(complaint.fields)))\n"
PEOPLE = """\
fields = ["*"]
[columns]
text = "ISI"
reported_at = "TGL"
[dates]
formats = ["%Y-%m-%d"]
"""


@pytest.mark.parametrize(("asked", "seen"), [("", "{}"), ('fields = ["LOKASI", "lain"]', "{'LOKASI': 'TPU'}")])
def test_of_an_imports_columns_code_sees_what_its_manifest_asks_for(tmp_path: Path, asked: str, seen: str) -> None:
    """Any other may say who called."""
    trial = trial_of(tmp_path, SEES)
    path = trial.code.with_name("plugin.toml")
    path.write_text(path.read_text().replace("api = 1\n", f"api = 1\n{asked}\n"), encoding="utf-8")
    (trial.folder / "maps").mkdir()
    (trial.folder / "maps" / "warga.toml").write_text(PEOPLE, encoding="utf-8")
    rows = "ISI,TGL,NAMA PELAPOR,LOKASI\nnakal,2026-11-20,Warga Rekaan,TPU\n"
    (trial.folder / "warga.csv").write_text(rows, encoding="utf-8")
    assert trial.run("import", "warga.csv", "--map", "warga").code == 0
    (complaint,) = trial.calls()
    assert complaint.fields == {"NAMA PELAPOR": "Warga Rekaan", "LOKASI": "TPU"}
    assert trial.run("route", complaint.ticket).code == 0
    assert [line for line in trace(trial) if line != "import"] == [seen, seen]


# -- code that is there and is not asked


def test_a_call_that_was_decided_without_its_code_says_so(tmp_path: Path) -> None:
    """Set aside or left out, by `log`, `import` and `route`; whoever enables it again learns how to ask it."""
    trial = trial_of(tmp_path, ROUTES)
    for _number in range(3):
        trial.run("log", "nakal gagal")
    logged = trial.run("log", "nakal tiang")
    assert (logged.code, trial.call(logged.out).step) == (0, "category")
    by_hand = trial.run("--no-plugins", "log", "nakal tiang")
    trial.run(*trial.write_records("nakal tiang satu"))
    imported = next(one for one in trial.calls() if one.text == "nakal tiang satu")
    for ticket, why, said in (
        (logged.out.strip(), "set_aside", "was not asked: it was set aside"),
        (by_hand.out.strip(), "no_plugins", "was not asked: --no-plugins"),
        (imported.ticket, "set_aside", "was not asked: it was set aside"),
    ):
        (event,) = trial.events(trial.call(ticket), "code_left_out")
        assert event.data == {"plugin": PLUGIN, "why": why}
        assert f"{PLUGIN} {said}" in trial.run("show", ticket).out
        told = trial.run("why", ticket, "-v").out
        assert said in trial.run("why", ticket).out
        assert told.count(f"{PLUGIN}  {said}") == 1
        assert f"code: the unit's own code  {PLUGIN} {said}" in told
        assert f"the same; what its code says: aduan route {ticket} --dry-run" in told
        assert json.loads(trial.run("why", ticket, "--format", "json").out)["code"]["left_out"] == why
    assert "to ask it about a call: aduan route TICKET" in "".join(trial.run("plugin", "enable", PLUGIN).err)
    assert trial.run("route", logged.out.strip()).code == 0
    told = trial.run("why", logged.out.strip(), "-v").out
    assert (trial.call(logged.out).unit, "was not asked" in told) == ("nakal-regu", False)
    city = trial.run("log", "sampah")
    assert trial.events(trial.call(city.out), "code_left_out") == []
    trial.assert_sound()


def test_an_import_says_of_which_records_code_was_not_asked_any_more(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, ROUTES.replace('if "gagal" in complaint.text:', "if True:"))
    assert trial.run(*trial.write_records(*(f"nakal {number}" for number in range(8)))).code == PARTIAL
    kinds = [{event.type for event in trial.events(one)} - {"imported"} for one in trial.calls()]
    assert kinds == [{"plugin_failed"}] * 3 + [{"code_left_out"}] * 5
