"""What `aduan info WORDS` does: the best answers first; one of them is read out, and the call is stored with it.

No click here: a plain line is read without it (`plain`).
"""

from __future__ import annotations

import sys

from aduan_cli import errors
from aduan_cli.cli import keyboard, log_call, options, streams, understood
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import FORMAT, NUMBER, REVEAL, Argument, Option
from aduan_cli.complaint.answers import is_place
from aduan_cli.errors import NotFoundError
from aduan_cli.flow.directory.counter import COLUMNS, Enquiry, ask, row, take
from aduan_cli.flow.intake.call import Call, Intake
from aduan_cli.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from aduan_cli.compiled import Answer

_OF_CALL = ("channel", "kecamatan", "kelurahan", "name", "phone", "caller_address", "at", "key")
_SHOWN = 5
"""Answers that are shown where no `--limit` says otherwise."""
PARAMETERS: tuple[Argument | Option, ...] = (
    Argument("words", "WORDS"),
    Option(("--pick",), "Store the call as answered with this one of the answers, counted from 1.", NUMBER, "N"),
    *(one for one in log_call.PARAMETERS if isinstance(one, Option) and one.name in _OF_CALL),
    Option(("--limit",), "Most answers, 0 for all; without it 5.", NUMBER),
    FORMAT,
    REVEAL,
)
"""What stands on the line, in the order of the help: of the caller and the call what `log` takes as well."""
COMMANDS = {
    "learn": ("learn", "Propose answers from what officers answered."),
    "gaps": ("gaps", "Show what was asked and has no answer."),
}
"""Commands beside the question: each one's module in `info`, and its line in the help."""
ABOUT = """Find the answer to a question, the best first, to be read out.

On a terminal a number picks one, and the call is stored as answered with it; --pick N does so without. Answers are the
[[answer]] tables of the rules, and the contacts of units. Exit code 4: there is none.
"""


def find_answers(
    context: Context,
    /,
    words: tuple[str, ...],
    pick: int | None,
    limit: int | None,
    format_: str | None,
    reveal: bool,
    **given: object,
) -> int:
    """Show the answers to a question, and store it as answered with the one that is picked."""
    desk = context.desk
    text = log_call.text_of(words)
    report = log_call.report_from_options(context, text, {**given, "kind": "information"})
    if report.caller_phone:
        log_call.check_phone(context, report)
    _urge(context, text, given)
    asked = ask(report, desk.router, desk.directory)
    if asked.stale:
        names = ", ".join(answer["id"] for answer in asked.stale)
        context.say(_("left out, for they are past their date: {answers}").format(answers=names))
    shown = _show(context, asked, _SHOWN if limit is None else limit, format_) if pick is None else 0
    if not asked.ready:
        raise NotFoundError(
            _("no answer is known; find it out, then: aduan log TEXT --kind information --answer ANSWER")
        )
    if pick is None and format_ is None:
        pick = _picked(shown)
    if pick is None:
        return errors.DONE
    answer = _answer(asked, pick)
    if desk.keep_revision():  # Others decide from now on; what was read out stays that.
        asked = ask(report, desk.router, desk.directory)
    _store(context, asked, answer, format_, reveal)
    return errors.DONE


def _urge(context: Context, text: str, given: Mapping[str, Any]) -> None:
    """Say what to do now where the words are an emergency's: whoever asks for a number may stand before the fire."""
    desk = context.desk
    heard = Intake(log_call.report_from_options(context, text, given), desk.router, desk.code).decided
    line = understood.at_once(desk.rules, Call(heard.complaint, heard.decision))
    if line:
        context.urge(line)
        context.say(_("an emergency is stored by aduan log TEXT"))


def _show(context: Context, asked: Enquiry, most: int, format_: str | None) -> int:
    """Print the answers, the best first; return how many."""
    rows = [row(one.answer, context.desk.rules) for one in asked.ready]
    shown = rows[:most] if most else rows
    if format_ is None:
        from aduan_cli.render.directory import write_answers

        write_answers(shown, numbered=len(shown) > 1 or keyboard.can_ask())
    else:
        from aduan_cli.render.rows import write_rows

        write_rows(shown, format_, COLUMNS)
    if len(shown) < len(rows):
        context.tell(_("more than {count} were found; --limit 0 shows all").format(count=len(shown)))
    return len(shown)


def _picked(count: int) -> int | None:
    """Ask which answer was read out; None: none, or nobody can be asked."""
    if not keyboard.can_ask() or keyboard.is_typed_ahead():
        return None
    import click

    question = _("Read out which? 1 to {count} stores the call, Enter nothing").format(count=count)
    if count == 1:
        question = _("Was it read out? 1 stores the call, Enter nothing")
    while True:
        try:
            given = str(click.prompt(streams.fitting(question), default="", show_default=False, err=True)).strip()
        except click.Abort:
            streams.tell("")
            return None
        if not given:
            return None
        if is_place(given, count):
            return int(given)
        only = _("1 would be right, or Enter")
        streams.tell(only if count == 1 else _("a number from 1 to {count} would be right").format(count=count))


def _answer(asked: Enquiry, pick: int) -> Answer:
    """Return the answer that was picked. Raises `NotFoundError`."""
    if not 1 <= pick <= len(asked.ready):
        sentence = _("--pick {pick}: there is no such answer; 1 to {count} would be right")
        raise NotFoundError(sentence.format(pick=pick, count=len(asked.ready)))
    return asked.ready[pick - 1].answer


def _store(context: Context, asked: Enquiry, answer: Answer, format_: str | None, reveal: bool) -> None:
    """Store the call with the answer that was read out. Prints the ticket, or with a format the record."""
    desk = context.desk
    taken = take(asked, answer, desk.store)
    complaint = taken.complaint
    context.stored = complaint.ticket
    if format_ is None:
        sys.stdout.write(f"{complaint.ticket}\n")
    else:
        if reveal and taken.repeated:
            options.note_reveal(desk, complaint, "info")
        options.show_records(desk, [complaint], format_, one=True, reveal=reveal)
    if taken.repeated:
        context.say(_("known already: {ticket}; nothing was stored").format(ticket=complaint.ticket))
    else:
        from aduan_cli.render.cells import shown_in_line

        context.say(_("answered: {text}").format(text=shown_in_line(answer["text"])))


LINES = {"info": (find_answers, PARAMETERS)}
