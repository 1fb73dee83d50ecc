"""A report over a notifier, once: an event of the desk says that it went, and a second run finds that."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from aduan_cli.app.sending import hand_over
from aduan_cli.complaint.events import REPORT_MAILED
from aduan_cli.model import REPORT_SENT
from aduan_cli.outbox import SENT, Letter
from aduan_cli.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aduan_cli.app.desk import Desk
    from aduan_cli.outbox import Delivered
    from aduan_cli.report_tables import ReportTime


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
        return f"{REPORT_SENT}-{self.name}-{desk.zone.iso(self.stretch.since)[:10]}-{mark}"


def has_gone(desk: Desk, mail: ReportMail) -> bool:
    """Say whether it went already."""
    return desk.store.outbox.was_mailed(mail.id(desk))


def subject_of(desk: Desk, mail: ReportMail, title: str) -> str:
    """Return the subject of a report of a title: by the desk's template, if it has one."""
    name, template = str(desk.rules["desk"]["name"]), desk.rules["messages"].get(REPORT_SENT, {}).get("subject")
    if template is None:
        return f"{name}: {title}"
    from aduan_cli.templates import fill

    since, until = desk.zone.iso(mail.stretch.since)[:10], desk.zone.iso(mail.stretch.until - 1)[:10]
    values = {"desk": name, "report": title, "since": since, "until": until}
    return " ".join(fill(template, {"reveal": str}, values).split())


def send_report(desk: Desk, mail: ReportMail, subject: str, body: str, html: str) -> Delivered:
    """Send it now, and note in the desk's history that it went."""
    at, id_ = desk.clock(), mail.id(desk)
    when = datetime.fromisoformat(desk.zone.iso(at))
    done = hand_over(desk, mail.notifier, Letter(id_, REPORT_SENT, "-", "-", subject, body, when, html=html))
    if done.state == SENT:
        since, until = (desk.zone.iso(one) for one in mail.stretch)
        data = {"report": mail.name, "since": since, "until": until, "notifier": mail.notifier, "letter": id_}
        desk.store.note_event(REPORT_MAILED, desk.actor, at, data)
    return done
