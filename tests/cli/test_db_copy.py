"""`aduan db copy`: a desk moves from a file to a server and back, is the same in both, and is never open twice."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from aduan_cli.app import copying
from aduan_cli.app.desk import Desk
from aduan_cli.errors import NotAllowedError, StoreError
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.testing import clean_environment
from aduan_cli.testing.store_contract.calls import MORNING, call
from aduan_cli.testing.store_contract.given import take
from aduan_cli.testing.store_contract.transfer import fill_desk
from database import Server
from office import Office

pytestmark = pytest.mark.of_file


def desk_of(office: Office, store: str | None = None) -> Desk:
    """Return the desk of a folder, for calls of functions."""
    return Desk(str(office.folder), store, "rina", None, lambda said: None, lambda said: None)


@pytest.fixture
def desk(office: Office) -> Office:
    """Return a desk that has something of everything."""
    store = SqliteStore(str(office.file), desk=str(office.folder))
    fill_desk(store)
    store.close()
    assert office.run("rules", "accept").code == 0  # Else the first command does, with an event.
    return office


def rows(path: Path) -> list[object]:
    """Return all rows of a file."""
    store = SqliteStore(str(path))
    found: list[object] = [(table.name, row) for table, row in store.transfer.rows()]
    store.close()
    return found


def assert_sound(path: Path) -> None:
    """Hold everything in a file against its events."""
    store = SqliteStore(str(path))
    assert (store.breaks(), list(store.differences())) == ([], [])
    store.close()


def test_a_desk_goes_to_another_file_and_is_the_same_there(desk: Office, tmp_path: Path) -> None:
    before, there = rows(desk.file), tmp_path / "b.db"
    ran = desk.run("db", "copy", "--to", str(there))
    assert (ran.code, ran.out) == (0, ""), ran.err
    assert f"moved to {there}: 27 complaints" in ran.err
    assert rows(there) == rows(desk.file)
    (noted,) = [row for name, row in rows(there) if (name, row) not in before and name == "event"]  # type: ignore[misc]
    assert '"command":"db copy"' in str(noted)
    assert_sound(there)
    (row,) = json.loads(desk.run("--store", str(there), "db", "audit", "--format", "json").out)[-1:]
    assert (row["command"], row["count"], row["more"]) == ("db copy", 27, {"to": str(there)})
    found = desk.run("--store", str(there), "search", "sampah", "--format", "json")
    assert json.loads(found.out) == json.loads(desk.run("search", "sampah", "--format", "json").out) != []


def test_info_says_where_the_desk_is(desk: Office, tmp_path: Path) -> None:
    """Of the place that it left, and of one where it isn't whole yet."""
    there = tmp_path / "b.db"
    here = json.loads(desk.run("db", "info", "--format", "json").out)
    assert (here["moved_to"], here["comes_from"]) == (None, None)
    assert desk.run("db", "copy", "--to", str(there)).code == 0
    assert json.loads(desk.run("db", "info", "--format", "json").out)["moved_to"] == str(there)
    assert f"Moved to    {there}" in desk.run("db", "info").out
    assert "Moved to" not in desk.run("--store", str(there), "db", "info").out
    store = SqliteStore(str(desk.file))
    store.transfer.receive(str(there))  # It goes back, and isn't whole yet.
    store.close()
    assert f"Comes from  {there}" in desk.run("db", "info").out


def test_the_old_store_takes_no_step_and_says_where_the_desk_is(desk: Office, tmp_path: Path) -> None:
    there = tmp_path / "b.db"
    assert desk.run("db", "copy", "--to", str(there)).code == 0
    before = rows(desk.file)
    for line in (
        ["log", "Melaporkan sampah"],
        ["note", "251124-1", "x"],
        ["db", "copy", "--to", str(tmp_path / "c.db")],
    ):
        ran = desk.run(*line)
        assert ran.code == (5 if line[0] == "db" else 7), ran.err
        assert f"has moved to {there}" in ran.err
    assert rows(desk.file) == before
    assert desk.run("--store", str(there), "log", "Melaporkan sampah").code == 0
    assert desk.run("list", "--count").out != desk.run("--store", str(there), "list", "--count").out


