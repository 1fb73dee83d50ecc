"""A unit and what it is a part of: a crew, its unit, and so on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Unit


def lineage(units: Mapping[str, Unit], unit: str | None) -> Iterator[str]:
    """Yield a unit, or whatever stands in its place, and what it is a part of; each once."""
    seen = []
    while unit is not None and unit not in seen:
        yield unit
        seen.append(unit)
        unit = units[unit]["parent"] if unit in units else None


def root_of(units: Mapping[str, Unit], unit: str) -> str:
    """Return a unit, or of a crew or an office the unit that it belongs to."""
    *_, root = lineage(units, unit)
    return root
