"""One child process for one plugin's code: what it answers, how it ends, and that nothing of it is left."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from time import monotonic

import pytest

from aduan_cli.errors import StoreError
from aduan_cli.plugins.code import Code
from aduan_cli.plugins.guard import Child, FailedError
from aduan_cli.plugins.limits import LARGEST_ANSWER, MOST_TRACEBACK, Limits
from aduan_cli.stored import Harm
from open_files import descriptors

HEAD = """\
import os, sys, time
from aduan_cli.hookspecs import Decision, Note, hookimpl

@hookimpl
def route(complaint):
    text = complaint.text
"""
ECHO = f"{HEAD}    return Decision('pju', reason=text)\n"
COMPLAINT: dict[str, object] = {
    "ticket": None, "kind": "complaint", "status": "new", "category": "pju", "text": "lampu mati", "priority": "normal",
    "unit": "pju", "support": [], "channel": "phone", "kecamatan": None, "kelurahan": None, "address": None,
    "shift": None, "reported_at": "2025-11-24T08:00:00+07:00", "answers": {}, "fields": {},
}  # fmt: skip
QUICK = Limits(cpu=0.25, call=0.4, load=2.0)
FAR = 1e9

Start = Callable[..., Child]


def complaint(text: str) -> dict[str, object]:
    """Return a complaint as it is sent."""
    return {**COMPLAINT, "text": text}


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return what starts a child with some code; all that was started is ended, with all that it had open."""
    before = descriptors()
    started: list[Child] = []

    def start(text: str, limits: Limits = QUICK, watch: object = None) -> Child:
        data = text.encode()
        code = Code("pju", str(tmp_path), "plugin.py", {"plugin.py": data}, sha256(data).hexdigest())
        started.append(Child(code, limits, watch=watch))  # type: ignore[arg-type]
        return started[-1]

    yield start
    for child in started:
        child.end()
        child.end()
    assert descriptors() == before


