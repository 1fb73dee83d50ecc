"""The filters of `list`: values that the desk knows become one query, anything else is a usage error."""

from __future__ import annotations

from collections.abc import Iterable

from aduan_cli.cli import options
from aduan_cli.cli.values import unknown
from aduan_cli.column_words import column_of, head
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.desk_names import one_of
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.model import ANY, CLOCKS, FILTERS, KINDS, NOT, PRIORITIES, SORTS
from aduan_cli.stored import Query
from aduan_cli.value_words import SHOWN_STATES

ACTING = "acting"
"""What a query calls the units of which one leads or helps; as `unit` they only lead."""
WORDS = {"status": STATUSES, "kind": KINDS, "priority": PRIORITIES}
"""The filters that have no other values than these."""
DESCENDING = frozenset({"reported_at", "logged_at", "ticket", "priority"})
"""Orders that begin with the newest or most urgent; the others begin with A, or with the first state."""
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.app.desk import Desk


def split(values: Iterable[str]) -> list[str]:
    """Return the values of an option that is repeatable and takes commas; each once, in order."""
    parts = (part.strip() for value in values for part in value.split(","))
    return list(dict.fromkeys(part for part in parts if part))


def described(sort: str, ascending: bool) -> str:
    """Return what an order begins with."""
    if sort == "priority":
        return _("the least urgent first") if ascending else _("the most urgent first")
    if sort in DESCENDING:
        return _("the oldest first") if ascending else _("the newest first")
    if sort == "status":
        return _("the first state first") if ascending else _("the last state first")
    return _("from A on") if ascending else _("from Z back")


def query(desk: Desk, given: dict[str, Any], helping: bool = True) -> Query:
    """Return the query of the options of `list`. Raises `UsageError` for a value that nothing has.

    `helping`: a unit is looked for where it helps, too, and not only where it leads.
    """
    where, without = [], []
    given = _by_shown_state(given)
    if given["mine"]:
        given = {**given, "actor": (*given["actor"], desk.actor)}
    for name in FILTERS:
        wanted, unwanted = _both(desk, name, given[name])
        field = ACTING if helping and name == "unit" else name
        where += [(field, wanted)] if wanted else []
        without += [(field, unwanted)] if unwanted else []
    sort, ascending = order(given["sort"] or "reported_at", given["reverse"])
    due, due_before = _due(desk, given["late"], given["due_before"])
    return Query(
        tuple(where),
        bool(given["open"]),
        bool(given["unanswered"]),
        bool(given["bounced"]),
        *options.between(desk, given["since"], given["until"]),
        sort,
        ascending,
        due=due,
        due_before=due_before,
        without=tuple(without),
        escalated=bool(given["escalated"]),
    )


def shows_promise(query: Query) -> bool:
    """Say whether complaints were looked for by when they were promised to be done, which is then shown.

    When another clock is due no column has: `aduan clock` tells it.
    """
    return CLOCKS[-1] in query.due


def _due(desk: Desk, late: str | None, before: str | None) -> tuple[tuple[str, ...], int]:
    """Return the clocks of which one is to be due, and before when: of what is late before now."""
    if late is None and before is None:
        return (), 0
    clocks = _clocks(split([late or ANY]))
    moments = [] if before is None else [options.coming(desk, before)]
    moments += [] if late is None else [desk.clock()]
    return clocks, min(moments)


def _clocks(given: list[str]) -> tuple[str, ...]:
    """Return the clocks that are named; those after a `!` are left out, of all of them where no other is named."""
    bare = [_bare("late", value) for value in given]
    names = [one_of("clock", value, (ANY, *CLOCKS)) for value in bare]
    signed = list(zip(names, [value.startswith(NOT) for value in given], strict=True))
    wanted = [name for name, is_not in signed if not is_not] or [ANY]
    unwanted = [name for name, is_not in signed if is_not]
    found = tuple(name for name in CLOCKS if {name, ANY} & set(wanted) and not {name, ANY} & set(unwanted))
    if not (given and found):
        raise UsageError(_("--{option} is empty; leave it out, or give a value").format(option="late"))
    return found


