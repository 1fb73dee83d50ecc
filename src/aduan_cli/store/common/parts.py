"""Who was to act on a complaint, and since when: the rows of `assignment` as the complaint's events tell them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from aduan_cli.complaint.assignments import LEAD, SUPPORT, Reassigned, assignments_of, reassigned
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.stored import Difference

ASSIGNMENT = ("unit", "role", "status", "assigned_at", "acknowledged_at", "ended_at", "result")
"""Columns of an assignment. The last two of no event yet: nothing stands in `acknowledged_at` and `result`."""
OF_COMPLAINT = {"reported_at": "reported_at", "complaint_status": "status"}
"""Columns of an assignment that are its complaint's, by which it is found: the complaint's names of them."""
_UNIT, _ROLE, _STATUS, _ENDED = (ASSIGNMENT.index(name) for name in ("unit", "role", "status", "ended_at"))
_States = tuple["object", "object", "tuple[Any, ...]"]
_NOWHERE: _States = ("new", None, ())
"""The state, the unit and those that help of what has just begun: nobody acts."""

Row = list["Any"]
_Place = tuple["str", "str"]


class Parts:
    """The assignments of one complaint, in the order in which they began.

    `exact`: its events say all of it. Those of an older version only say who acts now, and where the lead is.
    """

    def __init__(self) -> None:
        self.exact = True
        self.rows: list[Row] = []
        self._states = _NOWHERE

    def go_on(self, said: dict[str, Any], at: object, renamed: Sequence[tuple[str, str]] = ()) -> None:
        """Go on to what a complaint is from then on; `renamed`: units (old id, new id) that go on."""
        states = said.get("status"), said.get("unit"), tuple(said.get("support") or ())
        if states == self._states:
            return
        before, self._states = self._states, states
        for old, new in renamed:
            for row in self._acting():
                if row[_UNIT] == old:
                    row[_UNIT] = new
        begun, ended, _renamed, moved = _between(before, states)
        if not self.rows:
            self.rows = [[*one, at, None, None, None] for one in begun]
            return
        held = {(row[_ROLE], row[_UNIT]): row for row in self._acting()}
        for unit, role in ended:
            if (role, unit) in held:
                held[role, unit][_ENDED] = at
        for unit, role, status in moved:
            if (role, unit) in held:
                held[role, unit][_STATUS] = status
        self.rows += [[*one[:3], at, None, None, None] for one in begun if (one.role, one.unit) not in held]

    @property
    def has_any(self) -> bool:
        """Whether somebody was ever to act."""
        return bool(self.rows) or not self.exact

    def helps(self, unit: object, status: object) -> None:
        """Note how far a unit is that helps."""
        for row in self._acting():
            if row[_ROLE] == SUPPORT and row[_UNIT] == unit:
                row[_STATUS] = status

    def differences(self, ticket: str, stored: Sequence[Sequence[Any]]) -> Iterator[Difference]:
        """Yield what differs from the rows (`ASSIGNMENT`) that stand there, in the order of their numbers."""
        if not self.exact:
            yield from self._of_older(ticket, stored)
            return
        if self.rows == [list(row) for row in stored]:
            return
        said, stands = _by_place(self.rows), _by_place(stored)
        same_rows = True
        for role, unit in sorted(said.keys() | stands.keys(), key=str):
            ours, theirs = said.get((role, unit), []), stands.get((role, unit), [])
            same_rows &= len(ours) == len(theirs)
            for number in range(max(len(ours), len(theirs))):
                one, other = (rows[number] if number < len(rows) else None for rows in (ours, theirs))
                yield from _unlike(ticket, f"{role} {unit}", one, other)
        order, there = ([f"{row[_ROLE]} {row[_UNIT]}" for row in rows] for rows in (self.rows, stored))
        if same_rows and order != there:
            yield Difference(ticket, "assignment", order, there)

    def _of_older(self, ticket: str, stored: Sequence[Sequence[Any]]) -> Iterator[Difference]:
        said = {(one.role, one.unit): one.status for one in assignments_of(_placed(*self._states))}
        stands = {(row[_ROLE], row[_UNIT]): row[_STATUS] for row in stored if row[_ENDED] is None}
        for role, unit in sorted(said.keys() | stands.keys(), key=str):
            wanted, there = said.get((role, unit)), stands.get((role, unit))
            if (wanted is None) != (there is None) or (role == LEAD and wanted != there):
                yield _differs(ticket, "assignment", f"{role} {unit}", wanted, there)

    def _acting(self) -> list[Row]:
        return [row for row in self.rows if row[_ENDED] is None]


@lru_cache(maxsize=4096)
def _between(before: _States, after: _States) -> Reassigned:
    """Return what changes of the assignments: most complaints go the same few ways."""
    return reassigned(_placed(*before), _placed(*after))


def _placed(status: object, unit: object, support: Any) -> Complaint:
    """Return a complaint with what of it says who acts."""
    return Complaint(status=status, unit=unit, support=tuple(support or ()))


def _by_place(rows: Sequence[Sequence[Any]]) -> dict[_Place, list[Sequence[Any]]]:
    found: dict[_Place, list[Sequence[Any]]] = {}
    for row in rows:
        found.setdefault((row[_ROLE], row[_UNIT]), []).append(row)
    return found


def _unlike(ticket: str, place: str, said: Sequence[Any] | None, stands: Sequence[Any] | None) -> Iterator[Difference]:
    if said is None or stands is None:
        yield _differs(ticket, "assignment", place, said and said[_STATUS], stands and stands[_STATUS])
        return
    for name, one, other in zip(ASSIGNMENT, said, stands, strict=True):
        if one != other:
            yield _differs(ticket, f"assignment.{name}", place, one, other)


def _differs(ticket: str, field: str, place: str, said: object, stands: object) -> Difference:
    one, other = ("-" if value is None else value for value in (said, stands))
    return Difference(ticket, field, f"{place}: {one}", f"{place}: {other}")
