"""What a message says: by the desk's own template, else in the words of the language in use."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from aduan_cli.amounts import calls, complaints
from aduan_cli.app import late_letters
from aduan_cli.complaint.elsewhere import title_of
from aduan_cli.complaint.messages import LATE, incident_of
from aduan_cli.i18n import _
from aduan_cli.masking import mask_address, mask_name
from aduan_cli.model import INCIDENT, OF_CALLER, SEVERAL
from aduan_cli.outbox import Letter
from aduan_cli.phones import mask_phone
from aduan_cli.render.table import short_time
from aduan_cli.rules.lineage import lineage
from aduan_cli.stored import Query
from aduan_cli.value_words import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.outbox import Posted

    Filters = Mapping[str, Callable[..., object]]


class Masked(str):
    """What of a caller is shown; all of it, and of which ticket it is, stands where a template can't reach."""

    __slots__ = ("_ticket", "_whole")
    _whole: str
    _ticket: str

    def __new__(cls, shown: str | None, whole: str | None, ticket: str = "") -> Masked:
        """Return what is shown of something."""
        made = super().__new__(cls, shown or "")
        made._whole, made._ticket = whole or "", ticket
        return made


class Letters:
    """Writes the letters of a desk. `revealed` has the tickets of which the last one shows a caller whole."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._texts = desk.rules["messages"]
        self.revealed: set[str] = set()
        self.event = ""
        """Whose template was filled last."""

    def letter(self, going: Sequence[tuple[Posted, Complaint]], may_reveal: bool = True) -> Letter:
        """Return messages as they go, of several one. Raises `templates.TextError` where a template can't be filled."""
        self.revealed = set()
        filters = {"reveal": self._reveal if may_reveal else str}
        told = [self._values(posted, complaint) for posted, complaint in going]
        to = self._caller(going[0], told[0], may_reveal)
        texts = [self._one(values, filters) for values in told if values["event"] != INCIDENT]
        subject, body = texts[0] if texts else ("", "")
        values, first, last = told[0], going[0][0], going[-1][0]
        repeated = any(posted.repeated for posted, _complaint in going)
        number = incident_of(first.batch)
        if first.event == INCIDENT:
            incident = self._of_incident(number or going[0][1].incident or 0)
            values = {**values, "messages": told, "count": len(told), "incident": incident}
            subject, body = self._counted(values, filters)
        elif len(going) > 1:
            values = {**values, "event": SEVERAL, "messages": told, "count": len(told), "repeated": repeated}
            if number is None:
                subject, body = self._several(values, texts, filters)
            else:
                usual = late_letters.counted(self._of_incident(number), told, values["desk"])
                subject, body = self._filled(SEVERAL, values, filters, *usual)
        if repeated:
            body += "\n\n" + _("This message may have reached you before.") + "\n"
        html = self._html(values, filters, repeated)
        at = datetime.fromisoformat(self._desk.zone.iso(last.at))
        each = tuple({"id": one.message_id, "event": one.event, "ticket": one.ticket} for one, _complaint in going)
        names = (first.letter or first.message_id, values["event"], first.ticket, first.unit)
        return Letter(*names, subject, body, at, repeated, each, to, html)

    def _caller(self, one: tuple[Posted, Complaint], values: dict[str, Any], may_reveal: bool) -> str | None:
        """Add to the values of a message to a caller what they are told; return where it goes. None: to a unit."""
        posted, complaint = one
        if not posted.event.startswith(OF_CALLER):
            return None
        from aduan_cli.app.caller_letters import caller_values
        from aduan_cli.complaint.agreements import address_of

        masked = values["caller"]
        values |= caller_values(self._desk, complaint)
        if not may_reveal:
            values["caller"] = masked
            return None
        self.revealed.add(posted.ticket)
        return address_of(complaint, posted.unit)

    def _one(self, values: dict[str, Any], filters: Filters) -> tuple[str, str]:
        """Return subject and text of one message."""
        if values["event"].startswith(OF_CALLER):
            from aduan_cli.app.caller_letters import usual

            return self._filled(values["event"], values, filters, *usual(values))
        return self._filled(values["event"], values, filters, self._own(values), self._plain(values))

    def _of_incident(self, number: int) -> dict[str, Any]:
        """Return what is said of an incident: how many belong to it by now."""
        incident, zone = self._desk.store.incidents.get(number), self._desk.zone
        count = self._desk.store.count(Query((("incident", (str(number),)),)))
        if incident is None:
            return {"id": number, "name": "-", "count": count, "since": "", "ended": ""}
        ended = short_time(incident.ended_at, zone) if incident.ended_at else ""
        since = short_time(incident.began_at, zone)
        return {"id": number, "name": incident.name, "count": count, "since": since, "ended": ended}

    def _counted(self, values: dict[str, Any], filters: Filters) -> tuple[str, str]:
        """Return subject and text of what is told of an incident: the count, and what is new."""
        incident = values["incident"]
        many = calls(incident["count"])
        subject = _("{name}: {calls}, {new} of them new").format(**incident, calls=many, new=values["count"])
        rows = [
            " · ".join(part for part in (one["ticket"], one["reported_at"], one["place"], one["text"]) if part)
            for one in values["messages"]
        ]
        opening = _("Incident {id}, {name}, since {since}: {calls}. New are:").format(**incident, calls=many)
        body = "\n".join([opening, "", *rows, "", f"-- {values['desk']}", ""])
        return self._filled(INCIDENT, values, filters, subject, body)

    def _several(self, values: dict[str, Any], texts: list[tuple[str, str]], filters: Filters) -> tuple[str, str]:
        """Return subject and text of several messages: by the template for that, else all one below the other."""
        subject = _("{complaints} for {unit}").format(complaints=complaints(len(texts)), unit=values["unit"])
        parts = [f"{number}. {one}\n\n{body.strip()}\n" for number, (one, body) in enumerate(texts, 1)]
        whole = f"\n{'-' * 40}\n\n".join(parts)
        if self._is_answered(values["unit_id"]):
            whole += "\n" + _("Of several complaints: begin your line with the ticket.") + "\n"
        return self._filled(SEVERAL, values, filters, subject, whole)

    def _filled(self, event: str, values: dict[str, Any], filters: Filters, subject: str, body: str) -> tuple[str, str]:
        """Return subject and text by the desk's own template for an event, where it has one for them."""
        self.event, text = event, self._texts.get(event, {})
        if text:
            from aduan_cli.templates import fill

            subject = fill(text["subject"], filters, values) if "subject" in text else subject
            body = fill(text["body"], filters, values) if "body" in text else body
        return subject, body

    def _html(self, values: dict[str, Any], filters: Filters, repeated: bool) -> str | None:
        """Return the text as HTML, where the desk has a template for that; what fills it is escaped."""
        text = self._texts.get(values["event"], {}).get("html")
        if text is None:
            return None
        from html import escape

        from aduan_cli.templates import fill

        self.event = values["event"]
        note = f"\n<p>{escape(_('This message may have reached you before.'))}</p>\n" if repeated else ""
        return fill(text, filters, values, html=True) + note

    def _reveal(self, value: object) -> str:
        if isinstance(value, Masked) and value._whole:
            self.revealed.add(value._ticket)
            return str(value._whole)
        return str(value)

    def _values(self, posted: Posted, complaint: Complaint) -> dict[str, Any]:
        desk = self._desk
        rules, zone = desk.rules, desk.zone
        places = (complaint.address, complaint.kelurahan, complaint.kecamatan)
        categories = desk.router.engine.categories
        phones = (complaint.caller_phone or "").split(";")[0] or None
        values = {
            "ticket": posted.ticket,
            "event": posted.event,
            "desk": rules["desk"]["name"],
            "unit": late_letters.name_of(desk, posted.unit),
            "unit_id": posted.unit,
            "role": "lead" if posted.unit == complaint.unit else "support",
            "title": title_of(complaint.category or "", categories) or label("kind", complaint.kind),
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
            **dict.fromkeys(("result", "referral", "answer", *late_letters.GAPS), ""),
            "is_late": False,
            "caller": {
                "name": Masked(mask_name(complaint.caller_name), complaint.caller_name, posted.ticket),
                "phone": Masked(mask_phone(phones), phones, posted.ticket),
                "address": Masked(mask_address(complaint.caller_address), complaint.caller_address, posted.ticket),
            },
        }
        if posted.event == LATE:
            values |= late_letters.clock_values(desk, posted, complaint)
        return {**values, "messages": [values], "count": 1}

    def _own(self, values: dict[str, Any]) -> str:
        urgent = f"{label('priority', 'emergency').upper()}: " if values["priority"] == "emergency" else ""
        if values["is_late"]:
            urgent += _("Late") + ": "
        place = f", {values['place']}" if values["place"] else ""
        return f"{urgent}[{values['ticket']}] {values['title']}{place}"

    def _plain(self, values: dict[str, Any]) -> str:
        caller = ", ".join(part for part in (values["caller"]["name"], values["caller"]["phone"]) if part)
        rows = (
            (_("Ticket"), values["ticket"]),
            (_("About"), values["title"]),
            (_("Priority"), label("priority", values["priority"])),
            (_("Place"), values["place"]),
            (_("Reported"), values["reported_at"]),
            (_("Due"), values["clock_due_at"] or values["due_at"]),
            (_("Clock"), values["clock"]),
            (_("Unit"), values["whose"]),
            (_("Caller"), caller),
        )
        width = max(12, *(len(head) + 2 for head, value in rows if value))
        lines = [f"{head + ':':<{width}}{value}" for head, value in rows if value]
        told = [*lines, "", values["text"], ""]
        if self._is_answered(values["unit_id"]):
            told += [_("Answer with a first line like one of these:"), *(f"  {line}" for line in answers()), ""]
        return "\n".join([_opening(values), "", *told, f"-- {values['desk']}", ""])

    def _is_answered(self, unit: str) -> bool:
        """Say whether mails of a unit, or of what it is a part of, count as its word."""
        rules = self._desk.rules
        return any(one in rules["inbox"]["mail"] for one in lineage(rules["units"], unit))


def answers() -> list[str]:
    """Return what a unit may answer, in the words that `aduan inbox` understands."""
    return [
        _("accepted"),
        _("in progress"),
        _("hold until ...: why"),
        _("done: what was done"),
        _("not ours, to ...: why"),
    ]


def _opening(values: Mapping[str, Any]) -> str:
    if values["event"] == LATE:
        return late_letters.opening(values)
    sentences = {
        "routed": _("A complaint came to you."),
        "assigned": _("A complaint was given to you."),
        "reopened": _("A complaint is open again."),
    }
    return sentences[values["event"]]
