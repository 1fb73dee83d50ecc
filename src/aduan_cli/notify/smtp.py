"""By mail: a server that takes it (RFC 5321), over STARTTLS or TLS with the server's certificate verified."""

from __future__ import annotations

import smtplib
import socket
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from aduan_cli.i18n import _
from aduan_cli.notify.outcomes import down, line
from aduan_cli.outbox import FAILED, RETRY, SENT, Delivered, Letter
from aduan_cli.patience import Patience, hung_up_after
from aduan_cli.record import Record

_EXCHANGES = 3
"""Questions with their answers, each of which may take `timeout`, until a letter is begun, and until it is taken."""
PORTS = {"starttls": 587, "tls": 465, "none": 25}


class _Patient(smtplib.SMTP):
    """A line to a mail server that is held before the server says its greeting."""

    def __init__(self, patience: Patience, host: str, port: int, timeout: float) -> None:
        self._patience = patience
        super().__init__(host, port, timeout=timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        made: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        self._patience.holds(made)
        return made


class _PatientTLS(smtplib.SMTP_SSL, _Patient):
    """The same over TLS: the keys are agreed upon after it is held."""

    def __init__(self, patience: Patience, host: str, port: int, timeout: float, context: ssl.SSLContext) -> None:
        self._patience = patience
        smtplib.SMTP_SSL.__init__(self, host, port, timeout=timeout, context=context)


class SmtpNotifier(Record):
    """One server and whom it writes to."""

    host: str
    sender: str
    to: tuple[str, ...]
    port: int
    tls: str = "starttls"
    user: str | None = None
    password: str | None = None
    timeout: float = 20.0
    context: ssl.SSLContext | None = None
    """How certificates are verified; None: by those that the system trusts."""

    def send(self, letter: Letter) -> Delivered:
        """Hand a letter to the server. What can't be known to have failed is doubtful."""
        receivers = self.to if letter.to is None else (letter.to,)
        if not receivers:
            return Delivered(FAILED, _("it has no address to go to"))
        mail = mail_of(letter, self.sender, receivers)
        try:
            with hung_up_after(self.timeout * _EXCHANGES) as patience:
                server = self._connected(patience)
        except smtplib.SMTPAuthenticationError as error:
            return down(_("the login was refused: {said}").format(said=line(error.smtp_error)))
        except (OSError, smtplib.SMTPException) as error:
            return down(error)
        try:
            with hung_up_after(self.timeout * _EXCHANGES) as patience:
                return self._handed(server, mail, receivers, patience)
        finally:
            server.close()

    def _connected(self, patience: Patience) -> smtplib.SMTP:
        context = self.context or ssl.create_default_context()
        if self.tls == "tls":
            server: smtplib.SMTP = _PatientTLS(patience, self.host, self.port, self.timeout, context)
        else:
            server = _Patient(patience, self.host, self.port, self.timeout)
        try:
            if self.tls == "starttls":
                server.starttls(context=context)
            if self.user is not None:
                server.login(self.user, self.password or "")
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def _handed(self, server: smtplib.SMTP, mail: EmailMessage, to: tuple[str, ...], patience: Patience) -> Delivered:
        try:
            if server.sock is not None:
                patience.holds(server.sock)
            code, said = server.mail(parseaddr(self.sender)[1])
            if code != 250:
                return _refused(code, said)
            answers = [(one, *server.rcpt(parseaddr(one)[1])) for one in to]
        except (OSError, smtplib.SMTPException, ValueError) as error:
            return Delivered(RETRY, line(error))
        refused = [(one, code, said) for one, code, said in answers if code not in (250, 251)]
        if len(refused) == len(to):
            _one, code, said = min(refused, key=lambda one: one[1])  # One that may take it later is asked again.
            return _refused(code, said)
        try:
            code, said = server.data(mail.as_bytes(policy=SMTP))
        except smtplib.SMTPDataError as error:
            return _refused(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            return Delivered(RETRY, line(error), doubtful=True)
        if code != 250:
            return _refused(code, said)
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            pass  # It has the letter.
        left_out = ", ".join(f"{one}: {code} {line(said)}" for one, code, said in refused)
        return Delivered(SENT, line(left_out) or None)


def _refused(code: int, said: object) -> Delivered:
    """Return what became of a letter that the server would not take: 4xx may be another time, 5xx never."""
    return Delivered(RETRY if 400 <= code < 500 or code < 0 else FAILED, f"{code} {line(said)}")


def mail_of(letter: Letter, sender: str, to: tuple[str, ...]) -> EmailMessage:
    """Return a letter as a mail; its Message-ID is the same at each attempt."""
    mail = EmailMessage()
    mail["Subject"] = line(letter.subject)
    mail["From"] = sender
    mail["To"] = ", ".join(to)
    mail["Date"] = format_datetime(letter.at)
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    mail["Message-ID"] = f"<{letter.id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Aduan-Ticket"] = ", ".join(letter.tickets)
    mail["X-Aduan-Event"] = letter.event
    if letter.repeated:
        mail["X-Aduan-Repeated"] = "maybe"
    mail.set_content(letter.body)
    if letter.html is not None:
        mail.add_alternative(letter.html, subtype="html")
    return mail
