"""A desk of a group in hard times: an empty store, files that a colleague's editor closed, and who is no member."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from people import People, Person

EMERGENCY = "kebakaran rumah di Kel. Margahayu"
HANDOFF = '[[handoff]]\ntext = "kebakaran"\nto = "cleansing"\nsay = "call 113"\n'


def with_handoff(rules: Path) -> None:
    """Let a fire be handed off."""
    rules.write_text(
        rules.read_text(encoding="utf-8").replace('prefix = "ADU"', 'prefix = "UJI"') + HANDOFF, encoding="utf-8"
    )


def desk_of(people: People) -> Path:
    """Return a desk of the group, made by sari."""
    people.sari.run(people.place, "init", "desk", "--empty", "--group", people.group)
    with_handoff(people.place / "desk" / "rules.toml")
    return people.place / "desk"


@pytest.mark.parametrize("elsewhere", [False, True], ids=["lost", "another store"])
def test_the_first_command_on_an_empty_store_is_roots(people: People, elsewhere: bool) -> None:
    """Though no accepted text names the group, its folder does: the rules are in force for root, then for all."""
    desk = desk_of(people)
    people.sari.run(desk, "log", EMERGENCY)
    more = ["--store", "o2.db"] if elsewhere else []
    if not elsewhere:
        for path in desk.glob("aduan.db*"):
            path.unlink()
        people.root.run(desk, "desk", "begin-anew", "--reason", "t", "--yes")
    done = people.root.run(desk, *more, "log", EMERGENCY)
    assert done.stdout.startswith("UJI-")
    assert "call 113" in done.stderr
    assert "warning" not in done.stderr
    for person in (people.sari, people.rina, people.root):
        told = person.run(desk, *more, "log", EMERGENCY).stderr
        assert "warning" not in told, told


def test_rules_that_do_not_count_for_an_empty_store_are_told(people: People) -> None:
    """A foreign group writes the rules of a desk that isn't the group's: root is warned, though the cache is whole."""
    desk = people.place / "desk"
    people.sari.run(people.place, "init", "desk", "--empty")
    rules = desk / "rules.toml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("enable = []", f'enable = []\ntrust = ["{people.group}"]'), encoding="utf-8")
    people.sari.run(desk, "log", EMERGENCY)
    people.give(rules)
    rules.chmod(0o664)
    people.sari.run(desk, "log", EMERGENCY)
    told = people.root.run(desk, "--store", "o2.db", "log", EMERGENCY).stderr
    assert "no rules are in force" in told


def _edited(desk: Path, person: Person, umask: int) -> None:
    """Let a person replace rules.toml, as an editor does."""
    person.python(
        desk,
        "import os; text = open('rules.toml').read() + '# edited\\n'\n"
        "open('new', 'w').write(text); os.replace('new', 'rules.toml')",
        umask,
    )


@pytest.mark.parametrize("umask", [0o022, 0o077], ids=["022", "077"])
@pytest.mark.parametrize("line", [("list",), ("log", EMERGENCY), ("rules", "check")], ids=lambda line: line[0])
def test_the_next_command_of_an_editor_opens_the_file_to_the_group(
    people: People, umask: int, line: tuple[str, ...]
) -> None:
    """Though a colleague's command looked at the closed file first, the owner's mends it, whatever the umask was."""
    desk = desk_of(people)
    people.sari.run(desk, "log", EMERGENCY)
    _edited(desk, people.rina, umask)
    if umask == 0o077:
        people.sari.run(desk, "list")
        people.sari.run(desk, "list")
    people.rina.run(desk, *line, umask=umask)
    found = (desk / "rules.toml").stat()
    assert (found.st_mode & 0o060, found.st_uid) == (0o060, people.rina.uid)
    assert "warning" not in people.sari.run(desk, "log", EMERGENCY).stderr


def test_a_file_that_a_colleague_closed_is_named_with_owner_and_cure(people: People) -> None:
    """Calls go on; nothing is said to be removed, nor written over without a copy, and each command says the cure."""
    desk = desk_of(people)
    people.sari.run(desk, "log", EMERGENCY)
    revision = json.loads(people.sari.run(desk, "rules", "history", "--format", "json").stdout)[0]["revision"]
    _edited(desk, people.rina, 0o077)
    whose = f"it belongs to {people.rina.name} (-rw-------) and keeps you out; the next command of {people.rina.name}"
    told = people.sari.run(desk, "log", EMERGENCY).stderr
    assert told.count(whose) == 1
    assert f"desk share {people.group}" in told
    for line in (("rules", "diff"), ("rules", "restore", revision, "--dry-run")):
        done = people.sari.run(desk, *line)
        assert done.stdout == ""
        assert whose in done.stderr
    assert whose in people.sari.run(desk, "rules", "restore", revision, code=7).stderr
    assert whose in people.sari.run(desk, "desk", "share", people.group, code=3).stderr
    assert (desk / "rules.toml").stat().st_uid == people.rina.uid


def test_a_stranger_is_told_of_the_group_and_of_nothing_else(people: People) -> None:
    """The desk isn't broken: neither its owner's next command nor `desk share` would help who is not in the group."""
    desk = desk_of(people)
    people.sari.run(desk, "log", EMERGENCY)
    for line in (("log", EMERGENCY), ("list",), ("rules", "check")):
        told = people.stranger.run(desk, *line, code=7).stderr
        assert f"you are not in group {people.group}" in told
        assert "trust" not in told
        assert "desk share" not in told


def test_roots_desk_is_roots_alone(people: People) -> None:
    """Whose it is can only be said by root, named once."""
    people.root.run(people.place, "init", "desk", "--empty")
    people.give(people.place / "desk", people.root)
    told = people.sari.run(people.place / "desk", "desk", "own", code=5).stderr
    assert "only root can say whose it is" in told


def test_the_files_of_a_complaint_are_the_groups(people: People) -> None:
    """Whoever attached one first: a colleague attaches the same and others, and sees each as it was."""
    desk = desk_of(people)
    photo, letter = people.place / "foto.jpg", people.place / "surat.pdf"
    for path in (photo, letter):
        path.write_text(path.name)
        path.chmod(0o644)
    people.sari.run(desk, "log", "sampah", "--file", str(photo), umask=0o077)
    people.sari.run(desk, "log", "sampah lagi")
    people.rina.run(desk, "attach", "2", str(photo), str(letter), umask=0o077)
    for person in (people.sari, people.rina, people.root):
        assert person.run(desk, "show", "2").stdout.count("· same") == 2
    people.root.run(desk, "attach", "1", str(letter))
    kept = [path for path in (desk / "attachments").iterdir() if path.name[0] != "."]
    assert len(kept) == 2
    for path in (desk / "attachments", *kept):
        assert path.group() == people.group
        assert path.stat().st_mode & 0o777 == (0o770 if path.is_dir() else 0o660)
    assert people.rina.run(desk, "show", "1").stdout.count("· same") == 2


def test_a_colleagues_backup_that_can_not_be_removed_is_told_once_the_own_is_there(people: People) -> None:
    """In a folder where each may remove what is theirs alone."""
    desk, into = desk_of(people), people.place / "cadangan"
    people.sari.run(desk, "log", EMERGENCY)
    into.mkdir()
    into.chmod(0o1777)
    people.rina.run(desk, "--now", "2026-11-27 02:00", "db", "backup", str(into))
    done = people.sari.run(desk, "--now", "2026-11-28 02:00", "db", "backup", str(into), "--keep", "1", code=6)
    kept, made = sorted(into.iterdir())
    assert done.stdout == f"{made}\n"
    assert f"{kept}: it can't be removed: Permission denied" in done.stderr
    people.rina.run(desk, "--now", "2026-11-28 03:00", "db", "backup", str(into))
    for verb, more, said in (("drill", (), "put back"), ("restore", ("--yes",), "read")):
        done = people.sari.run(desk, "db", verb, str(into), *more, code=7)
        assert f"it can't be {said}: Permission denied" in done.stderr
