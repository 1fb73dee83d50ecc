"""What a program that unit code starts does to the database is noticed, put back, and the plugin is to blame."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from trials import GOOD_NAKAL, Trial, assert_decided, assert_ended

from aduan_cli.errors import INVALID, PARTIAL, STORE, StoreError
from aduan_cli.store.sqlite import SqliteStore, steps
from aduan_cli.testing.misbehaving import BESIDE, DAMAGING, EMPTYING, HARMING, PLUGIN, Misbehaviour
from aduan_cli.testing.misbehaving.kit import in_route
from invented import call
from steps import take

TEXT = f"Penelepon melaporkan {PLUGIN} di Margahayu"


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """Return a desk in use, with two calls, whose plugin does well so far."""
    trial = Trial(tmp_path / "desk", {"plugin.py": GOOD_NAKAL})
    for _time in range(2):
        assert trial.run("log", TEXT).code == 0
    return trial


def mode(trial: Trial) -> int:
    """Return the permissions of the database."""
    return stat.S_IMODE((trial.folder / "aduan.db").stat().st_mode)


@pytest.mark.parametrize("one", HARMING, ids=[one.name for one in HARMING])
def test_a_harmed_database_is_put_back_and_the_call_stored(trial: Trial, one: Misbehaviour) -> None:
    """All calls are there, numbers go on, the next step decides, exit 6, and the plugin is set aside at once."""
    before = mode(trial)
    trial.write_code(one.code)
    ended = trial.run("log", TEXT)
    assert_ended(one, ended)
    assert "the desk's database" in ended.failures[0]
    assert any("set aside (it harmed the desk's database)" in line for line in ended.err)
    assert_decided(trial, one, trial.call(ended.out))
    assert [complaint.number for complaint in trial.calls()] == [1, 2, 3]
    assert mode(trial) == before
    trial.assert_sound()
    again = trial.run("log", TEXT)
    assert (again.code, again.failures) == (0, [])
    assert [complaint.step for complaint in trial.calls()] == ["code", "code", "category", "category"]


COLLEAGUE = """
import sqlite3, sys
connection = sqlite3.connect("aduan.db", isolation_level=None)
connection.execute(sys.argv[1])
connection.execute("SELECT count(*) FROM complaint").fetchone()
print("there", flush=True)
sys.stdin.read()
"""
"""Another program that has the database open, at work or idle, until it is told to end."""
IDLE, READING = "PRAGMA user_version", "BEGIN"


@contextmanager
def colleague(trial: Trial, does: str) -> Iterator[None]:
    """Have a colleague at the same desk, who keeps what others store in the log alone while he is `READING`."""
    command = [sys.executable, "-c", COLLEAGUE, does]
    with subprocess.Popen(command, cwd=trial.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == b"there\n"
            yield
        finally:
            running.kill()


def test_what_lies_beside_it_holds_nothing_while_code_runs(trial: Trial) -> None:
    """Where nobody else has the database open all is in the one file: there is nothing to lose, and nobody is told."""
    for one in BESIDE:
        trial.write_code(one.code)
        ended = trial.run("log", TEXT)
        assert (ended.code, ended.failures) == (0, []), (one.name, ended.ended)
    assert [complaint.number for complaint in trial.calls()] == [*range(1, 3 + len(BESIDE))]
    assert {complaint.step for complaint in trial.calls()} == {"code"}
    trial.assert_sound()


@pytest.mark.slow
@pytest.mark.parametrize("does", [IDLE, READING], ids=["idle", "reading"])
def test_what_lies_beside_it_is_put_back_where_a_colleague_is_at_work(trial: Trial, does: str) -> None:
    """Also what is in the log alone: no call is lost, the plugin is named, and the next step decides."""
    for one in BESIDE:
        trial.write_code(one.code)
        with colleague(trial, does):
            ended = trial.run("log", TEXT)
        assert (ended.code, len(ended.failures)) == (PARTIAL, 1), (one.name, ended.ended)
        assert "what SQLite keeps beside the desk's database" in ended.failures[0]
        assert any("set aside (it harmed the desk's database)" in line for line in ended.err)
        trial.assert_sound()
    assert [complaint.number for complaint in trial.calls()] == [*range(1, 3 + len(BESIDE))]
    assert [complaint.step for complaint in trial.calls()][2:] == ["category"] * len(BESIDE)


@pytest.mark.parametrize("one", HARMING[:1], ids=[one.name for one in HARMING[:1]])
def test_in_an_import_as_well(trial: Trial, one: Misbehaviour) -> None:
    """The records are all stored, and the plugin isn't asked again."""
    trial.write_code(one.code)
    ended = trial.run(*trial.write_records(*(f"{TEXT} {number}" for number in range(3)), "sampah di Duren Jaya"))
    assert (ended.code, len(ended.failures)) == (PARTIAL, 1)
    assert [complaint.step for complaint in trial.calls()] == ["code"] * 2 + ["category"] * 4
    trial.assert_sound()


