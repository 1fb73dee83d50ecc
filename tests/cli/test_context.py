"""The one way to say something: what is held comes later and whole, what is urgent at once, and quiet is quiet."""

from __future__ import annotations

import pytest

from aduan_cli.cli.context import Context
from aduan_cli.i18n import _, choose, language

Said = pytest.CaptureFixture[str]


@pytest.fixture
def context() -> Context:
    """Return what a command gets, without any option."""
    return Context()


def test_what_is_useful_is_not_said_in_quiet_and_what_must_not_be_missed_is(context: Context, capfd: Said) -> None:
    context.keep("quiet", True)
    context.say("berguna")
    context.tell("penting")
    context.warn("awas")
    context.urge("segera")
    assert capfd.readouterr().err.splitlines() == ["penting", "warning: awas", "segera"]


def test_without_it_all_is_said_in_its_order(context: Context, capfd: Said) -> None:
    context.say("satu")
    context.warn("dua")
    context.tell("tiga")
    out, err = capfd.readouterr()
    assert (out, err) == ("", "satu\nwarning: dua\ntiga\n")


def test_what_is_held_is_said_once_at_the_end_and_what_is_urgent_before_it(context: Context, capfd: Said) -> None:
    """A reader of stderr who is slow keeps no call from being stored; an emergency doesn't wait for the store."""
    context.hold()
    context.say("satu")
    context.warn("dua")
    context.urge("segera")
    assert capfd.readouterr().err == "segera\n"
    context.release()
    assert capfd.readouterr().err == "satu\nwarning: dua\n"
    context.release()
    assert capfd.readouterr().err == ""
    context.say("tiga")
    assert capfd.readouterr().err == "tiga\n"


def test_what_is_held_in_quiet_is_nothing(context: Context, capfd: Said) -> None:
    context.keep("quiet", True)
    context.hold()
    context.say("satu")
    context.release()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("sentence", ["dua\nbaris", "layar \x1b[2J hapus", "lonceng \x07", "tab\tdan\r\nbaris"])
def test_a_sentence_is_one_line_whatever_is_in_it(context: Context, capfd: Said, sentence: str) -> None:
    """What a caller said obeys no terminal."""
    context.say(sentence)
    told = capfd.readouterr().err
    assert told.count("\n") == 1
    assert told.removesuffix("\n").isprintable()


def test_the_language_is_that_of_the_option_from_then_on(context: Context, capfd: Said) -> None:
    choose("en")
    context.keep("lang", "id")
    assert language() == "id"
    context.warn("x")
    assert capfd.readouterr().err == _("warning: {sentence}").format(sentence="x") + "\n" != "warning: x\n"


def test_options_say_how_talkative_to_be(context: Context) -> None:
    assert (context.quiet, context.verbose) == (False, False)
    context.keep("verbose", True)
    context.keep("quiet", 1)
    assert (context.quiet, context.verbose) == (True, True)


def test_closing_what_was_never_opened_opens_nothing(context: Context) -> None:
    """A command that fails on its own line leaves no trace of a desk."""
    context.close()
    assert context._desk is None


@pytest.mark.parametrize("format_", [None, "table", "md", "json"])
def test_what_goes_to_a_file_is_paged_in_no_format(context: Context, capfd: Said, format_: str | None) -> None:
    context.page(format_)
    context.say("satu")
    assert capfd.readouterr().err == "satu\n"
