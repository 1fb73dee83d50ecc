"""Plugins that start processes and threads which outlive their answer."""

from __future__ import annotations

from aduan_cli.testing.misbehaving.kit import ANSWER, HEAD, ROUTE, Misbehaviour, does_and_answers, in_route

_FORK = (
    "import os, time",
    "for number in range(3):",
    "    if not os.fork():",
)

PROCESSES = (
    does_and_answers(
        "forks-that-keep-the-pipe",
        "leaves processes in sessions of their own that hold on to the pipe for its answer",
        *_FORK,
        "        os.setsid()",
        "        time.sleep(600)",
        leaves_processes=True,
    ),
    in_route(
        "leaves-only-its-forks",
        "ends, while processes of its own hold on to the pipe for its answer",
        *_FORK,
        "        os.setsid()",
        "        time.sleep(600)",
        "os._exit(0)",
        kinds=("time",),
        waits=True,
        leaves_processes=True,
    ),
    does_and_answers(
        "forks", "leaves processes that keep the machine busy", *_FORK, "        while True:", "            pass"
    ),
    Misbehaviour(
        "forks-that-come-back",
        "answers three times, from as many processes: once for the question, twice for the next ones",
        "import os, time\n"
        + HEAD
        + ROUTE
        + """    if os.fork() and os.fork():
        time.sleep(0.2)
"""
        + ANSWER
        + """

@hookimpl
def validate(complaint):
    time.sleep(0.1)
    return []
""",
        kinds=("refused",),
        hook="validate",
        decides=True,
    ),
    does_and_answers(
        "threads-that-never-end",
        "starts threads that never end",
        "import threading, time",
        "for number in range(3):",
        "    threading.Thread(target=time.sleep, args=(600,)).start()",
    ),
    does_and_answers(
        "exit-in-a-thread",
        "asks for the end of the program, in a thread",
        "import sys, threading",
        "thread = threading.Thread(target=sys.exit)",
        "thread.start()",
        "thread.join()",
    ),
    does_and_answers(
        "at-exit",
        "leaves something to be done at the end, which raises and never ends",
        "import atexit, time",
        "atexit.register(time.sleep, 600)",
        "atexit.register(lambda: 1 / 0)",
    ),
)
