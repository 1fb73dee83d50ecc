"""Storing a call: at once where data alone decide, else before anybody is asked."""

from __future__ import annotations

from collections.abc import Callable

from aduan_cli.complaint.history import events_of
from aduan_cli.complaint.step import taking
from aduan_cli.flow.intake.call import Call, Intake

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.flow.intake.call import Officer
    from aduan_cli.ports import Store


def store_call(intake: Intake, store: Store, clock: Callable[[], int], officer: Officer) -> Call:
    """Store a call and return it with its ticket. A `--key` that is there already gives the first call again.

    Where the caller can be asked, the answers count for the decision unless the call went by voice at once. Where an
    emergency is is asked first, once it is stored and the officer knows what to do.
    """
    complaint, decision = intake.decided.complaint, intake.decided.decision
    has_code = intake.is_open and intake.code.ready(intake.plugin)
    asks = officer.ask and intake.is_open and complaint.category in intake.router.compiled["questions"]
    if has_code or asks or (officer.ask and intake.lacks_place(complaint)):
        from aduan_cli.flow.intake.consulting import store_and_ask

        return store_and_ask(intake, store, clock, officer, has_code)
    outcome = store.commit([taking(complaint, (*intake.events, *events_of(intake.skipped(decision))))])[0]
    call = intake.stored(outcome, store)
    officer.stored(call)
    return call
