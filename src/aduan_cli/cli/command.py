"""What every command is for click: the options that all take, and how a line is read."""

from __future__ import annotations

import errno
from typing import Any

import click

from aduan_cli.cli import declared, rights
from aduan_cli.cli.arguments import stored
from aduan_cli.cli.context import Context
from aduan_cli.cli.groups import Helped, names_of
from aduan_cli.cli.parameters import option
from aduan_cli.cli.streams import BrokenError
from aduan_cli.i18n import _


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Keep a global option, wherever on the line it stands; the one nearest the end wins."""
    given = context.get_parameter_source(parameter.name or "")
    kept = context.ensure_object(Context)
    if value is None or (given is not None and given.name == "DEFAULT"):
        return
    if given is not None and given.name == "ENVIRONMENT" and parameter.name in kept.options:
        return
    kept.keep(parameter.name or "", stored(parameter, value))


def global_options() -> list[click.Parameter]:
    """Return the options that every command takes, before or after its name."""
    return [option(one, expose_value=False, callback=_keep, is_eager=one.name == "lang") for one in declared.EVERYWHERE]


class Command(Helped):
    """A command that also takes the global options; its own of the same name goes before one of these."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = len(self.params)
        own = {parameter.name for parameter in self.params}
        self.params += [one for one in global_options() if one.name not in own]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the line; a text that begins with a dash is no unknown option."""
        words = list(args)
        takes_text = any(isinstance(parameter, click.Argument) for parameter in self.params)
        if takes_text and any(word.startswith("-") and " " in word for word in words):
            from aduan_cli.cli import dashes

            at = dashes.text_taken_for_option(self, words)
            if at is not None:
                raise dashes.after_dashes(ctx, words, at)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            at = next((n for n, word in enumerate(words) if word.startswith(error.option_name)), None)
            if at is None or error.possibilities or not takes_text:
                raise
            from aduan_cli.cli import dashes

            if dashes.looks_like_option(words[at]):
                raise
            raise dashes.after_dashes(ctx, words, at) from error

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, every text such that it can be stored, where the user may.

        click itself would take any broken pipe for stdout's and exit 1 without a word.
        """
        for parameter in self.params:
            if parameter.name in ctx.params:
                ctx.params[parameter.name] = stored(parameter, ctx.params[parameter.name])
        right = rights.FIRST.get(names_of(ctx))
        if right is not None and not ctx.params.get("dry_run"):
            ctx.obj.desk.allow_first(right)
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise BrokenError from error
            raise

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the command's own options, then where the global ones are."""
        shown, self.params = self.params, self.params[: self.own]
        super().format_options(ctx, formatter)
        self.params = shown
        with formatter.section(_("Everywhere")):
            formatter.write_text(
                "--desk --store --actor --lang id|en --color --no-plugins --no-pager --now -q -v --debug (aduan --help)"
            )
