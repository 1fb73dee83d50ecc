"""A desk's messages on their way: its notifiers, what each is handed, and who was shown whole by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.app.letters import Letters
from aduan_cli.complaint.events import REVEALED
from aduan_cli.complaint.step import noting
from aduan_cli.due import Bounds, Done
from aduan_cli.errors import ConfigError, NotFoundError
from aduan_cli.flow.dispatch import SendFailure, send_waiting
from aduan_cli.i18n import _
from aduan_cli.notify.answers import UnreadyError
from aduan_cli.notify.making import notifier_of
from aduan_cli.outbox import RETRY, Delivered, Letter, Posted
from aduan_cli.tickets import parse_ticket
from aduan_cli.value_words import said

if TYPE_CHECKING:
    from collections.abc import Callable

    from aduan_cli.app.desk import Desk

SEND = "send"


def send(desk: Desk, bounds: Bounds) -> Done:
    """Send what is due, as far as the bounds allow."""
    store, at = desk.store, desk.clock()
    due = store.outbox.due(at)
    if not due:
        return Done(SEND)
    ways, told = _ways(desk, due)
    done = left = 0
    failures: list[SendFailure] = []
    while room := bounds.room():
        sent = send_waiting(store, ways, at, room, bounds.seconds())
        tried = sum(sent.counts.values())
        bounds.spend(tried)
        done, left = done + sent.counts.get("sent", 0), sent.left
        failures += sent.failures
        down = {failure.posted.notifier for failure in sent.failures}
        ways = {name: way for name, way in ways.items() if name not in down}
        if tried < room:
            break
    return Done(SEND, done, left, (), (*told, *(_sentence(desk, one) for one in failures)))


def _ways(desk: Desk, due: dict[str, int]) -> tuple[dict[str, Callable[[Posted], Delivered]], list[str]]:
    """Return what sends, by the names of those that something is due for, and what is to be told of the others."""
    tables, ways, told = desk.rules["notifiers"], {}, []
    letters = Letters(desk)
    for name, count in due.items():
        table = tables.get(name)
        if table is None:
            what = _("no [notifiers.{name}] any more; {count} messages wait").format(name=name, count=count)
            told.append(what)
            continue
        try:
            ways[name] = _way(desk, letters, name)
        except UnreadyError as error:
            told.append(_("{name}: {why}; {count} messages wait").format(name=name, why=error, count=count))
    return ways, told


def _way(desk: Desk, letters: Letters, name: str) -> Callable[[Posted], Delivered]:
    notifier = notifier_of(desk.rules["notifiers"][name], desk.folder)

    def send_one(posted: Posted) -> Delivered:
        from aduan_cli.templates import TextError

        try:
            letter = written(desk, letters, posted, may_reveal=True)
        except TextError as error:
            return Delivered(RETRY, f"[messages.{posted.event}]: {error}")
        return notifier.send(letter)

    return send_one


def written(desk: Desk, letters: Letters, posted: Posted, may_reveal: bool) -> Letter:
    """Return a message as it goes; where it shows the caller whole, an event of the complaint says so before."""
    complaint = desk.store.resolve(parse_ticket(posted.ticket))
    assert complaint is not None
    letter = letters.letter(posted, complaint, may_reveal)
    if letters.revealed:
        data = {"command": "outbox"}
        desk.store.commit([noting(complaint, ((REVEALED, data),), desk.actor, desk.clock())])
    return letter


def preview(desk: Desk, posted: Posted) -> tuple[str, str]:
    """Return subject and text of a message as it would go now, but for the caller, who stays masked.

    Raises `ConfigError` where the desk's template can't be filled.
    """
    from aduan_cli.templates import TextError

    try:
        letter = written(desk, Letters(desk), posted, may_reveal=False)
    except TextError as error:
        raise ConfigError(f"[messages.{posted.event}]: {error}") from error
    return letter.subject, letter.body


def _sentence(desk: Desk, failure: SendFailure) -> str:
    one = failure.posted
    sentence = _("{ticket} to {unit} over {name}: {state}: {why}")
    state, why = said("message", failure.state), failure.why or "-"
    return sentence.format(ticket=one.ticket, unit=one.unit, name=one.notifier, state=state, why=why)


def try_out(desk: Desk, name: str) -> Delivered:
    """Send a letter that says it is a trial, at once, beside the outbox. Raises `NotFoundError` for an unknown name."""
    from datetime import datetime

    table = desk.rules["notifiers"].get(name)
    if table is None:
        known = ", ".join(desk.rules["notifiers"]) or "-"
        raise NotFoundError(_("no notifier '{name}'; there are: {known}").format(name=name, known=known))
    try:
        notifier = notifier_of(table, desk.folder)
    except UnreadyError as error:
        return Delivered(RETRY, str(error))
    at = desk.clock()
    name_of_desk = desk.rules["desk"]["name"]
    subject, body = _("{desk}: a trial").format(desk=name_of_desk), _("This is a trial; nothing is to be done.") + "\n"
    when = datetime.fromisoformat(desk.zone.iso(at))
    return notifier.send(Letter(f"trial-{at}", "trial", "-", "-", subject, body, when))
