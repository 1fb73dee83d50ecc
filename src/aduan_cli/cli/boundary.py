"""The one boundary that turns errors into sentences on stderr and an exit code."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable

from aduan_cli import errors
from aduan_cli.cli import streams
from aduan_cli.cli.context import Context
from aduan_cli.cli.streams import BrokenError, tell, tell_line
from aduan_cli.i18n import _, bind_click

TYPE_CHECKING = False
if TYPE_CHECKING:
    import click


_LONGEST = 1500
"""Of an error, in characters: what was pasted in the wrong place would hide what is said of it."""


def flushed(printed: streams.Printed | None, code: int, context: Context) -> int:
    """Bring out what was printed; say where it could not be, once all is done. A reader who has gone is no error.

    A call that was stored keeps its ticket: then it is said here.
    """
    sys.stdout.flush()
    failure = printed and printed.failure
    if not failure or isinstance(failure, BrokenPipeError):
        return code
    sentence = _("the output can't be written: {error}; what was stored stays stored")
    if context.stored:
        sentence = _("the output can't be written: {error}; the call is stored as {ticket}")
    said = sentence.format(error=failure.strerror or type(failure).__name__, ticket=context.stored)
    tell(_("error: {sentence}").format(sentence=said))
    return code or errors.PARTIAL


def guarded(work: Callable[[], object], context: Context) -> int:
    """Map what is raised to an exit code and one sentence."""
    try:
        try:
            result = work()
        finally:
            context.release()
        return result if isinstance(result, int) else errors.DONE
    except KeyboardInterrupt:
        return errors.INTERRUPTED
    except errors.ConfigError as error:
        for problem in error.problems:
            tell_line(problem)
        return _print_error(error)
    except errors.AduanError as error:
        return _out_of_files(context) if _is_out_of_files(error) else _print_error(error)
    except streams.UnreadError:
        return errors.DONE
    except Exception as error:
        if _is_out_of_files(error):
            return _out_of_files(context)
        code = _of_click(error)
        if code is not None:
            return code
        return _bug(error.__cause__ if isinstance(error, BrokenError) and error.__cause__ else error, context)


def _of_click(error: Exception) -> int | None:
    """Return the exit code of an error of click's, said; None: it is none. Where click isn't loaded, none is."""
    click = sys.modules.get("click")
    if click is None:
        return None
    if isinstance(error, click.Abort):
        return errors.INTERRUPTED
    if not isinstance(error, click.ClickException):
        return None
    bind_click()
    _show(error)
    return int(error.exit_code)


def _name_source(error: click.ClickException) -> None:
    """Make an error about a value from the environment name the variable, and no option that nobody typed."""
    from click import BadParameter
    from click.core import ParameterSource

    if not isinstance(error, BadParameter) or error.param is None or error.ctx is None:
        return
    if error.ctx.get_parameter_source(error.param.name or "") is ParameterSource.ENVIRONMENT:
        error.param_hint = f"'{error.param.envvar}'"


def _show(error: click.ClickException) -> None:
    """Say what click found wrong with the line."""
    from io import StringIO

    _name_source(error)
    said = StringIO()
    error.show(said)
    tell(_brief(said.getvalue().rstrip("\n")))


def _brief(sentence: str) -> str:
    """Return an error without the middle of what it quotes, where that is pages long."""
    if len(sentence) <= _LONGEST:
        return sentence
    return f"{sentence[: _LONGEST // 2]} … {sentence[-_LONGEST // 2 :]}"


def _print_error(error: errors.AduanError) -> int:
    if str(error):
        tell_line(_brief(_("error: {sentence}").format(sentence=error)))
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
