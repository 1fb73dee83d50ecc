"""Heads of two rows: detail names (`NAMA`, `ALAMAT`, `HP`) below a cell that is merged over them (`PELAPOR`)."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST = 40


def merged(top: Sequence[str], below: Sequence[str], wanted: Sequence[str]) -> list[str] | None:
    """Return the names of the columns of two rows that are one head; None: the lower one is no part of it.

    `wanted` are the columns that a map names (casefolded). A column is called by both its names (`PELAPOR NAMA`) or by
    its own, whichever the map names; else by its own where no other column has it.
    """
    width = max(len(top), len(below))
    top, below = [*top, *[""] * (width - len(top))], [*below, *[""] * (width - len(below))]
    spread, above = "", []
    for name, detail in zip(top, below, strict=True):
        spread = name or spread
        above.append(name or (spread if detail else ""))
    if not _are_details(top, above, below, wanted):
        return None
    names: list[str] = []
    for name, detail in zip(above, below, strict=True):
        used = {known.casefold() for known in names}
        known = [n for n in (f"{name} {detail}".strip(), detail, name) if n.casefold() in wanted]
        free = [n for n in known if n.casefold() not in used]
        own = detail if [*below, *top].count(detail) == 1 else f"{name} {detail}".strip()
        names.append(free[0] if free else own if detail else name)
    alone = {n.casefold() for n in top if n}, {n.casefold() for n in below if n}
    found = sum(n in {name.casefold() for name in names} for n in wanted)
    best = [sum(n in row for n in wanted) for row in alone]
    return names if found > max(best) or (found == best[0] > best[1]) else None


def _are_details(top: Sequence[str], above: Sequence[str], below: Sequence[str], wanted: Sequence[str]) -> bool:
    """Say whether a row is of names below merged cells, and not the first record."""
    details = [detail for detail in below if detail]
    if len(details) < 2 or any(detail[0].isdigit() or len(detail) > _LONGEST for detail in details):
        return False
    cells = list(zip(top, above, below, strict=True))
    if any(name.casefold() in wanted and detail and detail.casefold() not in wanted for name, _a, detail in cells):
        return False
    return any(detail and not name and parent for name, parent, detail in cells) and all(
        parent for _name, parent, detail in cells if detail
    )
