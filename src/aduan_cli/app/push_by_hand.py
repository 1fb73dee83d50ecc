"""`open311 push`: complaints that a person posts to another system, or what waits to be posted there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from aduan_cli.app.pushing import POSTS, Pushing
from aduan_cli.complaint.events import MESSAGE_QUEUED
from aduan_cli.complaint.messages import DEAD, FAILED, QUEUED, SKIPPED, Message
from aduan_cli.complaint.step import noting
from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.flow.dispatch import send_waiting
from aduan_cli.flow.pushing import link_of
from aduan_cli.i18n import _
from aduan_cli.model import OPEN311
from aduan_cli.notify.outcomes import UnreadyError
from aduan_cli.tickets import parse_ticket

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.outbox import Posted

_HELD = (FAILED, DEAD, SKIPPED)
"""States of a message that a person may let go again."""


class WantedPush(NamedTuple):
    """A complaint, and the notifier over which it is posted."""

    complaint: Complaint
    notifier: str


class PushedNow(NamedTuple):
    """What became of one: the state of its message, its number there, and what was said."""

    ticket: str
    notifier: str
    state: str
    request: str | None
    detail: str | None


class ForeseenForm(NamedTuple):
    """What would be posted of one; `why` it would not, or not again."""

    ticket: str
    notifier: str
    url: str
    form: list[tuple[str, str]]
    why: str | None


def wanted(desk: Desk, complaints: Sequence[Complaint], name: str | None) -> list[WantedPush]:
    """Return over which notifier each complaint is posted; no complaints: all that wait in the outbox to be posted.

    Raises `NotFoundError` for an unknown name, `UsageError` where it isn't clear which is meant.
    """
    known = [one for one, table in desk.rules["notifiers"].items() if table["type"] == OPEN311]
    if name is not None and name not in known:
        there = ", ".join(known) or "-"
        raise NotFoundError(
            _("no notifier '{name}' of type open311; there are: {known}").format(name=name, known=there)
        )
    names = known if name is None else [name]
    if complaints:
        return [WantedPush(one, _notifier(desk, one, names)) for one in complaints]
    waiting = [one for one in desk.store.outbox.posted((QUEUED, FAILED)) if one.notifier in names]
    found = dict.fromkeys((one.ticket, one.notifier) for one in reversed(waiting))
    made = ((desk.store.resolve(parse_ticket(ticket)), notifier) for ticket, notifier in found)
    return [WantedPush(complaint, notifier) for complaint, notifier in made if complaint is not None]


def _notifier(desk: Desk, complaint: Complaint, names: Sequence[str]) -> str:
    tell = desk.rules["tell"].get(complaint.unit or "", ())
    likely = [one for one in names if one in tell] or list(names)
    if len(likely) == 1:
        return likely[0]
    if not likely:
        raise UsageError(_("no notifier is of type open311; [notifiers.NAME] of rules.toml says where to post"))
    raise UsageError(_("--to is needed: one of {names}").format(names=", ".join(likely)))


def foreseen(desk: Desk, several: Sequence[WantedPush]) -> list[ForeseenForm]:
    """Return what would be posted of some complaints; nothing is posted or stored."""
    pushing = _Pushings(desk)
    found = []
    for complaint, name in several:
        one, form, why = pushing.of(name), list[tuple[str, str]](), None
        link = link_of(desk.store.events(complaint), name)
        if link.taken:
            why = _("it is there already: {number}").format(number=link.request or link.token or "-")
        try:
            form = one.form(complaint)
        except (UsageError, NotFoundError) as error:
            why = why or str(error)
        found.append(ForeseenForm(complaint.ticket, name, one.endpoint.address("requests"), form, why))
    return found


def push(desk: Desk, several: Sequence[WantedPush]) -> list[PushedNow]:
    """Post some complaints now, out of the outbox; one that is there already is not posted again."""
    pushing = _Pushings(desk)
    ways = {one.notifier: pushing.of(one.notifier).way() for one in several}
    for one in several:
        _queue(desk, *one)
    send_waiting(desk.store, ways, desk.clock())
    return [_became(desk, *one) for one in several]


def _queue(desk: Desk, complaint: Complaint, notifier: str) -> None:
    """See to it that a complaint's message to a notifier is due, where it isn't there yet."""
    if link_of(desk.store.events(complaint), notifier).taken:
        return
    posted = _message(desk, complaint, notifier)
    if posted is not None and posted.state in _HELD:
        desk.store.outbox.set_message(posted.id, QUEUED, desk.actor, desk.clock())
    elif posted is None or posted.state != QUEUED:
        unit = complaint.unit or desk.rules["desk"]["triage"]
        data = {"event": POSTS[1], "notifier": notifier, "unit": unit}
        step = noting(complaint, ((MESSAGE_QUEUED, data),), desk.actor, desk.clock())
        desk.store.commit([step._replace(messages=(Message(POSTS[1], notifier, unit),))])


def _message(desk: Desk, complaint: Complaint, notifier: str) -> Posted | None:
    """Return the newest message that posts a complaint over a notifier."""
    several = desk.store.outbox.posted((), complaint)
    return next((one for one in several if one.notifier == notifier and one.event in POSTS), None)


def _became(desk: Desk, complaint: Complaint, notifier: str) -> PushedNow:
    posted, link = _message(desk, complaint, notifier), link_of(desk.store.events(complaint), notifier)
    state, said = (posted.state, posted.error) if posted is not None else (SKIPPED, None)
    return PushedNow(complaint.ticket, notifier, state, link.request, said)


class _Pushings:
    """What posts over each notifier, made once. Raises `UsageError` where a key isn't there."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made: dict[str, Pushing] = {}

    def of(self, name: str) -> Pushing:
        if name not in self._made:
            try:
                self._made[name] = Pushing(self._desk, name)
            except UnreadyError as error:
                raise UsageError(f"{name}: {error}") from error
        return self._made[name]
