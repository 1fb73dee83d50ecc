"""What `aduan log` does: take one call. No click here: a plain line is read without it (`plain`)."""

from __future__ import annotations

import sys

from aduan_cli import errors
from aduan_cli.cli import options, understood
from aduan_cli.cli.context import Context
from aduan_cli.cli.declared import FILES, FLAG, FORMAT, REVEAL, WORD, Argument, Option
from aduan_cli.cli.suggested import tell_caller, tell_incident, tell_similar
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import LOGGED
from aduan_cli.complaint.report import Report, report_of_call
from aduan_cli.errors import UsageError
from aduan_cli.flow.intake.call import Ask, Call, Intake
from aduan_cli.flow.intake.storing import store_calls
from aduan_cli.i18n import _
from aduan_cli.model import KINDS, PRIORITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from aduan_cli.app.desk import Desk
    from aduan_cli.cli.beside import Beside
    from aduan_cli.cli.questions import Questions
    from aduan_cli.compiled import Answer

PARAMETERS = (
    Argument("words", "TEXT"),
    Option(("-c", "--category"), "What it is about.", metavar="NAME"),
    Option(("--kind",), "What kind of call it is.", WORD, words=KINDS),
    Option(("-p", "--priority"), "How urgent it is.", WORD, words=PRIORITIES),
    Option(("--channel",), "How it came in.", metavar="NAME"),
    Option(("--kecamatan",), "District of the incident.", metavar="NAME"),
    Option(("--kelurahan",), "Ward of the incident.", metavar="NAME"),
    Option(("--address",), "Street of the incident.", metavar="TEXT"),
    Option(("--point",), "Where it is on the map: -6.2383,106.9756.", metavar="LAT,LON"),
    Option(("--name",), "Who called.", metavar="TEXT"),
    Option(("--phone",), "The caller's phone.", metavar="NUMBER"),
    Option(("--caller-address",), "Where the caller lives.", metavar="TEXT"),
    Option(
        ("--agree",),
        "How the caller agreed to be told what becomes of it: a channel of [callers.over].",
        metavar="CHANNEL[=ADDRESS]",
        several=True,
    ),
    Option(("--at",), "When it was reported: 14:05, tadi pagi, kemarin 14:05, 25/11 14:05.", metavar="TIME"),
    Option(("--answer",), "What the officer answered.", metavar="TEXT"),
    Option(("--detail",), "Answer to a question of the category.", metavar="QUESTION=VALUE", several=True),
    Option(("--link",), "A ticket that belongs to it.", metavar="TICKET", several=True),
    Option(("--also",), "Another matter of the same call: a ticket of its own, linked.", metavar="TEXT", several=True),
    FILES,
    Option(("--key",), "The same key again stores nothing and prints the same ticket.", metavar="TEXT"),
    Option(("--dry-run",), "Store nothing; say how it would be understood.", FLAG),
    FORMAT,
    REVEAL,
)
"""What stands on the line, in the order of the help."""
_UNSET = {one.name: one.unset for one in PARAMETERS if isinstance(one, Option)}

LONGEST_TEXT = 1 << 24
"""Bytes of a text from stdin, as many as a line of a file may have: what has no end is not read until memory ends."""


def text_of(words: tuple[str, ...]) -> str:
    """Return the text: from the line, from stdin with `-`, or asked for on a terminal."""
    if words == ("-",):
        data = sys.stdin.buffer.read(LONGEST_TEXT + 1)
        if len(data) > LONGEST_TEXT:
            sentence = _("the text has more than {most} bytes; a sentence would be right, and --file for a file")
            raise UsageError(sentence.format(most=LONGEST_TEXT))
        return data.decode("utf-8", "surrogateescape")
    if words:
        return " ".join(words)
    if sys.stdin.isatty():
        from aduan_cli.cli.questions import ask_for_text

        asked = ask_for_text(_("What is the call about?"))
        if asked is not None:
            return asked
    raise UsageError(_("there is no text; say in a sentence what the call is about, or - to read it from stdin"))


