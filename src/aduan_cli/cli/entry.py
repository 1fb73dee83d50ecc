"""From the words of the line to the end of the process."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence

from aduan_cli.cli import plain, streams
from aduan_cli.cli.boundary import flushed, guarded
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import EVERYWHERE
from aduan_cli.i18n import bind_click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    import click


def run(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and end with `SystemExit`."""
    sys.exit(done(sys.argv[1:] if arguments is None else arguments))


def done(arguments: Sequence[str]) -> int:
    """Run the command line; return its exit code, all that was opened given back."""
    printed = streams.prepare()
    context = Context(printed)
    if "_ADUAN_COMPLETE" in os.environ:
        from aduan_cli.cli.tab_key import answer

        answer(context)
    bind_click()
    code = guarded(_work(arguments, context), context)
    code = guarded(context.close, context) or code
    if printed is not None:
        printed.stops = False
    code = flushed(printed, code, context)
    # The interpreter looks for garbage a last time when it ends: a tenth of what `log` takes, and for nothing.
    gc.freeze()
    return code


def leave(code: int) -> NoReturn:
    """End the process at once: taking everything apart takes the interpreter longer than storing the call.

    Not where somebody has asked to do something at the end, or a thread still works.
    """
    if sys.modules.keys().isdisjoint(("atexit", "threading")) and _is_brought_out():
        os._exit(code)
    sys.exit(code)


def _is_brought_out() -> bool:
    """Say whether what was printed and said has left the process."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return False
    return True


def _work(words: Sequence[str], context: Context) -> Callable[[], object]:
    """Return what the line asks for: read plainly where it is plain, else by click."""

    def work() -> object:
        line = plain.read(words, os.environ)
        return _by_click(words, context) if line is None else _by_itself(line, context)

    return work


def _by_click(words: Sequence[str], context: Context) -> object:
    import click

    from aduan_cli.cli.root import root_group

    line = list(words)
    _forget_overruled(line)
    while True:
        try:
            return root_group().main(list(line), "aduan", standalone_mode=False, obj=context)
        except click.MissingParameter as error:
            completed = _completed(line, error, context)
            if completed is None:
                raise
            line = completed


def _forget_overruled(words: Sequence[str]) -> None:
    """Take variables away that say nothing right where the line says it: click looks at them before its end."""
    options = words[: words.index("--")] if "--" in words else words
    given = {word.partition("=")[0] for word in options}
    for one in EVERYWHERE:
        try:
            plain.from_environment((one,), os.environ)
        except plain.DoubtError:
            if one.envvar and not given.isdisjoint(one.names):
                del os.environ[one.envvar]


def _completed(line: Sequence[str], error: click.MissingParameter, context: Context) -> list[str] | None:
    """Return the line with what it lacks, asked for on a terminal; None: nobody can be asked, or it is no answer."""
    import click

    missing = error.param
    if missing is None or error.ctx is None or isinstance(missing.type, click.Choice):
        return None
    from aduan_cli.cli.missing import ask

    what, option = missing.make_metavar(error.ctx).strip("[]."), missing.opts[-1] if missing.opts[-1][0] == "-" else ""
    asked = ask(context, f"{option} {what}?".strip())
    if asked is None:
        return None
    end = list(line).index("--") if "--" in line else len(line)
    if option:
        return [*line[:end], option, asked, *line[end:]]
    return [*line[:end], "--", *line[end + 1 :], asked]


def _by_itself(line: plain.PlainLine, context: Context) -> object:
    """Do what a plain line says. As with click, Ctrl-C and the end of what is typed end the terminal's line."""
    try:
        for name, value in line.options.items():
            context.keep(name, value)
        return line.body(context, **line.parameters)
    except (EOFError, KeyboardInterrupt) as error:
        streams.tell("")
        raise KeyboardInterrupt from error
