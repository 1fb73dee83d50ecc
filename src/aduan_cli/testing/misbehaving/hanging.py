"""Plugins that don't come back, or take more than there is."""

from __future__ import annotations

from aduan_cli.testing.misbehaving.kit import at_import, in_route

_CPU, _TIME, _EITHER = ("cpu",), ("time",), ("cpu", "time")

HANGING = (
    in_route("endless-loop", "does nothing, for ever", "while True:", "    pass", kinds=_CPU),
    in_route(
        "bare-except",
        "does nothing for ever, and catches whatever would end it",
        "while True:",
        "    try:",
        "        while True:",
        "            pass",
        "    except:",
        "        pass",
        kinds=_CPU,
    ),
    in_route("endless-c", "counts to a number of a hundred million digits, in C", "return 10 ** 10 ** 8", kinds=_CPU),
    in_route(
        "endless-regex",
        "looks for a pattern in every way there is, in C",
        "import re",
        're.match("(a+)+$", "a" * 64 + "b")',
        kinds=_CPU,
    ),
    at_import("endless-import", "is never imported", "while True:", "    pass", kinds=_EITHER, waits=True),
    in_route("sleeps", "sleeps", "import time", "time.sleep(3600)", kinds=_TIME, waits=True),
    at_import(
        "sleeps-at-import", "sleeps when it is imported", "import time", "time.sleep(3600)", kinds=_TIME, waits=True
    ),
    in_route(
        "deadlock",
        "waits for itself",
        "import threading",
        "lock = threading.Lock()",
        "lock.acquire()",
        "lock.acquire()",
        kinds=_TIME,
        waits=True,
    ),
    in_route(
        "waits-for-a-command",
        "waits for a command that doesn't end",
        "import subprocess",
        'subprocess.run(["sleep", "600"])',
        kinds=_TIME,
        waits=True,
    ),
    in_route(
        "ignores-signals",
        "ignores the signals that end what runs too long, and runs too long",
        "import signal",
        "for number in (signal.SIGPROF, signal.SIGALRM, signal.SIGXCPU, signal.SIGTERM):",
        "    signal.signal(number, signal.SIG_IGN)",
        "while True:",
        "    pass",
        kinds=_TIME,
        waits=True,
    ),
    in_route(
        "blocks-signals",
        "lets no signal through, and runs too long",
        "import signal",
        "signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())",
        "while True:",
        "    pass",
        kinds=_TIME,
        waits=True,
    ),
    in_route(
        "stops-the-timers",
        "stops the timers of its process, and runs too long",
        "import signal",
        "signal.setitimer(signal.ITIMER_PROF, 0)",
        "signal.setitimer(signal.ITIMER_REAL, 0)",
        "while True:",
        "    pass",
        kinds=_EITHER,
        waits=True,
    ),
    in_route(
        "takes-the-questions",
        "reads what the desk asks next, and waits for more",
        "import os",
        "while True:",
        "    os.read(3, 65536)",
        kinds=_TIME,
        waits=True,
    ),
    in_route(
        "eats-memory",
        "takes all memory, piece by piece",
        "kept = []",
        "while True:",
        "    kept.append(bytearray(1 << 22))",
        kinds=("raised", "cpu", "ended"),
    ),
    in_route("eats-memory-at-once", "asks for a terabyte", "return bytearray(1 << 40)"),
    in_route(
        "eats-memory-and-goes-on",
        "takes all memory, and doesn't take no for an answer",
        "kept = []",
        "while True:",
        "    try:",
        "        kept.append(bytearray(1 << 22))",
        "    except MemoryError:",
        "        pass",
        kinds=("cpu", "ended"),
    ),
)
