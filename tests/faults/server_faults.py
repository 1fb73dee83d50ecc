"""Faults of a server and of the line to it at each journey of every verb that writes: `python server_faults.py`.

The same desk and the same verbs as in `injected.py`, with the data on a server of its own. For each case a copy of the
desk's database, one verb, and one fault at the n-th message that it sends. Then, without faults: is the desk whole, is
the step in it or not at all, was what was told of it true, does the same line go on? It prints the same table.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "store" / "postgres"))

import psycopg2
from cutting import AFTER, BEFORE, CuttingLine
from injected import MAP, MORE, NEVER, NOW, SETUP, UNSURE, VERBS, WRONG, Case, load_all, table

from aduan_cli.database_url import Address
from aduan_cli.store.postgres import PostgresStore
from database import Server, programs

AWAY, KILLED = "away", "killed"
SORTS = (BEFORE, AFTER, AWAY, KILLED)
"""The line is cut before a message reaches the server, or its answer the client; the same, and nobody reaches the
server any more; the server is cut off once it has a message (`pg_ctl stop -m immediate`), and started again."""
OF_SERVER = [
    verb for verb, line in VERBS.items() if line[:2] not in (("db", "compact"), ("db", "backup"), ("db", "restore"))
]
"""The verbs that write on a server: its backups are its own."""
MANY_STEPS = ("tick", "import", "db import")
_QUERY = b"Q\0\0"
"""How a message with statements begins; the others begin and end a connection."""
_PATIENCE = 0.6
"""Seconds that a command waits for a server that is away for good."""
_ROWS = "SELECT ticket, status, unit, version, text, merged_into FROM {0}.complaint ORDER BY id"
_EVENTS = "SELECT body::json->>'type' FROM {0}.event ORDER BY id"


class Office:
    """A desk on a server; its folder and its database are copied for each case."""

    def __init__(self, place: Path, server: Server) -> None:
        from aduan_cli.testing import RULES, desk

        self._place, self._server, self._whole = place, server, place / "whole"
        self._whole.mkdir()
        self._is_up = threading.Event()
        self._sql("postgres", "CREATE DATABASE utuh")
        unit = 'name = "Dinas Lingkungan Hidup"'
        rules = RULES.replace(unit, f'{unit}\ntell = ["surat"]') + MORE
        made, _empty = desk(self._whole / "meja", rules, {}), desk(self._whole / "kosong", rules, {})
        (made / "foto.jpg").write_bytes(b"jpeg" * 3000)
        (made / "baru.jpg").write_bytes(b"baru" * 3000)
        (made / "peta.toml").write_text(MAP)
        (made / "baris.csv").write_text("waktu,teks\n2026-11-20 08:00,sampah\n2026-11-20 09:00,banjir\n")
        for line in SETUP:
            if line != ("db", "backup"):
                code, _out, said = self._run(made, line, self._url("utuh", server.place))
                assert code == 0, (line, said)
        self._more = (made / "rules.toml").read_text() + "\n# lagi\n"

    def tried(self, verb: str, most: int) -> Iterator[Case]:
        """Yield what becomes of a verb with each fault, at each message, or at `most` of them, the last among them."""
        before = self._state(self._copy(verb) and "kasus")
        with self._line() as line:
            code, _out, said = self._run(self._copy(verb), VERBS[verb], self._near(line))
            assert code == 0, (verb, said)
            calls = line.sent
        after = self._state("kasus")
        for sort in SORTS:
            for at in sorted({calls - number * max(calls, most) // most for number in range(min(calls, most))}):
                yield self._case(verb, sort, at, before, after)

    def _case(self, verb: str, sort: str, at: int, before: Any, after: Any) -> Case:
        desk = self._copy(verb)
        with self._line() as line:
            cut = {AWAY: line.close, KILLED: self._kill}.get(sort, sort)
            line.cuts = [*([""] * (at - 1)), cut]
            wait = _PATIENCE if sort == AWAY else None
            self._is_up.clear()
            code, out, said = self._run(desk, VERBS[verb], self._near(line), wait)
            if sort == KILLED and not line.cuts:
                assert self._is_up.wait(60)
        outcome = self._judged(verb, code, out, said, before, after)
        if outcome in ("stored", "refused", "unsure"):
            again, _out, told = self._run(desk, VERBS[verb], self._url("kasus", self._server.place))
            if again not in (0, 2, 5) or self._is_broken():
                outcome, said = "stuck", f"{said} then {again}: {told}"
        return Case(verb, sort, at, outcome, " ".join(said.split())[:300])

    def _kill(self) -> None:
        self._server.stop("immediate")
        self._server.start()
        self._is_up.set()

    def _judged(self, verb: str, code: int, out: str, said: str, before: Any, after: Any) -> str:
        """Return what became of a case; see `injected.Case`."""
        if code in (1, 124, 125) or "Traceback" in said:
            return "bug"
        now = self._state("kasus")
        if self._is_broken():
            return "half"
        is_done = code in (0, 6)
        if now == after and before != after:
            is_unsure = any(sentence in said for sentence in UNSURE) or verb in MANY_STEPS
            return "stored" if is_done else "unsure" if is_unsure else "untrue"
        if now == before:
            return "refused" if not is_done else "stored" if before == after else "lost"
        return "stored" if verb in MANY_STEPS or code == 6 else "half"

    def _is_broken(self) -> bool:
        for schema in ("meja", "kosong"):
            if self._state("kasus")[schema] is None:
                continue
            with contextlib.closing(PostgresStore(Address(self._server_url("kasus"), schema))) as store:
                if store.breaks() or any(True for _one in store.differences()):
                    return True
        return False

    def _state(self, database: str) -> dict[str, Any]:
        """Return what is stored: of each complaint what it is, and the sorts of all events."""
        found: dict[str, Any] = {}
        with contextlib.closing(psycopg2.connect(self._server_url(database))) as connection:
            cursor = connection.cursor()
            for schema in ("meja", "kosong"):
                cursor.execute("SELECT to_regclass(%s)", (f"{schema}.event",))
                if (cursor.fetchone() or (None,))[0] is None:
                    found[schema] = None
                    continue
                said = []
                for select in (_ROWS, _EVENTS):
                    cursor.execute(select.format(schema))
                    said.append(cursor.fetchall())
                found[schema] = said if said[1] else None
        return found

    def _copy(self, verb: str) -> Path:
        place = self._place / "case"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self._whole, place)
        if verb == "rules accept":
            (place / "meja" / "rules.toml").write_text(self._more)
        self._sql("postgres", "DROP DATABASE IF EXISTS kasus WITH (FORCE)")
        self._sql("postgres", "CREATE DATABASE kasus TEMPLATE utuh")
        return place / "meja"

    def _sql(self, database: str, statement: str) -> None:
        with contextlib.closing(psycopg2.connect(self._server_url(database))) as connection:
            connection.autocommit = True
            connection.cursor().execute(statement)

    @contextlib.contextmanager
    def _line(self) -> Iterator[CuttingLine]:
        with tempfile.TemporaryDirectory(prefix="aduan-line-") as place:
            line = CuttingLine(Path(place), self._server.place, [_QUERY])
            try:
                yield line
            finally:
                line.close()

    def _near(self, line: CuttingLine) -> str:
        return self._url("kasus", line.place)

    def _server_url(self, database: str) -> str:
        return self._url(database, self._server.place)

    def _url(self, database: str, host: Path) -> str:
        return f"postgresql://aduan@/{database}?host={host}"

    def _run(self, desk: Path, line: Sequence[str], url: str, wait: float | None = None) -> tuple[int, str, str]:
        """Run a line in a process of its own; return its exit code, stdout and stderr."""
        out, said = self._place / "out", self._place / "said"
        schema = "kosong" if "../kosong" in line else "meja"
        child = os.fork()
        if not child:
            _be(desk, [*_GIVEN, "--store", f"{url}#{schema}", *line], wait, out, said)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            found, status = os.waitpid(child, os.WNOHANG)
            if found:
                return os.waitstatus_to_exitcode(status), out.read_text(), said.read_text()
            time.sleep(0.002)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return 124, out.read_text(), "it never ended"


_GIVEN = ("--lang", "en", "--now", NOW, "--actor", "sari")


def _be(desk: Path, line: list[str], wait: float | None, out: Path, said: Path) -> None:
    """Be the command, to its end."""
    from aduan_cli.cli.entry import run

    code = 125
    try:
        for number, path in ((1, out), (2, said)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        os.chdir(desk)
        os.environ["HOME"] = str(desk.parent)
        if wait is not None:
            PostgresStore.__init__.__defaults__ = (wait, None)
        run(line)
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        os._exit(code)


def main(arguments: Sequence[str]) -> int:
    """Run the cases: `[--most N] [--json] [VERB...]`, N of each sort spread over its messages, or all of them."""
    found = programs()
    if found is None:
        sys.stderr.write("there is no PostgreSQL, 15 or newer, on this machine\n")
        return 2
    words = list(arguments)
    as_json = "--json" in words and not words.remove("--json")
    most = int(words.pop(words.index("--most") + 1)) if "--most" in words else NEVER
    names = [word for word in words if word != "--most"] or OF_SERVER
    cases: list[Case] = []
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="aduan-faults-", dir=memory) as name:
        Path(name).chmod(0o755)
        load_all()
        server = Server(Path(name) / "server", found)
        server.create()
        server.start()
        try:
            office = Office(Path(name), server)
            for verb in names:
                for case in office.tried(verb, most):
                    cases.append(case)
                    if as_json:
                        sys.stdout.write(f"{json.dumps(case._asdict())}\n")
                        sys.stdout.flush()
                if not as_json:
                    told = Counter(case.outcome for case in cases if case.verb == verb)
                    sys.stderr.write(f"  {verb}: {dict(told)}\n")
        finally:
            server.stop("immediate")
    if not as_json:
        sys.stdout.write(f"{table(cases, SORTS)}\n")
    return 1 if any(case.outcome in WRONG for case in cases) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
