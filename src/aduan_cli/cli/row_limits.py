"""No more rows than asked for, and one line on stderr when there are more."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from aduan_cli.cli import options
from aduan_cli.cli.context import Context
from aduan_cli.complaint.complaint import Complaint
from aduan_cli.i18n import _
from aduan_cli.modes import file_of
from aduan_cli.storable import storable

SHOWN = 50
"""Rows for a person, where no `--limit` says otherwise."""
MOST = 1_000_000_000
"""Rows that `--limit` can ask for; a store counts no further."""


def most_rows(limit: int | None, format_: str | None) -> int | None:
    """Return how many rows to print; None: all. What a program reads from a file or a pipe is whole unless it asks."""
    if limit is None:
        return SHOWN if _is_for_a_person(format_) else None
    return min(limit, MOST) or None


def _is_for_a_person(format_: str | None) -> bool:
    return format_ in (None, "table") or sys.stdout.isatty()


class Limited:
    """Hands on at most `limit` complaints (None: all) and knows afterwards whether there were more."""

    def __init__(self, complaints: Iterable[Complaint], limit: int | None) -> None:
        self._complaints = complaints
        self._limit = limit
        self.more = False

    def __iter__(self) -> Iterator[Complaint]:
        for number, complaint in enumerate(self._complaints):
            if number == self._limit:
                self.more = True
                return
            yield complaint


def show_limited(
    context: Context,
    find: Callable[[int | None], Iterable[Complaint]],
    most: int | None,
    format_: str | None,
    reveal: bool,
    columns: Sequence[str] | None,
    searched: str = "",
    helping: Collection[str] = (),
    due: bool = False,
    perhaps: Callable[[Complaint], str | None] | None = None,
) -> None:
    """Print at most so many complaints of those that `find` (given how many to look for) yields, and say of more."""
    context.page(format_)
    shown = Limited(find(most and most + 1), most)
    printed = options.show_records(
        context.desk,
        shown,
        format_ or "table",
        reveal=reveal,
        columns=columns,
        searched=searched,
        helping=helping,
        due=due,
        perhaps=perhaps,
    )
    _tell_more(context, shown, printed, format_)


def _tell_more(context: Context, shown: Limited, count: int, format_: str | None) -> None:
    """Say on stderr, in one line, when there are more than were printed: also with -q, for nothing else shows it.

    To a person also that there are none: a program sees that itself, and what cron starts stays silent.
    """
    if not count and _is_for_a_person(format_):
        context.say(_nothing(context.options.get("store")))
    if shown.more:
        context.tell(_("more than {count} were found; --limit 0 shows all").format(count=count))


def _nothing(store: str | None) -> str:
    """Return what is said where nothing was found; of a file that was named and isn't there, that as well."""
    path = file_of(store or "")
    if not path or "://" in path or os.path.exists(path):
        return _("nothing was found")
    return _("nothing was found") + "; " + _("{path}: there is no such file").format(path=storable(path))
