"""A desk whose rules.toml isn't there for a moment: an editor is saving it, or it was moved away."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from office import Office


@pytest.fixture
def office(tmp_path: Path, office: Office) -> Office:
    """Return a desk whose rules are in force, inside another desk."""
    (tmp_path / "rules.toml").write_text('[desk]\nname = "Luar"\nprefix = "LUA"\n', encoding="utf-8")
    office.log("sampah")
    return office


def test_calls_are_taken_by_the_last_accepted_rules_with_one_warning(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither "no desk here", nor silently at the outer desk, nor in triage."""
    (office.folder / "rules.toml").rename(office.folder / "rules.toml~")
    monkeypatch.chdir(office.folder)
    monkeypatch.delenv("ADUAN_DESK", raising=False)
    ran = office.spawn("log", "sampah di pasar", "--format", "json", cwd=office.folder)
    assert ran.data["unit"] == "dlh"
    assert ran.data["ticket"].startswith("UJI-")
    assert ran.err.count("warning") == 1
    assert "aduan rules restore" in ran.err
    assert not (office.folder.parent / "aduan.db").exists()
    (office.folder / "rules.toml~").rename(office.folder / "rules.toml")
    assert "warning" not in office.spawn("log", "sampah").err


def test_they_can_be_written_back(office: Office) -> None:
    """As the warning says: the revision in force is restored."""
    (office.folder / "rules.toml").unlink()
    revision = office.store().last_revision()
    assert office.run("rules", "restore", str(revision)).code == 0
    assert (office.folder / "rules.toml").exists()
    assert "warning" not in office.run("log", "sampah").err


def test_check_and_init_name_the_cure_that_keeps_the_citys_rules(office: Office) -> None:
    """Where texts were accepted they are restored; the starter's rules never come in their place."""
    (office.folder / "rules.toml").unlink()
    revision = office.store().last_revision()
    told = office.run("rules", "check")
    assert "put it back, or: aduan rules restore REV" in told.out
    assert "aduan init" not in told.out
    folder = office.folder.rename(office.folder.with_name("Sari's desk"))
    refused = office.run("init", str(folder))
    assert refused.code == 2
    assert f"aduan --desk {shlex.quote(str(folder))} rules restore {revision}" in refused.err
    assert not (folder / "rules.toml").exists()


def test_a_folder_of_plugins_that_vanished_is_one_cause(tmp_path: Path, fresh_office: Office) -> None:
    """One sentence in a command and one error in the check, however many plugins and names of theirs there are."""
    rules = fresh_office.folder / "rules.toml"
    text = rules.read_text(encoding="utf-8").replace('enable = ["bmsda"]', 'enable = ["bmsda", "dua"]')
    rules.write_text(text + '[[rule]]\ntext = "angkot"\nto = "dua"\n', encoding="utf-8")
    (fresh_office.folder / "plugins" / "dua").mkdir()
    manifest = '[plugin]\nname = "dua"\napi = 1\n[unit]\nid = "dua"\nname = "Dinas Dua"\n'
    (fresh_office.folder / "plugins" / "dua" / "plugin.toml").write_text(manifest, encoding="utf-8")
    assert fresh_office.run("log", "angkot", "--format", "json").data["unit"] == "dua"
    (fresh_office.folder / "plugins").rename(tmp_path / "elsewhere")
    ran = fresh_office.run("log", "angkot", "--format", "json")
    assert ran.data["unit"] == "dua"
    assert ran.err.count("warning") == 1
    assert "the folder plugins/ isn't there (1 more file for the same reason)" in ran.err
    new = fresh_office.run("--store", str(tmp_path / "new.db"), "log", "angkot").err
    assert "no rules are in force" in new
    for line in (("rules", "check"), ("rules", "test")):
        told = fresh_office.run(*line)
        assert (told.out + told.err).count("plugin.toml: ") == 1, told
        assert told.code == 3
