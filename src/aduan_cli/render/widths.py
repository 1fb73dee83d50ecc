"""How many columns of a terminal a text takes, and texts cut and folded to them.

Which character is how wide is the business of `wcwidth`, loaded only where a text is not ASCII.
"""

from __future__ import annotations

from collections.abc import Iterator

CUT = "…"
"""Stands at the end of what is cut; one column wide."""
_LONGEST_CLUSTER = 16
"""Characters of one column that are looked at: more marks than that on one letter are a joke."""


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii() or (text[-1] == CUT and text[:-1].isascii()):
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


def folded(text: str, most: int) -> list[str]:
    """Return a text on lines of at most `most` columns, broken at spaces where there are some."""
    lines = []
    rest = text
    while width(rest) > most:
        line = beginning(rest, most)
        if not line:  # A wide character and one column: nothing can be done.
            line = rest[:1]
        elif rest[len(line) : len(line) + 1] != " ":
            line = line[: line.rfind(" ")] if " " in line.strip() else line
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return [*lines, rest] if rest or not lines else lines
