"""What open calls hang on that the rules no longer have: a unit that is gone, renamed or an outside body now, be it
that it only helps; a category that moved or is gone.

Nobody may lose sight of a call because a name went. Nothing is changed here: it is told, with where the calls would go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.former_units import is_unit, now_called
from aduan_cli.complaint.moves import BY_RULES, is_held
from aduan_cli.complaint.prediction import Prediction, predict
from aduan_cli.complaint.router import Router
from aduan_cli.flow.routing.redeciding import helping
from aduan_cli.i18n import _, ngettext
from aduan_cli.ports import Store
from aduan_cli.record import Record
from aduan_cli.stored import Filed, Query

MOST = 500
"""Calls of one unit that are decided in thought; the others are only counted."""


class Leaving(Record):
    """Open calls at a unit that they would leave. `now` is what it is called now; `category` the one that moved."""

    unit: str
    calls: int
    now: str | None = None
    category: str | None = None
    to: tuple[tuple[str, int], ...] = ()
    """Where how many would go, the most first; of more than `MOST` calls not all are looked at."""
    held: int = 0
    """Those that rules may not move."""
    is_outside: bool = False
    """Whether it is an outside body now, which acts on nothing."""
    is_category_gone: bool = False
    """Whether no rules have the category any more."""
    only_helps: bool = False
    """Whether others lead those calls."""

    def sentence(self) -> str:
        """Return what an administrator is to be told, with what to do."""
        calls = ngettext("{count} open call", "{count} open calls", self.calls).format(count=self.calls)
        said = {"unit": self.unit, "calls": calls, "now": self.now, "category": self.category}
        if self.only_helps:
            return self._of_help().format(**said)
        if self.is_category_gone:
            what = _("category '{category}' is gone, with {calls} of it waiting at '{unit}'")
        elif self.category:
            what = _("category '{category}' has left '{unit}', with {calls} of it waiting there")
        elif self.now:
            what = _("unit '{unit}' is now '{now}', with {calls} filed under the old id")
        elif self.is_outside:
            what = _("unit '{unit}' is an outside body now, with {calls} waiting there for nobody")
        else:
            what = _("unit '{unit}' is gone, with {calls} hanging on it")
        parts = [what.format(**said)]
        if self.to and self.is_outside:
            to = ", ".join(f"{unit} ({count})" for unit, count in self.to)
            parts.append(_("aduan route --unit {unit} decides them again: {to}").format(unit=self.unit, to=to))
        elif self.to:
            to = ", ".join(f"{unit} ({count})" for unit, count in self.to)
            parts.append(_("aduan route --unit {unit} sends them to {to}").format(unit=self.unit, to=to))
        if self.held:
            held = _(
                "at work, done, erased or decided by hand, so they move by hand"
                " (aduan route TICKET --to UNIT --reason TEXT): {count}"
            )
            parts.append(held.format(count=self.held))
        return "; ".join(parts)

    def _of_help(self) -> str:
        if self.now:
            return _(
                "unit '{unit}' is now '{now}', with {calls} on which it helps under the old id;"
                " aduan route --unit {unit} gives it the new one"
            )
        return _("unit '{unit}' is gone, with {calls} on which it helps; aduan route --unit {unit} ends its part")


def leaving(store: Store, router: Router) -> list[Leaving]:
    """Return what open calls hang on that a router's rules don't have, the unit with most calls first."""
    gone: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    moved: Counter[tuple[str, str]] = Counter()
    ended: set[tuple[str, str]] = set()
    for filed in store.filed():
        if not is_unit(router.compiled, filed.unit):
            gone[filed.unit] += filed.calls
        elif filed.unit in router.compiled["outside"]:
            # What was resolved there waits for the desk alone.
            outside[filed.unit] += filed.calls if filed.status != "resolved" else 0
        elif filed.category and _is_category_gone(filed, router):
            ended.add((filed.unit, filed.category))
        elif filed.category and _has_moved(filed, router):
            moved[filed.unit, filed.category] += filed.calls
    found = [_gone(store, router, unit, calls) for unit, calls in gone.most_common()]
    found += _only_helping(store, router)
    found += [_outside(store, router, unit, calls) for unit, calls in outside.most_common() if calls]
    found += [_moved(store, router, *names, calls) for names, calls in moved.most_common()]
    without = [_without_category(store, router, *names) for names in sorted(ended)]
    return found + [one for one in without if one.calls]


def _is_category_gone(filed: Filed, router: Router) -> bool:
    """Say whether rules may move calls of a category that they no longer have."""
    may_move = filed.status in BY_RULES and filed.unit != router.compiled["desk"]["triage"]
    return may_move and filed.step != "manual" and filed.category not in router.engine.categories


def _has_moved(filed: Filed, router: Router) -> bool:
    """Say whether calls that wait where their category said belong to another unit now."""
    category = router.engine.categories.get(filed.category or "")
    if category is None or filed.status not in BY_RULES or filed.step != "category":
        return False
    unit = router.compiled["units"].get(category[1])
    offices = unit.get("offices", {}) if unit else {}
    return filed.unit not in (category[1], *offices.values())


def _gone(store: Store, router: Router, unit: str, calls: int) -> Leaving:
    now = now_called(router.compiled, unit)
    if now is not None:
        return Leaving(unit, calls, now, None, ((now, calls),))
    return Leaving(unit, calls, None, None, *_going(store, router, _at(store, unit)))


def _outside(store: Store, router: Router, unit: str, calls: int) -> Leaving:
    waiting = (complaint for complaint in _at(store, unit) if complaint.status != "resolved")
    return Leaving(unit, calls, None, None, *_going(store, router, waiting), is_outside=True)


def _predicted(store: Store, complaint: Complaint, router: Router) -> Prediction:
    return predict(complaint, router, stays=helping(store, complaint, router))


def _going(store: Store, router: Router, complaints: Iterable[Complaint]) -> tuple[tuple[tuple[str, int], ...], int]:
    """Return where how many would go, the most first, and how many rules may not move."""
    to: Counter[str] = Counter()
    held = 0
    for complaint in complaints:
        told = None if is_held(complaint) else _predicted(store, complaint, router)
        if told is None or told.stays:
            held += 1
        else:
            to[told.unit] += 1
    return tuple(to.most_common()), held


def _moved(store: Store, router: Router, unit: str, category: str, calls: int) -> Leaving:
    mine = (c for c in _at(store, unit) if c.category == category and c.step == "category")
    to = Counter(_predicted(store, complaint, router).unit for complaint in mine if not is_held(complaint))
    del to[unit]
    return Leaving(unit, calls, None, category, tuple(to.most_common()))


def _without_category(store: Store, router: Router, unit: str, category: str) -> Leaving:
    """Return what would leave a unit, for the category is gone by which it came there; what stays loses nothing."""
    mine = store.find(Query((("unit", (unit,)), ("category", (category,))), open_only=True, limit=MOST))
    told = [_predicted(store, complaint, router) for complaint in mine if not is_held(complaint)]
    to = Counter(one.unit for one in told if not one.stays and one.unit != unit)
    return Leaving(unit, to.total(), None, category, tuple(to.most_common()), is_category_gone=True)


def _only_helping(store: Store, router: Router) -> list[Leaving]:
    """Return the units that are gone or have another id, with the open calls on which they help and others lead."""
    found = []
    for unit in store.units():
        if is_unit(router.compiled, unit):
            continue
        calls = store.count(Query((("acting", (unit,)),), open_only=True))
        calls -= store.count(Query((("unit", (unit,)),), open_only=True))
        if calls:
            found.append(Leaving(unit, calls, now_called(router.compiled, unit), only_helps=True))
    return sorted(found, key=lambda one: -one.calls)


def _at(store: Store, unit: str) -> Iterator[Complaint]:
    return store.find(Query((("unit", (unit,)),), open_only=True, limit=MOST))
