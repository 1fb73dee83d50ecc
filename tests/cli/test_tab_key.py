"""The Tab key is answered the same whether click is loaded for it or not, on every command."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tab_key_table
from aduan_cli import i18n
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import EVERYWHERE, FLAG
from aduan_cli.cli.plain import DoubtError
from aduan_cli.cli.tab_click import offered_by_click
from aduan_cli.cli.tab_key import VARIABLE, Asked, asked_by, completions
from aduan_cli.cli.tab_line import TABLE, offered
from aduan_cli.errors import AduanError
from aduan_cli.testing import desk as make_desk
from processes import runner
from thorough import examples

COMMANDS: dict[str, Any] = json.loads(Path(TABLE).read_text(encoding="utf-8"))
AT = "2026-11-23 14:05"


@pytest.fixture(scope="module")
def in_use(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a desk with two calls, for the process itself."""
    place = tmp_path_factory.mktemp("in use")
    run = runner(make_desk(place / "desk"), place)
    for text in ("sampah di Margahayu", "banjir di Teluk Pucung"):
        assert run("log", text, "--now", AT).returncode == 0
    with mock.patch.dict(os.environ, {"ADUAN_DESK": str(place / "desk"), "ADUAN_LANG": "en"}):
        yield place / "desk"
    i18n.choose(None)


def asked(shell: str, words: list[str], typed: str) -> dict[str, str]:
    """Return the variables by which a shell asks what can be typed where `typed` is."""
    line = " ".join(["aduan", *words, typed])
    at = typed if shell == "fish" else str(len(words) + 1)
    return {VARIABLE: f"{shell}_complete", "COMP_WORDS": line, "COMP_CWORD": at}


def both(environment: dict[str, str]) -> tuple[list[Any] | None, list[Any] | None]:
    """Return what is offered without click (None: it is click's to say), and by click; nothing where that raises."""
    answers: list[list[Any] | None] = []
    line = asked_by(environment[VARIABLE].partition("_")[0], environment)
    for ask in (
        lambda context: list(offered(line.words, line.typed, os.environ, context)),
        lambda context: offered_by_click(line.words, line.typed, context),
    ):
        context = Context()
        i18n.choose(None)
        with mock.patch.dict(os.environ, environment):
            try:
                answers.append(ask(context))
            except DoubtError:
                answers.append(None)
            except (AduanError, click.ClickException, LookupError, OSError, ValueError):
                answers.append([])
            finally:
                context.close()
    return answers[0], answers[1]


def own_options(path: str) -> list[tuple[str, bool]]:
    """Return the names of a command's own options, and whether each takes a value."""
    return [(name, not one.get("flag")) for one in COMMANDS[path]["options"] for name in one["names"]]


def options_of(path: str) -> list[tuple[str, bool]]:
    """Return the same with the options of everywhere."""
    return [*own_options(path), *((name, one.kind != FLAG) for one in EVERYWHERE for name in one.names)]


def test_the_table_is_what_the_commands_say() -> None:
    """`make docs` writes it anew."""
    assert Path(TABLE).read_text(encoding="utf-8") == tab_key_table.page()


@pytest.mark.parametrize("path", COMMANDS, ids=str)
def test_every_command_is_answered_as_click_would(in_use: Path, path: str) -> None:
    """Its names, each of its options, and each value that begins so; hardly any of it is click's to say."""
    words = ["--now", "2026-11-23", *path.split()]
    if path == "info":
        words = ["--now", "2026-11-23", "info", "nomor"]
    lines = [([], ""), ([], "-"), ([], "--"), ([], "s"), (["--lang", "id"], "--"), (["-q", "x"], ""), (["x", "y"], "")]
    for name, valued in options_of(path) if path in ("", "list", "rules") else own_options(path):
        lines += [([], name[:3]), ([name], ""), ([name], "d") if valued else ([name], "--")]
    doubts = 0
    for number, (more, typed) in enumerate(lines):
        plainly, by_click = both(asked(("bash", "zsh", "fish")[number % 3], [*words, *more], typed))
        doubts += plainly is None
        assert plainly in (None, by_click), (more, typed)
    # Words of `info` may be a question, of a group nothing at all.
    assert doubts <= 3 + 2 * bool(COMMANDS[path]["inner"]) or path.startswith("info ")


