"""Complaints posted to other systems that speak Open311, each once, and followed until it has a number there.

What came of each attempt is an event of the complaint: it says what to ask the other system for, also after a run that
died. Whether a request arrived of which no answer came is looked up there before it is posted again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from aduan_cli.amounts import services, times
from aduan_cli.complaint.elsewhere import title_of
from aduan_cli.complaint.events import PUSHED, REVEALED
from aduan_cli.complaint.moves import DONE, is_erased
from aduan_cli.complaint.step import noting
from aduan_cli.desk_time import DAY
from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.flow.dispatch import Way
from aduan_cli.flow.pushing import Link, code_of, form_of, found_in, has_place, link_of, shows_caller
from aduan_cli.formats.endpoint import answer_at, requests_of
from aduan_cli.georeport import of_jurisdiction
from aduan_cli.i18n import _
from aduan_cli.notify.open311 import Receipt, awaited, endpoint_of, request_line
from aduan_cli.notify.outcomes import line, secret_of
from aduan_cli.outbox import AWAITED, FAILED, RETRY, SENT, UNWANTED, Delivered, Posted, Rate
from aduan_cli.tickets import parse_ticket

if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.app.desk import Desk
    from aduan_cli.compiled_beside import NotifierTable
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.georeport import Request

    Form = list[tuple[str, str]]

POSTS = ("routed", "assigned", "reopened")
"""Messages that are a request there; the standard has no way to tell anything else."""
_MOST_LOST = 2
"""So often a request is posted of which no answer came and that is not found there; then a person has to look."""
_AROUND = 600
"""Seconds by which the other system's clock may be another one."""


