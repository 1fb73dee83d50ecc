"""click's parameters, made of what is `declared`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeVar

import click

from aduan_cli.cli import declared
from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.cli.values import unknown_word
from aduan_cli.i18n import _
from aduan_cli.value_words import value_of

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., object])


class FiniteRange(click.FloatRange):
    """A number in a range; `nan` is in none, and where a range has no end `inf` is not in it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number. Fails as click does."""
        number = float(super().convert(value, param, ctx))
        if not isfinite(number):
            self.fail(_("{value} is no number").format(value=value), param, ctx)
        return number


class FixedWord(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions only
    """One of the fixed words of a field, or an Indonesian word for it."""

    name = "choice"

    def __init__(self, field: str, known: Sequence[str]) -> None:
        self._field, self.known = field, known

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the words, as click shows a choice."""
        return f"[{'|'.join(self.known)}]"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        """Return the words that begin so, whatever their case."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self.known if word.startswith(incomplete.lower())]

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word. Raises `UsageError`."""
        given = str(value)
        word = value_of(self._field, given) or given.lower()
        if word in self.known:
            return word
        raise unknown_word(self._field, given, self.known)


_TYPES: dict[str, Callable[[declared.Option], object]] = {
    declared.TEXT: lambda _option: None,
    declared.FLAG: lambda _option: None,
    declared.FILE: lambda _option: FILE_NAME,
    declared.NUMBER: lambda _option: click.IntRange(min=0),
    declared.POSITIVE: lambda _option: click.IntRange(min=1),
    declared.SECONDS: lambda _option: FiniteRange(min=0),
    declared.CHOICE: lambda option: click.Choice(option.words),
    declared.WORD: lambda option: FixedWord(option.name, option.words),
}


def _settings(given: declared.Option) -> dict[str, Any]:
    """Return what click is told of a declared option."""
    settings = {
        "type": _TYPES[given.kind](given),
        # Not False for the others: click would let such an option go without its value.
        "is_flag": given.kind == declared.FLAG or None,
        "multiple": given.several,
        "metavar": given.metavar,
        "envvar": given.envvar,
        "help": given.about,
    }
    if given.bare is not None:
        settings |= {"is_flag": False, "flag_value": given.bare}
    return settings if given.default is None else {**settings, "default": given.default}


def option(given: declared.Option, **more: Any) -> click.Option:
    """Return click's option for a declared one; `more` goes to it as it is."""
    return click.Option((*given.names, given.name), **_settings(given), **more)


def added(function: F, given: declared.Option) -> F:
    """Add a declared option to what becomes a command."""
    return click.option(*given.names, given.name, **_settings(given))(function)


def parameters(given: Iterable[declared.Argument | declared.Option]) -> list[click.Parameter]:
    """Return click's parameters for declared ones, in their order."""
    return [option(one) if isinstance(one, declared.Option) else _argument(one) for one in given]


def _argument(given: declared.Argument) -> click.Argument:
    many = 1 if given.alone else -1
    return click.Argument([given.name], nargs=many, required=given.required, metavar=given.metavar)
