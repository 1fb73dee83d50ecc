"""The answers of the counter: `[[answer]]` of all files, and what units say of how they are reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from aduan_cli.i18n import _
from aduan_cli.problems import Path, Problems
from aduan_cli.rules.directory import index_of
from aduan_cli.rules.language.conditions import Conditions, Patterns
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.names import DeclaredNames
from aduan_cli.rules.language.wordings import WordLists
from aduan_cli.text import LISTED, longest_by_start

if TYPE_CHECKING:
    from aduan_cli.compiled import Answer, Answers, OutsideBody, Unit

OF_UNIT = "unit:"
"""What the id of an answer begins with that a unit's own contacts make."""


def answers_of(
    sources: Iterable[Source],
    names: DeclaredNames,
    synonyms: Mapping[str, str],
    words: WordLists,
    problems: Problems,
) -> Answers:
    """Return the answers of the files, in their order, then one for each unit that says how it is reached."""
    compiler = _Compiler(names, synonyms, words, problems)
    for source in sources:
        for table in source.data.get("answer", []):
            compiler.add(source, table)
    return compiler.answers()


class _Compiler:
    def __init__(self, names: DeclaredNames, synonyms: Mapping[str, str], words: WordLists, problems: Problems) -> None:
        self._names, self._synonyms, self._problems = names, synonyms, problems
        self._lists = words
        self._patterns = Patterns(synonyms)
        self._ids: dict[str, str] = {}
        self._entries: list[Answer] = []
        self._words: list[str] = []

    def add(self, source: Source, table: dict[str, Any]) -> None:
        """Add one answer, unless something of it is wrong."""
        path: Path = ("answer", table["number"])
        good = self._is_new(source.file, path, table["id"])
        unit = table.get("unit")
        good &= unit is None or self._names.unit(unit, source.file, (*path, "unit"), source.plugin)
        when = Conditions(source.file, self._names, self._patterns, self._lists).table(_conditions(table), path)
        if when is None or not good:
            return
        self._entries.append(
            {
                "id": table["id"],
                "title": table["title"],
                "text": table["text"],
                "when": None if when == ["all", []] else when,
                "unit": unit,
                "source": table.get("source"),
                "valid_until": table.get("valid_until"),
                "plugin": source.plugin,
                "file": source.file,
                "number": table["number"],
                "line": source.lines.get(path, 0),
            }
        )
        self._words.append(" ".join((table["title"], *_asked_words(table))))

    def _is_new(self, file: str, path: Path, id_: str) -> bool:
        first = self._ids.setdefault(id_, file)
        taken = any(entry["id"] == id_ for entry in self._entries)
        if taken:
            what = _("answer '{answer}' stands in {file} already").format(answer=id_, file=first)
            self._problems.error(file, (*path, "id"), what, _("another id"))
        return not taken

    def answers(self) -> Answers:
        """Return the answers, with what finds them."""
        everyone: dict[str, Unit | OutsideBody] = {**self._names.units, **self._names.outside}
        for unit, entry in everyone.items():
            if entry.get("contacts"):
                self._entries.append(_of_unit(unit, entry, self._names))
                self._words.append(" ".join((entry["name"], *entry["aliases"])))
        named = {unit: " ".join((unit, entry["name"], *entry["aliases"])) for unit, entry in everyone.items()}
        parts = [
            (words, named.get(entry["unit"] or "", ""), entry["text"])
            for words, entry in zip(self._words, self._entries, strict=True)
        ]
        made: Answers = {
            "entries": self._entries,
            "patterns": self._patterns.exact,
            "longest": longest_by_start(self._patterns.exact),
            "stars": self._patterns.stars,
            "index": index_of(parts, self._synonyms),
            "words": self._patterns.words,
        }
        self._patterns.renumber()
        return made


def _conditions(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the conditions of an answer as those of a rule, whose `text` is an answer's `words`."""
    conditions = {key: value for key, value in table.items() if key not in ("text", "words")}
    return conditions | ({"text": table["words"]} if "words" in table else {})


def _asked_words(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words that an answer asks for, but for those in further conditions, which every question may have."""
    for item in (*table.get("words", ()), *table.get("text_all", ())):
        words = [item] if isinstance(item, str) else item
        yield from (word for word in words if "*" not in word and not word.startswith(LISTED))


def _of_unit(unit: str, entry: Unit | OutsideBody, names: DeclaredNames) -> Answer:
    """Return what a unit's own contacts answer."""
    file, _path = names.declared(unit)
    told = f"{entry['name']}: {', '.join(entry.get('contacts', ()))}"
    return {
        "id": OF_UNIT + unit,
        "title": entry["name"],
        "text": told + (f" ({entry['hours']})" if entry.get("hours") else ""),
        "when": None,
        "unit": unit,
        "source": None,
        "valid_until": None,
        "plugin": cast("str | None", entry.get("owner")),
        "file": file,
        "number": None,
        "line": 0,
    }
