"""Groups of commands that import what is called, and help in the user's language."""

from __future__ import annotations

import gc
from collections.abc import Collection
from inspect import cleandoc
from typing import TYPE_CHECKING, Any

import click

from aduan_cli.cli.plain import COMMANDS as DAILY
from aduan_cli.i18n import _, bind_click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_MOST_MEANT = 3
"""More options that begin with a letter say nothing."""
Table = dict[str, tuple[str, str]]
"""Commands, each with its module in a package and its line in the help."""


def _help(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(context.get_help(), color=context.color)
        context.exit()


def names_of(context: click.Context) -> str:
    """Return the names of a command, those of its groups first, without that of the program."""
    names = []
    while context.parent is not None:
        names.append(context.info_name or "")
        context = context.parent
    return " ".join(reversed(names))


def check_known(ctx: click.Context, name: str, known: Collection[str]) -> None:
    """Raise a usage error for a command that a group hasn't, with the nearest that it has."""
    if name not in known and not name.startswith("-"):
        from aduan_cli.cli.said_names import said_commands
        from aduan_cli.nearness import did_you_mean

        hint = did_you_mean(name, known, said_commands(known)) or _("see {command} --help").format(
            command=ctx.command_path
        )
        ctx.fail(_("no such command '{name}'; {hint}").format(name=name, hint=hint))


def _meant(given: str, long: list[str]) -> list[str]:
    """Return the options, without dashes, that were most likely meant: of one letter those that begin with it."""
    from aduan_cli.cli.said_names import said_options
    from aduan_cli.nearness import nearest

    if len(given) == 1:
        found = [name for name in long if name.startswith(given)]
        return found if len(found) <= _MOST_MEANT else []
    return nearest(given, long, said_options(long))


class Helped(click.Command):
    """A command whose `--help` is made without click's own, which loads the locale on every call."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the line; beside an unknown option stands what was surely meant."""
        words = list(args)
        if any(len(word) > 2 and word[0] == "-" != word[1] for word in words):
            from aduan_cli.cli.dashes import one_dash_before_name

            if slip := one_dash_before_name(self, words, self._long_names(ctx)):
                raise click.NoSuchOption(slip, possibilities=[f"-{slip}"], ctx=ctx)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            is_whole = error.option_name in words or error.option_name.startswith("--")  # "-sampah" is "-s" for click.
            found = _meant(error.option_name.lstrip("-"), self._long_names(ctx)) if is_whole else []
            error.possibilities = [f"--{name}" for name in found]  # type: ignore[misc]
            raise

    def _long_names(self, ctx: click.Context) -> list[str]:
        """Return the long names of the options, without dashes."""
        return [name[2:] for one in self.get_params(ctx) for name in one.opts if name.startswith("--")]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Offer options, each with its line in the user's language."""
        found = click.Command.shell_complete(self, ctx, incomplete)
        for one in found:
            one.help = _(one.help or "") or None
        return found

    def get_help(self, ctx: click.Context) -> str:
        """Return the help in the user's language, for `--help` and for a group that is called by itself."""
        bind_click()
        options = [(one, one.help) for one in self.params if isinstance(one, click.Option)]
        kept, self.help = self.help, _(cleandoc(self.help or ""))
        for one, text in options:
            one.help = _(text or "") or None
        try:
            return super().get_help(ctx)
        finally:
            self.help = kept
            for one, text in options:
                one.help = text

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show lines that work."""
        from aduan_cli.cli.examples import examples

        shown = examples(names_of(ctx))
        if shown:
            with formatter.section(_("Examples")):
                for line in shown:  # As they are: one that is cut could not be pasted.
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """Return `-h/--help`."""
        return click.Option(
            ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=_help, help=_("Show this help.")
        )


class ListingGroup(Helped, click.Group):
    """A group whose commands stand in its own module; each is told by the first sentence of its help."""

    def help_lines(self) -> dict[str, str]:
        """Return the names of its commands, each with its help in English, which `line_of` makes a line of."""
        return {name: cleandoc(one.help or "") for name, one in self.commands.items()}

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands in the user's language."""
        from aduan_cli.cli.offers import line_of

        with formatter.section(_("Commands")):
            formatter.write_dl([(name, line_of(about)) for name, about in self.help_lines().items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Offer the commands, and options."""
        from aduan_cli.cli.completing import items
        from aduan_cli.cli.offers import begun, line_of

        names = begun(((name, line_of(about)) for name, about in self.help_lines().items()), incomplete)
        return [*items(names), *super().shell_complete(ctx, incomplete)]


class Lazy(ListingGroup):
    """A group that imports a command's module, one of `package`, when the command is called."""

    def __init__(
        self, *args: Any, package: str, table: Table, families: dict[str, Table] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._package = package
        self._table = table
        self.families = families or {"Commands": table}

    def help_lines(self) -> dict[str, str]:
        """Return the names of its commands, each with its line in English, without importing any of them."""
        return {name: entry[1] for name, entry in self._table.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which an officer meets them."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        entry = self._table.get(cmd_name)
        if entry is None:
            return None
        if cmd_name not in DAILY:  # Those end before collecting garbage would pay.
            gc.enable()
        module: Any = __import__(f"{self._package}.{entry[0]}", fromlist=["command"])
        several = getattr(module, "commands", None)
        command: click.Command = several()[cmd_name] if several else module.command
        if ctx.resilient_parsing:
            from aduan_cli.cli.completing import complete_values

            complete_values(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command when one is misspelt."""
        check_known(ctx, args[0], self._table)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by their families, without importing any of them."""
        for family, table in ((name, table) for name, table in self.families.items() if table):
            with formatter.section(_(family)):
                formatter.write_dl([(name, _(entry[1])) for name, entry in table.items()])
