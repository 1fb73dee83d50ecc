"""Questions as SQL. What `list` and cron jobs ask has an index, so that its cost does not grow with the backlog."""

from __future__ import annotations

from itertools import product

from aduan_cli.complaint.fields import STORED
from aduan_cli.record import TupleRecord
from aduan_cli.stored import search_terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aduan_cli.stored import Query, Shared

    Filters = Mapping[str, tuple[str, ...]]
    Driver = Sequence[tuple[str, tuple[str, ...]]]

SELECT = "SELECT " + ", ".join(f"c.{name}" for name in ("id", *STORED))
FROM = " FROM complaint c"
HELPS = "a.role = 'support' AND a.ended_at IS NULL"
"""Whether an assignment `a` is of a unit that helps: the words that its index has, too."""
GIVEN_BACK = f"{HELPS} AND a.status = 'returned'"
"""Whether that unit gave its part back: the words that its index has, too."""
_FLAGS = {
    "bounced": f"(+c.bounced = 1 OR c.id IN (SELECT a.complaint_id FROM assignment a WHERE {GIVEN_BACK}))",
    "given_back": f"c.id IN (SELECT a.complaint_id FROM assignment a WHERE {GIVEN_BACK})",
}
"""Flags that are no column of a complaint `c`, as conditions that fit any select."""
_ONCE = (
    f"{GIVEN_BACK} AND NOT EXISTS (SELECT 1 FROM assignment b WHERE b.complaint_id = a.complaint_id AND b.id < a.id"
    f" AND {GIVEN_BACK.replace('a.', 'b.')})"
)
"""Of several parts of a complaint that were given back the first."""
_SOURCES = {
    "c": FROM,
    "p": " FROM phone p JOIN complaint c ON c.id = p.complaint_id",
    "a": " FROM assignment a CROSS JOIN complaint c ON c.id = a.complaint_id",
    "d": " FROM clock d CROSS JOIN complaint c ON c.id = d.complaint_id",
}
"""By the name of the table that drives a select where its complaints come from."""
_RUNNING = "d.stopped_at IS NULL AND d.due_at IS NOT NULL AND d.due_at < ?"
"""Of a clock `d` that it runs and is due before a time: the words that its index has, too."""
_MOST_BRANCHES, _MOST_VALUES = 200, 30_000
"""SQLite takes 500 selects in one, and 32,766 values; a filter of more values is looked up and sorted instead."""


def marks(count: int) -> str:
    """Return so many places of values."""
    return ",".join("?" * count)


class Branch(TupleRecord):
    """One select of a query: the rows of one range of an index, in its order.

    `table` is the one that drives it: complaints `c`, phones `p`, assignments `a` or clocks `d`.
    """

    table: str
    condition: str
    values: list[object]

    def text(self, what: str) -> str:
        """Return the statement, without an order."""
        return f"{what}{_SOURCES[self.table]} WHERE {self.condition}"


def _columns(table: str) -> str:
    """Return the select of all columns, a driving table's own where its index has them: SQLite then need not sort."""
    if table in "cd":
        return SELECT
    return SELECT.replace("c.id", f"{table}.complaint_id").replace("c.reported_at", f"{table}.reported_at")


def groups(query: Query, helping: Sequence[str] | None = None) -> list[list[Branch]]:
    """Return a query as branches, one for each value that has its own index range, to be merged in order.

    Those of one group may have complaints in common, those of two never. `helping` are those of the units asked for
    that help anywhere; None: any may.
    """
    filters = {name: tuple(dict.fromkeys(values)) for name, values in query.where}
    if query.due:
        return [_due(query, filters)]
    if (query.bounced or query.given_back) and not {"phone", "acting"} & filters.keys():
        return _came_back(query, filters)
    driver = {name: filters[name] for name in _driving(filters)}
    rest = {name: values for name, values in filters.items() if name not in driver}
    if "phone" in driver:
        return [_branches(query, "p", list(driver.items()), rest)]
    if "acting" not in driver:
        return [[branch] for branch in _branches(query, "c", list(driver.items()), rest)]
    units = driver.pop("acting")
    leading = _branches(query, "c", [("unit", units), *driver.items()], rest)
    states = [("complaint_status", values) for values in driver.values()]
    helpers = [("unit", units if helping is None else tuple(helping)), *states]
    helped = _branches(query, "a", helpers, rest, not_led_by=units)
    return [*([branch] for branch in leading), *([helped] if helped else [])]


