"""A pool between the desk and its server, in transaction mode: two connections for eight writers, nothing lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from aduan_cli.database_url import Address
from aduan_cli.ports import Query
from aduan_cli.store.postgres import PostgresStore
from aduan_cli.testing.store_contract.calls import MORNING, call
from aduan_cli.testing.store_contract.given import change, changed, ran, take
from database import Server, work_at_once

pytestmark = pytest.mark.slow


@pytest.fixture
def pooled(server: Server) -> Iterator[Address]:
    """Return the address of a desk behind a pool of two connections, or skip where the machine has no pgbouncer."""
    program = os.environ.get("ADUAN_TEST_POOL") or shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("this machine has no pgbouncer")
    with tempfile.TemporaryDirectory(prefix="aduan-pool-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(folder, server.user)
        (folder / "users").write_text('"aduan" ""\n')
        (folder / "pool.ini").write_text(
            f"[databases]\npostgres = host={server.place} user=aduan\n[pgbouncer]\nlisten_addr =\n"
            f"unix_socket_dir = {folder}\nauth_type = trust\nauth_file = {folder}/users\npool_mode = transaction\n"
            "default_pool_size = 2\nmax_client_conn = 50\nignore_startup_parameters = extra_float_digits\n"
        )
        owner = {"user": server.user} if os.geteuid() == 0 else {}
        with (folder / "log").open("w") as log:
            pool = subprocess.Popen([program, str(folder / "pool.ini")], stdout=log, stderr=log, **owner)  # type: ignore[call-overload]
        try:
            until = time.monotonic() + 10
            while not (folder / ".s.PGSQL.6432").exists():
                assert time.monotonic() < until, (folder / "log").read_text()
                time.sleep(0.05)
            yield Address(f"postgresql://aduan@/postgres?host={folder}&port=6432", server.address().desk)
        finally:
            pool.terminate()
            pool.wait(10)


def test_eight_writers_share_two_connections(pooled: Address, server: Server) -> None:
    """Calls, changes and what plugins did: each once, one chain, and nothing of a session outlasts its transaction."""
    first = PostgresStore(pooled)
    take(first, [call()])
    first.close()
    told: list[str] = []
    failed: list[str] = []

    def write() -> None:
        store = PostgresStore(pooled)
        try:
            for _each in range(12):
                mine = call()
                told.append(take(store, [mine])[0].ticket)
                step = changed(mine, {"priority": "high"}, "set", "rina", MORNING, {})
                change(store, [step], [ran("bpbd")], MORNING)
                assert next(store.find(Query(limit=1))).ticket
        except Exception as error:
            failed.append(repr(error))
        store.close()

    work_at_once(write, 8)
    assert failed == []
    store = PostgresStore(pooled)
    assert len(set(told)) == 96
    assert store.count(Query()) == 97
    assert store.plugin_states()["bpbd"].calls == 96
    assert (store.breaks(), list(store.differences())) == ([], [])
    assert len(list(store.transfer.rows())) > 300
    store.close()
    connection = psycopg2.connect(pooled.url)
    connection.autocommit = True
    cursor = connection.cursor()
    for _each in range(4):
        cursor.execute("SELECT current_setting('search_path'), current_setting('lock_timeout')")
        assert cursor.fetchone() == ('"$user", public', "0")
    connection.close()
