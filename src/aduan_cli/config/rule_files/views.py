"""The saved lists of `[views]`: what they name must be there, as on the line of `list`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from aduan_cli.city_words import heads
from aduan_cli.column_words import COLUMNS as INDONESIAN
from aduan_cli.column_words import column_of
from aduan_cli.complaint.fields import COLUMNS, MORE_COLUMNS, STATUSES
from aduan_cli.config.rule_files.sources import RULES
from aduan_cli.desk_names import Names, one_of, unknown
from aduan_cli.desk_time import Zone
from aduan_cli.errors import UsageError
from aduan_cli.i18n import _
from aduan_cli.model import FILTERS, KINDS, NOT, PRIORITIES, SORTS
from aduan_cli.problems import Path, Problem
from aduan_cli.rules.language.shape import each
from aduan_cli.typed_time import parse_span
from aduan_cli.value_words import SHOWN_STATES

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules

_WORDS = {"status": (*STATUSES, *SHOWN_STATES), "kind": KINDS, "priority": PRIORITIES}
_NOON = 1_800_000_000
"""Any moment: whether a time can be read doesn't hang on when."""


def wrong_views(rules: Rules, missing: bool) -> list[Problem]:
    """Return what the saved lists of compiled rules name that isn't there.

    `missing`: a file that is left out may declare it, so that an unknown name is a warning.
    """
    problems = []
    for name, view in rules["views"].items():
        for path, check, value in _checks(rules, view, ("views", name)):
            try:
                check(value)
            except UsageError as error:
                what, _semicolon, right = str(error).partition("; ")
                severity = "warning" if missing and path[2] in ("unit", "category") else "error"
                problems.append(Problem(RULES, path, what, right or None, severity))
    return problems


def _checks(rules: Rules, view: Any, path: Path) -> Iterator[tuple[Path, Callable[[str], object], str]]:
    """Yield each value of a saved list with its place and what raises `UsageError` where it is wrong."""
    names = Names(rules)
    for filter_ in FILTERS:
        check = _word(filter_) if filter_ in _WORDS else getattr(names, filter_, _anything)
        for value, where in each(view.get(filter_, []), (*path, filter_)):
            yield where, check, value.removeprefix(NOT)
    for value, where in each(view.get("columns", []), (*path, "columns")):
        yield where, _column(rules), value
    if "sort" in view:
        yield (*path, "sort"), _order, view["sort"].removeprefix("-")
    for bound in ("since", "until"):
        if bound in view:
            yield (*path, bound), _time(rules), view[bound]


def _anything(_given: str) -> None:
    """Check nothing: an officer may be whoever has taken a call."""


def _word(field: str) -> Callable[[str], object]:
    return lambda given: one_of(field, given, _WORDS[field])


def _time(rules: Rules) -> Callable[[str], object]:
    zone = Zone(rules["zone"])
    return lambda given: parse_span(given, _NOON, zone, coming=True)


def _order(given: str) -> None:
    if column_of(given, SORTS) is None:
        raise unknown(_("order"), given, SORTS, _in_indonesian(SORTS))


def _column(rules: Rules) -> Callable[[str], object]:
    known = (*COLUMNS, *MORE_COLUMNS, *heads(rules["levels"]).values())

    def check(given: str) -> None:
        if column_of(given, known) is None:
            raise unknown(_("column"), given, known, _in_indonesian(known))

    return check


def _in_indonesian(columns: Iterable[str]) -> dict[str, str]:
    return {INDONESIAN[name]: INDONESIAN[name] for name in columns if name in INDONESIAN}