def report_from_options(context: Context, text: str, given: Mapping[str, Any]) -> Report:
    """Return what was given as a report, every value checked against the desk; what is missing was not given."""
    desk = context.desk
    names = options.Names(desk.rules)
    now = desk.clock()
    given = {**_UNSET, **given}
    return report_of_call(
        {"reported_at": "given" if given["at"] else "default"},
        text=text,
        kind=given["kind"],
        category=names.category(given["category"]),
        priority=given["priority"],
        channel=names.channel(given["channel"]),
        kecamatan=names.kecamatan(given["kecamatan"]),
        kelurahan=names.kelurahan(given["kelurahan"]),
        address=given["address"],
        point=options.point(given["point"]),
        answer=given["answer"],
        answers=options.details(given["detail"]),
        reported_at=options.reported(desk, given["at"]) if given["at"] else now,
        logged_at=now,
        actor=desk.actor,
        caller_name=given["name"],
        caller_phone=given["phone"],
        caller_address=given["caller_address"],
        agreed=options.agreed(desk, given["agree"], given["phone"]),
        linked=tuple(options.ticket(desk, ticket).ticket for ticket in given["link"] or ()),
        key=given["key"],
    )


def _intake(context: Context, text: str, given: dict[str, Any]) -> Intake:
    """Return the call on its way, by the rules in force."""
    return Intake(report_from_options(context, text, given), context.desk.router, context.desk.code)


def log_call(
    context: Context,
    /,
    words: tuple[str, ...],
    dry_run: bool,
    format_: str | None,
    reveal: bool,
    files: tuple[str, ...],
    also: tuple[str, ...],
    **given: object,
) -> int:
    """Log a call: one sentence is enough. Prints the ticket and nothing else.

    Kind, category and place are taken from the text; every option overrides what the text says. Two matters in one call
    are two tickets: --also has its own kind, category and place, and the same caller.
    """
    desk = context.desk
    text = text_of(words)
    context.hold()
    matters = _matters(text, also, given)
    intakes = [_intake(context, *matter) for matter in matters]
    if not dry_run:
        for intake in intakes:
            intake.start_code()
        if desk.keep_revision():
            intakes = [_intake(context, *matter) for matter in matters]
    beside = _beside(context, intakes)
    report = intakes[0].report
    if report.caller_phone:
        check_phone(context, report)
    if report.answers:
        _check_answers(context, intakes[0])
    officer = _Officer(context, ticket=format_ is None)
    if dry_run:
        calls = [_foreseen(intake) for intake in intakes]
    elif files:
        calls = _store_with_files(context, intakes, officer, files)
    else:
        calls = store_calls(intakes, desk.store, desk.clock, officer)
    readies = [None if call.repeated else _ready(desk, intake) for call, intake in zip(calls, intakes, strict=True)]
    if format_ in ("json", "jsonl") and dry_run and any(readies):
        _show_plan(desk, calls, readies, format_, reveal)
    elif format_ is not None:
        if reveal:
            _note_known(desk, calls)
        options.show_records(desk, [call.complaint for call in calls], format_, one=not also, reveal=reveal)
    told: set[str] = set()
    for call, ready, others in zip(calls, readies, beside, strict=True):
        tickets = [other.complaint.ticket for other in calls if also and not dry_run]
        told |= _tell(context, call, officer, ready, dry_run, tickets, others)
    if not dry_run and not calls[0].repeated:
        tell_caller(context, [call.complaint for call in calls], told)
    return errors.PARTIAL if desk.code.failed or officer.lacks_files else errors.DONE


def _note_known(desk: Desk, calls: Sequence[Call]) -> None:
    """Record that callers are shown whole who were stored before: those of calls that repeat a key."""
    for call in calls:
        if call.repeated:
            options.note_reveal(desk, call.complaint, "log")


