"""`aduan db`: verified, backed up, put back, drilled; what is damaged is told with its place, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from older_store import to_schema

from aduan_cli.testing import clean_environment
from office import Office

JAKARTA = timezone(timedelta(hours=7))


@pytest.fixture
def desk(office: Office) -> Office:
    """Return a desk with calls, one of them with a file."""
    office.log("Melaporkan sampah menumpuk", "--phone", "0812-0000-0101")
    office.log("Melaporkan lampu jalan mati")
    (office.folder / "foto.jpg").write_bytes(b"foto")
    assert office.run("attach", "1", str(office.folder / "foto.jpg")).code == 0
    office.run("ack", "1")
    return office


def forge(office: Office, statement: str, *triggers: str) -> None:
    """Change a row behind the desk's back."""
    connection = sqlite3.connect(office.file)
    for trigger in triggers:
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute(statement)
    connection.commit()
    connection.close()


def attachment(office: Office) -> Path:
    """Return the one file that is attached."""
    return next(path for path in (office.folder / "attachments").iterdir() if len(path.name) == 64)


def test_a_desk_that_is_whole_is_said_to_be(desk: Office) -> None:
    ran = desk.run("db", "verify")
    assert (ran.code, ran.out, ran.err) == (0, "", "everything is as it must be\n")
    assert desk.run("db", "verify", "--format", "json").out == "[]\n"
    assert desk.run("-q", "db", "verify", "--quick").err == ""


@pytest.mark.of_file
def test_where_nothing_was_stored_nothing_is_verified(office: Office) -> None:
    for verb in ("verify", "head", "info", "backup"):
        ran = office.run("db", verb)
        assert (ran.code, ran.out) == (7, ""), verb
    assert not office.file.exists()


@pytest.mark.of_file
@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE complaint SET unit = 'bpbd' WHERE id = 2", "0002-"),
        ("UPDATE assignment SET status = 'routed' WHERE complaint_id = 1", "assignment"),
        ("DELETE FROM phone", "phone"),
        ("UPDATE ticket_day SET last = 1", "ticket_day"),
        ("UPDATE complaint SET text = 'lain' WHERE id = 1", "text"),
    ],
)
def test_what_was_changed_behind_the_desk_is_told_with_its_place(desk: Office, statement: str, where: str) -> None:
    forge(desk, statement)
    ran = desk.run("db", "verify", "--format", "json")
    assert ran.code == 3
    found = json.loads(ran.out)
    assert all(list(row) == ["where", "what"] for row in found)
    assert any(where in row["where"] for row in found), found
    assert desk.run("db", "verify", "--quick").code == 0


@pytest.mark.of_file
def test_a_complaint_that_can_not_be_read_any_more_is_named(desk: Office) -> None:
    forge(desk, "UPDATE complaint SET answers = '{' WHERE id = 1")
    ran = desk.run("list")
    assert (ran.code, "-0001-6: answers can't be read: it is damaged, or was changed; aduan db verify" in ran.err) == (
        7,
        True,
    )
    ran = desk.run("db", "verify", "--format", "json")
    assert (ran.code, "answers" in ran.out) == (3, True)


def test_an_attachment_that_is_gone_or_changed_is_told(desk: Office) -> None:
    attachment(desk).write_bytes(b"lain")
    ran = desk.run("db", "verify")
    assert (ran.code, "foto.jpg is changed" in ran.out) == (3, True)
    attachment(desk).unlink()
    assert "foto.jpg is missing" in desk.run("db", "verify").out


@pytest.mark.of_file
def test_whoever_kept_the_head_sees_that_nothing_before_it_is_gone(desk: Office) -> None:
    digest, number = desk.run("db", "head").out.split()
    with sqlite3.connect(desk.file) as connection:
        newest = "SELECT id, lower(hex(hash)) FROM event ORDER BY id DESC LIMIT 1"
        assert connection.execute(newest).fetchone() == (int(number), digest)
    desk.log("Melaporkan jalan rusak")
    assert desk.run("db", "verify", "--since", digest).code == 0
    assert desk.run("db", "verify", "--since", digest[:12].upper()).code == 0
    ran = desk.run("db", "verify", "--since", "0" * 64)
    assert (ran.code, "no event has it" in ran.out) == (3, True)


