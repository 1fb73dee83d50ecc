"""The process that `warm` starts once: every module is loaded, each command is a fork of it."""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import pkgutil
import select
import socket
import sys
import time
import traceback
from importlib import import_module
from typing import Any, NoReturn

RESTED = 10_000_000
"""Nanoseconds that files must have rested to be kept in a cache: an interpreter that starts takes the others."""
REQUEST = 1 << 20
"""Bytes that a request may have: arguments and environment."""


def load() -> None:
    """Load what commands load, but for what waits for a server or is for tests."""
    import aduan_cli

    for found in pkgutil.walk_packages(aduan_cli.__path__, "aduan_cli."):
        if not found.name.startswith(("aduan_cli.testing", "aduan_cli.store.postgres", "aduan_cli.__main__")):
            import_module(found.name)
    from aduan_cli.config.rule_files import cache

    cache._SETTLED = RESTED


def command(asked: dict[str, Any]) -> int:
    """Be the command that was asked for; return its exit code."""
    os.chdir(asked["cwd"])
    if asked["umask"] >= 0:
        os.umask(asked["umask"])
    if asked["user"] is not None:
        os.setgroups(asked["groups"])
        os.setgid(asked["group"])
        os.setuid(asked["user"])
    os.environ.clear()
    os.environ.update(asked["env"])
    time.tzset()
    sys.argv = ["aduan", *asked["arguments"]]
    # The same three objects: whatever was loaded may have kept them. They are as the interpreter made them.
    from aduan_cli.cli import main

    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    raise AssertionError("a command ends with SystemExit")


def child(asked: dict[str, Any], streams: list[int], inherited: int) -> NoReturn:
    """Take the streams of the command, be it, and end."""
    code = 1
    try:
        for target in range(3):
            os.dup2(streams[target], target)
        for number in (*streams, inherited):
            os.close(number)
        code = command(asked)
        atexit._run_exitfuncs()
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def tell(answer: int, number: int) -> None:
    """Tell who asked for a command a number of it, unless nobody waits for it any more."""
    with contextlib.suppress(BrokenPipeError):
        os.write(answer, b"%d\n" % number)


def serve(requests: socket.socket) -> None:
    """Fork for each request until there is nobody who asks; the status of each goes to who asked for it."""
    waiting: dict[int, tuple[int, int]] = {}
    poll = select.poll()
    poll.register(requests, select.POLLIN)
    while True:
        for ready, _event in poll.poll():
            if ready in waiting:
                pid, answer = waiting.pop(ready)
                poll.unregister(ready)
                os.close(ready)
                tell(answer, os.waitpid(pid, 0)[1])
                os.close(answer)
                continue
            said, streams, _flags, _address = socket.recv_fds(requests, REQUEST, 4)
            if not said:
                return
            *streams, answer = streams
            pid = os.fork()
            if not pid:
                for number in (answer, *waiting, *(one for _pid, one in waiting.values())):
                    os.close(number)
                child(json.loads(said), streams, requests.fileno())
            for number in streams:
                os.close(number)
            tell(answer, pid)
            handle = os.pidfd_open(pid)
            waiting[handle] = (pid, answer)
            poll.register(handle, select.POLLIN)


if __name__ == "__main__":
    load()
    gc.collect()
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])))
