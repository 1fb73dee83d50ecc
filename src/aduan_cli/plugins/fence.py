"""What unit code is refused while it runs: the desk's database, changes of the desk's files, other processes.

Python tells its auditors what is about to happen; what goes round them (a program that is started, a library in C) is
noticed afterwards (`store/sqlite/tamper_watch.py`). This keeps accidents away, not malice.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable

from aduan_cli.i18n import _
from aduan_cli.model import CODE_FILE, KEPT_FOLDERS, MANIFEST_FILE, STORE_FILE
from aduan_cli.modes import NO_FILES, file_of, side_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES: dict[str, tuple[tuple[int, int | None], ...]] = {
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.rmdir": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.link": ((0, 2), (1, 3)),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
    "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),),
    "os.utime": ((0, 3),),
    "os.setxattr": ((0, None),),
    "os.removexattr": ((0, None),),
}
"""What changes a file: where in the event its paths stand, each with the folder that it is relative to."""
_LOOKING = frozenset({"gc.get_objects", "gc.get_referrers", "sys._current_frames", "sys._current_exceptions"})
"""What would find the call as the officer typed it in memory that the child was born with."""

_REACHING = frozenset({"os.kill", "os.killpg", "os.pidfd_open", "os.setpriority", "resource.prlimit"})
"""What ends another process, slows it or sets its limits: the command's own, with a call that it has still to tell."""
_SCHEDULING = ("sched_setaffinity", "sched_setparam", "sched_setscheduler")
"""Of `os`, where the system has them: when and where a process runs."""
_SQLITE = "_sqlite3"
"""The module by which SQLite is reached."""


def put_up(database: str | None, desk: str | None, own: str) -> None:
    """Refuse from now on what is refused. `database` may be a `file:` URI; `desk` is the desk's folder.

    `own` is the plugin's folder, where it may keep files beside its manifest and its code.
    """
    is_database, is_desks = _database_judge(database), _desk_judge(desk, own)
    check = _auditor(is_database, is_desks, _kept_judge(desk))
    _check_unaudited_calls(check)
    sys.addaudithook(check)
    if _SQLITE in sys.modules:
        check("import", (_SQLITE,))


def _auditor(
    is_database: Callable[[str], bool], is_desks: Callable[[str], bool], is_kept: Callable[[str], bool]
) -> Callable[[str, Any], None]:
    def refuse(sentence: str, name: object) -> None:
        raise PermissionError(errno.EACCES, sentence, str(name))

    def check(event: str, arguments: tuple[object, ...]) -> None:
        if event == "sqlite3.connect" and file_of(_text(arguments[0])) in NO_FILES:
            return
        if event == "open" or event == "sqlite3.connect":
            name = file_of(_text(arguments[0])) if event != "open" else _text(arguments[0])
            if is_database(name):
                refuse(_("the desk's database is none of a plugin's business"), arguments[0])
            if (event != "open" or _writes(arguments[1], arguments[2])) and is_desks(name):
                refuse(_("a plugin's code changes no file of the desk"), arguments[0])
            if is_kept(name):
                refuse(_("what the desk keeps for itself is none of a plugin's business"), arguments[0])
            if _of_another_process(name):
                refuse(_("other processes are none of a plugin's business"), arguments[0])
        elif event in _CHANGES:
            for path, folder in _CHANGES[event]:
                name = _text(arguments[path], -1 if folder is None else arguments[folder])
                if event == "os.mkdir" and os.path.lexists(name):
                    continue  # The system itself refuses it, as who asks for `exist_ok` expects.
                if is_database(name) or is_desks(name):
                    refuse(_("a plugin's code changes no file of the desk"), arguments[path])
        elif event == "socket.bind":
            if is_desks(_text(arguments[1])):  # One on the network has a pair for its address.
                refuse(_("a plugin's code changes no file of the desk"), arguments[1])
        elif event in _REACHING and _is_anothers(arguments[0], group=event == "os.killpg"):
            refuse(_("other processes are none of a plugin's business"), arguments[0])
        elif event in _LOOKING:
            refuse(_("what the desk has in memory is none of a plugin's business"), event)
        elif event == "import" and arguments[0] == _SQLITE:
            from aduan_cli.plugins.attaching import judge_attached

            judge_attached(lambda name: is_database(name) or is_desks(name))

    return check


