"""To a program of the web: JSON by POST, signed (HMAC-SHA256), TLS verified, redirects not followed."""

from __future__ import annotations

import hmac
import ssl
from hashlib import sha256

from aduan_cli.notify.outcomes import down
from aduan_cli.notify.web import AnswerLostError, UnreachedError, post
from aduan_cli.outbox import FAILED, RETRY, SENT, Delivered, Letter
from aduan_cli.record import Record


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
            answer = post(self.url, body, self._headers(letter, body), self.timeout, self.context)
        except UnreachedError as error:
            return down(error)
        except AnswerLostError as error:
            return Delivered(RETRY, str(error), doubtful=True)
        if 200 <= answer.status < 300:
            return Delivered(SENT)
        if answer.is_for_later:
            return Delivered(RETRY, answer.detail, after=answer.after)
        return Delivered(FAILED, answer.detail)

    def _headers(self, letter: Letter, body: bytes) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": letter.id,
            **({"X-Aduan-Repeated": "maybe"} if letter.repeated else {}),
        }
        if self.secret is not None:
            headers["X-Aduan-Signature"] = "sha256=" + hmac.new(self.secret.encode(), body, sha256).hexdigest()
        return headers
