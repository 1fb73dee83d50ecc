"""The account of a day: a row for each unit and kind, and for people what there is of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from aduan_cli.complaint import events
from aduan_cli.complaint.fields import STATUSES
from aduan_cli.i18n import _
from aduan_cli.render.records import FOR_PEOPLE, write_json
from aduan_cli.render.rows import write_rows
from aduan_cli.render.table import write_table, write_text
from aduan_cli.value_words import said

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.figures import Account, AccountLine

COLUMNS = ("day", "scope", "unit", "kind", "received", *STATUSES)
MOVES = (
    events.LOGGED, events.IMPORTED, events.ACKNOWLEDGED, events.STARTED, events.HELD, events.RETURNED, events.ASSIGNED,
    events.REFERRED, events.RESOLVED, events.CLOSED, events.REJECTED, events.MERGED, events.ANSWERED, events.REOPENED,
    events.UNMERGED, events.CALLED_BACK,
)  # fmt: skip
"""Types of events that a report of what was done counts, in this order."""


def write_account(
    account: Account, day: str, since: str, until: str, differences: Sequence[Mapping[str, object]], format_: str
) -> None:
    """Print the account of a day (`2026-11-23`, from `since` until before `until`).

    `differences` say `where` and `what` is not as the events say.
    """
    rows = [_row(line, day) for line in account.lines]
    if format_ in ("csv", "tsv"):
        write_rows(rows, format_, COLUMNS)
    elif format_ not in FOR_PEOPLE:
        whole = {
            "day": day,
            "since": since,
            "until": until,
            "adds_up": account.adds_up,
            "lines": rows,
            "moved": moves_of(account.moved),
            "differences": list(differences),
        }
        write_json([whole], format_, one=True)
    else:
        _write_for_people(account, day, format_)


def _row(line: AccountLine, day: str) -> dict[str, object]:
    scope = "whole" if line.is_whole else "unit"
    states = {status: line.states.get(status, 0) for status in STATUSES}
    return {"day": day, "scope": scope, "unit": line.unit, "kind": line.kind, "received": line.received, **states}


def _write_for_people(account: Account, day: str, format_: str) -> None:
    """Print who has how many in which state; states and kinds alone that there are."""
    units = [line for line in account.lines if not line.is_whole and line.kind is None]
    kinds = [line for line in account.lines if line.is_whole]
    states = [status for status in STATUSES if kinds[-1].states.get(status)]
    shown = [*units, *(kinds if len(kinds) > 2 else kinds[-1:])]
    title = _("The account of {day}").format(day=day)
    write_text(sys.stdout, f"# {title}\n\n" if format_ == "md" else f"{title}\n")
    if kinds[-1].received:
        header = ("unit", "received", *(said("status", status) for status in states))
        cells = [[_name(line), line.received, *(line.states.get(status, 0) for status in states)] for line in shown]
        write_table(header, cells, format_)
    else:
        write_text(sys.stdout, _("no call came") + "\n")
    write_text(sys.stdout, "\n" + _("Done that day: {moves}").format(moves=moves_told(account.moved)) + "\n")


def _name(line: AccountLine) -> str:
    if not line.is_whole:
        return said("unit", line.unit) if line.unit else "-"
    return _("in all") if line.kind is None else _("in all: {kind}").format(kind=said("kind", line.kind))


def moves_of(moved: Mapping[str, int]) -> dict[str, int]:
    """Return how often each move was made, also those that nobody made."""
    return {name: moved.get(name, 0) for name in MOVES}


def moves_told(moved: Mapping[str, int]) -> str:
    """Return what was done, in a line: `12 logged, 9 resolved`; in a word where it was nothing."""
    told = [f"{moved[name]} {said('event', name)}" for name in MOVES if moved.get(name)]
    return ", ".join(told) or _("nothing")
