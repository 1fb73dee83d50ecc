"""A streaming copy of the server: read from, never written, and what goes on when the server itself is lost."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from aduan_cli.database_url import Address
from aduan_cli.errors import StoreError
from aduan_cli.ports import Query
from aduan_cli.store.postgres import PostgresStore
from aduan_cli.testing.store_contract.calls import call
from aduan_cli.testing.store_contract.given import take
from database import Server
from office import Office

pytestmark = [pytest.mark.slow, pytest.mark.of_file]


class Pair:
    """A server and a copy of it that follows."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.first = Server(folder / "first", programs)
        self.first.create()
        self.first.start()
        self.second = Server(folder / "second", programs)
        data = str(self.second.place / "data")
        self.first.run(
            "pg_basebackup", "-h", str(self.first.place), "-U", "aduan", "-D", data, "-R", "-X", "stream", "-c", "fast"
        )
        self.second.start()

    def stop(self) -> None:
        """Stop both."""
        for server in (self.first, self.second):
            if (server.place / "data" / "postmaster.pid").exists():
                server.stop("immediate")

    def do(self, server: Server, sql: str) -> object:
        """Run SQL on one of them; return the first value."""
        connection = psycopg2.connect(server.url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            found = cursor.fetchone() if cursor.description else None
        connection.close()
        return None if found is None else found[0]

    def caught_up(self) -> None:
        """Wait until the copy has what the server has."""
        where = self.do(self.first, "SELECT pg_current_wal_lsn()")
        until = time.monotonic() + 20
        while not self.do(self.second, f"SELECT pg_last_wal_replay_lsn() >= '{where}'"):
            assert time.monotonic() < until
            time.sleep(0.05)


@pytest.fixture
def pair(programs_of_server: Path) -> Iterator[Pair]:
    """Return a server and its copy, of this test alone."""
    folder = Path(tempfile.mkdtemp(prefix="aduan-pair-"))
    folder.chmod(0o755)
    made = Pair(folder, programs_of_server)
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


def test_commands_that_only_look_ask_the_copy_and_do_without_it(office: Office, pair: Pair) -> None:
    """What the copy has not yet is not listed; what a command has stored, it sees; a copy that is gone is left."""
    store = f'[store]\nurl = "{pair.first.url}"\ndesk = "uji"\nread_url = "{pair.second.url}"\n'
    rules = office.folder / "rules.toml"
    rules.write_text(f"{store}\n{rules.read_text()}")
    assert office.run("list", "--count").out == "0\n"
    ticket = office.run("log", "Melaporkan sampah di Jl. Kenari", "--phone", "0812-0000-0101").out.strip()
    pair.caught_up()
    assert office.run("list", "--count").out == "1\n"
    pair.do(pair.second, "SELECT pg_wal_replay_pause()")
    assert office.run("log", "Melaporkan sampah lagi").code == 0
    for line in (["list", "--count"], ["search", "sampah", "--count"]):
        assert office.run(*line).out == "1\n", line
    shown = office.run("show", ticket, "--reveal", "--format", "json")
    assert (shown.code, "0812" in shown.out or "+62812" in shown.out) == (0, True), shown.err
    pair.do(pair.second, "SELECT pg_wal_replay_resume()")
    pair.caught_up()
    assert office.run("list", "--count").out == "2\n"
    assert "revealed" in office.run("history", ticket, "--format", "json").out
    pair.second.stop("immediate")
    assert office.run("list", "--count").out == "2\n"
    assert office.run("db", "verify").code == 0


def test_a_copy_can_be_read_and_says_that_it_cannot_be_written(office: Office, pair: Pair) -> None:
    address = f"{pair.first.url}#uji"
    assert office.run("--store", address, "log", "Melaporkan sampah").code == 0
    pair.caught_up()
    copy = f"{pair.second.url}#uji"
    assert office.run("--store", copy, "list", "--count").out == "1\n"
    assert office.run("--store", copy, "db", "verify").code == 0
    for line in (["log", "Melaporkan sampah"], ["ack", "1"], ["note", "1", "x"], ["show", "1", "--reveal"]):
        ran = office.run("--store", copy, *line)
        assert (ran.code, "a copy that can only be read" in ran.err) == (7, True), ran.err


def test_of_what_was_told_nothing_is_lost_when_the_server_is_lost(pair: Pair) -> None:
    """Synchronous commit: four writers, the server killed, the copy promoted; each goes on there by itself."""
    take_first = PostgresStore(Address(pair.first.url, "uji"))
    take(take_first, [call()])
    take_first.close()
    pair.do(pair.first, "ALTER SYSTEM SET synchronous_standby_names = '*'")
    pair.do(pair.first, "SELECT pg_reload_conf()")
    pair.caught_up()
    hosts = f"{pair.first.place},{pair.second.place}"
    address = Address(f"postgresql://aduan@/postgres?host={hosts}&target_session_attrs=read-write", "uji")
    told: list[str] = []
    failed: list[str] = []
    stop = threading.Event()

    def write() -> None:
        store = PostgresStore(address, wait=20)
        while not stop.is_set():
            try:
                told.append(take(store, [call()])[0].ticket)
            except StoreError as error:
                failed.append(str(error))
        store.close()

    writers = [threading.Thread(target=write) for _each in range(4)]
    for writer in writers:
        writer.start()
    _wait_for(lambda: len(told) > 40)
    pair.first.stop("immediate")
    before = len(told)
    pair.second.run("pg_ctl", "-D", str(pair.second.place / "data"), "-w", "-s", "promote")
    pair.do(pair.second, "ALTER SYSTEM SET synchronous_standby_names = ''")
    pair.do(pair.second, "SELECT pg_reload_conf()")
    _wait_for(lambda: len(told) > before + 40)
    stop.set()
    for writer in writers:
        writer.join()
    store = PostgresStore(Address(pair.second.url, "uji"))
    stored = {complaint.ticket for complaint in store.find(Query())}
    assert failed == []
    assert len(told) == len(set(told))
    assert set(told) <= stored
    assert len(stored) == len(told) + 1
    assert (store.breaks(), list(store.differences())) == ([], [])
    store.close()


def _wait_for(is_so: object) -> None:
    until = time.monotonic() + 40
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.05)
