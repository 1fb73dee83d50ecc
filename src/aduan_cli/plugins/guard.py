"""The guard: one child process for one plugin's code, asked over pipes, never waited for beyond a deadline.

Forked without exec, so that a daily command pays a millisecond; whoever forks sees to it that the store is closed.
"""

from __future__ import annotations

import errno
import os
import select
import sys
from collections.abc import Callable, Iterator
from json import dumps, loads
from time import monotonic

from aduan_cli.i18n import _
from aduan_cli.model import CodeFailure
from aduan_cli.plugins.code import Code
from aduan_cli.plugins.limits import LACKING, LARGEST_ANSWER, LOST, MOST_TRACEBACK, Limits, tell_lack
from aduan_cli.within import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from aduan_cli.errors import AduanError
    from aduan_cli.ports import Watch
    from aduan_cli.stored import Harm

_CHUNK = 65_536
_KILL = 9
"""`signal.SIGKILL`, the same everywhere: the module costs a daily command more than the fork does."""
_GRACE = 0.1
"""Seconds that a child which closed its pipe gets to end, so that we can say how it did."""


def _two_pipes() -> tuple[int, int, int, int]:
    """Return two pipes: where to read and to write the one, then the other."""
    first = os.pipe()
    try:
        return *first, *os.pipe()
    except OSError:
        for number in first:
            os.close(number)
        raise


def _forked(work: Callable[[], None]) -> int:
    """Fork from a thread of its own, and let the child do some work; return the child's number. Raises `OSError`.

    Of several threads a child has only the one that forked. So nothing of our own stack, where the call is as the
    officer typed it, is above the unit's code there.
    """
    from _thread import allocate_lock, start_new_thread

    came: list[int | OSError] = []
    done = allocate_lock()
    done.acquire()

    def fork() -> None:
        try:
            with _unwarned():
                pid = os.fork()
            if not pid:
                try:
                    work()
                finally:
                    os._exit(0)  # Whatever happens, the child never goes on as the parent would.
            came.append(pid)
        except OSError as error:
            came.append(error)
        finally:
            done.release()

    try:
        start_new_thread(fork, ())
    except RuntimeError as error:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from error
    done.acquire()
    if isinstance(came[0], OSError):
        raise came[0]
    return came[0]


@contextmanager
def _unwarned() -> Iterator[None]:
    """Do without the warning of newer Pythons against forking beside a thread: ours waits, and holds nothing."""
    if sys.version_info < (3, 12):
        yield
        return
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


class FailedError(Exception):
    """The child failed; it is gone.

    `lacking`: the machine lacked something before any of the code ran, which is no failure of the plugin's. `lost`: why
    nothing can be stored any more, for the code harmed the store's file.
    """

    def __init__(self, failure: CodeFailure, lacking: bool = False, lost: AduanError | None = None) -> None:
        super().__init__(failure.message)
        self.failure, self.lacking, self.lost = failure, lacking, lost


