"""A city's desk, walked through whole: backed up, damaged, restored, a person erased, to a server and back.

`ADUAN_STORED` says how many calls lie in it. With `-s` each stage says when it begins and how long it took.
"""

from __future__ import annotations

import json
import mmap
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from hashlib import sha256
from io import BufferedWriter, RawIOBase
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.app.desk import Desk
from aduan_cli.app.moving import give_away
from aduan_cli.store.postgres.connection import WAIT
from aduan_cli.testing import clean_environment
from damages import damage
from database import Server
from office import Office

pytestmark = [pytest.mark.slow, pytest.mark.of_file]
UNITS = {"kantor_dlh": "dlh", "kantor_damkar": "disdamkar", "kantor_camat": "kecamatan"}
OFFICERS = ("rina", "budi")
STORED = int(os.environ.get("ADUAN_STORED", "2000"))
CALLS = (
    "Melaporkan sampah di Jl. Kenari",
    "Melaporkan kebakaran di pasar Jl. Melati",
    "Melaporkan ktp hilang di Jl. Mawar Bekasi Timur",
)
MAP = """\
key = ["no"]
[columns]
text = "isi"
reported_at = "tgl"
caller.phone = "telepon"
[dates]
formats = ["%Y-%m-%d"]
[defaults]
channel = "phone"
"""
PERSON = {"--phone": "0812-3456-0101", "--name": "Wulandari Rekaan", "--caller-address": "Gang Cempaka 17"}
SECRETS = ("6281234560101", "081234560101", "0812-3456-0101", "Wulandari", "wulandari", "Cempaka", "tokoemasrekaan")
DURABLE = "-c fsync=on -c synchronous_commit=on -c full_page_writes=on -c listen_addresses=127.0.0.1 -c ssl=on"
"""As a server is that keeps what it was told, whatever the tests' others do."""


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Tell a stage as it begins, and what it took."""
    began = time.monotonic()
    os.write(2, f"\n{time.strftime('%H:%M:%S')} {name} ...".encode())
    yield
    os.write(2, f" {time.monotonic() - began:.1f} s".encode())


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
            rows.write("no,tgl,isi,telepon\n")
            for number in range(STORED):
                at, phone = date(2020, 1, 1) + timedelta(number // 1_000), f"0812{number % 5_000:08}"
                rows.write(f"{number},{at},{CALLS[number % len(CALLS)]} no. {number % 977},{phone}\n")
        self.here("import", str(sheet), "--map", str(columns))

    def here(self, *line: str, code: int = 0) -> str:
        """Run aduan on the desk's file, which must end so; return what it prints."""
        done = self.run(str(self.office.file), *line)
        assert done.returncode == code, done.stderr
        return done.stdout

    def files_with(self, words: tuple[str, ...]) -> list[tuple[str, str]]:
        """Return which files of the desk's folder have which of some words."""
        found = []
        for path in self.office.folder.rglob("*"):
            if path.is_file() and path.stat().st_size:
                with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as kept:
                    found += [(path.name, word) for word in words if kept.find(word.encode()) >= 0]
        return found

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


def test_a_desk_is_harmed_and_restored_goes_to_a_server_and_comes_back(
    office: Office, tls_server: tuple[Server, int, Path], tmp_path: Path
) -> None:
    """Damaged in ten ways, restored, drilled; a person erased; agencies at work on a server; the same bytes."""
    desk = Agencies(office, *tls_server)
    with stage(f"{STORED} calls imported"):
        desk.fill()
    for text in CALLS * 2:
        desk.logged.append(office.log(text))
    desk.logged.append(
        office.log("Melaporkan sampah di depan tokoemasrekaan", *(w for one in PERSON.items() for w in one))
    )
    harm_and_restore(desk, tmp_path / "cadangan")
    erase(desk)
    move_and_work(desk, tls_server[0])
    come_back(desk, tmp_path / "kembali.db")


