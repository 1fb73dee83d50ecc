"""Complaints chosen by the filters of `list` for a command that changes them, once its plan was shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from aduan_cli.cli import filters, keyboard, lived
from aduan_cli.cli.context import Context
from aduan_cli.cli.values import unknown
from aduan_cli.column_words import column_of
from aduan_cli.complaint.moves import LIFE
from aduan_cli.complaint.moving import AskedMove
from aduan_cli.errors import AduanError, ProofError, StoreError, UsageError
from aduan_cli.flow.lifecycle import Moved, Moving
from aduan_cli.i18n import _
from aduan_cli.model import ANY, FILTERS

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.stored import Query

_FLAGS = ("open", "unanswered", "bounced", "escalated", "mine")
_TIMES = ("since", "until", "due-before")
_LATE = "late"
"""It stands alone, or with a clock."""
NAMES = (*(f"{name}=" for name in FILTERS), *_FLAGS, *(f"{name}=" for name in _TIMES), _LATE)
"""How each filter is written, up to its value."""
_MOST = 20
"""Complaints of a plan that are told one by one."""


def query(desk: Desk, given: Iterable[str], helping: bool) -> Query:
    """Return the query of filters as `--where` takes them, the oldest first. Raises `UsageError`.

    `helping`: a unit is looked for where it helps, too.
    """
    values: dict[str, Any] = {
        **dict.fromkeys(FILTERS, ()),
        **dict.fromkeys(_FLAGS, False),
        **dict.fromkeys(_TIMES),
        _LATE: None,
        "sort": "reported_at",
        "reverse": True,
    }
    for one in given:
        word, mark, value = (part.strip() for part in one.partition("="))
        name = column_of(word, FILTERS) or word.lower()
        if name not in values or name in ("sort", "reverse"):
            raise unknown(_("filter"), word, (*FILTERS, *_FLAGS, *_TIMES, _LATE))
        if name == _LATE and not mark:
            value = ANY
        elif (name in _FLAGS) == bool(mark) or (mark and not value):
            right = name if name in _FLAGS else f"{name}=..."
            raise UsageError(_("--where {given}: {right} would be right").format(given=one, right=right))
        values[name] = True if name in _FLAGS else (*values[name], value) if name in FILTERS else value
    values["due_before"] = values.pop("due-before")
    return filters.query(desk, values, helping)


def tickets(context: Context, looking: Moving, asked: AskedMove, where: Sequence[str], sure: bool) -> tuple[str, ...]:
    """Return the tickets that a move would change, once its plan was shown and somebody is `sure` of it.

    Among them those that lack a proof: they fail by themselves, and are named.

    A unit is looked for where it leads, and where it helps as well if the move is of its own part. Raises `UsageError`
    where nobody can be asked, `NotAllowedError` where the answer is no.
    """
    would: list[Moved] = []
    unproven: list[str] = []
    refused = 0
    store = context.desk.store
    leading, helping = (query(context.desk, where, helping) for helping in (False, True))
    for complaint in list(store.find(leading if asked.unit is None else helping)):
        try:
            moved = looking.move(complaint.ticket, asked)
            would += [moved] if moved.changed else []
        except StoreError:
            raise
        except ProofError:
            unproven.append(complaint.ticket)
        except AduanError:
            refused += 1
    shown = [] if sure else would[:_MOST]  # Nobody is asked: what was moved is told once, when it is.
    for moved in shown:
        context.say(lived.line(context.desk.rules, moved))
    if not sure and len(would) > _MOST:
        context.say(_("... and {count} more").format(count=len(would) - _MOST))
    sentence = _("to be moved: {count}")
    if refused:
        sentence = _("to be moved: {count}; {verb} is not possible for {refused} that fit the filter as well")
    context.say(sentence.format(count=len(would), verb=asked.verb, refused=refused))
    if unproven:
        context.say(_("without the proof that their category asks for: {tickets}").format(tickets=", ".join(unproven)))
    if asked.unit is None and LIFE[asked.verb].of_unit and leading != helping:
        helped = store.count(helping) - store.count(leading)
        if helped:
            sentence = _("where the unit only helps nothing moves: {count}; --unit UNIT moves its own part")
            context.say(sentence.format(count=helped))
    if would and not sure:
        keyboard.be_sure(_("Move them?"), _("nothing was moved"))
    return (*(moved.complaint.ticket for moved in would), *unproven)
