"""What callers are told of their own call: nothing of anybody else, and nothing of what was said about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aduan_cli.flow.callers import merge_target, what_became
from aduan_cli.i18n import _
from aduan_cli.model import OF_CALLER

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.complaint import Complaint


def caller_values(desk: Desk, complaint: Complaint) -> dict[str, Any]:
    """Return what is told of a complaint to its own caller: their name whole, which unit has it, what was done.

    What became of one that is merged is told of the one that it is merged into.
    """
    rules, of = desk.rules, merge_target(desk.store, complaint)
    outside = rules["outside"].get(of.unit or "")
    there = rules["units"].get(of.unit or "") or outside
    event = what_became(desk.store, of)
    data: dict[str, Any] = {} if event is None else {**event.data, **(event.private or {})}
    phone = (complaint.caller_phone or "").split(";")[0]
    return {
        "unit": there["name"] if there else "",
        "unit_id": of.unit or "",
        "result": data.get("result") or "",
        "referral": outside["referral"] if outside and of.status == "referred" else "",
        "answer": of.answer or "",
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
