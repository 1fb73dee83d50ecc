"""What the officer reads after a call: the hand-off first, then unit, category and place as understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aduan_cli.i18n import _
from aduan_cli.model import PLACE_CONTRADICTION, Complaint, is_unanswered

if TYPE_CHECKING:
    from aduan_cli.flow.intake.call import Call

HAND_OFF = "!! "
"""What a line begins with that says what to do now."""


def unit_name(rules: dict[str, Any], unit: str | None) -> str:
    """Return `id (name)` of a unit or an outside body; of an id that is gone also what it is called now."""
    entry = rules["units"].get(unit) or rules["outside"].get(unit)
    if entry and entry["name"].casefold() != (unit or "").casefold():
        return f"{unit} ({entry['name']})"
    if unit and entry is None:
        from aduan_cli.rules.former import now_called

        now = now_called(rules, unit)
        if now not in (None, unit):
            return f"{unit} → {unit_name(rules, now)}"
    return unit or _("triage")


def place(kecamatan: str | None, kelurahan: str | None, address: str | None) -> str:
    """Return `Street, Kelurahan, Kecamatan` or what is known of it."""
    return ", ".join(name for name in (address, kelurahan, kecamatan) if name)


def lines(rules: dict[str, Any], call: Call) -> list[str]:
    """Return the lines for stderr. A hand-off comes first: it is what to do now."""
    complaint, decision = call.complaint, call.decision
    said = []
    if call.repeated:
        said.append(_("known already: {ticket}; nothing was stored").format(ticket=complaint.ticket))
    elif decision.say:
        said.append(HAND_OFF + decision.say)
    if call.overtaken:
        said.append(_("somebody else decided it meanwhile, and that holds:"))
    said.append("→ " + " · ".join(_parts(rules, complaint)))
    said += [_("look again: {note}").format(note=note) for note in _notes(call)]
    outside = rules["outside"].get(complaint.unit)
    # Whom the officer puts through by voice is not sent to another number.
    if outside and complaint.kind == "complaint" and not decision.say:
        said.append(_("tell the caller: {referral}").format(referral=outside["referral"]))
    return said


def _parts(rules: dict[str, Any], complaint: Complaint) -> list[str]:
    """Return unit, kind and category, priority where it says something, and place."""
    parts = [unit_name(rules, complaint.unit)]
    if complaint.support:
        parts[0] += " + " + ", ".join(complaint.support)
    if complaint.step == "triage" and complaint.kind != "information":
        sentence = _("triage: nothing claims it yet; decide by hand: aduan route {ticket} --to UNIT --reason ...")
        parts[0] = sentence.format(ticket=_ticket(complaint))
    parts.append(f"{complaint.kind}/{complaint.category or '-'}")
    if complaint.priority != "normal":
        parts.append(complaint.priority)
    where = place(complaint.kecamatan, complaint.kelurahan, complaint.address)
    parts.append(where or _("place not named"))
    if is_unanswered(complaint):
        sentence = _("no answer noted; to act: aduan route {ticket} --to UNIT --reason ...")
        parts.append(sentence.format(ticket=_ticket(complaint)))
    return parts


def _ticket(complaint: Complaint) -> str:
    """Return the ticket; what stands for any where nothing is stored."""
    return complaint.ticket if complaint.number else "TICKET"


def _notes(call: Call) -> list[str]:
    """Return what the desk should look at again: what contradicts itself, and what the unit's validator noted."""
    complaint = call.complaint
    notes = []
    if call.notes:
        from aduan_cli.render.cells import shown_in_line

        notes = [shown_in_line(note) for note in call.notes]
    if PLACE_CONTRADICTION in complaint.notes:
        sentence = _("{kelurahan} is not in {kecamatan}")
        notes.insert(0, sentence.format(kelurahan=complaint.kelurahan, kecamatan=complaint.kecamatan))
    return notes


def tell_at_once(context: Any, call: Call) -> None:
    """Say the hand-off, which can't wait, also with `-q`."""
    if call.decision.say and not call.repeated:
        context.urge(HAND_OFF + call.decision.say)


def tell(context: Any, call: Call, said: bool = False) -> None:
    """Say these lines on stderr; with `-q` only the hand-off, unless it was `said` before."""
    for line in lines(context.desk.rules, call):
        if not line.startswith(HAND_OFF):
            context.say(line)
        elif not said:
            context.urge(line)