_OF_CALL = ("name", "phone", "caller_address", "agree", "at", "channel")
"""Options that hold for every matter of a call."""


def _matters(text: str, also: tuple[str, ...], given: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the text of each matter of a call and what was given of it. Raises `UsageError` for a blank one."""
    if not all(more.strip() for more in also):
        raise UsageError(_("--{option} is empty; leave it out, or give a value").format(option="also"))
    shared, key = {name: given[name] for name in _OF_CALL}, given["key"]
    others = [(more, {**shared, "key": key and f"{key} #{number}"}) for number, more in enumerate(also, 2)]
    return [(text, given), *others]


def _foreseen(intake: Intake) -> Call:
    call = intake.foresee()
    call.complaint = copy_of(call.complaint, ticket="")
    return call


def _beside(context: Context, intakes: list[Intake]) -> list[Beside]:
    """Return what may be named beside each decision."""
    if not context.names_second:
        return [()] * len(intakes)
    from aduan_cli.cli.beside import name_beside

    return name_beside(context.desk, intakes)


def _tell(
    context: Context,
    call: Call,
    officer: _Officer,
    ready: Answer | None,
    dry_run: bool,
    tickets: list[str],
    beside: Beside = (),
) -> set[str]:
    """Say what was understood of a matter, and what may belong to it, whose tickets it returns.

    `tickets` are those of a call of several.
    """
    understood.tell(context, call, officer.said.get(call.complaint.ticket), officer.scrolled, named=bool(tickets))
    if beside and not call.repeated:
        from aduan_cli.cli.beside import line_of_call

        context.say(line_of_call(context.desk, call, beside) or "")
    if ready is not None:
        _tell_ready(context, ready)
    if dry_run or call.repeated:
        return set()
    tell_incident(context, call.complaint.ticket)
    told = tell_similar(context, copy_of(call.complaint, linked=(*call.complaint.linked, *tickets)))
    if _is_observed(context.desk, call.complaint):
        _observed(context.desk, call)
    return told


def _store_with_files(context: Context, intakes: list[Intake], officer: _Officer, paths: tuple[str, ...]) -> list[Call]:
    """Store a call with the files of its first matter; one that can't be had keeps no call from being stored."""
    from aduan_cli.cli import files
    from aduan_cli.complaint.attachments import data_of
    from aduan_cli.complaint.events import ATTACHED

    desk = context.desk
    with files.held_files(context, paths) as taken:
        officer.lacks_files = bool(taken.wrong)
        if taken.files:
            intakes[0].events += ((ATTACHED, {**data_of(taken.files), "of_call": True}),)
        return store_calls(intakes, desk.store, desk.clock, officer)


def check_phone(context: Context, report: Report) -> None:
    """Warn of a phone in which no number can be read."""
    from aduan_cli.phones import phone_keys

    if not phone_keys(report.caller_phone):
        sentence = _("--phone {given}: no number can be read in it, so it is kept as it is; was a digit missed?")
        context.warn(sentence.format(given=report.phone_original))


def _check_answers(context: Context, intake: Intake) -> None:
    """Warn of questions of `--detail` that are misspelt. Raises `UsageError` for an answer that doesn't fit its own."""
    complaint, asked = intake.decided.complaint, intake.router.asked
    known = [question[0] for question in asked.of(complaint.category)]
    for given in complaint.answers.keys() - known:  # Code may ask for others, and so may rules.
        from aduan_cli.nearness import nearest

        for near in nearest(given, known)[:1]:
            sentence = _("--detail {given}: no question has that name; did you mean '{near}'? It is kept as it is.")
            context.warn(sentence.format(given=given, near=near))
    for name, wrong in asked.fit(complaint.answers, complaint.category).unfit.items():
        raise UsageError(f"--detail {name}: {wrong}")


def _ready(desk: Desk, intake: Intake) -> Answer | None:
    """Return the ready answer to a question that nobody has answered yet; None: there is none that fits."""
    complaint = intake.decided.complaint
    if complaint.kind != "information" or complaint.answer is not None or not desk.rules["answerable"]:
        return None
    from aduan_cli.flow.directory.counter import fitting

    return fitting(intake.decided, desk.router, desk.directory)


def _tell_ready(context: Context, answer: Answer) -> None:
    """Say the answer that can be read out now."""
    from aduan_cli.render.cells import shown_in_line

    sentence = _("ready answer ({answer}): {text}")
    context.say(sentence.format(answer=answer["id"], text=shown_in_line(answer["text"])))


def _show_plan(desk: Desk, calls: list[Call], readies: list[Answer | None], format_: str, reveal: bool) -> None:
    """Print a call as it would be stored, with ready answers, which are no field of a complaint."""
    from aduan_cli.flow.directory.counter import row
    from aduan_cli.render.records import as_record, write_json

    records = []
    for call, answer in zip(calls, readies, strict=True):
        ready = {} if answer is None else {"ready_answer": row(answer, desk.rules)}
        records.append({**as_record(call.complaint, desk.zone, desk.clock(), reveal), **ready})
    write_json(records, format_, one=len(records) == 1)


class _Officer:
    """Who types the call: told the hand-off and the ticket at once, asked on a terminal."""

    def __init__(self, context: Context, ticket: bool) -> None:
        self._context, self._ticket = context, ticket
        self._asking: Questions | None = None
        self._shown = 0
        self.lacks_files = False
        """Whether files that were named can't be had."""
        self.said: dict[str, str] = {}
        """The line that was said last of what to do now, by the ticket."""
        if sys.stdin.isatty() and not context.quiet:
            from aduan_cli.cli.questions import Questions

            self._asking = Questions(context.desk.rules["levels"].get("kelurahan", "kelurahan"))

    @property
    def ask(self) -> Ask | None:
        """Asks the caller, on a terminal, until Ctrl-C says that it is enough."""
        return None if self._asking is None or self._asking.stopped else self._asking

    def ask_place(self, ticket: str, exactly: bool) -> str | None:
        """Ask where an emergency is, on a terminal."""
        return self._asking.ask_place(ticket, exactly) if self._asking and self.ask else None

    def stored(self, call: Call) -> None:
        """Say the hand-off first, then what was held while the call was not yet stored."""
        self._context.stored = call.complaint.ticket
        self.urge(call)
        self._context.release()
        if self._ticket:
            sys.stdout.write(f"{call.complaint.ticket}\n")
            sys.stdout.flush()

    def turn_to(self, call: Call) -> None:
        """Let the next question say which of several matters it is about."""
        if self._asking:
            complaint = call.complaint
            self._asking.turn_to(f"{complaint.ticket} {complaint.category or ''}".rstrip())

    def urge(self, call: Call) -> None:
        """Say what to do now, if there is anything, and if it wasn't said just so."""
        line = understood.at_once(self._context.desk.rules, call)
        if line and line not in self.said.values():
            self._context.urge(line)
            self._shown = self._questions
        if line:
            self.said[call.complaint.ticket] = line

    @property
    def _questions(self) -> int:
        return self._asking.shown if self._asking else 0

    @property
    def scrolled(self) -> bool:
        """Whether questions were shown since what to do now was said."""
        return self._questions > self._shown


def _is_observed(desk: Desk, complaint: Complaint) -> bool:
    return complaint.status != "answered" and desk.code.ready(desk.router.owner_of(complaint.category), "observe")


def _observed(desk: Desk, call: Call) -> None:
    from aduan_cli.flow.observing import tell

    complaint = call.complaint
    tell(desk.store, desk.code, desk.router, [complaint], (LOGGED, complaint.logged_at, complaint.actor))


LINES = {"log": (log_call, PARAMETERS)}
