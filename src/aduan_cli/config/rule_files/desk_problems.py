"""All that is wrong with a desk's files as they stand on disk, each problem with its place; and their examples."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from aduan_cli.complaint.examples import run_examples
from aduan_cli.config.rule_files.loader import Loaded, compile_sources
from aduan_cli.config.rule_files.sources import (
    LARGEST,
    RULES,
    Sources,
    decoded,
    parse_toml,
    parsed,
    read_named,
    read_sources,
)
from aduan_cli.errors import ConfigError, NotFoundError
from aduan_cli.files import read_regular
from aduan_cli.i18n import _
from aduan_cli.problems import Problem, located, one_for_each_cause
from aduan_cli.rules.language.compile import Document
from aduan_cli.rules.language.place_tables import FOLDER as PLACES
from aduan_cli.rules.review.idle_answers import flaws_of_answers
from aduan_cli.rules.review.idle_words import idle_words
from aduan_cli.rules.review.lint import lint
from aduan_cli.rules.review.ruled_out import ruled_out

FOLDER = "examples"
"""Where a desk may keep examples in files of their own: every `.toml` directly in this folder."""


class DeskAsItStands(NamedTuple):
    """A desk's files as they stand. `problems` are those of the files themselves; `examples` are all there are."""

    loaded: Loaded
    problems: list[Problem]

    @property
    def errors(self) -> list[Problem]:
        """The problems that keep a file from coming into force."""
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the rules is left out for an error: examples would fail for that as well."""
        files = self.loaded.accepted.keys() | self.loaded.left_out.keys()
        return not any(error.file in files and error.path[:1] != ("example",) for error in self.errors)

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems with their lines."""
        return [located(problem, self.loaded.lines.get(problem.file, {})) for problem in problems]


def read_desk(desk: str, accepted: Mapping[str, str], files: Iterable[str] | None = None) -> DeskAsItStands:
    """Compile a desk's files as they stand on disk, with the examples in `files` (default: those of its folder).

    `accepted` maps the paths in force to their texts: they say whose files are trusted. Raises `NotFoundError`
    when a named file isn't there.
    """
    in_force = accepted.get(RULES)
    return compile_desk(desk, read_sources(desk, in_force, known=accepted), files, accepted)


def compile_desk(
    desk: str, sources: Sources, files: Iterable[str] | None = None, accepted: Collection[str] = ()
) -> DeskAsItStands:
    """Compile what was read of a desk, with the examples in `files` (default: those of its folder).

    `accepted` are the paths in force.
    """
    documents, problems = _examples(desk, files)
    loaded = compile_sources(sources, documents, accepted)
    return DeskAsItStands(loaded, [*loaded.problems, *problems, *(_passed_over(desk) if files is None else ())])


def check(found: DeskAsItStands, today: str = "") -> list[Problem]:
    """Return everything that is wrong with a desk's files: errors, examples that fail, and warnings.

    `today` is the local day as `2026-11-27`; "" looks at no date of an answer.
    """
    problems = list(found.problems)
    if found.loaded.revision is None:
        return problems
    if found.is_whole:
        problems += found.located(run_examples(found.loaded.rules, found.loaded.examples))
    problems += found.located(flaws(found.loaded, not found.errors and not found.loaded.left_out, today))
    return problems


def flaws(loaded: Loaded, whole: bool, today: str = "") -> list[Problem]:
    """Return the warnings on files that are well formed: what can't be meant, and words that do nothing.

    Not `whole`: some files or rules were left out for errors.
    """
    files = {path: parsed(text) or {} for path, text in loaded.accepted.items() if path.endswith(".toml")}
    named = {name: words for data in files.values() for name, words in (data.get("words") or {}).items()}
    idle = [problem for path, data in files.items() for problem in idle_words(path, data, named)]
    synonyms = loaded.rules["synonyms"]
    out = [problem for path, data in files.items() for problem in ruled_out(path, data, named, synonyms)]
    return [*lint(loaded.rules, whole), *flaws_of_answers(loaded.rules, today), *idle, *out]


def ready(found: DeskAsItStands) -> DeskAsItStands:
    """Return files that can be tried. Raises `ConfigError` with the errors when they can't come into force."""
    if found.errors:
        wrong = one_for_each_cause(found.errors)
        raise ConfigError(_("the rules have errors; aduan rules check shows all"), tuple(map(str, wrong)))
    return found


def _examples(desk: str, files: Iterable[str] | None) -> tuple[list[Document], list[Problem]]:
    """Return the documents of example files, and what keeps one from being read."""
    documents, problems = [], []
    for path in _own_files(desk) if files is None else files:
        name = path if files is not None else os.path.relpath(path, desk)
        try:
            text = decoded(name, read_regular(path, LARGEST) if files is None else read_named(path))
        except FileNotFoundError as error:
            raise NotFoundError(_("{path}: no such file").format(path=path)) from error
        except OSError as error:
            text = Problem(name, (), _("it can't be read: {reason}").format(reason=error.strerror), line=1)
        if isinstance(text, Problem):
            problems.append(text)
            continue
        found = parse_toml(name, text, "examples")
        problems += found.problems
        if found.document:
            documents.append(found.document)
    return documents, problems


def _own_files(desk: str) -> list[str]:
    folder = os.path.join(desk, FOLDER)
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [os.path.join(folder, name) for name in names if name.endswith(".toml") and not name.startswith(".")]


def _passed_over(desk: str) -> Iterator[Problem]:
    """Yield a warning for each file that was meant to be read and is not, for the end of its name."""
    for folder in (PLACES, FOLDER):
        try:
            names = sorted(os.listdir(os.path.join(desk, folder)))
        except OSError:
            continue
        for name in names:
            is_meant = name.casefold().endswith((".toml", ".toml.txt")) and not name.startswith(".")
            if is_meant and not name.endswith(".toml"):
                right = _("'{name}' would be right").format(name=name[: name.casefold().rindex(".toml")] + ".toml")
                yield Problem(f"{folder}/{name}", (), _("a file of this name is not read"), right, "warning", 1)
