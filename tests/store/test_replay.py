"""What is changed in the tables behind the desk's back is found: with the ticket, the field, and both values."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from forging import without_triggers
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.fields import STORED, UNSAID
from aduan_cli.config.rule_files.loader import revision_of
from aduan_cli.digest import sha256
from aduan_cli.errors import StoreError
from aduan_cli.ports import Difference, Query
from aduan_cli.store.common import replay
from aduan_cli.store.common.replay import Stored
from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.tickets import make_ticket
from invented import MORNING, call, varied
from steps import change, changed, take
from thorough import examples

T1, T2, T3 = (make_ticket("UJI", 20251124, number) for number in (1, 2, 3))
CHANGED: dict[str, Any] = {
    "unit": "bpbd", "status": "closed", "support": ("dlh",), "priority": "high", "category": "banjir", "step": "manual",
    "rule": None, "kecamatan": "Bekasi Utara", "text": "banjir", "answers": {"a": 2},
}  # fmt: skip


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk's file: a call as it was logged, one that was changed, one linked to the first and erased."""
    place = tmp_path_factory.mktemp("prepared") / "aduan.db"
    store = SqliteStore(str(place))
    first = call(caller_phone="+6281200000001;+6281200000002", support=("bmsda",), answers={"a": 1}, fields={"K": "x"})
    second = call()
    take(store, [first, second])
    change(store, [changed(second, CHANGED, "routed", "rina", MORNING + 60, {"to": "bpbd"})])
    take(store, [call(linked=(T1,), caller_phone="+6281200000009")])
    store.erase(T3, "rina", MORNING + 90)
    assert list(store.differences()) == []
    store.close()
    return place


def differences(path: Path) -> list[Difference]:
    store = SqliteStore(str(path))
    found = list(store.differences())
    store.close()
    return found


def spoil(path: Path, *statements: str) -> list[Difference]:
    """Do to the file what somebody who has it can do, and return what is found."""
    connection = sqlite3.connect(path)
    with without_triggers(connection):
        for statement in statements:
            assert connection.execute(statement).rowcount > 0
    connection.commit()
    connection.close()
    return differences(path)


@pytest.fixture
def path(prepared: Path, tmp_path: Path) -> Path:
    """Return a copy of the prepared file, for one test to spoil."""
    return Path(shutil.copy(prepared, tmp_path / "aduan.db"))


def test_a_unit_that_was_changed_behind_the_desk_s_back_is_found(path: Path) -> None:
    """`update complaint set unit = ...`: the chain holds, and this doesn't."""
    assert spoil(path, "UPDATE complaint SET unit = 'pju' WHERE id = 2") == [Difference(T2, "unit", "bpbd", "pju")]
    store = SqliteStore(str(path))
    assert store.breaks() == []
    store.close()


OTHER = {
    "day": "20251125",
    "number": "77",
    "reported_at": "1",
    "logged_at": "2",
    "source_row": "3",
    "version": "9",
    "bounces": "4",
    "duplicates": "5",
    "owed_since": "6",
    "held_until": "7",
    "escalated_at": "8",
    "listed": "9",
    "incident": "10",
}


