"""Faults of the disk at each call of every verb that writes, and what became of it: `python tests/faults/injected.py`.

A process that is preloaded with `faulty.c` has the command loaded, and forks for each case: a copy of a desk, one verb,
one fault at the n-th call. Then, without faults: is the desk whole, and is the step in it, or not at all? Was what was
told of it true? Does the same line go on? It prints a table, and ends with 1 where anything was lost, half or untrue.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import pkgutil
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import aduan_cli

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent)]

SORTS = {"reads": 1, "writes": 2, "short": 3, "full": 4, "syncs": 5, "cut": 6}
"""Each sort of fault, and its number in `faulty.c`."""
NEVER = 1 << 40
NOW = "2026-11-23 14:05"
MORE = """
[outside.pln]
name = "PLN"
referral = "Hubungi PLN."
[deadlines]
calendar = "always"
acknowledge = "1m"
resolve = "2m"
[notifiers.surat]
type = "spool"
folder = "surat"
[[escalation]]
id = "batas"
clock = "resolve"
at = "due"
tell = "unit"
[reasons.hold.cuaca]
say = "cuaca"
"""
MAP = """
[columns]
text = "teks"
reported_at = "waktu"
[dates]
formats = ["%Y-%m-%d %H:%M"]
"""
SETUP = (
    *(("log", f"sampah {number}", "--phone", f"08120000000{number}") for number in range(1, 8)),
    ("resolve", "3", "--result", "beres"),
    ("resolve", "4", "--result", "beres"),
    ("close", "4"),
    ("merge", "7", "--into", "6", "--yes"),
    ("attach", "2", "foto.jpg"),
    ("db", "backup"),
    ("db", "export", "../meja.jsonl"),
)
VERBS: dict[str, tuple[str, ...]] = {
    "log": ("log", "banjir setinggi lutut", "--phone", "081200000009", "--key", "k"),
    "log --file": ("log", "banjir", "--file", "foto.jpg", "--key", "f"),
    "ack": ("ack", "1"),
    "start": ("start", "1"),
    "hold": ("hold", "1", "--reason", "cuaca"),
    "return": ("return", "1", "--reason", "bukan kami"),
    "assign": ("assign", "1", "bpbd"),
    "refer": ("refer", "1", "pln"),
    "resolve": ("resolve", "1", "--result", "beres", "--file", "foto.jpg"),
    "close": ("close", "3"),
    "reject": ("reject", "1", "--reason", "hoax"),
    "reopen": ("reopen", "4", "--reason", "belum"),
    "edit": ("edit", "1", "--text", "sampah sekali"),
    "note": ("note", "1", "sudah dilihat"),
    "attach": ("attach", "1", "baru.jpg"),
    "merge": ("merge", "2", "--into", "1", "--yes"),
    "unmerge": ("unmerge", "7"),
    "person erase": ("person", "erase", "2", "--yes", "--reason", "minta"),
    "import": ("import", "baris.csv", "--map", "peta.toml"),
    "incident start": ("incident", "start", "banjir", "--category", "banjir"),
    "handover sign": ("handover", "sign", "--to", "budi"),
    "rules accept": ("rules", "accept"),
    "tick": ("--now", "2026-11-23 16:00", "tick"),
    "db compact": ("db", "compact"),
    "db backup": ("db", "backup", "lain"),
    "db export": ("db", "export", "lain.jsonl"),
    "db restore": ("db", "restore", "backups", "--yes"),
    "db import": ("--desk", "../kosong", "db", "import", "../meja.jsonl"),
}
"""Every verb that writes, each in a line of its own at the desk of `SETUP`."""
UNSURE = ("before you repeat it", "nobody knows whether", "erased, but")
"""What a command says that can't know whether its step was stored, or that it was and not all that belongs to it."""


class Case(NamedTuple):
    """What became of one case: `stored`, `refused`, `unsure` (and said so); or what must never be."""

    verb: str
    sort: str
    at: int
    outcome: str
    said: str


def compiled(folder: Path) -> Path | None:
    """Compile the disk that fails; None where there is no compiler."""
    program = shutil.which("cc") or shutil.which("gcc")
    if program is None:
        return None
    made = folder / "faulty.so"
    line = [program, "-O1", "-shared", "-fPIC", "-o", str(made), str(HERE / "faulty.c"), "-ldl"]
    done = subprocess.run(line, capture_output=True, check=False)
    return made if done.returncode == 0 else None


def load_all() -> None:
    """Load what commands are made of, so that no case has to."""
    for module in pkgutil.walk_packages(aduan_cli.__path__, "aduan_cli."):
        if not module.name.startswith(("aduan_cli.testing", "aduan_cli.__main__", "aduan_cli.store.postgres")):
            importlib.import_module(module.name)


def main(arguments: Sequence[str]) -> int:
    """Run the cases: `[--most N] [--json] [VERB...]`, N of each sort spread over its calls, or all of them."""
    if "faulty.so" not in os.environ.get("LD_PRELOAD", ""):
        return _preloaded(arguments)
    words = list(arguments)
    as_json = "--json" in words and not words.remove("--json")
    most = int(words.pop(words.index("--most") + 1)) if "--most" in words else NEVER
    names = [word for word in words if word != "--most"] or list(VERBS)
    cases = []
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # What is synced there costs nothing.
    with tempfile.TemporaryDirectory(prefix="aduan-faults-", dir=memory) as name:
        load_all()
        office = Office(Path(name))
        for verb in names:
            cases += list(office.tried(verb, most))
            if not as_json:
                sys.stderr.write(f"  {verb}: {dict(Counter(case.outcome for case in cases if case.verb == verb))}\n")
    for case in cases if as_json else ():
        sys.stdout.write(f"{json.dumps(case._asdict())}\n")
    if not as_json:
        sys.stdout.write(f"{table(cases)}\n")
    return 1 if any(case.outcome in WRONG for case in cases) else 0


