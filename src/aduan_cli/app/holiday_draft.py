"""A draft of a desk's holidays, from the library `holidays` (extra `[holidays]`). A person looks through it.

The library knows what was announced, and estimates what goes by the moon; nothing of it counts before it stands in a
file of the desk.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.nearness import nearest

if TYPE_CHECKING:
    from datetime import date
    from types import ModuleType

PUBLIC, GOVERNMENT = "public", "government"
"""Categories of the library: days of the nation, and those on which its offices are closed beside them; in Indonesia
these are joint leave (cuti bersama)."""
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class HolidayDraft(NamedTuple):
    """A file of holidays: its text, and how many days and of these how many of joint leave it has."""

    text: str
    days: int
    joint_leave: int


def drafted(place: str, years: Sequence[int]) -> HolidayDraft:
    """Return the holidays of a country (`ID`), or a part of one (`US-MA`), in some years, as TOML.

    Raises `UsageError` where the library is not installed, or knows no such place or year.
    """
    library = _library()
    national, all_days = (_days_of(library, place, years, kinds) for kinds in ((PUBLIC,), (PUBLIC, GOVERNMENT)))
    for year in years:
        if not any(day.year == year for day in all_days):
            raise UsageError(_("no holiday of {place} in {year} is known").format(place=place, year=year))
    head = _(
        "Holidays of {place}, {years}, as the library holidays {version} has them.\n"
        "Check each: joint leave is decided every year, and what goes by the moon is an estimate years ahead.\n"
        "joint_leave = true is cuti bersama: a calendar with joint_leave = false is open on it."
    ).format(place=place, years=", ".join(map(str, years)), version=library.__version__)
    lines = [f"# {line}" for line in head.split("\n")]
    joint_leave = [day for day in all_days if day not in national]
    for day, name in sorted(all_days.items()):
        lines += ["", "[[holiday]]", f"date = {day.isoformat()}  # {_WEEKDAYS[day.weekday()]}"]
        lines.append(f"name = {json.dumps(national.get(day, name), ensure_ascii=False)}")
        lines += ["joint_leave = true"] if day in joint_leave else []
    return HolidayDraft("\n".join(lines) + "\n", len(all_days), len(joint_leave))


def _library() -> ModuleType:
    try:
        import holidays
    except ImportError:
        what = _("the library holidays is not installed; pip install holidays would be right")
        raise UsageError(what) from None
    return holidays


def _days_of(library: ModuleType, place: str, years: Sequence[int], kinds: Sequence[str]) -> dict[date, str]:
    """Return the days of some categories by their names, as the country itself calls them."""
    country, _dash, part = place.partition("-")
    known = library.list_supported_countries(include_aliases=False)
    if country not in known:
        raise _unknown(place, country, known)
    if part and part not in known[country]:
        raise _unknown(place, part, known[country])
    made = library.country_holidays(country, subdiv=part or None)
    made = library.country_holidays(
        country,
        subdiv=part or None,
        years=years,
        categories=[kind for kind in kinds if kind in made.supported_categories],
        language=made.default_language,
    )
    return dict(made.items())


def _unknown(place: str, name: str, known: Sequence[str]) -> UsageError:
    near = nearest(name, list(known))
    right = _("did you mean {names}?").format(names=", ".join(near)) if near else _("a code as in ID would be right")
    return UsageError(_("no holidays of {place} are known; {right}").format(place=place, right=right))
