"""Whatever is raised ends as one exit code and one sentence, in the user's language, and never as a traceback."""

from __future__ import annotations

import errno
from typing import Any, NoReturn

import click
import pytest

from aduan_cli import errors
from aduan_cli.cli.boundary import flushed, guarded
from aduan_cli.cli.streams import BrokenError, UnreadError
from aduan_cli.i18n import choose
from processes import Aduan

SENTENCE = "rules.toml: nothing is right"


class Context:
    """What the boundary asks of a command's context."""

    def __init__(self, **options: Any) -> None:
        self.options = options
        self.stored: str | None = None
        self.released = 0

    def release(self) -> None:
        self.released += 1


def ended(error: BaseException, context: Any = None) -> int:
    def work() -> NoReturn:
        raise error

    return guarded(work, context or Context())


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.UsageError(SENTENCE), 2), (errors.ConfigError(SENTENCE), 3), (errors.NotFoundError(SENTENCE), 4),
        (errors.NotAllowedError(SENTENCE), 5), (errors.PartialError(SENTENCE), 6), (errors.StoreError(SENTENCE), 7),
        (click.UsageError(SENTENCE), 2),
    ],
)  # fmt: skip
def test_each_kind_of_error_has_its_exit_code(error: Exception, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """And one sentence on stderr; stdout stays for data."""
    assert ended(error) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert SENTENCE in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_ctrl_c_ends_without_a_word(error: BaseException, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(error) == errors.INTERRUPTED
    assert capsys.readouterr().err == ""


def test_the_problems_of_files_stand_before_the_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """A name in them never drives the terminal, nor makes a line of its own."""
    assert ended(errors.ConfigError("bad", ("rules.toml:1: \x1b[31m\nerror: palsu", "rules.toml:2: two"))) == 3
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert "\x1b" not in lines[0]
    assert lines[1:] == ["rules.toml:2: two", "error: bad"]


def test_a_bug_is_one_line_and_with_debug_all_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(ZeroDivisionError("by zero")) == errors.BUG
    assert capsys.readouterr().err == "bug: ZeroDivisionError: by zero (--debug shows where)\n"
    assert ended(ZeroDivisionError("by zero"), Context(debug=True)) == errors.BUG
    assert "in work" in capsys.readouterr().err


def test_what_a_broken_pipe_was_caused_by_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """It is no reader who has gone."""
    error = BrokenError()
    error.__cause__ = BrokenPipeError(errno.EPIPE, "Broken pipe")
    assert ended(error) == errors.BUG
    assert "BrokenPipeError" in capsys.readouterr().err
    assert ended(UnreadError()) == errors.DONE


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE])
@pytest.mark.parametrize("wrapped", [False, True])
def test_no_more_files_is_said_wherever_it_came_from(
    number: int, wrapped: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """A call that was stored stays so: then it is half done, and not refused."""
    error: Exception = OSError(number, "too many")
    if wrapped:
        outer = errors.StoreError("aduan.db: it can't be opened")
        outer.__cause__ = error
        error = outer
    assert ended(error) == errors.STORE
    assert "ulimit -n" in capsys.readouterr().err
    context = Context()
    context.stored = "UJI-261123-0001-2"
    assert ended(error, context) == errors.PARTIAL


@pytest.mark.parametrize(("result", "code"), [(None, 0), (3, 3), ("text", 0), (True, 1)])
def test_what_a_command_returns_is_its_exit_code(result: object, code: int) -> None:
    """Where it is a number; the context is let go in any case."""
    context: Any = Context()
    assert guarded(lambda: result, context) == code
    ended(errors.UsageError("x"), context)
    assert context.released == 2


def test_it_speaks_the_users_language(capsys: pytest.CaptureFixture[str]) -> None:
    choose("id")
    ended(errors.UsageError("apa saja"))
    assert capsys.readouterr().err == "kesalahan: apa saja\n"


class Printed:
    """stdout, with what went wrong with it."""

    def __init__(self, failure: OSError | None) -> None:
        self.failure = failure


@pytest.mark.parametrize(
    ("failure", "code", "ended_with"),
    [
        (None, 0, 0), (None, 6, 6), (BrokenPipeError(errno.EPIPE, "x"), 0, 0),
        (OSError(errno.ENOSPC, "No space left on device"), 0, 6), (OSError(errno.ENOSPC, "No space"), 7, 7),
    ],
)  # fmt: skip
def test_what_could_not_be_printed_is_said_at_the_end(
    failure: OSError | None, code: int, ended_with: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reader who has gone is no error; a full disk is, and names the ticket that nobody could read."""
    context: Any = Context()
    context.stored = "UJI-261123-0001-2"
    printed: Any = Printed(failure)
    assert flushed(printed, code, context) == ended_with
    is_told = failure is not None and not isinstance(failure, BrokenPipeError)
    assert ("UJI-261123-0001-2" in capsys.readouterr().err) == is_told


@pytest.mark.parametrize(("name", "value"), [("ADUAN_LANG", "xx"), ("ADUAN_NO_PLUGINS", "mungkin")])
def test_a_wrong_value_of_the_environment_is_told_by_its_name(aduan_here: Aduan, name: str, value: str) -> None:
    """Nobody typed the option whose twin it is."""
    ran = aduan_here("list", env={name: value})
    assert (ran.returncode, ran.stdout) == (2, "")
    assert f"'{name}': '{value}'" in ran.stderr
    assert "--" not in ran.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "option"),
    [("ADUAN_LANG", ["--lang", "id"]), ("ADUAN_LANG", ["--lang=id"]), ("ADUAN_NO_PLUGINS", ["--no-plugins"])],
)
@pytest.mark.parametrize("command", [["list", "--count"], ["callbacks", "--count"], ["unit", "list"]], ids=" ".join)
def test_an_option_wins_over_a_wrong_value_of_its_variable_wherever_it_stands(
    aduan_here: Aduan, name: str, option: list[str], command: list[str]
) -> None:
    """Before the command or behind it, of a group too; behind `--` it is a word of the caller's."""
    for line in ([*option, *command], [*command, *option]):
        assert aduan_here(*line, env={name: "xx"}).returncode == 0
    assert aduan_here("search", "--", *option, "x", env={name: "xx"}).returncode == 2


@pytest.mark.parametrize(
    "line", [["show", "x" * 9_000], ["list", "--status", "sampah menumpuk " * 600], ["list", "x" * 9_000]]
)
def test_what_was_pasted_in_the_wrong_place_does_not_hide_what_is_said(aduan_here: Aduan, line: list[str]) -> None:
    done = aduan_here(*line)
    assert done.returncode in (2, 4)
    assert len(done.stderr) < 1_700
    assert "…" in done.stderr
    assert "error" in done.stderr.lower()
