"""What click offers for parameters, and what `tab_line` is to know of them."""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem

from aduan_cli.cli import offers, tab_line
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.parameters import FixedWord


def complete_values(command: click.Command) -> None:
    """Let the parameters of a command that take the desk's values offer them."""
    for inner in getattr(command, "commands", {}).values():  # Those that are loaded late have it done then.
        complete_values(inner)
    for parameter in command.params:
        offered = offered_for(command, parameter)
        if offered is not None and offered["of"] not in (tab_line.WORDS, tab_line.ANY_CASE):
            setattr(parameter, "shell_complete", _Values(offered))  # noqa: B010


def offered_for(command: click.Command, parameter: click.Parameter) -> tab_line.Offered | None:
    """Return what is offered for the value of a parameter."""
    key = offers.key_for(command.name, parameter.name)
    if key is not None:
        several = isinstance(parameter, click.Option) and "," in (parameter.metavar or "")
        return {"of": tab_line.DESK, "key": key, "several": several}
    if parameter.type is FILE_NAME:
        return {"of": tab_line.FOLDERS if parameter.metavar in ("DIR", "[DIR]") else tab_line.PATHS}
    if isinstance(parameter.type, FixedWord):
        return {"of": tab_line.ANY_CASE, "words": list(parameter.type.known)}
    if isinstance(parameter.type, click.Choice):
        return {"of": tab_line.WORDS, "words": [str(word) for word in parameter.type.choices]}
    return None


def items(offered: Iterable[offers.Offer]) -> list[CompletionItem[str]]:
    """Return what is offered as click has it."""
    return [CompletionItem(value, help=about) for value, about in offered]


class _Values:
    """Offers what begins with what was typed: values of the desk, names that the shell knows."""

    def __init__(self, offered: tab_line.Offered) -> None:
        self._offered = offered

    def __call__(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        found = tab_line.values(self._offered, incomplete, ctx.find_root().obj)
        return [CompletionItem(value, type=kind, help=about) for kind, value, about in found]
