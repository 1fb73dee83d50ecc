"""What `aduan plugin check` looks at: manifests against the desk, their examples, and code tried under the guard."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aduan_cli.app.plugin_care import code_at, refuse_loss
from aduan_cli.complaint.examples import run_example, run_examples
from aduan_cli.complaint.router import Router
from aduan_cli.config.plugin_files.manifest_problems import Manifests, read_plugins
from aduan_cli.config.plugin_files.plugin_places import PluginPlace, locate_plugin
from aduan_cli.i18n import _
from aduan_cli.model import CODE_FILE, MANIFEST_FILE, PACKAGE_FILE
from aduan_cli.plugins.code import Code, UnusableError, not_run
from aduan_cli.plugins.code_problems import CodeCheck
from aduan_cli.plugins.guard import FailedError
from aduan_cli.plugins.limits import limits_of
from aduan_cli.problems import Problem
from aduan_cli.rules.language.examples import Example

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk


class CheckedPlugins(NamedTuple):
    """What is wrong with plugins, and how many were looked at."""

    problems: list[Problem]
    plugins: int


class _Tried(NamedTuple):
    problems: list[Problem]
    untried: list[str]
    """Hooks that were not called."""


class PluginCheck:
    """Looks at one plugin, given its name or its folder, or at all that are enabled; with `--no-plugins` at no code."""

    def __init__(self, desk: Desk, given: str | None = None) -> None:
        self._desk, self._given = desk, given
        place = None if given is None else locate_plugin(desk.folder, given)
        self._manifests: Manifests = read_plugins(desk.folder, desk.store.accepted(), place)
        self._rules = self._manifests.found.loaded.rules

    def run(self) -> CheckedPlugins:
        """Return everything that is wrong; the desk tells meanwhile what is left out."""
        manifests = self._manifests
        examples = manifests.examples()
        problems = [*manifests.problems]
        for place in manifests.places:
            own = examples.pop(place.name)
            if own and not manifests.is_complete(place):
                sentence = _("{plugin}: its examples are not run before that is mended")
                self._desk.tell(sentence.format(plugin=place.name))
                own = []
            wrong, untried = self._checked(place, own)
            problems += wrong
            if untried:
                sentence = _("{plugin}: not tried, for they act on the world: {hooks}")
                self._desk.tell(sentence.format(plugin=place.name, hooks=", ".join(untried)))
        if self._given is None:
            left = [example for several in examples.values() for example in several]
            problems += manifests.shown(self._without_code(left))
        return CheckedPlugins(problems, len(manifests.places))

    def wrong_with_code(self) -> list[Problem]:
        """Return the errors of the one plugin's code."""
        (place,) = self._manifests.places
        wrong, _untried = self._checked(place, self._manifests.examples()[place.name])
        return [problem for problem in wrong if problem.severity == "error"]

    def _checked(self, place: PluginPlace, examples: list[Example]) -> _Tried:
        """Return what is wrong with a plugin's code and examples."""
        manifests, rules = self._manifests, self._rules
        if not self._desk.plugins:
            self._desk.tell(_("{plugin}: its code is left out (--no-plugins)").format(plugin=place.name))
            return _Tried(manifests.shown(run_examples(rules, examples)), [])
        problems: list[Problem] = []
        code = None
        try:
            code = code_at(self._desk.folder, place, rules["trust"])
        except UnusableError as error:
            file = f"{place.shown}/{PACKAGE_FILE if place.package else CODE_FILE}"
            problems.append(Problem(file, (), str(error).removeprefix(f"{file}: ")))
        else:
            if code is None:
                problems += [*self._commands_without_code(place), *self._code_not_run(place)]
        if code is None:
            return _Tried(problems + manifests.shown(self._without_code(examples)), [])
        return self._tried(place, code, examples)

    def _commands_without_code(self, place: PluginPlace) -> list[Problem]:
        what, right = _("there is no code that has it"), _("{file} beside the manifest would be right")
        return self._manifests.shown(
            Problem(f"plugins/{place.name}/{MANIFEST_FILE}", ("commands", name), what, right.format(file=CODE_FILE))
            for name in self._rules["commands"].get(place.name, {})
        )

    def _code_not_run(self, place: PluginPlace) -> list[Problem]:
        what, right = _("nothing runs it"), _("{file} beside the manifest would be right").format(file=CODE_FILE)
        return [Problem(f"{place.shown}/{name}", (), what, right, "warning") for name in not_run(place.folder)]

    def _without_code(self, examples: list[Example]) -> list[Problem]:
        """Return what comes out wrong where nobody's code is asked; what needs it can't hold then."""
        router = Router(self._rules, None)
        return [problem for example in examples for problem in run_example(router, example).wrong]

    def _tried(self, place: PluginPlace, code: Code, examples: list[Example]) -> _Tried:
        """Try a plugin's code; return what is wrong with it, and what comes out wrong for the examples."""
        desk, manifests, rules = self._desk, self._manifests, self._rules
        limits = limits_of(rules["limits"])
        check = CodeCheck(code, lambda code: desk.guarded(code, limits), limits, Router(rules, None), place.shown)
        try:
            check.imported()
            wrong = manifests.shown(check.try_examples(examples))
            if manifests.is_compiled(place):
                check.check_commands(rules["commands"].get(place.name, {}), f"plugins/{place.name}/{MANIFEST_FILE}")
                check.check_hooks(reached=manifests.is_complete(place) and not wrong)
        except FailedError as error:
            refuse_loss(desk, error)
            raise
        finally:
            check.close()
        return _Tried([*manifests.shown(check.problems), *wrong], check.untried)
