"""Groups of commands: help in the user's language, nothing imported before it is called, a slip told what was meant."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click
import pytest

from aduan_cli.cli.context import Context
from aduan_cli.cli.groups import Helped, Lazy, ListingGroup, names_of
from aduan_cli.cli.root import COMMANDS, FAMILIES, root_group
from aduan_cli.i18n import choose


def contexts(name: str) -> click.Context:
    """Return the context of a command of the root."""
    root = root_group()
    above = click.Context(root, info_name="aduan", obj=Context(), resilient_parsing=True)
    command = root.get_command(above, name)
    assert command is not None
    return click.Context(command, info_name=name, parent=above)


def every_group(context: click.Context) -> Iterator[click.Context]:
    """Yield a command and all below it."""
    yield context
    command = context.command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None, name
            yield from every_group(click.Context(inner, info_name=name, parent=context))


def test_every_command_stands_in_one_family_in_the_order_of_the_help() -> None:
    assert [name for family in FAMILIES.values() for name in family] == list(COMMANDS)
    assert len(COMMANDS) == sum(map(len, FAMILIES.values()))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_that_is_named_is_there_and_is_called_so(name: str) -> None:
    for context in every_group(contexts(name)):
        command = context.command
        assert command.help, names_of(context)
        assert command.name == context.info_name
        if isinstance(command, Lazy):
            assert list(command.help_lines()) == command.list_commands(context)
            assert all(command.help_lines().values())


def test_the_names_of_a_command_are_those_of_its_groups_and_its_own() -> None:
    root = contexts("list").parent
    assert root is not None
    assert names_of(root) == ""
    assert names_of(contexts("list")) == "list"
    inner = click.Context(click.Command("backup"), info_name="backup", parent=contexts("db"))
    assert names_of(inner) == "db backup"


@pytest.mark.parametrize(
    ("typed", "meant"), [("lst", "list"), ("hystory", "history"), ("LIST", "list"), ("call", "callbacks")]
)
def test_a_misspelt_command_is_told_what_was_meant(typed: str, meant: str) -> None:
    root = root_group()
    context = click.Context(root, info_name="aduan", obj=Context())
    with pytest.raises(click.UsageError, match=f"no such command '{typed}'.*'{meant}"):
        Lazy.resolve_command(root, context, [typed])  # type: ignore[arg-type]


def test_one_that_is_like_none_is_told_where_all_are() -> None:
    root = root_group()
    context = click.Context(root, info_name="aduan", obj=Context())
    with pytest.raises(click.UsageError, match=r"no such command 'xqzw'; see aduan --help"):
        Lazy.resolve_command(root, context, ["xqzw"])  # type: ignore[arg-type]


def test_the_help_of_all_imports_none() -> None:
    """Sixty modules would be waited for, to print a line of each."""
    before = set(sys.modules)
    root = root_group()
    text = root.get_help(click.Context(root, info_name="aduan", obj=Context()))
    assert all(f"  {name} " in text for name in COMMANDS)
    loaded = {name for name in set(sys.modules) - before if name.startswith("aduan_cli.cli.")}
    assert not loaded & {f"aduan_cli.cli.{module}" for module, _about in COMMANDS.values()}


def test_help_is_in_the_users_language_and_leaves_no_trace() -> None:
    """The same process may print it for somebody else: a test, a manual page."""
    context = contexts("list")
    choose("en")
    before = context.command.get_help(context)
    choose("id")
    indonesian = context.command.get_help(context)
    choose("en")
    assert context.command.get_help(context) == before
    assert "List complaints" in before
    assert "List complaints" not in indonesian


def test_an_option_that_is_misspelt_is_told_what_was_meant() -> None:
    command = Helped(
        "uji", params=[click.Option(["--unit"]), click.Option(["--until"]), click.Option(["-q", "--quiet"])]
    )
    with pytest.raises(click.NoSuchOption) as told:
        command.make_context("uji", ["--unti", "x"])
    assert list(told.value.possibilities or ()) == ["--until"]
    with pytest.raises(click.NoSuchOption) as told:
        command.make_context("uji", ["--xqzw"])
    assert not told.value.possibilities


def test_a_group_by_itself_shows_its_commands_by_the_first_line_of_each() -> None:
    @click.command("satu", cls=Helped)
    def one() -> None:
        """Do the first thing.

        And more of it.
        """

    group = ListingGroup("uji", commands={"satu": one})
    text = group.get_help(click.Context(group, info_name="uji"))
    assert "Do the first thing." in text
    assert "And more of it" not in text


def test_a_command_that_ends_at_its_help_does_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    done: list[bool] = []
    command = Helped("uji", help="Say how.", callback=lambda: done.append(True))
    command.main(["--help"], standalone_mode=False)
    assert "Say how." in capsys.readouterr().out
    assert done == []
