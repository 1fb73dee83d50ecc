"""click's parameters say what is declared of an option, and nothing else: kinds, words, values where none is given."""

from __future__ import annotations

from typing import Any

import click
import pytest

from aduan_cli.cli.declared import CHOICE, FLAG, NUMBER, POSITIVE, SECONDS, WORD, Argument, Option
from aduan_cli.cli.parameters import FixedWord, option, parameters
from aduan_cli.errors import UsageError
from aduan_cli.model import KINDS, PRIORITIES


def read(given: list[Argument | Option], *words: str) -> dict[str, Any]:
    """Return what click reads from a line with these parameters."""
    found: dict[str, Any] = {}
    command = click.Command("uji", params=list(parameters(given)), callback=lambda **values: found.update(values))
    command.main(list(words), standalone_mode=False)
    return found


@pytest.mark.parametrize(
    "given",
    [
        Option(("--name",), "A text."),
        Option(("-q", "--quiet"), "Or not.", FLAG),
        Option(("--limit",), "How many.", NUMBER),
        Option(("--unit",), "Some.", several=True),
        Option(("--sort",), "One.", CHOICE, words=("a", "b"), default="a"),
        Option(("--format",), "How.", CHOICE, words=("a", "b"), parameter="format_"),
    ],
    ids=lambda given: given.names[-1],
)
def test_what_is_not_given_is_what_is_declared_of_it(given: Option) -> None:
    """The plain reader of command lines takes it from the declaration, and must find the same."""
    assert read([given]) == {given.name: given.unset}


def test_names_of_options_become_names_of_the_code() -> None:
    assert Option(("-p", "--due-before"), "").name == "due_before"
    assert Option(("--format",), "", parameter="format_").name == "format_"
    assert read([Option(("--due-before",), "", parameter="before")], "--due-before", "x") == {"before": "x"}


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (NUMBER, {"0": 0, "7": 7}, ["-1", "x", "1.5", ""]),
        (POSITIVE, {"1": 1, "7": 7}, ["0", "-1", "x"]),
        (SECONDS, {"0": 0.0, "0.5": 0.5}, ["-0.1", "x"]),
    ],
)
def test_numbers_are_held_to_what_they_may_be(kind: str, right: dict[str, object], wrong: list[str]) -> None:
    given = Option(("--n",), "A number.", kind)
    assert {word: read([given], "--n", word)["n"] for word in right} == right
    for word in wrong:
        with pytest.raises(click.BadParameter):
            read([given], "--n", word)


def test_an_option_that_wants_a_value_gets_none_by_accident() -> None:
    """The end of the line is no value."""
    with pytest.raises(click.UsageError):
        read([Option(("--name",), "A text.")], "--name")


def test_an_option_with_a_value_of_its_own_may_stand_bare() -> None:
    given = Option(("--late",), "Late.", bare="any")
    assert read([given], "--late") == {"late": "any"}
    assert read([given], "--late", "resolve") == {"late": "resolve"}
    assert read([given]) == {"late": None}


def test_an_option_that_may_be_given_again_keeps_all_in_order() -> None:
    assert read([Option(("--unit",), "Some.", several=True)], "--unit", "b", "--unit", "a") == {"unit": ("b", "a")}


def test_the_environment_says_what_the_line_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Option(("--desk",), "Where.", envvar="UJI_DESK")
    monkeypatch.setenv("UJI_DESK", "sana")
    assert read([given]) == {"desk": "sana"}
    assert read([given], "--desk", "sini") == {"desk": "sini"}


def test_arguments_are_one_or_many() -> None:
    assert read([Argument("text", "TEXT")], "a", "b") == {"text": ("a", "b")}
    assert read([Argument("text", "TEXT")]) == {"text": ()}
    assert read([Argument("ticket", "TICKET", alone=True)], "1") == {"ticket": "1"}
    with pytest.raises(click.MissingParameter):
        read([Argument("ticket", "TICKET", alone=True, required=True)])
    with pytest.raises(click.UsageError):
        read([Argument("ticket", "TICKET", alone=True)], "1", "2")


@pytest.mark.parametrize(
    ("field", "known", "given", "word"),
    [
        ("priority", PRIORITIES, "high", "high"),
        ("priority", PRIORITIES, "HIGH", "high"),
        ("priority", PRIORITIES, "darurat", "emergency"),
        ("priority", PRIORITIES, "TINGGI", "high"),
        ("kind", KINDS, "aduan", "complaint"),
        ("kind", KINDS, "Complaint", "complaint"),
    ],
)
def test_a_fixed_word_is_taken_in_both_languages_and_any_case(
    field: str, known: tuple[str, ...], given: str, word: str
) -> None:
    assert FixedWord(field, known).convert(given, None, None) == word


@pytest.mark.parametrize(
    ("given", "told"), [("", "emergency"), ("hihg", "did you mean 'high'"), ("kemarin sore", "emergency")]
)
def test_another_word_is_refused_with_what_was_meant_or_those_that_there_are(given: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        FixedWord("priority", PRIORITIES).convert(given, None, None)


def test_words_are_completed_whatever_their_case() -> None:
    made = FixedWord("priority", PRIORITIES)
    context = click.Context(click.Command("uji"))
    shown = option(Option(("--priority",), "How urgent.", WORD, words=PRIORITIES))
    assert [one.value for one in made.shell_complete(context, shown, "E")] == ["emergency"]
    assert [one.value for one in made.shell_complete(context, shown, "")] == list(PRIORITIES)
    assert made.shell_complete(context, shown, "x") == []
    assert made.get_metavar(shown, context) == f"[{'|'.join(PRIORITIES)}]"


@pytest.mark.parametrize("given", ["nan", "inf", "-inf", "-1", "x"])
def test_a_number_is_one_of_its_range(given: str) -> None:
    assert read([Option(("--least",), "How long.", SECONDS)], "--least", "1.5") == {"least": 1.5}
    with pytest.raises(click.BadParameter):
        read([Option(("--least",), "How long.", SECONDS)], "--least", given)
