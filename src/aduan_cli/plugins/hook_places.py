"""What a plugin's code says of itself without being run: the functions that answer hooks, each with its line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from aduan_cli.hookspecs import HOOKS
from aduan_cli.plugins.code import Code

_MARK = "hookimpl"


class Function(NamedTuple):
    """A function at the top of a plugin's code. `hook` is the one that it answers, by its mark; None: it has none."""

    name: str
    line: int
    hook: str | None
    arguments: tuple[str, ...]


def functions(code: Code) -> list[Function]:
    """Return the functions of the main file; an empty list where it can't be parsed."""
    try:
        tree = ast.parse(code.files[code.main])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return list(_functions(tree))


def _functions(tree: ast.Module) -> Iterator[Function]:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            hooks = [_marked(decorator, node.name) for decorator in node.decorator_list]
            # As pluggy sees it: what has a default is not asked for.
            names = [argument.arg for argument in [*node.args.posonlyargs, *node.args.args]]
            wanted = names[: len(names) - len(node.args.defaults)]
            yield Function(node.name, node.lineno, next((hook for hook in hooks if hook), None), tuple(wanted))


def _marked(decorator: ast.expr, name: str) -> str | None:
    """Return the hook that a decorator makes a function answer: `@hookimpl`, or `@hookimpl(specname="...")`."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    if _MARK not in (getattr(called, "id", None), getattr(called, "attr", None)):
        return None
    for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
        if keyword.arg == "specname" and isinstance(keyword.value, ast.Constant):
            return str(keyword.value.value)
    return name


def unmarked(code: Code) -> list[Function]:
    """Return functions that are called like a hook and lack the mark, so that nobody asks them."""
    found = functions(code)
    answered = {function.hook for function in found if function.hook}
    return [f for f in found if f.hook is None and f.name in HOOKS and f.name not in answered]