def test_an_emptied_database_is_said_to_be_lost(trial: Trial) -> None:
    """Nothing is left to put back: exit 7, the plugin is named, and nobody takes it for a new desk."""
    trial.write_code(EMPTYING.code)
    ended = trial.run("log", TEXT)
    assert ended.code == STORE
    assert "plugin 'nakal' failed" in ended.failures[0]
    assert "was emptied while it ran" in ended.failures[0]
    assert "aduan.db: it is empty, though this desk had its data in it" in ended.err[-1]
    assert trial.run("list").code == STORE


REMOVE = "rm -f aduan.db aduan.db-*"


def by_a_program(command: str, route: bool = False) -> str:
    """Return code that has a command of the shell run in the desk's folder, when it is imported or in its router."""
    line = f'os.system("cd " + os.path.dirname(__file__) + "/../.. && {command}")\n'
    hook = "    " + line + "    return None\n" if route else "    return None\n"
    head = "import os\nimport click\nfrom aduan_cli.hookspecs import hookimpl\n" + ("" if route else line)
    commands = '@hookimpl\ndef commands():\n    return [click.Command("tiang", callback=lambda: None)]\n'
    return f"{head}@hookimpl\ndef route(complaint):\n{hook}{commands}"


def with_example_and_command(trial: Trial) -> None:
    """Let the misbehaving plugin's manifest have an example that its router is asked about, and a command."""
    manifest = trial.folder / "plugins" / PLUGIN / "plugin.toml"
    more = f'[[example]]\ntext = "{TEXT}"\nexpect = {{ category = "{PLUGIN}" }}\n[commands.tiang]\nhelp = "Tiang."\n'
    manifest.write_text(manifest.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert trial.run("rules", "accept").code == 0


LOOKING = (
    (("plugin", "check", PLUGIN), INVALID),
    (("plugin", "enable", PLUGIN), PARTIAL),
    (("plugin", "doctor"), PARTIAL),
    ((PLUGIN, "tiang"), PARTIAL),
)
"""Commands that run a plugin's code without a call, each with its exit code after harm that was put back."""


@pytest.mark.parametrize(("arguments", "code"), LOOKING, ids=lambda one: one[-1] if isinstance(one, tuple) else "")
def test_whatever_runs_the_code_puts_a_removed_database_back(
    trial: Trial, arguments: tuple[str, ...], code: int
) -> None:
    """The calls are all there, what was done is told, and the exit code isn't 0."""
    with_example_and_command(trial)
    trial.write_code(by_a_program(REMOVE))
    ended = trial.run(*arguments)
    assert ended.code == code, ended.ended
    said = ended.out + "\n".join(ended.err)
    assert "the desk's database was removed or exchanged while it ran; it was put back" in said
    assert [complaint.number for complaint in trial.calls()] == [1, 2]
    trial.assert_sound()


@pytest.mark.parametrize(("arguments", "code"), LOOKING[:2])
def test_what_examples_are_asked_about_is_watched_as_well(trial: Trial, arguments: tuple[str, ...], code: int) -> None:
    """A router that removes the database is noticed where it is tried with the manifest's examples."""
    with_example_and_command(trial)
    trial.write_code(by_a_program(REMOVE, route=True))
    ended = trial.run(*arguments)
    assert (ended.code, len(trial.calls())) == (code, 2), ended.ended
    assert "it was put back" in ended.out + "\n".join(ended.err)


@pytest.mark.parametrize("arguments", [one for one, _code in LOOKING], ids=" ".join)
def test_whatever_runs_the_code_tells_of_an_emptied_database(trial: Trial, arguments: tuple[str, ...]) -> None:
    """Nothing is left to put back: exit 7 at once, and the plugin is named."""
    with_example_and_command(trial)
    trial.write_code(by_a_program(": > aduan.db"))
    ended = trial.run(*arguments)
    assert ended.code == STORE, ended.ended
    assert f"warning: plugin '{PLUGIN}': the desk's database was emptied while it ran" in ended.err
    assert "aduan.db: it is empty, though this desk had its data in it" in ended.err[-1]


def test_a_database_removed_by_the_import_is_put_back_first(trial: Trial) -> None:
    """The import runs once the call is stored: it keeps its ticket, the plugin is set aside, and the exit code is 6."""
    trial.write_code(by_a_program("rm -f aduan.db"))
    ended = trial.run("log", TEXT)
    assert (ended.code, len(ended.failures)) == (PARTIAL, 1), ended.ended
    assert any("set aside (it harmed the desk's database)" in line for line in ended.err)
    assert trial.call(ended.out).number == 3
    trial.assert_sound()
    assert (trial.run("log", TEXT).code, len(trial.calls())) == (0, 4)


def test_what_the_machine_lacks_is_not_the_plugin_s_failure(trial: Trial) -> None:
    """However few files may be opened: what lacks is said, nothing is counted, and the code is asked the next time."""
    codes = []
    for most in range(7, 12):
        ended = trial.run("log", TEXT, preexec_fn=partial(resource.setrlimit, resource.RLIMIT_NOFILE, (most, most)))
        codes.append(ended.code)
        assert ended.code in (0, PARTIAL, STORE), ended.ended
        for line in ended.failures:
            assert "no process can be started for it: Too many open files" in line
    assert PARTIAL in codes
    with trial.store() as store:
        assert store.plugin_states()[PLUGIN].failures == 0
    assert trial.run("log", TEXT).code == 0


def test_no_step_counts_as_stored_in_a_file_that_was_emptied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a program empties the file while a step is stored, the step raises, so that no ticket is given for it."""
    path = str(tmp_path / "aduan.db")
    store = SqliteStore(path)
    take(store, [call(ticket="UJI")])
    plain = steps.commit

    def emptying(*given: Any) -> Any:
        os.truncate(path, 0)
        return plain(*given)

    monkeypatch.setattr("aduan_cli.store.sqlite.steps.commit", emptying)
    with pytest.raises(StoreError, match=r"emptied .* what was just stored is not in it"):
        take(store, [call(ticket="UJI")])
    store.close()


@pytest.mark.parametrize("one", DAMAGING, ids=[one.name for one in DAMAGING])
def test_a_damaged_database_is_said_to_be_lost(trial: Trial, one: Misbehaviour) -> None:
    """Most of it is gone: exit 7, and the plugin is named by the command in which it happened, not by the next one."""
    trial.write_code(one.code)
    ended = trial.run("log", TEXT)
    assert ended.code == STORE
    assert "plugin 'nakal' failed" in ended.failures[0]
    assert "the desk's database was damaged while it ran" in ended.failures[0]
    assert "aduan.db: the file is damaged or no aduan database" in ended.err[-1]


def test_what_others_do_to_the_log_is_no_harm(trial: Trial) -> None:
    """A colleague's commands bring the log into the file and cut it off, while the code runs: nobody is to blame."""
    lines = (
        "import os, sqlite3, subprocess, sys",
        'desk = os.path.join(os.path.dirname(__file__), "..", "..")',
        'bring = "PRAGMA wal_checkpoint(TRUNCATE)"',
        'code = f\'import sqlite3; sqlite3.connect("aduan.db").execute("{bring}")\'',
        "subprocess.run([sys.executable, '-c', code], cwd=desk, check=True)",
    )
    trial.write_code(in_route("brings-the-log-in", "", *lines, answers=True).code)
    for _time in range(2):
        ended = trial.run("log", TEXT)
        assert (ended.code, ended.failures) == (0, [])
    assert [complaint.step for complaint in trial.calls()] == ["code"] * 4
    trial.assert_sound()