def test_it_goes_back_over_what_it_was_there(desk: Office, tmp_path: Path) -> None:
    """With what happened meanwhile, an erased person too."""
    there = tmp_path / "b.db"
    desk.run("db", "copy", "--to", str(there))
    store = SqliteStore(str(there), desk=str(desk.folder))
    gone = call(text="Budi Contoh di Gang Rahasia", caller_name="Budi Contoh")
    take(store, [gone, call()])
    store.erase(gone.ticket, "rina", MORNING)
    store.erase(take(store, [call()])[0].ticket, "rina", MORNING)
    store.close()
    ran = desk.run("--store", str(there), "db", "copy", "--to", str(desk.file))
    assert ran.code == 0, ran.err
    assert rows(there) == rows(desk.file)
    assert_sound(desk.file)
    assert desk.run("log", "Melaporkan sampah").code == 0
    assert desk.run("--store", str(there), "log", "Melaporkan sampah").code == 7


def test_a_store_that_was_left_verifies_and_a_guard_that_is_gone_is_told(desk: Office, tmp_path: Path) -> None:
    assert desk.run("db", "copy", "--to", str(tmp_path / "b.db")).code == 0
    assert_sound(desk.file)
    with closing(sqlite3.connect(desk.file)) as connection:
        connection.execute("DROP TRIGGER closed_event_insert")
    store = SqliteStore(str(desk.file))
    assert [one.field for one in store.differences()] == ["trigger closed_event_insert"]
    store.close()


def test_a_place_where_something_else_is_stored_is_left_alone(desk: Office, tmp_path: Path) -> None:
    other = SqliteStore(str(tmp_path / "b.db"))
    take(other, [call()])
    other.close()
    before = rows(tmp_path / "b.db")
    ran = desk.run("db", "copy", "--to", str(tmp_path / "b.db"))
    assert (ran.code, "something is stored there already" in ran.err) == (5, True)
    assert rows(tmp_path / "b.db") == before
    assert desk.run("db", "copy", "--to", str(desk.file)).code == 5
    assert desk.run("log", "Melaporkan sampah").code == 0


