"""Asking the units' code in one command: one child for each plugin, its failures counted, set aside when too many."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from time import monotonic

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.i18n import _
from aduan_cli.model import FAILURES_IN_A_ROW, NOT_TRUSTED, SET_ASIDE, CodeFailure, Consulted, Objection
from aduan_cli.plugins.code import Code, UnusableError, last_step
from aduan_cli.plugins.complaints import complaint_data
from aduan_cli.plugins.guard import Child, FailedError
from aduan_cli.plugins.limits import HARM, IN_ALL, LOST, Limits, limits_of, why_set_aside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Rules
    from aduan_cli.hookspecs import Delivery
    from aduan_cli.stored import PluginRun, PluginState

_SHOWN = 200
"""Characters of what went wrong that the one line on stderr has."""


class _Plugin:
    """One plugin in this command. `seconds`, `calls` and `failures` count since `run` was asked last."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.code: Code | None = None
        self.unusable: str | None = None
        self.objection: Objection | None = None
        self.lacks_process = False
        """Whether the machine had no process for it when one was asked for last; no failure of the plugin's."""
        self.lacked = 0
        self.child: Child | None = None
        self.aside = self.harmed = False
        self.in_row = self.failed = self.calls = self.failures = self.row = 0
        self.succeeded = False
        self.lost = self.seconds = self.slowest = 0.0
        self.failure: str | None = None
        self.row_hook: str | None = None
        """The hook that failed last, while a row of failures goes on."""
        self.over: str | None = None
        self.failed_on: list[Complaint] = []
        """Complaints of which it is not asked again in this command; it is set aside before they are many."""

    @property
    def distrusted(self) -> bool:
        """Whether the user, and perhaps nobody else, distrusts the place of the code: no failure of the plugin's."""
        return self.objection is not None and self.objection.personal

    def count(self, seconds: float, failure: CodeFailure | None, answered: Collection[str]) -> None:
        """Count one consultation. Only the hook that failed last ends a row, or a router would excuse an observer."""
        self.calls += 1
        self.seconds += seconds
        self.slowest = max(self.slowest, seconds)
        if failure is None:
            hook = self.row_hook
            if hook is None or hook == "import" or hook in answered or self.lacks(hook):
                self.succeeded = self.succeeded or bool(self.in_row)
                self.in_row, self.row, self.row_hook = 0, 0, None
            return
        if self.row_hook not in (None, failure.hook):  # another mistake begins another row
            self.succeeded, self.in_row, self.row = True, 0, 0
        self.row_hook = failure.hook
        self.in_row += 1
        self.row += 1
        self.failed += 1
        self.failures += 1
        self.lost += seconds
        self.failure = f"{failure.hook}: {failure.kind}"

    def lacks(self, hook: str) -> bool:
        """Say whether the code was imported and has no such hook."""
        return self.child is not None and self.child.lacks(hook)

    def too_many(self) -> str | None:
        """Return why the plugin is to be set aside, if it is; in English, for it is stored."""
        if self.harmed:
            return HARM
        if self.in_row >= FAILURES_IN_A_ROW:
            return f"{self.in_row} failures in a row"
        if self.failed >= IN_ALL:
            return f"{self.failed} failures in one command"
        return f"{self.lost:.0f} seconds lost in one command" if self.lost >= LOST else None

    def run(self) -> PluginRun:
        """Return what was counted, and begin anew."""
        from aduan_cli.stored import PluginRun

        told = PluginRun(
            self.name, self.calls, self.failures, self.row, self.succeeded, self.seconds, self.slowest, self.failure,
            self.over,
        )  # fmt: skip
        self.calls = self.failures = self.row = 0
        self.seconds = self.slowest = 0.0
        self.succeeded, self.over = False, None
        return told


def _raised(answer: Any) -> bool:
    """Say whether a router made an emergency of a complaint."""
    return answer is not None and answer.priority == "emergency"


