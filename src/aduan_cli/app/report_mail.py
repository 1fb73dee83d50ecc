"""A report over a notifier, once: an event of the desk says that it went, and a second run finds that."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from aduan_cli.app.sending import hand_over
from aduan_cli.complaint.events import REPORT_MAILED
from aduan_cli.outbox import SENT, Letter
from aduan_cli.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aduan_cli.app.desk import Desk
    from aduan_cli.outbox import Delivered
    from aduan_cli.report_tables import ReportTime

EVENT = "report"
"""What a letter with a report tells."""


class ReportMail(Record):
    """A report that is to go: its name, its time, what stands in it besides, and over which notifier."""

    name: str
    stretch: ReportTime
    besides: Sequence[str]
    notifier: str

    def id(self, desk: Desk) -> str:
        """Return the id of its letter: the same for the same desk, time, content and way."""
        parts = (desk.rules["desk"]["name"], desk.rules["desk"]["prefix"], *self.besides, self.notifier)
        mark = sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]
        return f"{EVENT}-{self.name}-{desk.zone.iso(self.stretch.since)[:10]}-{mark}"


def has_gone(desk: Desk, mail: ReportMail) -> bool:
    """Say whether it went already."""
    return desk.store.outbox.was_mailed(mail.id(desk))


def send_report(desk: Desk, mail: ReportMail, subject: str, body: str, html: str) -> Delivered:
    """Send it now, and note in the desk's history that it went."""
    at, id_ = desk.clock(), mail.id(desk)
    when = datetime.fromisoformat(desk.zone.iso(at))
    done = hand_over(desk, mail.notifier, Letter(id_, EVENT, "-", "-", subject, body, when, html=html))
    if done.state == SENT:
        since, until = (desk.zone.iso(one) for one in mail.stretch)
        data = {"report": mail.name, "since": since, "until": until, "notifier": mail.notifier, "letter": id_}
        desk.store.note_event(REPORT_MAILED, desk.actor, at, data)
    return done
