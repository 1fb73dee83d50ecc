"""A PostgreSQL server of the tests' own: in a folder of its own, reached over a socket in it, gone afterwards.

It is made of the machine's PostgreSQL, 15 or newer; where there is none, or the driver is missing, tests that need one
say so and skip. `ADUAN_TEST_SERVER` names a folder with a server's programs that are to be taken instead.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.database_url import Address, parsed
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.testing import commands
from servers import certificate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.store.postgres import PostgresStore

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")
_OLDEST = 15
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
_desks = count(1)


def programs() -> Path | None:
    """Return the folder with the programs of the newest PostgreSQL that will do; None: there is none."""
    named = os.environ.get("ADUAN_TEST_SERVER")
    found = [Path(named)] if named else [place for one in _PLACES for place in Path("/").glob(one.lstrip("/"))]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    fitting = [(_version(place), place) for place in found if (place / "initdb").exists()]
    newest = max(fitting, default=(0, None))
    return newest[1] if newest[0] >= _OLDEST else None


def _version(place: Path) -> int:
    said = subprocess.run([place / "initdb", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)", said)
    return int(found[1]) if found else 0


class Server:
    """A server that can be started, stopped and spoken to. It ends with who started it, however that comes."""

    def __init__(self, place: Path, programs: Path, settings: str = QUICK) -> None:
        self.place, self.programs, self._settings = place, programs, settings
        self._guard: subprocess.Popen[bytes] | None = None
        self.user = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        place.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            # The server refuses to be root.
            self.user = "postgres" if _exists("postgres") else "nobody"
            shutil.chown(place, self.user)

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the server's programs as the server's user."""
        line = [str(self.programs / program), *arguments]
        # To a file: the server keeps what it is given open, and would never let go of a pipe.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(line, stdout=said, stderr=said, text=True, check=False, timeout=60, **self._owner())  # type: ignore[call-overload]
            said.seek(0)
            done.stdout = said.read()
        assert done.returncode == 0, done.stdout
        return done  # type: ignore[no-any-return]

    def _owner(self) -> dict[str, str]:
        return {"user": self.user, "cwd": "/"} if os.geteuid() == 0 else {}

    def create(self) -> None:
        """Make the server's files."""
        data = str(self.place / "data")
        self.run("initdb", "-D", data, "-A", "trust", "-U", "aduan", "-E", "UTF8", "--locale=C", "--no-sync")

    def start(self, more: str = "") -> None:
        """Start it, and wait until it takes connections."""
        self._guarded()
        options = f"{self._settings} -c listen_addresses='' -c unix_socket_directories={self.place} {more}"
        log = str(self.place / "log")
        self.run("pg_ctl", "-D", str(self.place / "data"), "-w", "-s", "-l", log, "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it: `fast`, or `immediate` as if the power were cut."""
        self.run("pg_ctl", "-D", str(self.place / "data"), "-w", "-s", "-m", how, "stop")
        if self._guard is not None:
            self._guard.kill()
            self._guard.communicate()
            self._guard = None

    def _guarded(self) -> None:
        """Have a process stop the server, and remove its files, once nobody holds the other end of its stdin."""
        if self._guard is None:
            ending = 'cat; "$0/pg_ctl" -D "$1" -m immediate stop; rm -rf "$1"'
            self._guard = subprocess.Popen(
                ["/bin/sh", "-c", ending, str(self.programs), str(self.place / "data")],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                **self._owner(),
            )  # type: ignore[call-overload]  # fmt: skip

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"postgresql://aduan@/postgres?host={self.place}"

    def address(self) -> Address:
        """Return the address of a desk that isn't there yet."""
        return Address(self.url, f"uji_{os.getpid()}_{next(_desks)}")


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests of whole commands have their data on a server."""
    parser.addoption(
        "--store-url", metavar="URL", help="desks have their data on this PostgreSQL server; own: one of the tests' own"
    )


def pytest_report_header() -> str:
    """Say whether the tests of a server can be run."""
    if find_spec("psycopg2") is None:
        return "PostgreSQL: the extra [postgres] is not installed, so the tests of a server are left out"
    found = programs()
    return f"PostgreSQL: {found}" if found else "PostgreSQL: none, 15 or newer, so the tests of a server skip"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the file, where the data lie on a server."""
    if config.getoption("--store-url"):
        left_out = pytest.mark.skip(reason="it is about the file; the data lie on a server")
        for item in items:
            if item.get_closest_marker("of_file"):
                item.add_marker(left_out)


@pytest.fixture(autouse=True)
def data_on_server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `--store-url` each test's desk has its data on that server, under a name of its own."""
    url = request.config.getoption("--store-url")
    if url:
        found: Server | None = request.getfixturevalue("server") if url == "own" else None
        name = f"uji_{os.getpid()}_{next(_desks)}"
        monkeypatch.setenv("ADUAN_STORE", f"{found.url if found else url}#{name}")
        monkeypatch.setattr(commands, "_KEPT", (*commands._KEPT, "ADUAN_STORE"))


def store_of(folder: Path) -> SqliteStore | PostgresStore:
    """Return the store of a desk in a folder, opened anew: its file, or what stands for it on a server."""
    address = os.environ.get("ADUAN_STORE")
    if address is None:
        return SqliteStore(str(folder / "aduan.db"), desk=str(folder))
    from aduan_cli.store.postgres import PostgresStore

    return PostgresStore(parsed(address), desk=str(folder))


def kept_in(folder: Path) -> bytes:
    """Return all that is stored of a desk in a folder: its file, or every row on a server."""
    if "ADUAN_STORE" not in os.environ:
        return (folder / "aduan.db").read_bytes()
    tables = rows_in(folder, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
    found = [rows_in(folder, f'SELECT t::text FROM "{table}" t ORDER BY 1') for (table,) in tables]
    return "\n".join(row for rows in found for (row,) in rows).encode()


def rows_in(folder: Path, select: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Return rows of the tables of a desk in a folder. `?` stands for a value."""
    if "ADUAN_STORE" not in os.environ:
        with closing(sqlite3.connect(folder / "aduan.db", timeout=30)) as connection:
            return connection.execute(select, values).fetchall()
    from aduan_cli.store.postgres.session import Session

    address = parsed(os.environ["ADUAN_STORE"])
    with closing(Session(address.url, address.desk)) as session:
        return session.rows(select.replace("%", "%%").replace("?", "%s") if values else select, values)


@pytest.fixture(scope="session")
def programs_of_server() -> Path:
    """Return the folder with PostgreSQL's programs, or skip."""
    pytest.importorskip("psycopg2", reason="the extra [postgres] is not installed")
    found = programs()
    if found is None:
        pytest.skip("this machine has no PostgreSQL, 15 or newer")
    return found


@pytest.fixture(scope="session")
def server(programs_of_server: Path) -> Iterator[Server]:
    """Return a server that all tests of a run share; each takes a desk of its own on it."""
    with tempfile.TemporaryDirectory(prefix="aduan-pg-") as folder:
        Path(folder).chmod(0o755)
        made = Server(Path(folder) / "server", programs_of_server)
        made.create()
        made.start()
        yield made
        made.stop("immediate")


@pytest.fixture
def tls_server(programs_of_server: Path) -> Iterator[tuple[Server, int, Path]]:
    """Return a server that lets roles in over TLS alone, with passwords; its port, and what its certificate is."""
    with tempfile.TemporaryDirectory(prefix="aduan-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = Server(folder / "server", programs_of_server)
        server.create()
        certificate(folder)
        data = server.place / "data"
        for file, kept in (("key.pem", "server.key"), ("cert.pem", "server.crt")):
            shutil.copy(folder / file, data / kept)
            shutil.chown(data / kept, server.user)
            (data / kept).chmod(0o600)
        (folder / "cert.pem").chmod(0o644)
        (data / "pg_hba.conf").write_text("local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = int(free.getsockname()[1])
        server.start(f"-c ssl=on -c listen_addresses=127.0.0.1 -c port={port}")
        yield server, port, folder / "cert.pem"
        server.stop("immediate")


def work_at_once(work: Callable[[], None], many: int) -> None:
    """Let so many threads do the same at once, to their end."""
    threads = [threading.Thread(target=work) for _each in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
