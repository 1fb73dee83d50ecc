"""What officers call commands and options in Indonesian, or with one dash, gets the hint which is meant."""

from __future__ import annotations

import click
import pytest

from aduan_cli.cli import said_names
from aduan_cli.cli.context import Context
from aduan_cli.cli.root import COMMANDS, root_group
from aduan_cli.value_words import value_of
from office import Office


def names_below(command: click.Command, context: click.Context) -> tuple[set[str], set[str]]:
    """Return the names of all commands below one, and of their options."""
    names: set[str] = set()
    options = {name[2:] for one in command.params for name in one.opts if name.startswith("--")}
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            more = names_below(child, click.Context(child, info_name=name, parent=context))
            names |= {name, *more[0]}
            options |= more[1]
    return names, options


def test_every_name_that_a_word_stands_for_is_there_and_no_word_stands_for_two() -> None:
    root = root_group()
    names, options = names_below(root, click.Context(root, info_name="aduan", obj=Context()))
    for table, known in ((said_names._COMMANDS, names), (said_names._OPTIONS, options)):
        assert table.keys() - known == set()
        below = {"done", "sign"}  # Names of groups of their own, where the others are not.
        words = [word for name, said in table.items() if name not in below for word in said.split()]
        assert len(words) == len(set(words))
    assert not {word for said in said_names._COMMANDS.values() for word in said.split()} & COMMANDS.keys()


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (("mulai", "1"), "did you mean 'start'?"), (("tunda", "1"), "did you mean 'hold'?"),
        (("cari", "sampah"), "did you mean 'search'?"), (("lgo", "x"), "did you mean 'log'?"),
        (("handover", "oper"), "see aduan handover --help"),
        (("callbacks", "selesai", "1"), "did you mean 'done'?"), (("selesai", "1"), "did you mean 'resolve'?"),
        (("log", "x", "--telp", "0812"), "'--phone'?"), (("hold", "1", "--alasan", "cuaca"), "'--reason'?"),
        (("log", "x", "-phone", "0812"), "'--phone'?"), (("close", "1", "-by", "caller"), "'--by'?"),
        (("hold", "1", "-r", "cuaca"), "'--reason'?"), (("rules", "check", "-strict"), "'--strict'?"),
        (("list", "--tgl", "kemarin"), "'--since'?"),
    ],
)  # fmt: skip
def test_what_was_surely_meant_is_told_and_nothing_is_done(office: Office, line: tuple[str, ...], meant: str) -> None:
    ran = office.run(*line)
    assert (ran.code, meant in ran.err) == (2, True), ran.err
    assert office.run("list", "--count").out == "0\n"


@pytest.mark.parametrize("line", [("list", "--sort", "-priority"), ("-q", "list", "--sort", "-status", "--limit", "1")])
def test_the_value_of_an_option_is_no_slip(office: Office, line: tuple[str, ...]) -> None:
    assert office.run(*line).code == 0


def test_behind_two_dashes_a_word_is_the_callers(office: Office) -> None:
    office.log("--", "-phone")
    assert office.run("list", "--format", "json").data[0]["text"] == "-phone"


@pytest.mark.parametrize("word", ["palsu", "hoaks", "iseng", "hoax"])
def test_a_prank_has_the_words_that_officers_have_for_it(office: Office, word: str) -> None:
    ticket = office.log("Melaporkan sampah")
    assert office.run("reject", ticket, "--reason", word).code == 0
    assert office.run("report", "callers", "--format", "json").data["hoaxes"] == 1


@pytest.mark.parametrize(
    ("word", "channel"), [("wa", "whatsapp"), ("WA", "whatsapp"), ("telp", "phone"), ("datang", "walk-in")]
)
def test_channels_are_known_by_what_officers_call_them(word: str, channel: str) -> None:
    """`wa` is the beginning of `walk-in` as well, which was asked for."""
    assert value_of("channel", word) == channel
