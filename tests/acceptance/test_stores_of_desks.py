"""Whose data a store holds: a backup put back, two desks on one store, a desk that was moved or copied."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from aduan_cli.store.sqlite import SqliteStore
from aduan_cli.testing import RULES, runner
from aduan_cli.testing import desk as make_desk
from processes import Aduan

OTHER = RULES.replace('prefix = "UJI"', 'prefix = "LAIN"').replace('"sampah"', '"limbah"', 1)
BROKEN = "broken = ["


@pytest.fixture
def aduan(aduan_here: Aduan) -> Aduan:
    """Run commands in this process."""
    return aduan_here


def logged(aduan: Aduan, text: str, *more: str) -> dict[str, Any]:
    """Log a call and return its record, and under `said` what stderr said."""
    done = aduan("log", text, "--format", "json", *more)
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "said": done.stderr}


def backup(file: Path) -> Path:
    """Copy a desk's data as SQLite does it."""
    copy = file.with_name("backup.db")
    source, target = sqlite3.connect(file), sqlite3.connect(copy)
    source.backup(target)
    source.close()
    target.close()
    return copy


def revisions(file: Path) -> set[str]:
    """Return the names of the revisions whose texts a store has."""
    connection = sqlite3.connect(file)
    names = {name for (name,) in connection.execute("SELECT name FROM revision")}
    connection.close()
    return names


def test_after_a_backup_was_put_back_calls_are_decided_by_a_revision_that_it_has(aduan: Aduan, desk: Path) -> None:
    """Rules accepted after the backup are in the cache, not in the store: they are accepted anew before they decide."""
    logged(aduan, "sampah")
    copy = backup(desk / "aduan.db")
    rules = desk / "rules.toml"
    rules.write_text(rules.read_text(encoding="utf-8") + "\n# lain\n", encoding="utf-8")
    newer = logged(aduan, "sampah")["revision"]
    for _each in range(2):
        logged(aduan, "sampah")  # cached by now
    for path in desk.glob("aduan.db*"):
        path.unlink()
    copy.rename(desk / "aduan.db")
    assert newer not in revisions(desk / "aduan.db")
    assert logged(aduan, "sampah")["revision"] == newer
    assert newer in revisions(desk / "aduan.db")
    assert "not kept" not in aduan("why", "5").stdout


@pytest.fixture
def shared(tmp_path: Path) -> str:
    """Return a store outside of both desks."""
    (tmp_path / "data").mkdir()
    return str(tmp_path / "data" / "bersama.db")


@pytest.fixture
def two(tmp_path: Path) -> tuple[Aduan, Aduan]:
    """Return two desks with different rules."""
    desks = (make_desk(tmp_path / "satu"), make_desk(tmp_path / "dua", OTHER))
    return runner(desks[0], tmp_path), runner(desks[1], tmp_path)


def test_two_desks_on_one_store_go_each_by_their_own_rules(two: tuple[Aduan, Aduan], shared: str) -> None:
    """The second is told once whose calls are there; neither accepts the other's rules over and over."""
    one, other = two
    store = ("--store", shared)
    assert "warning" not in logged(one, "sampah", *store)["said"]
    first = logged(other, "limbah", *store)
    assert first["said"].count("each of the two goes by its own rules") == 1
    for _each in range(2):
        mine, theirs = logged(one, "sampah", *store), logged(other, "limbah", *store)
        assert (mine["ticket"][:3], theirs["ticket"][:4]) == ("UJI", "LAIN")
        assert "warning" not in mine["said"] + theirs["said"]
        assert "accepted" not in mine["said"] + theirs["said"]
    connection = sqlite3.connect(shared)
    accepted = connection.execute("SELECT count(*) FROM event WHERE body LIKE '%rules_accepted%'").fetchone()
    connection.close()
    assert accepted == (2,)


