"""A store that can't be read or written: exit 7, one sentence, nothing half stored; then the desk works again."""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from forging import without_triggers
from hardship import file_limit, obey_permissions

from aduan_cli.errors import STORE, StoreError
from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore
from invented import MORNING, assert_sound, call, varied
from processes import Aduan
from steps import change, changed, take

PAGE = 4096


@pytest.fixture
def used(desk: Path, aduan: Aduan) -> Path:
    """Return the file of a desk where calls were logged: some by the store, the last by the command."""
    path = desk / "aduan.db"
    store = SqliteStore(str(path))
    take(store, [varied(number) for number in range(40)])
    store.close()
    assert aduan("log", "sampah menumpuk di Margahayu").returncode == 0
    assert not (desk / "aduan.db-wal").exists()
    return path


def assert_told(ended: Any, *words: str) -> None:
    """Assert that a command ended with 7 and one sentence, without a traceback and without data."""
    assert (ended.returncode, ended.stdout) == (STORE, "")
    lines = ended.stderr.splitlines()
    assert len(lines) == 1, ended.stderr
    assert lines[0].startswith("error: ")
    assert "Traceback" not in ended.stderr
    assert "bug" not in ended.stderr
    for word in words:
        assert word in lines[0]


def garbage(path: Path, start: int, end: int | None = None) -> None:
    """Overwrite bytes of a file with noise, the same each time."""
    length = (path.stat().st_size if end is None else end) - start
    with path.open("r+b") as file:
        file.seek(start)
        file.write(random.Random(7).randbytes(length))


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2 // PAGE * PAGE)


def no_database(path: Path) -> None:
    path.write_text("tanggal;permasalahan\n2025-11-24;sampah\n" * 400, encoding="utf-8")


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()


def foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE kas (jumlah INTEGER)")
    connection.commit()
    connection.close()


DAMAGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "garbage instead of the header": (lambda path: garbage(path, 0, 100), "damaged"),
    "garbage behind the header": (lambda path: garbage(path, 100, PAGE), "damaged"),
    "garbage in the middle": (lambda path: garbage(path, PAGE), "damaged"),
    "cut in half": (truncate, "damaged"),
    "cut within the header": (lambda path: os.truncate(path, 60), "damaged"),
    "no database at all": (no_database, "damaged"),
    "a folder": (folder_instead, "not a file"),
    "of a newer aduan": (newer, "newer"),
    "of another program": (foreign, "another program"),
}


@pytest.mark.parametrize("fault", DAMAGE)
def test_a_damaged_file_is_told_left_alone_and_works_again_when_restored(used: Path, aduan: Aduan, fault: str) -> None:
    backup = used.with_name("backup.db")
    shutil.copy(used, backup)
    damage, word = DAMAGE[fault]
    damage(used)
    before = used.read_bytes() if used.is_file() else None
    for command in (["log", "banjir di Teluk Pucung"], ["list"], ["show", "1"], ["search", "sampah"]):
        assert_told(aduan(*command), str(used), word)
    assert before == (used.read_bytes() if used.is_file() else None)
    if used.is_dir():
        used.rmdir()
    shutil.move(backup, used)
    assert aduan("log", "banjir di Teluk Pucung").returncode == 0
    assert len(assert_sound(used)) == 42


def test_a_file_of_another_program_gets_no_tables_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "kas.db"
    path.touch()
    foreign(path)
    store = SqliteStore(str(path))
    with pytest.raises(StoreError, match="another program"):
        list(store.find(Query()))
    with pytest.raises(StoreError, match="another program"):
        take(store, [call()])
    store.close()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("kas",)]
    connection.close()