WRONG = ("lost", "half", "untrue", "stuck", "bug")
"""Printed and not there; neither there nor not; stored and told as not; the desk doesn't go on; a traceback."""


def table(cases: Sequence[Case], sorts: Iterable[str] = SORTS) -> str:
    """Return the outcomes by verb and sort of fault, in Markdown: how many cases, and stored/refused/unsure of them."""
    lines = [f"| verb | {' | '.join(sorts)} |", f"|---|{'---|' * len([*sorts])}"]
    for verb in dict.fromkeys(case.verb for case in cases):
        cells = []
        for sort in sorts:
            found = Counter(case.outcome for case in cases if (case.verb, case.sort) == (verb, sort))
            wrong = "".join(f" **{found[name]} {name}**" for name in WRONG if found[name])
            cells.append(f"{found['stored']} / {found['refused']} / {found['unsure']}{wrong}")
        lines.append(f"| `{verb}` | {' | '.join(cells)} |")
    found = Counter(case.outcome for case in cases)
    told = ", ".join(f"{found[name]} {name}" for name in ("stored", "refused", "unsure", *WRONG))
    wrong = [
        f"{case.verb}, {case.sort} {case.at}: {case.outcome}: {case.said}" for case in cases if case.outcome in WRONG
    ]
    return "\n".join([*lines, "", f"{len(cases)} cases: {told}", *wrong])


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
        from aduan_cli.testing import RULES, desk

        self._place = place
        self._whole = place / "whole"
        (self._whole).mkdir()
        self._library = ctypes.CDLL(None)
        self._library.faulty_begin.argtypes = (ctypes.c_char_p, ctypes.c_int, ctypes.c_long)
        self._library.faulty_count.restype = ctypes.c_long
        unit = 'name = "Dinas Lingkungan Hidup"'
        rules = RULES.replace(unit, f'{unit}\ntell = ["surat"]') + MORE
        made, empty = desk(self._whole / "meja", rules, {}), desk(self._whole / "kosong", rules, {})
        assert empty.exists()
        (made / "foto.jpg").write_bytes(b"jpeg" * 3000)
        (made / "baru.jpg").write_bytes(b"baru" * 3000)
        (made / "peta.toml").write_text(MAP)
        (made / "baris.csv").write_text("waktu,teks\n2026-11-20 08:00,sampah\n2026-11-20 09:00,banjir\n")
        for line in SETUP:
            code, _out, said = self._run(made, line, "reads", NEVER)
            assert code == 0, (line, said)
        rules_file = made / "rules.toml"
        self._more = rules_file.read_text() + "\n# lagi\n"

    def tried(self, verb: str, most: int) -> Iterator[Case]:
        """Yield what becomes of a verb with each fault, at each call, or at `most` of them, the last among them."""
        before = state(self._copy(verb))
        desk = self._copy(verb)
        code, _out, said = self._run(desk, VERBS[verb], "reads", NEVER)
        assert code == 0, (verb, said)
        after = state(desk)
        for sort in SORTS:
            desk = self._copy(verb)
            self._run(desk, VERBS[verb], sort, NEVER)
            calls = int((self._place / "count").read_text() or 0)
            for at in sorted({calls - number * max(calls, most) // most for number in range(min(calls, most))}):
                yield self._case(verb, sort, at, before, after)

    def _case(self, verb: str, sort: str, at: int, before: Any, after: Any) -> Case:
        desk = self._copy(verb)
        code, out, said = self._run(desk, VERBS[verb], sort, at)
        outcome = judged(verb, desk, code, out, said, before, after)
        if outcome in ("stored", "refused", "unsure"):
            again, _out, told = self._run(desk, VERBS[verb], "reads", NEVER)
            if again not in (0, 2, 5):
                outcome, said = "stuck", f"{said} then {again}: {told}"
        return Case(verb, sort, at, outcome, " ".join(said.split())[:300])

    def _copy(self, verb: str) -> Path:
        place = self._place / "case"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self._whole, place)
        if verb == "rules accept" and hasattr(self, "_more"):
            (place / "meja" / "rules.toml").write_text(self._more)
        return place / "meja"

    def _run(self, desk: Path, line: Sequence[str], sort: str, at: int) -> tuple[int, str, str]:
        """Run a line in a process of its own, with one fault; return its exit code, stdout and stderr."""
        out, said = self._place / "out", self._place / "said"
        child = os.fork()
        if not child:
            self._be(desk, line, sort, at, out, said)
        until = time.monotonic() + 60
        status = 0
        while time.monotonic() < until:
            found, status = os.waitpid(child, os.WNOHANG)
            if found:
                return os.waitstatus_to_exitcode(status), out.read_text(), said.read_text()
            time.sleep(0.002)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return 124, out.read_text(), "it never ended"

    def _be(self, desk: Path, line: Sequence[str], sort: str, at: int, out: Path, said: Path) -> None:
        from aduan_cli.cli.entry import run

        code = 125
        try:
            for number, path in ((1, out), (2, said)):
                opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                os.dup2(opened, number)
            os.chdir(desk)
            os.environ["HOME"] = str(self._place)
            self._library.faulty_begin(str(desk.parent).encode() + b"/", SORTS[sort], at)
            run(["--lang", "en", "--now", NOW, "--actor", "sari", *line])
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            with contextlib.suppress(BaseException):
                (self._place / "count").write_text(str(self._library.faulty_count()))
            os._exit(code)


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
