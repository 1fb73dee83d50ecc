"""Questions as SQL. What `list` and cron jobs ask has an index, so that its cost does not grow with the backlog."""

from __future__ import annotations

from itertools import product

from aduan_cli.complaint.fields import STORED
from aduan_cli.stored import search_terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from aduan_cli.stored import Query, Shared

SELECT = "SELECT " + ", ".join(f"c.{name}" for name in ("id", *STORED))
_SELECT_BY_PHONE = SELECT.replace("c.id", "p.complaint_id").replace("c.reported_at", "p.reported_at")
"""The same, by columns of `phone` where its index has them: SQLite then need not sort."""
FROM = " FROM complaint c"
_MOST_BRANCHES = 200
"""SQLite takes 500 selects in one; a filter of more values is looked up and sorted instead."""


def marks(count: int) -> str:
    """Return so many places of values."""
    return ",".join("?" * count)


class Sql:
    """A query's SQL: branches, one for each value that has its own index range, merged in order."""

    def __init__(self, query: Query) -> None:
        self.query = query
        filters = {name: tuple(dict.fromkeys(values)) for name, values in query.where}
        self.by_phone = 1 <= len(filters.get("phone", ())) <= _MOST_BRANCHES
        self.driver: list[tuple[str, tuple[str, ...]]] = []
        if self.by_phone:
            self.driver = [("phone", filters.pop("phone"))]
        else:
            names = [name for name in ("unit", "status") if name in filters]
            several = [name for name, values in filters.items() if len(values) > 1 and name != "phone"]
            chosen = names if len(names) == 2 else several[:1]
            branches = 1
            for name in chosen:
                branches *= len(filters[name])
            if branches <= _MOST_BRANCHES:
                self.driver = [(name, filters.pop(name)) for name in chosen]
        self.rest = filters

    def branches(self) -> list[tuple[str, list[object]]]:
        """Return (condition, values) of each branch. Only a complaint with several phones can be in two."""
        shared, shared_values = self._shared()
        names = [("p.phone" if name == "phone" else f"c.{name}") for name, _values in self.driver]
        found = []
        for combination in product(*(values for _name, values in self.driver)):
            parts = [f"{name} = ?" for name in names] + shared
            found.append((" AND ".join(parts) or "1", [*combination, *shared_values]))
        return found

    def repeats(self) -> int:
        """Return how many times one complaint may come, one after the other."""
        return len(self.driver[0][1]) if self.by_phone else 1

    def _shared(self) -> tuple[list[str], list[object]]:
        parts: list[str] = []
        values: list[object] = []
        # A plus keeps SQLite from choosing an index that would then have to sort.
        plus = "+" if self.driver else ""
        for name, wanted in self.rest.items():
            if name == "phone":
                parts.append(f"c.id IN ({_of_phones(len(wanted))})")
            elif len(wanted) == 1:
                parts.append(f"{plus}c.{name} = ?")
            else:
                parts.append(f"+c.{name} IN ({marks(len(wanted))})")
            values += wanted
        parts += [f"{plus}c.{flag} = 1" for flag in self.query.flags]
        at = "p.reported_at" if self.by_phone else "c.reported_at"
        for bound, operator in ((self.query.since, ">="), (self.query.until, "<")):
            if bound is not None:
                parts.append(f"{at} {operator} ?")
                values.append(bound)
        return parts, values

    def select(self) -> str:
        return _SELECT_BY_PHONE if self.by_phone else SELECT

    def source(self) -> str:
        return " FROM phone p JOIN complaint c ON c.id = p.complaint_id" if self.by_phone else FROM


def _of_phones(count: int) -> str:
    return f"SELECT complaint_id FROM phone WHERE phone IN ({marks(count)})"


def select(query: Query) -> tuple[str, list[object]]:
    """Return the SQL and the values of a query."""
    if query.sort != "reported_at":
        from aduan_cli.store.sqlite.sorting import select_in_order

        return select_in_order(query, SELECT + FROM)
    sql = Sql(query)
    values: list[object] = []
    texts = []
    for condition, given in sql.branches():
        texts.append(f"{sql.select()}{sql.source()} WHERE {condition}")
        values += given
    way = "ASC" if query.ascending else "DESC"
    text = " UNION ALL ".join(texts) + f" ORDER BY {_place(query.sort)} {way}, {_place('id')} {way}"
    if query.limit is not None:
        text += " LIMIT ?"
        values.append(query.limit * sql.repeats())
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