def test_damage_anywhere_never_gives_more_than_a_sentence(used: Path, tmp_path: Path) -> None:
    """One page after the other is overwritten: each verb works or raises StoreError, nothing else."""
    store = SqliteStore(str(used))
    complaint = next(store.find(Query(limit=1)))
    store.close()
    told = 0
    for page in range(used.stat().st_size // PAGE):
        path = tmp_path / "damaged.db"
        shutil.copy(used, path)
        garbage(path, page * PAGE, (page + 1) * PAGE)
        store = SqliteStore(str(path))
        for verb in (
            lambda s: list(s.find(Query())),
            lambda s: list(s.search("sampah", None)),
            lambda s: s.events(complaint),
            lambda s: s.count(Query((("phone", ("+6281200000001",)),))),
            lambda s: s.breaks(),
            lambda s: take(s, [call(key="k", answer="diteruskan")]),
            lambda s: change(s, [changed(complaint, {"unit": "bpbd"}, "routed", None, MORNING, {})]),
        ):
            sentence = said_by(verb, store)
            assert "\n" not in sentence
            told += bool(sentence)
        store.close()
        for part in tmp_path.glob("damaged.db*"):
            part.unlink()
    assert told > 20


_LOOKS: list[Callable[[SqliteStore], Any]] = [
    lambda s: list(s.find(Query())),
    lambda s: list(s.feed(0, None)),
    lambda s: [s.events(one) for one in s.find(Query(limit=3))],
    lambda s: s.breaks(),
    lambda s: list(s.differences()),
    lambda s: s.last_by_events(),
    lambda s: s.acceptances(),
    lambda s: list(s.privacy.noted(("rules_accepted",))),
    lambda s: s.figures.signed(5),
    lambda s: take(s, [call(key="k", answer="diteruskan")]),
]


def test_a_byte_that_turned_never_gives_more_than_a_sentence(used: Path, tmp_path: Path) -> None:
    """In what an event says, or a list or an object of a complaint: no JSON then, or one of other names, or no text."""
    whole = used.read_bytes()
    places = [found.start() + 1 for found in re.finditer(rb'"(?:at|actor|data|type|desk|said|sources|text)":', whole)]
    told = 0
    for number, place in enumerate(random.Random(7).sample(places, 60)):
        path = tmp_path / "damaged.db"
        turned = bytearray(whole)
        turned[place + number % 4] ^= (0x80, 0x01, 0x08)[number % 3]
        path.write_bytes(turned)
        store = SqliteStore(str(path))
        told += sum(bool(said_by(look, store)) for look in _LOOKS)
        store.close()
        for part in tmp_path.glob("damaged.db*"):
            part.unlink()
    assert told > 20


BODY = '(SELECT max(id) FROM event WHERE instr(body, \'"type":"{type}"\'))'


def forge(path: Path, *statements: str) -> None:
    """Change a file behind the desk's back."""
    connection = sqlite3.connect(path)
    with without_triggers(connection):
        for statement in statements:
            connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "body", ['{"a":?,%s}', "x%s", "[%s]", '{"data":7,%s}', '{"data":{},%s}', '{"actor":1,"at":2,"data":3,%s}']
)
def test_an_acceptance_that_can_not_be_read_keeps_no_call_and_is_found(used: Path, aduan: Aduan, body: str) -> None:
    """The tables still say which rules were accepted last."""
    number, said = BODY.format(type="rules_accepted"), body % '"type":"rules_accepted"'
    forge(used, f"UPDATE event SET body = '{said}' WHERE id = {number}")
    for cache in (used.parent / ".aduan").glob("*s.json"):
        cache.unlink()
    ended = aduan("log", "banjir di Teluk Pucung")
    assert (ended.returncode, "bug" in ended.stderr) == (0, False), ended.stderr
    ended = aduan("db", "verify")
    assert (ended.returncode, "the body or an event before it was changed" in ended.stdout) == (3, True), ended.stderr


def test_a_text_that_is_none_any_more_is_named_by_verify_and_shown_by_nobody(used: Path, aduan: Aduan) -> None:
    """What SQLite itself says of it has the whole text in it: a caller's words, or the name."""
    forge(used, "UPDATE complaint SET text = CAST(x'7261686173696185' AS TEXT) WHERE number = 1")
    forge(used, f"UPDATE event SET private = CAST(x'7261686173696185' AS TEXT) WHERE id = {BODY.format(type='logged')}")
    ended = aduan("list", "--limit", "0")
    assert_told(ended, str(used), "damaged")
    assert "rahasia" not in ended.stderr
    ended = aduan("db", "verify", "--format", "json")
    assert (ended.returncode, ended.stderr.count("\n")) == (3, 1)
    assert "caller's data was changed" in ended.stdout
    assert ", text" in ended.stdout


def test_what_verify_found_is_told_though_something_can_not_be_read_at_all(used: Path, aduan: Aduan) -> None:
    assert aduan("attach", "1", str(used)).returncode == 0
    beside = f"UPDATE event SET private = '[1' WHERE id = {BODY.format(type='attached')}"
    forge(used, "UPDATE complaint SET unit = 'bpbd' WHERE number = 1", beside)
    ended = aduan("db", "verify")
    assert (ended.returncode, "bug" in ended.stderr) == (3, False), ended.stderr
    for place in (", unit", "the caller's data was changed", "can't be read"):
        assert place in ended.stdout, ended.stdout


@pytest.mark.parametrize("line", ["migrate", "backup", "compact", "views", "head", "info", "verify", "export -"])
def test_tables_that_are_none_any_more_are_told_by_every_verb_of_the_data(used: Path, aduan: Aduan, line: str) -> None:
    whole = used.read_bytes()
    assert whole.count(b"kecamatan TEXT") > 1
    used.write_bytes(whole.replace(b"kecamatan TEXT", b"kecamatan TXXT"))
    ended = aduan("db", *line.split())
    assert (ended.returncode, "damaged" in ended.stderr, "bug" in ended.stderr) == (STORE, True, False), ended.stderr


def said_by(verb: Callable[[SqliteStore], Any], store: SqliteStore) -> str:
    """Return the sentence of the StoreError that a verb raised; empty when it went well."""
    try:
        verb(store)
    except StoreError as error:
        return str(error)
    return ""


