"""Reading understands the schemas before: a file that is only read stays as it is, also where it can't be written."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from older_store import to_schema

from aduan_cli.errors import StoreError
from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore, cases, copies, migrations, verify
from aduan_cli.store.sqlite.migrations import SCHEMA
from aduan_cli.store.sqlite.older_schema import OLDEST
from aduan_cli.testing.store_contract.given import change, changed, take, values
from aduan_cli.testing.store_contract.walk import FILTERS, SORTS
from aduan_cli.tickets import parse_ticket
from invented import MORNING, assert_sound, call, varied

OLDER = range(OLDEST, SCHEMA)
QUESTIONS = (
    *(Query(((name, several[:count]),)) for name, several in FILTERS.items() for count in (1, 2)),
    *(Query(sort=sort, limit=7) for sort in SORTS),
    Query(open_only=True, unanswered=True),
    Query(bounced=True),
    Query(given_back=True),
    Query(escalated=True),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with calls, links, a change and an erasure, without anything that only newer schemas have."""
    path = tmp_path_factory.mktemp("made") / "aduan.db"
    store = SqliteStore(str(path))
    calls = [varied(number) for number in range(60)]
    take(store, calls)
    take(store, [call(key="k", linked=(calls[3].ticket,)), call(source_file="log.csv", source_row=3, import_key="i")])
    change(store, [changed(calls[5], {"unit": "bpbd"}, "routed", "rina", MORNING + 60, {"to": "bpbd"})])
    store.erase(calls[7].ticket, "rina", MORNING)
    store.accept("rev1", {"rules.toml": "a"}, "rina", MORNING)
    store.close()
    return path


@pytest.fixture(scope="module")
def expected(made: Path) -> dict[str, Any]:
    """Return what the store says as it was made."""
    return answers(str(made))


def test_a_large_older_file_is_verified_whichever_part_of_it_comes_first(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process does the words before complaints, over one connection: older columns are still understood."""
    with closing(sqlite3.connect(path)) as connection:
        to_schema(connection, 12)
        connection.commit()
    monkeypatch.setattr(verify, "LARGE", 0)
    monkeypatch.setattr(verify, "shared", lambda parts: [list(part()) for part in reversed(parts)])
    with closing(SqliteStore(str(path))) as store:
        assert list(store.differences()) == []


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """Return the store for one test alone."""
    return Path(shutil.copy(made, tmp_path / "aduan.db"))


def answers(address: str) -> dict[str, Any]:
    """Return what a store says to everything that is asked of one."""
    store = SqliteStore(address)
    first = store.resolve(parse_ticket("251124-6"))
    assert first is not None
    said: dict[str, Any] = {str(query): [values(one) for one in store.find(query)] for query in QUESTIONS}
    said |= {f"count {query}": store.count(query) for query in QUESTIONS}
    said |= {
        "key": values(store.by_key("k") or call()),
        "row": values(store.imported_from("log.csv", 3) or call()),
        "words": [one.id for one in store.search("lampu OR mati", None)] + [one.id for one in store.search("n*", 9)],
        "events": [event._asdict() for event in store.events(first)],
        "acting": store.assignments(first),
        "pending": [one.id for one in store.pending(9)],
        "filed": store.filed(),
        "decided": store.decided(),
        "breaks": store.breaks(),
        "differences": list(store.differences()),
        "rules": (store.accepted(), store.last_revision(), store.acceptances()),
        "plugins": store.plugin_states(),
    }
    store.close()
    return said


def made_older(path: Path, schema: int) -> bytes:
    """Make a store that of an older version; return the whole file."""
    connection = sqlite3.connect(path)
    to_schema(connection, schema)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("many", [1, 2_000])
@pytest.mark.parametrize("address", ["{path}", "file:{path}?mode=ro"])
@pytest.mark.parametrize("schema", OLDER)
def test_an_older_store_answers_as_it_will_once_it_is_brought_up_to_date(
    path: Path, expected: dict[str, Any], schema: int, address: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is left as it was, byte for byte."""
    assert (expected["breaks"], expected["differences"]) == ([], [])
    before = made_older(path, schema)
    monkeypatch.setattr(cases, "_MANY", many)
    assert answers(address.format(path=path)) == expected
    assert path.read_bytes() == before


@pytest.mark.parametrize("schema", OLDER)
def test_the_first_write_brings_it_up_to_date(path: Path, schema: int) -> None:
    """Also by a command that has read before."""
    made_older(path, schema)
    store = SqliteStore(str(path))
    stored = store.count(Query())
    take(store, [call()])
    assert store.count(Query(bounced=True)) == 0
    assert store.count(Query()) == stored + 1
    store.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    connection.close()
    assert len(assert_sound(path)) == stored + 1


def test_what_can_only_be_read_is_not_written(path: Path) -> None:
    before = made_older(path, SCHEMA - 1)
    store = SqliteStore(f"file:{path}?mode=ro")
    assert store.count(Query()) > 0
    with pytest.raises(StoreError, match="older aduan"):
        take(store, [call()])
    store.close()
    assert path.read_bytes() == before


def test_a_store_that_is_too_old_is_told_where_it_can_only_be_read(path: Path) -> None:
    """The cure is to use it once where it can be written."""
    made_older(path, OLDEST - 1)
    store = SqliteStore(f"file:{path}?mode=ro")
    with pytest.raises(StoreError, match="older aduan"):
        store.count(Query())
    store.close()


class Cut(Exception):
    """What stands for a process that ended there."""


@pytest.mark.slow
@pytest.mark.parametrize("schema", OLDER)
def test_wherever_it_is_cut_off_an_older_store_is_left_as_it_was(
    path: Path, expected: dict[str, Any], schema: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each of the steps that it lacks; what was cut off is done by the next that writes."""
    made_older(path, schema)
    whole, names = migrations.steps(), [name for name in migrations.steps() if int(name[:4]) > schema]

    def cut_after(step: Any) -> Any:
        def run(db: Any) -> None:
            step(db)
            raise Cut

        return run

    for name in names:
        steps = {**whole, name: cut_after(whole[name])}
        monkeypatch.setattr(migrations, "steps", lambda steps=steps: steps)
        with pytest.raises(Cut):
            take(SqliteStore(str(path)), [call()])
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA user_version").fetchone() == (schema,)
        assert connection.execute("SELECT max(name) FROM _sqlite_migrations").fetchone()[0][:4] == f"{schema:04}"
        connection.close()
    monkeypatch.undo()
    assert answers(str(path)) == expected
    copies.migrate(str(path))
    assert answers(str(path)) == expected


@pytest.mark.slow
@pytest.mark.parametrize("schema", OLDER)
def test_a_process_that_is_killed_while_it_brings_it_up_to_date_leaves_it_as_it_was(
    path: Path, expected: dict[str, Any], schema: int
) -> None:
    """Killed by the system, the file as the next process finds it: after the last step, before its commit."""
    made_older(path, schema)
    killed = (
        "import os, signal, sys; from aduan_cli.store.sqlite import copies, migrations; whole = migrations.steps();"
        "name, last = list(whole.items())[-1];"
        "migrations.steps = lambda: {**whole, name: lambda db: (last(db), os.kill(os.getpid(), signal.SIGKILL))};"
        "copies.migrate(sys.argv[1])"
    )
    done = subprocess.run([sys.executable, "-c", killed, str(path)], check=False)
    assert done.returncode == -9
    assert copies.lacking(str(path))[0] == schema
    assert answers(str(path)) == expected
    copies.migrate(str(path))
    assert copies.lacking(str(path)) == (SCHEMA, SCHEMA, [])
    assert answers(str(path)) == expected
