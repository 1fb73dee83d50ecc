"""A desk's messages on their way: its notifiers, what each is handed, and who was shown whole by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.amounts import messages_wait
from aduan_cli.app.letters import Letters
from aduan_cli.app.plugin_channel import LeftOutError, PluginNotifier
from aduan_cli.complaint.events import FOLLOWED, MERGED, REVEALED
from aduan_cli.complaint.step import noting
from aduan_cli.due import Bounds, Done
from aduan_cli.errors import ConfigError, NotFoundError
from aduan_cli.flow.dispatch import SendFailure, Way, send_waiting
from aduan_cli.i18n import _
from aduan_cli.model import OF_CALLER, OPEN311
from aduan_cli.model import PLUGIN_CHANNEL as PLUGIN
from aduan_cli.notify.making import notifier_of
from aduan_cli.notify.outcomes import UnreadyError
from aduan_cli.outbox import RETRY, UNWANTED, Delivered, Letter, Posted, Rate
from aduan_cli.tickets import parse_ticket
from aduan_cli.value_words import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.outbox import Notifier

SEND = "send"


def send(desk: Desk, bounds: Bounds) -> Done:
    """Send what is due, as far as the bounds allow."""
    store, at = desk.store, desk.clock()
    due = store.outbox.due(at)
    if not due:
        return Done(SEND)
    ways, told, quiet = _ways(desk, due)
    done = left = 0
    failures: list[SendFailure] = []
    while room := bounds.room():
        sent = send_waiting(store, ways, at, room, bounds.seconds())
        bounds.spend(sent.letters)
        done, left = done + sent.counts.get("sent", 0), sent.left - quiet
        failures += sent.failures
        down = {failure.messages[0].notifier for failure in sent.failures}
        ways = {name: way for name, way in ways.items() if name not in down}
        if sent.letters < room:
            break
    return Done(SEND, done, left, (), (*told, *(_sentence(desk, one) for one in failures)))


def _ways(desk: Desk, due: dict[str, int]) -> tuple[dict[str, Way], list[str], int]:
    """Return what sends, by the names of those that something is due for, and what is to be told of the others.

    Last the number of messages that wait for a plugin of which the user was told already why it is not asked.
    """
    tables, ways, told, quiet = desk.rules["notifiers"], {}, [], 0
    letters = Letters(desk)
    for name, count in due.items():
        table = tables.get(name)
        if table is None:
            what = _("no [notifiers.{name}] any more; {messages_wait}").format(
                name=name, messages_wait=messages_wait(count)
            )
            told.append(what)
            continue
        try:
            ways[name] = _way(desk, letters, name)
        except LeftOutError:
            quiet += count
        except UnreadyError as error:
            told.append(
                _("{name}: {why}; {messages_wait}").format(name=name, why=error, messages_wait=messages_wait(count))
            )
    return ways, told, quiet


def _way(desk: Desk, letters: Letters, name: str) -> Way:
    if desk.rules["notifiers"][name]["type"] == OPEN311:
        from aduan_cli.app.pushing import Pushing

        return Pushing(desk, name).way()
    table, notifier = desk.rules["notifiers"][name], _notifier(desk, name)

    def prepared(messages: Sequence[Posted]) -> Callable[[], Delivered]:
        from aduan_cli.templates import TextError

        unwanted = _unwanted(desk, messages[0])
        if unwanted is not None:
            return lambda: Delivered(UNWANTED, unwanted)
        try:
            letter = written(desk, letters, messages, may_reveal=True)
        except TextError as error:
            what = Delivered(RETRY, f"[messages.{letters.event}]: {error}")
            return lambda: what
        return lambda: notifier.send(letter)

    return Way(prepared, Rate(table.get("at_once"), table.get("per_minute")), apart=table["type"] == PLUGIN)


def _unwanted(desk: Desk, posted: Posted) -> str | None:
    """Return why a caller is not to be told any more: they don't agree, were erased, or it isn't so; None: they are."""
    if not posted.event.startswith(OF_CALLER):
        return None
    from aduan_cli.complaint.agreements import address_of

    complaint = desk.store.resolve(parse_ticket(posted.ticket))
    if complaint is None or address_of(complaint, posted.unit) is None:
        return _("its caller doesn't agree any more")
    if complaint.merged_into is None and _is_about_merged(desk, posted, complaint):
        return _("it is no longer merged into the one of which this tells")
    return None


def _is_about_merged(desk: Desk, posted: Posted, complaint: Complaint) -> bool:
    """Say whether a message tells a caller what became of what their call was merged into."""
    types = (one.type for one in desk.store.events(complaint) if one.id == posted.event_id)
    return next(types, None) in (FOLLOWED, MERGED)


def _notifier(desk: Desk, name: str) -> Notifier:
    """Return what sends as a notifier's table says. Raises `UnreadyError`."""
    table = desk.rules["notifiers"][name]
    return (
        PluginNotifier(desk, table.get("plugin", name)) if table["type"] == PLUGIN else notifier_of(table, desk.folder)
    )


