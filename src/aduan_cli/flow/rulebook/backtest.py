"""Replaying what is stored under other rules. One pass over the store, whatever its size; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.former_units import now_called
from aduan_cli.complaint.moves import is_by_hand, is_erased, is_held
from aduan_cli.complaint.prediction import Prediction, predict
from aduan_cli.complaint.replaying import BacktestReport, Comparison, Replayed, percent
from aduan_cli.complaint.router import Router
from aduan_cli.complaint.staying import staying
from aduan_cli.ports import Store
from aduan_cli.rules.review.agreement import Agreement
from aduan_cli.stored import Query

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules


def comparing(current: Router, tested: Router, against: str, limit_samples: int) -> Comparison:
    """Return what counts the complaints that are replayed under the rules in force and the tested ones."""
    return Comparison(Agreement(tested.compiled, current.compiled), against, limit_samples)


class _Names(dict[str, str]):
    """What each unit is called under the tested rules: under a new name nothing has moved. One that is gone stays."""

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, unit: str) -> str:
        found = self[unit] = now_called(self._rules, unit) or unit
        return found


def replay(
    store: Store,
    query: Query,
    current: Router,
    tested: Router,
    comparison: Comparison,
    has_code: Callable[[str], bool] = lambda _plugin: True,
) -> None:
    """Count every complaint of a query under the rules in force and the tested ones.

    Code isn't asked: what it decided stays, as long as the plugin has some. One whose wording was erased can't be
    replayed and is counted as skipped.
    """
    same = current is tested
    called = _Names(tested.compiled)
    for complaint in store.find(query):
        if is_erased(complaint):
            comparison.skipped += 1
            continue
        before = _predicted(store, complaint, current, has_code, called)
        after = before if same else _predicted(store, complaint, tested, has_code, called)
        recorded, unit = complaint.recorded_unit, called[complaint.unit or tested.compiled["desk"]["triage"]]
        recorded = recorded and ";".join(called[part] for part in recorded.split(";"))
        held, by_hand = is_held(complaint), is_by_hand(complaint)
        comparison.add(Replayed(complaint.ticket, complaint.text, recorded, before, after, unit, held, by_hand))


def _predicted(
    store: Store, complaint: Complaint, router: Router, has_code: Callable[[str], bool], called: Mapping[str, str]
) -> Prediction:
    """Return what `route` would do with a complaint under some rules, with the units as they are `called`."""
    stays: tuple[str, ...] = ()
    if complaint.support:
        stays = staying(store.assignments(complaint), store.events(complaint), router.compiled)
    told = predict(complaint, router, has_code, stays=stays)
    return told._replace(unit=called[told.unit], support=tuple(called[unit] for unit in told.support))


def report(comparison: Comparison, tested: str, in_force: str | None, against: str) -> BacktestReport:
    """Return all that was counted."""
    return {
        "tested": tested,
        "in_force": in_force,
        "against": against,
        "complaints": comparison.complaints,
        "skipped": comparison.skipped,
        "moved": comparison.moved,
        "held": comparison.held,
        "due": comparison.due,
        "stays": percent(comparison.complaints - comparison.moved, comparison.complaints),
        "recorded": comparison.recorded,
        "agree_before": comparison.agree_before,
        "agree_after": comparison.agree_after,
        "agreement_before": percent(comparison.agree_before, comparison.recorded),
        "agreement_after": percent(comparison.agree_after, comparison.recorded),
        "matrix": comparison.moves(),
        "rules": comparison.rules(),
    }
