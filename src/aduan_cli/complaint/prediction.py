"""What some rules would make of a complaint that is stored, by the functions by which `route` decides it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import decide, unasked
from aduan_cli.complaint.reading import read_again
from aduan_cli.complaint.router import Router
from aduan_cli.complaint.staying import stays_put, with_staying
from aduan_cli.record import TupleRecord


class Prediction(TupleRecord):
    """What one set of rules says of one complaint."""

    unit: str
    step: str
    rule: str | None
    """The rule that decided, else the category whose unit it is; None: nothing claimed it."""
    category: str | None
    support: tuple[str, ...] = ()
    stays: bool = False
    """Whether it stays where it is because some help on it, though nobody of the city would lead."""


def predict(
    complaint: Complaint,
    router: Router,
    has_code: Callable[[str], bool] = lambda _plugin: True,
    told_none: bool | None = None,
    stays: Sequence[str] = (),
) -> Prediction:
    """Decide a stored complaint again, as `route` does where no code is asked: what code decided stands.

    `has_code` says whether a plugin still has some, `told_none` that a person says that it is no emergency; `stays`
    are the units that help whatever is decided.
    """
    decided = decide(read_again(complaint, router, told_none), router, unasked(has_code), complaint)
    decision, category = decided.decision, decided.complaint.category
    by = decision.rule or (category if decision.step == "category" else None)
    if stays_put(decided.complaint, stays):
        return Prediction(complaint.unit or "", decision.step, by, category, complaint.support, stays=True)
    support = with_staying(decided.complaint, complaint, stays, router.compiled) if stays else decision.support
    return Prediction(decision.unit, decision.step, by, category, support)