def test_a_mistake_in_its_rules_makes_no_desk_go_by_another_s(
    two: tuple[Aduan, Aduan], shared: str, tmp_path: Path
) -> None:
    """Each has its own last accepted text; one that never had any lets calls wait in triage."""
    one, other = two
    store = ("--store", shared)
    for _each in range(2):
        logged(one, "sampah", *store)
    (tmp_path / "dua" / "rules.toml").write_text(BROKEN, encoding="utf-8")
    waits = logged(other, "sampah", *store)
    assert (waits["unit"], waits["revision"], waits["ticket"][:3]) == ("triage", None, "ADU")
    (tmp_path / "dua" / "rules.toml").write_text(OTHER, encoding="utf-8")
    decided = logged(other, "limbah", *store)
    (tmp_path / "dua" / "rules.toml").write_text(BROKEN, encoding="utf-8")
    again = logged(other, "limbah", *store)
    assert (again["unit"], again["revision"], again["ticket"][:4]) == (decided["unit"], decided["revision"], "LAIN")
    assert logged(one, "sampah", *store)["ticket"][:3] == "UJI"


@pytest.mark.parametrize("how", [shutil.move, shutil.copytree], ids=["moved", "copied"])
def test_a_desk_that_was_moved_or_copied_keeps_its_accepted_rules(tmp_path: Path, how: Any) -> None:
    """With a mistake in its rules it goes by the texts that were accepted at the old place; no others are told of."""
    old, new = make_desk(tmp_path / "lama"), tmp_path / "baru"
    before = logged(runner(old, tmp_path), "sampah")
    how(old, new)
    (new / "rules.toml").write_text(BROKEN, encoding="utf-8")
    for _each in range(2):
        after = logged(runner(new, tmp_path), "sampah")
        assert (after["unit"], after["revision"]) == (before["unit"], before["revision"])
        assert "each of the two" not in after["said"]


def test_a_desk_whose_store_is_elsewhere_may_be_moved(tmp_path: Path, shared: str) -> None:
    """The folder that accepted them is gone: its rules are this desk's."""
    old, new = make_desk(tmp_path / "lama"), tmp_path / "baru"
    before = logged(runner(old, tmp_path), "sampah", "--store", shared)
    old.rename(new)
    (new / "rules.toml").write_text(BROKEN, encoding="utf-8")
    after = logged(runner(new, tmp_path), "sampah", "--store", shared)
    assert (after["unit"], after["revision"]) == (before["unit"], before["revision"])
    assert SqliteStore(shared, desk=str(new)).other_desks() == []


def test_what_is_left_out_by_one_store_is_in_force_by_the_other(aduan: Aduan, desk: Path) -> None:
    """A new store has accepted nothing, so that no rules are in force there; the desk's own goes on by its last."""
    logged(aduan, "sampah")
    (desk / "rules.toml").write_text(BROKEN, encoding="utf-8")
    other = str(desk.parent / "other.db")
    assert "no rules are in force" in logged(aduan, "sampah", "--store", other)["said"]
    again = logged(aduan, "sampah")
    assert again["unit"] == "dlh"
    assert "the last accepted text stays in force" in again["said"]


def test_history_says_what_is_in_force_here_though_another_desk_accepted_later(aduan: Aduan, desk: Path) -> None:
    """Two desks on one store: the newest acceptance may be the other's."""
    mine = logged(aduan, "sampah")["revision"]
    second = make_desk(desk.parent / "second", OTHER)
    run = runner(second, desk.parent)
    assert run("log", "limbah", "--store", str(desk / "aduan.db")).returncode == 0
    told = json.loads(aduan("rules", "history", "--format", "json").stdout)
    assert [one["revision"] for one in told if one["in_force"]] == [mine]
    assert [one["desk"] for one in told] == [str(second), str(desk)]
    table = aduan("rules", "history").stdout.splitlines()
    assert "desk" in table[0].split()
    assert str(second) in table[2].split()
    assert str(desk) in table[3].split()
