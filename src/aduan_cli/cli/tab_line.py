"""What can be typed next on a line, without click: from a table made of the commands themselves.

The table is `tab_key.json` beside this file; `make docs` writes it anew, `make check` holds it to the commands.
A line is answered here only where it leaves no doubt; every other one is click's (`tab_click`), which would have
answered the same: `tests/cli/test_tab_key.py` holds both together.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from aduan_cli.cli.declared import CHOICE, EVERYWHERE, FILE, FLAG, TEXT, Option
from aduan_cli.cli.offers import Offer, begun, line_of, of_the_desk
from aduan_cli.cli.plain import DoubtError, from_environment, parse_options
from aduan_cli.i18n import _, choose
from aduan_cli.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict

    from aduan_cli.cli.context import Context

    class Offered(TypedDict, total=False):
        """What is offered for a parameter. `of`: of which kind; `words` of a choice; `key` in `offers.OFFERS`."""

        of: str
        words: Sequence[str]
        key: str
        several: bool

    class Declared(TypedDict, total=False):
        """An option or argument. `many`: it may be given again; `flag`: it takes no value; `bare`: it needs none."""

        name: str
        names: Sequence[str]
        about: str
        many: bool
        flag: bool
        bare: str
        offered: Offered

    class DeclaredCommand(TypedDict):
        """A command. `inner`: its own commands, with their lines in the help; `asks`: its words may be others, too."""

        options: Sequence[Declared]
        arguments: Sequence[Declared]
        inner: Mapping[str, str]
        asks: bool


TABLE = os.path.join(os.path.dirname(__file__), "tab_key.json")
PATHS, FOLDERS, WORDS, ANY_CASE, DESK = "file", "dir", "words", "any case", "desk"
"""What is offered: names that the shell knows, words as they are, words in any case, values of the desk."""
PLAIN = "plain"
_HELP = Option(("-h", "--help"), "Show this help.", FLAG)
_THAT_END = ("help", "version")
"""Options whose line does nothing else."""
Item = tuple[str, str, "str | None"]
"""What is offered: `PLAIN`, or of which kind the shell's names are; the value; a few words on it."""


class LinePlace(Record):
    """Where on a line something is typed: behind which command, options and words."""

    path: str
    command: DeclaredCommand
    options: Mapping[Option, Offered | None]
    given: Mapping[str, object]
    texts: Sequence[str]
    kept: Mapping[str, object]
    """The options of everywhere, from the line or the environment."""


def offered(words: Sequence[str], typed: str, environment: Mapping[str, str], context: Context) -> Iterable[Item]:
    """Return what can stand where `typed` is, behind some words. Raises `DoubtError`."""
    if "--" in words:
        raise DoubtError
    before = list(words)
    last = before.pop() if words and words[-1][:1] == "-" and "=" not in words[-1] else None
    place = _place(before, environment)
    _keep(context, place.kept)
    if typed == "=":
        typed = ""
    elif typed[:1] == "-" and "=" in typed:
        name, _equals, typed = typed.partition("=")
        option = _named(place, name)
        if last is not None or option.kind == FLAG or typed[:1] == "-":
            raise DoubtError
        found = values(place.options[option], typed, context)
        return ((kind, f"{name}={value}", about) for kind, value, about in found)
    if last is None:
        return _next(place, place.given, typed, context)
    option = _named(place, last)
    if option.kind == FLAG:
        return _next(place, {**place.given, option.name: True}, typed, context)
    if typed[:1] == "-":
        raise DoubtError
    return values(place.options[option], typed, context)


def _keep(context: Context, kept: Mapping[str, object]) -> None:
    """Keep the options of everywhere: of what they do at once, only the language counts here."""
    context.options.update(kept)  # type: ignore[typeddict-item]
    if "lang" in kept:
        choose(context.options["lang"])


def _place(words: Sequence[str], environment: Mapping[str, str]) -> LinePlace:
    """Return where a line stands after some words: the command that they name, and what is given of it."""
    with open(TABLE, encoding="utf-8") as file:
        table: Mapping[str, DeclaredCommand] = json.load(file)
    rest = iter(words)
    kept = from_environment(EVERYWHERE, environment)
    path = ""
    while True:
        command = table[path]
        options = _options(path, command)
        is_group = bool(command["inner"]) and not command["asks"]
        given, texts = parse_options(options, rest, one=is_group)
        if not given.keys().isdisjoint(_THAT_END):
            raise DoubtError
        own = {one["name"] for one in command["options"]}
        kept |= {name: value for name, value in given.items() if name not in own}
        if is_group and texts and texts[0] in command["inner"]:
            path = f"{path} {texts[0]}".strip()
        elif command["inner"] and texts and (is_group or not command["inner"].keys().isdisjoint(texts)):
            raise DoubtError
        else:
            return LinePlace(path, command, options, given, texts, kept)


def _options(path: str, command: DeclaredCommand) -> dict[Option, Offered | None]:
    """Return the options of a command as they are listed, each with what is offered for its value."""
    own = {_option(one): one.get("offered") for one in command["options"]}
    names = {one.name for one in own}
    others = {one: _of_everywhere(one) for one in EVERYWHERE if one.name not in names}
    return {**own, **others, _HELP: None} if path else {**others, **own, _HELP: None}


def _option(said: Declared) -> Option:
    kind = FLAG if said.get("flag") else TEXT
    names, many = tuple(said["names"]), bool(said.get("many"))
    return Option(names, said["about"], kind, several=many, parameter=said["name"], bare=said.get("bare"))


def _of_everywhere(option: Option) -> Offered | None:
    if option.kind == CHOICE:
        return {"of": WORDS, "words": option.words}
    return {"of": FOLDERS if option.metavar == "DIR" else PATHS} if option.kind == FILE else None


def _named(place: LinePlace, name: str) -> Option:
    """Return an option by its name. Raises `DoubtError`: it may be a shorter one of its names, or several in one."""
    for option in place.options:
        if name in option.names and option.name not in _THAT_END:
            return option
    raise DoubtError


def _next(place: LinePlace, given: Mapping[str, object], typed: str, context: Context) -> Iterable[Item]:
    """Return what can begin where a value isn't waited for: options, a command's words, commands of a group."""
    if typed[:1] == "-":
        return _option_names(place, given, typed)
    for at, argument in enumerate(place.command["arguments"]):
        if argument.get("many") or at >= len(place.texts):
            return values(argument.get("offered"), typed, context)
    inner = ((name, line_of(about)) for name, about in place.command["inner"].items())
    return _plain(begun(inner, typed))


def _option_names(place: LinePlace, given: Mapping[str, object], typed: str) -> Iterator[Item]:
    """Yield the options that begin so and are not on the line yet, but for those that may be given again."""
    for option in place.options:
        if option.several or option.name not in given:
            yield from ((PLAIN, name, _(option.about)) for name in option.names if name.startswith(typed))


def values(given: Offered | None, typed: str, context: Context) -> Iterable[Item]:
    """Return the values that begin so."""
    if given is None:
        return ()
    if given["of"] == DESK:
        return _plain(of_the_desk(context.desk, given["key"], given.get("several", False), typed))
    if given["of"] in (PATHS, FOLDERS):
        return ((given["of"], typed, None),)
    begins = typed.lower() if given["of"] == ANY_CASE else typed
    return ((PLAIN, word, None) for word in given["words"] if word.startswith(begins))


def _plain(offers: Iterable[Offer]) -> Iterator[Item]:
    return ((PLAIN, value, about) for value, about in offers)
