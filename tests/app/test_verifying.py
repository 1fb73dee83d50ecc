"""A desk that was damaged on purpose: each way is found, with its place, all at once; a desk that works is not."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from aduan_cli.app.tick import tick
from aduan_cli.app.verifying import findings
from aduan_cli.complaint.incidents import Incident
from aduan_cli.due import Bounds
from aduan_cli.errors import StoreError, UsageError
from aduan_cli.flow.attaching import attach, erase
from aduan_cli.testing import RULES
from desk_here import HereDesk, desk_here

MORE = """
[deadlines]
calendar = "always"
acknowledge = "2h"
resolve = "3d"
[[escalation]]
id = "lama"
clock = "resolve"
at = "+1d"
list = true
[notifiers.surat]
type = "spool"
folder = "surat"
[audit]
witness = "../hash.txt"
"""
DLH = 'name = "Dinas Lingkungan Hidup"'
_FREE = ("event_no_change", "event_no_delete")
"""What whoever damages a desk takes away first, and puts back."""


@pytest.fixture(scope="module")
def damaged_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a desk that has something of everything; each test damages a copy."""
    place = tmp_path_factory.mktemp("meja")
    desk = desk_here(place, with_promises())
    for number in range(6):
        desk.log(f"sampah menumpuk {number}", caller_phone=f"+62812000000{number}")
    first, second, gone, *_rest = desk.all()
    (place / "foto.jpg").write_bytes(b"jpeg")
    (place / "lain.jpg").write_bytes(b"lain")
    attach(desk.store, desk.attachments, first, [str(place / "foto.jpg"), str(place / "lain.jpg")], "sari", 1)
    erase(desk.store, desk.attachments, gone.ticket, "sari", desk.clock())
    desk.store.incidents.start(Incident("banjir", ("sampah",), (), (), None, 5, desk.clock()), "sari")
    desk.store.skip_numbers(20261123, 9, "sari", desk.clock())
    desk.move(second, "noted", {"notes": ["x"]})
    tick(desk, Bounds(None, None))
    desk.close()
    return place


def with_promises() -> str:
    """Return rules with clocks, messages and somebody who gets the newest hash."""
    return RULES.replace(DLH, f'{DLH}\ntell = ["surat"]') + MORE


@pytest.fixture
def desk(damaged_desk: Path, tmp_path: Path) -> HereDesk:
    """Return a copy of the desk."""
    shutil.copytree(damaged_desk, tmp_path / "x")
    return HereDesk(tmp_path / "x" / "desk")


def again(desk: HereDesk) -> HereDesk:
    """Return the desk opened anew."""
    desk.close()
    return HereDesk(Path(desk.folder))


def run(desk: HereDesk, *statements: str) -> None:
    """Change rows behind the desk's back, and hide that it could be done."""
    connection = sqlite3.connect(Path(desk.folder, "aduan.db"))
    made = [connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0] for name in _FREE]
    for name in _FREE:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for sql in made:
        connection.execute(sql)
    connection.commit()
    connection.close()


def told(desk: HereDesk, **how: object) -> list[tuple[str, str]]:
    """Return where and what is found."""
    return [(one.where, one.what) for one in findings(again(desk), **how)]  # type: ignore[arg-type]


def photo(desk: HereDesk) -> Path:
    """Return one of the files that are attached."""
    return min(path for path in Path(desk.folder, "attachments").iterdir() if len(path.name) == 64)


def test_a_desk_that_works_is_as_it_must_be(desk: HereDesk) -> None:
    witness = str(Path(desk.folder).parent / "hash.txt")
    assert told(desk, witness=witness, since=desk.store.head()[1]) == []
    desk = again(desk)
    for one in desk.all()[3:]:
        desk.move(one, "acknowledged", status="acknowledged")
    assert told(desk, witness=witness) == []


