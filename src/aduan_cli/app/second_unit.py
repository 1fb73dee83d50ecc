"""A second unit beside a decision: named from a desk's weights, taken by its number. Nothing is decided by it."""

from __future__ import annotations

import os

from aduan_cli.complaint.events import SECOND_NAMED
from aduan_cli.errors import NotFoundError
from aduan_cli.i18n import _
from aduan_cli.model import RULES, SECOND_UNIT_FILE
from aduan_cli.rules.second_unit import SecondUnit, Weights, acting_unit, is_waiting, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.complaint import Complaint
    from aduan_cli.complaint.history import EventDraft
    from aduan_cli.flow.rulebook.second import SecondLearned

_NAMED_FOR = ("new", "routed", "acknowledged", "returned", "referred", "answered")
"""States of what may still be somebody else's; what is at work or done is not doubted any more."""


def weights(desk: Desk) -> Weights | None:
    """Return the desk's weights; None where it has none, or where the file can't be read, which is said."""
    try:
        with open(os.path.join(desk.folder, SECOND_UNIT_FILE), "rb") as file:
            return Weights(file.read())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, IndexError) as error:
        reason = getattr(error, "strerror", None) or _("it has another form")
        sentence = _("{file}: no second unit is named: {reason}; aduan rules learn --second writes it anew")
        desk.warn(sentence.format(file=SECOND_UNIT_FILE, reason=reason))
        return None


def named_for(
    desk: Desk, complaint: Complaint, by: Weights | None = None, before: Sequence[str] = ()
) -> list[SecondUnit]:
    """Return what may be named beside a decision: the best other unit, of what is in triage the best two.

    Those that were named `before` stay: their numbers are what `route --to` takes.

    None beside a hand-off, where somebody has to act at once, nor where a person decided or work has begun.
    """
    if _is_decided(complaint):
        return []
    by = by or weights(desk)
    return named(by, complaint.text, complaint.unit, desk.rules, before) if by else []


def _is_decided(complaint: Complaint) -> bool:
    return complaint.step in ("handoff", "manual") or complaint.status not in _NAMED_FOR or not complaint.text


def named_before(desk: Desk, complaint: Complaint) -> Sequence[str]:
    """Return the units that were named when a complaint was taken, but for its own; none where none was."""
    units: Sequence[str] = ()
    for event in desk.store.events(complaint):
        if event.type == SECOND_NAMED:
            units = event.data["units"]
    return [unit for unit in units if unit != complaint.unit]


def named_now(desk: Desk, complaint: Complaint, by: Weights | None = None) -> list[SecondUnit]:
    """Return what is named for a complaint that is there: by the numbers that `numbered` takes."""
    return [] if _is_decided(complaint) else named_for(desk, complaint, by, named_before(desk, complaint))


def waits(desk: Desk, complaint: Complaint) -> bool:
    """Return whether a complaint is nobody's yet, so that two units are named for it."""
    return is_waiting(complaint.unit, desk.rules)


def event_of(found: list[SecondUnit], by: Weights) -> EventDraft:
    """Return the event that keeps what was named, and by which weights."""
    return SECOND_NAMED, {"units": [one.unit for one in found], "weights": by.hash}


def numbered(desk: Desk, complaint: Complaint, number: int) -> str:
    """Return the unit that is meant by a number: 1 is the one that has a complaint, 2 the one that is named besides.

    Of what is in triage 1 and 2 are the two that are named. What was named when the call was taken counts, for that is
    what the officer read. Raises `NotFoundError`.
    """
    units = named_before(desk, complaint) or [one.unit for one in named_for(desk, complaint)]
    choices = units if is_waiting(complaint.unit, desk.rules) else [complaint.unit or "", *units]
    if not 1 <= number <= len(choices):
        sentence = _("{ticket}: no unit {number} is named for it; aduan route {ticket} --to UNIT would be right")
        raise NotFoundError(sentence.format(ticket=complaint.ticket, number=number))
    return acting_unit(choices[number - 1], complaint.kecamatan, desk.rules)


def learned(desk: Desk) -> SecondLearned:
    """Learn the desk's weights anew from what is stored, and write them. Raises `NotFoundError`."""
    from aduan_cli.app.rulebook import rules_in_force
    from aduan_cli.complaint.router import Router
    from aduan_cli.files import write
    from aduan_cli.flow.rulebook.second import learn_second
    from aduan_cli.rules.learning.second import written

    desk.allow(RULES)
    found = learn_second(desk.store, Router(rules_in_force(desk), desk.revision))
    write(desk.folder, SECOND_UNIT_FILE, written(found.model).encode(), durable=True)
    return found