def _check_unaudited_calls(check: Callable[[str, object], None]) -> None:
    """Have those judged too that Python tells its auditors nothing of, or without the folder it is relative to."""
    plain = os.open

    def opened(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        whole = "" if dir_fd is None else _text(path, dir_fd)
        return plain(whole, flags, mode) if whole else plain(path, flags, mode, dir_fd=dir_fd)

    def judged(make: Callable[..., None]) -> Callable[..., None]:
        def made(path: Any, *arguments: object, dir_fd: int | None = None, **more: object) -> None:
            check("os.mkdir", (path, None, -1 if dir_fd is None else dir_fd))
            make(path, *arguments, dir_fd=dir_fd, **more)

        return made

    def of_own(change: Callable[..., object]) -> Callable[..., object]:
        def changed(pid: int, *arguments: object) -> object:
            check("os.setpriority", (pid,))
            return change(pid, *arguments)

        return changed

    def priority_set(which: int, who: int, priority: int) -> None:
        if which != os.PRIO_PROCESS or who:
            check("os.killpg" if which == os.PRIO_PGRP else "os.setpriority", (-1 if which == os.PRIO_USER else who,))
        setpriority(which, who, priority)

    def pidfd_opened(pid: int, flags: int = 0) -> object:
        check("os.pidfd_open", (pid,))
        return pidfd_open(pid, flags)

    instead: dict[str, Callable[..., object]] = {name: judged(getattr(os, name)) for name in ("mkfifo", "mknod")}
    pidfd_open: Any = getattr(os, "pidfd_open", None)  # Not everywhere.
    others: dict[str, Callable[..., object]] = {} if pidfd_open is None else {"pidfd_open": pidfd_opened}
    setpriority = os.setpriority
    others["setpriority"] = priority_set
    others |= {name: of_own(getattr(os, name)) for name in _SCHEDULING if hasattr(os, name)}
    for name, function in {**instead, **others, "open": opened}.items():
        for module in (os, sys.modules["posix"]):
            setattr(module, name, function)
        if name not in others:
            os.supports_dir_fd.add(function)


def _writes(mode: object, flags: object) -> bool:
    """Say whether a file is opened for writing; the flags of what `open` itself opens say it as well."""
    return bool(isinstance(flags, int) and flags & _WRITING) or (isinstance(mode, str) and bool({*mode} & {*"wxa+"}))


def _text(given: Any, folder: object = -1) -> str:
    """Return a path as the system will take it: of a descriptor what it is open for; empty where that is nothing."""
    try:
        if isinstance(given, int):
            return os.readlink(f"/proc/self/fd/{given}")
        name = os.fsdecode(given)
        if isinstance(folder, int) and folder >= 0:
            return os.path.join(os.readlink(f"/proc/self/fd/{folder}"), name)
        return name
    except (OSError, ValueError, TypeError):
        return ""


def _database_judge(database: str | None) -> Callable[[str], bool]:
    if database is None:
        return lambda name: False
    path = os.path.realpath(file_of(database))
    beside = frozenset((path, *side_files(path)))

    def judge(name: str) -> bool:
        try:
            return bool(name) and (os.path.realpath(name) in beside or os.path.samefile(name, path))
        except (OSError, ValueError):
            return False

    return judge


def _desk_judge(desk: str | None, own: str) -> Callable[[str], bool]:
    if desk is None:
        return lambda name: False
    found: list[str] = []  # Looked up with the first change, which most code never makes.

    def is_desks(path: str) -> bool:
        if not found:
            found.extend((os.path.realpath(desk), os.path.realpath(own)))
        root, folder = found
        mine = (os.path.join(folder, MANIFEST_FILE), os.path.join(folder, CODE_FILE))
        return path in mine or (_within(path, root) and (path == folder or not _within(path, folder)))

    def judge(name: str) -> bool:
        if not name:
            return False
        try:
            # What a link leads to, and the link itself.
            place = os.path.join(os.path.realpath(os.path.dirname(name) or "."), os.path.basename(name))
            return is_desks(os.path.realpath(name)) or is_desks(place)
        except (OSError, ValueError):
            return False

    return judge


def _kept_judge(desk: str | None) -> Callable[[str], bool]:
    """Return what says of a name whether calls may be in it: backups, files that callers sent, an older database."""

    def judge(name: str) -> bool:
        if desk is None or not any(part in name for part in (*KEPT_FOLDERS, STORE_FILE)):
            return False  # Most names, judged quickly; a link of another name is no accident.
        first = os.path.relpath(os.path.realpath(name), os.path.realpath(desk)).split(os.sep, 1)[0]
        return first in KEPT_FOLDERS or first.startswith(STORE_FILE)

    return judge


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _is_anothers(number: object, group: bool) -> bool:
    """Say whether a process, or a group of them, is neither this one, nor of its own group, nor begun by it."""
    own = os.getpgrp()
    if not isinstance(number, int):
        return False  # The system itself refuses it.
    if group or number < -1:
        return abs(number) not in (0, own)
    if number in (0, os.getpid()):
        return False
    try:
        os.waitid(os.P_PID, number, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        try:
            return os.getpgid(number) != own
        except OSError:
            return number == -1  # -1 is everybody; another one is not there.
    except OSError:
        return True
    return False


def _of_another_process(name: str) -> bool:
    """Say whether a file shows another process, or the memory of this one."""
    if "proc" not in name:
        return False
    parts = os.path.realpath(name).split("/")
    if parts[:2] != ["", "proc"] or len(parts) < 4 or not parts[2].isdecimal():
        return False
    return parts[2] != str(os.getpid()) or parts[3] == "mem"
