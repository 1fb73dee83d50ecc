"""A text that begins with a dash is taken for an option; whoever types one is told of `--`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from aduan_cli.i18n import _


def looks_like_text(word: str) -> bool:
    """Say whether a word that begins with a dash is a text rather than an option: its name would have a space."""
    return word.startswith("-") and len(word.partition("=")[0].split()) > 1


def looks_like_option(word: str) -> bool:
    """Say whether a word can only be meant as an option: two dashes and a name, such as `--parish`."""
    return word.startswith("--") and word[2:].partition("=")[0].replace("-", "").replace("_", "").isalnum()


def text_taken_for_option(command: click.Command, words: Sequence[str]) -> int | None:
    """Return where a text stands that would be taken for an option; the values of options are none."""
    return next((at for at, word in _but_values(command, words) if looks_like_text(word)), None)


def one_dash_before_name(command: click.Command, words: Sequence[str], names: Sequence[str]) -> str | None:
    """Return the first word that is the name of an option behind one dash, `-phone`; values of options are none."""
    for _at, word in _but_values(command, words):
        if isinstance(command, click.Group) and not word.startswith("-"):
            return None  # What is behind the name of a group's command is that one's.
        if len(word) > 2 and word[0] == "-" and word[1:] in names:
            return word
    return None


def _but_values(command: click.Command, words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the words of a line up to `--` with their places, but for those that are values of options."""
    rest = iter(enumerate(words))
    for at, word in rest:
        if word == "--":
            return
        yield at, word
        if word.startswith("-") and "=" not in word and _takes_value(command, word):
            next(rest, None)


def _takes_value(command: click.Command, word: str) -> bool:
    """Say whether a word is an option whose value is the next word."""
    name = word if word.startswith("--") else f"-{word[-1]}"
    return any(
        name in parameter.opts and not parameter.is_flag
        for parameter in command.params
        if isinstance(parameter, click.Option)
    )


def after_dashes(context: click.Context, words: Sequence[str], at: int) -> click.UsageError:
    """Return the error for a text at a place of the line: what it was taken for, and which line would be right."""
    from shlex import join

    text, others = words[at], [*words[:at], *words[at + 1 :]]
    before = at if not any(word.startswith("-") for word in words[at + 1 :]) else len(others)
    right = join([*others[:before], "--", text, *others[before:]])
    sentence = _("'{text}' begins with a dash and is taken for an option; -- ends the options: {command}")
    return click.UsageError(sentence.format(text=text, command=f"{context.command_path} {right}"), context)
