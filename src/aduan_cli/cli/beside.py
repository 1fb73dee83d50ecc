"""The second unit that is named beside a decision, as the officer reads it."""

from __future__ import annotations

from aduan_cli.app.second_unit import event_of, named_for, waits, weights
from aduan_cli.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.flow.intake.call import Call, Intake

    Beside = Sequence[tuple[str, float, tuple[str, ...]]]
    """Units that are named, each with its share of the odds and the words that speak for it."""


def name_beside(desk: Desk, intakes: Sequence[Intake]) -> list[Beside]:
    """Return what is named beside each decision, and have it kept with the call."""
    by = weights(desk)
    found: list[Beside] = []
    for intake in intakes:
        beside = named_for(desk, intake.decided.complaint, by) if by else []
        if beside and by:
            intake.events = (*intake.events, event_of(beside, by))
        found.append(beside)
    return found


def line(beside: Beside, in_triage: bool) -> str | None:
    """Return the line that names them; None: there is nothing to name."""
    if not beside:
        return None
    if in_triage:
        told = (f"{unit} {100 * share:.0f} % ({', '.join(words)})" for unit, share, words in beside)
        return _("perhaps: {units}").format(units=", ".join(f"{n} {one}" for n, one in enumerate(told, 1)))
    unit, _share, words = beside[0]
    return _("or: {unit} ({words})").format(unit=unit, words=", ".join(words))


def line_of_call(desk: Desk, call: Call, beside: Beside) -> str | None:
    """Return the line for a call that was taken; none for what is decided for that unit meanwhile."""
    complaint = call.complaint
    others = [one for one in beside if one[0] != complaint.unit]
    return line(others, waits(desk, complaint))


def line_shown(desk: Desk, complaint: Complaint) -> str | None:
    """Return the line for a complaint that is there."""
    return line(named_for(desk, complaint), waits(desk, complaint))
