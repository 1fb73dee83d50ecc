"""What became elsewhere of complaints that were posted there: what is closed there its unit has done here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from aduan_cli.app.unit_word import UnitWord
from aduan_cli.complaint.incoming import Automatic, Incoming, key_of
from aduan_cli.complaint.messages import SENT
from aduan_cli.complaint.moves import DONE
from aduan_cli.complaint.unit_words import RESOLVE
from aduan_cli.flow.inbox import KEPT, MOVED, NOT_TAKEN
from aduan_cli.flow.pushing import link_of
from aduan_cli.formats.endpoint import name_of, requests_of
from aduan_cli.georeport import CLOSED, Request, of_jurisdiction
from aduan_cli.i18n import _
from aduan_cli.model import OPEN311
from aduan_cli.notify.open311 import endpoint_of, request_line
from aduan_cli.record import Record, TupleRecord
from aduan_cli.tickets import parse_ticket

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk

VIA = "open311"
_AT_ONCE = 50
"""Numbers that an endpoint is asked for in one question."""


class PushedRequest(TupleRecord):
    """A complaint of ours that is a request elsewhere: where the notifier leads, and whose it is here."""

    ticket: str
    unit: str
    notifier: str


class PushedUpdates(Record):
    """What an endpoint's answers made of our complaints: how many moved, how many words were kept, what can't be."""

    moved: int = 0
    kept: int = 0
    known: int = 0
    refused: tuple[str, ...] = ()


def notifiers_at(desk: Desk, name: str) -> list[str]:
    """Return the notifiers that lead to an endpoint, by its name or by its address without the scheme."""
    tables = desk.rules["notifiers"]
    of_kind = [one for one, table in tables.items() if table["type"] == OPEN311]
    return [one for one in of_kind if name in (one, name_of(tables[one]["url"]))]


def pushed_to(desk: Desk, notifiers: Iterable[str]) -> dict[str, PushedRequest]:
    """Return our complaints that were posted over some notifiers, by the numbers that they have there."""
    wanted = frozenset(notifiers)
    found: dict[str, PushedRequest] = {}
    if wanted:
        mark = request_line("")
        for posted in desk.store.outbox.posted((SENT,)):
            if posted.notifier in wanted and (posted.error or "").startswith(mark):
                number = str(posted.error)[len(mark) :]
                found.setdefault(number, PushedRequest(posted.ticket, posted.unit, posted.notifier))
    return found


def asked_of(desk: Desk, notifier: str, pushed: Mapping[str, PushedRequest]) -> Iterator[Request]:
    """Yield what an endpoint says of those of our complaints that are open here, asked for by their numbers."""
    table = desk.rules["notifiers"][notifier]
    numbers = (number for number, one in pushed.items() if _is_open(desk, one))
    address, jurisdiction = endpoint_of(table).address("requests"), of_jurisdiction(table.get("jurisdiction"))
    while several := list(islice(numbers, _AT_ONCE)):
        yield from requests_of(address, {**jurisdiction, "service_request_id": ",".join(several)})


def _is_open(desk: Desk, one: PushedRequest) -> bool:
    complaint = desk.store.resolve(parse_ticket(one.ticket))
    return complaint is not None and complaint.status not in DONE


class Following:
    """Takes what an endpoint says of our complaints as the word of their unit there."""

    def __init__(self, desk: Desk, dry_run: bool) -> None:
        self._desk, self._word = desk, UnitWord(desk, dry_run)

    def take(self, requests: Iterable[tuple[PushedRequest, Request]]) -> PushedUpdates:
        """Take what was said of some complaints; what can't be taken is told with its ticket, the others are."""
        states: list[str] = []
        refused: list[str] = []
        for one, request in requests:
            incoming = self._incoming(one, request)
            if incoming is None:
                continue
            try:
                taken = self._word.take(incoming)
            except NOT_TAKEN as error:
                refused.append(f"{one.ticket}: {' '.join(str(error).split())}")
                continue
            states.append(taken.state)
            self._word.tell_observers(taken)
        moved, kept = states.count(MOVED), states.count(KEPT)
        return PushedUpdates(moved, kept, len(states) - moved - kept, tuple(refused))

    def _incoming(self, one: PushedRequest, request: Request) -> Incoming | None:
        """Return what a request says of its complaint; None: nothing, or it is an older request of it."""
        complaint = self._desk.store.resolve(parse_ticket(one.ticket))
        number, status = str(request["service_request_id"]), str(request.get("status") or "").lower()
        if complaint is None or link_of(self._desk.store.events(complaint), one.notifier).request != number:
            return None
        words = " ".join(str(request.get("status_notes") or "").split())
        key = key_of(VIA, one.notifier, number, status, words)
        unit = self._unit(one, complaint.unit, complaint.support)
        source = f"{one.notifier} {number}"
        if status == CLOSED:
            said = words or _("closed at {name}: {number}").format(name=one.notifier, number=number)
            return Incoming(key, VIA, source, tickets=(one.ticket,), unit=unit, verb=RESOLVE, words=said)
        if not words:
            return None
        return Incoming(key, VIA, source, tickets=(one.ticket,), unit=unit, automatic=Automatic("answered", words))

    def _unit(self, one: PushedRequest, lead: str | None, support: Iterable[str]) -> str:
        """Return whose word it is: who has the complaint now and is told there, else who had it then."""
        tell = self._desk.rules["tell"]
        return next((unit for unit in (lead, *support) if unit and one.notifier in tell.get(unit, ())), one.unit)


def divided(
    requests: Iterable[Request], pushed: Mapping[str, PushedRequest], ours: Callable[[PushedRequest, Request], None]
) -> Iterator[Request]:
    """Yield the requests that are not of our complaints; those that are go to `ours`."""
    for request in requests:
        one = pushed.get(str(request.get("service_request_id")))
        if one is None:
            yield request
        else:
            ours(one, request)
