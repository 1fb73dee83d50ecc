"""The names of a plugin's commands, asked for under the guard."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest

from aduan_cli.plugins.code import Code
from aduan_cli.plugins.guard import Child, FailedError
from aduan_cli.plugins.hook_results import AnswerError, argument, checked, plain
from aduan_cli.plugins.limits import Limits

HEAD = "from aduan_cli.hookspecs import hookimpl\n@hookimpl\ndef commands():\n"
CLICK = """\
    import click
    @click.command("daftar")
    def daftar(): ...
    return (daftar, click.Group("lain"))
"""


@pytest.fixture
def ask() -> Iterator[Any]:
    """Return a function that asks a plugin of this code for its commands, in a child that is ended afterwards."""
    children: list[Child] = []

    def answer(body: str) -> tuple[Any, Child]:
        data = (HEAD + body).encode()
        child = Child(Code("x", "/desk/plugins/x", "plugin.py", {"plugin.py": data}, "0" * 64), Limits())
        children.append(child)
        assert child.hooks(monotonic() + 10) == {"commands"}
        return checked("commands", child.ask("commands", {}, monotonic() + 10), (), ()), child

    yield answer
    for child in children:
        child.end()


def test_names_come_back_and_nothing_runs(ask: Any) -> None:
    """Of click's commands and groups alike; None is none."""
    assert ask(CLICK)[0] == ["daftar", "lain"]
    assert ask("    return None\n")[0] == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("    return 'daftar'\n", "list[click.Command] was expected, str came"),
        ("    return ['daftar']\n", "click.Command was expected, str came"),
        ("    return [commands]\n", "click.Command was expected, function came"),
    ],
)
def test_what_is_no_list_of_commands(ask: Any, body: str, message: str) -> None:
    """The child says so itself; the failure has its hook already."""
    with pytest.raises(FailedError, match="expected") as raised:
        ask(body)
    assert raised.value.failure.message == message


def test_the_parent_believes_nothing() -> None:
    """What comes over the pipe is looked at again."""
    assert argument("commands", {}) == {}
    assert plain("commands", None) == []
    for data in (None, 7, [7], [None]):
        with pytest.raises(AnswerError):
            checked("commands", data, (), ())


def test_the_processor_time_of_the_last_answer_is_known(ask: Any) -> None:
    """For whoever warns of slow code."""
    _answer, child = ask("    sum(range(1_000_000))\n    return []\n")
    assert 0.0 < child.cpu < 0.25
