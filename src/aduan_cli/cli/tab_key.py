"""Answers the Tab key: how shells ask what can be typed next, and how they are told. No click here (`tab_line`)."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from aduan_cli.cli.plain import DoubtError
from aduan_cli.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from aduan_cli.cli.context import Context
    from aduan_cli.cli.tab_line import Item

VARIABLE = "_ADUAN_COMPLETE"
"""What the shell's script sets (click's convention): which shell asks, and for what."""


def answer(context: Context) -> NoReturn:
    """Answer the shell and end the process, with 0 and nothing else on the terminal whatever goes wrong."""
    context.hold()
    try:
        printed = completions(os.environ, context)
        sys.stdout.buffer.write(printed.encode())
        sys.stdout.flush()
        context.close()
    except BaseException:  # noqa: S110  # Somebody is in the middle of a line.
        pass
    os._exit(0)


def completions(environment: Mapping[str, str], context: Context) -> str:
    """Return what the shell is to read, found without click where that leaves no doubt."""
    shell, _mark, what = environment[VARIABLE].partition("_")
    if what != "complete" or shell not in _SHOWN:
        return ""
    asked = asked_by(shell, environment)
    try:
        from aduan_cli.cli.tab_line import offered

        found = offered(asked.words, asked.typed, environment, context)
    except DoubtError:
        from aduan_cli.cli.tab_click import offered_by_click

        found = offered_by_click(asked.words, asked.typed, context)
    show = _SHOWN[shell]
    return "\n".join(show((kind, value[asked.cut :], about)) for kind, value, about in found) + "\n"


class Asked(Record):
    """What a shell asks: the words behind the program's name, and the beginning of the one that is typed.

    `cut`: how much of that the shell will leave as it is.
    """

    words: list[str]
    typed: str
    cut: int = 0


def asked_by(shell: str, environment: Mapping[str, str]) -> Asked:
    """Return what a shell asks, by the variables of its script. Raises `ValueError`."""
    words, at = _split(environment["COMP_WORDS"]), environment["COMP_CWORD"]
    if shell == "fish":
        typed = _split(at)[0] if at else ""
        behind = words[1:]
        return Asked(behind[:-1] if typed and behind[-1:] == [typed] else behind, typed)
    last = int(at)
    behind = [*words[1:last], words[last] if last < len(words) else ""]
    return _joined(behind) if shell == "bash" else Asked(behind[:-1], behind[-1])


def _joined(pieces: list[str]) -> Asked:
    """Return what bash asks: it takes `--unit=dlh` and `14:05` for three words each, and replaces the last of them."""
    words: list[str] = []
    cut, goes_on = 0, False
    for piece in pieces:
        breaks = bool(piece) and not piece.strip(_BREAKS)
        if words and (breaks or goes_on):
            cut = len(words[-1])
            words[-1] += piece
        else:
            cut = 0
            words.append(piece)
        cut += len(piece) if breaks else 0
        goes_on = breaks
    return Asked(words[:-1], words[-1], cut)


_BREAKS = "=:"


def _split(line: str) -> list[str]:
    """Return the words of a line as a shell reads them, the last of them perhaps in the midst of a quotation."""
    if not any(mark in line for mark in "'\"\\"):
        for blank in "\n\t\r":
            line = line.replace(blank, " ")
        return [word for word in line.split(" ") if word]
    from shlex import shlex

    reader = shlex(line, posix=True)
    reader.whitespace_split, reader.commenters = True, ""
    words: list[str] = []
    try:
        words.extend(reader)
    except ValueError:
        words.append(reader.token)
    return words


def _for_bash(item: Item) -> str:
    kind, value, _about = item
    return f"{kind},{value}"


def _for_zsh(item: Item) -> str:
    kind, value, about = item
    if not about or about == "_":
        return f"{kind}\n{value}\n_"
    # With a few words on it, and only then, the script takes what is behind the first bare colon for these.
    escaped = value.replace(":", r"\:")
    return f"{kind}\n{escaped}\n{about}"


def _for_fish(item: Item) -> str:
    kind, value, about = item
    if not about:
        return f"{kind},{value}"
    return f"{kind},{value}\t" + about.replace("\n", "\\n").replace("\t", " ")


_SHOWN = {"bash": _for_bash, "zsh": _for_zsh, "fish": _for_fish}
"""How each shell's script reads what is offered."""
