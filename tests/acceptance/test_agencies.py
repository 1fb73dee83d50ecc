"""A desk grows out of its file: agencies at work on a server as roles of its own, a restart, and the way back."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from hashlib import sha256
from io import BufferedWriter, RawIOBase
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.app.desk import Desk
from aduan_cli.app.moving import give_away
from aduan_cli.testing import clean_environment
from database import Server
from invented import MAP
from office import Office

pytestmark = [pytest.mark.slow, pytest.mark.of_file]
UNITS = {"kantor_dlh": "dlh", "kantor_damkar": "disdamkar", "kantor_camat": "kecamatan"}
OFFICERS = ("rina", "budi")
STORED = int(os.environ.get("ADUAN_STORED", "2000"))
"""How many calls lie in the desk before it moves; a million were tried."""
CALLS = ("Melaporkan sampah di Jl. Kenari", "Melaporkan kebakaran di pasar", "Melaporkan ktp hilang di Bekasi Timur")


class _Hashing(RawIOBase):
    """A file of which only the hash is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.hash = sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.hash.update(data)
        return len(data)


class Agencies:
    """Officers and units of a desk on a server, each a role with a password, over TLS."""

    def __init__(self, office: Office, server: Server, port: int, certificate: Path) -> None:
        self.office, self.server, self.port = office, server, port
        kept = clean_environment(office.folder) | {"PGSSLMODE": "verify-full", "PGSSLROOTCERT": str(certificate)}
        passwords = office.folder / ".pgpass"
        roles = ("meja", *OFFICERS, *UNITS)
        passwords.write_text("".join(f"127.0.0.1:{port}:*:{role}:rahasia-{role}\n" for role in roles))
        passwords.chmod(0o600)
        self.environment = kept
        self.logged: list[str] = []
        self.moved: list[str] = []
        self.refused: list[str] = []

    def store(self, role: str) -> str:
        """Return the desk's address for a role."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/aduan#bekasi"

    def run(self, store: str, *line: str) -> subprocess.CompletedProcess[str]:
        """Run aduan as whoever a store's address names."""
        command = [sys.executable, "-m", "aduan_cli", "--desk", str(self.office.folder), "--store", store, *line]
        return subprocess.run(command, capture_output=True, text=True, env=self.environment, check=False)

    def fill(self) -> None:
        """Import so many calls that the desk is a city's."""
        sheet, columns = self.office.folder / "lama.csv", self.office.folder / "peta.toml"
        columns.write_text(MAP, encoding="utf-8")
        with sheet.open("w", encoding="utf-8") as rows:
            rows.write("no,tgl,isi\n")
            for number in range(STORED):
                at = date(2020, 1, 1) + timedelta(number // 1_000)
                rows.write(f"{number},{at},{CALLS[number % len(CALLS)]} no. {number % 977}\n")
        self.run(str(self.office.file), "import", str(sheet), "--map", str(columns)).check_returncode()

    def exported(self, store: str) -> str:
        """Return the hash of a whole desk's export; one that was left can't note that it was exported any more."""
        socket = f"?host={self.server.place}&port={self.port}#"
        at = store if store.startswith("/") else f"postgresql://aduan@/aduan{socket}bekasi"
        out = _Hashing()
        with closing(Desk(str(self.office.folder), at, "rina", None, lambda said: None, lambda said: None)) as desk:
            give_away(desk, BufferedWriter(out))
        return out.hash.hexdigest()

    def administrate(self, sql: str, database: str = "aduan") -> None:
        """Run SQL as the server's administrator, over its socket."""
        line = [str(self.server.programs / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self.server.place)]
        line += ["-p", str(self.port), "-U", "aduan", "-d", database]
        subprocess.run(line, input=sql, text=True, check=True, capture_output=True, env={"PATH": os.environ["PATH"]})

    def log_calls(self, role: str) -> None:
        """Take a call after the other; one that was told counts."""
        done = self.run(self.store(role), "log", CALLS[len(self.logged) % len(CALLS)])
        if done.returncode == 0:
            self.logged.append(done.stdout.strip())
        else:
            self.refused.append(done.stderr)

    def move(self, role: str) -> None:
        """Move on what the unit sees: all of it is its own."""
        listed = self.run(self.store(role), "list", "--open", "--format", "json", "--limit", "3")
        if listed.returncode:
            self.refused.append(listed.stderr)
            return
        for one in json.loads(listed.stdout):
            verb = {"routed": ["ack"], "acknowledged": ["start"], "in_progress": ["resolve", "--result", "sudah"]}
            words = verb.get(one["status"])
            assert one["unit"].startswith(UNITS[role])
            if words is None:
                continue
            done = self.run(self.store(role), words[0], one["ticket"], *words[1:])
            if done.returncode == 0:
                self.moved.append(one["ticket"])
            else:
                self.refused.append(done.stderr)


def test_agencies_work_on_a_server_and_the_desk_comes_back(
    office: Office, tls_server: tuple[Server, int, Path], tmp_path: Path
) -> None:
    """Two officers and three units at once, the server cut as by a power failure, back to a file: the same bytes."""
    server, port, certificate = tls_server
    desk = Agencies(office, server, port, certificate)
    desk.fill()
    for text in CALLS * 2:
        desk.logged.append(office.log(text))
    desk.administrate(
        "CREATE ROLE meja LOGIN PASSWORD 'rahasia-meja';\nCREATE DATABASE aduan OWNER meja;\n", "postgres"
    )
    moved = desk.run(str(office.file), "db", "copy", "--to", desk.store("meja"))
    assert moved.returncode == 0, moved.stderr
    assert desk.exported(str(office.file)) == desk.exported(desk.store("meja"))
    given = [word for role in OFFICERS for word in ("--officer", role)]
    given += [word for role, unit in UNITS.items() for word in ("--unit", f"{unit}={role}")]
    desk.administrate(desk.run(desk.store("meja"), "db", "grants", *given).stdout)
    desk.administrate("".join(f"ALTER ROLE {role} PASSWORD 'rahasia-{role}';\n" for role in (*OFFICERS, *UNITS)))

    stop = threading.Event()

    def at_work(role: str, work: Callable[[str], None]) -> None:
        while not stop.is_set():
            work(role)

    people = [threading.Thread(target=at_work, args=(role, desk.log_calls)) for role in OFFICERS]
    people += [threading.Thread(target=at_work, args=(role, desk.move)) for role in UNITS]
    for one in people:
        one.start()
    _wait(lambda: len(desk.logged) > 10 and len(desk.moved) > 4)
    server.stop("immediate")
    server.start(f"-c ssl=on -c listen_addresses=127.0.0.1 -c port={port}")
    seen = len(desk.logged), len(desk.moved)
    _wait(lambda: len(desk.logged) > seen[0] + 4 and len(desk.moved) > seen[1] + 4)
    stop.set()
    for one in people:
        one.join()

    assert [said for said in desk.refused if "somebody else was faster" not in said] == []
    assert desk.run(desk.store("rina"), "db", "verify").returncode == 0
    back = tmp_path / "kembali.db"
    returned = desk.run(desk.store("meja"), "db", "copy", "--to", str(back))
    assert returned.returncode == 0, returned.stderr
    assert desk.exported(desk.store("meja")) == desk.exported(str(back))
    assert desk.run(str(back), "db", "verify").returncode == 0
    with closing(sqlite3.connect(back)) as connection:
        stored = {ticket for (ticket,) in connection.execute("SELECT ticket FROM complaint")}
    assert len(stored) >= STORED + len(desk.logged)
    assert len(desk.logged) == len(set(desk.logged))
    assert set(desk.logged) <= stored
    assert desk.run(desk.store("rina"), "log", CALLS[0]).returncode == 7


def _wait(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 150
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)
