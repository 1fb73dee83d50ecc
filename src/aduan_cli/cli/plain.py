"""Reads the plain command lines of the daily commands without click, from the same declarations.

click and what it imports is a third of what such a command takes. A line is read here only where it leaves no doubt;
every other one, a mistake among them, is click's: nothing is ever said here. `tests/cli/test_plain.py` holds both
readings together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from aduan_cli.cli.declared import CHOICE, EVERYWHERE, FILE, FLAG, NUMBER, POSITIVE, SECONDS, WORD, Argument, Option
from aduan_cli.cli.values import storable_value
from aduan_cli.complaint.moves import LIFE, MERGING
from aduan_cli.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

COMMANDS = {
    "log": "log_call",
    "list": "list_complaints",
    "show": "show_complaint",
    "why": "explain_decision",
    "search": "search_complaints",
    "info": "find_answers",
    "edit": "edit_complaint",
    "note": "note_complaint",
    "tick": "cron_job",
    **dict.fromkeys((*LIFE, "handoff"), "move_complaints"),
    **dict.fromkeys(MERGING, "merge_complaints"),
}
"""Each daily command: the module of this package whose `LINES` say what it does, and what stands on its line."""
_YES_OR_NO = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
_DIGITS = 9
"""Digits of a number that is surely one."""
Values = dict[str, "Any"]


class PlainLine(Record):
    """A command line as read: what is to be done, the options of everywhere, and the command's own parameters."""

    body: Callable[..., Any]
    options: Values
    parameters: Values


class DoubtError(Exception):
    """This line is click's."""


def read(words: Sequence[str], environment: Mapping[str, str]) -> PlainLine | None:
    """Return what a command line means, just as click would read it; None: it is click's to read."""
    try:
        rest = iter(words)
        options = from_environment(EVERYWHERE, environment)
        before, command = parse_options(EVERYWHERE, rest, one=True)
        if not command or command[0] not in COMMANDS:
            return None
        found = __import__(f"aduan_cli.cli.{COMMANDS[command[0]]}", fromlist=["LINES"])
        behind = list(rest)
        if not getattr(found, "COMMANDS", {}).keys().isdisjoint(behind):
            return None  # One of its own commands, or a word like one.
        body, parameters = found.LINES[command[0]]
        return _whole(body, parameters, {**options, **before}, iter(behind))
    except DoubtError:
        return None


def _whole(
    body: Callable[..., object], parameters: Iterable[Argument | Option], before: Values, rest: Iterator[str]
) -> PlainLine:
    """Return the line, read to its end."""
    own = [one for one in parameters if isinstance(one, Option)]
    arguments = [one for one in parameters if isinstance(one, Argument)]
    names = {one.name for one in own}
    given, texts = parse_options((*own, *(one for one in EVERYWHERE if one.name not in names)), rest)
    values = {one.name: given.pop(one.name, one.unset) for one in own}
    values.update(_of_arguments(arguments, texts))
    return PlainLine(body, {**before, **given}, values)


def _of_arguments(arguments: list[Argument], texts: list[str]) -> Iterator[tuple[str, object]]:
    """Yield the value of each argument: of those that are just one text, as many as there are; else of the only one."""
    if all(one.alone for one in arguments):
        if len(texts) != len(arguments):
            raise DoubtError
        for one, text in zip(arguments, texts, strict=True):
            yield one.name, storable_value(text)
        return
    (several,) = arguments
    if several.required and not texts:
        raise DoubtError
    yield several.name, storable_value(tuple(texts))


def from_environment(options: Iterable[Option], environment: Mapping[str, str]) -> Values:
    """Return what the environment says of options; an empty variable says nothing."""
    said = ((one, environment.get(one.envvar)) for one in options if one.envvar)
    return {one.name: _option_value(one, value) for one, value in said if value}


def _option_value(option: Option, value: str) -> object:
    """Return the value of an option by its variable."""
    if option.kind != FLAG:
        return _value(option, value)
    if value.lower() not in _YES_OR_NO:
        raise DoubtError
    return _YES_OR_NO[value.lower()]


def parse_options(options: Iterable[Option], rest: Iterator[str], one: bool = False) -> tuple[Values, list[str]]:
    """Return the values of options by parameter, and the other words; with `one` stop at the first of these."""
    known = {name: option for option in options for name in option.names}
    values: Values = {}
    texts: list[str] = []
    for word in rest:
        if len(word) < 2 or word[0] != "-":
            texts.append(word)
            if one:
                break
        elif word == "--" and not one:
            texts += rest
        else:
            name, equals, value = word.partition("=")
            option = known.get(name)
            if option is None or (equals and not name.startswith("--")):
                raise DoubtError
            _put(values, option, value if equals else None, rest)
    return values, texts


def _put(values: Values, option: Option, value: str | None, rest: Iterator[str]) -> None:
    """Note an option's value: what is behind its `=`, else the next word, unless that looks like an option."""
    if option.kind == FLAG:
        if value is not None:
            raise DoubtError
        values[option.name] = True
        return
    if value is None:
        value = next(rest, option.bare or "-")
        if value[:1] == "-":
            raise DoubtError
    said = _value(option, value)
    values[option.name] = (*values.get(option.name, ()), said) if option.several else said


def _value(option: Option, text: str) -> object:
    """Return the value that a text is for an option."""
    if option.kind == FILE:
        return text
    if option.kind in (NUMBER, POSITIVE, SECONDS):
        return _number(option, text)
    if option.kind == WORD:
        from aduan_cli.value_words import value_of

        text = value_of(option.name, text) or text.lower()
    if option.kind in (CHOICE, WORD) and text not in option.words:
        raise DoubtError
    return storable_value(text)


def _number(option: Option, text: str) -> float:
    """Return the number that a text is for an option: digits alone, of seconds with a fraction behind them."""
    whole, _point, fraction = text.partition(".") if option.kind == SECONDS else (text, "", "")
    if not (text.isascii() and whole.isdigit() and (fraction or "0").isdigit() and len(text) <= _DIGITS):
        raise DoubtError
    number = float(text) if option.kind == SECONDS else int(text)
    if option.kind == POSITIVE and not number:
        raise DoubtError
    return number
