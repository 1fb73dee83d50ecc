"""What comes back from units: each record or mail is a move like any other, in the unit's name, and only once.

What can't be taken raises the sentence that a person reads beside it in the quarantine; nothing was changed then.
"""

from __future__ import annotations

from collections.abc import Callable
from email.utils import parseaddr
from typing import TYPE_CHECKING

from aduan_cli.coming_time import parse_coming
from aduan_cli.complaint.attachments import data_of
from aduan_cli.complaint.events import RECEIVED
from aduan_cli.complaint.former_units import family, now_called
from aduan_cli.complaint.moves import is_erased
from aduan_cli.complaint.moving import AskedMove, received_as
from aduan_cli.complaint.step import noting
from aduan_cli.complaint.unit_words import HOLD, RESOLVE, RETURN, code_in
from aduan_cli.desk_names import Names
from aduan_cli.errors import NotAllowedError, NotFoundError, UsageError
from aduan_cli.i18n import _
from aduan_cli.record import Record
from aduan_cli.storable import storable
from aduan_cli.tickets import not_found, parse_ticket
from aduan_cli.typed_time import parse_time
from aduan_cli.value_words import value_of

if TYPE_CHECKING:
    from typing import Any, Protocol

    from aduan_cli.compiled import Rules
    from aduan_cli.complaint.attachments import Attached
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.complaint.incoming import Automatic, Incoming
    from aduan_cli.desk_time import Zone
    from aduan_cli.outbox import Posted
    from aduan_cli.ports import Attachments, Store

    class MoveMade(Protocol):
        """What became of a complaint that was moved; see `flow.lifecycle`."""

        @property
        def complaint(self) -> Complaint: ...
        @property
        def changed(self) -> bool: ...
        @property
        def verb(self) -> str: ...
        @property
        def kept(self) -> bool: ...


MOVED, KEPT, KNOWN = "moved", "kept", "known"
"""What became of what came: it moved its complaint; it stands in the history, though it came too late to move anything;
it was taken before."""
AUTOMATIC, BOUNCED = "automatic", "bounced"
"""And of what a machine wrote: nothing; or a message of the desk's is known not to have arrived."""
_RECENT = 7 * 86_400
"""Seconds for which "besok" counts from the day on which it was written."""
_LONG_AGO = 366 * 86_400
"""Seconds before which no mail was written that comes now, whatever its clock says."""
_AHEAD = 600
"""Seconds by which the clock of who wrote a file may be ahead of the desk's."""


class InboxOutcome(Record):
    """What became of one record or mail."""

    state: str
    ticket: str | None = None
    unit: str | None = None
    moved: MoveMade | None = None


