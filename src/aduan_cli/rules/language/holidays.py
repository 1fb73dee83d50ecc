"""The days that are holidays: those of `rules.toml`, and those of the file that it names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol

from aduan_cli.i18n import _
from aduan_cli.problems import Path, Problems, quoted
from aduan_cli.rules.language.declare import Source
from aduan_cli.rules.language.shape import each
from aduan_cli.rules.language.values import is_day


class Holidays(NamedTuple):
    """Days as in `2026-12-25`, ascending; what those are called that have a name, and those that are joint leave."""

    dates: list[str]
    names: dict[str, str]
    joint_leave: list[str]


class HolidayFile(Protocol):
    """A file of holidays: `data` has `dates`, and by date `names`; `joint_leave` are those dates."""

    @property
    def path(self) -> str: ...
    @property
    def data(self) -> dict[str, Any]: ...


def holidays_of(city: Source, files: Iterable[HolidayFile], problems: Problems) -> Holidays:
    """Return the holidays; what is no day goes to `problems`."""
    written: list[tuple[str, Path, list[str]]] = [
        (city.file, ("holidays", "dates"), city.data.get("holidays", {}).get("dates", []))
    ]
    names: dict[str, str] = {}
    joint: set[str] = set()
    for file in files:
        written.append((file.path, ("dates",), file.data["dates"]))
        names |= file.data.get("names", {})
        joint |= set(file.data.get("joint_leave", ()))
    dates: set[str] = set()
    for path, where_, texts in written:
        for text, where in each(texts, where_):
            if is_day(text):
                dates.add(text)
            else:
                what = _("there is no day {date}").format(date=quoted(text))
                problems.error(path, where, what, _("a date as in '2026-12-25' would be right"))
    return Holidays(sorted(dates), {day: name for day, name in names.items() if day in dates}, sorted(joint & dates))
