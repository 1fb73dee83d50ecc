"""The desk's shifts: `[shifts]` of the city's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from aduan_cli.i18n import _
from aduan_cli.problems import Problems, quoted
from aduan_cli.rules.language.conditions import span
from aduan_cli.rules.language.declare import Source

if TYPE_CHECKING:
    from aduan_cli.compiled import Shift


def shifts_of(city: Source, problems: Problems) -> list[Shift]:
    """Return name, first minute and the minute behind the last of each shift; one without a length is reported."""
    made: list[list[object]] = []
    for name, text in city.data.get("shifts", {}).items():
        start, end = span(text)
        if start == end:
            what = _("{span} is empty").format(span=quoted(text))
            problems.error(city.file, ("shifts", name), what, _("'00:00-24:00' is the whole day"))
        else:
            made.append([name, start, end])
    return cast("list[Shift]", made)
