"""Turning code into hooks that can be called: its module made from the bytes that were hashed, and registered.

Runs in the child; of the parent's process only a plugin's own command asks for it, which runs unguarded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from types import CodeType, ModuleType
from typing import Any

import pluggy

from aduan_cli import hookspecs
from aduan_cli.plugins.code import Code, compiled

Hooks = dict[str, Callable[..., Any]]
"""A hook's name → a function that calls it with the arguments of the contract."""


def load(code: Code, body: CodeType | None = None) -> ModuleType:
    """Import a plugin's code; whatever it raises is raised. `body` is its main file, where that is compiled already."""
    name = code.package or "aduan_plugin_" + code.plugin.replace("-", "_")
    module = ModuleType(name)
    module.__file__ = os.path.join(code.folder, code.main)
    if code.package:
        from aduan_cli.plugins.packages import prepare

        prepare(module, code, name)
    sys.modules[name] = module
    exec(body or compiled(code, code.main), module.__dict__)  # noqa: S102
    return module


def hooks_of(module: ModuleType, plugin: str) -> Hooks:
    """Return the hooks that a module answers.

    Raises pluggy's `PluginValidationError` for one that the contract doesn't know, or with other arguments.
    """
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    mark = pluggy.HookspecMarker(hookspecs.PROJECT)
    there = set(_answered(module))
    for role in hookspecs.ROLES:
        names = there.intersection(vars(role), hookspecs.HOOKS)
        for name in names:
            mark(vars(role)[name], firstresult=name in hookspecs.ONE_ANSWER)
        if names:  # What nobody answers need not be made ready; what no role has is told as unknown.
            manager.add_hookspecs(role)
    manager.register(module, plugin)
    manager.check_pending()
    return {name: getattr(manager.hook, name) for name in hookspecs.HOOKS if name in there}


def _answered(module: ModuleType) -> Iterator[str]:
    """Yield the hooks that a module's marked functions answer."""
    for name, value in vars(module).items():
        mark = getattr(value, f"{hookspecs.PROJECT}_impl", None)
        if isinstance(mark, dict):
            yield mark.get("specname") or name
