"""The second unit that is named beside a decision, as the officer reads it."""

from __future__ import annotations

from aduan_cli.app.second_unit import event_of, named_for, named_now, waits, weights
from aduan_cli.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
        told = (f"{n} {_with_odds(one)}{_speaking(one[2])}" for n, one in enumerate(beside, 1))
        return _("perhaps: {units}").format(units=", ".join(told))
    return _("or: {unit}{words}").format(unit=beside[0][0], words=_speaking(beside[0][2]))


def _with_odds(one: tuple[str, float, tuple[str, ...]]) -> str:
    return f"{one[0]} {100 * one[1]:.0f} %"


def _speaking(words: tuple[str, ...]) -> str:
    return f" ({', '.join(words)})" if words else ""


def line_of_call(desk: Desk, call: Call, beside: Beside) -> str | None:
    """Return the line for a call that was taken; none for what is decided for that unit meanwhile."""
    complaint = call.complaint
    others = [one for one in beside if one[0] != complaint.unit]
    return line(others, waits(desk, complaint))


def line_shown(desk: Desk, complaint: Complaint) -> str | None:
    """Return the line for a complaint that is there."""
    return line(named_now(desk, complaint), waits(desk, complaint))


def in_list(desk: Desk) -> Callable[[Complaint], str | None]:
    """Return what names in a list, for a complaint in triage, whose it may be: each with its number and its odds."""
    by = weights(desk)

    def named(complaint: Complaint) -> str | None:
        found = named_now(desk, complaint, by) if by and waits(desk, complaint) else []
        return "? " + ", ".join(f"{n} {_with_odds(one)}" for n, one in enumerate(found, 1)) if found else None

    return named
