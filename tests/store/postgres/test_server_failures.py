"""What goes wrong on a real server: a lock that is held, time that runs out, a restart under load, a full disk."""

from __future__ import annotations

import os
import shutil
import subprocess
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
from aduan_cli.store.postgres.failures import is_lost
from aduan_cli.testing.store_contract.calls import call
from aduan_cli.testing.store_contract.given import take
from database import Server, work_at_once

pytestmark = pytest.mark.slow


@pytest.fixture
def address(server: Server) -> Address:
    """Return the address of a desk that has a call."""
    found = server.address()
    store = PostgresStore(found)
    take(store, [call()])
    store.close()
    return found


def with_options(address: Address, options: str) -> Address:
    """Return an address whose sessions have settings of their own."""
    return address._replace(url=f"{address.url}&options={options.replace(' ', '%20').replace('=', '%3D')}")


def assert_sound(address: Address, complaints: int) -> None:
    """Hold a desk against its events, and its number of complaints."""
    store = PostgresStore(address)
    assert store.count(Query()) == complaints
    assert (store.breaks(), list(store.differences())) == ([], [])
    store.close()


def test_a_lock_that_is_held_too_long_is_told(address: Address) -> None:
    """Nothing is stored, and once it is let go the same store goes on."""
    holder = psycopg2.connect(address.url)
    holder.cursor().execute(f'SELECT * FROM "{address.desk}".head FOR UPDATE')
    store = PostgresStore(address, wait=0.3)
    with pytest.raises(StoreError, match="held it locked"):
        take(store, [call()])
    assert store.count(Query()) == 1  # Who reads waits for nobody.
    holder.close()
    take(store, [call()])
    store.close()
    assert_sound(address, 2)


def test_a_step_that_the_server_stops_is_told_and_not_stored(address: Address) -> None:
    holder = psycopg2.connect(address.url)
    holder.cursor().execute(f'SELECT * FROM "{address.desk}".head FOR UPDATE')
    store = PostgresStore(with_options(address, "-c statement_timeout=200"))
    with pytest.raises(StoreError, match="took too long"):
        take(store, [call()])
    holder.close()
    store.close()
    assert_sound(address, 1)


def test_a_connection_that_breaks_in_the_middle_of_an_answer_is_lost() -> None:
    """The driver has no class of its own for it: neither may a step be doubled then, nor a bug be told."""
    assert is_lost(psycopg2.DatabaseError("server closed the connection unexpectedly"))
    assert is_lost(psycopg2.OperationalError("could not receive data from server"))
    assert not is_lost(psycopg2.ProgrammingError("no results to fetch"))


@pytest.mark.parametrize("level", ["serializable", "repeatable read"])
def test_a_stricter_isolation_of_the_server_makes_no_step_fail(address: Address, level: str) -> None:
    """Each step says READ COMMITTED itself: six writers at once, none refused."""
    strict = with_options(address, f"-c default_transaction_isolation={level.replace(' ', chr(92) + ' ')}")
    failed = _written(strict, writers=6, each=15)
    assert failed == []
    assert_sound(address, 91)


def test_a_serialization_failure_is_sent_again(address: Address) -> None:
    """Where the server asks for it (40001), the step is sent again, and is there once."""
    connection = psycopg2.connect(address.url)
    connection.autocommit = True
    connection.cursor().execute(
        f'SET search_path = "{address.desk}"; CREATE SEQUENCE tries;'
        " CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF nextval('tries') < 3 THEN RAISE EXCEPTION USING ERRCODE = '40001'; END IF; RETURN NEW; END $$;"
        " CREATE TRIGGER fail_once BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION fail_once()"
    )
    store = PostgresStore(address)
    assert take(store, [call()])[0].ticket[4:15] == "251124-0002"
    store.close()
    connection.close()
    assert_sound(address, 2)


@pytest.mark.parametrize("release", ["", "early"])
def test_a_server_that_restarts_under_load_loses_nothing_that_was_told(programs_of_server: Path, release: str) -> None:
    """Cut as if by a power failure, twice, under four writers: each goes on by itself.

    Also where others go on before a step is on the disk: it is told once it is.
    """
    with tempfile.TemporaryDirectory(prefix="aduan-pg-") as folder:
        Path(folder).chmod(0o755)
        settings = f"-c max_connections=60 -c wal_writer_delay=2s -c aduan.release={release or 'late'}"
        own = Server(Path(folder) / "server", programs_of_server, settings)
        own.create()
        own.start()
        address = own.address()
        failed: list[list[str]] = []
        work = threading.Thread(target=lambda: failed.append(_written(address, writers=4, each=40, wait=30)))
        work.start()
        for _each in range(2):
            time.sleep(0.7)
            own.stop("immediate")
            time.sleep(0.2)
            own.start()
        work.join()
        assert failed == [[]]
        assert_sound(address, 160)
        own.stop("immediate")


def _written(address: Address, writers: int, each: int, wait: float = 10) -> list[str]:
    """Store calls from several writers at once; return what was told of those that weren't."""
    failed: list[str] = []

    def write() -> None:
        store = PostgresStore(address, wait=wait)
        for _number in range(each):
            try:
                take(store, [call()])
            except StoreError as error:
                failed.append(str(error))
        store.close()

    work_at_once(write, writers)
    return failed


@pytest.fixture
def small_disk(server: Server) -> Iterator[Path]:
    """Return the folder of a disk of 24 MB that the server can write, or skip: only root can make one."""
    if os.geteuid() != 0:
        pytest.skip("only root can make a small disk")
    place = Path(tempfile.mkdtemp(prefix="aduan-disk-"))
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        place.rmdir()
        pytest.skip(f"no small disk can be made here: {done.stderr.strip()}")
    shutil.chown(place, server.user)
    place.chmod(0o700)
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)
    place.rmdir()


def test_a_full_disk_is_told_and_leaves_no_half_step(server: Server, small_disk: Path) -> None:
    """Nothing of the step that found it full is there, all that was told is; with room again it goes on."""
    administrator = psycopg2.connect(server.url)
    administrator.autocommit = True
    cursor = administrator.cursor()
    cursor.execute(f"CREATE TABLESPACE kecil LOCATION '{small_disk}'")
    cursor.execute("CREATE DATABASE kecil TABLESPACE kecil TEMPLATE template0")
    try:
        address = Address(server.url.replace("/postgres?", "/kecil?"))
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"x" * 4_000_000)
        store = PostgresStore(address)
        told, refused = 0, ""
        while not refused:
            try:
                take(store, [call(text=f"Laporan {told} " + os.urandom(6000).hex())])
                told += 1
            except StoreError as error:
                refused = str(error)
        assert "is full" in refused
        assert told > 10
        assert store.count(Query()) == told
        ballast.unlink()
        take(store, [call()])
        store.close()
        assert_sound(address, told + 1)
    finally:
        cursor.execute("DROP DATABASE kecil WITH (FORCE)")
        cursor.execute("DROP TABLESPACE kecil")
        administrator.close()
