"""Replaying what is stored under other rules. One pass over the store, whatever its size; nothing is written."""

from __future__ import annotations

from aduan_cli.ports import Query, Store
from aduan_cli.rules.backtest import Replayed, Tally, answer
from aduan_cli.rules.router import Router


def replay(store: Store, query: Query, current: Router, tested: Router, tally: Tally) -> None:
    """Count every complaint of a query under the rules in force and the tested ones.

    One whose wording was erased can't be replayed and is counted as skipped.
    """
    same = current is tested
    for complaint in store.find(query):
        if not complaint.text:
            tally.skipped += 1
            continue
        recorded, ticket, text = complaint.recorded_unit, complaint.ticket, complaint.text
        before = answer(complaint, current)
        # What the first answer derived is marked as such, so that the second takes it anew.
        after = before if same else answer(complaint, tested)
        tally.add(Replayed(ticket, text, recorded, before, after))
