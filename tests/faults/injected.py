"""Faults of the disk at each call of every verb that writes, and what became of it: `python tests/faults/injected.py`.

A process that is preloaded with `faulty.c` has the command loaded, and forks for each case: a copy of a desk, one verb,
one fault at the n-th call. Then, without faults: is the desk whole, and is the step in it, or not at all? Was what was
told of it true? Does the same line go on? It prints a table, and ends with 1 where anything was lost, half or untrue.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cases import (
    NEVER,
    SETUP,
    UNSURE,
    VERBS,
    Case,
    copied,
    desk_of_cases,
    forked,
    load_all,
    spread,
    stays,
    tell,
    wanted,
)

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent)]

SORTS = {"reads": 1, "writes": 2, "short": 3, "full": 4, "syncs": 5, "cut": 6}
"""Each sort of fault, and its number in `faulty.c`."""


def compiled(folder: Path) -> Path | None:
    """Compile the disk that fails; None where there is no compiler."""
    program = shutil.which("cc") or shutil.which("gcc")
    if program is None:
        return None
    made = folder / "faulty.so"
    line = [program, "-O1", "-shared", "-fPIC", "-o", str(made), str(HERE / "faulty.c"), "-ldl"]
    done = subprocess.run(line, capture_output=True, check=False)
    return made if done.returncode == 0 else None


def main(arguments: Sequence[str]) -> int:
    """Run the cases: `[--most N] [--json] [VERB...]`, N of each sort spread over its calls, or all of them."""
    if "faulty.so" not in os.environ.get("LD_PRELOAD", ""):
        return _preloaded(arguments)
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # What is synced there costs nothing.
    with tempfile.TemporaryDirectory(prefix="aduan-faults-", dir=memory) as name:
        load_all()
        return tell(Office(Path(name)), wanted(arguments, VERBS), SORTS)


def _preloaded(arguments: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="aduan-faulty-") as name:
        library = compiled(Path(name))
        if library is None:
            sys.stderr.write("there is no compiler, so no disk that fails\n")
            return 2
        environment = {**os.environ, "LD_PRELOAD": str(library)}
        return subprocess.run(
            [sys.executable, str(Path(__file__)), *arguments], env=environment, check=False
        ).returncode


class Office:
    """A desk that is copied for each case."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._whole = place / "whole"
        self._library = ctypes.CDLL(None)
        self._library.faulty_begin.argtypes = (ctypes.c_char_p, ctypes.c_int, ctypes.c_long)
        self._library.faulty_count.restype = ctypes.c_long
        made, self._more = desk_of_cases(self._whole)
        for line in SETUP:
            code, _out, said = self._run(made, line, "reads", NEVER)
            assert code == 0, (line, said)

    def tried(self, verb: str, most: int) -> Iterator[Case]:
        """Yield what becomes of a verb with each fault, at each call, or at `most` of them, the last among them."""
        desk = self._copy(verb)
        before = state(desk)
        code, _out, said = self._run(desk, VERBS[verb], "reads", NEVER)
        assert code == 0, (verb, said)
        after = state(desk)
        for sort in SORTS:
            desk = self._copy(verb)
            self._run(desk, VERBS[verb], sort, NEVER)
            calls = int((self._place / "count").read_text() or 0)
            for at in spread(calls, most):
                yield self._case(verb, sort, at, before, after)

    def _case(self, verb: str, sort: str, at: int, before: Any, after: Any) -> Case:
        desk = self._copy(verb)
        code, out, said = self._run(desk, VERBS[verb], sort, at)
        outcome = judged(verb, desk, code, out, said, before, after)
        if outcome in ("stored", "refused", "unsure"):
            again, _out, told = self._run(desk, VERBS[verb], "reads", NEVER)
            if again not in (0, 2, 5) or stays(verb, desk):
                outcome, said = "stuck", f"{said} then {again}: {told} {stays(verb, desk)}"
        return Case(verb, sort, at, outcome, " ".join(said.split()))

    def _copy(self, verb: str) -> Path:
        return copied(self._whole, verb, self._more)

    def _run(self, desk: Path, line: Sequence[str], sort: str, at: int) -> tuple[int, str, str]:
        """Run a line in a process of its own, with one fault; return its exit code, stdout and stderr."""

        def fail() -> None:
            self._library.faulty_begin(str(desk.parent).encode() + b"/", SORTS[sort], at)

        def count() -> None:
            with contextlib.suppress(OSError):
                (self._place / "count").write_text(str(self._library.faulty_count()))

        return forked(desk, line, fail, count)


def state(desk: Path) -> Any:
    """Return what is stored: of each complaint what it is, and the sorts of all events."""
    found = []
    for folder in (desk, desk.parent / "kosong"):
        file = folder / "aduan.db"
        if not file.exists() or not file.stat().st_size:
            found.append(None)
            continue
        with contextlib.closing(sqlite3.connect(file)) as connection:
            rows = "SELECT ticket, status, unit, version, text, merged_into FROM complaint ORDER BY id"
            if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                found.append(None)
                continue
            events = connection.execute("SELECT json_extract(body, '$.type') FROM event ORDER BY id").fetchall()
            found.append((connection.execute(rows).fetchall(), events) if events else None)
    kept = [path.name for path in sorted(desk.glob("lain*")) if path.name in ("lain", "lain.jsonl")]
    backups = [
        sorted(path.name for path in one.iterdir() if path.name[0] != ".") for one in [desk / "lain"] if one.exists()
    ]
    return found, [name for name in kept if name != "lain"], [names for names in backups if names]


def wrong_with(desk: Path, verb: str) -> str:
    """Return what is not as it must be; empty: all is. What was begun beside the desk is whole as well."""
    from aduan_cli.app.verifying import findings
    from aduan_cli.errors import AduanError
    from desk_here import HereDesk

    for folder in (desk, desk.parent / "kosong"):
        if state(desk)[0][folder != desk] is None:
            continue
        here = HereDesk(folder)
        try:
            found = [f"{one.where}: {one.what}" for one in findings(here)]
        except AduanError as error:
            found = [str(error)]
        finally:
            here.close()
        if found:
            return f"{folder.name}: {found[0]}"
    return ""


def judged(verb: str, desk: Path, code: int, out: str, said: str, before: Any, after: Any) -> str:
    """Return what became of a case."""
    if code in (1, 124, 125) or "Traceback" in said:
        return "bug"
    if verb == "db restore" and not (desk / "aduan.db").exists():
        return "refused"  # Its own name is still missing; what was there, and the backup, are: it is put back again.
    now = state(desk)
    if wrong_with(desk, verb):
        return "half"
    if now == after and before != after:
        unsure = code != 0 and any(sentence in said for sentence in UNSURE)
        unsure = unsure or code == -signal.SIGKILL or verb in MANY_STEPS
        return "stored" if code in (0, 6) else "unsure" if unsure else "untrue"
    if before == after:
        return "stored" if code in (0, 6) else "refused"
    if now == before:
        return (
            "lost"
            if code in (0, 6) or (out.strip() and code == -signal.SIGKILL and verb.startswith("log"))
            else "refused"
        )
    return "stored" if verb in MANY_STEPS or code == 6 else "half"  # 6: done, but for what it says.


MANY_STEPS = ("tick", "import", "db restore", "db export")
"""Verbs that are several steps, each whole: a fault may come between two of them."""

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