@pytest.mark.parametrize("column", [name for name in STORED if name not in UNSAID])
@pytest.mark.parametrize("row", [1, 2, 3])
def test_every_column_is_held(path: Path, column: str, row: int) -> None:
    """As it was logged, after a change, and after an erasure: words put back are found too."""
    value = OTHER.get(column, """'{"x":1}'""" if column in ("answers", "fields", "agreed") else "'lain'")
    if column == "support":
        value = """'["x"]'"""
    found = spoil(path, f"UPDATE complaint SET {column} = {value} WHERE id = {row}")
    assert column in {difference.field for difference in found}
    assert {difference.ticket for difference in found} <= {T1, T2, T3, "lain", None}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE complaint SET open = 0 WHERE id = 1", Difference(T1, "open", True, False)),
        ("DELETE FROM phone WHERE phone = '+6281200000002'", Difference(
            T1, "phone", ["+6281200000001", "+6281200000002"], ["+6281200000001"])),
        ("INSERT INTO phone VALUES ('+6281200000009', 1, 3)", Difference(T3, "phone", [], ["+6281200000009"])),
        ("DELETE FROM link WHERE complaint_id = 3", Difference(T3, "linked", [T1], [])),
        ("INSERT INTO link VALUES (2, 1)", Difference(T2, "linked", [], [T1])),
        ("UPDATE assignment SET status = 'closed' WHERE complaint_id = 1 AND role = 'lead'",
            Difference(T1, "assignment.status", "lead dlh: routed", "lead dlh: closed")),
        ("DELETE FROM assignment WHERE complaint_id = 1 AND role = 'support'",
            Difference(T1, "assignment", "support bmsda: routed", "support bmsda: -")),
        ("UPDATE assignment SET ended_at = NULL WHERE complaint_id = 2",
            Difference(T2, "assignment.ended_at", f"lead dlh: {MORNING + 60}", "lead dlh: -")),
        ("UPDATE assignment SET id = 99 WHERE complaint_id = 1 AND role = 'lead'", Difference(
            T1, "assignment", ["lead dlh", "support bmsda"], ["support bmsda", "lead dlh"])),
        ("INSERT INTO erased (complaint_id) VALUES (1)", Difference(T1, "erased", False, True)),
        ("DELETE FROM erased", Difference(T3, "erased", True, False)),
        ("INSERT INTO erased (complaint_id) VALUES (77)", Difference(None, "erased", None, "complaint 77: None")),
        ("INSERT INTO phone VALUES ('+6281200000009', 1, 77)",
            Difference(None, "phone", None, "complaint 77: +6281200000009")),
        ("INSERT INTO assignment (complaint_id, unit, role, status, assigned_at) VALUES (77, 'x', 'lead', 'routed', 1)",
            Difference(None, "assignment", None, "complaint 77: x")),
        ("DELETE FROM event WHERE complaint_id = 2", Difference(T2, "events", None, "stored")),
        ("UPDATE event SET body = '[]' WHERE complaint_id = 2", Difference(T2, "events", None, "stored")),
        ("UPDATE ticket_day SET last = 2", Difference(None, "ticket_day", "20251124: 3", "20251124: 2")),
        ("UPDATE ticket_day SET last = 9", Difference(None, "ticket_day", "20251124: 3", "20251124: 9")),
        ("DELETE FROM ticket_day", Difference(None, "ticket_day", "20251124: 3", "20251124: 0")),
    ],
    ids=str,
)  # fmt: skip
def test_what_hangs_on_a_complaint_is_held(path: Path, statement: str, expected: Difference) -> None:
    """Whether it is open, its phones and links, who acts, what was erased, and where the numbers go on."""
    assert spoil(path, statement) == [expected]


def test_a_complaint_that_was_removed_is_found(path: Path) -> None:
    """Its events name it, and its number is a gap."""
    gone = ("DELETE FROM assignment WHERE complaint_id = 2", "DELETE FROM complaint WHERE id = 2")
    assert spoil(path, *gone) == [
        Difference(T2, "complaint", "stored", None),
        Difference(None, "number", "20251124: 2", "20251124: 3"),
        Difference(None, "words", None, "complaint 2"),
    ]


def test_a_complaint_that_was_put_in_is_found(path: Path) -> None:
    columns = ", ".join(name for name in STORED if name not in ("number", "ticket"))
    put = f"INSERT INTO complaint (open, number, ticket, {columns}) SELECT open, 4, 'x', {columns} FROM complaint"
    assert Difference("x", "events", None, "stored") in spoil(path, f"{put} WHERE id = 1")


def test_recorded_skips_are_no_gaps_and_others_are(path: Path) -> None:
    """What was skipped with an event is right; a number that was moved is not."""
    store = SqliteStore(str(path))
    store.skip_numbers(20251124, 10, "rina", MORNING)
    take(store, [call(), call(number=20, ticket=make_ticket("UJI", 20251124, 20)), call()])
    store.skip_numbers(20251125, 5, "rina", MORNING)
    store.close()
    assert differences(path) == []
    found = spoil(path, "UPDATE ticket_day SET last = 30 WHERE day = 20251124")
    assert found == [Difference(None, "ticket_day", "20251124: 21", "20251124: 30")]
    found = spoil(path, "UPDATE event SET body = replace(body, '\"past\":10', '\"past\":9')")
    assert Difference(None, "number", "20251124: 10", "20251124: 11") in found


