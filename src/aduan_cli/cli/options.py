"""Options that several commands share, and how their values are read. Anything unknown is a usage error."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from aduan_cli.cli import declared
from aduan_cli.cli.values import unknown
from aduan_cli.column_words import column_of, head
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.desk_names import Names as Names
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.model import EXPORT, REVEAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from aduan_cli.app.desk import Desk

    F = TypeVar("F", bound=Callable[..., Any])


_AHEAD = 300
"""Seconds that a clock on the wall may be ahead of the machine's."""


def adds(*given: declared.Option) -> Callable[[F], F]:
    """Return what adds declared options to a command, in their order."""

    def add(function: F) -> F:
        from aduan_cli.cli.parameters import added

        for option in reversed(given):
            function = added(function, option)
        return function

    return add


format_option = adds(declared.FORMAT)
sheet_format_option = adds(declared.SHEET_FORMAT)
excel_option = adds(declared.EXCEL)
reveal_option = adds(declared.REVEAL)
limit_option = adds(declared.LIMIT)
count_option = adds(declared.COUNT)
columns_option = adds(declared.COLUMNS)


def format_of(format_: str | None, excel: bool) -> str | None:
    """Return the format that is meant. Raises `UsageError`: `--excel` without CSV, no way to write a workbook."""
    if excel and format_ != "csv":
        raise UsageError(_("--excel goes with --format csv"))
    if format_ == declared.WORKBOOK:
        from aduan_cli.render.book import check_workbook

        check_workbook()
    return "excel" if excel else format_


def columns(desk: Desk, given: str | None) -> tuple[str, ...] | None:
    """Return the columns of `--columns`, by any name that the screen shows for them; None when it was not given."""
    if given is None:
        return None
    from aduan_cli.complaint.fields import COLUMNS, MORE_COLUMNS

    known = (*COLUMNS, *MORE_COLUMNS)
    chosen = [_column(desk, name.strip(), known) for name in given.split(",") if name.strip()]
    if not chosen:
        raise UsageError(_("--columns is empty; known: {names}").format(names=", ".join(known)))
    return tuple(dict.fromkeys(chosen))


def _column(desk: Desk, name: str, known: Sequence[str]) -> str:
    """Return a column by its name in either language, or by the city's word for a level of places."""
    column = column_of(name, known)
    if column is not None:
        return column
    from aduan_cli.city_words import heads

    words = {word: field for field, word in heads(desk.rules["levels"]).items()}
    if name.lower() in words:
        return words[name.lower()]
    raise unknown(_("column"), name, (*words, *map(head, known)))


def details(given: Iterable[str]) -> dict[str, object]:
    """Return `QUESTION=VALUE` pairs; whole and decimal numbers become numbers."""
    answers: dict[str, object] = {}
    for pair in given:
        question, mark, value = pair.partition("=")
        if not mark or not question.strip():
            raise UsageError(_("--detail {pair}: QUESTION=VALUE would be right").format(pair=pair))
        answers[question.strip()] = _value(value.strip())
    return answers


def _value(text: str) -> object:
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        # 0812... and 1e5 are no quantities, nan and inf no JSON.
        if str(number) == text and number - number == 0:
            return number
    return text


def moment(desk: Desk, text: str, ahead: int = 0) -> int:
    """Return a time as given on the line, in seconds since 1970; of a day or a part of it the beginning.

    `ahead` is how many seconds a time of today may be to come.
    """
    from aduan_cli.typed_time import parse_time

    return parse_time(text, desk.clock(), desk.zone, ahead)


def reported(desk: Desk, text: str) -> int:
    """Return when a call was reported. A day or a time on it that is still to come is a slip."""
    at = moment(desk, text, _AHEAD)
    if at > desk.clock() + _AHEAD:
        raise UsageError(_("--at {text}: that is still to come; a call was reported now or before").format(text=text))
    return at


def end_of(desk: Desk, text: str) -> int:
    """Return the end of a time as given for `--until`, itself outside: of a day or a part of it after the whole."""
    from aduan_cli.typed_time import parse_span

    return parse_span(text, desk.clock(), desk.zone, coming=True)[1]


def between(desk: Desk, since: str | None, until: str | None) -> tuple[int | None, int | None]:
    """Return from when, and until before when, as given for `--since` and `--until`; None where nothing was."""
    return moment(desk, since) if since else None, end_of(desk, until) if until else None


def day(desk: Desk, text: str | None) -> tuple[int, int, int]:
    """Return a day as given on the line, of today without: yyyymmdd, when it begins, and when the next one does.

    Raises `UsageError` for what is no time, and for what is longer than a day.
    """
    from aduan_cli.desk_time import midnights
    from aduan_cli.typed_time import LONGEST_DAY, parse_span

    now, zone = desk.clock(), desk.zone
    begin, end = (now, now) if text is None else parse_span(text, now, zone)
    if end - begin > LONGEST_DAY:
        raise UsageError(_("{text} is longer than a day; a day would be right: kemarin, 25/11").format(text=text))
    return zone.day(begin), *midnights(begin, zone)


