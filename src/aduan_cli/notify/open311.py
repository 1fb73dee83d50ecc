"""To another system that speaks Open311 (GeoReport v2): a request posted as a form, and what it answered understood."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aduan_cli.georeport import EndpointAnswer, read_answer
from aduan_cli.i18n import _
from aduan_cli.notify.outcomes import down, line
from aduan_cli.notify.web import AnswerLostError, UnreachedError, WebAnswer, post
from aduan_cli.outbox import AWAITED, FAILED, RETRY, SENT, Delivered
from aduan_cli.record import Record, TupleRecord

if TYPE_CHECKING:
    from aduan_cli.compiled_beside import NotifierTable

_MOST_READ = 1_000_000
"""Bytes that are read of an answer."""
_SHORT = 100
"""Characters of an answer that stand before what is to be said of it."""
_UNKNOWN = (502, 504)
"""Answers of who stands before the system: nobody knows whether it took the request."""
_KEY = (401, 403)
"""Answers to a key that is not, or no longer, good: no other request would be taken either."""


class Receipt(TupleRecord):
    """What became of a request that was posted: the number that it has there, or what to ask for the number with."""

    delivered: Delivered
    request: str | None = None
    token: str | None = None
    notice: str | None = None
    """What the other system says will be done."""


class Open311Endpoint(Record):
    """One endpoint: the address before `/requests`, and in which form it answers."""

    url: str
    format: str = "xml"
    timeout: float = 20.0
    context: ssl.SSLContext | None = None
    """How certificates are verified; None: by those that the system trusts."""

    def address(self, resource: str) -> str:
        """Return where something of it is, as in `requests`."""
        return f"{self.url.rstrip('/')}/{resource}.{self.format}"

    def post(self, form: Sequence[tuple[str, str]]) -> Receipt:
        """Post a request. 2xx with a number: it is there; with a token: its number comes later.

        401, 403, and 404 that is no answer of the standard: the table is wrong, all wait. 408, 425, 429 and 5xx:
        another time. All else: never, in the endpoint's words.
        """
        body = urlencode(form).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        try:
            answer = post(self.address("requests"), body, headers, self.timeout, self.context, _MOST_READ)
        except UnreachedError as error:
            return Receipt(down(error))
        except AnswerLostError as error:
            return Receipt(Delivered(RETRY, str(error), doubtful=True))
        try:
            said = read_answer(answer.body)
        except ValueError:
            said = None
        if 200 <= answer.status < 300:
            return _receipt(answer, said)
        return Receipt(_refused(answer, said))


def endpoint_of(table: NotifierTable) -> Open311Endpoint:
    """Return where a table of `[notifiers]` leads."""
    return Open311Endpoint(table["url"], table.get("format", "xml"), table.get("timeout", 20.0))


def _receipt(answer: WebAnswer, said: EndpointAnswer | None) -> Receipt:
    """Return what becomes of a request where the status says that all is well."""
    record = said.records[0] if said and said.records else None
    if record is None:
        what = "; ".join(said.errors) if said else answer.detail
        if said and said.errors:
            return Receipt(Delivered(FAILED, line(what)))
        sentence = _("{answer}: no answer of Open311; whether it has the request nobody knows")
        return Receipt(Delivered(FAILED, sentence.format(answer=line(what, _SHORT)), doubtful=True))
    request, token = (str(record.get(name) or "").strip() or None for name in ("service_request_id", "token"))
    notice = line(record.get("service_notice") or "") or None
    if request is not None:
        return Receipt(Delivered(SENT, request_line(request)), request, None, notice)
    if token is not None:
        return Receipt(awaited(token), None, token, notice)
    return Receipt(Delivered(SENT, _("taken; it gives requests no number")), None, None, notice)


def request_line(request: str) -> str:
    """Return what stands beside a message whose request has a number there."""
    return f"service_request_id {request}"


def awaited(token: str) -> Delivered:
    """Return what becomes of a message whose request has no number yet."""
    return Delivered(AWAITED, _("token {token}: no number yet").format(token=token))


def _refused(answer: WebAnswer, said: EndpointAnswer | None) -> Delivered:
    errors = "; ".join(said.errors) if said else ""
    detail = line(errors) or answer.detail
    if answer.is_for_later:
        return Delivered(RETRY, detail, after=answer.after, doubtful=answer.status in _UNKNOWN)
    if answer.status in _KEY or (answer.status == 404 and not errors):
        return Delivered(RETRY, detail, down=True)
    return Delivered(FAILED, detail)
