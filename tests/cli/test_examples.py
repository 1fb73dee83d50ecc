"""The lines beneath `--help`: every command has some, and each works as it stands on a desk in use."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from aduan_cli.cli.examples import EXAMPLES
from aduan_cli.cli.groups import names_of
from aduan_cli.cli.root import root_group
from desk_in_use import prepare, typed
from office import Office

ELSEWHERE = {"aduan whoami --as sari": 5, EXAMPLES["db grants"][0]: 5, "aduan doctor": 3, "aduan -q doctor": 3}
"""What is for a terminal alone, or for a desk on a server: with which code it is refused here."""


def commands() -> Iterator[str]:
    """Yield the names of every command that can be run."""

    def below(command: click.Command, context: click.Context) -> Iterator[str]:
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                child = command.get_command(context, name)
                assert child is not None
                yield from below(child, click.Context(child, info_name=name, parent=context))
        if context.parent is None:
            return
        if not isinstance(command, click.Group) or names_of(context) == "info" or command.invoke_without_command:
            yield names_of(context)

    root = root_group()
    return below(root, click.Context(root, info_name="aduan"))


def test_every_command_has_examples() -> None:
    """And nothing else has."""
    assert set(commands()) == set(EXAMPLES)


@pytest.mark.parametrize("command", sorted(EXAMPLES))
def test_each_line_works(busy: Office, command: str) -> None:
    """In their order, on a desk in use: each ends with 0."""
    prepare(busy, command)
    for line in EXAMPLES[command]:
        ran = busy.run(*typed(busy, line))
        assert ran.code == ELSEWHERE.get(line, 0), f"{line}: {ran.out}{ran.err}"


def test_they_stand_beneath_the_help(busy: Office) -> None:
    """Whole, however narrow the terminal is: they are there to be pasted."""
    said = busy.run("log", "--help").out
    assert said.rstrip().endswith("\n  ".join(["Examples:", *EXAMPLES["log"]]))
    assert "0a1b2c3d4e5f --dry-run" in busy.run("rules", "restore", "--help").out
