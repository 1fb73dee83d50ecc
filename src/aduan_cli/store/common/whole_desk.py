"""What holds of a desk that is taken in whole: rows of one table after the other, and nothing that differs from the
events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from operator import itemgetter

from aduan_cli.errors import NotAllowedError, StoreError
from aduan_cli.i18n import _, ngettext
from aduan_cli.stored import Break, Difference
from aduan_cli.transfer import KeptTable, Row

ANYTHING = "SELECT EXISTS (SELECT 1 FROM event) OR EXISTS (SELECT 1 FROM complaint) OR EXISTS (SELECT 1 FROM revision)"
"""Whether a store has anything of a desk."""
_TOLD = 3
"""Things that are wrong and are told; the rest are counted."""


def refuse_filled(where: str) -> NotAllowedError:
    """Return what is raised where a desk is to be taken in by a store that has one."""
    sentence = _("{path}: something is stored there already; a desk is taken in whole, where nothing is yet")
    return NotAllowedError(sentence.format(path=where))


def runs(rows: Iterable[tuple[KeptTable, Row]], size: int) -> Iterator[tuple[KeptTable, list[Row]]]:
    """Yield rows together with those of the same table that follow, at most so many."""
    for table, some in groupby(rows, itemgetter(0)):
        while part := [row for _table, row in islice(some, size)]:
            yield table, part


def refuse_unsound(broken: Iterable[Break], differing: Iterable[Difference]) -> None:
    """Raise `StoreError` where the chain of events is broken, or tables are not what the events say."""
    told = [f"{_('event {number}').format(number=one.event)}: {one.what}" for one in broken]
    told += map(_difference_line, differing)
    if told:
        sentence = ngettext(
            "nothing was taken in: {count} thing is not as it must be: {things}",
            "nothing was taken in: {count} things are not as they must be: {things}",
            len(told),
        )
        things = "; ".join(chain(told[:_TOLD], ["..."] if len(told) > _TOLD else []))
        raise StoreError(sentence.format(count=len(told), things=things))


def _difference_line(one: Difference) -> str:
    place = ", ".join(part for part in (one.ticket, one.field) if part)
    if one.why is not None:
        return f"{place}: {one.why}"
    sentence = _("{place}: the events say {said}, but {stands} is there")
    return sentence.format(place=place, said=one.said, stands=one.stands)
