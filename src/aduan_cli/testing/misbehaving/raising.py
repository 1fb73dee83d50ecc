"""Plugins that raise, and exceptions that are no pleasure to tell of."""

from __future__ import annotations

from aduan_cli.testing.misbehaving.kit import HEAD, at_import, in_route

RAISING = (
    in_route("raises", "raises an exception", 'raise ValueError("nomor tiang tidak terbaca")'),
    at_import("raises-at-import", "raises when it is imported", 'raise RuntimeError("belum siap")'),
    at_import("syntax-error", "is not Python", "def route(:"),
    at_import("unknown-encoding", "says that it is written in an encoding that nobody knows", "# as above"),
    at_import("null-byte", "has a byte in it that no Python has", "x = 1 \0"),
    at_import("nested-too-deep", "can't be compiled for its depth", f"x = {'(' * 5000}{')' * 5000}"),
    at_import("missing-dependency", "needs what isn't installed", "import paket_yang_tidak_ada"),
    in_route("system-exit", "asks for the end of the program", "raise SystemExit(0)"),
    in_route("keyboard-interrupt", "raises what Ctrl-C raises", "raise KeyboardInterrupt"),
    in_route(
        "hostile-str",
        "raises what can't be told",
        "class Rude(Exception):",
        "    def __str__(self):",
        "        raise RuntimeError('tidak mau')",
        "    __repr__ = __str__",
        "raise Rude()",
    ),
    in_route(
        "endless-str",
        "raises what takes for ever to tell",
        "class Chatty(Exception):",
        "    def __str__(self):",
        "        while True:",
        "            pass",
        "raise Chatty()",
        kinds=("cpu", "time"),
    ),
    in_route(
        "hostile-type",
        "raises what has no name",
        "class Meta(type):",
        "    @property",
        "    def __name__(cls):",
        "        raise RuntimeError('tidak bernama')",
        "class Nameless(Exception, metaclass=Meta):",
        "    pass",
        "raise Nameless()",
        kinds=("raised", "ended"),
    ),
    in_route(
        "unstorable-words",
        "raises in words that no store and no terminal may be given",
        r'raise ValueError("\ud800 \x1b[2J\x1b]0;x\x07 \x00 baris satu\nbaris dua \u202e")',
    ),
    in_route("very-many-words", "raises in ten million words", 'raise ValueError("kata " * 10_000_000)'),
    in_route(
        "chain-of-causes",
        "raises what was caused by ten thousand others",
        "cause = None",
        "for number in range(10_000):",
        "    error = ValueError(number)",
        "    error.__cause__ = cause",
        "    cause = error",
        "raise cause",
        kinds=("raised", "cpu", "ended"),
    ),
    in_route(
        "recursion",
        "calls itself for ever",
        "def deeper(n):",
        "    return deeper(n + 1) + 1",
        "deeper(0)",
    ),
    in_route(
        "recursion-unbounded",
        "calls itself for ever and lifts the limit on that",
        "import sys",
        "sys.setrecursionlimit(10**9)",
        "class Deeper:",
        "    def __repr__(self):",
        "        return repr([self])",
        "repr(Deeper())",
        kinds=("raised", "ended", "cpu"),
    ),
)
RAISING = tuple(
    one._replace(code="# -*- coding: tidak-ada -*-\n" + HEAD) if one.name == "unknown-encoding" else one
    for one in RAISING
)
