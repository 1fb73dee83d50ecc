"""Storing a call: at once where data alone decide, else before anybody is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aduan_cli.complaint.history import events_of
from aduan_cli.complaint.step import taking as step_of
from aduan_cli.flow.intake.call import Call, Officer, Taking

if TYPE_CHECKING:
    from aduan_cli.ports import Store


def store_call(taking: Taking, store: Store, clock: Callable[[], int], officer: Officer) -> Call:
    """Store a call and return it with its ticket. A `--key` that is there already gives the first call again.

    Where the caller can be asked, the answers count for the decision unless the call went by voice at once.
    """
    has_code = taking.owed and taking.code.ready(taking.plugin)
    asks = officer.ask and taking.owed and taking.complaint.category in taking.router.compiled["questions"]
    if has_code or asks:
        from aduan_cli.flow.intake.consulting import store_and_ask

        return store_and_ask(taking, store, clock, officer, has_code)
    complaint = taking.complaint
    outcome = store.commit([step_of(complaint, tuple(events_of(taking.passed_over())))])[0]
    call = taking.taken(outcome, complaint, store)
    officer.stored(call)
    return call