DAMAGES = {
    "an event is gone": ("DELETE FROM event WHERE id = 4", "event 4", "an event is missing"),
    "the end is cut off": ("DELETE FROM event WHERE id = (SELECT max(id) FROM event)", "event ", "an event is missing"),
    "an event says another thing": (
        "UPDATE event SET body = replace(body, 'sari', 'budi') WHERE id = 5", "event 5", "the body",
    ),
    "two events are exchanged": (
        "UPDATE event SET (body, hash) = (SELECT body, hash FROM event e WHERE e.id = 11 - event.id)"
        " WHERE id IN (5, 6)",
        "event 5", "the body",
    ),
    "a wording was blanked without an erasure": (
        "UPDATE event SET private = NULL, salt = NULL WHERE id = 5", "event 5", "removed, and no erasure is recorded",
    ),
    "a wording is another one": (
        "UPDATE event SET private = replace(private, 'sampah', 'bersih') WHERE id = 5", "event 5", "the wording",
    ),
    "a complaint is in another state": (
        "UPDATE complaint SET status = 'closed' WHERE id = 4", "0004-", "the events say 'routed'",
    ),
    "a complaint is gone with all its events": (
        "PRAGMA foreign_keys = OFF; DELETE FROM phone WHERE complaint_id = 5; DELETE FROM assignment WHERE"
        " complaint_id = 5; DELETE FROM clock WHERE complaint_id = 5; DELETE FROM outbox WHERE complaint_id = 5;"
        " DELETE FROM event WHERE complaint_id = 5; DELETE FROM complaint WHERE id = 5",
        "number", "20261123: 5",
    ),
    "a number was given back": ("UPDATE ticket_day SET last = 3", "ticket_day", "20261123: 9"),
    "who acts is another unit": ("UPDATE assignment SET unit = 'bpbd' WHERE complaint_id = 4", "0004-", "bpbd"),
    "a clock was stopped": ("UPDATE clock SET stopped_at = 1 WHERE complaint_id = 4", "0004-", ""),
    "a clock is due later": (
        "UPDATE clock SET due_at = due_at + 9999 WHERE complaint_id = 4 AND clock = 'resolve'",
        "0004-", "by the rules in force it is due 2026-11-26T14:05:00+07:00",
    ),
    "nobody is told of a clock": (
        "UPDATE clock SET escalate_at = NULL WHERE complaint_id = 4 AND clock = 'resolve'",
        "0004-", "by the rules in force somebody is told of it at 2026-11-27T14:05:00+07:00, but - is there",
    ),
    "somebody is told of a clock of which nobody is": (
        "UPDATE clock SET escalate_at = 0 WHERE complaint_id = 4 AND clock = 'acknowledge'",
        "0004-", "by the rules in force somebody is told of it at -, but 1970-01-01T07:00:00+07:00 is there",
    ),
    "no clock of a complaint is there": (
        "DELETE FROM clock WHERE complaint_id = 4", "0004-", "by the rules in force it is due",
    ),
    "a complaint is due later": ("UPDATE complaint SET due_at = due_at + 9999 WHERE id = 4", "0004-", "by the rules"),
    "a phone finds another call": ("UPDATE phone SET phone = '+62811' WHERE complaint_id = 4", "0004-", "+62811"),
    "the index of words lacks some": (
        "INSERT INTO complaint_fts (complaint_fts, rowid, text, answer, address)"
        " SELECT 'delete', id, text, answer, address FROM complaint WHERE id = 4", "0004-", "its words",
    ),
    "a rule's text is another one": ("UPDATE file_text SET text = text || '#'", "rules", "rules.toml: "),
    "an accepted revision is another one": ("UPDATE revision SET name = 'ffffffffffff'", "revision", "ffffffffffff"),
    "a message was never for this unit": ("UPDATE outbox SET unit = 'bpbd' WHERE id = 1", "0001-6, outbox", ""),
    "an incident began at another time": ("UPDATE incident SET began_at = 1", "incident", ""),
    "an erased person is no longer one": ("DELETE FROM erased", "0003-", ""),
    "a link that nobody made": ("INSERT INTO link VALUES (4, 5)", "0004-2, linked", "0005-0"),
    "an index is gone": ("DROP INDEX complaint_open", "index complaint_open", "somebody removed it"),
    "a trigger was added": (
        "CREATE TRIGGER diam AFTER INSERT ON complaint BEGIN UPDATE complaint SET priority = 'low'; END",
        "trigger diam", "somebody added it",
    ),
    "an index is of something else": (
        "DROP INDEX complaint_open; CREATE INDEX complaint_open ON complaint (reported_at) WHERE open = 2",
        "index complaint_open", "another one",
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", DAMAGES)
def test_each_way_of_damaging_it_is_found(desk: HereDesk, way: str) -> None:
    statements, where, what = DAMAGES[way]
    run(desk, *(one for one in statements.split("; ") if one) if "BEGIN" not in statements else (statements,))
    found = told(desk)
    assert any(where in place and what in said for place, said in found), found
    assert len(found) < 12, found


def test_what_was_changed_of_a_caller_is_found_and_masked(desk: HereDesk) -> None:
    """It goes out by cron's mail, and nobody asked for the caller: so do phones wherever somebody put them."""
    told_of = {
        "caller_name": "Wulandari Rekaan", "caller_phone": "+6281234560101", "caller_address": "Gang Cempaka 17",
        "text": "telepon 081234560101", "answer": "telepon 081234560101", "key": "081234560101",
        "answers": '{"telepon":"081234560101"}', "fields": '{"HP":"081234560101"}', "agreed": '{"email":"w@rekaan.id"}',
    }  # fmt: skip
    for name, value in told_of.items():
        run(desk, f"UPDATE complaint SET {name} = '{value}' WHERE id = 4")
    run(desk, "UPDATE phone SET phone = '+6281234560101' WHERE complaint_id = 4")
    found = {where.partition(", ")[2]: what for where, what in told(desk)}
    assert {"phone", *told_of} <= found.keys()
    for place, what in found.items():
        for hidden in ("andari", "4560101", "Cempaka", "rekaan", "2000"):
            assert hidden not in what, (place, what)
    assert "'W***'" in found["caller_name"]


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda file: file.write_bytes(b"X" + file.read_bytes()[1:]), "is changed"),
        (lambda file: file.unlink(), "is missing"),
    ],
)
def test_a_file_that_was_attached_is_found_changed_or_missing(
    desk: HereDesk, spoil: Callable[[Path], object], what: str
) -> None:
    spoil(photo(desk))
    ((where, said),) = told(desk)
    assert "attachments/" in where
    assert what in said


