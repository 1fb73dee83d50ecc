"""Drafts of changes: read, added to the files in force to be tried, or to those on disk to come into force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aduan_cli.config.rule_files.additions import added
from aduan_cli.config.rule_files.sources import parsed
from aduan_cli.config.rule_files.texts import with_file as in_place
from aduan_cli.errors import ConfigError
from aduan_cli.i18n import _
from aduan_cli.rules.language.place_tables import is_places
from aduan_cli.rules.learning.corrected import Change


def is_draft(data: Mapping[str, Any]) -> bool:
    """Say whether the data of a TOML text are changes to files, and no file of rules themselves."""
    return "change" in data and "desk" not in data and "plugin" not in data


def changes_of(data: Mapping[str, Any], name: str) -> list[Change]:
    """Return the changes of a draft. Raises `ConfigError` for what is none; `name` stands in it."""
    found = []
    tables = data["change"]
    for number, table in enumerate(tables if isinstance(tables, list) else [tables], 1):
        file = table.get("file") if isinstance(table, dict) else None
        before = table.get("before") if isinstance(table, dict) else None
        if not isinstance(file, str) or not (before is None or isinstance(before, str)):
            sentence = _('{name}: change[{number}]: file = "rules.toml", or the manifest that it goes into, is missing')
            raise ConfigError(sentence.format(name=name, number=number))
        more = {key: value for key, value in table.items() if key not in ("file", "before")}
        found.append(Change(file, more, before))
    return found


def draft_in(text: str, name: str) -> list[Change]:
    """Return the changes that a text says. Raises `ConfigError` where it is no draft; `name` stands in it."""
    data = parsed(text)
    if data is None or not is_draft(data):
        sentence = _("{name}: it is no draft of changes; aduan rules learn --from corrections --output FILE makes one")
        raise ConfigError(sentence.format(name=name))
    return changes_of(data, name)


def with_changes(texts: Mapping[str, str], changes: Sequence[Change]) -> dict[str, str]:
    """Return texts (path → text) with changes added; places may go into a file of their own that is not there yet.

    Raises `ConfigError` with a sentence for each that can't be.
    """
    made = dict(texts)
    wrong = []
    for change in changes:
        try:
            if change.file not in made and not is_places(change.file):
                raise ValueError(_("the desk has no such file in force"))
            made[change.file] = added(made.get(change.file, ""), change.data, change.before)
        except ValueError as error:
            wrong.append(f"{change.file}: {error}")
    if wrong:
        raise ConfigError(_("the changes can't be made"), tuple(wrong))
    return made


def with_file(texts: Mapping[str, str], text: str, name: str) -> dict[str, str]:
    """Return texts with what a file says: the changes of a draft, or itself in the place of the file that it is for.

    Raises `ConfigError` for changes that can't be made, `ValueError` with a sentence for what is neither.
    """
    data = parsed(text)
    if data is not None and is_draft(data):
        return with_changes(texts, changes_of(data, name))
    return in_place(texts, text, name)
