"""A desk of a group in hard times: an empty store, files that a colleague's editor closed, and who is no member."""

from __future__ import annotations

from pathlib import Path

import pytest

from people import People

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
