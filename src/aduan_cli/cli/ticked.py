"""What `aduan tick` tells without doing anything: to a monitor how the desk does, to a person what would be done."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from aduan_cli import errors
from aduan_cli.amounts import answers_of_units, calls, emergencies, messages
from aduan_cli.cli.context import Context
from aduan_cli.due import QUIET
from aduan_cli.errors import AduanError, UsageError
from aduan_cli.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.app.inbox import Came
    from aduan_cli.app.tick_preview import Status
    from aduan_cli.complaint.incidents import Incident
    from aduan_cli.complaint.step import Step
    from aduan_cli.outbox import Posted

OK, WARNING, CRITICAL, UNKNOWN = range(4)
"""Codes of monitors (Nagios): the one exception to the exit codes of all other commands."""
_WORDS = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
USUAL = {
    "late": "1,",
    "emergencies": "1,1",
    "dead": "1,",
    "waiting": "1,",
    "quarantined": "1,",
    "age": f"{QUIET // 60}m,1h",
}
"""Thresholds that nobody gives: from how many, or from which age, it is a warning, and critical; empty: never."""
_MOST_DIGITS = 15
COLUMNS = ("stage", "ticket", "event", "data")
FOR_PEOPLE = ("stage", "ticket", "event", "said")
Pair = tuple["int | None", "int | None"]


def status(context: Context, thresholds: Mapping[str, str | None]) -> int:
    """Print one line for a monitor, and return its code. What can't be said is unknown."""
    pairs = {name: _pair(name, thresholds.get(name) or usual) for name, usual in USUAL.items()}
    try:
        from aduan_cli.app.tick_preview import status as status_of

        found = status_of(context.desk)
    except AduanError as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        sys.stdout.write(f"aduan {_WORDS[UNKNOWN]} - {said}\n")
        return UNKNOWN
    figures = {name: getattr(found, name) for name in USUAL}
    code = max(_code(figures[name], pairs[name]) for name in USUAL)
    told = " ".join(_perfdata(name, figures[name], pairs[name]) for name in USUAL)
    sys.stdout.write(f"aduan {_WORDS[code]} - {_sentence(found)} | {told}\n")
    return code


def _pair(name: str, given: str) -> Pair:
    """Return the two thresholds of an option. Raises `UsageError`."""
    warning, _comma, critical = given.partition(",")
    least, most = _number(name, warning.strip()), _number(name, critical.strip())
    wrong = (least is None and warning.strip()) or (most is None and critical.strip())
    if wrong or (least is not None and most is not None and least > most):
        usual = USUAL[name] if name == "age" else "1,20"
        raise UsageError(
            _("--{option} {given}: two numbers, the smaller first, as in {usual}, would be right").format(
                option=name, given=given, usual=usual
            )
        )
    return least, most


def _number(name: str, text: str) -> int | None:
    unit = _SECONDS.get(text[-1:], 0) if name == "age" else 0
    digits = text[:-1] if unit else text
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
    return int(digits) * (unit or 1) if is_number else None


def _code(figure: int | None, pair: Pair) -> int:
    """Return the code of a figure; what was never done is critical, if anybody minds."""
    warning, critical = pair
    if figure is None:
        return OK if pair == (None, None) else CRITICAL
    if critical is not None and figure >= critical:
        return CRITICAL
    return WARNING if warning is not None and figure >= warning else OK


def _perfdata(name: str, figure: int | None, pair: Pair) -> str:
    unit = "s" if name == "age" else ""
    warning, critical = ("" if one is None else one for one in pair)
    return f"{name}={'U' if figure is None else f'{figure}{unit}'};{warning};{critical};0"


def _sentence(found: Status) -> str:
    last = _("tick never ran")
    if found.age is not None:
        last = _("last tick {seconds} s ago").format(seconds=found.age)
    parts = [_("{late} late").format(late=found.late)]
    parts.append(_("{emergencies} that nobody has in time").format(emergencies=emergencies(found.emergencies)))
    if found.dead:
        parts.append(_("{messages} that will not arrive").format(messages=messages(found.dead)))
    if found.waiting:
        parts.append(_("{messages} waiting for an hour and more").format(messages=messages(found.waiting)))
    if found.quarantined:
        parts.append(_("{answers} in the quarantine").format(answers=answers_of_units(found.quarantined)))
    return ", ".join([*parts, last])


def explain(context: Context, limit: int | None, format_: str | None) -> int:
    """Print what each stage would do."""
    from aduan_cli.app.tick_preview import explain as explained
    from aduan_cli.app.tick_preview import incoming, waiting, watched
    from aduan_cli.render.records import FOR_PEOPLE as PEOPLE
    from aduan_cli.render.rows import write_rows

    desk, told = context.desk, list[str]()
    rows = [*map(_incoming_row, incoming(desk, limit, told.append)), *_rows(context, explained(desk, limit))]
    rows += [*_incident_rows(watched(desk)), *map(_message_row, waiting(desk, limit))]
    for sentence in told:
        context.tell(sentence)
    if not rows and format_ in (None, "table"):
        context.say(_("nothing is to be done now"))
        return errors.DONE
    write_rows(rows, format_ or "table", COLUMNS, FOR_PEOPLE if (format_ or "table") in PEOPLE else None)
    return errors.DONE


def _rows(context: Context, steps: Iterator[tuple[str, Step]]) -> Iterator[dict[str, object]]:
    from aduan_cli.render.timed import gist_of_clock, with_times

    zone = context.desk.zone
    for stage, step in steps:
        type_, data = step.events[0]
        yield {
            "stage": stage,
            "ticket": step.complaint.ticket,
            "event": type_,
            "data": with_times(type_, dict(data), zone),
            "said": gist_of_clock(type_, data, zone),
        }


def _incoming_row(one: Came) -> dict[str, object]:
    """Return what would become of what a unit wrote back."""
    from aduan_cli.complaint.events import RECEIVED
    from aduan_cli.complaint.moves import LIFE
    from aduan_cli.value_words import label

    moves = one.why is None and one.move in LIFE
    what = one.move or "" if moves else f"{label('came', one.state)}: {one.why or ''}".removesuffix(": ")
    return {
        "stage": "receive",
        "ticket": one.ticket,
        "event": LIFE[str(one.move)].event if moves else RECEIVED,
        "data": {"source": one.source, "state": one.state, "unit": one.unit, "move": one.move, "why": one.why},
        "said": " · ".join(part for part in (one.unit, what, one.source) if part),
    }


def _incident_rows(found: Iterator[tuple[Incident, int]]) -> Iterator[dict[str, object]]:
    from aduan_cli.complaint.events import INCIDENT_ENDED, INCIDENT_STARTED

    for incident, count in found:
        data = {"id": incident.id or None, "name": incident.name, "rule": incident.rule, "count": count}
        event = INCIDENT_ENDED if incident.id else INCIDENT_STARTED
        many = "" if incident.id else ": " + calls(count)
        yield {"stage": "incident", "ticket": None, "event": event, "data": data, "said": f"{incident.name}{many}"}


def _message_row(message: Posted) -> dict[str, object]:
    """Return a message that would be sent."""
    return {
        "stage": "send",
        "ticket": message.ticket,
        "event": message.event,
        "data": {"id": message.id, "notifier": message.notifier, "unit": message.unit, "attempts": message.attempts},
        "said": f"{message.unit} · {message.notifier}",
    }
