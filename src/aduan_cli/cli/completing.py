"""What the Tab key offers: the desk's own values, from the rules as the last command left them.

It runs in the middle of somebody's typing: it writes nothing, says nothing whatever goes wrong, and reads no rule file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, NoReturn

import click
from click.shell_completion import CompletionItem, shell_complete

from aduan_cli.cli.arguments import FILE_NAME
from aduan_cli.model import NOT

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.cli.context import Context

VARIABLE = "_ADUAN_COMPLETE"
"""What the shell's script sets (click's convention): which shell asks, and for what."""
_MOST_TICKETS = 200

Offer = tuple[str, str | None]
"""A value, and a few words on it for shells that show them."""


def answer(root: click.Group, context: Context) -> NoReturn:
    """Answer the shell and end the process, with 0 and nothing else on the terminal whatever goes wrong."""
    context.hold()
    with suppress(BaseException):
        complete_values(root)
        shell_complete(root, {"obj": context}, "aduan", VARIABLE, os.environ[VARIABLE])
        sys.stdout.flush()
        context.close()
    os._exit(0)


def complete_values(command: click.Command) -> None:
    """Let the parameters of a command that take the desk's values offer them."""
    for inner in getattr(command, "commands", {}).values():  # Those that are loaded late have it done then.
        complete_values(inner)
    for parameter in command.params:
        offer = OFFERS.get((command.name, parameter.name)) or OFFERS.get((None, parameter.name))
        if offer is None and parameter.type is FILE_NAME:
            kind = "dir" if parameter.metavar in ("DIR", "[DIR]") else "file"
            setattr(parameter, "shell_complete", _Paths(kind))  # noqa: B010
        elif offer is not None:
            several = isinstance(parameter, click.Option) and "," in (parameter.metavar or "")
            setattr(parameter, "shell_complete", _Values(offer, several))  # noqa: B010


def begun(offered: Iterable[Offer], incomplete: str, before: str = "") -> list[CompletionItem[str]]:
    """Return what of it begins with what was typed, whatever its case; each once, in order."""
    wanted = incomplete.casefold()
    known = {value: about for value, about in offered if value.casefold().startswith(wanted)}
    return [CompletionItem(before + value, help=about) for value, about in known.items()]


class _Paths:
    """Leaves the names of files to the shell."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __call__(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        return [CompletionItem(incomplete, type=self._kind)]


class _Values:
    """Offers what begins with what was typed, whatever its case; of several by commas the last."""

    def __init__(self, offer: Callable[[Desk, str], Iterable[Offer]], several: bool) -> None:
        self._offer, self._several = offer, several

    def __call__(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        before, comma, last = incomplete.rpartition(",") if self._several else ("", "", incomplete)
        if self._several and last.startswith(NOT):
            comma, last = comma + NOT, last.removeprefix(NOT)
        desk = ctx.find_root().obj.desk
        desk.look_only()
        return begun(self._offer(desk, last), last, before + comma)


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
    from aduan_cli.value_words import said

    midnight, _next = midnights(desk.clock(), desk.zone)
    for complaint in desk.store.find(Query(since=midnight, limit=_MOST_TICKETS)):
        short = "-".join(complaint.ticket.split("-")[2:])
        about = f"{said('status', shown_status(complaint))} {complaint.unit or ''} {complaint.category or ''}".strip()
        yield short if begun[:1].isdigit() else complaint.ticket, about


def _plugins(desk: Desk, _begun: str) -> Iterable[Offer]:
    folder = os.path.join(desk.folder, "plugins")
    return ((name, None) for name in sorted(os.listdir(folder)) if os.path.exists(f"{folder}/{name}/plugin.toml"))


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
    for offered, about in OFFERS.get((None, name), _nothing)(desk, last):
        yield f"{name}={before}{comma}{offered}", about


def _nothing(_desk: Desk, _begun: str) -> Iterable[Offer]:
    return ()


OFFERS: dict[tuple[str | None, str | None], Callable[[Desk, str], Iterable[Offer]]] = {
    (None, "unit"): _units,
    (None, "to"): _units,
    (None, "category"): _categories,
    (None, "kecamatan"): _places(0),
    (None, "kelurahan"): _places(1),
    (None, "channel"): _channels,
    (None, "shift"): _shifts,
    (None, "ticket"): _tickets,
    (None, "tickets"): _tickets,
    (None, "link"): _tickets,
    (None, "into"): _tickets,
    ("caller", "given"): _tickets,
    ("assign", "tickets"): _either(_tickets, _units),
    ("refer", "tickets"): _either(_tickets, _outside),
    ("set", "answers"): _questions,
    ("hold", "reason"): _reasons("hold"),
    ("reject", "reason"): _reasons("reject"),
    (None, "plugin"): _plugins,
    ("enable", "name"): _plugins,
    ("disable", "name"): _plugins,
    (None, "map_name"): _maps,
    (None, "where"): _filters,
    (None, "columns"): _columns,
    (None, "sort"): _orders,
    ("list", "view"): _views,
    (None, "status"): _words("STATUSES"),
    (None, "kind"): _words("KINDS"),
    (None, "priority"): _words("PRIORITIES"),
}
"""What is offered for a parameter: by its command and name, or by its name in every command."""
