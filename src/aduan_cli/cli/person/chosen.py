"""Whose calls a command about a person means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.cli import options
from aduan_cli.cli.whose import phones_of
from aduan_cli.errors import NotFoundError
from aduan_cli.i18n import _
from aduan_cli.stored import Query
from aduan_cli.value_words import label

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk
    from aduan_cli.complaint.complaint import Complaint


def calls_of(desk: Desk, given: str) -> list[Complaint]:
    """Return every call of a person, the newest first; of a ticket whose caller left no phone that one alone.

    Raises `NotFoundError` where there is none.
    """
    try:
        phones = phones_of(desk, given)
    except NotFoundError:
        return [options.ticket(desk, given)]
    found = list(desk.store.find(Query((("phone", phones),))))
    if not found:
        raise NotFoundError(_("nobody rang from {phone}, as far as is known").format(phone=given))
    return found


def line_of(one: Complaint) -> str:
    """Return a call on one line of a plan."""
    return f"{one.ticket} · {label('status', one.status)} · {' '.join(one.text.split())[:60]}"
