"""What the moves of a complaint's life do: `aduan ack`, `start`, `hold`, ... No click here (`plain`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext

from aduan_cli import errors
from aduan_cli.cli import declared, lived, options
from aduan_cli.cli.context import Context
from aduan_cli.cli.missing import ask, ask_until
from aduan_cli.cli.values import unknown_word
from aduan_cli.complaint.assignments import LEAD, SUPPORT
from aduan_cli.complaint.moves import LIFE
from aduan_cli.complaint.moving import AskedMove
from aduan_cli.errors import AduanError, NobodyNamedError, ProofError, UsageError
from aduan_cli.flow.lifecycle import Moved, Moving
from aduan_cli.i18n import _
from aduan_cli.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Values = dict[str, "Any"]


class Verb(Record):
    """A move as a command. `behind` is what stands behind the tickets, `optional` whether it may be missing.

    `move`: that of a complaint's life, where the command has a name of its own; it is for emergencies alone then.
    """

    about: str
    options: tuple[declared.Option, ...] = ()
    behind: str = ""
    optional: bool = False
    move: str | None = None

    @property
    def tickets(self) -> declared.Argument:
        """What stands on its line."""
        behind = f" [{self.behind}]" if self.optional else f" {self.behind}" if self.behind else ""
        return declared.Argument("tickets", f"[TICKET]...{behind}")


def _option(name: str, about: str, metavar: str = "TEXT") -> declared.Option:
    return declared.Option((f"--{name}",), about, metavar=metavar)


_REASON = _option("reason", "Why, in a few words; it stands in the history.")
VERBS = {
    "ack": Verb(
        "The unit has it.\n\nOf a hand-off --by says who took the voice call.",
        (_option("by", "Who took the call.", "NAME"),),
    ),
    "handoff": Verb(
        "An emergency was handed over by voice.\n\nAs ack, but of emergencies alone: its clock handoff stops."
        " --by says who took the call.",
        (_option("by", "Who took the call.", "NAME"),),
        move="ack",
    ),
    "start": Verb("The unit begins to work on it."),
    "hold": Verb(
        "The unit can't go on for now.\n\nThe codes are those of [reasons.hold] in rules.toml.",
        (
            _option("reason", "Why: a code of [reasons.hold].", "CODE"),
            _option("until", "Until when: besok, 'senin 08:00', 3d, 2026-12-01.", "TIME"),
        ),
    ),
    "return": Verb(
        "The unit gives it back.\n\nIt is not its to act on; the desk gives it to the next one by aduan assign.",
        (_REASON, _option("to", "Whose it is, if the unit knows better.", "UNIT")),
    ),
    "assign": Verb(
        "Give it to a unit.\n\nWithout UNIT it goes to the one that was named when it came"
        " back. With --support the unit helps, and who leads stays. With --crew it stays inside the unit that has it.",
        (
            declared.Option(("--support",), "The unit helps.", declared.FLAG),
            declared.Option(("--crew",), "UNIT is a crew of the unit that has it: pju for bmsda-pju.", declared.FLAG),
            _REASON,
        ),
        "UNIT",
        optional=True,
    ),
    "refer": Verb("It is an outside body's.\n\nSays what the caller is told.", (_REASON,), "BODY"),
    "resolve": Verb(
        "The unit has done it.\n\nWhat shows it is asked for by the category's proof: --result, --file or both.",
        (_option("result", "What was done."), declared.FILES),
    ),
    "close": Verb(
        "What the unit did is checked.",
        (declared.Option(("--by",), "Who checked it.", declared.WORD, words=("desk", "caller"), default="desk"),),
    ),
    "reopen": Verb("It is not done after all.\n\nThe unit that had it goes on, or it waits in triage.", (_REASON,)),
    "reject": Verb(
        "Nothing will be done about it.\n\nThe codes are those of [reasons.reject] in rules.toml.",
        (_option("reason", "Why: a code of [reasons.reject].", "CODE"),),
    ),
    "answer": Verb("The caller was told: it was a question.", (), "TEXT"),
}
"""Every move, in the order of a complaint's life."""
_NEEDED = {"hold": "reason", "return": "reason", "reject": "reason", "reopen": "reason"}
"""The option that a move can't do without."""
_OF_ALL = (
    declared.Option(
        ("--where",),
        "Instead of tickets: what fits a filter of list, as in unit=dlh, open, until=3d; again: that, too.",
        metavar="FILTER",
        several=True,
    ),
    declared.Option(("-y", "--yes"), "Don't ask whether the plan of --where is right.", declared.FLAG),
    declared.Option(("--if-version",), "Only if it is in this version still.", declared.NUMBER, metavar="N"),
    declared.DRY_RUN,
    declared.FORMAT,
)
_OF_UNITS = declared.Option(("--unit",), "Whose part it is; without it the one that leads.", metavar="UNIT")


def _text(values: Values, name: str) -> str | None:
    """Return what was typed for an option. Raises `UsageError` where it is blank."""
    given = values.get(name)
    if given is None:
        return None
    text: str = given.strip()
    if not text:
        raise UsageError(_("--{option} is empty; leave it out, or give a value").format(option=name))
    return text


