"""The installed command as a process that needn't load its modules: a fork of one that has loaded them all.

It has its own folder, environment, streams, umask and user, as one that was started; what it hasn't is an interpreter
that starts, which is most of what a command takes. `make check` starts each.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from aduan_cli.testing import commands
from aduan_cli.testing.commands import Aduan
from thorough import THOROUGH

SERVER = Path(__file__).with_name("warm_server.py")
UNDERSTOOD = {"encoding", "cwd", "env", "input", "timeout", "umask", "user", "group", "extra_groups"}
"""What of `subprocess.run` can be asked for beside what is always so; with anything else it is a new interpreter."""
ALWAYS = {"capture_output": True, "check": False}
OF_INTERPRETER = {"PYTHONPROFILEIMPORTTIME", "PYTHONVERBOSE"}
"""What an interpreter reads as it starts, and tells."""
LONGEST_INPUT = 10_000
"""Characters that a pipe holds, whatever they are: what is typed is there before the command is."""

_servers: dict[object, tuple[subprocess.Popen[bytes], socket.socket]] = {}
_starting = Lock()


def run(line: Sequence[Any], pass_fds: tuple[int, ...] = (), **options: Any) -> subprocess.CompletedProcess[Any]:
    """Run `PYTHON -m aduan_cli ...` as `subprocess.run` would, with the same options."""
    python, *words = map(os.fspath, line)
    plain = words[:2] == ["-m", "aduan_cli"] and ALWAYS.items() <= options.items()
    typed = options.get("input") or ""
    is_short = isinstance(typed, str) and len(typed) < LONGEST_INPUT
    is_quiet = OF_INTERPRETER.isdisjoint(options.get("env") or os.environ)
    understood = plain and is_short and is_quiet and options.keys() <= ALWAYS.keys() | UNDERSTOOD
    if THOROUGH or not understood or not hasattr(os, "pidfd_open"):
        return subprocess.run(line, pass_fds=pass_fds, **options)
    asked = {
        "arguments": words[2:],
        "cwd": os.fspath(options.get("cwd") or Path.cwd()),
        "env": dict(options.get("env") or os.environ),
        "umask": options.get("umask", -1),
        "user": options.get("user"),
        "group": options.get("group"),
        "groups": list(options.get("extra_groups") or ()),
    }
    return _ended(line, _server(python, asked["env"], pass_fds), asked, options)


def _server(python: str, environment: Mapping[str, str], inherited: tuple[int, ...]) -> socket.socket:
    """Return the way to the process that has loaded all, for an interpreter and what of the environment it reads."""
    kept = {
        name: value
        for name, value in environment.items()
        if name in {"LANG", "LC_ALL", "LC_CTYPE"} or name.startswith("PYTHON")
    }
    key = (python, inherited, *sorted(kept.items()))
    with _starting:
        if key not in _servers:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            line = [python, SERVER, str(theirs.fileno())]
            process = subprocess.Popen(line, env=kept, cwd="/", pass_fds=(theirs.fileno(), *inherited))
            theirs.close()
            _servers[key] = process, ours
        return _servers[key][1]


def _ended(
    line: Sequence[Any], server: socket.socket, asked: Mapping[str, Any], options: Mapping[str, Any]
) -> subprocess.CompletedProcess[Any]:
    """Ask for a command and wait for its end."""
    (stdin, typed), (printed, stdout), (said, stderr), (answered, answer) = (os.pipe() for _pipe in range(4))
    if options.get("input") is not None:
        os.write(typed, options["input"].encode())
    else:
        os.dup2(0, stdin)
    theirs = [stdin, stdout, stderr, answer]
    socket.send_fds(server, [json.dumps(asked).encode()], theirs)
    for number in (typed, *theirs):
        os.close(number)
    with os.fdopen(answered) as status:
        pid = int(status.readline())
        try:
            out, err = _read((printed, said), options.get("timeout"))
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired(line, options["timeout"]) from None
        code = os.waitstatus_to_exitcode(int(status.readline()))
    made = _text if "encoding" in options else bytes
    return subprocess.CompletedProcess(line, code, made(out), made(err))


def _text(data: bytes) -> str:
    return data.decode().replace("\r\n", "\n").replace("\r", "\n")


def _read(numbers: Sequence[int], timeout: float | None) -> list[bytes]:
    """Return what comes from some pipes until all of them are closed. Raises `TimeoutError`."""
    got = {number: bytearray() for number in numbers}
    until = None if timeout is None else time.monotonic() + timeout
    with selectors.DefaultSelector() as selector:
        for number in numbers:
            selector.register(number, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(None if until is None else max(0, until - time.monotonic()))
            if not ready and until is not None and time.monotonic() >= until:
                raise TimeoutError
            for key, _events in ready:
                data = os.read(key.fd, 1 << 16)
                got[key.fd] += data
                if not data:
                    selector.unregister(key.fd)
                    os.close(key.fd)
    return [bytes(got[number]) for number in numbers]


def _close() -> None:
    for process, way in _servers.values():
        way.close()
        process.wait()


atexit.register(_close)


def runner(desk: str | os.PathLike[str], home: str | os.PathLike[str]) -> Aduan:
    """Return a function that runs `aduan` in a desk's folder, as `testing.runner` does."""
    return commands.runner(desk, home, run)
