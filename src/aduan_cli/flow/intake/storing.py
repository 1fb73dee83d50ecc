"""Storing a call: at once where data alone decide, else before anybody is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aduan_cli.complaint.complaint import copy_of
from aduan_cli.complaint.history import events_of
from aduan_cli.complaint.step import taking
from aduan_cli.flow.intake.call import Call, Intake

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.complaint.step import Step
    from aduan_cli.flow.intake.call import Officer
    from aduan_cli.flow.intake.consulting import Consultation
    from aduan_cli.ports import Store


def store_calls(intakes: Sequence[Intake], store: Store, clock: Callable[[], int], officer: Officer) -> list[Call]:
    """Store the matters of a call in one transaction, linked with the first; return them with their tickets.

    A `--key` that is there already gives the first call again. Where the caller can be asked, the answers count for the
    decision unless the call went by voice at once. Where an emergency is is asked first, once it is stored and the
    officer knows what to do.
    """
    consultations = [_consultation(intake, officer) for intake in intakes]
    steps: list[Step] = []
    for intake, consultation in zip(intakes, consultations, strict=True):
        complaint = consultation.complaint if consultation else intake.decided.complaint
        skipped = () if consultation else events_of(intake.skipped(intake.decided.decision))
        steps.append(taking(complaint, (*intake.events, *skipped), beside=bool(steps)))
    outcomes = store.commit(steps)
    calls = [intake.stored(outcome, store) for intake, outcome in zip(intakes, outcomes, strict=True)]
    for call in calls:
        officer.stored(call)
    for number, consultation in enumerate(consultations):
        if consultation is not None and not calls[number].repeated:
            if len(calls) > 1:
                officer.turn_to(calls[number])
            calls[number] = consultation.finish(calls[number], store, clock)
    _link(calls)
    return calls


def _consultation(intake: Intake, officer: Officer) -> Consultation | None:
    """Return who has still to be asked about a matter; None: nobody."""
    complaint = intake.decided.complaint
    has_code = intake.is_open and intake.code.ready(intake.plugin)
    asks = officer.ask and intake.is_open and complaint.category in intake.router.compiled["questions"]
    if not (has_code or asks or (officer.ask and intake.lacks_place(complaint))):
        return None
    from aduan_cli.flow.intake.consulting import Consultation

    return Consultation(intake, officer, has_code)


def _link(calls: Sequence[Call]) -> None:
    """Let new complaints say with which others of the call they are linked, as the store has it now."""
    first, *others = calls
    tickets = [call.complaint.ticket for call in others if not call.repeated]
    for call in others:
        if not call.repeated:
            _linked(call, [first.complaint.ticket])
    if tickets and not first.repeated:
        _linked(first, tickets)


def _linked(call: Call, tickets: Sequence[str]) -> None:
    linked = tuple(dict.fromkeys((*call.complaint.linked, *tickets)))
    call.complaint = copy_of(call.complaint, linked=linked)