def _bare(option: str, value: str) -> str:
    """Return a filter's value without its `!`. Raises `UsageError` where nothing stands behind that."""
    bare = value.removeprefix(NOT).strip()
    if not bare:
        raise UsageError(_("--{option} {given}: a value stands behind the !").format(option=option, given=value))
    return bare


def _both(desk: Desk, name: str, given: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the values of a filter of which one must fit, and those of which none may: those after a `!`.

    Of a field with few values all the others are wanted instead: they have their index. Raises `UsageError`.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for value in split(given):
        bare = _bare(name, value)
        (unwanted if value.startswith(NOT) else wanted).extend(_values(desk, name, bare))
    if given and not (wanted or unwanted):
        raise UsageError(_("--{option} is empty; leave it out, or give a value").format(option=name))
    if unwanted and not wanted and name in WORDS:
        rest = tuple(word for word in WORDS[name] if word not in unwanted)
        if rest:
            return rest, ()
    return tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted))


def _by_shown_state(given: dict[str, Any]) -> dict[str, Any]:
    """Return the options with what a screen's word for a state means (`moves.shown_status`), where it stands alone."""
    words = [word.lower() for word in split(given["status"])]
    if words in (["unanswered"], [SHOWN_STATES["unanswered"]]):
        return {**given, "status": ("answered",), "unanswered": True}
    if words in (["noted"], [SHOWN_STATES["noted"]]) and not given["kind"]:
        return {**given, "status": ("answered",), "kind": ("feedback",)}
    return given


def _values(desk: Desk, name: str, value: str) -> list[str]:
    """Return what a filter's value stands for. The rules are read only where it must be one of their names."""
    if name == "phone":
        from aduan_cli.phones import phone_query

        return [phone_query(value)]
    if name == "status" and value.lower() in {*SHOWN_STATES, *SHOWN_STATES.values()}:
        sentence = _(
            "--status {given}: that is how some of what is answered is shown; it goes alone, without ! and others"
        )
        raise UsageError(sentence.format(given=value))
    if name in WORDS:
        return [one_of(name, value, WORDS[name])]
    if name == "incident":
        if not (value.isascii() and value.isdigit()):
            raise UsageError(
                _("--incident {given}: a number of aduan incident list would be right").format(given=value)
            )
        return [str(int(value))]
    if name == "actor":
        return [value]
    return _known(desk, name, value)


def _known(desk: Desk, name: str, value: str) -> list[str]:
    """Return what today's rules call a value; what only older complaints have passes, too."""
    if name == "unit":
        return units(desk, value)
    names = options.Names(desk.rules)
    try:
        return [str(getattr(names, name)(value))]
    except UsageError:
        if desk.store.count(Query(((name, (value,)),))):
            return [value]
        raise


def units(desk: Desk, value: str) -> list[str]:
    """Return the units that calls of a unit are filed under, any spelling of it: its crews, and ids that it once had.

    One that is gone is found by the id that its calls have, be it only where it helps. Raises `UsageError` for what is
    neither.
    """
    from aduan_cli.complaint.former_units import filed_under

    stored = desk.store.units()
    try:
        return filed_under(desk.rules, options.Names(desk.rules).unit(value), stored)
    except UsageError:
        gone = filed_under(desk.rules, value.strip().lower(), stored)
        if gone:
            return gone
        raise


def order(sort: str, reverse: bool) -> tuple[str, bool]:
    """Return the column of an order and whether it ascends. `-` before it, or `--reverse`, turns it round."""
    turned = sort.startswith("-")
    given = sort.lstrip("-")
    name = column_of(given, SORTS)
    if name is None:
        raise unknown(_("order"), given, map(head, SORTS), {name: head(name) for name in SORTS})
    return name, (name not in DESCENDING) != (turned != reverse)
