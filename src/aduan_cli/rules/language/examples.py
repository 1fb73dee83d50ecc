"""Examples of the files: sentences and what must come out for them, wherever they are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from aduan_cli.i18n import _
from aduan_cli.problems import Path
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.names import DeclaredNames
from aduan_cli.rules.language.shape import each


class Example(NamedTuple):
    """A sentence and what must come out for it, as `[[example]]` or the `examples` of a category have it."""

    file: str
    path: Path
    given: dict[str, Any]
    expect: dict[str, Any]


def examples_of(source: Source, names: DeclaredNames) -> Iterator[Example]:
    """Yield the examples of a file; what they name is checked, and what is wrong with one is reported."""
    for category, table in source.data.get("categories", {}).items():
        for kind, said in table.get("examples", {}).items():
            for text, path in each(said, ("categories", category, "examples", kind)):
                expect = {"category": category, "unit": table["unit"], "kind": kind}
                if names.categories[category] == source.file:
                    yield Example(source.file, path, {"text": text}, expect)
    for table in source.data.get("example", []):
        path = ("example", table["number"])
        given = {key: value for key, value in table.items() if key not in ("text", "expect", "number", "broken")}
        good = _named(given, source.file, path, names) and "broken" not in table
        good &= _named(table["expect"], source.file, (*path, "expect"), names)
        texts = list(each(table.get("text", []), (*path, "text")))
        if not texts and not given.keys() - {"at"} and "broken" not in table:
            what = _("nothing is given")
            names.problems.error(source.file, path, what, _("a text would be right, or fields, or a category"))
            good = False
        if good and len(texts) < 2:
            yield Example(source.file, path, {**({"text": texts[0][0]} if texts else {}), **given}, table["expect"])
        elif good:
            for text, where in texts:
                yield Example(source.file, where, {"text": text, **given}, table["expect"])


def _named(table: dict[str, Any], file: str, path: Path, names: DeclaredNames) -> bool:
    """Check what one side of an example names; places get the city's spelling. False: something is unknown."""
    good = True
    if "unit" in table and (path[-1] != "expect" or table["unit"] != names.triage):
        good &= names.unit(table["unit"], file, (*path, "unit"))
    if "category" in table:
        # One that only a left-out file declares can't come out now.
        good &= names.category(table["category"], file, (*path, "category"))
        good &= table["category"] in names.categories
    for kind in ("kecamatan", "kelurahan", "place"):
        if kind in table:
            table[kind] = names.place(kind, table[kind], file, (*path, kind))
            good &= table[kind] is not None
    for unit, where in each(table.get("support", []), (*path, "support")):
        good &= names.unit(unit, file, where, outside=False)
    if "channel" in table:
        good &= names.word("channel", table["channel"], file, (*path, "channel"))
    return good
