"""Asking the officer what a category wants to know of the caller, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from aduan_cli.cli.streams import tell
from aduan_cli.flow.intake.call import Question
from aduan_cli.i18n import _
from aduan_cli.rules.answers import fitting


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
