"""The child process: without the desk's files and terminal, with limits, it imports one plugin's code and answers.

It reads one line of JSON for each call of a hook and writes one line for each answer; the first line that it writes
tells the hooks that the code has. It never returns: it is ended from outside, or when nobody is there any more.
"""

from __future__ import annotations

import gc
import os
import sys
from json import dumps, loads
from types import CodeType
from typing import Any, NoReturn

from aduan_cli.plugins.code import Code, compiled
from aduan_cli.plugins.concealing import conceal
from aduan_cli.plugins.fence import put_up
from aduan_cli.plugins.limits import LACKING, LARGEST_FILE, MOST_TRACEBACK, Limits, tell_lack

try:
    # The same without its enumerations, which take a millisecond to make.
    import _signal as signal  # type: ignore[import-not-found]
except ImportError:
    import signal

READ, WRITE = 3, 4
"""The child's descriptors: what is asked, and what is answered. There are no others but those of nothing."""
_TELLING = 0.5
"""Seconds of processor time for telling what went wrong."""
_ALONE = 1.0
"""Seconds beyond the deadline after which a child ends that nobody has ended."""
_PAGES = "/proc/self/statm"
_FIRST_TO_GO, _FIRST = "/proc/self/oom_score_adj", b"1000"
"""What tells Linux whom to end where the machine has no memory left, and that it is this process and what it forks."""
_NEEDED = (
    "datetime",
    "resource",
    "types",
    *(f"aduan_cli.plugins.{name}" for name in ("hook_results", "hooks", "loading")),
)
"""What is imported before the code is."""


def run(
    code: Code, limits: Limits, asked: int, answered: int, database: str | None = None, desk: str | None = None
) -> NoReturn:
    """Be the child; `database` and `desk` are the file that it may not open, and the folder that it may not change."""
    try:
        body = _made_ready(code, limits, asked, answered)
        put_up(database, desk, code.folder)
        with os.fdopen(READ, "rb", closefd=False) as questions:
            if questions.readline():  # an empty line: go on
                _serve(code, body, limits, questions)
    finally:
        os._exit(0)


def _made_ready(code: Code, limits: Limits, asked: int, answered: int) -> CodeType | BaseException:
    """Do all that comes before the code runs, and return it compiled; where the machine lacks something, say so."""
    telling = answered
    try:
        _cut_off(asked, answered)
        telling = WRITE
        _bound(limits)
        return _prepare(code, limits)
    except LACKING as error:
        tell_lack(error, telling)
        os._exit(0)


def _cut_off(asked: int, answered: int) -> None:
    """Leave the parent's terminal, session, files and handlers of signals."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    spare = [os.dup(number) for number in (asked, answered)]  # above 4, so that neither is overwritten below
    while min(spare) <= WRITE:
        spare = [os.dup(number) for number in spare]
    for number, kept in enumerate((nothing, nothing, nothing, *spare)):
        os.dup2(kept, number, inheritable=number < READ)
    os.closerange(WRITE + 1, os.sysconf("SC_OPEN_MAX"))
    # What the parent had read ahead from its own stdin is none of the plugin's.
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    conceal()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPROF):
        signal.signal(number, signal.SIG_DFL)
    gc.freeze()


def _prepare(code: Code, limits: Limits) -> CodeType | BaseException:
    """Compile the code, and import what every plugin needs, while the parent stores the call; nothing of it runs."""
    _allow(limits.load, limits.load)
    for name in _NEEDED:
        __import__(name)
    try:
        return compiled(code, code.main)
    except BaseException as error:
        return error
    finally:
        _used(limits.load)


def _bound(limits: Limits) -> None:
    """Bound memory: what the process has by now, and what the plugin may add. What it forks has as much again."""
    import resource

    try:
        number = os.open(_FIRST_TO_GO, os.O_WRONLY)
        os.write(number, _FIRST)
        os.close(number)
    except OSError:
        pass  # no Linux
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_FSIZE, LARGEST_FILE)
    try:
        with open(_PAGES, encoding="ascii") as file:
            used = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        used = 0  # no Linux: the limit is then for all of the process
    _lower(resource.RLIMIT_AS, used + int(limits.memory * 1024 * 1024))


def _lower(what: int, wanted: int) -> None:
    import resource

    hard = resource.getrlimit(what)[1]
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        resource.setrlimit(what, (allowed, hard))
    except (OSError, ValueError):
        pass  # The deadline still holds.


def _allow(seconds: float, in_all: float) -> None:
    """Let the process use some more processor time; then the system ends it, whatever it is doing.

    The timers are the process's own; what it forks is stopped by the limit, in whole seconds. The one for the time
    in all counts only when nobody is there any more who looks at the deadline.
    """
    import resource

    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 2)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, in_all + _ALONE)


def _used(seconds: float) -> float:
    """Stop the timers; return how much of the processor time that was allowed is used up."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    left: float = signal.setitimer(signal.ITIMER_PROF, 0)[0]
    return max(0.0, seconds - left)


def _serve(code: Code, body: CodeType | BaseException, limits: Limits, questions: Any) -> None:
    _allow(limits.load, limits.load)
    try:
        from aduan_cli.plugins.hooks import hooks_of
        from aduan_cli.plugins.loading import load

        if isinstance(body, BaseException):
            raise body
        hooks = hooks_of(load(code, body), code.plugin)
    except BaseException as error:
        _say(_failure(error, code.folder))
        return
    gc.enable()  # Not before: importing makes no garbage, and looking for it touches every page that is shared.
    _say({"hooks": list(hooks), "cpu": _used(limits.load)})
    from aduan_cli.plugins.hook_results import AnswerError, argument, plain

    for line in questions:
        number, hook, data = loads(line)
        try:
            given = argument(hook, data)
            _allow(limits.cpu, limits.call)
            answer = plain(hook, hooks[hook](**given))
            used = _used(limits.cpu)
        except AnswerError as error:
            _say({"failed": "refused", "message": str(error), "traceback": None})
            return
        except BaseException as error:
            _say(_failure(error, code.folder))
            return
        _say({"answer": answer, "number": number, "cpu": used})


def _say(data: dict[str, object]) -> None:
    left = memoryview(dumps(data).encode() + b"\n")
    while left:
        left = left[os.write(WRITE, left) :]


def _failure(error: BaseException, folder: str) -> dict[str, object]:
    """Return what was raised: its type, what it says, where. Making the text may raise as well."""
    _allow(_TELLING, _TELLING)
    kind = type(error).__name__
    try:
        said = str(error)[:500]
    except BaseException:
        said = ""
    try:
        from traceback import format_exception

        place = error.__traceback__
        while place and place.tb_next and not place.tb_frame.f_code.co_filename.startswith(folder):
            place = place.tb_next  # What called the code is no news to its author.
        trace = "".join(format_exception(type(error), error, place))
    except BaseException:
        trace = ""
    return {"failed": "raised", "message": f"{kind}: {said}" if said else kind, "traceback": trace[-MOST_TRACEBACK:]}
