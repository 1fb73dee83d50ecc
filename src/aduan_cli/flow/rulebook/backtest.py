"""Replaying what is stored under other rules. One pass over the store, whatever its size; nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aduan_cli.complaint.former_units import now_called
from aduan_cli.complaint.moves import is_by_hand, is_erased, is_held
from aduan_cli.complaint.replaying import Replayed, Tally, answer, percent
from aduan_cli.complaint.router import Router
from aduan_cli.ports import Store
from aduan_cli.rules.review.agreement import Agreement
from aduan_cli.stored import Query


def tally_of(current: Router, tested: Router, against: str, limit_samples: int) -> Tally:
    """Return what counts the complaints that are replayed under the rules in force and the tested ones."""
    return Tally(Agreement(tested.compiled, current.compiled), against, limit_samples)


def replay(
    store: Store,
    query: Query,
    current: Router,
    tested: Router,
    tally: Tally,
    has_code: Callable[[str], bool] = lambda _plugin: True,
) -> None:
    """Count every complaint of a query under the rules in force and the tested ones.

    Code isn't asked: what it decided stays, as long as the plugin has some. One whose wording was erased can't be
    replayed and is counted as skipped.
    """
    same = current is tested
    for complaint in store.find(query):
        if is_erased(complaint):
            tally.skipped += 1
            continue
        before = answer(complaint, current, has_code)
        after = before if same else answer(complaint, tested, has_code)
        recorded, unit = complaint.recorded_unit, complaint.unit or tested.compiled["desk"]["triage"]
        unit = now_called(tested.compiled, unit) or unit  # Under a new name it hasn't moved.
        held, by_hand = is_held(complaint), is_by_hand(complaint)
        tally.add(Replayed(complaint.ticket, complaint.text, recorded, before, after, unit, held, by_hand))


def report(tally: Tally, tested: str, in_force: str | None, against: str) -> dict[str, Any]:
    """Return all that was counted; the order of the keys is that of the JSON."""
    return {
        "tested": tested,
        "in_force": in_force,
        "against": against,
        "complaints": tally.complaints,
        "skipped": tally.skipped,
        "moved": tally.moved,
        "held": tally.held,
        "due": tally.due,
        "stays": percent(tally.complaints - tally.moved, tally.complaints),
        "recorded": tally.recorded,
        "agree_before": tally.agree_before,
        "agree_after": tally.agree_after,
        "agreement_before": percent(tally.agree_before, tally.recorded),
        "agreement_after": percent(tally.agree_after, tally.recorded),
        "matrix": tally.moves(),
        "rules": tally.rules(),
    }