@given(data=st.data())
@settings(max_examples=examples(150))
def test_whatever_is_put_into_an_event_nothing_breaks(prepared: Path, data: st.DataObject) -> None:
    """Damaged events are told of, never a bug."""
    value = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
    anything = st.recursive(value, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=9), inner))
    import json

    text = json.dumps(data.draw(anything))
    connection = sqlite3.connect(":memory:")
    source = sqlite3.connect(prepared)
    source.backup(connection)
    source.close()
    connection.execute("DROP TRIGGER event_no_change")
    column = data.draw(st.sampled_from(("body", "private", "data", "set", "version")))
    if column in ("body", "private"):
        connection.execute(f"UPDATE event SET {column} = ? WHERE id = ?", (text, data.draw(st.integers(1, 7))))
    else:
        connection.execute(
            f"UPDATE event SET body = json_set(body, '$.{column}', json(?)) WHERE id = ?",
            (text, data.draw(st.integers(1, 7))),
        )
    connection.commit()
    from aduan_cli.store.sqlite.verify import differences

    for difference in differences(connection):
        assert difference.field
    connection.close()


# -- what an older version left


def older(path: Path) -> None:
    """Make the events of a file those of the version before: without versions, columns and links."""
    connection = sqlite3.connect(path)
    with without_triggers(connection):
        connection.execute("UPDATE event SET body = json_remove(body, '$.version', '$.set')")
        connection.execute("DELETE FROM event WHERE json_extract(body, '$.type') = 'linked'")
    connection.commit()
    connection.close()


def test_events_of_an_older_version_are_understood(tmp_path: Path) -> None:
    """A decision, answers and an erasure of then; a change behind the desk's back is found in these too."""
    path = tmp_path / "aduan.db"
    store = SqliteStore(str(path))
    calls = [call(), call(linked=(T1,), caller_phone="+6281200000001"), call(version=4, source_file="x.csv")]
    for complaint in calls:
        take(store, [complaint])
    routed = {"from": "dlh", "to": "bpbd", "step": "city", "rule": "r", "revision": "0", "support": ["dlh"]}
    columns = {"unit": "bpbd", "step": "city", "rule": "r", "revision": "0", "support": ("dlh",), "address": "Jl. Baru"}
    change(store, [changed(calls[0], columns, "routed", "rina", MORNING, routed)])
    calls[0] = copy_of(calls[0], version=2)
    change(store, [changed(calls[0], {"answers": {"a": 1}}, "answers_added", "rina", MORNING, {"questions": ["a"]})])
    change(store, [changed(calls[0], {}, "revealed", "rina", MORNING, {})])
    store.erase(T2, "rina", MORNING)
    store.close()
    older(path)
    assert differences(path) == []
    assert spoil(path, "UPDATE complaint SET unit = 'x' WHERE id IN (1, 2)") == [
        Difference(T1, "unit", "bpbd", "x"), Difference(T2, "unit", "dlh", "x"),
    ]  # fmt: skip
    store = SqliteStore(str(path))
    now = next(found for found in store.find(Query()) if found.id == 3)
    change(store, [changed(now, {"unit": "bmsda"}, "routed", "rina", MORNING, {"to": "bmsda"})])
    store.close()
    assert {difference.ticket for difference in differences(path)} == {T1, T2}


# -- where there is nothing


@pytest.mark.parametrize("verb", [lambda s: s.breaks(), lambda s: list(s.differences())], ids=["breaks", "differences"])
def test_a_missing_or_empty_file_does_not_hold(tmp_path: Path, verb: Callable[[SqliteStore], Any]) -> None:
    """It is an error: who verifies the wrong path must not be told that all is well."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    with pytest.raises(StoreError, match="no such file"):
        verb(store)
    (tmp_path / "aduan.db").touch()
    for _each in range(2):
        with pytest.raises(StoreError, match="nothing was ever stored"):
            verb(store)
    assert (tmp_path / "aduan.db").stat().st_size == 0
    take(store, [call()])
    assert verb(store) == []
    store.close()


MEMORY = """\
import sys
from aduan_cli.store.common import replay
from aduan_cli.store.common.replay import Stored
from aduan_cli.store.sqlite import SqliteStore
store = SqliteStore(sys.argv[1])
assert list(store.differences()) == []
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
"""Prints the most memory that the process had, in kB: what `getrusage` says begins with its parent's."""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="nothing here says what memory a process had")
def test_memory_does_not_grow_with_the_store(tmp_path: Path) -> None:
    """Once SQLite's own cache of 32 MB is full, twice as many complaints take no more."""
    taken = []
    for count in (40_000, 80_000):
        path = tmp_path / f"{count}.db"
        store = SqliteStore(str(path))
        for start in range(0, count, 1_000):
            take(store, [varied(number) for number in range(start, start + 1_000)])
        store.close()
        done = subprocess.run([sys.executable, "-c", MEMORY, str(path)], capture_output=True, text=True, check=True)
        taken.append(int(done.stdout))
    assert taken[1] - taken[0] < 8_000


