"""The root group, and the one boundary that turns errors into stderr and an exit code."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Callable
from inspect import cleandoc
from typing import Any, NoReturn

import click

from aduan_cli import errors
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
}
"""Each command: its module in this package, and its line in the help."""

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What stdout answers when the disk behind it is full or gone."""

SHORT = frozenset({"log", "list"})
"""Commands of the daily path: they end before collecting garbage would pay."""


class Context:
    """What every command gets: the desk, how talkative to be, and the one way to say something on stderr."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}
        self._desk: Any = None

    @property
    def desk(self) -> Any:
        """The desk, made when it is first asked for."""
        if self._desk is None:
            from aduan_cli.app import Desk

            o = self.options
            self._desk = Desk(
                o.get("desk"), o.get("store"), o.get("actor"), o.get("now"), self.warn, _echo, not o.get("no_plugins")
            )
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
            click.echo(sentence, err=True)

    def urge(self, sentence: str) -> None:
        """Say what must be done at once on stderr, also with `-q`."""
        click.echo(sentence, err=True)

    def warn(self, sentence: str) -> None:
        """Say something that must not be missed on stderr."""
        from aduan_cli.render.cells import shown_in_line

        click.echo(_("warning: {sentence}").format(sentence=shown_in_line(sentence)), err=True)

    def close(self) -> None:
        """Give back what was opened."""
        if self._desk is not None:
            self._desk.close()


def _echo(sentence: str) -> None:
    click.echo(sentence, err=True)


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep a global option, wherever on the line it stands; the one nearest the end wins."""
    given = context.get_parameter_source(parameter.name or "")
    options = context.ensure_object(Context).options
    if value is None or (given is not None and given.name == "DEFAULT"):
        return
    if given is not None and given.name == "ENVIRONMENT" and parameter.name in options:
        return
    options[parameter.name or ""] = value
    if parameter.name == "lang":
        choose(value)
        bind_click()


def _option(*names: str, **more: Any) -> click.Option:
    return click.Option(names, expose_value=False, callback=_keep, is_eager="--lang" in names, **more)


def global_options() -> list[click.Parameter]:
    """Return the options that every command takes, before or after its name."""
    return [
        _option("--desk", metavar="DIR", envvar="ADUAN_DESK", help="The desk's folder."),
        _option("--store", metavar="PATH", envvar="ADUAN_STORE", help="Where the data lie."),
        _option("--actor", metavar="NAME", envvar="ADUAN_ACTOR", help="Who is at the desk."),
        _option("--lang", type=click.Choice(["id", "en"]), envvar="ADUAN_LANG", help="Language of messages."),
        _option("--no-plugins", is_flag=True, envvar="ADUAN_NO_PLUGINS", help="Leave out all plugin code."),
        _option("--now", metavar="TIME", help="Take this for the time now (tests, replays)."),
        _option("-q", "--quiet", is_flag=True, help="Only warnings and errors on stderr."),
        _option("-v", "--verbose", is_flag=True, help="Say more on stderr."),
        _option("--debug", is_flag=True, help="Show the traceback of a bug."),
    ]


def _help(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(context.get_help(), color=context.color)
        context.exit()


class _Helped(click.Command):
    """A command whose `--help` is made without click's own, which loads the locale on every call."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help in the user's language, for `--help` and for a group that is called by itself."""
        bind_click()
        self.help = _(cleandoc(self.help or ""))
        for parameter in self.params:
            if isinstance(parameter, click.Option):
                parameter.help = _(parameter.help or "") or None
        return super().get_help(ctx)

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """Return `-h/--help`."""
        return click.Option(
            ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=_help, help=_("Show this help.")
        )


class Command(_Helped):
    """A command that also takes the global options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = len(self.params)
        self.params += global_options()

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. A reader that has gone away is no error; click itself would exit 1 for it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _silence(sys.stdout)
            return ctx.exit(errors.DONE)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the command's own options, then where the global ones are."""
        shown, self.params = self.params, self.params[: self.own]
        super().format_options(ctx, formatter)
        self.params = shown
        with formatter.section(_("Everywhere")):
            formatter.write_text("--desk --store --actor --lang id|en --no-plugins --now -q -v --debug (aduan --help)")


class Lazy(_Helped, click.Group):
    """A group that imports a command's module, one of `package`, when the command is called."""

    def __init__(self, *args: Any, package: str, table: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._package = package
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which an officer meets them."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        entry = self._table.get(cmd_name)
        if entry is None:
            return None
        if cmd_name not in SHORT:
            gc.enable()
        module = __import__(f"{self._package}.{entry[0]}", fromlist=["command"])
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command when one is misspelt."""
        name = args[0]
        if name not in self._table and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, self._table, 1)
            hint = (
                _("did you mean '{near}'?").format(near=near[0])
                if near
                else _("see {command} --help").format(command=ctx.command_path)
            )
            ctx.fail(_("no such command '{name}'; {hint}").format(name=name, hint=hint))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any of them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(entry[1])) for name, entry in self._table.items()])


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
    _open_closed_streams()
    bind_click()
    context = Context()
    code = _guarded(lambda: _root().main(arguments, "aduan", standalone_mode=False, obj=context), context)
    try:
        context.close()
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as error:
        code = _unwritten(error)
    # The interpreter looks for garbage a last time when it ends: a tenth of what `log` takes, and for nothing.
    gc.freeze()
    sys.exit(code)


def _guarded(work: Callable[[], Any], context: Context) -> int:
    """Map what is raised to an exit code and one sentence."""
    try:
        result = work()
        return result if isinstance(result, int) else errors.DONE
    except click.exceptions.Abort:
        return errors.INTERRUPTED
    except click.ClickException as error:
        bind_click()
        error.show()
        return error.exit_code
    except errors.ConfigError as error:
        from aduan_cli.render.cells import shown

        for problem in error.problems:
            click.echo(shown(problem), err=True)
        return _told(error)
    except errors.AduanError as error:
        return _told(error)
    except KeyboardInterrupt:
        return errors.INTERRUPTED
    except BrokenPipeError:
        _silence(sys.stdout)
        return errors.DONE
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None and error.errno in _NO_ROOM:
            return _unwritten(error)
        if context.options.get("debug"):
            raise
        click.echo(
            _("bug: {kind}: {error} (--debug shows where)").format(kind=type(error).__name__, error=error),
            err=True,
        )
        return errors.BUG


def _told(error: errors.AduanError) -> int:
    if str(error):
        from aduan_cli.render.cells import shown

        click.echo(_("error: {sentence}").format(sentence=shown(str(error))), err=True)
    return error.exit_code


def _unwritten(error: OSError) -> int:
    """Say that stdout takes no more. What the command stored before it printed stays stored."""
    _silence(sys.stdout)
    sentence = _("the output can't be written: {error}; what was stored stays stored")
    click.echo(_("error: {sentence}").format(sentence=sentence.format(error=error.strerror)), err=True)
    return errors.PARTIAL


def _open_closed_streams() -> None:
    """Put nothing where a caller has closed stdin, stdout or stderr (`>&-`): Python has None there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115


def _silence(stream: Any) -> None:
    """Point a stream whose reader has gone at nothing, so that the interpreter ends without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
