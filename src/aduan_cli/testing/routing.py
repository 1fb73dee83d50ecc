"""A sentence through the real engine and the desk's real unit code, under the guard. Nothing is stored."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.examples import USUAL_TIME, time_of
from aduan_cli.complaint.report import report_of_call
from aduan_cli.complaint.router import Router
from aduan_cli.config.safe import Safety
from aduan_cli.flow.intake.call import Intake
from aduan_cli.model import CodeFailure, Consulted, Decision
from aduan_cli.plugins.asking import Asking
from aduan_cli.plugins.code import Code, find_code
from aduan_cli.plugins.guard import Child
from aduan_cli.record import Record
from aduan_cli.stored import PluginRun
from aduan_cli.testing.on_disk import rules_of

GIVEN = ("kind", "category", "kecamatan", "kelurahan", "priority", "channel", "address", "fields")
"""What an officer or an import may give besides the text."""


class Routed(Record):
    """What came of a sentence. `complaint` is the call as it would be stored, `notes` are the validator's.

    `failures` are those of unit code; the decision is then the next step's.
    """

    decision: Decision
    complaint: Complaint
    notes: tuple[str, ...]
    failures: tuple[CodeFailure, ...]

    @property
    def category(self) -> str | None:
        """What the call is about."""
        return self.complaint.category

    @property
    def unit(self) -> str:
        """Who leads."""
        return self.decision.unit

    @property
    def step(self) -> str:
        """The step that decided."""
        return self.decision.step


class Routes:
    """A desk's rules and code, loaded once for many sentences; a context manager, which ends the units' processes."""

    def __init__(self, desk: str | PathLike[str]) -> None:
        self._folder = os.path.abspath(desk)
        loaded = rules_of(self._folder)
        self._rules = loaded.rules
        self._router = Router(loaded.rules, loaded.revision)
        self._safety = Safety(self._folder, loaded.rules["trust"])
        self._code: _Listening | None = None
        self.warnings: list[str] = []
        """What the officer would have read of the units' code."""

    def __enter__(self) -> Routes:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """End the units' processes."""
        if self._code is not None:
            self._code.asking.close(wait=True)
            self._code = None

    def route(
        self, text: str, *, answers: Mapping[str, Any] | None = None, at: str = USUAL_TIME, **given: Any
    ) -> Routed:
        """Take a sentence through all steps. `answers` are those to the category's questions, `at` is local time.

        `given` is what else an officer says: kind, category, kecamatan, kelurahan, priority, channel, address,
        fields. No failure sets a plugin aside.
        """
        unknown = sorted(given.keys() - set(GIVEN))
        if unknown:
            raise TypeError(f"{', '.join(unknown)}: can't be given; one of {', '.join(GIVEN)} would be right")
        moment = time_of(at, self._router.zone)
        more = {name: dict(value) if name == "fields" else value for name, value in given.items()}
        report = report_of_call(text=text, answers=dict(answers or {}), reported_at=moment, logged_at=moment, **more)
        code = self._listening()
        call = Intake(report, self._router, code).foresee()
        failures = tuple(said.failure for said in code.said if said.failure)
        if failures:
            self.close()
        return Routed(call.decision, call.complaint, call.notes, failures)

    def _find(self, plugin: str) -> Code | None:
        return find_code(self._folder, plugin, self._rules["installed"], self._safety.objection)

    def _listening(self) -> _Listening:
        """Return the units' code, what it says being kept for one sentence."""
        if self._code is None:
            self._code = _Listening(
                Asking(
                    self._rules,
                    self._router.zone.iso,
                    self._find,
                    states=dict,
                    start=lambda code, limits: Child(
                        code, limits, os.path.join(self._folder, "aduan.db"), self._folder
                    ),
                    warn=self.warnings.append,
                    bulk=True,
                )
            )
        self._code.said = []
        return self._code


class _Listening:
    """A `ports.UnitCode` that keeps what another one says."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.said: list[Consulted] = []

    def exists(self, plugin: str) -> bool:
        return self.asking.ready(plugin)

    def ready(self, plugin: str | None, hook: str | None = None) -> bool:
        return self.asking.ready(plugin, hook)

    def left_out(self, plugin: str) -> str | None:
        return None

    def ask(
        self, plugin: str, complaint: Complaint, hooks: Sequence[str], event: tuple[str, int, str | None] | None = None
    ) -> Consulted:
        consulted = self.asking.ask(plugin, complaint, hooks, event)
        self.said.append(consulted)
        return consulted

    def runs(self) -> list[PluginRun]:
        return self.asking.runs()


def route(
    text: str,
    *,
    desk: str | PathLike[str],
    answers: Mapping[str, Any] | None = None,
    at: str = USUAL_TIME,
    **given: Any,
) -> Routed:
    """Take one sentence through a desk's rules and code, as they stand on disk; see `Routes.route`.

    Raises `ConfigError` when the desk's files have errors.
    """
    with Routes(desk) as routes:
        return routes.route(text, answers=answers, at=at, **given)
