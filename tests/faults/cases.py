"""Cases of faults, on whatever store: every verb that writes, each in a process of its own, and what became of it."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import aduan_cli

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


WRONG = ("lost", "half", "untrue", "stuck", "bug")
"""Printed and not there; neither there nor not; stored and told as not; the desk doesn't go on; a traceback."""


def load_all() -> None:
    """Load what commands are made of, so that no case has to."""
    for module in pkgutil.walk_packages(aduan_cli.__path__, "aduan_cli."):
        if not module.name.startswith(("aduan_cli.testing", "aduan_cli.__main__", "aduan_cli.store.postgres")):
            importlib.import_module(module.name)


def table(cases: Sequence[Case], sorts: Iterable[str]) -> str:
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


class Wanted(NamedTuple):
    """What a command line asks for: `[--most N] [--json] [VERB...]`, N of each sort of fault spread over its places."""

    most: int
    as_json: bool
    verbs: list[str]


def wanted(arguments: Sequence[str], verbs: Iterable[str]) -> Wanted:
    """Read a command line; without verbs all that there are."""
    words = list(arguments)
    as_json = "--json" in words and not words.remove("--json")
    most = NEVER
    if "--most" in words:
        at = words.index("--most")
        most = int(words[at + 1])
        del words[at : at + 2]
    return Wanted(most, as_json, words or [*verbs])


class Office(Protocol):
    """What tries a verb with every fault."""

    def tried(self, verb: str, most: int) -> Iterator[Case]:
        """Yield what becomes of a verb with each fault, at each place, or at `most` of them, the last among them."""


def tell(office: Office, asked: Wanted, sorts: Iterable[str]) -> int:
    """Try verbs and print what became of them, each case as it ends or the table; 1: something is wrong."""
    cases: list[Case] = []
    for verb in asked.verbs:
        for case in office.tried(verb, asked.most):
            cases.append(case)
            if asked.as_json:
                sys.stdout.write(f"{json.dumps(case._asdict())}\n")
                sys.stdout.flush()
        if not asked.as_json:
            sys.stderr.write(f"  {verb}: {dict(Counter(case.outcome for case in cases if case.verb == verb))}\n")
    if not asked.as_json:
        sys.stdout.write(f"{table(cases, sorts)}\n")
    return 1 if any(case.outcome in WRONG for case in cases) else 0


def spread(places: int, most: int) -> list[int]:
    """Return at which of so many places a fault comes, the first is 1: at each, or at `most`, the last among them."""
    return sorted({places - number * max(places, most) // most for number in range(min(places, most))})


def desk_of_cases(place: Path) -> tuple[Path, str]:
    """Make the desk at which all lines are given, and an empty one beside it; return it, and its rules changed."""
    from aduan_cli.testing import RULES, desk

    place.mkdir()
    unit = 'name = "Dinas Lingkungan Hidup"'
    rules = RULES.replace(unit, f'{unit}\ntell = ["surat"]') + MORE
    made, _empty = desk(place / "meja", rules, {}), desk(place / "kosong", rules, {})
    (made / "foto.jpg").write_bytes(b"jpeg" * 3000)
    (made / "baru.jpg").write_bytes(b"baru" * 3000)
    (made / "peta.toml").write_text(MAP)
    (made / "baris.csv").write_text("waktu,teks\n2026-11-20 08:00,sampah\n2026-11-20 09:00,banjir\n")
    return made, f"{(made / 'rules.toml').read_text()}\n# lagi\n"


def copied(whole: Path, verb: str, changed_rules: str) -> Path:
    """Return the desk of a case: a copy of all that `whole` has, in the place of the last one."""
    place = whole.parent / "case"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(whole, place)
    if verb == "rules accept":
        (place / "meja" / "rules.toml").write_text(changed_rules)
    return place / "meja"


def forked(
    desk: Path, line: Sequence[str], before: Callable[[], None], after: Callable[[], None] = lambda: None
) -> tuple[int, str, str]:
    """Run a line at a desk in a process of its own; return its exit code, stdout and stderr. 124: it never ended.

    The process calls `before` when all is ready for the line, and `after` once that has ended.
    """
    home = desk.parent.parent
    out, said = home / "out", home / "said"
    child = os.fork()
    if not child:
        _be(desk, line, before, after, out, said)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status), out.read_text(), said.read_text()
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 124, out.read_text(), "it never ended"


def _be(
    desk: Path, line: Sequence[str], before: Callable[[], None], after: Callable[[], None], out: Path, said: Path
) -> None:
    """Be the command, to its end."""
    from aduan_cli.cli.entry import run

    code = 125
    try:
        for number, path in ((1, out), (2, said)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        os.chdir(desk)
        os.environ["HOME"] = str(desk.parent.parent)
        before()
        run([*_GIVEN, *line])
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        try:
            after()
        finally:
            os._exit(code)


_GIVEN = ("--lang", "en", "--now", NOW, "--actor", "sari")


def stays(verb: str, desk: Path) -> str:
    """Return what of a person who was erased is still among the files; empty: nothing."""
    kept = [path.name for path in (desk / "attachments").glob("*") if path.name[0] != "."]
    return f"erased, and still there: {', '.join(kept)}" if verb == "person erase" and kept else ""


def file_of(verb: str, desk: Path) -> tuple[bool, ...]:
    """Return for a verb that writes a file beside the data whether that is there."""
    return ((desk / "lain.jsonl").exists(),) if verb == "db export" else ()