# -- locked


def test_a_locked_desk_is_told_after_the_wait_and_can_still_be_read(tmp_path: Path) -> None:
    path = tmp_path / "aduan.db"
    store = SqliteStore(str(path), wait=0.3)
    take(store, [call()])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    with pytest.raises(StoreError, match="locked"):
        take(store, [call()])
    assert 0.2 < time.monotonic() - started < 5
    assert store.count(Query()) == 1
    other.execute("ROLLBACK")
    other.close()
    take(store, [call()])
    store.close()
    assert len(assert_sound(path)) == 2


def test_a_desk_without_tables_that_is_locked_is_told_after_the_wait(tmp_path: Path) -> None:
    path = tmp_path / "aduan.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    store = SqliteStore(str(path), wait=0.2)
    with pytest.raises(StoreError, match="locked"):
        take(store, [call()])
    other.execute("ROLLBACK")
    other.close()
    take(store, [call()])
    store.close()
    assert len(assert_sound(path)) == 1


@pytest.mark.slow
def test_a_locked_desk_is_told_by_the_command_after_ten_seconds(used: Path, aduan: Aduan) -> None:
    other = sqlite3.connect(used, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    assert_told(aduan("log", "banjir"), "locked", "10 seconds")
    assert 9 < time.monotonic() - started < 30
    other.execute("ROLLBACK")
    other.close()
    assert aduan("log", "banjir").returncode == 0
    assert len(assert_sound(used)) == 42


# -- read-only


def test_a_desk_opened_read_only_is_read_and_not_written(used: Path, aduan: Aduan) -> None:
    for way in ("mode=ro", "immutable=1"):
        uri = f"file:{used}?{way}"
        assert_told(aduan("log", "banjir", "--store", uri), "read-only")
        assert aduan("list", "--count", "--store", uri).stdout == "41\n"
    assert aduan("log", "banjir").returncode == 0
    assert len(assert_sound(used)) == 42


@pytest.fixture
def refused(desk: Path) -> bool:
    """Skip where permissions can't bind this process."""
    if os.geteuid() == 0 and not Path("/proc/self/status").exists():
        pytest.skip("root can't give up its right to write everywhere on this system")
    return True


@pytest.mark.usefixtures("refused")
def test_a_desk_in_a_folder_that_may_not_be_written_is_told(used: Path, aduan: Aduan) -> None:
    used.chmod(0o444)
    used.parent.chmod(0o555)
    try:
        assert_told(aduan("log", "banjir", preexec_fn=obey_permissions), str(used))
        listed = aduan("list", "--count", preexec_fn=obey_permissions)
        assert (listed.returncode, listed.stdout) in ((0, "41\n"), (STORE, ""))
        assert "Traceback" not in listed.stderr
    finally:
        used.parent.chmod(0o755)
        used.chmod(0o644)
    assert aduan("log", "banjir").returncode == 0
    assert len(assert_sound(used)) == 42


@pytest.mark.usefixtures("refused")
def test_a_first_call_in_a_folder_that_may_not_be_written_is_told(desk: Path, aduan: Aduan) -> None:
    desk.chmod(0o555)
    try:
        assert_told(aduan("log", "banjir", preexec_fn=obey_permissions), "can't be opened")
    finally:
        desk.chmod(0o755)
    assert not (desk / "aduan.db").exists()
    assert aduan("log", "banjir").returncode == 0


# -- full


def test_a_full_file_takes_whole_calls_or_none(tmp_path: Path) -> None:
    path = tmp_path / "aduan.db"
    store = SqliteStore(str(path))
    take(store, [call()])
    connection = store._file.open(write=True)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 6}")
    stored, sentence = 1, ""
    while not sentence:
        sentence = said_by(lambda s: take(s, [call(text="sampah menumpuk di pasar " * 30)]), store)
        stored += not sentence
        assert stored < 1_000
    assert "full" in sentence
    assert stored > 1
    connection.execute("PRAGMA max_page_count = 1000000")
    assert store.count(Query()) == stored
    take(store, [call()])
    store.close()
    assert len(assert_sound(path)) == stored + 1


def test_a_full_disk_is_told_by_the_command(used: Path, aduan: Aduan) -> None:
    text = "banjir setinggi lutut " * 3_000
    assert_told(aduan("log", "-", input=text, preexec_fn=file_limit(40 * 1024)), str(used))
    assert len(assert_sound(used)) == 41
    assert aduan("log", "-", input=text).returncode == 0
    assert len(assert_sound(used)) == 42


def test_a_first_call_on_a_full_disk_is_told_by_the_command(desk: Path, aduan: Aduan) -> None:
    for size in (0, 100, 5_000, 40_000):
        assert_told(aduan("log", "banjir", preexec_fn=file_limit(size)), str(desk / "aduan.db"))
    assert aduan("log", "banjir").returncode == 0
    assert len(assert_sound(desk / "aduan.db")) == 1
