"""The root group, and the one boundary that turns errors into stderr and an exit code."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click

from aduan_cli import errors
from aduan_cli.cli import streams
from aduan_cli.cli.arguments import FILE_NAME, stored
from aduan_cli.cli.groups import Helped, Lazy
from aduan_cli.cli.streams import tell, tell_line, tell_urgent
from aduan_cli.i18n import _, bind_click, choose

COMMANDS = {
    "log": ("log", "Log a call; prints its ticket."),
    "list": ("list_", "List complaints, newest first."),
    "show": ("show", "Show one complaint, whole."),
    "search": ("search", "Find complaints by words in them."),
    "route": ("route", "Decide again, by hand, or for a sentence."),
    "why": ("why", "Explain how a complaint was decided."),
    "import": ("import_", "Take calls from CSV or JSONL files."),
    "unit": ("unit", "The units, and what each acts on."),
    "rules": ("rules", "Check, try, explain and change the rules."),
    "plugin": ("plugin", "The units' plugins: make, check and enable them."),
    "init": ("init", "Make a desk in a folder."),
    "desk": ("desk", "The desk as a whole."),
    "completion": ("completion", "Complete commands and values with the Tab key."),
}
"""Each command: its module in this package, and its line in the help."""
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
            from aduan_cli.app import Desk

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


class _BrokenError(Exception):
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
                raise _BrokenError from error
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


class _Root(Lazy):
    """The root: its own commands first, then those of plugins, which can't shadow any."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a plugin's commands where the name is none of ours."""
        name = args[0]
        if name not in self._table and not name.startswith("-"):
            gc.enable()
            from aduan_cli.cli.plugin_commands import plugin_group

            group = plugin_group(ctx.obj, name)
            if group is not None:
                return name, group, args[1:]
        return super().resolve_command(ctx, args)


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        from aduan_cli import __version__

        click.echo(f"aduan {__version__}")
        context.exit()


def _root() -> click.Group:
    version = click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_version,
        help="Show the version.",
    )
    return _Root(
        "aduan",
        package="aduan_cli.cli",
        table=COMMANDS,
        params=[*global_options(), version],
        help="The complaint desk of a city call centre: log, route and find complaints.",
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def run(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and end the process."""
    printed = streams.prepare()
    bind_click()
    context = Context(printed)
    if "_ADUAN_COMPLETE" in os.environ:
        from aduan_cli.cli.completing import answer

        answer(_root(), context)
    code = _guarded(lambda: _root().main(arguments, "aduan", standalone_mode=False, obj=context), context)
    code = _guarded(context.close, context) or code
    if printed is not None:
        printed.stops = False
    code = _flushed(printed, code)
    # The interpreter looks for garbage a last time when it ends: a tenth of what `log` takes, and for nothing.
    gc.freeze()
    sys.exit(code)


def _flushed(printed: streams.Printed | None, code: int) -> int:
    """Bring out what was printed; say where it could not be, once all is done. A reader who has gone is no error."""
    sys.stdout.flush()
    failure = printed and printed.failure
    if not failure or isinstance(failure, BrokenPipeError):
        return code
    sentence = _("the output can't be written: {error}; what was stored stays stored")
    tell(_("error: {sentence}").format(sentence=sentence.format(error=failure.strerror or type(failure).__name__)))
    return code or errors.PARTIAL


def _guarded(work: Callable[[], Any], context: Context) -> int:
    """Map what is raised to an exit code and one sentence."""
    try:
        try:
            result = work()
        finally:
            context.release()
        return result if isinstance(result, int) else errors.DONE
    except (click.exceptions.Abort, KeyboardInterrupt):
        return errors.INTERRUPTED
    except click.ClickException as error:
        bind_click()
        _show(error)
        return error.exit_code
    except errors.ConfigError as error:
        for problem in error.problems:
            tell_line(problem)
        return _told(error)
    except errors.AduanError as error:
        return _out_of_files(context) if _is_out_of_files(error) else _told(error)
    except streams.UnreadError:
        return errors.DONE
    except Exception as error:
        if _is_out_of_files(error):
            return _out_of_files(context)
        return _bug(error.__cause__ if isinstance(error, _BrokenError) and error.__cause__ else error, context)


def _show(error: click.ClickException) -> None:
    """Say what click found wrong with the line."""
    from io import StringIO

    said = StringIO()
    error.show(said)
    tell(said.getvalue().rstrip("\n"))


def _told(error: errors.AduanError) -> int:
    if str(error):
        tell_line(_("error: {sentence}").format(sentence=error))
    return error.exit_code


def _is_out_of_files(error: BaseException | None) -> bool:
    """Say whether an error, or what it came from, is that no more files can be opened."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
            return True
        error = error.__cause__ or error.__context__
    return False


def _out_of_files(context: Context) -> int:
    """Say so; in English where even the catalogue can't be opened. A call that is stored stays so, half done."""
    sentence = "error: no more files can be opened; a higher limit would be right (ulimit -n)"
    try:
        sentence = _("error: {sentence}").format(
            sentence=_("no more files can be opened; a higher limit would be right (ulimit -n)")
        )
    except OSError:
        pass
    tell(sentence)
    return errors.PARTIAL if context.stored else errors.STORE


def _bug(error: BaseException, context: Context) -> int:
    if context.options.get("debug"):
        from traceback import format_exception

        tell("".join(format_exception(error)).rstrip("\n"))
    else:
        sentence = _("bug: {kind}: {error} (--debug shows where)")
        tell(sentence.format(kind=type(error).__name__, error=error))
    return errors.BUG
