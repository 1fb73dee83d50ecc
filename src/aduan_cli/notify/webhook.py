"""To a program of the web: JSON by POST, signed (HMAC-SHA256), TLS verified, redirects not followed."""

from __future__ import annotations

import hmac
import http.client
import ssl
import time
from email.utils import parsedate_to_datetime
from hashlib import sha256
from urllib.parse import quote, urlsplit

from aduan_cli.notify.outcomes import down, line
from aduan_cli.outbox import FAILED, RETRY, SENT, Delivered, Letter
from aduan_cli.record import Record

_LATER = (408, 425, 429)
"""Answers below 500 after which trying again makes sense."""
_WRITTEN = "!#$%&'()*+,/:;=?@[]~"
"""Signs of an address that stand as they are: what is encoded already stays, other letters and blanks are encoded."""
_MOST_READ = 2_000
"""Bytes that are read of an answer."""


class WebhookNotifier(Record):
    """One address, and the key by which the receiver knows who writes."""

    url: str
    secret: str | None = None
    timeout: float = 20.0
    context: ssl.SSLContext | None = None
    """How certificates are verified; None: by those that the system trusts."""

    def send(self, letter: Letter) -> Delivered:
        """Post a letter. 2xx: it arrived; 408, 425, 429 and 5xx: another time; anything else never."""
        body = letter.as_json().encode()
        try:
            parts = urlsplit(self.url)
            connection = self._connected(parts.scheme, parts.hostname or "", parts.port)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return down(error)
        path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), _WRITTEN)
        try:
            connection.request("POST", path, body, self._headers(letter, body))
            answer = connection.getresponse()
            said = answer.read(_MOST_READ)
        except (OSError, http.client.HTTPException) as error:
            return Delivered(RETRY, line(error) or type(error).__name__, doubtful=True)
        finally:
            connection.close()
        if 200 <= answer.status < 300:
            return Delivered(SENT)
        detail = line(f"{answer.status} {answer.reason} {line(said)}")
        if answer.status >= 500 or answer.status in _LATER:
            return Delivered(RETRY, detail, after=_after(answer.headers.get("Retry-After")))
        return Delivered(FAILED, detail)

    def _connected(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme == "https":
            context = self.context or ssl.create_default_context()
            made: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, port, timeout=self.timeout, context=context
            )
        else:
            made = http.client.HTTPConnection(host, port, timeout=self.timeout)
        made.connect()
        return made

    def _headers(self, letter: Letter, body: bytes) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "aduan",
            "Idempotency-Key": letter.id,
            **({"X-Aduan-Repeated": "maybe"} if letter.repeated else {}),
        }
        if self.secret is not None:
            headers["X-Aduan-Signature"] = "sha256=" + hmac.new(self.secret.encode(), body, sha256).hexdigest()
        return headers


def _after(said: str | None) -> int | None:
    """Return in how many seconds a server wants to be asked again: a number, or a date."""
    if not said:
        return None
    if said.strip().isdecimal():
        return int(said.strip()[:9])
    try:
        return max(0, int(parsedate_to_datetime(said).timestamp() - time.time()))
    except (ValueError, TypeError, OverflowError):
        return None