def is_there(pid: int) -> bool:
    """Say whether a process runs; one that ended and that nobody took in doesn't."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def failing(child: Child, text: str = "x", hook: str = "route") -> FailedError:
    """Ask a child that fails; return how."""

    def asked() -> object:
        child.hooks(monotonic() + FAR)
        return child.ask(hook, complaint(text), monotonic() + FAR)

    with pytest.raises(FailedError) as caught:
        asked()
    assert not child._pid, "who failed is gone"
    return caught.value


def reason(child: Child, text: str = "x") -> str:
    """Return the reason of what the router answers."""
    answer = child.ask("route", complaint(text), monotonic() + FAR)
    assert isinstance(answer, list)
    return str(answer[-1])


class TestAsking:
    def test_hooks_are_told_once_and_answers_come_in_order(self, start: Start) -> None:
        child = start(ECHO + "@hookimpl\ndef validate(complaint):\n    return [Note(complaint.text)]\n")
        assert not child.lacks("observe"), "before it is imported it may have any"
        assert child.hooks(monotonic() + FAR) == {"route", "validate"}
        assert child.hooks(0.0) == {"route", "validate"}, "nothing is waited for"
        assert child.lacks("observe")
        assert not child.lacks("route")
        for text in ("satu", "dua\nbaris", "tiga “é”", "x" * 900):
            assert reason(child, text) == text
        assert child.ask("validate", complaint("nota"), monotonic() + FAR) == ["nota"]

    def test_what_code_keeps_stays_in_its_child(self, start: Start) -> None:
        """Two plugins, or two children of one, see nothing of each other, nor this process anything of them."""
        counting = (
            "N = []\n"
            + HEAD
            + "    N.append(1)\n    os.environ['ADUAN_UJI'] = 'x'\n    return Decision('pju', reason=str(len(N)))\n"
        )
        first, second = start(counting), start(counting)
        for child, expected in ((first, "1"), (first, "2"), (second, "1")):
            child.hooks(monotonic() + FAR)
            assert reason(child) == expected
        assert "ADUAN_UJI" not in os.environ

    def test_processor_time_is_told_of_each_answer(self, start: Start) -> None:
        child = start(HEAD + "    until = time.process_time() + 0.08\n    while time.process_time() < until: pass\n")
        child.hooks(monotonic() + FAR)
        child.ask("route", complaint("x"), monotonic() + FAR)
        assert 0.05 < child.cpu < 0.25

    def test_what_it_prints_goes_nowhere(self, start: Start, capfd: pytest.CaptureFixture[str]) -> None:
        """Straight to the descriptors; and what it reads is nothing."""
        child = start(
            "import os\nos.write(1, b'a')\n" + HEAD + "    os.write(1, b'b'); os.write(2, b'c')\n"
            "    return Decision('pju', reason=repr(sys.stdin.read()))\n"
        )
        child.hooks(monotonic() + FAR)
        assert reason(child) == "''"
        assert capfd.readouterr() == ("", "")


class TestFailing:
    @pytest.mark.parametrize(
        ("does", "kind", "said"),
        [
            ("raise ValueError(text)", "raised", "ValueError: x"),
            ("raise KeyboardInterrupt", "raised", "KeyboardInterrupt"),
            ("sys.exit(4)", "raised", "SystemExit: 4"),
            ("os._exit(3)", "ended", "it ended the process, with exit code 3"),
            ("os.kill(os.getpid(), 9)", "ended", "it was ended by signal 9"),
            ("os.close(4); time.sleep(9)", "ended", "it closed the pipe for its answer"),
            ("os.write(4, b'bukan json\\n'); time.sleep(9)", "refused", "the answer can't be read"),
            ("os.write(4, b'[1]\\n'); time.sleep(9)", "refused", "the answer can't be read"),
            ("os.write(4, b'[' * 100_000 + b'\\n'); time.sleep(9)", "refused", "the answer can't be read"),
            ("os.write(4, b'{\"answer\": null}\\n'); time.sleep(9)", "refused", "the answer can't be read"),
            ("time.sleep(9)", "time", "it gave no answer in time"),
            ("return 'pju'", "refused", None),
        ],
    )
    def test_each_way_has_its_kind_and_its_sentence(self, start: Start, does: str, kind: str, said: str | None) -> None:
        failed = failing(start(HEAD + f"    {does}\n"))
        assert (failed.failure.plugin, failed.failure.hook, failed.failure.kind) == ("pju", "route", kind)
        assert said in (None, failed.failure.message)
        assert (failed.lacking, failed.lost) == (False, None)
        assert len(str(failed.failure.sha256)) == 64

    def test_processor_time_ends_it_before_the_deadline(self, start: Start) -> None:
        failed = failing(start(HEAD + "    while True: pass\n", Limits(cpu=0.1, call=20.0)))
        assert (failed.failure.kind, failed.failure.message) == ("cpu", "it used more processor time than it may")

    def test_an_answer_that_was_written_before_it_was_asked_counts_for_nothing(self, start: Start) -> None:
        """Code that knows the pipe writes two answers to one question: the second is not taken for the next one's."""
        child = start(
            HEAD + '    os.write(4, b\'{"answer": null, "number": 1, "cpu": 0}\\n\')\n    return Decision("pju")\n'
        )
        child.hooks(monotonic() + FAR)
        assert child.ask("route", complaint("a"), monotonic() + FAR) is None
        with pytest.raises(FailedError, match="the answer can't be read"):
            child.ask("route", complaint("b"), monotonic() + FAR)

    def test_an_answer_that_never_ends_is_cut_off_at_its_bytes(self, start: Start) -> None:
        child = start(HEAD + "    os.write(4, b'x' * 65_536)\n" * 5 + "    time.sleep(9)\n")
        assert failing(child).failure.message == f"its answer has more than {LARGEST_ANSWER} bytes"

    def test_what_it_raises_is_told_with_the_place_in_its_own_file(self, start: Start, tmp_path: Path) -> None:
        """Cut to what is kept, and in letters that can be stored: a lone surrogate can not."""
        failed = failing(
            start("def dalam(text):\n    raise ValueError('\\udc80' + text)\n" + HEAD + "    dalam(text)\n")
        )
        assert failed.failure.message == "ValueError: \\udc80x"
        trace = failed.failure.traceback
        assert trace is not None
        assert f'File "{tmp_path}/plugin.py", line 2, in dalam' in trace
        assert "plugins/child.py" not in trace, "what called the code is no news to its author"
        long = failing(start(HEAD + "    raise ValueError('a' * 100_000)\n")).failure
        assert len(long.message) <= 600
        assert len(str(long.traceback)) <= MOST_TRACEBACK

    def test_what_cannot_even_be_told_is_told(self, start: Start) -> None:
        """An error whose text raises."""
        code = (
            "class Jahat(Exception):\n    def __str__(self):\n        raise RuntimeError\n" + HEAD + "    raise Jahat\n"
        )
        assert failing(start(code)).failure.message == "Jahat"

    @pytest.mark.parametrize(
        ("code", "kind", "said"),
        [
            ("def\n", "raised", "SyntaxError"),
            ("import tidak_ada\n", "raised", "ModuleNotFoundError"),
            ("import time\ntime.sleep(9)\n", "time", "no answer in time"),
            ("import os\nos._exit(0)\n", "ended", "exit code 0"),
            ("x = '\0'\n", "raised", ""),
        ],
    )
    def test_at_its_import_it_is_the_import_that_failed(self, start: Start, code: str, kind: str, said: str) -> None:
        failed = failing(start(code, QUICK._replace(load=0.5)))
        assert (failed.failure.hook, failed.failure.kind, failed.lacking) == ("import", kind, False)
        assert said in failed.failure.message

    @pytest.mark.parametrize("said", ['{"hooks": "route"}', '{"hooks": [1]}', '{"cpu": 0.1}', "[]"])
    def test_hooks_that_it_only_claims_are_not_believed(self, start: Start, said: str) -> None:
        """Code that knows the pipe tells them itself, before it was imported whole."""
        failed = failing(start(f"import os, time\nos.write(4, b'{said}\\n')\ntime.sleep(9)\n"))
        assert (failed.failure.hook, failed.failure.message) == ("import", "the answer can't be read")

    def test_the_deadline_of_the_command_counts_where_it_is_nearer(self, start: Start) -> None:
        child = start(HEAD + "    time.sleep(9)\n", Limits(call=8.0))
        child.hooks(monotonic() + FAR)
        began = monotonic()
        with pytest.raises(FailedError, match="no answer in time"):
            child.ask("route", complaint("x"), began + 0.2)
        assert monotonic() - began < 2.0

    def test_a_question_that_nobody_reads_is_not_waited_for_beyond_the_deadline(self, start: Start) -> None:
        """The pipe is full: code that stopped reading can't hold the officer."""
        child = start(HEAD + "    time.sleep(9)\n", Limits(call=0.3))
        child.hooks(monotonic() + FAR)
        with pytest.raises(FailedError, match="no answer in time"):
            child.ask("route", complaint("x" * 3_000_000), monotonic() + FAR)

    def test_memory_beyond_its_limit_is_its_own_error(self, start: Start) -> None:
        child = start(HEAD + "    'x' * (400 * 1024 * 1024)\n", Limits(memory=64))
        assert failing(child).failure.message.startswith("MemoryError")


