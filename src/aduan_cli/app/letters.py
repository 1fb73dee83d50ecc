"""What a message says: by the desk's own template, else in the words of the language in use."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from aduan_cli.i18n import _
from aduan_cli.masking import mask_address, mask_name
from aduan_cli.outbox import Letter
from aduan_cli.phones import mask_phone
from aduan_cli.render.table import short_time
from aduan_cli.value_words import said

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.outbox import Posted


class Masked(str):
    """What of a caller is shown; all of it stands where a template can't reach."""

    __slots__ = ("_whole",)
    _whole: str

    def __new__(cls, shown: str | None, whole: str | None) -> Masked:
        """Return what is shown of something."""
        made = super().__new__(cls, shown or "")
        made._whole = whole or ""
        return made


class Letters:
    """Writes the letters of a desk. `revealed` says whether the last one shows a caller whole."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._texts = desk.rules["messages"]
        self.revealed = False

    def letter(self, posted: Posted, complaint: Complaint, may_reveal: bool = True) -> Letter:
        """Return a message as it goes. Raises `templates.TextError` where the desk's template can't be filled."""
        self.revealed = False
        text = self._texts.get(posted.event, {})
        values = self._values(posted, complaint)
        subject, body = self._own(values), self._plain(posted, values)
        if text:
            from aduan_cli.templates import fill

            filters = {"reveal": self._reveal if may_reveal else str}
            subject = fill(text["subject"], filters, values) if "subject" in text else subject
            body = fill(text["body"], filters, values) if "body" in text else body
        if posted.repeated:
            body += "\n\n" + _("This message may have reached you before.") + "\n"
        at = datetime.fromisoformat(self._desk.zone.iso(posted.at))
        return Letter(posted.message_id, posted.event, posted.ticket, posted.unit, subject, body, at, posted.repeated)

    def _reveal(self, value: object) -> str:
        whole = getattr(value, "_whole", None)
        if whole:
            self.revealed = True
        return str(value) if whole is None else str(whole)

    def _values(self, posted: Posted, complaint: Complaint) -> dict[str, Any]:
        desk = self._desk
        rules, zone = desk.rules, desk.zone
        unit = rules["units"].get(posted.unit)
        titles = {entry[0]: entry[5] for entry in rules["categories"]}
        places = (complaint.address, complaint.kelurahan, complaint.kecamatan)
        category = complaint.category or ""
        phones = (complaint.caller_phone or "").split(";")[0] or None
        return {
            "ticket": posted.ticket,
            "event": posted.event,
            "desk": rules["desk"]["name"],
            "unit": unit["name"] if unit else posted.unit,
            "unit_id": posted.unit,
            "role": "lead" if posted.unit == complaint.unit else "support",
            "title": titles.get(category) or category or said("kind", complaint.kind),
            **{
                name: getattr(complaint, name) or ""
                for name in ("category", "kind", "status", "priority", "channel", "kecamatan", "kelurahan", "address")
            },
            "place": ", ".join(part for part in places if part),
            "text": complaint.text,
            "answers": dict(complaint.answers or {}),
            "reported_at": short_time(complaint.reported_at, zone),
            "due_at": short_time(complaint.due_at, zone) if complaint.due_at else "",
            "at": short_time(posted.at, zone),
            "repeated": posted.repeated,
            "caller": {
                "name": Masked(mask_name(complaint.caller_name), complaint.caller_name),
                "phone": Masked(mask_phone(phones), phones),
                "address": Masked(mask_address(complaint.caller_address), complaint.caller_address),
            },
        }

    def _own(self, values: dict[str, Any]) -> str:
        urgent = f"{said('priority', 'emergency').upper()}: " if values["priority"] == "emergency" else ""
        place = f", {values['place']}" if values["place"] else ""
        return f"{urgent}[{values['ticket']}] {values['title']}{place}"

    def _plain(self, posted: Posted, values: dict[str, Any]) -> str:
        caller = ", ".join(part for part in (values["caller"]["name"], values["caller"]["phone"]) if part)
        rows = (
            (_("Ticket"), values["ticket"]),
            (_("About"), values["title"]),
            (_("Priority"), said("priority", values["priority"])),
            (_("Place"), values["place"]),
            (_("Reported"), values["reported_at"]),
            (_("Due"), values["due_at"]),
            (_("Caller"), caller),
        )
        lines = [f"{head + ':':<12}{value}" for head, value in rows if value]
        return "\n".join([_opening(posted.event), "", *lines, "", values["text"], "", f"-- {values['desk']}", ""])


def _opening(event: str) -> str:
    sentences = {
        "routed": _("A complaint came to you."),
        "assigned": _("A complaint was given to you."),
        "reopened": _("A complaint is open again."),
        "escalated": _("A complaint is late."),
    }
    return sentences.get(event, event)