def harm_and_restore(desk: Agencies, backups: Path) -> None:
    """Damage a desk that has a backup, see that all of it is told, put the backup back, and drill."""
    with stage("db backup"):
        desk.here("db", "backup", str(backups))
    with stage("db drill"):
        desk.here("db", "drill", str(backups))
    places = damage(desk.office.file)
    with stage(f"db verify of {len(places)} damages"):
        found = [one["where"] for one in json.loads(desk.here("db", "verify", "--format", "json", code=3))]
    assert len(places) == 10
    assert [what for what, place in places.items() if not any(where.startswith(place) for where in found)] == []
    with stage("db restore"):
        desk.here("db", "restore", str(backups), "--yes")
    with stage("db verify"):
        desk.here("db", "verify")
    with stage("db drill"):
        desk.here("db", "drill", str(backups))
    shutil.rmtree(backups)


def erase(desk: Agencies) -> None:
    """Erase a person, do what is told about the rest, and see that no file has anything of them."""
    assert {word for _file, word in desk.files_with(SECRETS)} > {"Wulandari", "Cempaka", "tokoemasrekaan"}
    with stage("person erase"):
        done = desk.run(str(desk.office.file), "person", "erase", PERSON["--phone"], "--yes", "--reason", "surat 12")
    assert (done.returncode, done.stdout.count("erased")) == (0, 1), done.stderr
    aside = list(desk.office.folder.glob("aduan.db.*-*"))
    assert aside, "what was damaged lies beside the desk"
    for path in aside:
        if path.name.count("-") == 1:
            assert f"not reached: {path}" in done.stderr
        path.unlink()
    with stage("every file read"):
        assert desk.files_with(SECRETS) == []
    desk.here("person", "show", PERSON["--phone"], code=4)


def move_and_work(desk: Agencies, server: Server) -> None:
    """Move the desk to a server, and let officers and units work there as roles over TLS, also while it is cut.

    A server that is back within the time for which it is waited for refuses nobody; one that recovers for longer
    is told, and what was told as stored is there all the same.
    """
    server.stop()
    server.start(f"{DURABLE} -c port={desk.port}")
    desk.administrate(
        "CREATE ROLE meja LOGIN PASSWORD 'rahasia-meja';\nCREATE DATABASE aduan OWNER meja;\n", "postgres"
    )
    with stage("db copy to the server"):
        desk.here("db", "copy", "--to", desk.store("meja"))
    with stage("exports of both compared"):
        assert desk.exported(str(desk.office.file)) == desk.exported(desk.store("meja"))
    assert desk.run(desk.store("meja"), "search", "tokoemasrekaan", "--count").stdout.strip() == "0"
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
    with stage("at work"):
        _wait(lambda: len(desk.logged) > 20 and len(desk.moved) > 8)
    began = time.monotonic()
    with stage("server cut off and started"):
        server.stop("immediate")
        server.start(f"{DURABLE} -c port={desk.port}")
    gone = time.monotonic() - began
    seen = len(desk.logged), len(desk.moved)
    with stage("at work again"):
        _wait(lambda: len(desk.logged) > seen[0] + 4 and len(desk.moved) > seen[1] + 4)
    stop.set()
    for one in people:
        one.join()
    refused = [said for said in desk.refused if "somebody else was faster" not in said]
    assert [said for said in refused if gone < WAIT - 2 or f"@127.0.0.1:{desk.port}/aduan" not in said] == []
    with stage(f"{len(desk.logged)} logged, {len(desk.moved)} moved; db verify there"):
        assert desk.run(desk.store("rina"), "db", "verify").returncode == 0


def come_back(desk: Agencies, back: Path) -> None:
    """Move the desk back to a file: the same bytes, and all that was told is there."""
    with stage("db copy back"):
        returned = desk.run(desk.store("meja"), "db", "copy", "--to", str(back))
    assert returned.returncode == 0, returned.stderr
    with stage("exports of both compared"):
        assert desk.exported(desk.store("meja")) == desk.exported(str(back))
    with stage("db verify"):
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
