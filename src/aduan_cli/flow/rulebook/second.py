"""Learning which second unit to name: from what the desk decided, and from what officers chose instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.moves import is_by_hand
from aduan_cli.complaint.prediction import predict
from aduan_cli.complaint.router import Router
from aduan_cli.errors import NotFoundError
from aduan_cli.flow.rulebook.corrections import latest
from aduan_cli.i18n import _
from aduan_cli.ports import Store
from aduan_cli.rules.learning.second import Labelled, Model, learn, shares
from aduan_cli.rules.lineage import root_of
from aduan_cli.rules.review.agreement import Agreement
from aduan_cli.text import tokens_of

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

LATEST = 100_000
"""The latest complaints that are learned from."""
HELD_OUT = 0.2


class SecondReached(NamedTuple):
    """Of the latest calls of which somebody said whose they are: how often the desk, and it or the second, is right."""

    calls: int
    desk: int
    either: int


class SecondLearned(NamedTuple):
    """What was learned, from how many calls, of which so many were chosen by officers or stand in a record."""

    model: Model
    calls: int
    chosen: int
    reached: SecondReached


def learn_second(store: Store, router: Router) -> SecondLearned:
    """Learn from the latest complaints. Raises `NotFoundError` where they belong to fewer than two units."""
    spelt, public = Agreement(router.compiled), words_of_rules(router.compiled)
    known = [
        (one, *label) for one in reversed([*latest(store, LATEST)]) if (label := label_of(one, router.compiled, spelt))
    ]
    samples = [Labelled(one.text, unit) for one, unit, _is_chosen in known]
    model = learn(samples, public)
    if model is None:
        raise NotFoundError(_("there are not yet calls of two units to learn from"))
    cut = len(known) - int(len(known) * HELD_OUT)
    chosen = [(one, unit) for one, unit, is_chosen in known[cut:] if is_chosen]
    earlier = learn(samples[:cut], public)
    told = ((one.text, root_of(router.compiled["units"], predict(one, router).unit), unit) for one, unit in chosen)
    rights = list(shares(told, earlier)) if earlier else []
    reached = SecondReached(len(rights), sum(desk for desk, _either in rights), sum(either for _desk, either in rights))
    return SecondLearned(model, len(samples), sum(is_chosen for *_more, is_chosen in known), reached)


def label_of(complaint: Complaint, rules: Rules, spelt: Agreement) -> tuple[str, bool] | None:
    """Return whose a complaint is, and whether somebody said so: by hand, else by its record, else as it was decided.

    Crews and offices count as their unit. None: it is nobody's, or of a unit that the rules don't have.
    """
    given, is_chosen = complaint.unit, is_by_hand(complaint)
    if not is_chosen and complaint.recorded_unit:
        given, is_chosen = spelt.named(complaint.recorded_unit).partition(";")[0], True
    if given not in rules["units"] and given not in rules["outside"]:
        return None
    return root_of(rules["units"], given), is_chosen


def words_of_rules(rules: Rules) -> frozenset[str]:
    """Return the words that the patterns of some rules have, which must be a form that holds them."""
    return frozenset(token for pattern in rules.get("words", ()) for token in tokens_of(pattern))
