"""Asking in one command: who is asked, how often it may fail, how long all of it may take, what is left behind."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.router import Router
from aduan_cli.config.rule_files.loader import load
from aduan_cli.model import Consulted
from aduan_cli.plugins import asking as asking_module
from aduan_cli.plugins.asking import Asking
from aduan_cli.plugins.code import Code, UnusableError, find_code
from aduan_cli.plugins.guard import Child
from aduan_cli.plugins.limits import Limits
from aduan_cli.ports import PluginState
from aduan_cli.testing import RULES, desk
from aduan_cli.testing.misbehaving import PLUGIN
from invented import call
from open_files import descriptors

HEAD = """\
import os, sys, time
from aduan_cli.hookspecs import Decision, Note, Question, hookimpl

@hookimpl
def route(complaint):
    text = complaint.text
"""
FAILS_ON_REQUEST = HEAD + "    if 'gagal' in text:\n        raise ValueError(text)\n    return Decision('nakal-regu')\n"
SLOW = (
    HEAD + "    time.sleep(0.3)\n"
    "@hookimpl\ndef questions(complaint):\n    time.sleep(0.3)\n"
    "@hookimpl\ndef validate(complaint):\n    time.sleep(60)\n"
)

Make = Callable[..., "Bench"]


class Bench:
    """Asking about calls for one plugin, and what the officer was told."""

    def __init__(self, folder: Path, code: str, limits: str, bulk: bool, states: Mapping[str, PluginState]) -> None:
        self.folder = desk(folder, f'{RULES}[plugins]\nenable = ["nakal"]\n{limits}', {PLUGIN: code})
        rules = load(str(self.folder)).rules
        self.told: list[str] = []
        self.closed = 0
        self.unusable: str | None = None
        self.asking = Asking(
            rules, Router(rules, None).zone.iso, self._find, lambda: states, self._start, self.told.append, bulk
        )

    def _find(self, plugin: str) -> Code | None:
        if self.unusable:
            raise UnusableError(self.unusable)
        return find_code(str(self.folder), plugin, {}, lambda place: None)

    def _start(self, code: Code, limits: Limits) -> Child:
        self.closed += 1
        return Child(code, limits)

    def ask(self, text: str = "nakal", *hooks: str, complaint: Complaint | None = None) -> Consulted:
        """Ask about a call."""
        given = complaint or call(text=text, category=PLUGIN, unit=PLUGIN)
        return self.asking.ask(PLUGIN, given, hooks or ("route", "validate"))

    def kinds(self, *texts: str) -> list[str | None]:
        """Return the kinds of failures of several calls; None: there was none."""
        return [said.failure and said.failure.kind for said in map(self.ask, texts)]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Return a function that makes a bench; what it started is ended."""
    made: list[Bench] = []

    def make(code: str, limits: str = "", bulk: bool = False, states: Mapping[str, PluginState] | None = None) -> Bench:
        made.append(Bench(tmp_path / f"desk-{len(made)}", code, limits, bulk, states or {}))
        return made[-1]

    yield make
    for bench in made:
        bench.asking.close(wait=True)


# -- failing


def test_three_failures_in_a_row_set_a_plugin_aside(make: Make) -> None:
    """The last one says so; then it is not asked any more, and nothing more is said."""
    bench = make(FAILS_ON_REQUEST, bulk=True)
    assert bench.kinds("gagal", "gagal", "baik", "gagal", "gagal", "gagal", "baik") == [
        "raised", "raised", None, "raised", "raised", "raised", None,
    ]  # fmt: skip
    assert [line for line in bench.told if "set aside" in line] == [
        "plugin 'nakal' is set aside (3 failures in a row); mend its code, then: aduan plugin enable nakal"
    ]
    assert "set aside" in bench.told[-1]
    assert not bench.asking.ready(PLUGIN)
    assert bench.ask().asked == ()
    (run,) = bench.asking.runs()
    assert (run.calls, run.failures, run.in_row, run.succeeded) == (6, 5, 3, True)
    assert (run.failure, run.over) == ("route: raised", "3 failures in a row")
    assert bench.asking.runs() == []


def test_twenty_failures_in_one_command_set_a_plugin_aside(make: Make) -> None:
    """Also with successes between them; a failed child is replaced, so that these are answered by code."""
    bench = make(FAILS_ON_REQUEST, bulk=True)
    for _number in range(20):
        assert bench.ask("baik").answer is not None
        assert bench.ask("gagal").failure is not None
    assert bench.asking.failed
    assert not bench.asking.ready(PLUGIN)
    assert "is set aside (20 failures in one command)" in bench.told[-1]
    assert [run.over for run in bench.asking.runs()] == ["20 failures in one command"]


