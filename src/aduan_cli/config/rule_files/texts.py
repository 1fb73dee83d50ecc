"""Sets of rule files as texts (path → text): those on disk, those of a revision, and how they are written back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from aduan_cli.config.rule_files.in_force import ParsedTexts
from aduan_cli.config.rule_files.loader import Loaded, compile_sources, read_sources
from aduan_cli.config.rule_files.sources import (
    RULES,
    File,
    Sources,
    belonging,
    decoded,
    inside,
    parse,
    parsed,
    wanted_by,
)
from aduan_cli.errors import StoreError
from aduan_cli.files import read_regular, replace, write
from aduan_cli.i18n import _
from aduan_cli.kept_out import unreadable
from aduan_cli.problems import Problem
from aduan_cli.rules.language.declare import manifest_path

KEPT = os.path.join(".aduan", "replaced")
"""Where copies of the files that `rules restore` replaced are kept, in a folder for each time."""
_NAMES = (("plugin", "name"), ("unit", "id"))
"""Where a manifest says whose it is."""
Texts = Mapping[str, str]


class TextsOnDisk(NamedTuple):
    """The files as they stand on disk. What can't be read as text is only in `problems`."""

    texts: dict[str, str]
    problems: list[Problem]


def on_disk(desk: str, accepted: str | None = None) -> TextsOnDisk:
    """Return the texts of the files that the rules on disk (and `accepted`, a `rules.toml`) ask for."""
    sources = read_sources(desk, accepted)
    texts: dict[str, str] = {}
    problems = [*sources.bad.values()]
    for path, file in sources.files.items():
        text = decoded(path, file.data)
        if isinstance(text, Problem):
            problems.append(text)
        else:
            texts[path] = text
    if RULES in texts and parsed(texts[RULES]) is not None:
        texts = {path: texts[path] for path in belonging(texts, texts[RULES]) if path in texts}
    return TextsOnDisk(texts, problems)


def compile_texts(texts: Texts, known: ParsedTexts | None = None) -> Loaded:
    """Compile a set of texts, whatever lies on disk. `revision` is None where there is no `rules.toml`.

    `known` are texts that were parsed for a set like this one; it is brought to this one's.
    """
    # The state of the files on disk doesn't matter: the texts are what counts. What they grant to a plugin that they
    # don't enable was right when they were accepted.
    files = {path: File(text.encode("utf-8", "replace"), "", (0, 0, 0, 0)) for path, text in texts.items()}
    grants = (parsed(texts.get(RULES, "")) or {}).get("grants")
    loaded = compile_sources(Sources(files, {}, (), tuple(grants) if isinstance(grants, dict) else ()), known=known)
    if known is not None:
        known.forget_others(texts)
    return loaded


def with_file(texts: Texts, text: str, name: str) -> dict[str, str]:
    """Return a set of texts with one in the place of the file that it is for: a manifest's plugin, else the rules.

    Raises `ValueError` with a sentence when the text is no TOML, or a manifest that no rules enable; `name`
    stands in it.
    """
    data = parsed(text)
    if data is None:
        problem = parse(RULES, text).problems[0]
        raise ValueError(str(problem._replace(file=name)))
    named = next((table[key] for of, key in _NAMES if isinstance(table := data.get(of), dict) and key in table), None)
    path = manifest_path(named) if isinstance(named, str) else RULES
    if path != RULES and path not in wanted_by(texts.get(RULES)):
        raise ValueError(_("{file}: plugin '{plugin}' is not enabled in rules.toml").format(file=name, plugin=named))
    return {**texts, path: text}


def data_of(texts: Texts) -> tuple[dict[str, dict[str, object]], list[Problem]]:
    """Return the parsed data of each text, and the problems of those that can't be parsed."""
    data: dict[str, dict[str, object]] = {}
    problems: list[Problem] = []
    for path, text in texts.items():
        document, _lines, wrong = parse(path, text)
        problems += wrong
        if document is not None:
            data[path] = document.data
    return data, problems


def write_back(desk: str, texts: Texts, stamp: str) -> tuple[list[str], str | None]:
    """Write texts over the files on disk, each after a copy of the present one; return what was written.

    The second value is the folder of the copies, relative to the desk; None when nothing had to be copied.
    `stamp` names it. Each file is replaced as a whole. Raises `StoreError` when that fails.
    """
    changed = [path for path, text in texts.items() if _bytes(desk, path) != text.encode()]
    for path in changed:
        if not inside(path):
            raise StoreError(_("{path}: no path inside the desk's folder").format(path=path))
    copies = _free(desk, os.path.join(KEPT, stamp))
    try:
        copied = _copy(desk, copies, changed)
        for path in changed:
            replace(os.path.join(desk, path), texts[path].encode())
    except OSError as error:
        what = _("{path}: it can't be written: {reason}")
        raise StoreError(what.format(path=error.filename or desk, reason=error.strerror)) from error
    return changed, copies if copied else None


def _bytes(desk: str, path: str) -> bytes | None:
    """Return a file's bytes; None when it isn't there. Raises `StoreError`: what can't be read can't be copied."""
    try:
        return read_regular(os.path.join(desk, path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        why = unreadable(desk, path) if isinstance(error, PermissionError) else None
        if why:
            raise StoreError(f"{path}: {why[0]}; {why[1]}") from error
        raise StoreError(_("{path}: it can't be read: {reason}").format(path=path, reason=error.strerror)) from error


def _free(desk: str, folder: str) -> str:
    """Return a folder's name that is not there yet: two restores may fall into one second."""
    number = 1
    name = folder
    while os.path.lexists(os.path.join(desk, name)):
        number += 1
        name = f"{folder}-{number}"
    return name


def _copy(desk: str, folder: str, paths: Iterable[str]) -> bool:
    copied = False
    for path in paths:
        data = _bytes(desk, path)
        if data is not None:
            write(desk, f"{folder}/{path}", data, durable=True)
            copied = True
    return copied
