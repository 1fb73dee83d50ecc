"""One post over HTTP: TLS verified, redirects not followed; what surely wasn't sent is told from what may have been."""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from aduan_cli.desk_time import header_time
from aduan_cli.notify.outcomes import line
from aduan_cli.patience import Patience, PatientHTTP, PatientHTTPS, hung_up_after
from aduan_cli.record import Record

LATER = (408, 425, 429)
"""Answers below 500 after which trying again makes sense."""
_WRITTEN = "!#$%&'()*+,/:;=?@[]~"
"""Signs of an address that stand as they are: what is encoded already stays, other letters and blanks are encoded."""


class UnreachedError(Exception):
    """Nobody was reached: nothing was asked."""


class AnswerLostError(Exception):
    """The answer did not come: it may have been asked, nobody knows."""


class WebAnswer(Record):
    """What a server said. `after`: in how many seconds it wants to be asked again, if it says so."""

    status: int
    reason: str
    body: bytes
    after: int | None = None

    @property
    def is_for_later(self) -> bool:
        """Whether trying again makes sense."""
        return self.status >= 500 or self.status in LATER

    @property
    def detail(self) -> str:
        """It on one line."""
        return line(f"{self.status} {self.reason} {line(self.body)}")


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    timeout: float,
    context: ssl.SSLContext | None = None,
    most: int = 2_000,
) -> WebAnswer:
    """Post to an address; return what was answered, at `most` so many bytes of it.

    `timeout` seconds after it stands the line is hung up, also on who answers drop by drop: what came by then is the
    answer. So long may it take to be there, too.
    Raises `UnreachedError` where nobody is there, `AnswerLostError` where the line broke before it was said what became
    of it.
    """
    try:
        parts = urlsplit(url)
        with hung_up_after(timeout) as patience:
            connection = _connected(parts.scheme, parts.hostname or "", parts.port, timeout, context, patience)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UnreachedError(line(getattr(error, "strerror", None) or error)) from error
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), _WRITTEN)
    try:
        with hung_up_after(timeout) as patience:
            patience.holds(connection.sock)
            connection.request("POST", path, body, {"User-Agent": "aduan", **headers})
            answer = connection.getresponse()
            said = answer.read(most)
    except (OSError, http.client.HTTPException) as error:
        raise AnswerLostError(line(error) or type(error).__name__) from error
    finally:
        connection.close()
    return WebAnswer(answer.status, answer.reason, said, _after(answer.headers.get("Retry-After")))


def _connected(
    scheme: str, host: str, port: int | None, timeout: float, context: ssl.SSLContext | None, patience: Patience
) -> http.client.HTTPConnection:
    if scheme == "https":
        context = context or ssl.create_default_context()
        made: PatientHTTP = PatientHTTPS(host, port, timeout=timeout, context=context)
    else:
        made = PatientHTTP(host, port, timeout=timeout)
    made.patience = patience
    try:
        made.connect()
    except BaseException:
        made.close()
        raise
    return made


def _after(said: str | None) -> int | None:
    """Return in how many seconds a server wants to be asked again: a number, or a date."""
    if not said:
        return None
    if said.strip().isdecimal():
        return int(said.strip()[:9])
    at = header_time(said)
    return None if at is None else max(0, int(at - time.time()))