class Pushing:
    """Posts complaints to where one notifier leads. Making it raises `UnreadyError` where its key isn't there."""

    def __init__(self, desk: Desk, name: str) -> None:
        self._desk, self.name = desk, name
        self.table: NotifierTable = desk.rules["notifiers"][name]
        self._key = secret_of(self.table, "api_key", desk.folder, os.environ)
        self.endpoint = endpoint_of(self.table)
        self._offered: list[Request] | None = None

    def way(self) -> Way:
        """Return how its messages go: one after the other, for what came of each is stored at once."""
        return Way(self._prepared, Rate(None, self.table.get("per_minute")), apart=True)

    def _prepared(self, messages: Sequence[Posted]) -> Callable[[], Delivered]:
        return lambda: self._all(messages)

    def _all(self, messages: Sequence[Posted]) -> Delivered:
        """Post what messages tell; of several that go as one what went wrong is said of all, and none goes twice."""
        done = [self.send(one) for one in messages]
        return next((one for one in done if one.state in (RETRY, FAILED)), done[-1])

    def send(self, posted: Posted) -> Delivered:
        """Post one complaint, or ask what became of it."""
        complaint = self._desk.store.resolve(parse_ticket(posted.ticket))
        assert complaint is not None
        link = link_of(self._desk.store.events(complaint), self.name)
        if link.taken and link.token is None:
            return Delivered(SENT if self._is_own(posted, link) else UNWANTED, self._there(link))
        if link.token is not None:
            return self._followed(complaint, posted.unit, link.token)
        unwanted = self._unwanted(posted, complaint)
        return self._posted(posted, complaint, link) if unwanted is None else Delivered(UNWANTED, unwanted)

    def _is_own(self, posted: Posted, link: Link) -> bool:
        """Say whether it was this message that posted it: one that was tried and whose end nobody wrote down."""
        return posted.attempts > 1 or posted.repeated

    def _there(self, link: Link) -> str:
        return _("taken; it gives requests no number") if link.request is None else request_line(link.request)

    def _unwanted(self, posted: Posted, complaint: Complaint) -> str | None:
        """Return why a message is no request; None: it is one."""
        if posted.event not in POSTS:
            return _("Open311 has no way to tell this")
        if complaint.status in DONE or is_erased(complaint):
            return _("nothing is to be done any more")
        acting = [one.unit for one in self._desk.store.assignments(complaint)]
        acting = acting or [self._desk.rules["desk"]["triage"]]  # What no unit has is in the desk's own queue.
        if posted.unit not in acting:
            return _("it is no longer at {unit}").format(unit=posted.unit)
        return None

    def tried(self) -> Delivered:
        """Return whether the endpoint answers at all; nothing is posted, for it could not be taken back."""
        try:
            return Delivered(SENT, _("{services} there").format(services=services(len(self._services()))))
        except (NotFoundError, UsageError) as error:
            return Delivered(RETRY, line(error), down=True)

    # -- what is posted

    def form(self, complaint: Complaint) -> Form:
        """Return what is posted of a complaint, but for the key.

        Raises `UsageError` where its category has no service there or no place is known, `NotFoundError` where the
        endpoint's services are needed and can't be had.
        """
        category = complaint.category or ""
        services, title = self.table.get("services", {}), self._title(category)
        code = code_of(category, title, services, ())
        if code is None:
            code = code_of(category, title, services, self._services())
        if code is None or not category:
            sentence = _("category {category} is none of its services; [notifiers.{name}] services says which it is")
            raise UsageError(sentence.format(category=category or "-", name=self.name))
        form = form_of(complaint, self.table, code, title)
        if not has_place(form):
            raise UsageError(_("no place is known that may be shared, and Open311 takes no request without one"))
        return form

    def _title(self, category: str) -> str:
        return title_of(category, self._desk.router.engine.categories)

    def _services(self) -> list[Request]:
        if self._offered is None:
            self._offered = answer_at(self.endpoint.address("services"), self._asked()).records
        return self._offered

    def _asked(self, **more: str) -> dict[str, str]:
        return {**of_jurisdiction(self.table.get("jurisdiction")), **more}

    # -- posting, and what became of it

    def _posted(self, posted: Posted, complaint: Complaint, link: Link) -> Delivered:
        try:
            form = self.form(complaint)
        except UsageError as error:
            return Delivered(FAILED, line(error))
        except NotFoundError as error:
            return Delivered(RETRY, line(error), down=True)
        if posted.repeated or link.lost:
            try:
                found = self._looked_up(posted, complaint, dict(form)["service_code"])
            except (NotFoundError, UsageError) as error:
                return Delivered(RETRY, line(error), doubtful=True, down=True)
            if found is not None:
                self._note(complaint, posted.unit, request=found)
                return Delivered(SENT, request_line(found))
            if link.lost >= _MOST_LOST:
                sentence = _("posted {times} without an answer, and not found there; look, then outbox retry")
                return Delivered(FAILED, sentence.format(times=times(link.lost)), doubtful=True)
        return self._kept(complaint, posted.unit, self.post(complaint, form))

    def post(self, complaint: Complaint, form: Form) -> Receipt:
        """Post a form. That a caller was shown is an event of the complaint before."""
        if shows_caller(form):
            self._commit(complaint, REVEALED, {"command": "open311", "to": self.name})
        return self.endpoint.post([*([("api_key", self._key)] if self._key else []), *form])

    def _kept(self, complaint: Complaint, unit: str, receipt: Receipt) -> Delivered:
        """Write down what became of a request, before anybody else hears of it."""
        done = receipt.delivered
        if done.state in (SENT, AWAITED):
            self._note(complaint, unit, request=receipt.request, token=receipt.token, notice=receipt.notice)
        elif done.state == RETRY and done.doubtful:
            self._note(complaint, unit, lost=True)
        return done

    def _looked_up(self, posted: Posted, complaint: Complaint, code: str) -> str | None:
        """Return the number of the request that names the ticket; None: there is none in what is listed there."""
        zone = self._desk.zone
        since, until = max(posted.at, self._desk.clock() - 89 * DAY) - _AROUND, self._desk.clock() + _AROUND
        asked = self._asked(service_code=code, start_date=zone.iso(since), end_date=zone.iso(until))
        return found_in(requests_of(self.endpoint.address("requests"), asked), complaint.ticket)

    def _followed(self, complaint: Complaint, unit: str, token: str) -> Delivered:
        """Ask for the number of a request that has a token."""
        try:
            records = answer_at(self.endpoint.address(f"tokens/{quote(token, safe='')}"), self._asked()).records
        except (NotFoundError, UsageError) as error:
            return Delivered(RETRY, line(error))
        request = next((str(one["service_request_id"]) for one in records if one.get("service_request_id")), None)
        if request is None:
            return awaited(token)
        self._note(complaint, unit, request=request)
        return Delivered(SENT, request_line(request))

    def _note(self, complaint: Complaint, unit: str, **said: Any) -> None:
        data = {"notifier": self.name, "unit": unit, **{name: value for name, value in said.items() if value}}
        self._commit(complaint, PUSHED, data)

    def _commit(self, complaint: Complaint, type_: str, data: dict[str, Any]) -> None:
        desk = self._desk
        desk.store.commit([noting(complaint, ((type_, data),), desk.actor, desk.clock())])
