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

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "aduan_cli"
PO = SOURCE / "locale" / "id" / "LC_MESSAGES" / "messages.po"
Sentence = str | tuple[str, str]


def sentences(folder: Path, own: bool) -> dict[Sentence, tuple[str, int]]:
    """Return every sentence that the code may show, with the place of its first use."""
    found: dict[Sentence, tuple[str, int]] = {}
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for sentence, line in (*_marked(tree), *(_helps(tree) if own else ())):
            found.setdefault(sentence, (str(path.relative_to(folder)), line))
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


def _helps(tree: ast.AST) -> Iterator[tuple[Sentence, int]]:
    """Yield what help pages show: `help=` of options, docstrings of commands, the table of commands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "help" and (text := _text(node.value)):
            yield text, node.value.lineno
        elif isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
            if text := ast.get_docstring(node):
                yield inspect.cleandoc(text), node.lineno
        elif isinstance(node, ast.Assign):
            yield from _table(node)


def _table(node: ast.Assign) -> Iterator[tuple[Sentence, int]]:
    if [getattr(target, "id", "") for target in node.targets] != ["COMMANDS"]:
        return
    for entry in getattr(node.value, "values", []):
        if isinstance(entry, ast.Tuple) and (text := _text(entry.elts[-1])):
            yield text, entry.lineno


def _is_command(decorator: ast.expr) -> bool:
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(function, ast.Attribute) and function.attr in ("command", "group")


def _read() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="id")


def _compiled(catalogue: Catalog) -> bytes:
    made = BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def _placeholders(text: str) -> list[str]:
    return sorted(set(re.findall(r"\{(\w*)", text)))


def _first(sentence: str | tuple[str, ...] | list[str]) -> str:
    return sentence if isinstance(sentence, str) else sentence[0]


def problems() -> Iterator[str]:
    """Yield everything that is out of step, each with its place."""
    if not PO.is_file():
        yield f"{PO.relative_to(ROOT)}: there is no catalogue; scripts/catalogue.py update would be right"
        return
    ours = {_first(s): place for s, place in sentences(SOURCE, own=True).items()}
    clicks = {_first(s) for s in sentences(Path(click.__file__).parent, own=False)}
    catalogue = _read()
    there = {_first(message.id): message for message in catalogue if message.id}
    for sentence, (path, line) in ours.items():
        if sentence not in there:
            yield f"{path}:{line}: not in the catalogue: {sentence!r}"
    for sentence, message in there.items():
        texts = [message.string] if isinstance(message.string, str) else list(message.string or [""])
        if sentence not in ours and sentence not in clicks:
            yield f"{PO.name}:{message.lineno}: no longer in the code: {sentence!r}"
        elif message.fuzzy or not all(texts):
            yield f"{PO.name}:{message.lineno}: not translated: {sentence!r}"
        elif any(set(_placeholders(text)) - set(_placeholders(str(message.id))) for text in texts):
            yield f"{PO.name}:{message.lineno}: names a placeholder that the code does not give: {sentence!r}"
    shipped = PO.with_suffix(".mo")
    fresh = gettext.GNUTranslations(BytesIO(_compiled(catalogue)))
    if not shipped.is_file() or gettext.GNUTranslations(shipped.open("rb"))._catalog != fresh._catalog:  # type: ignore[attr-defined]
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
    for sentence in sentences(SOURCE, own=True):
        there = known.get(_first(sentence))
        fresh.add(sentence, there.string if there is not None and there.id == sentence else "")
    for sentence in sentences(Path(click.__file__).parent, own=False):
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
