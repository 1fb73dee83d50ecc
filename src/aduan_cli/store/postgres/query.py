"""Questions as SQL for the server.

What `list` asks has an index in the order of times. A filter of several values is asked once for each, each for no more
than is wanted, so that no walk grows with what is stored.
"""

from __future__ import annotations

from itertools import product

from aduan_cli.complaint.fields import FIELDS, STORED
from aduan_cli.store.postgres.tables import BOUNCED, ESCALATED, GIVEN_BACK, HELPS, RUNNING, UNANSWERED
from aduan_cli.store.postgres.texts import kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aduan_cli.stored import Query, Shared

    Filters = Mapping[str, tuple[str, ...]]
    Sql = tuple[str, list[object]]

_IS_LINKED = "EXISTS (SELECT FROM link l WHERE l.complaint_id = c.id) AS is_linked"
SELECT = "SELECT " + ", ".join([*(f"c.{name}" for name in ("id", *STORED)), _IS_LINKED])
"""The last column says whether there is more to look up about a complaint."""
FROM = " FROM complaint c"
_HELP_BACK = f"SELECT a.complaint_id FROM assignment a WHERE {GIVEN_BACK}"
_ONCE = (
    f"{GIVEN_BACK} AND NOT EXISTS (SELECT FROM assignment b WHERE b.complaint_id = a.complaint_id AND b.id < a.id"
    f" AND {GIVEN_BACK.replace('a.', 'b.')})"
)
"""Of several parts of a complaint that were given back the first."""
_FLAGS = {
    "open": "c.open = 1",
    "unanswered": UNANSWERED,
    "bounced": f"c.id IN (SELECT b.id FROM complaint b WHERE {BOUNCED.replace('c.', 'b.')} UNION ALL {_HELP_BACK})",
    "escalated": ESCALATED,
    "given_back": f"c.id IN ({_HELP_BACK})",
}
_MOST_BRANCHES = 200
_NUMBERS = frozenset(field.name for field in FIELDS if field.is_number)
_SOURCES = {
    "c": " FROM complaint c",
    "p": " FROM phone p JOIN complaint c ON c.id = p.complaint_id",
    "a": " FROM assignment a JOIN complaint c ON c.id = a.complaint_id",
}
"""By the name of the table that drives a select where its complaints come from."""


def where(query: Query, leaving_out: Iterable[str] = ()) -> Sql:
    """Return the condition that a query is of complaints `c`, without some of its filters."""
    parts: list[str] = []
    values: list[object] = []
    for name, wanted in query.where:
        if name not in leaving_out:
            part, given = _fitting(name, wanted)
            parts.append(part)
            values += given
    for name, unwanted in query.without:
        part, given = _unfitting(name, unwanted)
        parts.append(part)
        values += given
    parts += [_FLAGS[flag] for flag in query.flags]
    for bound, operator in ((query.since, ">="), (query.until, "<")):
        if bound is not None:
            parts.append(f"c.reported_at {operator} %s")
            values.append(bound)
    if query.due:
        running = f"d.clock = ANY(%s) AND {RUNNING} AND d.due_at < %s"
        parts.append(f"c.id IN (SELECT d.complaint_id FROM clock d WHERE {running})")
        values += [list(query.due), query.due_before]
    return " AND ".join(parts) or "true", values


def _values(name: str, values: Sequence[str]) -> list[object]:
    """Return the values of a filter as its column has them."""
    return [int(value) if name in _NUMBERS else kept(value) for value in values]


def _fitting(name: str, wanted: Sequence[str]) -> Sql:
    """Return the condition that a filter is, and its values."""
    some = _values(name, wanted)
    if name == "phone":
        return "c.id IN (SELECT p.complaint_id FROM phone p WHERE p.phone = ANY(%s))", [some]
    if name == "acting":
        led = "SELECT l.id FROM complaint l WHERE l.unit = ANY(%s)"
        helped = f"SELECT a.complaint_id FROM assignment a WHERE a.unit = ANY(%s) AND {HELPS}"
        return f"c.id IN ({led} UNION ALL {helped})", [some, some]
    return (f"c.{name} = %s", some) if len(some) == 1 else (f"c.{name} = ANY(%s)", [some])


def _unfitting(name: str, unwanted: Sequence[str]) -> Sql:
    """Return the condition that none of a filter's values is of a complaint `c`, and its values."""
    some = _values(name, unwanted)
    if name == "phone":
        return "NOT EXISTS (SELECT 1 FROM phone p WHERE p.complaint_id = c.id AND p.phone = ANY(%s))", [some]
    if name == "acting":
        helped = f"SELECT 1 FROM assignment a WHERE a.complaint_id = c.id AND a.unit = ANY(%s) AND {HELPS}"
        return f"coalesce(c.unit, '') <> ALL(%s) AND NOT EXISTS ({helped})", [some, some]
    return f"coalesce(c.{name} <> ALL(%s), true)", [some]


