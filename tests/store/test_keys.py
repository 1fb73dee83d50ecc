"""Keys are made from what callers said: nothing can be told from what is stored of them, and what is known stays so."""

from __future__ import annotations

import hmac
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from older_store import to_second_schema

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.store.common.salting import salting
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.stored import Outcome
from aduan_cli.tickets import make_ticket
from invented import MORNING, assert_sound, call
from steps import change, changed, take

PHONE = "6281200007788"
KEY = f"wa:{PHONE}"
RECORD: dict[str, Any] = {"import_key": "peta:ab12cd34:1", "content_hash": "0011223344556677", "source_file": "x.csv"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "aduan.db"


def taken(path: Path, *complaints: Complaint) -> list[Outcome]:
    store = SqliteStore(str(path))
    outcome = take(store, complaints)
    store.close()
    return outcome


def erased(path: Path, ticket: str) -> None:
    store = SqliteStore(str(path))
    store.erase(ticket, "rina", MORNING + 60)
    assert store.breaks() == []
    store.close()
    assert_sound(path)


def everything(path: Path) -> str:
    """Return all bytes of the desk's files."""
    return "".join(part.read_bytes().decode("latin-1") for part in sorted(path.parent.glob("aduan.db*")))


@given(secret=st.binary(min_size=32, max_size=32), text=st.text())
def test_digests_are_hmacs_under_the_secret(secret: bytes, text: str) -> None:
    """As the standard library makes them, which the daily path doesn't load."""
    data = text.encode("utf-8", "replace")
    wanted = hmac.new(secret, data, "sha256").hexdigest()[:32]
    assert [salting(secret, is_for_many)(text) for is_for_many in (False, True)] == [wanted, wanted]


def test_the_same_record_has_other_digests_at_another_desk(tmp_path: Path) -> None:
    """Neither the key nor the content that the import made is stored, and no table of all phones fits two desks."""
    found = []
    for name in ("a.db", "b.db"):
        taken(tmp_path / name, call(**RECORD))
        connection = sqlite3.connect(tmp_path / name)
        found.append(connection.execute("SELECT import_key, content_hash FROM complaint").fetchone())
        connection.close()
        bytes_ = (tmp_path / name).read_bytes()
        assert RECORD["import_key"].encode() not in bytes_
        assert RECORD["content_hash"].encode() not in bytes_
    assert len({value for row in found for value in row}) == 4


def test_an_erased_record_is_known_again_and_never_changed(path: Path) -> None:
    """It isn't taken anew from the old file; nor does it count as changed, which would put the old words back."""
    taken(path, call(caller_phone=PHONE, **RECORD))
    erased(path, "1")
    again = taken(
        path, call(**RECORD), call(**{**RECORD, "content_hash": "ff"}), call(**{**RECORD, "import_key": "m:2:1"})
    )
    assert [one.state for one in again] == ["known", "known", "taken"]


def test_a_key_is_erased_with_the_person_and_still_known(path: Path) -> None:
    """It is in none of the files any more; the same command again names the ticket and stores nothing."""
    first = taken(path, call(key=KEY), call(key="lain"))[0]
    assert PHONE in everything(path)
    erased(path, "1")
    assert PHONE not in everything(path)
    assert taken(path, call(MORNING + 900, key=KEY)) == [Outcome(first.ticket, "known")]
    assert taken(path, call(MORNING + 900, key=KEY, **RECORD)) == [Outcome(first.ticket, "known")]
    store = SqliteStore(str(path))
    found = store.by_key(KEY)
    assert found is not None
    assert (found.ticket, found.key) == (first.ticket, None)
    assert store.by_key("wa:6281200000000") is None
    store.erase("1", "rina", MORNING + 120)  # again
    assert store.by_key(KEY) is not None
    store.close()


def test_an_erased_ticket_brought_along_by_an_export_is_known(path: Path) -> None:
    """The export is older than the erasure: what it says of the person doesn't come back, nor is it told as changed."""
    ticket = make_ticket("UJI", 20251124, 1)
    taken(path, call(number=1, ticket=ticket, caller_name="Budi Contoh"))
    erased(path, ticket)
    again = taken(path, call(number=1, ticket=ticket, caller_name="Budi Contoh"))
    assert again == [Outcome(ticket, "known")]
    assert "Budi" not in everything(path)


def older(path: Path) -> None:
    """Make a file that of the version before: keys of imports as they were made, `--key` in the body of an event."""
    connection = sqlite3.connect(path)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
        connection.execute(f"DROP TRIGGER {name}")
        triggers.append(sql)
    from aduan_cli.store.common.chain import START, Chain

    rows = connection.execute("SELECT id, complaint_id, body, private FROM event ORDER BY id").fetchall()
    chain = Chain(START)
    for number, complaint, body, private in rows:
        said, kept = json.loads(body), json.loads(private or "{}")
        for name in ("version", "set", "private"):
            said.pop(name, None)
        if kept.get("key"):
            said["data"]["key"] = kept.pop("key")
        values = chain.link(complaint, said, kept or None)
        connection.execute(
            "UPDATE event SET body = ?, private = ?, salt = ?, hash = ? WHERE id = ?", (*values[1:], number)
        )
    to_second_schema(connection)
    connection.execute("UPDATE complaint SET import_key = ?, content_hash = ? WHERE source_file IS NOT NULL", (
        RECORD["import_key"], RECORD["content_hash"],
    ))  # fmt: skip
    for sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.close()


triggers: list[str] = []


def test_what_an_older_version_stored_is_salted_by_the_upgrade_and_still_known(path: Path) -> None:
    """Old keys are gone from the file, and the old records are recognised by them."""
    tickets = [one.ticket for one in taken(path, call(**RECORD), call(key=KEY))]
    triggers.clear()
    older(path)
    assert RECORD["import_key"] in everything(path)
    assert taken(path, call(**RECORD), call(**{**RECORD, "content_hash": "ff"}), call(key=KEY)) == [
        Outcome(tickets[0], "known"), Outcome(tickets[0], "changed"), Outcome(tickets[1], "known"),
    ]  # fmt: skip
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert RECORD["import_key"] not in everything(path)
    assert_sound(path)


def test_a_key_in_an_event_of_an_older_version_is_erased_too(path: Path) -> None:
    """The event's hash stays, the erasure attests what stands there now; any other change is found."""
    taken(path, call(**RECORD), call(key=KEY, caller_name="Budi Contoh"))
    triggers.clear()
    older(path)
    first = SqliteStore(str(path))
    assert first.breaks() == []
    there = first.by_key(KEY)
    assert there is not None
    change(first, [changed(there, {"unit": "bpbd"}, "routed", "rina", MORNING, {"to": "bpbd"})])
    first.close()
    erased(path, "2")
    assert PHONE not in everything(path)
    assert taken(path, call(key=KEY))[0].state == "known"
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'event_no_change'").fetchone() == (1,)
    connection.execute("DROP TRIGGER event_no_change")
    connection.execute("""UPDATE event SET body = replace(body, '"dlh"', '"pju"') WHERE id = 2""")
    connection.commit()
    connection.close()
    store = SqliteStore(str(path))
    assert [found.event for found in store.breaks()] == [2]
    store.close()