def test_a_desk_that_is_on_its_way_takes_no_calls(
    desk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it breaks off, the old one goes on; the same line goes on where it was."""
    there = tmp_path / "b.db"

    def broken(*_given: object) -> None:
        raise StoreError("broken off")

    with monkeypatch.context() as patched:
        patched.setattr(copying, "_verify", broken)
        with pytest.raises(StoreError, match="broken off"):
            copying.copy(desk_of(desk), str(there), lambda said: None)
    ran = desk.run("--store", str(there), "log", "Melaporkan sampah")
    assert (ran.code, "on its way here from" in ran.err) == (7, True)
    assert desk.run("log", "Melaporkan sampah").code == 0
    done = copying.copy(desk_of(desk), str(there), lambda said: None)
    assert done.complaints == 28
    assert done.rows < 20
    assert rows(there) == rows(desk.file)


def test_a_move_that_was_killed_after_the_old_store_was_closed_goes_on_or_is_given_up(
    desk: Office, tmp_path: Path
) -> None:
    there = tmp_path / "b.db"
    store = SqliteStore(str(desk.file))
    store.transfer.close(str(there))
    store.close()
    assert desk.run("log", "Melaporkan sampah").code == 7
    assert desk.run("db", "copy", "--to", str(there), "--cancel").code == 0
    assert desk.run("log", "Melaporkan sampah").code == 0
    assert desk.run("db", "copy", "--to", str(there)).code == 0
    again = desk.run("db", "copy", "--to", str(there))
    assert (again.code, "moved to" in again.err) == (0, True)
    given_up = desk.run("db", "copy", "--to", str(there), "--cancel")
    assert (given_up.code, "at work there" in given_up.err) == (5, True)
    assert desk.run("log", "Melaporkan sampah").code == 7


def test_a_move_that_was_killed_before_anything_came_goes_on(desk: Office, tmp_path: Path) -> None:
    there = tmp_path / "b.db"
    store = SqliteStore(str(there))
    store.transfer.receive(str(desk.file))
    store.close()
    ran = desk.run("db", "copy", "--to", str(there))
    assert (ran.code, rows(there)) == (0, rows(desk.file)), ran.err


def test_an_event_that_is_another_one_there_is_told(desk: Office, tmp_path: Path) -> None:
    """Somebody let both go on: nothing of either is written over."""
    there = tmp_path / "b.db"
    desk.run("db", "copy", "--to", str(there))
    store = SqliteStore(str(desk.file))
    store.transfer.open()
    take(store, [call()])
    store.close()
    desk.run("--store", str(there), "log", "Melaporkan sampah")
    moved = SqliteStore(str(there))
    moved.transfer.close("elsewhere")
    moved.close()
    before = rows(there)
    ran = desk.run("db", "copy", "--to", str(there))
    assert (ran.code, "not of this desk's history" in ran.err) == (5, True)
    assert rows(there) == before


@pytest.fixture
def server_url(server: Server) -> str:
    """Return the address of a desk that isn't there yet."""
    address = server.address()
    return f"{address.url}#{address.desk}"


@pytest.mark.slow
def test_a_desk_goes_to_a_server_and_back_while_officers_work(desk: Office, server_url: str, tmp_path: Path) -> None:
    """No call that was told is lost, none is taken by the store that was left, and both are the same."""
    told: list[str] = []
    stop = threading.Event()

    def officer() -> None:
        while not stop.is_set():
            for at in (str(desk.file), server_url, str(tmp_path / "back.db")):
                line = [
                    sys.executable,
                    "-m",
                    "aduan_cli",
                    "--desk",
                    str(desk.folder),
                    "--store",
                    at,
                    "log",
                    "Melaporkan sampah",
                ]
                ran = subprocess.run(
                    line, capture_output=True, text=True, env=clean_environment(desk.folder), check=False
                )
                if ran.returncode == 0:
                    told.append(ran.stdout.strip())
                    break

    desk.run("log", "Melaporkan sampah")
    officers = [threading.Thread(target=officer) for _each in range(3)]
    assert desk.run("--store", server_url, "list", "--count").out == "0\n"
    store = SqliteStore(str(desk.file))
    store.close()
    # The places are made closed before anybody may store there.
    copying.place_of(desk_of(desk), server_url).opened().transfer.receive("-")
    copying.place_of(desk_of(desk), str(tmp_path / "back.db")).opened().transfer.receive("-")
    for one in officers:
        one.start()
    ran = desk.run("db", "copy", "--to", server_url)
    assert ran.code == 0, ran.err
    time.sleep(1)
    back = desk.run("--store", server_url, "db", "copy", "--to", str(tmp_path / "back.db"))
    assert back.code == 0, back.err
    time.sleep(0.5)
    stop.set()
    for one in officers:
        one.join()
    last = SqliteStore(str(tmp_path / "back.db"))
    stored = {complaint.ticket for complaint in last.search("sampah", None)}
    assert len(told) == len(set(told))
    assert set(told) <= stored
    assert (last.breaks(), list(last.differences())) == ([], [])
    last.close()
    assert desk.run("log", "x").code == desk.run("--store", server_url, "log", "x").code == 7


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.3, 0.6, 1.0, 1.6])
def test_a_move_that_is_killed_anywhere_goes_on_with_the_same_line(
    desk: Office, server_url: str, seconds: float
) -> None:
    store = SqliteStore(str(desk.file))
    take(store, [call(text=f"Laporan {number}") for number in range(3000)])
    store.close()
    line = [sys.executable, "-m", "aduan_cli", "--desk", str(desk.folder), "db", "copy", "--to", server_url]
    process = subprocess.Popen(
        line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean_environment(desk.folder)
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    ran = desk.run("db", "copy", "--to", server_url)
    assert ran.code == 0, ran.err
    new = copying.place_of(desk_of(desk), server_url).opened()
    assert [(table.name, row) for table, row in new.transfer.rows()] == rows(desk.file)
    assert (new.breaks(), list(new.differences())) == ([], [])
    new.close()
    assert desk.run("log", "x").code == 7
    assert os.environ.get("ADUAN_STORE") is None


def test_the_place_must_be_one(desk: Office) -> None:
    assert desk.run("db", "copy", "--to", "mysql://x").code == 2
    assert desk.run("db", "copy", "--to", ":memory:").code == 2
    with pytest.raises(NotAllowedError, match="has not moved"):
        copying.cancel(desk_of(desk), "b.db")
