"""What the officer reads after a call: the hand-off first, then unit, category and place as understood."""

from __future__ import annotations

from aduan_cli.complaint.complaint import PLACE_CONTRADICTION, SEVERAL_PLACES, Complaint
from aduan_cli.complaint.moves import is_unanswered
from aduan_cli.complaint.urgent import contact_of, what_to_do
from aduan_cli.i18n import _
from aduan_cli.value_words import label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.cli.context import Context
    from aduan_cli.compiled import Rules
    from aduan_cli.flow.intake.call import Call

HAND_OFF = "!! "
"""What a line begins with that says what to do now."""


def with_name(unit: str, name: str) -> str:
    """Return `id (name)`, or the id alone where the name says no more."""
    return unit if name.casefold() == unit.casefold() else f"{unit} ({name})"


def unit_name(rules: Rules, unit: str | None) -> str:
    """Return `id (name)` of a unit or an outside body; of an id that is gone also what it is called now."""
    entry = rules["units"].get(unit or "") or rules["outside"].get(unit or "")
    if unit and entry:
        return with_name(unit, entry["name"])
    if unit and entry is None:
        from aduan_cli.complaint.former_units import now_called

        now = now_called(rules, unit)
        if now not in (None, unit):
            return f"{unit} → {unit_name(rules, now)}"
    return label("unit", unit) if unit else _("triage")


def place(kecamatan: str | None, kelurahan: str | None, address: str | None) -> str:
    """Return `Street, Kelurahan, Kecamatan` or what is known of it."""
    return ", ".join(name for name in (address, kelurahan, kecamatan) if name)


def lines(rules: Rules, call: Call) -> list[str]:
    """Return the lines for stderr. A hand-off comes first: it is what to do now."""
    complaint = call.complaint
    said = []
    urgent = what_to_do(rules, complaint, call.decision)
    if call.repeated:
        said.append(_("known already: {ticket}; nothing was stored").format(ticket=complaint.ticket))
    elif urgent:
        said.append(HAND_OFF + urgent)
    if call.overtaken:
        said.append(_("somebody else decided it meanwhile, and that holds:"))
    said.append("→ " + " · ".join(_parts(rules, complaint)))
    said += [_("look again: {note}").format(note=note) for note in _notes(call)]
    outside = referral(rules, complaint.unit)
    # Whom the officer puts through by voice is not sent to another number.
    if outside and complaint.kind == "complaint" and not call.decision.say:
        said.append(outside)
    return said


def referral(rules: Rules, unit: str | None) -> str | None:
    """Return the line that says what the caller is told of an outside body; None: it is none."""
    outside = rules["outside"].get(unit or "")
    return _("tell the caller: {referral}").format(referral=outside["referral"]) if outside else None


def _parts(rules: Rules, complaint: Complaint) -> list[str]:
    """Return unit, kind and category, priority where it says something, and place."""
    parts = [unit_name(rules, complaint.unit)]
    if complaint.support:
        parts[0] += " + " + ", ".join(complaint.support)
    if complaint.step == "triage" and complaint.status == "new":
        sentence = _("triage: nothing claims it yet; decide by hand: aduan route {ticket} --to UNIT --reason ...")
        if complaint.kind == "information":
            sentence = _(
                "triage: nothing claims this question yet; answered? aduan answer {ticket} TEXT;"
                " else aduan route {ticket} --to UNIT --reason ..."
            )
        parts[0] = sentence.format(ticket=_ticket(complaint))
    parts.append(f"{label('kind', complaint.kind)}/{complaint.category or '-'}")
    if complaint.priority != "normal":
        parts.append(label("priority", complaint.priority))
    where = place(complaint.kecamatan, complaint.kelurahan, complaint.address)
    parts.append(where or _("place not named"))
    if is_unanswered(complaint) and complaint.status != "new":
        sentence = _("no answer noted: aduan answer {ticket} TEXT; to act: aduan route {ticket} --to UNIT --reason ...")
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
    for note in complaint.notes:
        if note.startswith(SEVERAL_PLACES):
            name, _colon, where = note[len(SEVERAL_PLACES) :].partition(": ")
            notes.append(
                _("{name} is in several places ({where}), so it gives none: which?").format(name=name, where=where)
            )
    return notes


def emergency(rules: Rules, complaint: Complaint, say: str) -> str:
    """Return what to do now of an emergency that nobody is on the phone about any more: what, whom to call, where.

    It may go out by cron's mail, so the caller's number isn't in it, but how to see it: that is an event, and a masked
    one helps nobody.
    """
    where = place(complaint.kecamatan, complaint.kelurahan, complaint.address)
    parts = [f"{complaint.ticket}: {say}", _whom_to_call(rules, complaint.unit, say), complaint.category]
    parts.append(where or _("place not named"))
    back = _("call back: aduan show {ticket} --reveal") if complaint.caller_phone else _("text: aduan show {ticket}")
    parts.append(back.format(ticket=complaint.ticket))
    return HAND_OFF + " · ".join(part for part in parts if part)


def _whom_to_call(rules: Rules, unit: str | None, say: str) -> str | None:
    """Return which unit is called under which number, as far as the city's files know; None: `say` names it already."""
    name, contact = unit_name(rules, unit), contact_of(rules, unit)
    if contact:
        return _("call {unit}: {contact}").format(unit=name, contact=contact)
    return None if name in say else _("call {unit}").format(unit=name)


def at_once(rules: Rules, call: Call) -> str | None:
    """Return the line that can't wait, or None."""
    urgent = None if call.repeated else what_to_do(rules, call.complaint, call.decision)
    return urgent and HAND_OFF + urgent


def tell(context: Context, call: Call, said: str | None = None, scrolled: bool = False, named: bool = False) -> None:
    """Say these lines on stderr; with `-q` only what to do now, unless just that was `said` before.

    Where questions have `scrolled` it away it stands last as well. `named`: by its ticket, one of several.
    """
    last = None
    for line in lines(context.desk.rules, call):
        if named and line.startswith("→ "):
            line = f"{call.complaint.ticket} {line}"
        if not line.startswith(HAND_OFF):
            context.say(line)
        elif line != said:
            context.urge(line)
        elif scrolled:
            last = line
    if last:
        context.urge(last)
