"""What callers say for a word: `[synonyms]` of the city's file, as the engine replaces them."""

from __future__ import annotations

from aduan_cli.i18n import _
from aduan_cli.problems import Path, Problems, quoted
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.shape import each
from aduan_cli.text import Folded, join_pattern


def synonyms_of(city: Source, problems: Problems) -> dict[str, str]:
    """Return word → the word that it stands for, both folded, the latter joined; what can't count is reported."""
    tables = city.data.get("synonyms", {})
    made: dict[str, str] = {}
    for meant, others in tables.items():
        plain, path = join_pattern(meant), ("synonyms", meant)
        if not plain or "*" in plain:
            what = _("nothing can stand for {value}").format(value=quoted(meant))
            problems.error(city.file, path, what, _("a word without '*' would be right"))
            continue
        for other, where in each(others, path):
            if other:
                _add(made, other, plain, (city.file, where), problems)
    for meant in tables:
        further = made.get(join_pattern(meant))
        if further is not None:
            what = _("{value} is said for '{word}' already").format(value=quoted(meant), word=further)
            problems.error(city.file, ("synonyms", meant), what, _("put its words there"))
            del made[join_pattern(meant)]
    return made


def _add(made: dict[str, str], other: str, plain: str, place: tuple[str, Path], problems: Problems) -> None:
    """Note that one word stands for another; a problem where it can't."""
    tokens = Folded(other).tokens
    if len(tokens) != 1 or "*" in other:
        what = _("{value} is no single word").format(value=quoted(other))
        problems.error(*place, what, _("one word without spaces or '*' would be right; several belong in the patterns"))
    elif tokens[0] == plain:
        problems.warning(*place, _("{value} stands for itself").format(value=quoted(other)), _("leave it out"))
    elif made.setdefault(tokens[0], plain) != plain:
        what = _("{value} is said for '{word}' already").format(value=quoted(other), word=made[tokens[0]])
        problems.error(*place, what, _("each word stands for one"))