def _driver(query: Query) -> list[tuple[str, tuple[str, ...]]]:
    """Return the filters whose values are asked one by one: phones; who acts or leads, with the states; or the first of
    several values."""
    filters = {name: tuple(dict.fromkeys(values)) for name, values in query.where}
    chosen = [name for name in filters if name in ("phone", "acting")][:1]
    if not chosen:
        chosen = [name for name, values in filters.items() if len(values) > 1][:1]
    if chosen and chosen[0] in ("acting", "unit", "status"):
        chosen += [name for name in ("unit", "status") if name in filters and name not in chosen]
    branches = 1
    for name in chosen:
        branches *= len(filters[name])
    return [(name, filters[name]) for name in chosen] if 0 < branches <= _MOST_BRANCHES else []


def select(query: Query) -> Sql:
    """Return the SQL of a query in its order, and its values."""
    if query.sort != "reported_at":
        from aduan_cli.store.common.sorting import order_of

        order = order_of(query)
    else:
        way = "ASC" if query.ascending else "DESC"
        order = f" ORDER BY c.reported_at {way}, c.id {way}"
        driver = [] if query.limit is None or query.due else _driver(query)
        if (query.bounced or query.given_back) and not (query.limit is None or query.due or driver):
            return _came_back(query, order)
        if driver:
            return _merged(query, driver, order)
    text, values = where(query)
    found = f"{SELECT}{FROM} WHERE {text}{order}"
    return (found, values) if query.limit is None else (f"{found} LIMIT %s", [*values, query.limit])


def _merged(query: Query, driver: Sequence[tuple[str, tuple[str, ...]]], order: str) -> Sql:
    """Return the SQL of the first of each combination of a driver's values, of which the first are taken."""
    names = [name for name, _values in driver]
    rest, shared = where(query, leaving_out=names)
    branches: list[str] = []
    values: list[object] = []
    for table, columns in _tables(names):
        within = order.replace("c.reported_at", f"{table}.reported_at")
        if table != "c":
            within = within.replace("c.id", f"{table}.complaint_id")
        for combination in product(*(given for _name, given in driver)):
            parts = [f"{column} = %s" for column in columns]
            parts += [HELPS] if table == "a" else []
            text = " AND ".join([*parts, rest])
            branches.append(f"(SELECT c.id{_SOURCES[table]} WHERE {text}{within} LIMIT %s)")
            values += [*_typed(names, combination), *shared, query.limit]
    found = f"{SELECT}{FROM} WHERE c.id IN ({' UNION ALL '.join(branches)}){order} LIMIT %s"
    return found, [*values, query.limit]


def _came_back(query: Query, order: str) -> Sql:
    """Return the SQL of the first of what leading units gave back, and of what helping units did, each by its index."""
    rest, shared = where(query._replace(bounced=False, given_back=False))
    tables = [("a", _ONCE)] if query.given_back else [("c", BOUNCED), ("a", _ONCE)]
    branches: list[str] = []
    values: list[object] = []
    for table, condition in tables:
        within = order
        if table == "a":
            within = order.replace("c.reported_at", "a.reported_at").replace("c.id", "a.complaint_id")
        branches.append(f"(SELECT c.id{_SOURCES[table]} WHERE {condition} AND {rest}{within} LIMIT %s)")
        values += [*shared, query.limit]
    found = f"{SELECT}{FROM} WHERE c.id IN ({' UNION ALL '.join(branches)}){order} LIMIT %s"
    return found, [*values, query.limit]


def _typed(names: Sequence[str], combination: Sequence[str]) -> list[object]:
    return [_values(name, [value])[0] for name, value in zip(names, combination, strict=True)]


def _tables(names: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return where a driver's values stand: for each table the columns, in the order of the names."""
    if names[0] == "phone":
        return [("p", ["p.phone"])]
    if names[0] == "acting":
        others = names[1:]
        of_part = {"status": "a.complaint_status"}
        led = ["c.unit", *(f"c.{name}" for name in others)]
        return [("c", led), ("a", ["a.unit", *(of_part.get(name, f"c.{name}") for name in others)])]
    return [("c", [f"c.{name}" for name in names])]


def near(at: int, shared: Sequence[Shared]) -> Sql:
    """Return the SQL of what is nearest to a moment: of each that is shared two walks of its index."""
    walks = []
    values: list[object] = []
    for name, value, span, most in shared:
        table, key = ("phone", "complaint_id") if name == "phone" else ("complaint", "id")
        for bounds, way, first, last in (
            ("reported_at >= %s AND reported_at <= %s", "DESC", at - span, at),
            ("reported_at > %s AND reported_at <= %s", "ASC", at, at + span),
        ):
            order = f"ORDER BY reported_at {way}, {key} {way} LIMIT %s"
            walks.append(f"(SELECT {key} FROM {table} WHERE {name} = %s AND {bounds} {order})")
            values += (kept(value), first, last, most)
    return f"{SELECT}{FROM} WHERE c.id IN ({' UNION ALL '.join(walks)})", values
