"""`[readings]` and `[unless]`: from the files to what the engine reads by, and what conditions may ask of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from aduan_cli.i18n import _
from aduan_cli.patterns import GAP
from aduan_cli.problems import Path, Problems, quoted
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.names import DeclaredNames
from aduan_cli.rules.language.reading_tables import NUMBERS
from aduan_cli.rules.language.shape import each
from aduan_cli.rules.language.wordings import MOST, WordLists, how_many, too_many
from aduan_cli.text import LISTED, fold

if TYPE_CHECKING:
    from aduan_cli.compiled import ReadingTable

PLACE = "#"
_LISTS = ("forms", "near", "not_near", "unless")
_MAPS = ("of", "words", "numbers", "factors")
_FREE = {"forms": True, "factors": True, "near": None, "not_near": None}
"""Whether a wording must have a `#` (None: it may); elsewhere it has none."""
_OF_KINDS = {
    "of": ("count",),
    "codes": ("code",),
    "names": ("street",),
    **dict.fromkeys(("words", "forms", "numbers", "factors", "least", "most"), NUMBERS),
}
"""Keys → the kinds that have them."""
_NEEDED = {"count": ("of", "words"), "code": ("codes",), "street": ("names",)}
"""Kinds → the keys of which they need one."""
_STAR_INSIDE = re.compile(r"\*[^\s|]")
_GAP = re.compile(r"\{readings\.([^{}]*)\}")


def readings_of(
    sources: Iterable[Source], names: DeclaredNames, words: WordLists, problems: Problems
) -> dict[str, ReadingTable]:
    """Return the readings by name; what is wrong with one is reported, and it is left out."""
    made: dict[str, ReadingTable] = {}
    for source in sources:
        for name, table in source.data.get("readings", {}).items():
            path: Path = ("readings", name)
            good = "broken" not in table and _listed(source.file, path, table, words)
            good = good and _is_whole(source, path, table, problems)
            if good and names.readings.get(name, ("", ""))[1] == source.file:
                kept = {key: value for key, value in table.items() if key != "number"}
                made[name] = cast("ReadingTable", {**kept, "file": source.file, "line": source.lines.get(path, 0)})
    return made


def unless_of(city: Source, words: WordLists, problems: Problems) -> dict[str, list[str]]:
    """Return the words that say that something isn't so now."""
    table, path = city.data.get("unless", {}), ("unless",)
    _listed(city.file, path, table, words)
    return {
        key: [w for w, where in each(values, (*path, key)) if _is_wording(city.file, where, w, False, problems)]
        for key, values in table.items()
        if key != "broken"
    }


def _listed(file: str, path: Path, table: dict[str, Any], words: WordLists) -> bool:
    """Put the words of a list where a table names it (`@name`); False: there is none of that name, which is told."""
    good = True
    for key, values in table.items():
        if not isinstance(values, list) or not any(value.startswith(LISTED) for value in values):
            continue
        found = [
            words.of(value, file, where) if value.startswith(LISTED) else [value]
            for value, where in each(values, (*path, key))
        ]
        good &= None not in found
        table[key] = [word for listed in found if listed is not None for word in listed]
    return good


def _is_whole(source: Source, path: Path, table: dict[str, Any], problems: Problems) -> bool:
    """Say whether a reading can be read by, and report what is wrong with it."""
    good = True
    kind = table["kind"]
    for key in table.keys() & _OF_KINDS.keys():
        if kind not in _OF_KINDS[key]:
            what = _("'{key}' does nothing for kind = '{kind}'").format(key=key, kind=kind)
            problems.error(source.file, (*path, key), what, _("leave it out"))
            good = False
    if kind in _NEEDED and not table.keys() & set(_NEEDED[kind]):
        problems.error(source.file, path, *_lacking(kind))
        good = False
    if "forms" in table and "words" not in table:
        problems.error(source.file, (*path, "forms"), _("there are no words to stand so"), _("'words' would be right"))
        good = False
    for code, place in each(table.get("codes", []), (*path, "codes")):
        if (many := 2 ** code.count("[")) > MOST:
            problems.error(source.file, place, *too_many(code, many))
            good = False
    for key, place, wording in _wordings(table, path):
        good &= _is_wording(source.file, place, wording, _FREE.get(key, False), problems)
    return good


def _lacking(kind: str) -> tuple[str, str]:
    """Return what is wrong with a reading that has none of the keys that its kind needs, and what would be right."""
    if kind == "count":
        return _("nothing is counted"), _("of = { rumah = 1 } would be right: what is counted")
    if kind == "code":
        return _("it has no form"), _('codes = ["BKS-###"] would be right: the forms of the code')
    return _("it has no streets"), _('names = ["Jl. ..."] would be right')


def _wordings(table: dict[str, Any], path: Path) -> Iterator[tuple[str, Path, str]]:
    for key in _LISTS:
        for wording, where in each(table.get(key, []), (*path, key)):
            yield key, where, wording
    for key in _MAPS:
        for wording in table.get(key, {}):
            yield key, (*path, key, wording), wording


def _is_wording(file: str, path: Path, wording: str, placed: bool | None, problems: Problems) -> bool:
    """Say whether a wording can be found in a text. `placed`: it must have a `#`, or none; None: as it likes."""
    what = right = None
    count = wording.count(PLACE)
    if not any(character.isalnum() for character in fold(wording)):
        what, right = _("{value} has no letter or digit").format(value=quoted(wording)), _("a word would be right")
    elif placed and count != 1:
        what = _("{value} doesn't say where the word or number stands").format(value=quoted(wording))
        right = _("one '#' in it would be right")
    elif count > (placed is not False):
        what = _("'#' does nothing in {value}").format(value=quoted(wording))
        right = _("the words alone would be right") if placed is False else _("one '#' would be right")
    elif (many := max(map(how_many, wording.split(GAP)))) > MOST:
        what, right = too_many(wording, many)
    elif _STAR_INSIDE.search(wording):
        what = _("'*' stands within a word in {value}").format(value=quoted(wording))
        right = _("only the end of a word may be left open")
    if what is None:
        return True
    problems.error(file, path, what, right)
    return False


def readings_in_text(text: str | None) -> list[str]:
    """Return the readings whose values stand in a rule's words."""
    return _GAP.findall(text or "")


def tells_known(table: dict[str, Any], names: DeclaredNames, file: str, path: Path) -> bool:
    """Say whether there are all readings whose values stand in a rule's words, and report if not."""
    told = [(name, (*path, key)) for key in ("reason", "say") for name in readings_in_text(table.get(key))]
    return None not in [names.reading(name, file, where) for name, where in told]
