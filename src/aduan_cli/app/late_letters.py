"""What is told of a clock that came so far: whose time it is, what was not done, and by when it was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aduan_cli.amounts import calls
from aduan_cli.complaint.clocks import ACKNOWLEDGE, HANDOFF, RESOLVE
from aduan_cli.complaint.events import ESCALATED
from aduan_cli.i18n import _
from aduan_cli.render.table import short_time
from aduan_cli.value_words import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.outbox import Posted

GAPS = ("clock", "clock_due_at", "level", "whose")
"""What a message says besides of a clock; of one about anything else nothing."""


def clock_values(desk: Desk, posted: Posted, complaint: Complaint) -> dict[str, Any]:
    """Return the gaps of a message about a clock; before anything happened those of the promise that holds."""
    events = desk.store.events(complaint)
    found = next((one for one in events if one.id == posted.event_id and one.type == ESCALATED), None)
    promised: dict[str, Any] = {"clock": RESOLVE, "level": "", "due": complaint.due_at, "unit": complaint.unit}
    data = promised if found is None else found.data
    due, zone = data["due"], desk.zone
    return {
        "clock": label("clock", data["clock"]),
        "clock_due_at": "" if due is None else short_time(due, zone),
        "level": data["level"],
        "whose": name_of(desk, data["unit"]),
        "is_late": due is not None and posted.at >= due,
        "clock_sentence": _sentence(data["clock"]),
    }


def name_of(desk: Desk, unit: str | None) -> str:
    """Return what a unit is called, or the desk's own queue."""
    rules = desk.rules
    known = rules["units"].get(unit or "")
    return known["name"] if known else label("unit", unit or rules["desk"]["triage"])


def _sentence(clock: str) -> str:
    sentences = {
        HANDOFF: _("Nobody has confirmed yet that this emergency was handed over."),
        ACKNOWLEDGE: _("{whose} has not said yet that it has this complaint."),
        RESOLVE: _("{whose} has not said yet that this is done."),
    }
    return sentences[clock]


def opening(values: Mapping[str, Any]) -> str:
    """Return the first lines of what is told of a clock."""
    first = _("A complaint is late.") if values["is_late"] else _("A complaint will be late soon.")
    return f"{first}\n{values['clock_sentence'].format(whose=values['whose'])}"


def counted(incident: Mapping[str, Any], messages: Sequence[Mapping[str, Any]], desk: str) -> tuple[str, str]:
    """Return subject and text of what is told of the complaints of an incident that are late.

    A complaint may be so by several clocks; it counts once.
    """
    late = len({one["ticket"] for one in messages if one["is_late"]})
    soon = len({one["ticket"] for one in messages})
    sentence = _("{name}: {late} of {calls} late") if late else _("{name}: {soon} of {calls} soon late")
    subject = sentence.format(**incident, calls=calls(incident["count"]), late=late, soon=soon)
    rows = [
        " · ".join(
            part for part in (one["ticket"], one["clock"], one["clock_due_at"], one["whose"], one["place"]) if part
        )
        for one in messages
    ]
    opening_ = _("Incident {id}, {name}, since {since}: of {calls} these are late, or will be soon:").format(
        **incident, calls=calls(incident["count"])
    )
    return subject, "\n".join([opening_, "", *rows, "", f"-- {desk}", ""])
