"""How many columns of a terminal a text takes, and texts cut and folded to them.

Which character is how wide is the business of `wcwidth`, loaded only where a text is not ASCII.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CUT = "…"
"""Stands at the end of what is cut; one column wide."""
_LONGEST_CLUSTER = 16
"""Characters of one column that are looked at: more marks than that on one letter are a joke."""
UNBROKEN = "\u00a0"
"""A blank at which no line is broken; on the screen it is one like any other."""
_OUR_SIGNS = dict.fromkeys(map(ord, f"{CUT}→·“”‘’–—{UNBROKEN}"), ".")
"""What our own sentences have beside ASCII, each one column wide."""
_CODE = r"(?<=[A-Z]) (?=/? ?\d)|(?<=[A-Z]) (?=/ \d)|(?<=[A-Z] /) (?=\d)"
"""The blanks of a code: between capital letters and a number, a stroke between them or not."""
_LEAST = 20
"""Columns of a terminal below which a sentence is left to it to break."""


def terminal_width(stream: Any) -> int | None:
    """Return the width of the terminal that a stream writes to; None when it is none."""
    try:
        if not stream.isatty():
            return None
        given = os.environ.get("COLUMNS", "")
        return int(given) if given.isdigit() and int(given) else os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError, AttributeError):
        return None


def terminal_rows(stream: Any) -> int | None:
    """Return the height of the terminal that a stream writes to; None when it is none."""
    try:
        return os.get_terminal_size(stream.fileno()).lines or None if stream.isatty() else None
    except (OSError, ValueError, AttributeError):
        return None


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii() or text.translate(_OUR_SIGNS).isascii():
        return len(text)
    from wcwidth import wcswidth

    columns: int = wcswidth(text)
    return columns if columns >= 0 else sum(_pieces_widths(text))


def _pieces_widths(text: str) -> Iterator[int]:
    from wcwidth import wcwidth

    return (max(0, wcwidth(character)) for character in text)


def _clusters(text: str) -> Iterator[str]:
    """Yield what a terminal shows as one: a letter with its marks, an emoji of several characters."""
    if text.isascii():
        return iter(text)
    from wcwidth import iter_graphemes

    found: Iterator[str] = iter_graphemes(text)
    return found


def cut(text: str, most: int) -> str:
    """Return a text of at most `most` columns, with `…` at the end where something is missing.

    No word is broken where that costs less than half of what there is room for.
    """
    shortened = text[: (most + 1) * _LONGEST_CLUSTER]
    if len(shortened) == len(text) and width(text) <= most:
        return text
    kept = beginning(shortened, most - 1)
    space = kept.rfind(" ")
    if text[len(kept) : len(kept) + 1] != " " and space > len(kept) // 2:
        kept = kept[:space]
    return kept.rstrip() + CUT[:most]


def beginning(text: str, most: int) -> str:
    """Return as much of a text's beginning as fits `most` columns, no cluster cut in two."""
    if text.isascii():
        return text[: max(0, most)]
    kept: list[str] = []
    used = 0
    for cluster in _clusters(text[: (max(0, most) + 1) * _LONGEST_CLUSTER]):
        used += width(cluster)
        if used > most:
            break
        kept.append(cluster)
    while kept and width("".join(kept)) > most:
        kept.pop()
    return "".join(kept)


def _together(text: str) -> str:
    """Return a text in which a line is not broken within a code (`BKS-T 0412`, `BKS-T / 0412`, `RT 04 RW 11`)."""
    return re.sub(_CODE, UNBROKEN, text)


def folded(text: str, most: int) -> list[str]:
    """Return a text on lines of at most `most` columns, broken at spaces where there are some."""
    lines = []
    rest = _together(text)
    while width(rest) > most:
        line = beginning(rest, most)
        if not line:  # A wide character and one column: nothing can be done.
            line = rest[:1]
        elif rest[len(line) : len(line) + 1] != " ":
            blank = " " if " " in line.strip() else UNBROKEN
            line = line[: line.rfind(blank)] if blank in line.strip() and line[-1] != " " else line
        lines.append(line.rstrip().replace(UNBROKEN, " "))
        rest = rest[len(line) :].lstrip()
    return [*lines, rest.replace(UNBROKEN, " ")] if rest or not lines else lines


def wrapped(sentences: str, stream: object) -> str:
    """Return sentences as a stream takes them: on a terminal each broken between its words.

    What goes on stands below the first word, one that begins further in further in still. A word that is longer than
    the terminal is wide (a path) stays whole, so that it can be copied.
    """
    columns = terminal_width(stream)
    if columns is None or columns < _LEAST or len(sentences) * 2 <= columns:
        return sentences
    return "\n".join(_wrapped(line, columns) for line in sentences.split("\n"))


def _wrapped(line: str, columns: int) -> str:
    if width(line) <= columns:
        return line
    sign = len(line) - len(line.lstrip(" !→"))
    indent = " " * (sign if line[0] in "!→" else min(sign + 2, columns // 2))
    room = columns - max(sign, len(indent))
    first, *others = (
        part
        for word in _together(line[sign:]).split(" ")
        for part in ([word] if width(word) <= room else word.split(UNBROKEN))
    )
    lines, used = [line[:sign] + first], sign + width(first)
    for word in others:
        used += 1 + width(word)
        if used > columns:
            lines.append(indent + word)
            used = len(indent) + width(word)
        else:
            lines[-1] += " " + word
    return "\n".join(lines).replace(UNBROKEN, " ")
