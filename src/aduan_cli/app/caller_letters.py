"""What callers are told of their own call: nothing of anybody else, and nothing of what was said about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aduan_cli.flow.callers import what_became
from aduan_cli.i18n import _
from aduan_cli.model import OF_CALLER

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.complaint import Complaint


def told_of(desk: Desk, complaint: Complaint) -> dict[str, Any]:
    """Return what is told of a complaint to its own caller: their name whole, which unit has it, what was done."""
    rules = desk.rules
    there = rules["units"].get(complaint.unit or "") or rules["outside"].get(complaint.unit or "")
    outside = rules["outside"].get(complaint.unit or "")
    event = what_became(desk.store, complaint)
    data: dict[str, Any] = {} if event is None else {**event.data, **(event.private or {})}
    phone = (complaint.caller_phone or "").split(";")[0]
    return {
        "unit": there["name"] if there else "",
        "unit_id": complaint.unit or "",
        "result": data.get("result") or "",
        "referral": outside["referral"] if outside and complaint.status == "referred" else "",
        "answer": complaint.answer or "",
        "caller": {"name": complaint.caller_name or "", "phone": phone, "address": complaint.caller_address or ""},
    }


def usual(values: dict[str, Any]) -> tuple[str, str]:
    """Return subject and text of what a caller is told where the desk has no template for it."""
    sentences = {
        "logged": _("We have taken your report: {title}. Its number is {ticket}."),
        "referred": _("Your report {ticket} ({title}) is for {unit}."),
        "resolved": _("What you reported is done: {title} ({ticket})."),
        "closed": _("Your report {ticket} ({title}) is closed."),
        "rejected": _("Your report {ticket} ({title}) could not be followed up. Please call us if you have questions."),
        "answered": _("The answer to your report {ticket} ({title}):"),
    }
    event = values["event"].removeprefix(OF_CALLER)
    more = {"referred": "referral", "resolved": "result", "answered": "answer"}.get(event)
    lines = [sentences[event].format(**values), *([values[more]] if more and values[more] else [])]
    return f"[{values['ticket']}] {values['title']}", "\n".join([*lines, "", f"-- {values['desk']}", ""])