def _due(query: Query, filters: Filters) -> list[Branch]:
    """Return a branch for each clock that is to be due: what is found by them is few, and sorted."""
    parts, values = _shared(query, "d", filters, "+")
    text = " AND ".join([f"d.clock = ? AND {_RUNNING}", *parts])
    return [Branch("d", text, [clock, query.due_before, *values]) for clock in dict.fromkeys(query.due)]


def _came_back(query: Query, filters: Filters) -> list[list[Branch]]:
    """Return a branch for what leading units gave back, and one for what helping units gave back; each has its index.

    What is found by them is few: other filters have no branches then.
    """
    others = query._replace(bounced=False, given_back=False)
    parts, values = _shared(others, "a", filters, "+")
    led: list[list[Branch]] = []
    if not query.given_back:
        own, own_values = _shared(others, "c", filters, "+")
        led = [[Branch("c", " AND ".join(["c.bounced = 1", *own]), own_values)]]
        parts.append("coalesce(c.bounced, 0) = 0")
    return [*led, [Branch("a", " AND ".join([_ONCE, *parts]), values)]]


def _driving(filters: Filters) -> list[str]:
    """Return the filters whose values get branches: phones; units, with their states; or the first of several values.

    Who acts is always among them, for it is found in two places. None: there would be too many.
    """
    if 1 <= len(filters.get("phone", ())) <= _MOST_BRANCHES:
        return ["phone"]
    units = [name for name in ("acting", "unit") if name in filters][:1]
    states = ["status"] if "status" in filters else []
    chosen = units + states if units == ["acting"] or (units and states) else []
    if not chosen:
        chosen = [name for name, values in filters.items() if len(values) > 1 and name != "phone"][:1]
    branches = 1
    for name in chosen:
        branches *= len(filters[name])
    branches *= 2 if units == ["acting"] else 1
    values = sum(map(len, filters.values()))
    return chosen if 0 < branches <= _MOST_BRANCHES and branches * values <= _MOST_VALUES else []


def _branches(
    query: Query, table: str, driver: Driver, rest: Filters, not_led_by: tuple[str, ...] = ()
) -> list[Branch]:
    """Return a branch for each combination of a driver's values, which stand in `table`."""
    shared, shared_values = _shared(query, table, rest, "+" if driver else "")
    if table == "a":
        shared = [HELPS, f"coalesce(c.unit, '') NOT IN ({marks(len(not_led_by))})", *shared]
        shared_values = [*not_led_by, *shared_values]
    found = []
    for combination in product(*(values for _name, values in driver)):
        parts = [f"{table}.{name} = ?" for name, _values in driver] + shared
        found.append(Branch(table, " AND ".join(parts) or "1", [*combination, *shared_values]))
    return found


def _shared(query: Query, table: str, rest: Filters, plus: str, several: str = "+") -> tuple[list[str], list[object]]:
    """Return conditions and values that all branches share.

    A `plus` before a column, and before one of `several` values, keeps SQLite from an index that would have to sort.
    """
    parts: list[str] = []
    values: list[object] = []
    for name, wanted in rest.items():
        if len(wanted) == 1 and name not in _ELSEWHERE:
            parts.append(f"{plus}c.{name} = ?")
            values += wanted
        else:
            part, given = _fitting(name, wanted, several)
            parts.append(part)
            values += given
    for name, unwanted in query.without:
        part, given = _unfitting(name, unwanted)
        parts.append(part)
        values += given
    parts += [_FLAGS.get(flag) or f"{plus}c.{flag} = 1" for flag in query.flags]
    for bound, operator in ((query.since, ">="), (query.until, "<")):
        if bound is not None:
            parts.append(f"{'+c' if query.due else table}.reported_at {operator} ?")
            values.append(bound)
    if query.due and table != "d":
        some = marks(len(query.due))
        parts.append(f"c.id IN (SELECT d.complaint_id FROM clock d WHERE d.clock IN ({some}) AND {_RUNNING})")
        values += [*query.due, query.due_before]
    return parts, values