class Child:
    """A running child. Times are in seconds; `until` is a deadline on the monotonic clock.

    `database` is the desk's, which it may not open, `desk` the desk's folder, where it may change nothing; `watch`
    watches the database while the code runs. Making one raises `FailedError` where no process can be started.
    """

    def __init__(
        self,
        code: Code,
        limits: Limits,
        database: str | None = None,
        desk: str | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._code, self._limits, self._watch = code, limits, watch
        self._hooks: frozenset[str] | None = None
        self._buffer = b""
        self._reaped = self._imports = False
        self.cpu = 0.0
        """Seconds of processor time that the last answer took."""
        self._number = 0
        """Of the last question; its answer bears it."""
        self._pid = 0
        try:
            self._start(database, desk)
        except OSError as error:
            raise self._lacking(error.strerror) from error

    def _start(self, database: str | None, desk: str | None) -> None:
        code, limits = self._code, self._limits
        self._answers, answered, asked, self._questions = _two_pipes()

        def be_the_child() -> None:
            try:
                from aduan_cli.plugins.child import run
            except LACKING as error:
                tell_lack(error, answered)
            else:
                run(code, limits, asked, answered, database, desk)

        try:
            self._pid = _forked(be_the_child)
        except OSError:
            for number in (self._answers, answered, asked, self._questions):
                os.close(number)
            raise
        os.close(asked)
        os.close(answered)
        os.set_blocking(self._questions, False)

    def import_code(self, until: float) -> None:
        """Let it import its code, unless it has. Raises `FailedError`."""
        if not self._imports:
            self._begin()
            self._send(b"\n", "import", min(until, monotonic() + self._limits.call))
            self._imports = True

    def hooks(self, until: float) -> frozenset[str]:
        """Return the hooks that the code has, once it is imported. Raises `FailedError`."""
        self.import_code(until)
        if self._hooks is None:
            told = self._receive("import", min(until, monotonic() + self._limits.load))
            names = told.get("hooks")
            if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
                self._fail("import", "refused", _("the answer can't be read"))
            self._hooks = frozenset(names)
            self._note_cpu(told)
        return self._hooks

    def lacks(self, hook: str) -> bool:
        """Say whether it is known that the code has no such hook."""
        return self._hooks is not None and hook not in self._hooks

    def ask(self, hook: str, data: dict[str, object], until: float) -> object:
        """Call a hook that the code has and return what it answered, unchecked. Raises `FailedError`."""
        until = min(until, monotonic() + self._limits.call)
        self._number += 1
        self._begin()
        self._send(dumps([self._number, hook, data]).encode() + b"\n", hook, until)
        told = self._receive(hook, until)
        if "answer" not in told or told.get("number") != self._number:
            self._fail(hook, "refused", _("the answer can't be read"))
        self._note_cpu(told)
        return told["answer"]

    def _note_cpu(self, told: dict[str, object]) -> None:
        used = told.get("cpu")
        self.cpu = used if isinstance(used, float) and 0 <= used < LOST else 0.0

    def refuse(self, hook: str, message: str) -> CodeFailure:
        """End the child because its answer is not allowed; return the failure."""
        return self._failure(hook, "refused", message)

    def end(self, wait: bool = True) -> None:
        """End the child and what it forked in its session.

        Without `wait` it is left to the system to see it gone: for a command that ends itself.
        """
        if not self._pid:
            return
        for number in (self._questions, self._answers):
            os.close(number)
        pid, self._pid = self._pid, 0
        for kill in (os.killpg,) if self._reaped else (os.killpg, os.kill):
            try:
                kill(pid, _KILL)
            except (ProcessLookupError, PermissionError):
                pass  # gone, or not yet in a group of its own
        if wait and not self._reaped:
            try:
                os.waitpid(pid, 0)
            except ChildProcessError:
                pass  # Whoever started us lets the system take in children that end.

    # -- over the pipes

    def _send(self, line: bytes, hook: str, until: float) -> None:
        left = memoryview(line)
        waiting = select.poll()
        waiting.register(self._questions, select.POLLOUT)
        while left:
            try:
                left = left[os.write(self._questions, left) :]
            except BlockingIOError:
                if not waiting.poll(max(0.0, until - monotonic()) * 1000):
                    self._fail_late(hook)
            except BrokenPipeError:
                return  # How it ended is said when its answer is read.

    def _receive(self, hook: str, until: float) -> dict[str, object]:
        """Return the next line that the child wrote."""
        waiting = select.poll()
        waiting.register(self._answers, select.POLLIN)
        while b"\n" not in self._buffer:
            if not waiting.poll(max(0.0, until - monotonic()) * 1000):
                self._fail_late(hook)
            chunk = os.read(self._answers, _CHUNK)
            if not chunk:
                self._fail_ended(hook)
            self._buffer += chunk
            if len(self._buffer) > LARGEST_ANSWER:
                most = _("its answer has more than {size} bytes").format(size=LARGEST_ANSWER)
                self._fail(hook, "refused", most)
        line, _newline, self._buffer = self._buffer.partition(b"\n")
        try:
            told = loads(line)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            self._fail(hook, "refused", _("the answer can't be read"))
        if "failed" in told:
            kind = "raised" if told["failed"] == "raised" else "refused"
            self._fail(hook, kind, told.get("message"), told.get("traceback"))
        if "lacking" in told and self._hooks is None:
            self.end()
            raise self._lacking(told["lacking"])
        harm = self._harm()
        if harm:
            raise FailedError(self._failure(hook, "harm", harm.sentence), lost=harm.lost)
        return told

    def _begin(self) -> None:
        """See that the store is at rest, and its file held: the code is about to run."""
        if self._watch:
            self._watch.begin()

    def _harm(self) -> Harm | None:
        """Return what was done to the store's file."""
        return self._watch.harm() if self._watch else None

    # -- failing

    def _failure(self, hook: str, kind: str, message: object, traceback: object = None) -> CodeFailure:
        """End the child and return what went wrong."""
        self.end()
        from aduan_cli.storable import storable

        texts = [storable(text[:MOST_TRACEBACK]) if isinstance(text, str) else None for text in (message, traceback)]
        said = (texts[0] or "?").removeprefix(f"{hook}: ")  # The failure has its hook already.
        return CodeFailure(self._code.plugin, hook, kind, said, texts[1], self._code.sha256)

    def _fail(self, hook: str, kind: str, message: object, traceback: object = None) -> NoReturn:
        """Raise what went wrong. Harm to the store's file is told before all else."""
        failure, harm = self._failure(hook, kind, message, traceback), self._harm()
        if harm:
            raise FailedError(failure._replace(kind="harm", message=harm.sentence), lost=harm.lost)
        raise FailedError(failure)

    def _lacking(self, reason: object) -> FailedError:
        """Return that the machine lacked something that a process needs."""
        said = _("no process can be started for it: {reason}").format(reason=reason)
        return FailedError(CodeFailure(self._code.plugin, "import", "unusable", said, None, self._code.sha256), True)

    def _fail_late(self, hook: str) -> NoReturn:
        self._fail(hook, "time", _("it gave no answer in time"))

    def _fail_ended(self, hook: str) -> NoReturn:
        """Say how a child ended that wrote nothing more."""
        status = self._status()
        if status is None:
            self._fail(hook, "ended", _("it closed the pipe for its answer"))
        if os.WIFSIGNALED(status):
            import signal

            number = os.WTERMSIG(status)
            if number in (signal.SIGPROF, signal.SIGXCPU):
                self._fail(hook, "cpu", _("it used more processor time than it may"))
            if number == signal.SIGALRM:
                self._fail_late(hook)
            self._fail(hook, "ended", _("it was ended by signal {number}").format(number=number))
        code = os.WEXITSTATUS(status)
        self._fail(hook, "ended", _("it ended the process, with exit code {code}").format(code=code))

    def _status(self) -> int | None:
        until = monotonic() + _GRACE
        while True:
            try:
                pid, status = os.waitpid(self._pid, os.WNOHANG)
            except ChildProcessError:
                return None
            if pid:
                self._reaped = True
                return status
            if monotonic() > until:
                return None
            select.poll().poll(1)
