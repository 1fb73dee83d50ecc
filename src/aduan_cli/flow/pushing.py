"""What of a complaint is posted to another system that speaks Open311, and what is known of it there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from aduan_cli.complaint.elsewhere import place_of, without_caller, words_of
from aduan_cli.complaint.events import PUSHED, REOPENED, RETURNED, UNMERGED
from aduan_cli.complaint.history import Event
from aduan_cli.georeport import Request
from aduan_cli.points import numbers_of
from aduan_cli.record import TupleRecord

if TYPE_CHECKING:
    from aduan_cli.compiled_beside import NotifierTable
    from aduan_cli.complaint.complaint import Complaint

MOST = 4_000
"""Characters of a description, as the specification has it."""
_ANEW = (REOPENED, RETURNED, UNMERGED)
"""Events after which a complaint that comes to its unit is another request there: the standard changes none."""


class Link(TupleRecord):
    """What is known of a complaint in another system: its number there, or what to ask for it with; else neither.

    `lost`: how often it was posted and no answer came. `taken`: it is there, with a number or without one.
    """

    request: str | None = None
    token: str | None = None
    lost: int = 0
    taken: bool = False


NO_LINK = Link()


def link_of(events: Iterable[Event], notifier: str) -> Link:
    """Return what is known of a complaint where a notifier leads, by what happened to it since it came there last."""
    link = NO_LINK
    for event in events:
        if event.type in _ANEW:
            link = NO_LINK
        elif event.type == PUSHED and event.data.get("notifier") == notifier:
            data = event.data
            if data.get("lost"):
                link = link._replace(lost=link.lost + 1)
            else:
                link = Link(data.get("request"), data.get("token"), link.lost, True)
    return link


def description_of(complaint: Complaint, title: str, share: Sequence[str]) -> str:
    """Return what is said of it: its ticket, by which it is found again, and its words where they are shared."""
    words = words_of(complaint) if "description" in share else title
    return f"[{complaint.ticket}] {words}"[:MOST]


def form_of(complaint: Complaint, table: NotifierTable, code: str, title: str) -> list[tuple[str, str]]:
    """Return the fields of a request in the order of the specification, without the key. Empty ones are left out."""
    share = table.get("share", ())
    lat, long = numbers_of(complaint.point) if complaint.point and "point" in share else (None, None)
    told = [
        ("jurisdiction_id", table.get("jurisdiction")),
        ("service_code", code),
        ("lat", None if lat is None else str(lat)),
        ("long", None if long is None else str(long)),
        ("address_string", place_of(complaint, share)),
        ("description", description_of(complaint, title, share)),
    ]
    if "caller" in share:
        first, _blank, last = (complaint.caller_name or "").partition(" ")
        phone = (complaint.caller_phone or "").split(";")[0]
        told += [("first_name", first), ("last_name", last.strip()), ("phone", phone)]
    answers = _attributes(complaint, table.get("attributes", {}))
    if "caller" not in share:
        answers = [(name, without_caller(value, complaint)) for name, value in answers]
    return [*((name, value) for name, value in told if value), *answers]


def shows_caller(form: Iterable[tuple[str, str]]) -> bool:
    """Say whether a form tells who called."""
    return any(name in ("first_name", "last_name", "phone") for name, _value in form)


def has_place(form: Iterable[tuple[str, str]]) -> bool:
    """Say whether a form says where it is: the specification takes no request without."""
    return any(name in ("lat", "address_string") for name, _value in form)


def _attributes(complaint: Complaint, attributes: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Yield the answers to the category's questions that are posted; several values of one each."""
    answers = complaint.answers or {}
    for code, question in attributes.items():
        answer = answers.get(question)
        if isinstance(answer, (list, tuple)):
            yield from ((f"attribute[{code}][]", str(one)) for one in answer)
        elif answer is not None and answer != "":
            said = ("false", "true")[answer] if isinstance(answer, bool) else str(answer)
            yield f"attribute[{code}]", said


def code_of(category: str, title: str, services: Mapping[str, str], offered: Iterable[Request]) -> str | None:
    """Return the service_code of a category: by the table, else by the id or the name of a service that is offered."""
    named = next((code for code, ours in services.items() if ours == category), None)
    if named is not None:
        return named
    codes = {str(one.get("service_code")): str(one.get("service_name") or "") for one in offered}
    if category in codes:
        return category
    return next((code for code, name in codes.items() if name.strip().casefold() == title.casefold()), None)


def found_in(requests: Iterable[Request], ticket: str) -> str | None:
    """Return the number of the request that names a ticket; None: none of them does."""
    mark = f"[{ticket}]"
    named = (one for one in requests if mark in str(one.get("description") or ""))
    return next((str(one["service_request_id"]) for one in named if one.get("service_request_id")), None)