def _reasons(context: Context, verb: str) -> Collection[str]:
    """Return the codes that a reason of `hold` or `reject` may be."""
    reasons = context.desk.rules["reasons"]
    return reasons["hold"] if verb == "hold" else reasons["reject"]


def _code(context: Context, verb: str, given: str) -> str:
    """Return a reason's code, also by what people read for it. Raises `UsageError`."""
    from aduan_cli.value_words import value_of

    known = _reasons(context, verb)
    wanted = given.lower().replace(" ", "-").replace("_", "-")
    found = wanted if wanted in known else value_of("reason", given)
    if found in known:
        return str(found)
    raise unknown_word("reason", given, known)


def _says(context: Context, verb: str, values: Values) -> Values:
    """Return what the event says besides: the reason, the result, who."""
    texts: Values = {name: text for name in ("reason", "result", "by") if (text := _text(values, name)) is not None}
    if verb in ("hold", "reject"):
        code = texts["code"] = _code(context, verb, texts.pop("reason"))
        if verb == "hold":
            texts |= {"stops_clock": context.desk.rules["reasons"]["hold"][code]["stops_clock"]}
            until = _text(values, "until")
            if until is not None:
                texts["until"] = options.coming(context.desk, until)
    return texts


def _asked(context: Context, verb: str, values: Values, behind: str | None) -> AskedMove:
    """Return what a line asks for. Raises `UsageError`."""
    names = options.Names(context.desk.rules)
    unit = None if values.get("unit") is None else names.unit(values["unit"])
    to = behind if VERBS[verb].behind in ("UNIT", "BODY") else _text(values, "to")
    role = SUPPORT if values.get("support") else LEAD
    crew = bool(values.get("crew"))
    if crew and role == SUPPORT:
        raise UsageError(_("--support or --crew, not both"))
    if role == SUPPORT and to is None:
        raise UsageError(_("--support without a unit: aduan assign TICKET UNIT --support"))
    if crew and to is None:
        raise UsageError(_("--crew without a crew: aduan assign TICKET CREW --crew"))
    answer = behind if VERBS[verb].behind == "TEXT" else None
    to = to if to is None or crew else names.unit(to)
    move, says = VERBS[verb].move, _says(context, verb, values)
    return AskedMove(move or verb, unit, to, role, crew, answer, says, of_emergency=move is not None)


def _parted(context: Context, verb: str, words: tuple[str, ...], by_filter: bool) -> tuple[tuple[str, ...], str | None]:
    """Return the tickets of a line, and what stands behind them. Raises `UsageError`."""
    tickets, behind = _behind(context, verb, words, by_filter)
    if by_filter and tickets:
        raise UsageError(_("--where goes without tickets: what fits the filter is moved"))
    if not by_filter and not tickets:
        raise UsageError(_("a ticket is missing, or --where FILTER"))
    return tickets, behind


def _behind(context: Context, verb: str, words: tuple[str, ...], by_filter: bool) -> tuple[tuple[str, ...], str | None]:
    wanted = VERBS[verb]
    if not wanted.behind or (wanted.optional and (not words or _is_ticket(context, words[-1]))):
        return words, None
    *tickets, last = words or [""]
    if not (tickets or (by_filter and words)):
        asked = _asked_behind(context, wanted.behind) if by_filter or (words and _is_ticket(context, last)) else None
        if asked is not None:
            return words, asked
        sentence = _("{behind} is missing: aduan {verb} TICKET {behind}")
        raise UsageError(sentence.format(behind=wanted.behind, verb=verb))
    last = last.strip()
    if not last:
        raise UsageError(_("{behind} is empty").format(behind=wanted.behind))
    return tuple(tickets), last


def _is_ticket(context: Context, word: str) -> bool:
    """Say whether a word is a ticket and no unit."""
    from aduan_cli.errors import NotFoundError
    from aduan_cli.tickets import parse_ticket

    try:
        options.Names(context.desk.rules).unit(word)
    except UsageError:
        pass
    else:
        return False
    try:
        parse_ticket(word)
    except NotFoundError:
        return False
    return True


def _run(verb: str, context: Context, /, tickets: tuple[str, ...], **values: Any) -> int:
    """Move each ticket in a transaction of its own; what fails keeps no other from being moved."""
    desk = context.desk
    needed = _NEEDED.get(verb)
    if needed is not None and _text(values, needed) is None:
        values[needed] = _asked_for(context, verb, needed)
    where, dry_run = values["where"], values["dry_run"]
    tickets, behind = _parted(context, verb, tuple(dict.fromkeys(tickets)), bool(where))
    asked = _asked(context, verb, values, behind)
    if verb in ("assign", "refer") and not dry_run:
        desk.keep_revision()  # It is the one that decides from then on.
    with _files(context, values.get("files") or (), dry_run) as files:
        asked = asked._replace(says={**asked.says, **files})
        if where:
            from aduan_cli.cli import chosen

            tickets = chosen.tickets(context, _moving(context, True), asked, where, values["yes"] or dry_run)
        moved, failures = _each(_moving(context, dry_run), tickets, asked, values["if_version"])
        lacking = tuple(ticket for ticket, error in failures if _is_to_be_asked(error)) if not where else ()
        completed = _completed(context, verb, asked) if lacking else None
        if completed is not None:
            more, again = _each(_moving(context, dry_run), lacking, completed, values["if_version"])
            moved, failures = [*moved, *more], [one for one in failures if one[0] not in lacking] + again
    if failures and len(tickets) == 1 and not where:
        raise failures[0][1]
    lived.show(context, moved, values["format_"])
    if not dry_run:
        lived.observed(context, moved)
    return lived.ended(context, failures, len(tickets))


