"""What a program that unit code starts does to the database is noticed, put back, and the plugin is to blame."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from trials import GOOD_NAKAL, Trial, assert_decided, assert_ended

from aduan_cli.errors import PARTIAL, STORE
from aduan_cli.testing.misbehaving import EMPTYING, HARMING, PLUGIN, Misbehaviour

TEXT = f"Penelepon melaporkan {PLUGIN} di Margahayu"


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """Return a desk in use, with two calls, whose plugin does well so far."""
    trial = Trial(tmp_path / "desk", {"plugin.py": GOOD_NAKAL})
    for _time in range(2):
        assert trial.run("log", TEXT).code == 0
    return trial


def mode(trial: Trial) -> int:
    """Return the permissions of the database."""
    return stat.S_IMODE((trial.folder / "aduan.db").stat().st_mode)


@pytest.mark.parametrize("one", HARMING, ids=[one.name for one in HARMING])
def test_a_harmed_database_is_put_back_and_the_call_stored(trial: Trial, one: Misbehaviour) -> None:
    """All calls are there, numbers go on, the next step decides, exit 6, and the plugin is set aside at once."""
    before = mode(trial)
    trial.write_code(one.code)
    ended = trial.run("log", TEXT)
    assert_ended(one, ended)
    assert "the desk's database" in ended.failures[0]
    assert any("set aside (it harmed the desk's database)" in line for line in ended.err)
    assert_decided(trial, one, trial.call(ended.out))
    assert [complaint.number for complaint in trial.calls()] == [1, 2, 3]
    assert mode(trial) == before
    trial.assert_sound()
    again = trial.run("log", TEXT)
    assert (again.code, again.failures) == (0, [])
    assert [complaint.step for complaint in trial.calls()] == ["code", "code", "category", "category"]


@pytest.mark.parametrize("one", HARMING[:1], ids=[one.name for one in HARMING[:1]])
def test_in_an_import_as_well(trial: Trial, one: Misbehaviour) -> None:
    """The records are all stored, and the plugin isn't asked again."""
    trial.write_code(one.code)
    ended = trial.run(*trial.write_records(*(f"{TEXT} {number}" for number in range(3)), "sampah di Duren Jaya"))
    assert (ended.code, len(ended.failures)) == (PARTIAL, 1)
    assert [complaint.step for complaint in trial.calls()] == ["code"] * 2 + ["category"] * 4
    trial.assert_sound()


def test_an_emptied_database_is_said_to_be_lost(trial: Trial) -> None:
    """Nothing is left to put back: exit 7, the plugin is named, and nobody takes it for a new desk."""
    trial.write_code(EMPTYING.code)
    ended = trial.run("log", TEXT)
    assert ended.code == STORE
    assert "plugin 'nakal' failed" in ended.failures[0]
    assert "was emptied while it ran" in ended.failures[0]
    assert "aduan.db: it is empty, though this desk had its data in it" in ended.err[-1]
    assert trial.run("list").code == STORE
