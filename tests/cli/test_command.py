"""What every command takes: options of everywhere wherever they stand, any text, and a pipe that breaks."""

from __future__ import annotations

import errno
from typing import Any

import click
import pytest

from aduan_cli.cli.command import Command
from aduan_cli.cli.context import Context
from aduan_cli.cli.streams import BrokenError


def run(*words: str, command: click.Command | None = None, **environment: str) -> tuple[Context, dict[str, Any]]:
    """Run a command on a line; return what it was given."""
    found: dict[str, Any] = {}

    def keep(**values: Any) -> None:
        found.update(values)

    made = command or Command(
        "uji", params=[click.Argument(["texts"], nargs=-1), click.Option(["--note"])], callback=keep
    )
    if command is not None:
        made.callback = keep
    context = Context()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("ADUAN_DESK", "ADUAN_ACTOR", "ADUAN_LANG", "ADUAN_STORE", "ADUAN_NO_PLUGINS"):
            patch.delenv(name, raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        made.main(list(words), standalone_mode=False, obj=context)
    return context, found


@pytest.mark.parametrize(
    "words", [("--actor", "sari", "sampah"), ("sampah", "--actor", "sari"), ("--actor=sari", "sampah")]
)
def test_an_option_of_everywhere_may_stand_anywhere(words: tuple[str, ...]) -> None:
    context, found = run(*words)
    assert context.options.get("actor") == "sari"
    assert found == {"texts": ("sampah",), "note": None}


def test_the_one_nearest_the_end_wins() -> None:
    assert run("--actor", "sari", "x", "--actor", "rina")[0].options["actor"] == "rina"


def test_the_line_wins_over_the_environment_and_that_over_nothing() -> None:
    assert run("x", ADUAN_ACTOR="rina")[0].options["actor"] == "rina"
    assert run("x", "--actor", "sari", ADUAN_ACTOR="rina")[0].options["actor"] == "sari"
    assert "actor" not in run("x")[0].options


def test_what_was_said_to_the_group_is_not_undone_by_the_environment() -> None:
    """`aduan --actor sari list` with ADUAN_ACTOR set: the command reads the environment, too."""
    made = Command("uji", callback=lambda: None)
    context = Context()
    context.keep("actor", "sari")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ADUAN_ACTOR", "rina")
        made.main([], standalone_mode=False, obj=context)
    assert context.options["actor"] == "sari"


def test_a_commands_own_option_goes_before_one_of_everywhere() -> None:
    own = Command("uji", params=[click.Option(["--now"], is_flag=True)])
    context, found = run("--now", command=own)
    assert found == {"now": True}
    assert "now" not in context.options


@pytest.mark.parametrize("text", ["-apa ini", "--lampu mati di pasar"])
def test_a_text_that_begins_with_a_dash_is_told_how_to_be_typed(text: str) -> None:
    with pytest.raises(click.UsageError) as told:
        run(text)
    assert "--" in told.value.format_message()
    assert run("--", text)[1]["texts"] == (text,)


def test_an_unknown_option_is_one() -> None:
    with pytest.raises(click.NoSuchOption):
        run("--ntoe", "x")


def test_a_text_that_is_no_utf_8_is_stored_readably() -> None:
    assert run("caf\udcc3\udca9")[1]["texts"] == ("café",), "bytes of a letter, one by one"
    (kept,) = run("a\udcff")[1]["texts"]
    assert kept.encode()
    assert kept != "a\udcff"


def test_a_pipe_that_breaks_is_no_end_without_a_word() -> None:
    """click takes any for stdout's, and would exit 1 silently while a call isn't stored."""

    def broken() -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(BrokenError):
        Command("uji", callback=broken).main([], standalone_mode=False, obj=Context())
    with pytest.raises(OSError, match="No space"):
        Command("uji", callback=full).main([], standalone_mode=False, obj=Context())


def test_help_shows_a_commands_own_options_and_where_the_others_are() -> None:
    made = Command("uji", params=[click.Option(["--note"], help="What to note.")])
    text = made.get_help(click.Context(made, info_name="uji", obj=Context()))
    assert "What to note." in text
    assert "Who is at the desk." not in text
    assert "(aduan --help)" in text
    assert made.params[0].name == "note"
    assert len(made.params) > 5, "they are taken all the same"
