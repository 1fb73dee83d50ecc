"""Plugins' manifests against the desk as it stands on disk: those that are enabled, or one as if it were."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from aduan_cli.complaint.examples import needs_code, run_example, run_examples
from aduan_cli.complaint.router import Router
from aduan_cli.config.plugin_files.plugin_places import PluginPlace, enabled, place_named, text_of
from aduan_cli.config.plugin_files.plugins_table import with_plugin
from aduan_cli.config.rule_files.desk_problems import DeskAsItStands, compile_desk, flaws, read_desk
from aduan_cli.config.rule_files.sources import LARGEST, RULES, File, Sources, parsed, read_sources, trusted
from aduan_cli.config.safe import Safety
from aduan_cli.files import read_regular
from aduan_cli.i18n import _
from aduan_cli.model import MANIFEST_FILE
from aduan_cli.problems import Problem
from aduan_cli.rules.language.declare import manifest_path
from aduan_cli.rules.language.examples import Example

_NO_STATE = (0, 0, 0, 0)
_DECLARING = (("categories",), ("unit",), ("crews",))
"""Where a manifest declares what its rules and examples name."""


class Manifests(NamedTuple):
    """Plugins in a desk's files. `problems` are those of their data, each with its line and its file as it is shown."""

    found: DeskAsItStands
    places: list[PluginPlace]
    problems: list[Problem]

    def is_compiled(self, place: PluginPlace) -> bool:
        """Say whether the manifest could be read at all."""
        return place.name in self.found.loaded.rules["scopes"]

    def is_complete(self, place: PluginPlace) -> bool:
        """Say whether all that the manifest declares counts; else its examples and rules tell nothing yet."""
        path = manifest_path(place.name)
        errors = [problem for problem in self.found.problems if problem.severity == "error" and problem.file == path]
        return not any(problem.path[:1] in _DECLARING for problem in errors)

    def shown(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems with their lines, a manifest that lies elsewhere named as it was given."""
        names = {manifest_path(place.name): f"{place.shown}/{MANIFEST_FILE}" for place in self.places}
        known = self.found.loaded.lines  # Lines of code are none of ours.
        placed = (self.found.located([p])[0] if p.file in known else p for p in problems)
        return [problem._replace(file=names.get(problem.file, problem.file)) for problem in placed]

    def examples(self) -> dict[str | None, list[Example]]:
        """Return the examples to be tried with each plugin's code: its own, and those elsewhere that need it.

        Under None are those that need code and that no plugin's could make hold.
        """
        router = Router(self.found.loaded.rules, None)
        owners = {manifest_path(place.name): place.name for place in self.places}
        shared: dict[str | None, list[Example]] = {place.name: [] for place in self.places}
        for example in self.found.loaded.examples:
            owner = owners.get(example.file)
            if owner is None and needs_code(example):
                category = router.engine.categories.get(run_example(router, example).got.get("category") or "")
                owner = category[2] if category else None
            elif owner is None:
                continue
            shared.setdefault(owner, []).append(example)
        return shared


def read_plugins(desk: str, accepted: Mapping[str, str], place: PluginPlace | None = None) -> Manifests:
    """Look at one plugin's manifest in the desk as it stands, or at those of all that are enabled.

    One that is not enabled is looked at as if it stood last in the list; one that lies elsewhere, as if it lay in
    `plugins/`. Examples of manifests are not run here: code may have a say in them.
    """
    names = enabled(text_of(os.path.join(desk, RULES)) or "")
    if place is not None and not (place.in_desk and place.name in names):
        return _as_if_enabled(desk, accepted, place)
    found = read_desk(desk, accepted)
    every = [place] if place else [other for name in names if (other := place_named(desk, name))]
    made = Manifests(found, every, [])
    return made._replace(problems=made.shown(_own(found, every, names if place is None else ())))


def _own(found: DeskAsItStands, places: list[PluginPlace], everything: Collection[str] = ()) -> list[Problem]:
    """Return what is wrong with plugins: their manifests, and what `rules.toml` says of them.

    `everything`: the names of all that it enables, also of those that lie nowhere, where all of them are looked at.
    """
    files = {manifest_path(name) for name in (*everything, *(place.name for place in places))}
    names = {place.name for place in places}
    problems = [*found.problems]
    if found.loaded.revision is not None:
        unsettled = {manifest_path(p.name) for p in places if not Manifests(found, places, []).is_complete(p)}
        problems += [p for p in flaws(found.loaded, whole=False) if p.file not in unsettled]

    def concerns(problem: Problem) -> bool:
        if problem.file != RULES or not problem.path:
            return problem.file in files or problem.file == RULES
        about = problem.path[1] if problem.path[0] == "grants" and len(problem.path) > 1 else None
        return about in names or (bool(everything) and problem.path[0] in ("plugins", "grants"))

    return [problem for problem in problems if concerns(problem)]


# -- as if it were enabled


def _as_if_enabled(desk: str, accepted: Mapping[str, str], place: PluginPlace) -> Manifests:
    text = text_of(os.path.join(desk, RULES))
    before = read_desk(desk, accepted)
    if text is None or parsed(text) is None:
        made = Manifests(before, [place], [])
        return made._replace(problems=made.shown(_own(before, [place])))
    edited, in_force = with_plugin(text, place.name), accepted.get(RULES)
    sources = read_sources(desk, in_force, also=edited, known=accepted)
    if RULES in sources.files:
        sources.files[RULES] = File(edited.encode(), "", _NO_STATE)
    if not place.in_desk:
        _put_in(sources, place, Safety(place.folder, trusted(in_force)))
    found = compile_desk(desk, sources)
    made = Manifests(found, [place], [])
    problems = [*_own(found, [place]), *_broken_by_it(before, found, manifest_path(place.name))]
    return made._replace(problems=[_as_written(problem, before) for problem in made.shown(problems)])


def _put_in(sources: Sources, place: PluginPlace, safety: Safety) -> None:
    """Put the manifest of a folder that lies elsewhere into a desk's files."""
    path = manifest_path(place.name)
    for known in (sources.files, sources.bad, sources.places):
        known.pop(path, None)
    objection: str | None = safety.objection(MANIFEST_FILE)
    try:
        data = read_regular(os.path.join(place.folder, MANIFEST_FILE), LARGEST)
    except OSError as error:
        objection = _("it can't be read: {reason}").format(reason=error.strerror)
    if objection:
        sources.bad[path] = Problem(path, (), objection)
    else:
        sources.files[path] = File(data, "", _NO_STATE)


def _broken_by_it(before: DeskAsItStands, found: DeskAsItStands, own: str) -> list[Problem]:
    """Return the examples of other files that hold only as long as the plugin is not enabled."""

    def failing(on_disk: DeskAsItStands) -> list[Problem]:
        if on_disk.loaded.revision is None:
            return []
        others = [example for example in on_disk.loaded.examples if example.file != own]
        return run_examples(on_disk.loaded.rules, others)

    known = {(problem.file, problem.path) for problem in failing(before)}
    return [problem for problem in failing(found) if (problem.file, problem.path) not in known]


def _as_written(problem: Problem, before: DeskAsItStands) -> Problem:
    """Return a problem of `rules.toml` with its line in the file as it is, without the plugin in its list."""
    lines = before.loaded.lines.get(RULES, {})
    return problem._replace(line=lines[problem.path]) if problem.file == RULES and problem.path in lines else problem