_ELSEWHERE = frozenset({"phone", "acting"})
"""Filters that look into other tables, too."""


def _fitting(name: str, wanted: Sequence[str], plus: str) -> tuple[str, Sequence[str]]:
    """Return the condition that a filter is of a complaint `c`, whatever drives the select, and its values."""
    some = f"IN ({marks(len(wanted))})"
    if name == "phone":
        return f"c.id IN (SELECT complaint_id FROM phone WHERE phone {some})", wanted
    if name == "acting":
        helped = f"SELECT a.complaint_id FROM assignment a WHERE a.unit {some} AND {HELPS}"
        return f"({plus}c.unit {some} OR c.id IN ({helped}))", (*wanted, *wanted)
    return f"{plus}c.{name} {some}", wanted


def _unfitting(name: str, unwanted: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the condition that none of a filter's values is of a complaint `c`, and its values.

    No index finds what has none of them: it is asked of each complaint that is walked by.
    """
    some = f"IN ({marks(len(unwanted))})"
    if name == "phone":
        return f"NOT EXISTS (SELECT 1 FROM phone p WHERE p.complaint_id = c.id AND p.phone {some})", unwanted
    if name == "acting":
        helped = f"SELECT 1 FROM assignment a WHERE a.complaint_id = c.id AND a.unit {some} AND {HELPS}"
        return f"coalesce(c.unit, '') NOT {some} AND NOT EXISTS ({helped})", (*unwanted, *unwanted)
    return f"coalesce(c.{name}, '') NOT {some}", unwanted


def select(query: Query, helping: Sequence[str] | None = None) -> tuple[str, list[object]]:
    """Return the SQL and the values of a query. One complaint may come more than once, one after the other.

    `helping`: see `groups`.
    """
    if query.sort != "reported_at":
        from aduan_cli.store.common.sorting import order_of

        plus = "+" if query.due else ""
        parts, values = _shared(query, "c", dict(query.where), plus, several=plus)
        text = f"{SELECT}{FROM} WHERE {' AND '.join(parts) or '1'}{order_of(query)}"
        return (text, values) if query.limit is None else (f"{text} LIMIT ?", [*values, query.limit])
    found = groups(query, helping)
    branches = [branch for group in found for branch in group]
    values = [value for branch in branches for value in branch.values]
    way = "ASC" if query.ascending else "DESC"
    text = " UNION ALL ".join(branch.text(_columns(branch.table)) for branch in branches)
    text += f" ORDER BY {_place(query.sort)} {way}, {_place('id')} {way}"
    if query.limit is not None:
        text += " LIMIT ?"
        values.append(query.limit * max(map(len, found)))
    return text, values


def near(at: int, shared: Sequence[Shared]) -> tuple[str, list[object]]:
    """Return the SQL and the values of what is nearest to a moment: of each that is shared two walks of its index."""
    walks = []
    values: list[object] = []
    for name, value, span, most in shared:
        table, key = ("phone", "complaint_id") if name == "phone" else ("complaint", "id")
        for bounds, way, first, last in (
            ("reported_at >= ? AND reported_at <= ?", "DESC", at - span, at),
            ("reported_at > ? AND reported_at <= ?", "ASC", at, at + span),
        ):
            order = f"ORDER BY reported_at {way}, {key} {way} LIMIT ?"
            walks.append(f"SELECT * FROM (SELECT {key} FROM {table} WHERE {name} = ? AND {bounds} {order})")
            values += (value, first, last, most)
    return f"{SELECT}{FROM} WHERE c.id IN ({' UNION ALL '.join(walks)})", values


def _place(name: str) -> int:
    """Return the place of a column in the select: the one way of naming it that fits one select and several."""
    return 1 + ("id", *STORED).index(name)


def fts_expression(words: str) -> str:
    """Turn what a person types into an FTS5 expression; all of it must be there."""
    return " ".join(
        '"' + bare.replace("\0", " ") + '"' + ("*" if open_ended else "")
        for bare, open_ended in search_terms(words)
        if any(character.isalnum() for character in bare)
    )
