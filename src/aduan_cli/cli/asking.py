"""Asking the officer what a category wants to know of the caller, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

import click

from aduan_cli.cli.streams import tell
from aduan_cli.flow.intake.call import Question
from aduan_cli.i18n import _


class Asking:
    """Asks the officer; `stopped` when no more is to be asked."""

    def __init__(self) -> None:
        self.stopped = False
        self._begun = False

    def __call__(self, questions: Sequence[Question]) -> dict[str, Any]:
        """Ask each question; Enter leaves one out, Ctrl-C or Ctrl-D all that follow. Returns the answers by id."""
        answers: dict[str, Any] = {}
        if not self._begun:
            tell(_("ask the caller (Enter leaves one out, Ctrl-C the rest):"))
            self._begun = True
        for name, text, kind, choices in questions:
            try:
                given = _ask_one(str(text), str(kind), list(choices))
            except (click.Abort, OSError):  # Who hangs up is asked no more; the call goes on.
                tell("")
                self.stopped = True
                break
            if given is not None:
                answers[str(name)] = given
        return answers


def _ask_one(text: str, kind: str, choices: list[str]) -> Any:
    """Ask until the answer fits; None: it was left out."""
    from aduan_cli.render.cells import shown_in_line

    numbered = ", ".join(f"{number} {shown_in_line(choice)}" for number, choice in enumerate(choices, 1))
    shown = shown_in_line(text) + (f" ({numbered})" if choices else "")
    while True:
        given = str(click.prompt("  " + shown, default="", show_default=False, err=True, prompt_suffix=" ")).strip()
        if not given:
            return None
        try:
            return fitting(given, kind, choices)
        except ValueError as error:
            tell(f"  {shown_in_line(str(error))}")


def _number(given: str) -> float | None:
    try:
        number = float(given.replace(",", "."))
    except ValueError:
        return None
    return number if isfinite(number) else None


def fitting(given: str, kind: str, choices: Sequence[str]) -> Any:
    """Return an answer as it is kept: a number, one of the choices, or the words.

    Of a choice its beginning is enough (of several the one that the others begin with), or its place in the list,
    from 1. Raises `ValueError` with a sentence.
    """
    if kind == "number":
        number = _number(given)
        if number is None:
            raise ValueError(_("{given}: a number would be right").format(given=given))
        return int(number) if number.is_integer() else number
    if kind == "choice":
        return _chosen(given, choices)
    return given


def _chosen(given: str, choices: Sequence[str]) -> str:
    fold = given.casefold()
    fits = [c for c in choices if c.casefold() == fold] or [c for c in choices if c.casefold().startswith(fold)]
    shortest = min(fits, key=len, default="")
    if fits and all(choice.startswith(shortest) for choice in fits):
        return shortest
    if not fits and given.isdecimal() and 1 <= int(given) <= len(choices):
        return choices[int(given) - 1]
    known = ", ".join(choices)
    raise ValueError(_("{given}: one of {known} would be right").format(given=given, known=known))
