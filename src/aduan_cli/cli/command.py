"""What every command is: its context, the options that all take, and how a line is read."""

from __future__ import annotations

import errno
import sys
from typing import Any

import click

from aduan_cli.cli import streams
from aduan_cli.cli.arguments import FILE_NAME, stored
from aduan_cli.cli.groups import Helped
from aduan_cli.cli.streams import tell_line, tell_urgent
from aduan_cli.i18n import _, bind_click, choose

COLOURS = ("auto", "always", "never")


class Context:
    """What every command gets: the desk, how talkative to be, and the one way to say something on stderr.

    `stored`: a call is stored already, so that what goes wrong later leaves it half done.
    """

    def __init__(self, printed: streams.Printed | None = None) -> None:
        self.options: dict[str, Any] = {}
        self._desk: Any = None
        self._printed = printed
        self._held: list[str] | None = None
        self._pager: Any = None
        self.stored = False

    @property
    def desk(self) -> Any:
        """The desk, made when it is first asked for."""
        if self._desk is None:
            from aduan_cli.app.desk import Desk

            given, plugins = self.options.get, not self.options.get("no_plugins")
            self._desk = Desk(given("desk"), given("store"), given("actor"), given("now"), self.warn, self.say, plugins)
        return self._desk

    @property
    def quiet(self) -> bool:
        """Whether only warnings and errors are to be said."""
        return bool(self.options.get("quiet"))

    @property
    def verbose(self) -> bool:
        """Whether to say more."""
        return bool(self.options.get("verbose"))

    def say(self, sentence: str) -> None:
        """Say something useful on stderr, unless `-q`."""
        if not self.quiet:
            self.tell(sentence)

    def warn(self, sentence: str) -> None:
        """Say something that must not be missed on stderr."""
        self.tell(_("warning: {sentence}").format(sentence=sentence))

    def tell(self, sentence: str) -> None:
        """Say something on stderr, also with `-q`: one line, whatever is in it."""
        if self._held is None:
            tell_line(sentence)
        else:
            self._held.append(sentence)

    def urge(self, sentence: str) -> None:
        """Say what must be done at once on stderr, also with `-q`, before anything that is held."""
        tell_urgent(sentence)

    def hold(self) -> None:
        """Keep what is said from here on until `release`: a reader of stderr who is slow keeps no call from storing."""
        self._held = []

    def page(self, format_: str | None = None) -> None:
        """Let what is printed from here on go through a pager where it is long, for a person at a terminal.

        What is said meanwhile is said when the pager is left.
        """
        if self._printed is None or self.options.get("no_pager") or format_ not in (None, "table", "md"):
            return
        if sys.stdout.isatty():
            from aduan_cli.cli import pager

            self._pager = pager.begin(self._printed)
            if self._pager is not None:
                self.hold()

    def release(self) -> None:
        """Say what was held, once what was printed is seen."""
        pager, self._pager = self._pager, None
        if pager is not None:
            pager.finish()
        held, self._held = self._held, None
        for sentence in held or ():
            tell_line(sentence)

    def stop_when_unread(self) -> None:
        """Let the command end as soon as nobody reads stdout: it has nothing else to do."""
        if self._printed is not None:
            self._printed.stops = True

    def close(self) -> None:
        """Give back what was opened."""
        if self._desk is not None:
            self._desk.close()


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep a global option, wherever on the line it stands; the one nearest the end wins."""
    given = context.get_parameter_source(parameter.name or "")
    options = context.ensure_object(Context).options
    if value is None or (given is not None and given.name == "DEFAULT"):
        return
    if given is not None and given.name == "ENVIRONMENT" and parameter.name in options:
        return
    options[parameter.name or ""] = stored(parameter, value)
    if parameter.name == "color":
        from aduan_cli.render import colour

        colour.choose(value)
    if parameter.name == "lang":
        choose(value)
        bind_click()


def _option(*names: str, **more: Any) -> click.Option:
    return click.Option(names, expose_value=False, callback=_keep, is_eager="--lang" in names, **more)


def global_options() -> list[click.Parameter]:
    """Return the options that every command takes, before or after its name."""
    return [
        _option("--desk", type=FILE_NAME, metavar="DIR", envvar="ADUAN_DESK", help="The desk's folder."),
        _option("--store", type=FILE_NAME, metavar="PATH", envvar="ADUAN_STORE", help="Where the data lie."),
        _option("--actor", metavar="NAME", envvar="ADUAN_ACTOR", help="Who is at the desk."),
        _option("--lang", type=click.Choice(["id", "en"]), envvar="ADUAN_LANG", help="Language of messages."),
        _option("--color", type=click.Choice(COLOURS), help="Colours: auto is on a terminal; NO_COLOR, FORCE_COLOR."),
        _option("--no-plugins", is_flag=True, envvar="ADUAN_NO_PLUGINS", help="Leave out all plugin code."),
        _option("--no-pager", is_flag=True, help="Don't page long output (ADUAN_PAGER, PAGER)."),
        _option("--now", metavar="TIME", help="Take this for the time now (tests, replays)."),
        _option("-q", "--quiet", is_flag=True, help="Only warnings and errors on stderr."),
        _option("-v", "--verbose", is_flag=True, help="Say more on stderr."),
        _option("--debug", is_flag=True, help="Show the traceback of a bug."),
    ]


class BrokenError(Exception):
    """A broken pipe that is not stdout's; the cause is the error itself."""


class Command(Helped):
    """A command that also takes the global options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = len(self.params)
        self.params += global_options()

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

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, every text such that it can be stored.

        click itself would take any broken pipe for stdout's and exit 1 without a word.
        """
        for parameter in self.params:
            if parameter.name in ctx.params:
                ctx.params[parameter.name] = stored(parameter, ctx.params[parameter.name])
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
