"""Whom a desk trusts: every command goes by the same accepted text, and one cause is one warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from people import People

CALL = "sampah di pasar"
MANIFEST = '[plugin]\nname = "{name}"\napi = 1\n[unit]\nid = "{name}"\nname = "Dinas {name}"\n'
PLUGINS = ("taman", "pasar", "kolam")


@pytest.fixture
def desk(people: People) -> Path:
    """Return a desk with three plugins, made by sari for the group, that may write rules and manifests."""
    desk = people.place / "desk"
    people.sari.run(people.place, "init", "desk", "--empty", "--group", people.group, umask=0o002)
    for name in PLUGINS:
        folder = desk / "plugins" / name
        people.sari.python(desk, f"import os; os.makedirs({str(folder)!r})", 0o002)
        text = MANIFEST.format(name=name)
        people.sari.python(folder, f"open('plugin.toml', 'w').write({text!r})", 0o002)
        people.sari.run(desk, "plugin", "enable", name, umask=0o002)
    return desk


def test_every_command_trusts_whom_the_accepted_rules_trust(people: People, desk: Path) -> None:
    """Root is not in the group: diff, restore, backtest, check, accept and log agree all the same (none has a word)."""
    root = people.root
    people.sari.run(desk, "log", CALL)
    assert "no difference" in root.run(desk, "rules", "diff").stderr
    newest = root.run(desk, "rules", "history", "--format", "csv", "--limit", "1").stdout.split("\n")[1]
    revision = next(cell for cell in newest.split(",") if len(cell) == 12)
    assert root.run(desk, "rules", "restore", revision, "--dry-run").stdout == ""
    root.run(desk, "rules", "backtest")
    assert "error" not in root.run(desk, "rules", "check").stdout
    assert "nothing to accept" in root.run(desk, "rules", "accept").stderr
    assert "warning" not in root.run(desk, "log", CALL).stderr
    assert root.run(desk, "plugin", "new", "hutan", "--unit", "hutan").returncode == 0


def test_one_cause_is_one_warning(people: People, desk: Path) -> None:
    """A group that nobody trusts may write ten files: one sentence, with how many, and what mends it."""
    people.sari.run(desk, "desk", "own")
    for path in (desk, *(desk / "plugins").rglob("*"), desk / "plugins", desk / "rules.toml"):
        path.chmod(path.stat().st_mode | 0o020)
        people.give(path)
    told = people.root.run(desk, "log", CALL).stderr
    warnings = [line for line in told.splitlines() if line.startswith("warning")]
    assert len(warnings) == 1, told
    assert "more files for the same reason" in warnings[0]
    assert f"aduan desk share {people.group}" in warnings[0]
    checked = people.root.run(desk, "rules", "check", code=3).stdout
    assert checked.count(f"group {people.group}") == 1
    people.root.run(desk, "desk", "share", people.group)
    assert "warning" not in people.root.run(desk, "log", CALL).stderr


@pytest.mark.slow
def test_a_supplementary_group_is_the_users_own(people: People, desk: Path) -> None:
    """A colleague reads the rules of a desk that says nothing of trust: the group is one of his."""
    rules = desk / "rules.toml"
    people.sari.run(desk, "desk", "own")
    people.give(desk)
    desk.chmod(0o2775)
    people.give(rules)
    rules.chmod(0o664)
    assert people.group not in rules.read_text(encoding="utf-8")
    people.rina.run(desk, "--store", str(people.rina.home / "a.db"), "log", CALL)
    said = people.rina.run(desk, "--store", str(people.rina.home / "a.db"), "log", CALL).stderr
    assert "trust" not in said
    assert "no rules are in force" not in said


@pytest.mark.slow
def test_whoever_enables_a_plugin_shuts_nobody_out(people: People, desk: Path) -> None:
    """A second admin rewrites rules.toml: it keeps its mode and group, and the first goes on; the lock is both's."""
    before = (desk / "rules.toml").stat()
    people.sari.run(desk, "plugin", "disable", "taman")
    people.rina.run(desk, "plugin", "disable", "pasar", umask=0o077)
    people.sari.run(desk, "plugin", "new", "hutan", "--unit", "hutan")
    people.rina.run(desk, "plugin", "enable", "hutan", umask=0o077)
    found = (desk / "rules.toml").stat()
    assert (found.st_mode, found.st_gid) == (before.st_mode, before.st_gid)
    assert found.st_uid == people.rina.uid
    for person in (people.sari, people.rina, people.root):
        assert "warning" not in person.run(desk, "log", CALL).stderr
    people.sari.run(desk, "plugin", "disable", "hutan")
    assert (desk / ".aduan" / "lock").stat().st_mode & 0o777 == 0o660


def test_a_stranger_stays_out(people: People, desk: Path) -> None:
    """A file that belongs to nobody of the group is left out, whoever asks."""
    people.sari.run(desk, "log", CALL)
    text = (desk / "rules.toml").read_text(encoding="utf-8")
    (desk / "rules.toml").unlink()
    (desk / "rules.toml").write_text(text + "# theirs\n", encoding="utf-8")
    people.give(desk / "rules.toml", people.stranger)
    told = people.rina.run(desk, "log", CALL).stderr
    assert f"'rules.toml' belongs to {people.stranger.name}" in told
    assert told.count("warning") == 1
