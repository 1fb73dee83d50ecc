"""The desk that a command finds, and rules that change under it: a bad file never stops intake."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path

import pytest

from processes import RULES, Aduan


@pytest.fixture
def aduan(aduan_here: Aduan) -> Aduan:
    """Run commands in this process, once the desk's files have rested: only then are compiled rules kept."""
    time.sleep(0.06)
    return aduan_here


def test_a_changed_file_is_accepted_and_said_once(aduan: Aduan, desk: Path) -> None:
    """The next command uses the new rules, says so in one line, the one after is silent."""
    aduan("log", "sampah")
    (desk / "rules.toml").write_text(RULES.replace('text = ["sampah"]', 'text = ["sampah", "limbah"]'))
    told = [aduan("log", "limbah").stderr.count("changed rules accepted") for _each in range(2)]
    assert told == [1, 0]
    assert {r["unit"] for r in json.loads(aduan("list", "--format", "json").stdout)} == {"dlh"}


@pytest.mark.parametrize("damage", ["[desk\n", RULES.replace('unit = "dlh"', 'unit = "dhl"', 1), "\xff\xfe"])
def test_a_bad_file_is_left_out_and_the_last_accepted_text_stays(aduan: Aduan, desk: Path, damage: str) -> None:
    """`log` stores and routes with what was accepted last, warns with file and line, and exits 0."""
    aduan("log", "sampah")
    (desk / "rules.toml").write_text(damage, encoding="latin-1")
    for _time in range(2):
        done = aduan("log", "sampah lagi")
        assert done.returncode == 0
        assert done.stderr.startswith("warning: rules.toml:")
    assert {r["unit"] for r in json.loads(aduan("list", "--format", "json").stdout)} == {"dlh"}


def test_with_nothing_ever_accepted_a_call_waits_in_triage(aduan: Aduan, desk: Path) -> None:
    """Prefix ADU: the desk works before its rules do."""
    (desk / "rules.toml").write_text("nothing = [")
    done = aduan("log", "sampah")
    assert done.returncode == 0
    assert done.stdout.startswith("ADU-")


def test_a_broken_cache_is_made_again(aduan: Aduan, desk: Path) -> None:
    """Whatever lies in `.aduan/rules.json`, the rules are those of the files."""
    aduan("log", "sampah")
    cache = desk / ".aduan" / "rules.json"
    whole = cache.read_text()
    head, names, _rules = whole.split("\n", 2)
    for damage in (
        "", "{}", "[]", whole[: len(whole) // 2], "null", head, head + "\n{}", head + "\nnull\n",
        f"{head}\n{names}\n{{}}", f"{head}\n{names}\nnull\n",
    ):  # fmt: skip
        cache.write_text(damage)
        assert json.loads(aduan("log", "sampah", "--format", "json").stdout)["unit"] == "dlh"
        assert json.loads(cache.read_text().splitlines()[2])["rules"]["desk"]["prefix"] == "UJI"


@pytest.mark.parametrize("damage", ["", "{}", "null", "00000000 {}", '00000000 {"dlh": "Pasar"}'])
def test_a_broken_line_of_names_is_made_again(aduan: Aduan, desk: Path, damage: str) -> None:
    """`show` takes units' names from the cache without the rules; what it can't believe comes from the files."""
    for _time in range(2):
        aduan("log", "sampah")
    whole = aduan("show", "1").stdout
    assert "dlh (Dinas Lingkungan Hidup)" in whole
    cache = desk / ".aduan" / "rules.json"
    head, _names, rules = cache.read_text().split("\n", 2)
    cache.write_text("\n".join((head, damage, rules)))
    assert aduan("show", "1").stdout == whole


def test_a_desk_without_room_for_a_cache_works(aduan: Aduan, desk: Path) -> None:
    """A file where the cache's folder should be: done without."""
    (desk / ".aduan").write_text("")
    assert aduan("log", "sampah").returncode == 0


def test_a_vanished_file_counts_as_bad(aduan: Aduan, desk: Path) -> None:
    """With `--desk` the folder is the desk; the accepted text stays in force."""
    aduan("log", "sampah")
    (desk / "rules.toml").unlink()
    done = aduan("log", "sampah", "--format", "json", "--desk", str(desk))
    assert done.returncode == 0
    assert json.loads(done.stdout)["unit"] == "dlh"
    assert "rules.toml" in done.stderr


def test_a_deleted_store_gets_the_revision_again(aduan: Aduan, desk: Path) -> None:
    """The cache remembers what was kept where; a new file is given the texts anew."""
    aduan("log", "sampah")
    for path in desk.glob("aduan.db*"):
        path.unlink()
    assert aduan("desk", "begin-anew", "--reason", "disk rusak", "--yes").returncode == 0
    aduan("log", "sampah")
    connection = sqlite3.connect(desk / "aduan.db")
    assert connection.execute("SELECT count(*) FROM revision_file").fetchone() == (1,)
    connection.close()


def test_a_store_of_another_kind_is_refused_by_name(aduan: Aduan) -> None:
    """What `--store` can't be is a usage error, not a file of that name; what may be a password isn't told."""
    done = aduan("list", "--store", "mysql://petugas:rahasia@localhost/x")
    assert done.returncode == 2
    assert "postgresql://" in done.stderr