def test_a_trigger_that_is_gone_is_found(desk: HereDesk) -> None:
    connection = sqlite3.connect(Path(desk.folder, "aduan.db"))
    connection.execute("DROP TRIGGER event_no_delete")
    connection.close()
    assert told(desk) == [("trigger event_no_delete", "it is missing: somebody removed it")]


def test_rows_that_an_index_lacks_are_found(desk: HereDesk) -> None:
    """A list would not show them, and a walk over the table sees nothing."""
    connection = sqlite3.connect(Path(desk.folder, "aduan.db"))
    (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'complaint_unit'").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with Path(desk.folder, "aduan.db").open("r+b") as file:
        file.seek((root - 1) * size + 3)
        count = int.from_bytes(file.read(2), "big")
        file.seek((root - 1) * size + 3)
        file.write((count - 1).to_bytes(2, "big"))
    assert any("SQLite finds it damaged" in what and "complaint_unit" in what for _where, what in told(desk))


def test_pages_that_are_nonsense_are_told_as_damage(desk: HereDesk) -> None:
    with Path(desk.folder, "aduan.db").open("r+b") as file:
        for page in range(4, 60):
            file.seek(page * 4096)
            file.write(b"\xff" * 4096)
    with pytest.raises(StoreError, match="damaged"):
        told(desk)


def test_all_damages_are_told_at_once(desk: HereDesk) -> None:
    other = "UPDATE complaint SET unit = 'bpbd' WHERE id = 4"
    run(desk, other, "UPDATE ticket_day SET last = 3", "DROP INDEX complaint_open")
    photo(desk).unlink()
    where = " ".join(place for place, _what in told(desk))
    assert all(one in where for one in ("0004-", "ticket_day", "index complaint_open", "attachments/"))


# -- what was handed out


def witness(desk: HereDesk) -> Path:
    """Return the file that gets the newest hash."""
    return Path(desk.folder).parent / "hash.txt"


def test_the_newest_hash_is_handed_out_once_a_day(desk: HereDesk) -> None:
    (line,) = witness(desk).read_text().splitlines()
    number, digest = desk.store.head()
    assert line == f"{digest} {number} 2026-11-23T14:05:00+07:00"
    tick(desk, Bounds(None, None))
    assert len(witness(desk).read_text().splitlines()) == 1
    later = HereDesk(Path(desk.folder), now="2026-11-24 00:03")
    later.log("sampah lagi")
    tick(later, Bounds(None, None))
    assert [line.split()[2] for line in witness(desk).read_text().splitlines()] == [
        "2026-11-23T14:05:00+07:00", "2026-11-24T00:03:00+07:00",
    ]  # fmt: skip
    assert told(later, witness=str(witness(desk))) == []


def test_an_end_that_was_cut_off_is_found_by_what_was_handed_out_alone(desk: HereDesk, tmp_path: Path) -> None:
    """Whoever cuts it takes all that goes with it: what is left is a desk that is whole, and older."""
    desk.close()
    shutil.copy(Path(desk.folder, "aduan.db"), tmp_path / "older.db")
    later = HereDesk(Path(desk.folder), now="2026-11-24 00:03")
    later.log("yang dihilangkan")
    tick(later, Bounds(None, None))
    number, digest = later.store.head()
    later.close()
    cut = Path(desk.folder, "aduan.db")
    for name in ("-wal", "-shm"):
        cut.with_name(cut.name + name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "older.db", cut)
    newest = HereDesk(Path(desk.folder)).store.head()[0]
    assert told(desk) == []
    assert told(desk, quick=True, witness=str(witness(desk))) == [
        (f"{witness(desk)}:2", f"event {number} was handed out, but the newest is {newest}: the end was cut off")
    ]
    assert [what for _where, what in told(desk, since=digest)] == [
        "no event has it: what was there then is gone, or was changed"
    ]


def test_a_chain_that_was_made_anew_is_found_by_what_was_handed_out(desk: HereDesk) -> None:
    digest = witness(desk).read_text().split()[0]
    witness(desk).write_text(f"{'0' * 64} 3 x\n\n{digest[:60]} 5\nhalo\n{digest} 1\n")
    assert [(where[-2:], what[:24]) for where, what in told(desk, witness=str(witness(desk)))] == [
        (":1", "event 3 had another hash"), (":3", "it is no hash and number"), (":4", "it is no hash and number"),
        (":5", "event 1 had another hash"),
    ]  # fmt: skip
    witness(desk).write_text("")
    assert told(desk, witness=str(witness(desk))) == [(str(witness(desk)), "nothing was ever handed out to it")]
    witness(desk).unlink()
    with pytest.raises(UsageError, match="it can't be read"):
        told(desk, witness=str(witness(desk)))


@pytest.mark.parametrize("since", ["", "%", "a", "_" * 64, "0" * 65, "xyz" * 8])
def test_what_is_no_hash_proves_nothing(desk: HereDesk, since: str) -> None:
    with pytest.raises(UsageError, match="at least 12 digits"):
        told(desk, since=since)


def test_nobody_who_takes_it_is_told_and_tried_again(desk: HereDesk) -> None:
    """Its folder is not made: a medium that isn't there would be taken for one."""
    rules = Path(desk.folder, "rules.toml")
    rules.write_text(rules.read_text().replace("../hash.txt", "/no-such-medium/hash.txt"))
    for _time in range(2):
        done = {one.stage: one for one in tick(again(desk), Bounds(None, None)) or ()}["witness"]
        (sentence,) = done.told
        assert sentence.endswith("hash of today: /no-such-medium/hash.txt: No such file or directory")


def test_a_program_gets_it_on_its_stdin(desk: HereDesk, tmp_path: Path) -> None:
    rules, said = Path(desk.folder, "rules.toml"), rules_text(desk)
    rules.write_text(said.replace('"../hash.txt"', f'["sh", "-c", "cat > {tmp_path}/got"]'))
    tick(again(desk), Bounds(None, None))
    number, digest = again(desk).store.head()
    assert (tmp_path / "got").read_text().startswith(f"{digest} {number} 2026-11-23T14:05")
    rules.write_text(said.replace('"../hash.txt"', '["sh", "-c", "echo penuh >&2; exit 3"]'))
    done = {one.stage: one for one in tick(again(desk), Bounds(None, None)) or ()}["witness"]
    assert done.told == ("nobody has the newest hash of today: sh: exit code 3: penuh",)


def rules_text(desk: HereDesk) -> str:
    """Return the desk's rules as they are."""
    return Path(desk.folder, "rules.toml").read_text()


def test_a_desk_that_names_nobody_hands_nothing_out(tmp_path: Path) -> None:
    plain = desk_here(tmp_path)
    plain.log("sampah")
    assert "witness" not in {one.stage for one in tick(plain, Bounds(None, None)) or ()}