def written(desk: Desk, letters: Letters, messages: Sequence[Posted], may_reveal: bool) -> Letter:
    """Return messages as they go; of each that shows the caller whole an event of the complaint says so before."""
    going = []
    for posted in messages:
        complaint = desk.store.resolve(parse_ticket(posted.ticket))
        assert complaint is not None
        going.append((posted, complaint))
    letter = letters.letter(going, may_reveal)
    shown = {one.ticket: one for _posted, one in going if one.ticket in letters.revealed}
    if shown:
        data = {"command": "outbox"}
        steps = [noting(one, ((REVEALED, data),), desk.actor, desk.clock()) for one in shown.values()]
        desk.store.commit(steps)
    return letter


def preview(desk: Desk, messages: Sequence[Posted]) -> Letter:
    """Return messages as they would go now, but for the caller, who stays masked.

    Raises `ConfigError` where the desk's template can't be filled.
    """
    from aduan_cli.templates import TextError

    letters = Letters(desk)
    try:
        return written(desk, letters, messages, may_reveal=False)
    except TextError as error:
        raise ConfigError(f"[messages.{letters.event}]: {error}") from error


def _sentence(desk: Desk, failure: SendFailure) -> str:
    one, more = failure.messages[0], len(failure.messages) - 1
    sentence = _("{ticket} to {unit} over {name}: {state}: {why}")
    state, why = label("message", failure.state), failure.why or "-"
    ticket = _("{ticket} and {count} more").format(ticket=one.ticket, count=more) if more else one.ticket
    return sentence.format(ticket=ticket, unit=one.unit, name=one.notifier, state=state, why=why)


def type_of(desk: Desk, name: str) -> str:
    """Return of which type a notifier is. Raises `NotFoundError` for an unknown name."""
    if name not in desk.rules["notifiers"]:
        known = ", ".join(desk.rules["notifiers"]) or "-"
        raise NotFoundError(_("no notifier '{name}'; there are: {known}").format(name=name, known=known))
    return str(desk.rules["notifiers"][name]["type"])


def hand_over(desk: Desk, name: str, letter: Letter) -> Delivered:
    """Send a letter over a notifier at once, beside the outbox."""
    try:
        notifier = _notifier(desk, name)
    except UnreadyError as error:
        return Delivered(RETRY, str(error) or _("its plugin is not asked"))
    return notifier.send(letter)


def try_out(desk: Desk, name: str) -> Delivered:
    """Send a letter that says it is a trial, at once, beside the outbox. Raises `NotFoundError` for an unknown name."""
    from datetime import datetime

    if type_of(desk, name) == OPEN311:
        from aduan_cli.app.pushing import Pushing

        try:
            return Pushing(desk, name).tried()
        except UnreadyError as error:
            return Delivered(RETRY, str(error) or _("its plugin is not asked"))
    at = desk.clock()
    name_of_desk = desk.rules["desk"]["name"]
    subject, body = _("{desk}: a trial").format(desk=name_of_desk), _("This is a trial; nothing is to be done.") + "\n"
    when = datetime.fromisoformat(desk.zone.iso(at))
    return hand_over(desk, name, Letter(f"trial-{at}", "trial", "-", "-", subject, body, when))
