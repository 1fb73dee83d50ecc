"""Keeps the Indonesian catalogue in step with the sentences in the code: `check` or `update`.

`update` adds new sentences to the .po (untranslated), drops those that are gone, and compiles the .mo that ships.
`check` says everything that is out of step and ends with 1. Sentences of click itself may be in the catalogue too,
because one catalogue serves both.
"""

from __future__ import annotations

import ast
import gettext
import inspect
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from aduan_cli import i18n
from aduan_cli.cli.context import Context
from aduan_cli.cli.groups import Lazy
from aduan_cli.cli.root import root_group
from aduan_cli.rules.language.schema import TABLES
from aduan_cli.rules.language.shape import _WANTED
from aduan_cli.rules.language.values import SHAPES

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "aduan_cli"
PO = SOURCE / "locale" / "id" / "LC_MESSAGES" / "messages.po"
Sentence = str | tuple[str, str]
Found = dict[Sentence, str]
"""Every sentence with the place of its first use."""


def ours() -> Found:
    """Return every sentence of our own that the code may show."""
    found = marked(SOURCE)
    for sentence, place in (*_helps(), *_tables()):
        found.setdefault(sentence, place)
    return found


def clicks() -> Found:
    """Return every sentence that click may show."""
    return marked(Path(click.__file__).parent)


def marked(folder: Path) -> Found:
    """Return what stands in `_(...)` and `ngettext(...)` in the modules of a folder."""
    found: Found = {}
    for path in sorted(folder.rglob("*.py")):
        for sentence, line in _marked(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(sentence, f"{path.relative_to(folder)}:{line}")
    return found


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _marked(tree: ast.AST) -> Iterator[tuple[Sentence, int]]:
    """Yield what stands in `_(...)` and `ngettext(...)`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        texts = [_text(argument) for argument in node.args[:2]]
        if node.func.id == "_" and texts[0]:
            yield texts[0], node.lineno
        elif node.func.id == "ngettext" and texts[0] and texts[1:] and texts[1]:
            yield (texts[0], texts[1]), node.lineno


def _helps() -> Iterator[tuple[str, str]]:
    """Yield what help pages show. The real commands are asked, for a help text need not be one literal."""
    i18n.choose("en")
    root = root_group()
    yield from _help_of(root, click.Context(root, info_name="aduan", obj=Context()))


def _help_of(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    if command.help:
        yield inspect.cleandoc(command.help), context.command_path
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Option) and parameter.help:
            yield parameter.help, f"{context.command_path} {parameter.opts[-1]}"
    if isinstance(command, Lazy):
        yield from ((family, context.command_path) for family in command.families)
        for name, (_module, line) in command._table.items():
            yield line, f"{context.command_path} {name}"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from _help_of(child, click.Context(child, info_name=name, parent=context))


def _tables() -> Iterator[tuple[str, str]]:
    """Yield what the tables of the schema say against a file: kept as data, shown through `_`."""
    for kind, right in _WANTED.items():
        yield right, f"rules/language/shape.py: {kind}"
    for name, shape in SHAPES.items():
        yield shape.right, f"rules/language/schema.py: {name}"
    for table, keys in TABLES.items():
        for name, key in keys.items():
            if key.required:
                yield key.about, f"rules/language/schema.py: {table}.{name}"


def _read() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="id")


def _compiled(catalogue: Catalog) -> bytes:
    made = BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def meaning(compiled: bytes) -> dict[Any, str]:
    """Return what a compiled catalogue says: its sentences and its rule of plurals.

    The rest of its header tells who wrote it and when, which another version of Babel does otherwise.
    """
    read = gettext.GNUTranslations(BytesIO(compiled))
    sentences: dict[Any, str] = read._catalog  # type: ignore[attr-defined]
    return {**sentences, "": str(read.info().get("plural-forms"))}


def _placeholders(text: str) -> set[str]:
    """Return the placeholders as written, conversion and width included."""
    return set(re.findall(r"\{\w[^{}]*\}", text))


def _first(sentence: str | tuple[str, ...] | list[str]) -> str:
    return sentence if isinstance(sentence, str) else sentence[0]


def _last(sentence: str | tuple[str, ...] | list[str]) -> str:
    """Return the sentence, of two forms the plural: Indonesian has one form for all counts."""
    return sentence if isinstance(sentence, str) else sentence[-1]


def problems() -> Iterator[str]:
    """Yield everything that is out of step, each with its place."""
    if not PO.is_file():
        yield f"{PO.relative_to(ROOT)}: there is no catalogue; scripts/catalogue.py update would be right"
        return
    own = {_first(sentence): place for sentence, place in ours().items()}
    borrowed = {_first(sentence) for sentence in clicks()}
    catalogue = _read()
    there = {_first(message.id): message for message in catalogue if message.id}
    for sentence, place in own.items():
        if sentence not in there:
            yield f"{place}: not in the catalogue: {sentence!r}"
    for sentence, message in there.items():
        texts = [message.string] if isinstance(message.string, str) else list(message.string or [""])
        if sentence not in own and sentence not in borrowed:
            yield f"{PO.name}:{message.lineno}: no longer in the code: {sentence!r}"
        elif message.fuzzy or not all(texts):
            yield f"{PO.name}:{message.lineno}: not translated: {sentence!r}"
        elif any(_placeholders(text) != _placeholders(_last(message.id)) for text in texts):
            yield f"{PO.name}:{message.lineno}: not the placeholders of the sentence: {sentence!r}"
    shipped = PO.with_suffix(".mo")
    if not shipped.is_file() or meaning(shipped.read_bytes()) != meaning(_compiled(catalogue)):
        yield f"{shipped.name}: not what {PO.name} compiles to; scripts/catalogue.py update would be right"


def update() -> None:
    """Bring the .po up to the code and compile it."""
    old = _read() if PO.is_file() else Catalog(locale="id")
    known = {_first(message.id): message for message in old if message.id}
    fresh = Catalog(
        locale="id",
        header_comment="# The Indonesian sentences of aduan. scripts/catalogue.py keeps them in step with the code.",
        project="aduan",
        version="-",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="id",
        charset="utf-8",
        fuzzy=False,
    )
    # Babel gives Indonesian two plural forms; it has one.
    fresh.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
    for sentence in ours():
        there = known.get(_first(sentence))
        none = "" if isinstance(sentence, str) else ("",)
        fresh.add(sentence, there.string if there is not None and there.id == sentence else none)
    for sentence in clicks():
        there = known.get(_first(sentence))
        if there is not None and _first(sentence) not in fresh:
            fresh.add(there.id, there.string)
    fresh.creation_date = old.creation_date
    fresh.revision_date = old.creation_date
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, fresh, width=110, omit_header=False, sort_output=True)
    PO.with_suffix(".mo").write_bytes(_compiled(fresh))


def main(arguments: list[str]) -> int:
    """Check or update; return 1 when something is out of step."""
    if arguments == ["update"]:
        update()
    found = list(problems())
    for sentence in found:
        print(sentence, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
