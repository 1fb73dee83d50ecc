"""A terminal in the tests' own process: what is written to it for people, on as many columns as a test says."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


class Screen(io.StringIO):
    """A terminal; `COLUMNS` of the environment says how wide."""

    def isatty(self) -> bool:
        return True


@contextmanager
def screen(columns: int, colours: bool = False) -> Iterator[Screen]:
    """Give a terminal of so many columns for the time of a test, with colours or without."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        for name in ("NO_COLOR", "FORCE_COLOR"):
            patch.delenv(name, raising=False)
        patch.setenv("FORCE_COLOR" if colours else "NO_COLOR", "1")
        yield Screen()


def written(columns: int, text: str) -> list[str]:
    """Return the lines of what was written to a terminal, each of which must fit it."""
    from aduan_cli.render.widths import width

    lines = text.removesuffix("\n").split("\n")
    assert max(map(width, lines)) <= columns, lines
    return lines
