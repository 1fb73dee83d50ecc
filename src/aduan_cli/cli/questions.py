"""Asking the officer what a call is about and what a category wants to know of the caller, on a terminal.

Only what is typed after a question was shown can be its answer (`keyboard`). click is loaded when one is: most calls at
a terminal are logged without any.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from aduan_cli.cli import keyboard, streams
from aduan_cli.cli.streams import tell
from aduan_cli.complaint.answers import SAID, fitting, has_places
from aduan_cli.flow.intake.call import Question
from aduan_cli.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

_COMMAND = re.compile(r"(?:(?:[$#]|sudo|\w+=\S*)\s+)*(?:\S*/)?aduan(?:\s+(?P<name>\S+).*)?")
_SLIP = 4
"""One letter in so many of a command's name may be wrong."""


class _TypedAheadError(Exception):
    """What is typed is meant for the shell, and no answer."""


class _CommandError(Exception):
    """What was typed at a question is the next command."""


class Questions:
    """Asks the officer; `stopped` when no more is to be asked."""

    def __init__(self, ward: str) -> None:
        """`ward` is what the city calls the smaller level of its places."""
        self._ward = ward
        self.stopped = not keyboard.can_ask()
        self.shown = 0
        """How many questions were shown."""
        self._is_headed = False
        self._about = ""
        self._said: list[str] = []

    def turn_to(self, about: str) -> None:
        """Say before the next question which of several matters it is about."""
        self._is_headed, self._about = False, f"{about}: "

    def __call__(self, questions: Sequence[Question]) -> dict[str, object]:
        """Ask each question; Enter leaves one out, Ctrl-C or Ctrl-D all that follow. Returns the answers by id."""
        answers: dict[str, object] = {}
        if not questions:
            return answers
        import click

        for number, (name, text, kind, choices) in enumerate(questions):
            self._said = []
            try:
                given = self._ask(str(text), str(kind), list(choices))
            except _TypedAheadError:
                self.stopped = True
                _tell_open([str(question[0]) for question in questions[number:]])
                break
            except _CommandError as error:
                self.stopped = True
                _tell_command(str(error), [str(question[0]) for question in questions[number:]])
                break
            except (click.Abort, OSError):  # Who hangs up is asked no more; the call goes on.
                tell("")
                self.stopped = True
                break
            if given is not None:
                answers[str(name)] = given
            self._keep_words(str(name), answers)
        return answers

    def _keep_words(self, name: str, answers: dict[str, object]) -> None:
        """Keep what was said and is none of the choices beside the answer, for the unit to read."""
        if self._said:
            answers[f"{name}-{SAID}"] = "; ".join(self._said)

    def ask_place(self, ticket: str, exactly: bool) -> str | None:
        """Ask where an emergency is, in a word; None: nobody knows, or something else is being typed.

        `exactly`: its district or ward is known. What is no place is asked for once more.
        """
        import click

        from aduan_cli.addresses import names_no_place

        question = (
            _("WHERE exactly? (street, RT/RW, landmark)") if exactly else _("WHERE? (street, RT/RW, {ward}, landmark)")
        )
        given = None
        try:
            given = self._ask(question.format(ward=self._ward), "text", [])
            if given is not None and names_no_place(str(given)):
                given = self._ask(_("That is no place. Which street or landmark? (Enter: unknown)"), "text", [])
                if given is None or names_no_place(str(given)):
                    given = None
                    sentence = _("the street stays unknown; once it is known: aduan edit {ticket} --address ...")
                    tell("  " + sentence.format(ticket=ticket))
        except _TypedAheadError:
            self.stopped = True
            sentence = _("the place is not asked, for more was typed already: aduan edit {ticket} --address ...")
            tell(sentence.format(ticket=ticket))
        except _CommandError as error:
            self.stopped = True
            _tell_command(str(error))
        except (click.Abort, OSError):
            tell("")
            self.stopped = True
        return None if given is None else str(given)

    def _ask(self, text: str, kind: str, choices: list[str]) -> object:
        """Ask one question, if nothing else is being typed."""
        if keyboard.is_typed_ahead():
            raise _TypedAheadError
        if not self._is_headed:
            tell(self._about + _("ask the caller (Enter leaves one out, Ctrl-C the rest):"))
            self._is_headed = True
        self.shown += 1
        return _ask_one(text, kind, choices, self._said)