class Asking:
    """A `UnitCode`: asks plugins' code under the guard.

    `rules` is the compiled form, `iso` writes a time with the desk's offset. `find` returns a plugin's code, `states`
    how it did so far; `start` makes a child of it, with the store closed, which no child may have open. `warn` gets one
    sentence at a time. `bulk`: the command takes many calls, so that a failed child is replaced and no sum of time
    holds. `is_told`: whether the user was told already of the cause of an objection.
    """

    def __init__(
        self,
        rules: Rules,
        iso: Callable[[int], str],
        find: Callable[[str], Code | None],
        states: Callable[[], Mapping[str, PluginState]],
        start: Callable[[Code, Limits], Child],
        warn: Callable[[str], None],
        bulk: bool = False,
        is_told: Callable[[str], bool] = lambda cause: False,
    ) -> None:
        self._rules, self._iso, self._find, self._states = rules, iso, find, states
        self._start, self._warn, self._bulk, self._is_told = start, warn, bulk, is_told
        self._limits = limits_of(rules["limits"])
        self._scopes = {plugin: frozenset(units) for plugin, units in rules["scopes"].items()}
        self._plugins: dict[str, _Plugin | None] = {}
        self._spent = 0.0
        self.failed = False

    # -- ports.UnitCode

    def ready(self, plugin: str | None, hook: str | None = None) -> bool:
        """Say whether a plugin has code that is asked in this command; its process is then started.

        With `hook`: and whether it may have that one; what was never imported may have any.
        """
        if plugin is None:
            return False
        if plugin not in self._plugins:
            self._plugins[plugin] = self._begin(plugin)
        found = self._plugins[plugin]
        if found is None or found.aside or (hook and found.lacks(hook)):
            return False
        if self._bulk:
            return found.lacked < FAILURES_IN_A_ROW
        return not (found.failed or found.lacked) and self._spent < self._limits.command

    def ask(
        self, plugin: str, complaint: Complaint, hooks: Sequence[str], event: tuple[str, int, str | None] | None = None
    ) -> Consulted:
        """Call those of the hooks that the code has. `event` (type, time, actor) is what an observer is told."""
        if not self.ready(plugin):
            known = self._plugins.get(plugin)
            aside = known is not None and known.aside and "route" in hooks
            return Consulted(plugin, None, left_out=self.left_out(plugin) if aside else None)
        found = self._plugins[plugin]
        assert found is not None
        if any(_is_same_call(complaint, one) for one in found.failed_on):
            return Consulted(plugin, None)
        digest = found.code.sha256 if found.code else None
        answers, failure = self._consult(
            found, complaint_data(complaint, self._iso, self._fields_of(plugin)), hooks, event
        )
        if failure:
            found.failed_on.append(complaint)
        questions = tuple(
            (name, text, kind, tuple(choices)) for name, text, kind, choices in answers.get("questions", ())
        )
        notes = tuple(answers.get("validate", ()))
        return Consulted(plugin, digest, tuple(answers), answers.get("route"), notes, questions, failure)

    def left_out(self, plugin: str) -> str:
        """Return why a plugin that isn't ready is not asked."""
        found = self._plugins.get(plugin)
        return NOT_TRUSTED if found and found.distrusted else SET_ASIDE

    def _fields_of(self, plugin: str) -> list[str]:
        fields: list[str] = self._rules["fields"].get(plugin, [])
        return fields

    def notify(self, plugin: str, message: Mapping[str, object]) -> tuple[Delivery | None, CodeFailure | None]:
        """Have a plugin's channel deliver a message (the fields of `hookspecs.Message`); return what became of it.

        (None, None): the plugin has no such channel, or is not asked any more.
        """
        found = self._plugins.get(plugin) if self.ready(plugin) else None
        if found is None:
            return None, None
        answers, failure = self._consult(found, dict(message), ("notify",), None)
        return answers.get("notify"), failure

    def runs(self) -> list[PluginRun]:
        """Return how each plugin did since this was asked last, for the store to keep."""
        return [found.run() for found in self._plugins.values() if found and (found.calls or found.over)]

    def close(self, wait: bool = False) -> bool:
        """End every child; unless the command ends as well, wait to see them gone. False: there was none."""
        running = [found for found in self._plugins.values() if found and found.child]
        for found in running:
            assert found.child is not None
            found.child.end(wait)
            found.child = None
        return bool(running)

    # -- one plugin

    def _begin(self, plugin: str) -> _Plugin | None:
        """Find a plugin's code and start its child, unless it was set aside."""
        found = _Plugin(plugin)
        try:
            found.code = self._find(plugin)
        except UnusableError as error:
            found.unusable, found.objection = str(error), error.objection
        if found.code is None and found.unusable is None:
            return None
        if found.code:
            # Before the store is opened to ask how the plugin did: a child must not have it.
            self._fork(found, found.code)
        state = self._states().get(plugin)
        if state and state.set_aside_at is not None:
            found.aside = True
            sentence = _("plugin '{plugin}' is set aside ({why}), its code is not asked; once mended: {command}")
            command = f"aduan plugin enable {plugin}"
            self._warn(sentence.format(plugin=plugin, why=why_set_aside(state.set_aside_why), command=command))
            if found.child:
                found.child.end()
                found.child = None
            return found
        if state and state.in_row:
            found.in_row, found.row_hook = state.in_row, (state.failure or "").partition(":")[0] or None
        return found

    def _fork(self, found: _Plugin, code: Code) -> None:
        """Start a plugin's child; where the machine has no process left, its code can't be used just now."""
        try:
            found.child, found.unusable, found.lacks_process = self._start(code, self._limits), None, False
        except FailedError as error:
            found.unusable, found.lacks_process = error.failure.message, True

    def _consult(
        self, found: _Plugin, data: dict[str, object], hooks: Sequence[str], event: tuple[str, int, str | None] | None
    ) -> tuple[dict[str, Any], CodeFailure | None]:
        """Call hooks one after the other until one fails; count how it went. Returns the answers by hook."""
        answers: dict[str, object] = {}
        failure = error = None
        started = monotonic()
        try:
            self._call(found, data, hooks, event, started, answers)
        except FailedError as raised:
            error, failure = raised, raised.failure
            found.child = None
        if failure and failure.kind == "harm":
            found.harmed = True
            answers.clear()
        seconds = monotonic() - started
        self._spent += seconds
        if error and error.lacking:
            found.lacked += 1
        elif (answers or failure) and not found.distrusted:
            found.count(seconds, failure, answers)
        if failure:
            self._failed(found, failure)
        if error and error.lost:
            raise error.lost
        return answers, failure

    def _call(
        self,
        found: _Plugin,
        data: dict[str, object],
        hooks: Sequence[str],
        event: tuple[str, int, str | None] | None,
        started: float,
        answers: dict[str, object],
    ) -> None:
        code = found.code
        if code and found.child is None and (self._bulk or not found.unusable):
            self._fork(found, code)
        if found.child is None:
            why, digest = found.unusable or "?", code.sha256 if code else None
            raise FailedError(CodeFailure(found.name, "import", "unusable", why, None, digest), found.lacks_process)
        child = found.child
        until = started + (1e9 if self._bulk else self._limits.command - self._spent)
        child.import_code(until)
        # What checks answers is loaded beside the child, which imports its code.
        from aduan_cli.plugins.hook_results import AnswerError, checked

        there = child.hooks(until)
        for hook in hooks:
            if hook not in there:
                continue
            if hook == "validate" and _raised(answers.get("route")):
                return  # An emergency is decided first; who asks comes back for the notes.
            given = data
            if hook == "observe" and event:
                given = {"type": event[0], "at": self._iso(event[1]), "actor": event[2], "complaint": data}
            answer = child.ask(hook, given, until)
            try:
                answers[hook] = checked(hook, answer, self._scopes.get(found.name, ()), self._rules["outside"])
            except AnswerError as error:
                raise FailedError(child.refuse(hook, str(error))) from error

    def _failed(self, found: _Plugin, failure: CodeFailure) -> None:
        self.failed = True
        if found.objection and self._is_told(found.objection.cause):
            self._warn(_("plugin '{plugin}' is not asked, for the same reason").format(plugin=found.name))
        else:
            self._tell(found, failure)
        if found.distrusted:
            found.aside = True  # In this command: asking again would find the same, and the code has done nothing.
            return
        found.over = found.too_many()
        if found.over:
            found.aside = True
            self._warn(
                _("plugin '{plugin}' is set aside ({why}); mend its code, then: aduan plugin enable {plugin}").format(
                    plugin=found.name, why=why_set_aside(found.over)
                )
            )

    def _tell(self, found: _Plugin, failure: CodeFailure) -> None:
        said = " ".join(failure.message.split())
        said = said if len(said) <= _SHOWN else said[:_SHOWN] + "…"
        step = found.code and last_step(found.code, failure.traceback)
        said += f" ({step[0]}:{step[1]})" if step else ""
        self._warn(
            _("plugin '{plugin}' failed ({hook}): {message}; the call goes on without it").format(
                plugin=found.name, hook=failure.hook, message=said
            )
        )


def _is_same_call(one: Complaint, other: Complaint) -> bool:
    """Say whether two states of a complaint are of one call; a record has no number yet before it is stored."""
    if one.id and other.id:
        return one.id == other.id
    row = (one.source_file, one.source_row)
    return one is other or (None not in row and row == (other.source_file, other.source_row))
