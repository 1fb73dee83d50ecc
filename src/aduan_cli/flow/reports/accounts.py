"""What a day's account says: each figure is defined here once, and computed by one function."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from aduan_cli.figures import Account, AccountLine

if TYPE_CHECKING:
    from aduan_cli.figures import Figures, Standing


def account(figures: Figures, day: int, since: int, until: int) -> Account:
    """Return the account of a local day (yyyymmdd), which lasts from `since` until before `until` in UTC seconds."""
    return Account(
        tuple(_lines(figures.standing(since, until), figures.received(since, until))),
        figures.moved(since, until),
        tuple(figures.unaccounted(day, since, until)),
    )


def _lines(found: Sequence[Standing], received: int) -> Iterable[AccountLine]:
    for unit in sorted({one.unit for one in found}, key=lambda unit: unit or ""):
        of_unit = [one for one in found if one.unit == unit]
        for kind in sorted({one.kind for one in of_unit}):
            yield _line(of_unit, kind, unit=unit)
        yield _line(of_unit, None, unit=unit)
    for kind in sorted({one.kind for one in found}):
        yield _line(found, kind)
    yield _line(found, None)._replace(received=received)


def _line(found: Sequence[Standing], kind: str | None, **of: str | None) -> AccountLine:
    counted = [one for one in found if kind in (None, one.kind)]
    states: dict[str, int] = {}
    for one in counted:
        states[one.status] = states.get(one.status, 0) + one.calls
    return AccountLine(not of, of.get("unit"), kind, sum(one.calls for one in counted), states)
