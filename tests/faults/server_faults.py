"""Faults of a server and of the line to it at each journey of every verb that writes: `python server_faults.py`.

The same desk and the same verbs as in `injected.py`, with the data on a server of its own. For each case a copy of the
desk's database, one verb, and one fault at the n-th message that it sends. Then, without faults: is the desk whole, is
the step in it or not at all, was what was told of it true, does the same line go on? It prints the same table.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "store" / "postgres"))

import psycopg2
from cases import (
    SETUP,
    UNSURE,
    VERBS,
    Case,
    copied,
    desk_of_cases,
    file_of,
    forked,
    load_all,
    spread,
    stays,
    tell,
    wanted,
)
from cutting import AFTER, BEFORE, CuttingLine

from aduan_cli.database_url import Address
from aduan_cli.store.postgres import PostgresStore
from database import QUICK, Server, programs

AWAY, KILLED = "away", "killed"
SORTS = (BEFORE, AFTER, AWAY, KILLED)
"""The line is cut before a message reaches the server, or its answer the client; the same, and nobody reaches the
server any more; the server is cut off once it has a message (`pg_ctl stop -m immediate`), and started again."""
OF_SERVER = [
    verb for verb, line in VERBS.items() if line[:2] not in (("db", "compact"), ("db", "backup"), ("db", "restore"))
]
"""The verbs that write on a server: its backups are its own."""
MANY_STEPS = ("tick", "import")
"""Verbs that are several steps, each whole: a fault may come between two of them."""
_QUERY = b"Q\0\0"
"""How a message with statements begins; the others begin and end a connection."""
_PATIENCE = 0.6
"""Seconds that a command waits for a server that is away for good."""
_ROWS = "SELECT ticket, status, unit, version, text, merged_into FROM {0}.complaint ORDER BY id"
_EVENTS = "SELECT body::json->>'type' FROM {0}.event ORDER BY id"


class Office:
    """A desk on a server; its folder and its database are copied for each case."""

    sorts: Sequence[str] = SORTS

    def __init__(self, place: Path, server: Server) -> None:
        self._server, self._whole = server, place / "whole"
        self._is_up = threading.Event()
        self._sql("postgres", "CREATE DATABASE utuh")
        at_work = place / "case"  # Where it is for each case: another folder would be another desk.
        made, self._more = desk_of_cases(at_work)
        for line in SETUP:
            if line != ("db", "backup"):
                code, _out, said = self._run(made, line, self._url("utuh", server.place))
                assert code == 0, (line, said)
        at_work.rename(self._whole)

    def tried(self, verb: str, most: int) -> Iterator[Case]:
        """Yield what becomes of a verb with each fault, at each place, or at `most` of them, the last among them."""
        before = self._state(verb, self._copy(verb))
        for sort in self.sorts:
            desk = self._copy(verb)
            places = self._places(desk, verb, sort)
            after = self._state(verb, desk)
            for at in spread(places, most):
                yield self._case(verb, sort, at, before, after)

    def _case(self, verb: str, sort: str, at: int, before: Any, after: Any) -> Case:
        desk = self._copy(verb)
        code, said = self._faulted(desk, verb, sort, at)
        self._wait_for_rest()
        outcome = self._judged(verb, desk, code, said, before, after)
        if outcome in ("stored", "refused", "unsure"):
            again, _out, told = self._run(desk, VERBS[verb], self._url("kasus", self._server.place))
            if again not in (0, 2, 5) or self._is_broken() or stays(verb, desk):
                outcome, said = "stuck", f"{said} then {again}: {told} {stays(verb, desk)}"
        return Case(verb, sort, at, outcome, " ".join(said.split()))

    def _places(self, desk: Path, verb: str, _sort: str) -> int:
        """Give the line without a fault; return how many places there are for one."""
        with self._line() as line:
            code, _out, said = self._run(desk, VERBS[verb], self._near(line))
            assert code == 0, (verb, said)
            return line.sent

    def _faulted(self, desk: Path, verb: str, sort: str, at: int) -> tuple[int, str]:
        """Give the line with a fault; return its exit code and what it said."""
        with self._line() as line:
            cut = {AWAY: line.close, KILLED: self._kill}.get(sort, sort)
            line.cuts = [*([""] * (at - 1)), cut]
            wait = _PATIENCE if sort == AWAY else None
            self._is_up.clear()
            code, _out, said = self._run(desk, VERBS[verb], self._near(line), wait)
            if sort == KILLED and not line.cuts:
                assert self._is_up.wait(60)
            return code, said

    def _kill(self) -> None:
        self._server.stop("immediate")
        self._server.start()
        self._is_up.set()

    def _wait_for_rest(self) -> None:
        """Wait until the server has ended what it was sent by who is gone."""
        until = time.monotonic() + 60
        with contextlib.closing(psycopg2.connect(self._server_url("postgres"))) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            while time.monotonic() < until:
                cursor.execute(
                    "SELECT 1 FROM pg_stat_activity WHERE datname = 'kasus' AND backend_type = 'client backend'"
                )
                if cursor.fetchone() is None:
                    return
                time.sleep(0.005)

    def _judged(self, verb: str, desk: Path, code: int, said: str, before: Any, after: Any) -> str:
        """Return what became of a case; see `cases.Case`."""
        if code in (1, 124, 125) or "Traceback" in said:
            return "bug"
        now = self._state(verb, desk)
        if self._is_broken():
            return "half"
        is_done = code in (0, 6)
        if now[0] == after[0] and before != after and not (is_done and now != after):
            is_unsure = any(sentence in said for sentence in UNSURE) or verb in MANY_STEPS
            return "stored" if is_done else "unsure" if is_unsure else "untrue"
        if now == before:
            return "refused" if not is_done else "stored" if before == after else "lost"
        return "stored" if verb in MANY_STEPS or code == 6 else "half"

    def _is_broken(self) -> bool:
        for schema, stored in self._stored().items():
            if stored is None:
                continue
            with contextlib.closing(PostgresStore(Address(self._server_url("kasus"), schema))) as store:
                if store.breaks() or any(True for _one in store.differences()):
                    return True
        return False

    def _state(self, verb: str, desk: Path) -> Any:
        """Return what is stored, and whether a file is there that is written beside it."""
        return self._stored(), file_of(verb, desk)

    def _stored(self) -> dict[str, Any]:
        """Return what is stored: of each complaint what it is, and the sorts of all events."""
        found: dict[str, Any] = {}
        with contextlib.closing(psycopg2.connect(self._server_url("kasus"))) as connection:
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
        desk = copied(self._whole, verb, self._more)
        self._sql("postgres", "DROP DATABASE IF EXISTS kasus WITH (FORCE)")
        self._sql("postgres", "CREATE DATABASE kasus TEMPLATE utuh")
        return desk

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
        schema = "kosong" if "../kosong" in line else "meja"

        def lose_patience() -> None:
            if wait is not None:
                PostgresStore.__init__.__defaults__ = (wait, *(PostgresStore.__init__.__defaults__ or ())[1:])

        return forked(desk, ["--store", f"{url}#{schema}", *line], lose_patience)


def begun(arguments: Sequence[str], made: Callable[[Path, Server], Office], settings: str = QUICK) -> int:
    """Run the cases: `[--most N] [--json] [VERB...]`, N of each sort spread over its places, or all of them."""
    found = programs()
    if found is None:
        sys.stderr.write("there is no PostgreSQL, 15 or newer, on this machine\n")
        return 2
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="aduan-faults-", dir=memory) as name:
        Path(name).chmod(0o755)
        load_all()
        server = Server(Path(name) / "server", found, settings)
        server.create()
        server.start()
        try:
            office = made(Path(name), server)
            return tell(office, wanted(arguments, OF_SERVER), office.sorts)
        finally:
            server.stop("immediate")


if __name__ == "__main__":
    sys.exit(begun(sys.argv[1:], Office))