class TestEnding:
    def test_what_it_started_in_its_session_ends_with_it(self, start: Start, tmp_path: Path) -> None:
        child = start(
            HEAD + "    pid = os.fork()\n    if not pid: time.sleep(60); os._exit(0)\n"
            "    return Decision('pju', reason=f'{os.getpid()} {pid}')\n"
        )
        child.hooks(monotonic() + FAR)
        pids = [int(pid) for pid in reason(child).split()]
        assert all(map(is_there, pids))
        child.end()
        until = monotonic() + 5
        while any(map(is_there, pids)) and monotonic() < until:
            time.sleep(0.01)
        assert not any(map(is_there, pids))

    def test_a_refused_answer_ends_it_and_says_so(self, start: Start) -> None:
        child = start(ECHO)
        child.hooks(monotonic() + FAR)
        failure = child.refuse("route", "route: 'lain' is no unit")
        assert (failure.kind, failure.message, failure.traceback) == ("refused", "'lain' is no unit", None)
        assert not child._pid

    def test_one_that_is_never_asked_runs_nothing_of_its_code(self, start: Start, tmp_path: Path) -> None:
        child = start(f"open({str(tmp_path / 'jejak')!r}, 'w')\n")
        time.sleep(0.05)
        child.end()
        assert not (tmp_path / "jejak").exists()

    def test_without_waiting_it_ends_all_the_same(self, start: Start) -> None:
        child = start(ECHO)
        child.hooks(monotonic() + FAR)
        pid = child._pid
        child.end(wait=False)
        os.waitpid(pid, 0)


@pytest.mark.parametrize("number", [errno.EAGAIN, errno.ENOMEM])
def test_where_no_process_can_be_started_the_machine_is_to_blame(
    start: Start, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """And no descriptor is left, which the fixture looks at."""

    def refused() -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fork", refused)
    with pytest.raises(FailedError) as caught:
        start(ECHO)
    assert caught.value.lacking
    assert caught.value.failure.message == f"no process can be started for it: {os.strerror(number)}"


class Watching:
    """A watch of a store that finds harm after some answers."""

    def __init__(self, harm: Harm | None, after: int) -> None:
        self.begun = self.looked = 0
        self._harm, self._after = harm, after

    def begin(self) -> None:
        self.begun += 1

    def harm(self) -> Harm | None:
        self.looked += 1
        return self._harm if self.looked > self._after else None


class TestWatching:
    def test_the_store_is_at_rest_before_the_code_runs_and_looked_at_after(self, start: Start) -> None:
        watch = Watching(None, 0)
        child = start(ECHO, watch=watch)
        assert (watch.begun, watch.looked) == (0, 0), "nothing of it runs yet"
        child.hooks(monotonic() + FAR)
        assert (watch.begun, watch.looked) == (1, 1)
        child.ask("route", complaint("x"), monotonic() + FAR)
        assert (watch.begun, watch.looked) == (2, 2)

    @pytest.mark.parametrize("does", ["return Decision('pju')", "raise ValueError", "os._exit(3)", "time.sleep(9)"])
    def test_harm_is_told_before_all_else_that_it_did(self, start: Start, does: str) -> None:
        lost = StoreError("hilang")
        failed = failing(start(HEAD + f"    {does}\n", watch=Watching(Harm("berkas dihapus", lost), 1)))
        assert (failed.failure.kind, failed.failure.message, failed.lost) == ("harm", "berkas dihapus", lost)
