"""What a line lacks is asked for on a terminal: why, what was done, what a caller was told. No click here (`plain`)."""

from __future__ import annotations

from collections.abc import Callable

from aduan_cli.cli.context import Context
from aduan_cli.cli.values import storable_value
from aduan_cli.errors import UsageError


def ask(context: Context, question: str) -> str | None:
    """Ask the officer; None: nobody can be asked or wants to be (`-q`), or what was typed is no answer."""
    from aduan_cli.cli import keyboard

    if context.quiet or not keyboard.can_ask():
        return None
    from aduan_cli.cli.questions import ask_for_text

    asked = ask_for_text(question)
    return None if asked is None else str(storable_value(asked)).strip() or None


def ask_until(context: Context, question: str, check: Callable[[str], object]) -> str | None:
    """Ask until the answer is one that `check` takes, and say each time why it raises `UsageError`; None: see `ask`."""
    while (asked := ask(context, question)) is not None:
        try:
            check(asked)
        except UsageError as error:
            context.tell(str(error))
        else:
            break
    return asked
