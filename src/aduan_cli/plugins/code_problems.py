"""What is wrong with a plugin's code: imported and asked about its own examples under the guard, all problems at once.

Asked are router, validator and questions, and the names of its commands; what acts on the world (observers, notifiers,
the commands themselves) is left alone.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import monotonic
from typing import Any

from aduan_cli import hookspecs
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import is_left_to_code
from aduan_cli.complaint.examples import ExampleOutcome, needs_code, run_example
from aduan_cli.complaint.router import Router
from aduan_cli.i18n import _
from aduan_cli.model import CodeFailure, Consulted, Decision
from aduan_cli.nearness import did_you_mean
from aduan_cli.plugins.code import Code, is_beside, last_step
from aduan_cli.plugins.complaints import complaint_data
from aduan_cli.plugins.guard import Child, FailedError
from aduan_cli.plugins.hook_places import Function, functions, unmarked
from aduan_cli.plugins.hook_results import AnswerError, checked
from aduan_cli.plugins.hooks import arguments_of
from aduan_cli.plugins.limits import Limits
from aduan_cli.problems import Problem, quoted
from aduan_cli.rules.language.examples import Example

TRIED = ("route", "validate", "questions")
"""Hooks that are asked about the examples."""
ACTING = ("observe", "notify")
"""Hooks that do something beside the desk, and are not asked."""
_PATIENCE = 3
"""Failures of one hook after which it is left alone."""
_LONG = 1e9
_LACKING_MODULE = re.compile(r"^ModuleNotFoundError: No module named '(\w+)'")
_ARGUMENTS = {hook: arguments_of(hook) for hook in hookspecs.HOOKS}
"""The arguments of each hook."""


class CodeCheck:
    """Tries the code of one plugin.

    `start` begins a child of it; `router` has the desk's rules. `shown` is how the folder of the code is named in
    sentences. `hooks` are those that it has; None: it can't be imported. `close` ends what was started.
    """

    def __init__(self, code: Code, start: Callable[[Code], Child], limits: Limits, router: Router, shown: str) -> None:
        self._code, self._start, self._limits, self._router, self._shown = code, start, limits, router, shown
        rules = router.compiled
        self._scope, self._outside = frozenset(rules["scopes"].get(code.plugin, ())), rules["outside"]
        self._functions = functions(code)
        self._child: Child | None = None
        self._failed: Counter[str] = Counter()
        self._asked: set[str] = set()
        self._slowest: dict[str, tuple[float, float]] = {}
        self._example: Example | None = None
        self._broken = self._harmed = False
        self.hooks: tuple[str, ...] | None = None
        self.problems: list[Problem] = []

    @property
    def untried(self) -> list[str]:
        """The hooks that the code has and that are never asked here."""
        return [hook for hook in self.hooks or () if hook in ACTING]

    # -- what is asked from outside

    def imported(self) -> bool:
        """Import the code, and say whether that went well."""
        try:
            self._running()
        except FailedError as error:
            if error.lost:
                raise
            self._add_import_failure(error.failure)
        return self.hooks is not None

    def try_examples(self, examples: Iterable[Example]) -> list[Problem]:
        """Return what comes out wrong for examples with the code asked; how the code fails is in `problems`."""
        wrong: list[Problem] = []
        for example in examples:
            if self.hooks is None:
                wrong += [] if needs_code(example) else run_example(self._router, example).wrong
                continue
            wrong += self._try(example).wrong
        return wrong

    def _try(self, example: Example) -> ExampleOutcome:
        self._example, self._broken = example, False
        outcome = run_example(self._router, example, self._consult)
        # Where the code failed, that is the problem, not what came out without it.
        return outcome._replace(wrong=[]) if self._broken else outcome

    def check_hooks(self, reached: bool) -> None:
        """Find what is wrong with the hooks themselves, after the examples: never asked, never marked, slow.

        `reached`: the examples came to where they should, so that what none of them asks is left out by all.
        """
        for function in unmarked(self._code):
            what = _("without @hookimpl it is never asked")
            self._warn(function.name, function.line, what, _("@hookimpl in the line before would be right"))
        if self.hooks is None:
            return
        self._check_marks()
        if not self.hooks and not self._code.package:  # A distribution has code even where it has nothing to say.
            known = ", ".join(hookspecs.HOOKS)
            self._warn(None, 1, _("it answers no hook"), _("one of {names}").format(names=known))
        for hook in TRIED:
            if reached and hook in self.hooks and hook not in self._asked:
                what = _("no example of the manifest gets to it")
                right = _("an [[example]] that does would be right")
                self._warn(hook, self._line_of(hook), what, right)
        for hook, (cpu, seconds) in self._slowest.items():
            self._check_time(hook, cpu, seconds)

    def _check_marks(self) -> None:
        """Warn of functions whose mark is lost on the way, or that share a hook with another."""
        seen: dict[str, int] = {}
        for function in self._functions:
            hook = function.hook
            if hook not in _ARGUMENTS:
                continue
            if hook not in (self.hooks or ()):
                what = _("its mark is lost, so it is never asked")
                right = _("@hookimpl above every other decorator would be right")
                self._warn(function.name, function.line, what, right)
            elif hook in seen:
                what = _("the function in line {line} answers '{hook}' as well").format(line=seen[hook], hook=hook)
                self._warn(function.name, function.line, what, _("one function for each hook would be right"))
            seen.setdefault(hook, function.line)

    def check_commands(self, named: Mapping[str, str], manifest: str) -> None:
        """Hold the commands that the manifest names against those of the code."""
        if self.hooks is None or ("commands" not in self.hooks and not named):
            return
        found = self._ask("commands", {}) if "commands" in self.hooks else []
        if found is None:
            return
        for name in named:
            if name not in found:
                what = _("the code has no command '{name}'").format(name=name)
                self.problems.append(Problem(manifest, ("commands", name), what, _near(name, found)))
        for name in found:
            if name not in named:
                what = _("the manifest doesn't name the command '{name}', so nobody can call it").format(name=name)
                right = _("[commands.{name}] in plugin.toml would be right").format(name=name)
                self._add("commands", self._code.main, self._line_of("commands"), what, right)

    def close(self) -> None:
        """End the child."""
        if self._child:
            self._child.end()
            self._child = None

    # -- asking

    def _running(self) -> Child:
        """Return the child, with its code imported; a new one after a failure. Raises `FailedError`."""
        if self._child is None:
            child = self._start(self._code)
            started = monotonic()
            self.hooks = tuple(sorted(child.hooks(started + _LONG), key=hookspecs.HOOKS.index))
            self._child = child
            self._note_time("import", child.cpu, monotonic() - started)
        return self._child

    def _consult(self, plugin: str, complaint: Complaint, decision: Decision) -> Consulted:
        """Ask all that may be asked about one complaint, in the order of a real call."""
        if plugin != self._code.plugin:
            return Consulted(plugin, None)
        fields = self._router.compiled["fields"].get(plugin, ())
        data = complaint_data(complaint, self._router.zone.iso, fields)
        self._ask("questions", data)
        answer = self._ask("route", data) if is_left_to_code(decision) else None
        self._ask("validate", data)
        return Consulted(plugin, self._code.sha256, answer=answer)

    def _ask(self, hook: str, data: dict[str, object]) -> Any:
        """Return what a hook answered, checked; None when it has no such hook, or failed."""
        if hook not in (self.hooks or ()):
            return None
        self._asked.add(hook)
        if self._harmed or self._failed[hook] >= _PATIENCE:
            self._broken = True
            return None
        try:
            child = self._running()
            started = monotonic()
            answer = child.ask(hook, data, started + _LONG)
            self._note_time(hook, child.cpu, monotonic() - started)
            return checked(hook, answer, self._scope, self._outside)
        except FailedError as error:
            if error.lost:
                raise
            failure = error.failure
        except AnswerError as error:
            failure = child.refuse(hook, str(error))
        self._child = None
        self._failed[hook] += _PATIENCE if failure.kind in ("time", "cpu") else 1
        self._harmed = self._harmed or failure.kind == "harm"
        self._broken = True
        self._add_failure(failure)
        return None

    def _note_time(self, hook: str, cpu: float, seconds: float) -> None:
        before = self._slowest.get(hook, (0.0, 0.0))
        self._slowest[hook] = (max(before[0], cpu), max(before[1], seconds))

    # -- problems

    def _add(
        self, hook: str | None, file: str, line: int, what: str, right: str | None = None, severity: str = "error"
    ) -> None:
        """Add a problem of the code, unless it is known: that of one line is told once."""
        problem = Problem(os.path.join(self._shown, file), (hook,) if hook else (), what, right, severity, line)
        if not any(p[:2] == problem[:2] and p.line == line and p.what == what for p in self.problems):
            self.problems.append(problem)

    def _warn(self, hook: str | None, line: int, what: str, right: str) -> None:
        self._add(hook, self._code.main, line, what, right, "warning")

    def _line_of(self, hook: str | None) -> int:
        """Return the line of the function that answers a hook; 0 when it isn't known."""
        return next((f.line for f in self._functions if f.hook == hook), 0)

    def _place(self, failure: CodeFailure) -> tuple[str, int]:
        """Return the file and the line of the last step of a traceback that is the plugin's own."""
        return last_step(self._code, failure.traceback) or (self._code.main, self._line_of(failure.hook))

    def _add_failure(self, failure: CodeFailure) -> None:
        file, line = self._place(failure)
        right = self._right(failure)
        if self._example is not None and failure.hook in TRIED:
            said = self._example.given.get("text") or self._example.given
            asked = _("asked about {example}").format(example=quoted(said))
            right = f"{asked}; {right}" if right else asked
        self._add(failure.hook, file, line, " ".join(failure.message.split()), right)

    def _right(self, failure: CodeFailure) -> str | None:
        """Return what would be right where the failure itself doesn't say."""
        limits, importing = self._limits, failure.hook == "import"
        if failure.kind == "cpu":
            most = limits.load if importing else limits.cpu
            return _("at most {seconds:g} s of processor time would be right").format(seconds=most)
        if failure.kind == "time":
            most = limits.load if importing else limits.call
            return _("an answer within {seconds:g} s would be right").format(seconds=most)
        if failure.kind == "ended":
            return _("an answer would be right; the process is not the plugin's to end")
        lacking = _LACKING_MODULE.search(failure.message)
        if lacking and not self._code.package and is_beside(self._code.folder, lacking[1]):
            return _("{file} is all of its code; what needs several files is an installed plugin").format(
                file=self._code.main
            )
        return None

    def _add_import_failure(self, failure: CodeFailure) -> None:
        """Add why the code can't be imported: each hook that the contract doesn't have, or what was raised."""
        if "PluginValidationError" in failure.message:
            for function in self._functions:
                self._check_function(function)
        if not self.problems:
            self._add_failure(failure)

    def _check_function(self, function: Function) -> None:
        hook, file = function.hook, self._code.main
        if hook is None:
            return
        if hook not in _ARGUMENTS:
            what = _("unknown hook '{hook}'").format(hook=hook)
            self._add(function.name, file, function.line, what, _near(hook, hookspecs.HOOKS))
            return
        wanted = _ARGUMENTS[hook]
        for argument in function.arguments:
            if argument not in wanted:
                what = _("the hook has no argument '{name}'").format(name=argument)
                right = _("{hook}({arguments}) would be right").format(hook=hook, arguments=", ".join(wanted))
                self._add(hook, file, function.line, what, right)

    def _check_time(self, hook: str, cpu: float, seconds: float) -> None:
        """Warn of what took more than half of what it may."""
        limits = self._limits
        most = limits.load if hook == "import" else limits.call
        if hook != "import" and cpu > limits.cpu / 2:
            what = _("it took {seconds:.2f} s of processor time; more than {most:g} s would end it")
            self._warn(hook, self._line_of(hook), what.format(seconds=cpu, most=limits.cpu), _less(limits.cpu / 2))
        elif seconds > most / 2:
            what = _("it took {seconds:.2f} s; more than {most:g} s would end it")
            self._warn(hook, self._line_of(hook), what.format(seconds=seconds, most=most), _less(most / 2))


def _less(seconds: float) -> str:
    return _("less than {seconds:g} s would be right").format(seconds=seconds)


def _near(name: str, known: Sequence[str]) -> str | None:
    """Return the nearest of the names that are known, or all of them."""
    hint = did_you_mean(name, known)
    return hint or (_("one of {names}").format(names=", ".join(known)) if known else None)