@contextmanager
def _files(context: Context, paths: Sequence[str], dry_run: bool) -> Iterator[Values]:
    """Take the files of a line, and hold them until the moves that name them are stored; yield what these say of them.

    Raises `UsageError` where one can't be had: nothing is moved then.
    """
    if not paths:
        yield {}
        return
    from aduan_cli.complaint.attachments import data_of
    from aduan_cli.flow.attaching import take

    attachments = context.desk.attachments
    with nullcontext() if dry_run else attachments.taking():
        taken = take(attachments, paths, dry_run)
        for error in taken.wrong[1:]:
            context.tell(_("error: {sentence}").format(sentence=error))
        if taken.wrong:
            raise taken.wrong[0]
        yield data_of(taken.files)


def _asked_for(context: Context, verb: str, option_: str) -> str:
    """Return the reason that was asked for on a terminal. Raises `UsageError` where nobody can be asked."""
    question = _("Why?")
    if verb in ("hold", "reject"):
        question += " (" + ", ".join(map(_with_word, _reasons(context, verb))) + ")"
        asked = ask_until(context, question, lambda given: _code(context, verb, given))
    else:
        asked = ask(context, question)
    if asked is None:
        raise UsageError(_missing(context, verb, option_))
    return asked


def _is_to_be_asked(error: AduanError) -> bool:
    """Say whether a move failed for want of what an officer at a terminal can say in a word."""
    return isinstance(error, NobodyNamedError) or (isinstance(error, ProofError) and error.in_words)


def _completed(context: Context, verb: str, asked: AskedMove) -> AskedMove | None:
    """Return the move with what it lacked, asked for on a terminal; None: nobody can be asked."""
    if verb == "resolve":
        result = ask(context, _("What was done?"))
        return None if result is None else asked._replace(says={**asked.says, "result": result})
    names = options.Names(context.desk.rules)
    to = ask_until(context, _("To whom?"), names.unit)
    return None if to is None else asked._replace(to=names.unit(to))


def _asked_behind(context: Context, behind: str) -> str | None:
    """Return what stands behind the tickets of a line, asked for on a terminal; None: nobody can be asked."""
    if behind == "TEXT":
        return ask(context, _("What was the caller told?"))
    return ask_until(context, _("Whose is it?"), options.Names(context.desk.rules).unit)


def _missing(context: Context, verb: str, option_: str) -> str:
    """Return that an option is missing; of a reason with a code which there are."""
    if verb not in ("hold", "reject"):
        return _("--{option} is missing; it stands in the history").format(option=option_)
    return _("--{option} is missing: {known}").format(
        option=option_, known=", ".join(map(_with_word, _reasons(context, verb)))
    )


def _with_word(code: str) -> str:
    """Return the word that people read for a code of a reason, and the code; either may be typed."""
    from aduan_cli.value_words import label

    word = label("reason", code)
    return word if word == code else f"{word} ({code})"


def _moving(context: Context, dry_run: bool) -> Moving:
    desk = context.desk
    return Moving(desk.store, desk.rules, desk.revision, desk.actor, desk.clock(), dry_run)


def _each(
    moving: Moving, tickets: tuple[str, ...], asked: AskedMove, if_version: int | None
) -> tuple[list[Moved], list[tuple[str, AduanError]]]:
    """Move each ticket; return what became of them, and which failed."""
    moved: list[Moved] = []
    failures: list[tuple[str, AduanError]] = []
    for ticket in tickets:
        try:
            moved.append(moving.move(ticket, asked, if_version))
        except errors.StoreError:
            raise
        except AduanError as error:
            failures.append((ticket, error))
    return moved, failures


def _line(verb: str) -> tuple[Callable[..., int], tuple[declared.Argument | declared.Option, ...]]:
    """Return what a move's command does, and what stands on its line."""

    def run(context: Context, /, tickets: tuple[str, ...], **values: Any) -> int:
        return _run(verb, context, tickets, **values)

    own = (*VERBS[verb].options, *((_OF_UNITS,) if LIFE[VERBS[verb].move or verb].of_unit else ()))
    return run, (VERBS[verb].tickets, *own, *_OF_ALL)


LINES = {verb: _line(verb) for verb in VERBS}
"""Each command: what it does, and what stands on its line, in the order of the help."""
