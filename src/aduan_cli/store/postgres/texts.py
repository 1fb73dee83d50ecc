"""Texts as the server keeps them: it knows no NUL, so that stands for itself as two characters that it knows."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_SIGN = "\U0010ffff"
"""The last code point there is; it is no character, and comes back as itself all the same."""


def kept(value: Any) -> Any:
    """Return a value as the server can keep it."""
    if isinstance(value, str) and ("\0" in value or _SIGN in value):
        return value.replace(_SIGN, f"{_SIGN}1").replace("\0", f"{_SIGN}0")
    return value


def restored(value: Any) -> Any:
    """Return a value as it was given."""
    if isinstance(value, str) and _SIGN in value:
        return value.replace(f"{_SIGN}0", "\0").replace(f"{_SIGN}1", _SIGN)
    return value


def restored_row(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the values of a row as they were given."""
    for value in row:
        if value.__class__ is str and _SIGN in value:
            return tuple(map(restored, row))
    return row