def ask_for_text(question: str) -> str | None:
    """Ask what the call is about; lines that are pasted at once are one text. None: what is typed is no answer."""
    if keyboard.is_typed_ahead():
        return None
    import click

    lines = [str(click.prompt(streams.fitting(question), err=True, prompt_suffix=" "))]
    if is_command(lines[0]):
        _tell_command(lines[0])
        return None
    while keyboard.has_line() and (line := sys.stdin.readline()):
        lines.append(line)
    return " ".join(" ".join(lines).split()) if len(lines) > 1 else lines[0]


def _tell_open(names: list[str]) -> None:
    """Say which questions stay open."""
    sentence = _("not asked, for more was typed already: {names}; answers come with the call: --detail {name}=...")
    tell(sentence.format(names=", ".join(names), name=names[0]))


def _tell_command(line: str, names: Sequence[str] = ()) -> None:
    """Say that a line was not run, and which questions stay open."""
    from aduan_cli.render.cells import shown_in_line

    sentence = _("that is a command and no answer, so it was not run; type it again: {line}")
    if names:
        sentence = _("that is a command and no answer, so it was not run; type it again: {line} (left open: {names})")
    tell(sentence.format(line=shown_in_line(line), names=", ".join(names)))


def is_command(line: str, is_text: bool = True) -> bool:
    """Say whether a line is a command of ours. Where a text may be its meaning ("aduan lagi") the name decides."""
    match = _COMMAND.fullmatch(line.strip())
    if match is None:
        return False
    name = match["name"]
    if not is_text or name is None or name.startswith("-"):
        return True
    from aduan_cli.cli.root import COMMANDS
    from aduan_cli.nearness import distance

    return any(distance(name, command) <= len(command) // _SLIP for command in COMMANDS)


def _ask_one(text: str, kind: str, choices: list[str], said: list[str]) -> object:
    """Ask until the answer fits; None: it was left out. What was said in words of their own joins `said`.

    Raises `_TypedAheadError` for a line that is no answer, `_CommandError` for one that is a command.
    """
    import click

    from aduan_cli.render.cells import shown_in_line
    from aduan_cli.render.widths import UNBROKEN

    places = has_places(choices)
    numbered = ", ".join(
        (f"{number}{UNBROKEN}" if places else "") + shown_in_line(choice).replace(" ", UNBROKEN)
        for number, choice in enumerate(choices, 1)
    )
    shown = streams.fitting("  " + shown_in_line(text) + (f" ({numbered})" if choices else "")).replace(UNBROKEN, " ")
    while True:
        given = str(click.prompt(shown, default="", show_default=False, err=True, prompt_suffix=" ")).strip()
        if keyboard.has_line():
            if given:
                sentence = _("several lines at once are no answer; this one was not run: {line}")
                tell("  " + sentence.format(line=shown_in_line(given)))
            raise _TypedAheadError
        if not given:
            return None
        if is_command(given, kind == "text"):
            raise _CommandError(given)
        try:
            return fitting(given, kind, choices, places)
        except ValueError as error:
            said += [] if given.isdecimal() else [given]
            if (meant := _meant(given, text, choices)) is not None:
                tell(f"  = {shown_in_line(meant)}")
                return meant
            tell(f"  {shown_in_line(str(error))}")


def _meant(given: str, text: str, choices: list[str]) -> str | None:
    """Return the choice that a caller's own words mean."""
    from aduan_cli.complaint.spoken_choices import understood

    return understood(given, text, choices)