@pytest.mark.of_file
def test_a_backup_verifies_is_its_owners_alone_and_older_ones_go(desk: Office) -> None:
    first = Path(desk.run("--now", "2026-11-27 09:00", "db", "backup").out.strip())
    assert first.parent == desk.folder / "backups"
    assert stat.S_IMODE(first.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in first.rglob("*") if path.is_file()} == {0o600}
    assert [len(path.name) for path in (first / "attachments").iterdir()] == [64]
    assert Path(desk.run("--now", "2026-11-27 09:00", "db", "backup").out.strip()) == first
    desk.log("Melaporkan jalan rusak")
    ran = desk.run("--now", "2026-11-28 09:00", "db", "backup", "--keep", "1")
    assert (ran.code, f"removed: {first}" in ran.err, first.exists()) == (0, True, False)
    assert "complaints: 3; files: 1" in ran.err


@pytest.mark.of_file
def test_backups_and_drills_let_officers_go_first(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten steps behind them, and no further where somebody has put it there already."""
    at = 4

    def nice(more: int) -> int:
        nonlocal at
        at += more
        return at

    monkeypatch.setattr(os, "nice", nice)
    for verb in ("backup", "drill"):
        assert desk.run("db", verb).code == 0
        assert at == 10
        at = 15
        assert desk.run("db", verb).code == 0
        assert at == 15
        at = 0


def test_a_backup_of_data_that_do_not_verify_is_none(desk: Office) -> None:
    kept = Path(desk.run("--now", "2026-11-27 09:00", "db", "backup").out.strip())
    forge(desk, "UPDATE complaint SET unit = 'bpbd' WHERE id = 2")
    ran = desk.run("--now", "2026-11-28 09:00", "db", "backup", "--keep", "1")
    assert (ran.code, "does not verify" in ran.err) == (7, True)
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


@pytest.mark.of_file
def test_a_damaged_attachment_keeps_nobody_from_backing_up(desk: Office) -> None:
    attachment(desk).write_bytes(b"lain")
    ran = desk.run("db", "backup")
    assert (ran.code, "damaged before" in ran.err, Path(ran.out.strip()).is_dir()) == (6, True, True)


@pytest.mark.of_file
def test_a_backup_is_put_back_and_what_was_there_stays_beside_it(desk: Office) -> None:
    desk.run("db", "backup")
    before = desk.run("list", "--format", "json").out
    desk.log("Melaporkan jalan rusak")
    attachment(desk).unlink()
    ran = desk.run("db", "restore", str(desk.folder / "backups"))
    assert (ran.code, "--yes" in ran.err) == (5, True)
    ran = desk.run("db", "restore", str(desk.folder / "backups"), "--yes")
    assert (ran.code, "what was there: " in ran.err) == (0, True)
    assert desk.run("list", "--format", "json").out == before
    assert desk.run("db", "verify").code == 0
    aside = min(desk.folder.glob("aduan.db.2*"))
    assert sqlite3.connect(aside).execute("SELECT count(*) FROM complaint").fetchone() == (3,)
    desk.log("Melaporkan sampah lagi")
    assert desk.run("db", "verify").code == 0


@pytest.mark.of_file
def test_lost_data_are_brought_back(desk: Office) -> None:
    desk.run("db", "backup")
    before = desk.run("list", "--format", "json").out
    desk.file.unlink()
    assert desk.run("list").code == 7
    assert desk.run("db", "restore", str(desk.folder / "backups")).code == 0
    assert desk.run("list", "--format", "json").out == before


@pytest.mark.of_file
@pytest.mark.parametrize("verb", ["verify", "head", "info", "backup"])
def test_of_lost_data_the_cure_is_said(desk: Office, verb: str) -> None:
    desk.file.unlink()
    ran = desk.run("db", verb)
    assert (ran.code, "it is gone, though this desk had its data in it" in ran.err) == (7, True), ran.err


@pytest.mark.of_file
def test_a_drill_is_silent_when_all_is_well(desk: Office) -> None:
    place = Path(desk.run("db", "backup").out.strip())
    ran = desk.run("db", "drill")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert [path.name for path in place.parent.iterdir()] == [place.name]
    assert "it was put back and verified; complaints: 2; hours old: 0" in desk.run("-v", "db", "drill").err
    late = ("--now", "2026-11-24 17:05", "db", "drill")
    ran = desk.run(*late)
    assert (ran.code, "it is 27 hours old; at most 26" in ran.err) == (3, True)
    assert desk.run(*late, "--oldest", "48").code == 0
    with sqlite3.connect(place / "aduan.db") as connection:
        connection.execute("UPDATE complaint SET unit = 'bpbd' WHERE id = 2")
    connection.close()
    assert desk.run("db", "drill").code == 7
    assert [path.name for path in place.parent.iterdir()] == [place.name]
    shutil.rmtree(place)
    assert desk.run("db", "drill").code == 4


@pytest.mark.of_file
def test_how_old_a_backup_is_is_said_by_its_name(desk: Office) -> None:
    """Whoever carries it elsewhere gives its files other times."""
    place = Path(desk.run("db", "backup").out.strip())
    os.utime(place / "aduan.db", (0, 0))
    assert desk.run("db", "drill").code == 0


@pytest.mark.of_file
def test_a_desk_that_lost_complaints_since_a_backup_is_told_by_a_drill(desk: Office) -> None:
    desk.run("db", "backup")
    forge(desk, "UPDATE event SET complaint_id = NULL WHERE complaint_id = 2", "event_no_change")
    ran = desk.run("db", "drill")
    assert (ran.code, "it has 2 complaints, and the desk had 1 by then" in ran.err) == (3, True)


@pytest.mark.of_file
def test_what_a_backup_that_was_cut_off_left_is_removed_by_the_next(desk: Office) -> None:
    """Calls are in it. What another one is making now stays."""
    desk.run("db", "backup")
    gone = subprocess.run(["sh", "-c", "echo $$"], capture_output=True, text=True, check=True).stdout.strip()
    for name in (f".{gone}.half", f".{gone}.drill", f".{os.getppid()}.half", ".git"):
        (desk.folder / "backups" / name).mkdir()
    assert desk.run("db", "drill").code == 0
    left = sorted(path.name for path in (desk.folder / "backups").iterdir() if path.name.startswith("."))
    assert left == sorted([f".{os.getppid()}.half", ".git"])


@pytest.mark.of_file
def test_a_backup_of_another_desk_is_told_by_a_drill(desk: Office) -> None:
    desk.run("db", "backup")
    backup = next((desk.folder / "backups").iterdir())
    shutil.move(desk.file, desk.folder / "lost")
    desk.run("desk", "begin-anew", "--reason", "hilang", "--yes")
    desk.log("Melaporkan sampah")
    ran = desk.run("db", "drill", str(backup))
    assert (ran.code, "is not the desk's: what was there then is gone" in ran.err) == (3, True)


@pytest.mark.of_file
def test_what_is_to_be_known_of_the_data(desk: Office) -> None:
    found = desk.run("db", "info", "--format", "json").data
    assert (found["complaints"], found["file"]) == (2, str(desk.file))
    assert (found["rows"]["assignment"], found["month_complaints"], found["backup"]) == (2, 2, None)
    assert found["month_bytes"] == found["bytes"] > 0
    out = desk.run("db", "info").out
    assert "Complaints  2" in out
    assert "Growth      in 30 days 2 complaints, about" in out
    assert "Backup      none" in out
    place = Path(desk.run("--now", "2026-11-23 09:00", "db", "backup", str(desk.folder / "lain")).out.strip())
    assert f"Backup      {place.name}, 5 hours old" in desk.run("db", "info", "--backups", str(place.parent)).out


# -- its form


@pytest.mark.of_file
def test_what_was_let_go_of_takes_no_room_once_it_is_compacted(desk: Office) -> None:
    for number in range(30):
        desk.log(f"Melaporkan sampah {number} " + "panjang " * 400)
    for number in range(30):
        assert desk.run("person", "erase", str(number + 3), "--yes", "--reason", "permintaan").code == 0
    before, listed = desk.file.stat().st_size, desk.run("list", "--limit", "0", "--format", "json").out
    ran = desk.run("db", "compact")
    assert (ran.code, ran.out, " before, " in ran.err) == (0, "", True)
    assert desk.file.stat().st_size < before
    assert desk.run("list", "--limit", "0", "--format", "json").out == listed
    assert desk.run("db", "verify").code == 0
    desk.log("Melaporkan jalan rusak")


@pytest.mark.of_file
def test_nothing_is_compacted_while_somebody_writes(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.run("list", "--format", "json").out
    connection = sqlite3.connect(desk.file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("aduan_cli.store.sqlite.copies.WAIT", 0.1)
    ran = desk.run("db", "compact")
    assert (ran.code, "it was not compacted, and is as it was" in ran.err) == (7, True)
    connection.execute("ROLLBACK")
    connection.close()
    assert desk.run("list", "--format", "json").out == before


@pytest.mark.of_file
def test_an_older_file_is_tried_on_a_copy_before_it_is_brought_up_to_date(desk: Office) -> None:
    assert "nothing is to be done" in desk.run("db", "migrate", "--dry-run").err
    connection = sqlite3.connect(desk.file)
    to_schema(connection, 12)
    connection.commit()
    connection.close()
    before = desk.file.read_bytes()
    ran = desk.run("db", "migrate", "--dry-run")
    assert (ran.code, ran.out.split()) == (
        0,
        ["0013_clocks", "0014_tick", "0015_outbox", "0016_letters", "0017_incidents", "0018_fields", "0019_given_back"],
    )
    assert "it goes well on a copy, which verifies; nothing was changed" in ran.err
    assert desk.file.read_bytes() == before
    ran = desk.run("db", "migrate")
    assert (ran.code, "schema 12 to " in ran.err) == (0, True)
    assert desk.run("db", "verify").code == 0
    assert not list(desk.folder.glob(".*.drill"))


@pytest.mark.of_file
def test_an_older_file_that_would_not_verify_is_told_before(desk: Office) -> None:
    forge(desk, "UPDATE complaint SET unit = 'bpbd' WHERE id = 2")
    connection = sqlite3.connect(desk.file)
    to_schema(connection, 16)
    connection.commit()
    connection.close()
    ran = desk.run("db", "migrate", "--dry-run")
    assert (ran.code, "it does not verify" in ran.err) == (7, True)


# -- the whole desk in a file


def another(office: Office, name: str) -> str:
    """Return the folder of a desk with the same rules, in which nothing was stored."""
    place = office.folder.parent / name
    shutil.copytree(office.folder, place, ignore=shutil.ignore_patterns("aduan.db*", ".aduan", "attachments"))
    return str(place)


@pytest.mark.of_file
def test_a_desk_is_written_to_a_file_and_taken_in_elsewhere(desk: Office) -> None:
    file, again = str(desk.folder / "meja.jsonl"), desk.folder / "lagi.jsonl"
    ran = desk.run("db", "export", file)
    assert (ran.code, ran.out) == (0, "")
    assert "meja.jsonl: written whole; complaints: 2; events: 5; files: 1; " in ran.err
    assert desk.run("db", "export", file).code == 2
    there = ("--desk", another(desk, "lain"))
    ran = desk.run(*there, "db", "import", file)
    assert (ran.code, "taken in whole; complaints: 2; events: 5; files: 1; " in ran.err) == (0, True)
    assert desk.run(*there, "db", "verify").code == 0
    assert desk.run(*there, "show", "1", "--format", "json").out == desk.run("show", "1", "--format", "json").out
    assert desk.run(*there, "db", "export", str(again)).code == 0
    assert again.read_bytes() == Path(file).read_bytes()
    ran = desk.run(*there, "db", "import", file)
    assert (ran.code, "something is stored there already" in ran.err) == (5, True)


@pytest.mark.of_file
def test_a_desk_goes_through_a_pipe(desk: Office) -> None:
    line = f"{sys.executable} -m aduan_cli --desk {{}} db {{}} -"
    both = f"{line.format(desk.folder, 'export')} | {line.format(another(desk, 'lain'), 'import')}"
    done = subprocess.run(["sh", "-c", both], capture_output=True, text=True, check=False, timeout=60)
    assert "-: taken in whole; complaints: 2" in done.stderr
    assert desk.run("--desk", str(desk.folder.parent / "lain"), "db", "verify").code == 0


@pytest.mark.of_file
def test_a_file_that_was_cut_or_changed_is_told_by_its_line(desk: Office) -> None:
    file = desk.folder / "meja.jsonl"
    desk.run("db", "export", str(file))
    lines = file.read_bytes().splitlines(keepends=True)
    there = another(desk, "lain")
    for damaged, place in ((lines[:20], 21), ([*lines[:9], *lines[10:]], 10)):
        file.write_bytes(b"".join(damaged))
        ran = desk.run("--desk", there, "db", "import", str(file))
        assert (ran.code, f"meja.jsonl:{place}: " in ran.err) == (7, True), ran.err
    assert desk.run("--desk", there, "list", "--count").out == "0\n"
    assert desk.run("--desk", there, "db", "import", str(desk.folder / "no-such")).code == 2


@pytest.mark.of_file
def test_a_photo_that_is_missing_is_told_when_the_desk_is_written(desk: Office) -> None:
    attachment(desk).unlink()
    ran = desk.run("db", "export", str(desk.folder / "meja.jsonl"))
    assert (ran.code, "1 attachment is missing here" in ran.err) == (6, True)


@pytest.mark.slow
@pytest.mark.of_file
def test_a_desk_whose_taking_in_was_killed_has_nothing_and_can_take_it_in(desk: Office) -> None:
    """Wherever it was killed while lines came."""
    for number in range(40):
        desk.log(f"Melaporkan sampah {number}")
    file, place = desk.folder / "meja.jsonl", another(desk, "lain")
    desk.run("db", "export", str(file))
    data = file.read_bytes()
    for part in (0.2, 0.5, 0.9, 0.999):
        line = [sys.executable, "-m", "aduan_cli", "--desk", place, "db", "import", "-"]
        with subprocess.Popen(line, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdin is not None
            process.stdin.write(data[: int(len(data) * part)])
            process.stdin.flush()
            time.sleep(1.0)
            process.kill()
        assert process.returncode == -9
        assert desk.run("--desk", place, "list", "--count").out == "0\n"
    assert desk.run("--desk", place, "db", "import", str(file)).code == 0
    assert desk.run("--desk", place, "db", "verify").code == 0


@pytest.mark.slow
@pytest.mark.of_file
def test_officers_log_while_backups_are_made(desk: Office) -> None:
    """Every backup verifies, whatever is written meanwhile, and nothing that was printed is missing in the last."""
    line = [sys.executable, "-m", "aduan_cli", "--desk", str(desk.folder), "-q", "log"]
    env = clean_environment(desk.folder)
    done: list[str] = []
    for number in range(30):
        officers = [
            subprocess.Popen([*line, f"sampah {number} {who}"], env=env, stdout=subprocess.PIPE, text=True)
            for who in range(2)
        ]
        if number % 3 == 0:
            assert desk.run("db", "backup", "--keep", "2").code == 0
        done += [str(officer.communicate()[0]).strip() for officer in officers]
    place = desk.run("db", "backup").out.strip()
    stored = {row[0] for row in sqlite3.connect(Path(place) / "aduan.db").execute("SELECT ticket FROM complaint")}
    assert len(done) == 60
    assert set(done) <= stored