def within(desk: Desk, text: str | None) -> int:
    """Return a moment of a day, month or year as given on the line (`2026-11` and `2026`, too); of now without."""
    if text is None:
        return desk.clock()
    text = text.strip()
    if len(text) in (4, 7) and text[:4].isdecimal() and text[4:5] in ("", "-"):
        text = f"{text}-01-01"[:10]
    return moment(desk, text)


def coming(desk: Desk, text: str) -> int:
    """Return a time to come as given on the line, in seconds since 1970; of a day the beginning."""
    from aduan_cli.coming_time import parse_coming

    return parse_coming(text, desk.clock(), desk.zone)


def ticket(desk: Desk, text: str) -> Complaint:
    """Return the complaint of a ticket or a short form. Raises `NotFoundError`."""
    from aduan_cli.tickets import not_found, parse_ticket

    found: Complaint | None = desk.store.resolve(parse_ticket(text))
    if found is None:
        raise not_found(text)
    return found


def note_reveal(desk: Desk, complaint: Complaint, command: str | None = None) -> None:
    """Record that a complaint's caller is shown whole, before it is; `command`: by another one than show."""
    from aduan_cli.complaint.events import REVEALED
    from aduan_cli.complaint.step import noting

    desk.allow(REVEAL)
    desk.store.commit(
        [noting(complaint, ((REVEALED, {"command": command} if command else {}),), desk.actor, desk.clock())]
    )


def note_reveals(desk: Desk, data: dict[str, object], format_: str | None = None) -> None:
    """Record that callers of several complaints are shown whole, before they are; nothing when it is none.

    `data` says by which command and how many; it can't be erased later, so it holds no names and no words. In a
    format for programs they leave the desk. Raises `NotAllowedError` where the user may not have them so.
    """
    desk.allow(REVEAL)
    if format_ not in (None, "table", "md"):
        desk.allow(EXPORT)
        data = {**data, "format": format_}
    if data["count"]:
        from aduan_cli.complaint.events import REVEALED

        desk.store.note_event(REVEALED, desk.actor, desk.clock(), data)


def note_export(desk: Desk, command: str, count: int) -> None:
    """Record that the desk with all that it keeps of so many complaints was written to a file."""
    from aduan_cli.complaint.events import REVEALED

    desk.store.note_event(REVEALED, desk.actor, desk.clock(), {"command": command, "count": count, "format": "jsonl"})


def show_records(
    desk: Desk,
    complaints: Iterable[Complaint],
    format_: str,
    one: bool = False,
    reveal: bool = False,
    columns: Sequence[str] | None = None,
    searched: str = "",
    helping: Collection[str] = (),
    due: bool = False,
    perhaps: Callable[[Complaint], str | None] | None = None,
) -> int:
    """Print complaints in a format; return how many.

    `searched` are the words that they were found by, `helping` the units by which they were, where these help.
    `due`: they were found by when they are due. `perhaps` says whose one in triage may be, in a table.
    """
    from aduan_cli.render.formats import write_records
    from aduan_cli.render.records import FOR_PEOPLE

    heads = None
    if ((columns and format_ in FOR_PEOPLE) or format_ in ("excel", declared.WORKBOOK)) and desk.rules["levels"]:
        from aduan_cli.city_words import heads as heads_of

        heads = heads_of(desk.rules["levels"])
    if format_ == declared.WORKBOOK:
        from aduan_cli.render.workbook import write_workbook

        return write_workbook(complaints, desk.zone, desk.clock(), reveal, columns, heads, desk.tell)
    return write_records(
        complaints,
        format_,
        desk.zone,
        one=one,
        reveal=reveal,
        columns=columns,
        now=desk.clock(),
        heads=heads,
        searched=searched,
        helping=helping,
        due=due,
        perhaps=perhaps,
    )


def point(given: str | None) -> str | None:
    """Return a point on the map as it is kept; None where nothing was given. Raises `UsageError`."""
    if not given:
        return None
    from aduan_cli.points import point_of

    found = point_of(given)
    if found is None:
        sentence = _("--point {given}: no point of the earth; latitude, longitude would be right: -6.2383,106.9756")
        raise UsageError(sentence.format(given=given))
    return found


def agreed(desk: Desk, given: Sequence[str], phone: str | None) -> dict[str, str]:
    """Return the channels by which a caller agreed to be told, each with its address. Raises `UsageError`."""
    if not given:
        return {}
    from aduan_cli.complaint.agreements import agreed_to

    return agreed_to(given, desk.rules, phone)
