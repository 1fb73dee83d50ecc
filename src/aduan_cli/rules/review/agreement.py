"""Whether a decision is what the record says: the one way in which import, backtest and learning count it."""

from __future__ import annotations

from aduan_cli.text import join_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

_MEMO = 10_000


class Agreement:
    """Compares decisions with recorded units, by the names and parents of units that some rules have.

    A record that names several units, joined by `;`, means any of lead and support; else the lead alone counts.
    A unit and its crews and area offices are one.
    """

    def __init__(self, *compiled: Rules) -> None:
        self._names: dict[str, str] = {}
        self._parents: dict[str, str | None] = {}
        for rules in reversed(compiled):
            self._names.update(rules["unit_names"])
            self._parents.update((id_, unit.get("parent")) for id_, unit in rules["units"].items())
        self._known: dict[str, str] = {}
        self._agreed: dict[tuple[str, str, tuple[str, ...]], bool] = {}

    def named(self, written: str) -> str:
        """Return the id of a unit that is written in any of its ways; what no rules know stays as it is."""
        found = self._known.get(written)
        if found is None:
            parts = [part if part in self._parents else self._named(part) for part in written.split(";")]
            found = self._known[written] = ";".join(parts)
        return found

    def _named(self, written: str) -> str:
        return self._names.get(join_pattern(written), written)

    def agrees(self, recorded: str, unit: str, support: tuple[str, ...] = ()) -> bool:
        """Say whether a decision is for a unit that the record names; `recorded` is as `named` returns it."""
        case = (recorded, unit, support)
        found = self._agreed.get(case)
        if found is None:
            if len(self._agreed) > _MEMO:
                self._agreed.clear()
            several = recorded.split(";")
            units = (unit,) if len(several) == 1 else (unit, *support)
            found = self._agreed[case] = any(self._related(one, other) for one in units for other in several)
        return found

    def _related(self, unit: str, other: str) -> bool:
        return unit in self._line(other) or other in self._line(unit)

    def _line(self, unit: str) -> frozenset[str]:
        """Return a unit with its parents."""
        line: list[str] = []
        at: str | None = unit
        while at and at not in line:
            line.append(at)
            at = self._parents.get(at)
        return frozenset(line)
