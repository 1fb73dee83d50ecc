"""No more rows than asked for, and one line on stderr when there are more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aduan_cli.cli.root import Context
from aduan_cli.i18n import _
from aduan_cli.model import Complaint


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


def tell_more(context: Context, shown: Limited, count: int) -> None:
    """Say on stderr, in one line, when there are more than were printed."""
    if shown.more:
        context.say(_("more than {count} were found; --limit 0 shows all").format(count=count))