RULES_BEFORE, RULES_AFTER = {"rules.toml": "a = 1\n", "plugins/x/plugin.toml": "b = 1\n"}, {"rules.toml": "a = 2\n"}
BEFORE, AFTER = revision_of(RULES_BEFORE), revision_of(RULES_AFTER)


@pytest.fixture
def ruled(tmp_path: Path) -> Path:
    """Return a desk's file with two accepted revisions."""
    store = SqliteStore(str(tmp_path / "aduan.db"))
    store.accept(BEFORE, RULES_BEFORE, "rina", MORNING)
    store.accept(AFTER, RULES_AFTER, "sari", MORNING + 1)
    assert list(store.differences()) == []
    store.close()
    return tmp_path / "aduan.db"


def _hash(line: str) -> str:
    return str(sha256(f"{line}\n".encode()).hexdigest())


def _short(text: str) -> str:
    return _hash(text.rstrip())[:12]


def test_a_text_of_rules_that_was_changed_is_found_and_refused(ruled: Path) -> None:
    """Only that revision is lost: the other one's texts are read."""
    found = spoil(ruled, "UPDATE file_text SET text = 'a = 3\n' WHERE text = 'a = 1\n'")
    said, stands = (f"{BEFORE} rules.toml: {_short(text)}" for text in ("a = 1\n", "a = 3\n"))
    assert found == [Difference(None, "rules", said, stands)]
    store = SqliteStore(str(ruled))
    with pytest.raises(StoreError, match=rf"revision {BEFORE}: its text of rules\.toml is not the one"):
        store.revision_files(BEFORE)
    assert store.accepted() == RULES_AFTER
    store.close()


def test_a_text_of_rules_that_was_removed_is_found_and_refused(ruled: Path) -> None:
    found = spoil(ruled, "DELETE FROM file_text WHERE text = 'a = 2\n'")
    stated = f"{AFTER} rules.toml: "
    assert found == [Difference(None, "rules", stated + _short("a = 2\n"), stated + "-")]
    store = SqliteStore(str(ruled))
    with pytest.raises(StoreError, match=rf"revision {AFTER}: its text of rules\.toml"):
        store.accepted()
    store.close()


def test_rules_with_another_hash_are_not_those_of_their_revision(ruled: Path) -> None:
    """Text and hash fit each other, and not the name; nor does a revision that has lost a file."""
    forged = {**RULES_BEFORE, "rules.toml": "a = 3\n"}
    found = spoil(
        ruled,
        f"INSERT INTO file_text VALUES ('{_hash('a = 3')}', 'a = 3\n')",
        f"UPDATE revision_file SET hash = '{_hash('a = 3')}' WHERE hash = '{_hash('a = 1')}'",
        f"DELETE FROM revision_file WHERE hash = '{_hash('a = 2')}'",
    )
    assert sorted(found, key=str) == sorted(
        [
            Difference(None, "revision", BEFORE, revision_of(forged)),
            Difference(None, "revision", AFTER, revision_of({})),
        ],
        key=str,
    )


def test_a_revision_that_events_name_is_there(ruled: Path) -> None:
    """One under another name is none that was accepted."""
    found = spoil(ruled, f"UPDATE revision SET name = '0a-1' WHERE name = '{BEFORE}'")
    assert found == [Difference(None, "revision", BEFORE, None)]


def test_a_text_that_was_changed_is_whole_again_when_it_is_accepted_again(ruled: Path) -> None:
    spoil(ruled, "UPDATE file_text SET text = 'a = 3\n' WHERE text = 'a = 1\n'")
    store = SqliteStore(str(ruled))
    store.accept(BEFORE, RULES_BEFORE, "rina", MORNING + 2)
    assert list(store.differences()) == []
    assert store.accepted() == RULES_BEFORE
    store.close()


@pytest.mark.parametrize("number", [None, "sampah"])
def test_rows_of_a_damaged_page_that_belong_to_no_number_are_told(number: object) -> None:
    """SQLite reads nothing, or anything, where a column can only have numbers: a bug ended the whole look."""
    rows = {name: [] for name in Stored._fields} | {"phones": [(1, "+62811", 5), (number, "+62812", 5), (2, "x", 5)]}
    found = [one.stands for one in replay.differences(Stored(**rows))]
    assert found == ["complaint 1: +62811", f"complaint {number}: +62812", "complaint 2: x"]
