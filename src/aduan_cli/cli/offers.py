"""The desk's own values that the Tab key offers, from the rules as the last command left them. No click here.

It runs in the middle of somebody's typing: it writes nothing and reads no rule file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from aduan_cli.files import names_in
from aduan_cli.i18n import _
from aduan_cli.model import NOT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from aduan_cli.app.desk import Desk

_MOST_TICKETS = 200

Offer = tuple[str, "str | None"]
"""A value, and a few words on it for shells that show them."""


def begun(offered: Iterable[Offer], incomplete: str, before: str = "") -> Iterator[Offer]:
    """Yield what of it begins with what was typed, whatever its case; each once, in order."""
    wanted = incomplete.casefold()
    known = {value: about for value, about in offered if value.casefold().startswith(wanted)}
    return ((before + value, about) for value, about in known.items())


def line_of(about: str) -> str:
    """Return the line of a command in the user's language: its help is translated whole, so it is cut after that."""
    return _(about).partition("\n\n")[0]


def of_the_desk(desk: Desk, key: str, several: bool, incomplete: str) -> Iterator[Offer]:
    """Yield what the desk has of a kind that begins so; of several by commas the last, behind the others."""
    before, comma, last = incomplete.rpartition(",") if several else ("", "", incomplete)
    if several and last.startswith(NOT):
        comma, last = comma + NOT, last.removeprefix(NOT)
    desk.look_only()
    return begun(OFFERS[key](desk, last), last, before + comma)


def key_for(command: str | None, parameter: str | None) -> str | None:
    """Return under which key of `OFFERS` a parameter's values stand: those of its command, or of its name anywhere."""
    keys = (f"{command} {parameter}", parameter or "")
    return next((key for key in keys if key in OFFERS), None)


def _units(desk: Desk, _begun: str) -> Iterable[Offer]:
    rules = desk.rules
    yield from ((name, unit["name"]) for name, unit in rules["units"].items())
    yield from ((name, body["name"]) for name, body in rules["outside"].items())
    yield rules["desk"]["triage"], None


def _outside(desk: Desk, _begun: str) -> Iterable[Offer]:
    return ((name, body["name"]) for name, body in desk.rules["outside"].items())


def _either(*offers: Callable[[Desk, str], Iterable[Offer]]) -> Callable[[Desk, str], Iterable[Offer]]:
    """Return what offers all of them, in their order."""
    return lambda desk, begun: (one for offer in offers for one in offer(desk, begun))


def _questions(desk: Desk, _begun: str) -> Iterable[Offer]:
    asked = (question for questions in desk.rules["questions"].values() for question in questions)
    return ((f"{question[0]}=", question[1]) for question in asked)


def _categories(desk: Desk, _begun: str) -> Iterable[Offer]:
    return ((entry[0], None) for entry in desk.rules["categories"])


def _places(part: Literal[0, 1]) -> Callable[[Desk, str], Iterable[Offer]]:
    """Return what offers kecamatan (0) or kelurahan (1), in one word: any spelling of a place is understood."""

    def offer(desk: Desk, _begun: str) -> Iterable[Offer]:
        names = {name for entry in desk.rules["gazetteer"]["names"].values() if (name := entry[part])}
        return (("-".join(name.split()), None) for name in sorted(names))

    return offer


def _channels(desk: Desk, _begun: str) -> Iterable[Offer]:
    return ((name, None) for name in desk.rules["desk"]["channels"])


def _shifts(desk: Desk, _begun: str) -> Iterable[Offer]:
    return ((entry[0], None) for entry in desk.rules["shifts"])


def _tickets(desk: Desk, begun: str) -> Iterable[Offer]:
    """Offer today's tickets, the newest first; where digits were typed their short form."""
    from aduan_cli.complaint.moves import shown_status
    from aduan_cli.desk_time import midnights
    from aduan_cli.stored import Query
    from aduan_cli.value_words import label

    midnight, _next = midnights(desk.clock(), desk.zone)
    for complaint in desk.store.find(Query(since=midnight, limit=_MOST_TICKETS)):
        short = "-".join(complaint.ticket.split("-")[2:])
        about = f"{label('status', shown_status(complaint))} {complaint.unit or ''} {complaint.category or ''}".strip()
        yield short if begun[:1].isdigit() else complaint.ticket, about


def _plugins(desk: Desk, _begun: str) -> Iterable[Offer]:
    folder = os.path.join(desk.folder, "plugins")
    return ((name, None) for name in names_in(folder) if os.path.exists(f"{folder}/{name}/plugin.toml"))


def _maps(desk: Desk, _begun: str) -> Iterable[Offer]:
    from aduan_cli.app.importing import map_names

    return ((name, None) for name in map_names(desk))


def _columns(_desk: Desk, _begun: str) -> Iterable[Offer]:
    from aduan_cli.complaint.fields import COLUMNS, MORE_COLUMNS

    return ((name, None) for name in (*COLUMNS, *MORE_COLUMNS))


def _views(desk: Desk, _begun: str) -> Iterable[Offer]:
    return ((name, view.get("title")) for name, view in desk.rules["views"].items())


def _orders(_desk: Desk, _begun: str) -> Iterable[Offer]:
    from aduan_cli.model import SORTS

    return ((name, None) for name in SORTS)


def _reasons(verb: Literal["hold", "reject"]) -> Callable[[Desk, str], Iterable[Offer]]:
    """Return what offers the codes of reasons."""

    def offer(desk: Desk, _begun: str) -> Iterable[Offer]:
        return ((code, entry["say"]) for code, entry in desk.rules["reasons"][verb].items())

    return offer


def _words(name: str) -> Callable[[Desk, str], Iterable[Offer]]:
    """Return what offers the fixed words of a field."""

    def offer(_desk: Desk, _begun: str) -> Iterable[Offer]:
        from aduan_cli.complaint import fields

        return ((word, None) for word in getattr(fields, name))

    return offer


def _filters(desk: Desk, begun: str) -> Iterable[Offer]:
    """Offer the filters of `--where`; behind `=` the values of one."""
    from aduan_cli.cli.chosen import NAMES

    name, mark, value = begun.partition("=")
    if not mark:
        yield from ((one, None) for one in NAMES)
        return
    before, comma, last = value.rpartition(",")
    out = NOT if last.startswith(NOT) else ""
    for offered, about in OFFERS.get(name, _nothing)(desk, last.removeprefix(NOT)):
        yield f"{name}={before}{comma}{out}{offered}", about


def _nothing(_desk: Desk, _begun: str) -> Iterable[Offer]:
    return ()


OFFERS: dict[str, Callable[[Desk, str], Iterable[Offer]]] = {
    "unit": _units,
    "to": _units,
    "category": _categories,
    "kecamatan": _places(0),
    "kelurahan": _places(1),
    "channel": _channels,
    "shift": _shifts,
    "ticket": _tickets,
    "tickets": _tickets,
    "link": _tickets,
    "into": _tickets,
    "caller given": _tickets,
    "assign tickets": _either(_tickets, _units),
    "refer tickets": _either(_tickets, _outside),
    "set answers": _questions,
    "hold reason": _reasons("hold"),
    "reject reason": _reasons("reject"),
    "plugin": _plugins,
    "enable name": _plugins,
    "disable name": _plugins,
    "map_name": _maps,
    "where": _filters,
    "columns": _columns,
    "sort": _orders,
    "list view": _views,
    "status": _words("STATUSES"),
    "kind": _words("KINDS"),
    "priority": _words("PRIORITIES"),
}
"""What is offered for a parameter: by its command and name, or by its name in every command."""
