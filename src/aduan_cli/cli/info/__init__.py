"""`aduan info`: the counter. Words are asked of the answers; `learn` and `gaps` are commands of their own."""

from __future__ import annotations

from typing import Any

import click

from aduan_cli.cli import declared
from aduan_cli.cli.command import Command
from aduan_cli.cli.find_answers import ABOUT, COMMANDS, PARAMETERS, find_answers
from aduan_cli.cli.groups import Lazy
from aduan_cli.cli.parameters import parameters

_VALUED = {name for one in declared.EVERYWHERE if one.kind != declared.FLAG for name in one.names}


def _named(words: list[str]) -> str | None:
    """Return the command that a line names before anything but options of everywhere; None: its words are asked."""
    rest = iter(words)
    for word in rest:
        if word == "--":
            return None
        if not word.startswith("-"):
            return word if word in COMMANDS else None
        if word in _VALUED:
            next(rest, None)
    return None


class _Ask(Command):
    """What the words of a line are asked by; its help is the group's."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help with the commands, too."""
        return command.get_help(ctx)


class InfoGroup(Command, Lazy):
    """The group. Without one of its commands' names the line is a question."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of the command that a line is for."""
        if extra.get("resilient_parsing"):
            from aduan_cli.cli.completing import complete_values

            complete_values(_ask)
        if _named(args) is None:
            return _ask.make_context(info_name, args, parent, **extra)
        return _bare.make_context(info_name, args, parent, **extra)


_ask = _Ask("info", params=parameters(PARAMETERS), callback=click.pass_obj(find_answers), help=ABOUT)


class _Bare(Command, Lazy):
    """The group's commands alone."""


_bare = _Bare("info", package=__name__, table=COMMANDS)
command = InfoGroup(
    "info", params=parameters(PARAMETERS), package=__name__, table=COMMANDS, help=ABOUT, subcommand_metavar=""
)