def test_too_much_time_lost_in_one_command_sets_a_plugin_aside(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty seconds are too much; the clock is the test's, for a busy machine takes time as well."""
    clock = count(0, 16)
    monkeypatch.setattr(asking_module, "monotonic", lambda: next(clock))
    bench = make(FAILS_ON_REQUEST, bulk=True)
    assert bench.kinds("gagal", "gagal", "gagal") == ["raised", "raised", None]
    assert "is set aside (32 seconds lost in one command)" in bench.told[-1]


def test_a_row_of_failures_goes_on_over_commands(make: Make) -> None:
    """One more failure after two in the store, and it is set aside; a success in between ends the row."""
    states = {PLUGIN: PluginState(PLUGIN, in_row=2, failures=2)}
    assert make(FAILS_ON_REQUEST, states=states).kinds("gagal") == ["raised"]
    bench = make(FAILS_ON_REQUEST, states=states)
    bench.ask("gagal")
    assert "(3 failures in a row)" in bench.told[-1]
    bench = make(FAILS_ON_REQUEST, bulk=True, states=states)
    assert bench.kinds("baik", "gagal", "gagal", "baik") == [None, "raised", "raised", None]
    assert bench.asking.ready(PLUGIN)


def test_code_that_cannot_be_used_is_a_failure_like_any_other(make: Make) -> None:
    """An unsafe place counts in the row, too."""
    bench = make(FAILS_ON_REQUEST, states={PLUGIN: PluginState(PLUGIN, in_row=2)})
    bench.unusable = "plugins/nakal/plugin.py: it can be written by everyone"
    said = bench.ask()
    assert said.failure is not None
    assert (said.failure.hook, said.failure.kind, said.failure.sha256) == ("import", "unusable", None)
    assert "it can be written by everyone; the call goes on without it" in bench.told[0]
    assert "is set aside (3 failures in a row)" in bench.told[1]


def test_a_plugin_that_was_set_aside_is_not_asked_and_leaves_nothing(make: Make) -> None:
    before = descriptors()
    bench = make(
        FAILS_ON_REQUEST, states={PLUGIN: PluginState(PLUGIN, set_aside_at=1, set_aside_why="3 failures in a row")}
    )
    assert not bench.asking.ready(PLUGIN)
    assert not bench.asking.ready(PLUGIN)
    assert bench.told == [
        "plugin 'nakal' is set aside (3 failures in a row), its code is not asked;"
        " once mended: aduan plugin enable nakal"
    ]
    assert not bench.asking.failed
    assert bench.asking.runs() == []
    assert descriptors() == before


def test_a_command_for_one_call_asks_no_more_after_a_failure(make: Make) -> None:
    bench = make(FAILS_ON_REQUEST)
    assert bench.kinds("gagal", "baik") == ["raised", None]
    assert bench.ask("baik").asked == ()


def test_of_a_call_on_which_it_failed_a_plugin_is_not_asked_again(make: Make) -> None:
    """In a command for many calls, too: an observer hears nothing of it, and there is one line about it."""
    bench = make(FAILS_ON_REQUEST, bulk=True)
    bad, good = call(text="gagal", category=PLUGIN), call(text="baik", category=PLUGIN)
    assert bench.ask(complaint=bad).failure is not None
    assert bench.ask("", "route", "observe", complaint=bad) == Consulted(PLUGIN, None)
    assert bench.ask(complaint=good).answer is not None
    assert len(bench.told) == 1


def test_a_failure_is_told_on_one_short_line(make: Make) -> None:
    bench = make(HEAD + "    raise ValueError('baris satu\\nbaris dua ' + 'x' * 1000)\n")
    said = bench.ask()
    assert said.failure is not None
    assert said.failure.message.startswith("ValueError: baris satu\nbaris dua xxx")
    assert "raise ValueError" in (said.failure.traceback or "")
    (line,) = bench.told
    assert line.startswith("plugin 'nakal' failed (route): ValueError: baris satu baris dua xxx")
    assert line.endswith("x… (plugin.py:7); the call goes on without it")
    assert len(line) < 300


# -- time


def test_all_of_a_plugins_time_in_one_command_is_bounded(make: Make) -> None:
    """What hooks took before leaves the later ones less; what was answered until then counts."""
    bench = make(SLOW, "[plugins.limits]\ncall = 30\ncommand = 1.5\n")
    assert bench.ask("nakal", "questions").asked == ("questions",)
    started = time.monotonic()
    said = bench.ask("nakal", "route", "validate")
    assert said.asked == ("route",)
    assert said.failure is not None
    assert (said.failure.hook, said.failure.kind) == ("validate", "time")
    assert time.monotonic() - started < 1.4


def test_a_command_for_many_calls_has_no_sum_of_time(make: Make) -> None:
    bench = make(SLOW, "[plugins.limits]\ncommand = 0.4\n", bulk=True)
    assert [bench.ask("nakal", "route").asked for _each in range(2)] == [("route",)] * 2


# -- processes and descriptors


def test_a_plugin_without_code_costs_no_process(make: Make) -> None:
    bench = make(FAILS_ON_REQUEST)
    (bench.folder / "plugins" / PLUGIN / "plugin.py").unlink()
    assert not bench.asking.ready(PLUGIN)
    assert bench.closed == 0


def test_hooks_that_the_code_does_not_have_are_not_asked_and_count_nothing(make: Make) -> None:
    bench = make(FAILS_ON_REQUEST)
    assert bench.ask("gagal", "validate", "observe").asked == ()
    assert bench.asking.runs() == []


def children() -> set[str]:
    """Return the processes that this one has started and not waited for: other tests may have left some."""
    found = (path.read_text() for path in Path("/proc/self/task").glob("*/children"))
    return {number for numbers in found for number in numbers.split()}


def test_nothing_stays_open_however_a_child_ends(make: Make) -> None:
    before, others = descriptors(), children()
    code = HEAD + "    if text == 'mati':\n        os._exit(1)\n    if text == 'gagal':\n        raise ValueError\n"
    bench = make(code, bulk=True)
    bench.kinds("mati", "baik", "gagal", "baik", "mati")
    bench.asking.close(wait=True)
    bench.asking.close(wait=True)
    assert descriptors() == before
    assert children() == others


@pytest.mark.parametrize("missing", ["fork", "pipe"])
def test_a_machine_that_has_no_process_left_takes_calls_all_the_same(
    make: Make, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """It is told, not counted as the plugin's; nothing raises, nothing stays open, and later calls are tried again."""

    def none_left() -> int:
        raise OSError(11, "Resource temporarily unavailable")

    before = descriptors()
    bench = make(FAILS_ON_REQUEST, bulk=True)
    with monkeypatch.context() as scarce:
        scarce.setattr(os, missing, none_left)
        said = bench.ask("baik")
    assert said.failure is not None
    assert (said.failure.kind, said.failure.hook) == ("unusable", "import")
    assert "no process can be started for it: Resource temporarily unavailable" in bench.told[0]
    assert descriptors() == before
    assert bench.asking.runs() == []
    assert bench.ask("baik").answer is not None


def test_a_child_has_nothing_of_ours(make: Make, tmp_path: Path) -> None:
    """No open files but its pipes, no terminal, nothing on stdin, a session of its own; the store was closed."""
    code = (
        HEAD + "    import json\n"
        "    told = {str(number): os.readlink(f'/proc/self/fd/{number}') for number in os.listdir('/proc/self/fd')\n"
        "            if os.path.exists(f'/proc/self/fd/{number}')}\n"
        "    told['session'] = os.getsid(0) == os.getpid()\n"
        "    told['stdin'] = sys.stdin.read()\n"
        "    return Decision('nakal-regu', reason=json.dumps(told))\n"
    )
    with (tmp_path / "rahasia").open("w") as kept:
        os.set_inheritable(kept.fileno(), True)
        bench = make(code)
        answer = bench.ask().answer
    assert answer is not None
    told = json.loads(answer.reason or "")
    assert told.pop("session") is True
    assert told.pop("stdin") == ""
    places = {int(number): place.split(":")[0] for number, place in told.items()}
    assert {number: places[number] for number in range(5)} == {
        0: "/dev/null", 1: "/dev/null", 2: "/dev/null", 3: "pipe", 4: "pipe",
    }  # fmt: skip
    assert "rahasia" not in str(places)
    assert bench.closed == 1


def test_code_never_sees_who_called(make: Make) -> None:
    code = HEAD + "    return Decision('nakal-regu', reason=repr(complaint))\n"
    bench = make(code)
    given = call(
        text="nakal", category=PLUGIN, caller_name="Budi Contoh", caller_phone="+6281200000009", actor="rina",
        caller_address="Jl. Rumah 2", phone_original="0812", key="kunci", answers={"air": 3}, fields={"NAMA": "Budi"},
    )  # fmt: skip
    answer = bench.ask(complaint=given).answer
    assert answer is not None
    for word in ("Budi", "0812", "628", "Rumah", "rina", "kunci"):
        assert word not in (answer.reason or "")
    for word in ("'air': 3", "fields=mappingproxy({})", "ticket=None", "2025, 11, 24, 8, 0", "category='nakal'"):
        assert word in (answer.reason or "")


def test_code_keeps_what_it_remembers_from_call_to_call(make: Make) -> None:
    """One child serves many calls, until it fails; the next one begins anew."""
    code = HEAD.replace("@hookimpl", "seen = []\n@hookimpl", 1) + (
        "    if text == 'gagal':\n        raise ValueError\n"
        "    seen.append(text)\n    return Decision('nakal-regu', reason=str(len(seen)))\n"
    )
    bench = make(code, bulk=True)
    answers = [bench.ask(text).answer for text in ("a", "b", "gagal", "c")]
    assert [answer and answer.reason for answer in answers] == ["1", "2", None, "1"]


def test_the_code_that_answered_is_told_by_its_hash(make: Make) -> None:
    bench = make(FAILS_ON_REQUEST)
    assert bench.ask("baik").sha256 == sha256(FAILS_ON_REQUEST.encode()).hexdigest()