@st.composite
def lines(draw: st.DrawFn) -> tuple[str, list[str], str]:
    """Draw a shell, words, and the beginning of one."""
    path = draw(st.sampled_from(list(COMMANDS)))
    names = st.sampled_from([name for name, _valued in options_of(path)])
    values = st.sampled_from(
        [
            "1",
            "dlh",
            "dlh,b",
            "sampah",
            "'banjir di T",
            '"a b" c',
            "-",
            "--",
            "-5",
            "=",
            "!",
            "é",
            "a:b",
            "\\",
            "x=y",
            "*",
        ]
    )
    inner = st.sampled_from([*COMMANDS[path]["inner"], "none"])
    word = st.one_of(
        names, names, values, inner, st.builds("{}={}".format, names, values), st.builds(lambda one: one[:-1], names)
    )
    typed = st.one_of(st.just(""), word, st.builds(lambda one, at: one[:at], word, st.integers(0, 5)))
    before = draw(st.lists(names, max_size=1))
    words = [*before, *path.split(), *draw(st.lists(word, max_size=4))]
    return draw(st.sampled_from(["bash", "zsh", "fish"])), words, draw(typed)


@pytest.mark.slow
@settings(max_examples=examples(1500), deadline=None, suppress_health_check=list(HealthCheck))
@given(line=lines(), at=st.integers(-1, 9), language=st.sampled_from(["en", "id"]))
def test_any_line_is_answered_as_click_would(
    in_use: Path, line: tuple[str, list[str], str], at: int, language: str
) -> None:
    """With quotations that are open, words that mean nothing, a cursor in the midst of it."""
    environment = {**asked(*line), "ADUAN_LANG": language, "ADUAN_DESK": str(in_use)}
    if at >= 0 and line[0] != "fish":
        environment["COMP_CWORD"] = str(at)
    plainly, by_click = both(environment)
    assert plainly in (None, by_click)


@pytest.mark.parametrize(
    ("pieces", "words", "typed", "cut"),
    [
        (["list", "--unit", "=", "dl"], ["list"], "--unit=dl", 7),
        (["list", "--unit", "="], ["list"], "--unit=", 7),
        (["close", "--where", "unit", "=", "dl"], ["close", "--where"], "unit=dl", 5),
        (["list", "--since", "14", ":", "05", "--un"], ["list", "--since", "14:05"], "--un", 0),
        (["show", "1", ""], ["show", "1"], "", 0),
    ],
)
def test_bash_takes_a_word_apart(pieces: list[str], words: list[str], typed: str, cut: int) -> None:
    """What it took apart is one word again, of which it replaces the end."""
    environment = {"COMP_WORDS": "\n".join(["aduan", *pieces]), "COMP_CWORD": str(len(pieces))}
    assert asked_by("bash", environment) == Asked(words, typed, cut)


@pytest.mark.parametrize("group", ["unit", "calendar"])
def test_commands_that_stand_in_their_group_are_told_in_the_desk_s_language(group: str) -> None:
    """Their help is translated whole; the first sentence alone is in no catalogue."""
    inner = json.loads(Path(TABLE).read_text(encoding="utf-8"))[group]["inner"]
    asked = {"_ADUAN_COMPLETE": "zsh_complete", "COMP_WORDS": f"aduan --lang id {group} ", "COMP_CWORD": "4"}
    printed = completions(asked, Context())
    i18n.choose("id")
    assert [about.partition("\n\n")[0] in printed for about in inner.values()] == [False] * len(inner)
    assert all(i18n._(about).partition("\n\n")[0] in printed for about in inner.values())
