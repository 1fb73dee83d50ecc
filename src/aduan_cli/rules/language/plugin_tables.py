"""What plugins bring beside categories and rules (questions, commands), and what their code may use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from aduan_cli.hookspecs import RESERVED
from aduan_cli.i18n import _
from aduan_cli.problems import Path, Problems, quoted
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.names import DeclaredNames
from aduan_cli.rules.language.shape import each
from aduan_cli.rules.language.wordings import WordLists

if TYPE_CHECKING:
    from aduan_cli.compiled import Question
    from aduan_cli.rules.language.conditions import Patterns

LEAST_LIMIT, MOST_SECONDS, MOST_MEMORY = 0.01, 3_600, 1_048_576
"""The least of any of `[plugins.limits]`, the most seconds, the most MiB."""


def limits_of(city: Source, problems: Problems) -> dict[str, float]:
    """Return the limits of units' code that the city's file sets, those that are in range."""
    given: dict[str, float] = city.data.get("plugins", {}).get("limits", {})
    good = {}
    for name, value in given.items():
        if name == "broken":
            continue
        least, most = LEAST_LIMIT, MOST_MEMORY if name == "memory" else MOST_SECONDS
        if least <= value <= most:
            good[name] = value
        else:
            right = _("{least} to {most} would be right").format(least=least, most=most)
            path: Path = ("plugins", "limits", name)
            problems.error(city.file, path, _("{value} is out of range").format(value=value), right)
    return good


def commands_of(source: Source, problems: Problems) -> dict[str, str]:
    """Return the commands of a plugin, each with its line in the help."""
    if source.plugin in RESERVED:
        what = _("'{name}' is a command of aduan itself").format(name=source.plugin)
        problems.error(source.file, ("commands",), what, _("a plugin of another name may have commands"))
        return {}
    return {name: table["help"] for name, table in source.data["commands"].items()}


def questions_of(sources: Iterable[Source], names: DeclaredNames, problems: Problems) -> dict[str, list[Question]]:
    """Return what is asked for each category: [id, text, type, choices], in the order of the files."""
    made: dict[str, list[Question]] = {}
    for source in sources:
        for table in source.data.get("question", []):
            _add_question(source, table, made, names, problems)
    return made


def _add_question(
    source: Source, table: dict[str, Any], made: dict[str, list[Question]], names: DeclaredNames, problems: Problems
) -> None:
    """Add one question to each category that it is asked for."""
    path: Path = ("question", table["number"])
    choices = [choice for choice in table.get("choices", []) if choice]
    kind = table.get("type", "choice" if choices else "text")
    if (kind == "choice") != bool(choices) and "broken" not in table:
        what = _("type is '{type}', choices: {count}").format(type=kind, count=len(choices))
        problems.error(source.file, path, what, _('choices go with type = "choice", and must be there then'))
        return
    twice = next((at for at, one in enumerate(choices) if one.casefold() in map(str.casefold, choices[:at])), None)
    if twice is not None:
        what = _("{value} is a choice already").format(value=quoted(choices[twice]))
        problems.warning(source.file, (*path, "choices", twice), what, _("leave it out"))
    for category, where in each(table["category"], (*path, "category")):
        if not names.category(category, source.file, where) or category not in names.categories:
            continue
        if names.categories[category] != source.file:
            what = _("category '{category}' is owned by {file}").format(
                category=category, file=names.categories[category]
            )
            problems.error(source.file, where, what, _("ask it for a category of this file"))
        elif any(other[0] == table["id"] for other in made.get(category, ())):
            what = _("'{id}' is asked for '{category}' already").format(id=table["id"], category=category)
            problems.error(source.file, (*path, "id"), what, _("another id"))
        else:
            made.setdefault(category, []).append(cast("Question", [table["id"], table["text"], kind, choices]))


def read_of(sources: Iterable[Source], names: DeclaredNames) -> dict[str, dict[str, str]]:
    """Return which reading keeps a question from being asked where it finds something: category → id → its name."""
    made: dict[str, dict[str, str]] = {}
    for source in sources:
        for table in source.data.get("question", []):
            name, path = table.get("reading"), ("question", table["number"], "reading")
            if name and names.reading(name, source.file, path) is not None:
                for category, _where in each(table["category"], ()):
                    made.setdefault(category, {})[table["id"]] = name
    return made


def unasked_of(sources: Iterable[Source], patterns: Patterns, words: WordLists) -> dict[str, dict[str, list[int]]]:
    """Return which patterns in a text keep a question from being asked: category → id → their numbers."""
    made: dict[str, dict[str, list[int]]] = {}
    for source in sources:
        for table in source.data.get("question", []):
            if table.get("text_not"):
                said = words.all_of(table["text_not"], source.file, ("question", table["number"], "text_not"))
                numbers = patterns.numbers(said or ())
                for category, _where in each(table["category"], ()):
                    made.setdefault(category, {})[table["id"]] = numbers
    return made