class Reception:
    """Takes what comes back from units, at one time, under the rules in force.

    `move` moves a complaint (ticket, wish, in whose name); `actor` is who takes it in.
    """

    def __init__(
        self,
        store: Store,
        attachments: Attachments,
        rules: Rules,
        zone: Zone,
        at: int,
        move: Callable[[str, AskedMove, str], MoveMade],
        actor: str | None = None,
        dry_run: bool = False,
    ) -> None:
        self._store, self._attachments, self._rules, self._zone = store, attachments, rules, zone
        self._at, self._move, self._actor, self._dry_run = at, move, actor, dry_run
        self._names = Names(rules)

    def take(self, one: Incoming) -> InboxOutcome:
        """Take one record or mail. Raises an `AduanError` where it can't be taken, which says why."""
        if one.automatic is not None:
            return self._automatic(one, one.automatic)
        if one.wrong is not None:
            raise UsageError(one.wrong)
        complaint = self._complaint(one)
        known = received_as(self._store.events(complaint), one.key)
        if known is not None:
            if known != one.key:
                sentence = _("{ticket}: under this id something else was taken before; another id would be right")
                raise UsageError(sentence.format(ticket=complaint.ticket))
            return InboxOutcome(KNOWN, complaint.ticket)
        unit = self._unit(complaint, self._units(one))
        asked = self._asked(one, unit)
        if not one.files or self._dry_run:
            return self._accepted(complaint, asked, unit)
        with self._attachments.taking():
            files: dict[str, Attached] = {}
            for name, data in one.files:
                file = self._attachments.keep(name, data)
                files.setdefault(file.sha256, file)
            return self._accepted(complaint, _with(asked, tuple(files.values())), unit)

    def _accepted(self, complaint: Complaint, asked: AskedMove, unit: str) -> InboxOutcome:
        moved = self._move(complaint.ticket, asked, unit)
        state = MOVED if moved.changed else KEPT if moved.kept else KNOWN
        return InboxOutcome(state, complaint.ticket, unit, moved)

    # -- what no person wrote

    def _automatic(self, one: Incoming, found: Automatic) -> InboxOutcome:
        """Take what a machine wrote: a message that came back, or an answer, which stands in the history at most."""
        if found.kind == "failed":
            posts = [posted for id_ in found.answers for posted in self._store.outbox.sent_as(id_)]
            came_back = [self._bounced(one, found, posted) for posted in posts]
            state = BOUNCED if BOUNCED in came_back else KNOWN if came_back else AUTOMATIC
            return InboxOutcome(state, posts[0].ticket if posts else None)
        try:
            complaint = self._complaint(one)
            unit = self._unit(complaint, self._units(one))
        except NOT_TAKEN:
            return InboxOutcome(AUTOMATIC)  # Nothing was to be moved by it; it stays where it is.
        if is_erased(complaint) or received_as(self._store.events(complaint), one.key) is not None:
            return InboxOutcome(KNOWN, complaint.ticket)
        if not self._dry_run:
            data = {"unit": unit, "received": one.key, "via": one.via, "note": storable(found.said), "by": one.sender}
            self._store.commit([noting(complaint, ((RECEIVED, data),), unit, self._at)])
        return InboxOutcome(KEPT, complaint.ticket, unit)

    def _bounced(self, one: Incoming, found: Automatic, posted: Posted) -> str:
        complaint = self._store.resolve(parse_ticket(posted.ticket))
        if complaint is None or received_as(self._store.events(complaint), one.key) is not None:
            return KNOWN
        table: Any = self._rules["notifiers"].get(posted.notifier) or {}
        others = {parseaddr(to)[1].lower() for to in table.get("to", ())} - set(found.failed)
        if not self._dry_run:
            wholly = not (found.failed and others)
            self._store.outbox.bounced(posted.id, one.key, storable(found.said), wholly, self._actor, self._at)
        return BOUNCED

    # -- of which complaint

    def _complaint(self, one: Incoming) -> Complaint:
        """Return the one complaint that is meant: by the ticket that is named, else by the message that it answers."""
        tickets = dict.fromkeys(one.tickets or self._answered(one.answers))
        if len(tickets) > 1:
            sentence = _("several tickets are meant ({tickets}); one in the subject or the first line would be right")
            raise UsageError(sentence.format(tickets=", ".join(tickets)))
        if not tickets:
            raise UsageError(_("no ticket is named; one written whole would be right, as in BKS-261123-0042-7"))
        (ticket,) = tickets
        ref = parse_ticket(ticket)
        if None in (ref.prefix, ref.day, ref.check):
            sentence = _("{ticket} is a short form, which another call may have tomorrow; the whole ticket is needed")
            raise UsageError(sentence.format(ticket=ticket))
        complaint = self._store.resolve(ref)
        if complaint is None:
            raise not_found(ticket)
        return complaint

    def _answered(self, ids: tuple[str, ...]) -> list[str]:
        """Return the tickets of those messages that are the desk's own."""
        return [posted.ticket for id_ in ids for posted in self._store.outbox.sent_as(id_)]

    # -- whose word it is

    def _units(self, one: Incoming) -> list[str]:
        """Return the units in whose name it may be. Raises `NotAllowedError` for a sender who is none's."""
        if one.unit is not None:
            unit = self._names.unit(one.unit)
            if unit not in self._rules["units"]:
                raise NotAllowedError(_("{unit} is no unit of the city's").format(unit=unit))
            return [unit]
        if one.sender is None:
            raise UsageError(_("the unit is missing; a column unit, or --unit, says whose it is"))
        domain = one.sender[one.sender.rfind("@") :]
        found = [unit for unit, mail in self._rules["inbox"]["mail"].items() if {one.sender, domain} & set(mail)]
        if not found:
            sentence = _("{sender} is no unit's; [units.X] mail says whose mails count")
            raise NotAllowedError(sentence.format(sender=one.sender))
        return found

    def _unit(self, complaint: Complaint, units: list[str]) -> str:
        """Return the one of the units that has, or had, a part in a complaint. Raises `NotAllowedError`."""
        parts = [now_called(self._rules, unit) for unit in (complaint.unit or "", *complaint.support) if unit]
        for unit in units:
            if not set(family(self._rules, unit)).isdisjoint(parts):
                return unit
        sentence = _("{ticket} is not at {unit}; it is at {units}")
        at = ", ".join(unit or "-" for unit in parts)
        raise NotAllowedError(sentence.format(ticket=complaint.ticket, unit=" / ".join(units), units=at))

    # -- what it asks for

    def _asked(self, one: Incoming, unit: str) -> AskedMove:
        verb, words = str(one.verb), storable(one.words).strip()
        says: dict[str, Any] = {"received": one.key, "via": one.via}
        said_at = self._reported_time(one)
        if said_at is not None:
            says["said_at"] = said_at
        by = one.by or one.sender
        if by:
            says["by"] = storable(by)
        to = None
        if verb == HOLD:
            says |= self._hold(one, words, said_at)
        elif verb == RETURN:
            to = self._to(one)
            if not words:
                raise UsageError(_("why it is given back is missing; it stands in the history"))
        if words:
            says["result" if verb == RESOLVE else "reason" if verb in (HOLD, RETURN) else "note"] = words
        return AskedMove(verb, unit, to, says=says)

    def _reported_time(self, one: Incoming) -> int | None:
        if one.at is None:
            is_likely = one.said_at is not None and self._at - _LONG_AGO < one.said_at <= self._at + _AHEAD
            return one.said_at if is_likely else None
        said_at = parse_time(one.at, self._at, self._zone, _AHEAD)
        if said_at > self._at + _AHEAD:
            sentence = _("the time {text} is still to come; one that has passed would be right")
            raise UsageError(sentence.format(text=one.at))
        return said_at

    def _hold(self, one: Incoming, words: str, said_at: int | None) -> dict[str, Any]:
        known = self._rules["reasons"]["hold"]
        code = self._code(one, words)
        says: dict[str, Any] = {"code": code, "stops_clock": known[code]["stops_clock"]}
        if one.until:
            since = said_at if said_at is not None and 0 <= self._at - said_at < _RECENT else self._at
            says["until"] = until = parse_coming(one.until, since, self._zone)
            if until <= self._at:
                raise UsageError(_("the time {text} has passed; one to come would be right").format(text=one.until))
        return says

    def _code(self, one: Incoming, words: str) -> str:
        """Return the code of the reason of a hold. Raises `UsageError` where none is named."""
        known = self._rules["reasons"]["hold"]
        if one.code:
            wanted = one.code.strip().lower().replace(" ", "-").replace("_", "-")
            code = wanted if wanted in known else value_of("reason", one.code)
            if code in known:
                return str(code)
        else:
            code = code_in(words, known) or self._rules["inbox"].get("hold")
            if code in known:
                return str(code)
            if len(known) == 1:
                return next(iter(known))
        raise UsageError(_("why it waits is not clear; one of {codes} would be right").format(codes=", ".join(known)))

    def _to(self, one: Incoming) -> str | None:
        """Return to whom it should go. Raises `UsageError` where a file names nobody of the desk's."""
        wrong: UsageError | None = None
        for name in one.to:
            try:
                found = self._names.unit(name)
            except UsageError as error:
                wrong = wrong or error
                continue
            if found in self._rules["units"] or found in self._rules["outside"]:
                return found
        if wrong is not None and one.via == "file":
            raise wrong
        return None


def _with(asked: AskedMove, files: tuple[Attached, ...]) -> AskedMove:
    """Return a wish with the files that came along: as proof of what was done, else beside it."""
    if asked.verb == RESOLVE:
        return asked._replace(says={**asked.says, **data_of(files)})
    return asked._replace(files=files)


NOT_TAKEN = (UsageError, NotAllowedError, NotFoundError)
"""Errors that are of one record or mail alone: it goes to the quarantine, the others are taken."""
