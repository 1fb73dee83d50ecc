"""What a plugin's code says of itself without being run."""

from __future__ import annotations

import pytest

from aduan_cli.plugins.code import Code
from aduan_cli.plugins.hook_places import functions, unmarked

MARKED = """\
from aduan_cli import hookspecs
from aduan_cli.hookspecs import hookimpl

@hookimpl
def route(complaint): ...
@hookspecs.hookimpl(tryfirst=True)
def validate(complaint, more=1): ...
@hookimpl(specname="questions")
def ask(): ...
def observe(event): ...
def questions(complaint): ...
def helper(a, b): ...
class Other:
    @hookimpl
    def notify(self, message): ...
"""


def code(text: str | bytes) -> Code:
    data = text.encode() if isinstance(text, str) else text
    return Code("x", "/desk/plugins/x", "plugin.py", {"plugin.py": data}, "0" * 64)


def test_marked_functions_answer_hooks() -> None:
    """However the mark is written; arguments with a default are not asked for."""
    assert [tuple(function) for function in functions(code(MARKED)) if function.hook] == [
        ("route", 5, "route", ("complaint",)),
        ("validate", 7, "validate", ("complaint",)),
        ("ask", 9, "questions", ()),
    ]


def test_a_hooks_name_without_the_mark() -> None:
    """It is never asked, unless another function answers in its place."""
    assert [function.name for function in unmarked(code(MARKED))] == ["observe"]


@pytest.mark.parametrize("text", ["def (", b"\x00", b"\xff", "(" * 5000, "# coding: nonsense\n"])
def test_what_cannot_be_parsed_says_nothing(text: str | bytes) -> None:
    """The import says why."""
    assert functions(code(text)) == []
