"""The hooks that a plugin's module answers, as functions that can be called.

A function that takes exactly what the contract names is called as it is. Whatever else is marked (with pluggy's
options, with fewer arguments, with ones that the contract doesn't know) pluggy looks at, which says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import FunctionType, MappingProxyType, MethodType, ModuleType
from typing import Any

from aduan_cli import hookspecs
from aduan_cli.i18n import _

Hooks = dict[str, Callable[..., Any]]
"""A hook's name → a function that calls it with the arguments of the contract, by their names."""
_OTHER_MARK = f"{hookspecs.PROJECT}_impl"
"""The attribute that pluggy's mark sets."""
_MORE_ARGUMENTS = 0x04 | 0x08
"""The flags of a function's code that takes `*args` or `**kwargs`."""


def hooks_of(module: ModuleType, plugin: str) -> Hooks:
    """Return the hooks that a module answers.

    Raises `TypeError` for a mark on what is no function, and pluggy's `PluginValidationError` for a hook that the
    contract doesn't know, or with other arguments.
    """
    marked = dict(_marked(module))
    if all(_fits(name, function) for name, function in marked.items()):
        return {name: marked[name] for name in hookspecs.HOOKS if name in marked}
    return _registered(module, plugin, marked)


def _marked(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Yield the functions that bear a mark, ours or pluggy's, by their names in the module."""
    for name, value in vars(module).items():
        own = _own(value)
        if hookspecs.MARK not in own and _OTHER_MARK not in own:
            continue
        if not isinstance(value, (FunctionType, MethodType)):
            raise TypeError(
                _("{where}: {wanted} was expected, {type} came").format(
                    where=name, wanted="function", type=type(value).__name__
                )
            )
        yield name, value


def _own(value: object) -> Mapping[str, object]:
    """Return the attributes that are an object's own: there are some that have whatever one asks for, or raise."""
    try:
        own = value.__dict__
    except Exception:
        return {}
    return own if isinstance(own, (dict, MappingProxyType)) else {}


def _fits(name: str, function: FunctionType | MethodType) -> bool:
    """Say whether a function bears our mark alone and takes the arguments of the hook of its name, and no others."""
    if not isinstance(function, FunctionType) or _OTHER_MARK in function.__dict__ or name not in hookspecs.HOOKS:
        return False
    code = function.__code__
    others = code.co_flags & _MORE_ARGUMENTS or code.co_posonlyargcount or code.co_kwonlyargcount
    return not (others or function.__defaults__) and code.co_varnames[: code.co_argcount] == arguments_of(name)


def arguments_of(hook: str) -> tuple[str, ...]:
    """Return the names of a hook's arguments."""
    code = next(vars(role)[hook] for role in hookspecs.ROLES if hook in vars(role)).__code__
    return tuple(code.co_varnames[1 : code.co_argcount])


def _registered(module: ModuleType, plugin: str, marked: dict[str, Any]) -> Hooks:
    import pluggy

    impl, spec = pluggy.HookimplMarker(hookspecs.PROJECT), pluggy.HookspecMarker(hookspecs.PROJECT)
    for function in marked.values():
        if _OTHER_MARK not in function.__dict__:
            impl(getattr(function, "__func__", function))
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    for role in hookspecs.ROLES:
        for name in set(hookspecs.HOOKS).intersection(vars(role)):
            spec(vars(role)[name], firstresult=True)
        manager.add_hookspecs(role)
    manager.register(module, plugin)
    manager.check_pending()
    callers = {name: getattr(manager.hook, name) for name in hookspecs.HOOKS}
    taken = [one.function for caller in callers.values() for one in caller.get_hookimpls()]
    for name, function in marked.items():
        if function not in taken:  # pluggy passes over names like `_route`.
            raise pluggy.PluginValidationError(module, f"unknown hook {name!r} in plugin {plugin!r}")
    return {name: caller for name, caller in callers.items() if caller.get_hookimpls()}
