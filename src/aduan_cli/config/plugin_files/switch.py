"""Enabling and disabling a plugin in `rules.toml`: tried on the whole desk first, then written in one step."""

from __future__ import annotations

import os
from collections.abc import Mapping

from aduan_cli.complaint.examples import run_examples
from aduan_cli.config.plugin_files.plugins_table import with_plugin, without_plugin
from aduan_cli.config.rule_files.desk_problems import DeskAsItStands, compile_desk, read_desk
from aduan_cli.config.rule_files.in_force import AcceptanceRun
from aduan_cli.config.rule_files.loader import own_examples
from aduan_cli.config.rule_files.sources import LARGEST, RULES, File, Sources, decoded, read_sources
from aduan_cli.errors import ConfigError, NotAllowedError, StoreError
from aduan_cli.files import read_regular, replace
from aduan_cli.i18n import _
from aduan_cli.kept_out import unreadable
from aduan_cli.problems import Problem
from aduan_cli.rules.language.declare import manifest_path

_NO_STATE = (0, 0, 0, 0)


class Switch:
    """A change of the list of enabled plugins in a desk's `rules.toml`.

    A plugin is enabled as the last, or `before` another. Raises `ConfigError` when the file can't be read or changed.
    """

    def __init__(self, desk: str, name: str, enable: bool, before: str | None = None) -> None:
        self._desk, self._name, self._enable = desk, name, enable
        self._path = os.path.join(desk, RULES)
        self._old = self._read()
        text = decoded(RULES, self._old)
        if isinstance(text, Problem):
            raise ConfigError(_("{file} can't be read").format(file=RULES), (str(text),))
        self._text = text
        self._new = with_plugin(text, name, before) if enable else without_plugin(text, name)

    @property
    def changes(self) -> bool:
        """Whether there is anything to change."""
        return self._new != self._text

    def _read(self) -> bytes:
        try:
            return read_regular(self._path, LARGEST)
        except OSError as error:
            why = unreadable(self._desk, RULES) if isinstance(error, PermissionError) else None
            if why:
                raise ConfigError(f"{RULES}: {why[0]}; {why[1]}") from error
            sentence = _("{file}: it can't be read: {reason}").format(file=RULES, reason=error.strerror)
            raise ConfigError(sentence) from error

    def rehearse(self, accepted: Mapping[str, str]) -> None:
        """Compile the desk as it will be, and run its examples.

        Raises `ConfigError` with all errors that the change would bring to any file, and those that keep the rules
        or the manifest out as it is.
        """
        sources = read_sources(self._desk, accepted.get(RULES), also=self._new, known=accepted)
        if RULES in sources.files:
            sources.files[RULES] = File(self._new.encode(), "", _NO_STATE)
        wrong = self._brought(accepted, sources) or self._left_out(accepted, sources)
        if wrong:
            places = sources.places
            ordered = sorted(wrong, key=lambda problem: (problem.file != RULES, problem.file, problem.line))
            told = tuple(str(p._replace(file=places.get(p.file, p.file))) for p in ordered)
            sentence = (
                _("plugin '{plugin}' can't be enabled; nothing was changed")
                if self._enable
                else _("plugin '{plugin}' can't be disabled; nothing was changed")
            )
            raise ConfigError(sentence.format(plugin=self._name), told)

    @property
    def _concerned(self) -> list[str]:
        return [RULES, manifest_path(self._name)] if self._enable else [RULES]

    def _brought(self, accepted: Mapping[str, str], sources: Sources) -> list[Problem]:
        """Return the errors with the change that there are not without it, and those of the files concerned."""
        known = {(error.file, error.path, error.what) for error in _errors(read_desk(self._desk, accepted))}
        errors = _errors(compile_desk(self._desk, sources))
        return [e for e in errors if e.file in self._concerned or (e.file, e.path, e.what) not in known]

    def _left_out(self, accepted: Mapping[str, str], sources: Sources) -> list[Problem]:
        """Return why the files concerned would be left out beside texts accepted earlier, which may differ."""
        settling = AcceptanceRun(sources, accepted, own_examples)
        settling.accept_passing()
        settling.finish()
        return [problem for path in self._concerned for problem in settling.left_out.get(path, ())]

    def write(self) -> None:
        """Write `rules.toml` as a whole. Raises `NotAllowedError` when it changed meanwhile."""
        try:
            replace(self._path, self._new.encode(), self._check_unchanged)
        except OSError as error:
            what = _("{path}: it can't be written: {reason}")
            raise StoreError(what.format(path=self._path, reason=error.strerror)) from error

    def _check_unchanged(self) -> None:
        if self._read() != self._old:
            raise NotAllowedError(_("{file} was changed meanwhile; try again").format(file=RULES))


def _errors(found: DeskAsItStands) -> list[Problem]:
    """Return the errors of a desk's files, examples that fail among them."""
    if found.errors or found.loaded.revision is None:
        return found.errors
    return found.located(run_examples(found.loaded.rules, found.loaded.examples))
