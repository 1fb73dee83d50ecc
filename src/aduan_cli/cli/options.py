"""Options that several commands share, and how their values are read. Anything unknown is a usage error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from aduan_cli.cli import declared
from aduan_cli.cli.values import unknown, unknown_word
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.value_words import TRIAGE, column_of, head, value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal, TypeVar

    from aduan_cli.app.desk import Desk
    from aduan_cli.compiled import Gazetteer, Rules

    F = TypeVar("F", bound=Callable[..., Any])


def adds(*given: declared.Option) -> Callable[[F], F]:
    """Return what adds declared options to a command, in their order."""

    def add(function: F) -> F:
        from aduan_cli.cli.parameters import added

        for option in reversed(given):
            function = added(function, option)
        return function

    return add


format_option = adds(declared.FORMAT)
excel_option = adds(declared.EXCEL)
reveal_option = adds(declared.REVEAL)
limit_option = adds(declared.LIMIT)
count_option = adds(declared.COUNT)
columns_option = adds(declared.COLUMNS)


def format_of(format_: str | None, excel: bool) -> str | None:
    """Return the format that is meant. Raises `UsageError` for `--excel` with any but CSV."""
    if excel and format_ != "csv":
        raise UsageError(_("--excel goes with --format csv"))
    return "excel" if excel else format_


def columns(desk: Desk, given: str | None) -> tuple[str, ...] | None:
    """Return the columns of `--columns`, by any name that the screen shows for them; None when it was not given."""
    if given is None:
        return None
    from aduan_cli.render import records

    known = (*records.COLUMNS, *records.MORE_COLUMNS)
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


class Names:
    """The desk's names, as options give them."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def category(self, given: str | None) -> str | None:
        """Return a category's id."""
        if given is None:
            return None
        known = {entry[0] for entry in self._rules["categories"]}
        if given.lower() in known:
            return given.lower()
        raise unknown(_("category"), given, known, self._categories_of(given))

    def _categories_of(self, given: str) -> dict[str, str]:
        """Return the category that an abbreviation of a unit may stand for: its only one."""
        from aduan_cli.text import join_pattern

        unit = self._rules["unit_names"].get(join_pattern(given))
        owned = [entry[0] for entry in self._rules["categories"] if unit and entry[1] == unit]
        return {given.casefold(): owned[0]} if len(owned) == 1 else {}

    def channel(self, given: str | None) -> str | None:
        """Return a channel of the desk."""
        known = self._rules["desk"]["channels"]
        if given is None or given in known:
            return given
        meant = value_of("channel", given)
        if meant in known:
            return meant
        raise unknown_word("channel", given, known)

    def shift(self, given: str | None) -> str | None:
        """Return a shift of the desk."""
        known = [entry[0] for entry in self._rules["shifts"]]
        if given is None or given in known:
            return given
        raise unknown(_("shift"), given, known)

    def kecamatan(self, given: str | None) -> str | None:
        """Return a kecamatan as the city writes it."""
        from aduan_cli.places import kecamatan_named

        return self._place(given, kecamatan_named, 0)

    def kelurahan(self, given: str | None) -> str | None:
        """Return a kelurahan as the city writes it."""
        from aduan_cli.places import kelurahan_named

        return self._place(given, kelurahan_named, 1)

    def _place(
        self, given: str | None, find: Callable[[str, Gazetteer], str | None], part: Literal[0, 1]
    ) -> str | None:
        if given is None:
            return None
        gazetteer = self._rules["gazetteer"]
        found = find(given, gazetteer)
        if found is None:
            field = ("kecamatan", "kelurahan")[part]
            what = self._rules["levels"].get(field, field)
            raise unknown(what, given, [name for entry in gazetteer["names"].values() if (name := entry[part])])
        return found

    def unit(self, given: str) -> str:
        """Return the id of a unit or an outside body, from any spelling of it."""
        if given in self._rules["units"] or given in self._rules["outside"]:
            return given
        from aduan_cli.text import join_pattern

        found = self._rules["unit_names"].get(join_pattern(given))
        if found is None:
            triage = str(self._rules["desk"]["triage"])
            if given == triage or value_of("unit", given) == TRIAGE:
                return triage
            known = [*self._rules["units"], *self._rules["outside"]]
            raise unknown(_("unit"), given, known, self._rules["unit_names"])
        return str(found)


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
        # 0812... and 1e5 are no quantities, and NaN is no JSON.
        if str(number) == text:
            return number
    return text


def moment(desk: Desk, text: str, ahead: int = 0) -> int:
    """Return a time as given on the line, in seconds since 1970; of a day or a part of it the beginning.

    `ahead` is how many seconds a time of today may be to come.
    """
    from aduan_cli.typed_time import parse_time

    return parse_time(text, desk.clock(), desk.zone, ahead)


def end_of(desk: Desk, text: str) -> int:
    """Return the end of a time as given for `--until`, itself outside: of a day or a part of it after the whole."""
    from aduan_cli.typed_time import parse_span

    return parse_span(text, desk.clock(), desk.zone, coming=True)[1]


def coming(desk: Desk, text: str) -> int:
    """Return a time to come as given on the line, in seconds since 1970; of a day the beginning."""
    from aduan_cli.typed_time import parse_coming

    return parse_coming(text, desk.clock(), desk.zone)


def ticket(desk: Desk, text: str) -> Complaint:
    """Return the complaint of a ticket or a short form. Raises `NotFoundError`."""
    from aduan_cli.tickets import not_found, parse_ticket

    found: Complaint | None = desk.store.resolve(parse_ticket(text))
    if found is None:
        raise not_found(text)
    return found


def note_reveal(desk: Desk, complaint: Complaint) -> None:
    """Record that a complaint's caller is shown whole, before it is."""
    from aduan_cli.complaint.events import REVEALED
    from aduan_cli.complaint.step import noting

    desk.store.commit([noting(complaint, ((REVEALED, {}),), desk.actor, desk.clock())])


def note_reveals(desk: Desk, data: dict[str, object]) -> None:
    """Record that callers of several complaints are shown whole, before they are; nothing when it is none.

    `data` says by which command and how many; it can't be erased later, so it holds no names and no words.
    """
    if data["count"]:
        from aduan_cli.complaint.events import REVEALED

        desk.store.note_event(REVEALED, desk.actor, desk.clock(), data)


def show_records(
    desk: Desk,
    complaints: Iterable[Complaint],
    format_: str,
    one: bool = False,
    reveal: bool = False,
    columns: Sequence[str] | None = None,
    searched: str = "",
) -> int:
    """Print complaints in a format; return how many. `searched` are the words that they were found by."""
    from aduan_cli.render.formats import write_records
    from aduan_cli.render.records import FOR_PEOPLE

    heads = None
    if ((columns and format_ in FOR_PEOPLE) or format_ == "excel") and desk.rules["levels"]:
        from aduan_cli.city_words import heads as heads_of

        heads = heads_of(desk.rules["levels"])
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
    )
