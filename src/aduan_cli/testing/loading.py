"""A plugin's code loaded into the test's own process: called as in the desk, its answers checked as the desk does.

There is no guard: what the code raises comes out as it is, and a debugger can follow it.
"""

from __future__ import annotations

from collections.abc import Collection
from json import dumps, loads
from os import PathLike
from pathlib import Path
from types import ModuleType
from typing import Any

from aduan_cli import hookspecs
from aduan_cli.digest import sha256
from aduan_cli.model import CODE_FILE, PACKAGE_FILE
from aduan_cli.plugins.code import Code, find_code
from aduan_cli.plugins.hook_results import checked, plain
from aduan_cli.plugins.hooks import hooks_of
from aduan_cli.plugins.loading import load
from aduan_cli.testing.on_disk import rules_of


class LoadedPlugin:
    """A plugin's code. A hook that it doesn't have raises `LookupError`, an answer out of the contract `AnswerError`.

    `module` is the code itself, for the functions in it that are no hooks.
    """

    def __init__(self, code: Code, units: Collection[str], outside: Collection[str]) -> None:
        self.name = code.plugin
        self.module: ModuleType = load(code)
        self._calls = hooks_of(self.module, code.plugin)
        self._units, self._outside = frozenset(units) | frozenset(outside), frozenset(outside)

    @property
    def hooks(self) -> frozenset[str]:
        """The names of the hooks that the code answers."""
        return frozenset(self._calls)

    def route(self, complaint: hookspecs.Complaint) -> hookspecs.Decision | None:
        """Return what the router decides."""
        answer = self._ask("route", complaint=complaint)
        if answer is None:
            return None
        return hookspecs.Decision(answer.unit, answer.support, answer.priority, answer.reason)

    def validate(self, complaint: hookspecs.Complaint) -> list[str]:
        """Return the texts of the validator's notes, as the officer reads them."""
        notes: list[str] = self._ask("validate", complaint=complaint)
        return notes

    def questions(self, complaint: hookspecs.Complaint) -> list[hookspecs.Question]:
        """Return what the caller would be asked."""
        asked = self._ask("questions", complaint=complaint)
        return [hookspecs.Question(name, text, kind, tuple(choices)) for name, text, kind, choices in asked]

    def observe(self, event: hookspecs.Event) -> None:
        """Tell the observer of an event."""
        self._ask("observe", event=event)

    def notify(self, message: hookspecs.Message) -> hookspecs.Delivery:
        """Return what became of a message."""
        delivery: hookspecs.Delivery = self._ask("notify", message=message)
        return delivery

    def commands(self) -> list[object]:
        """Return the plugin's own click commands."""
        self._need("commands")
        return list(self._calls["commands"]() or ())

    def _need(self, hook: str) -> None:
        if hook not in self._calls:
            raise LookupError(f"plugin '{self.name}' has no hook '{hook}'; it has: {', '.join(sorted(self._calls))}")

    def _ask(self, hook: str, **given: object) -> Any:
        """Call a hook; its answer goes the way that it goes between two processes, and is checked at both ends."""
        self._need(hook)
        told = loads(dumps(plain(hook, self._calls[hook](**given))))
        return checked(hook, told, self._units, self._outside)


def load_plugin(
    place: str | PathLike[str], *, units: Collection[str] | None = None, outside: Collection[str] = ()
) -> LoadedPlugin:
    """Load the code of a plugin: `place` is its `plugin.py`, or its folder (of a package: the one with `__init__.py`).

    `units` and `outside` are the units and outside bodies that it may name. Without them they are those of the desk
    that the folder lies in (`<desk>/plugins/<name>`). Whatever the code raises is raised.
    """
    given = Path(place).resolve()
    folder = given if given.is_dir() else given.parent
    plugin = folder.name
    if not (folder / CODE_FILE).exists() and not (folder / PACKAGE_FILE).exists():
        raise FileNotFoundError(f"{folder}: there is neither {CODE_FILE} nor {PACKAGE_FILE}")
    if units is None:
        rules = rules_of(_desk_of(folder)).rules
        if plugin not in rules["scopes"]:
            raise LookupError(f"{folder}: [plugins] enable in the desk's rules.toml doesn't name '{plugin}'")
        units, outside = rules["scopes"][plugin], rules["outside"]
    return LoadedPlugin(_code(folder), units, outside)


def _desk_of(folder: Path) -> Path:
    desk = folder.parent.parent
    if folder.parent.name != "plugins" or not (desk / "rules.toml").exists():
        raise LookupError(f"{folder}: it lies in no desk; say which units the plugin may name (units=...)")
    return desk


def _code(folder: Path) -> Code:
    if (folder / CODE_FILE).exists():
        data = (folder / CODE_FILE).read_bytes()
        return Code(folder.name, str(folder), CODE_FILE, {CODE_FILE: data}, sha256(data).hexdigest())
    code = find_code("", folder.name, {folder.name: str(folder)}, lambda _place: None)
    assert code is not None
    return code
