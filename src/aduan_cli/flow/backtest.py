"""Replaying what is stored under other rules. One pass over the store, whatever its size; nothing is written."""

from __future__ import annotations

from collections.abc import Callable

from aduan_cli.complaint.moves import is_by_hand, is_erased, is_held
from aduan_cli.complaint.replaying import Replayed, Tally, answer
from aduan_cli.complaint.router import Router
from aduan_cli.ports import Store
from aduan_cli.rules.language.former import now_called
from aduan_cli.stored import Query


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
