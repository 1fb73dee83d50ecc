"""Whom a phone or a ticket on the line means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aduan_cli.cli import options
from aduan_cli.errors import NotFoundError
from aduan_cli.i18n import _

if TYPE_CHECKING:
    from aduan_cli.app.desk import Desk

_BEGINS, _LEAST = ("0", "+", "62", "8"), 9
"""How a phone begins, and how many digits it has at the least, to be no ticket."""


def phones_of(desk: Desk, given: str) -> tuple[str, ...]:
    """Return the numbers of a caller. Raises `NotFoundError` for no ticket, or one whose caller left none."""
    from aduan_cli.phones import normalise_phone, phone_keys

    phones = tuple(phone_keys(normalise_phone(given)))
    begins = given.lstrip(" (").startswith(_BEGINS)
    if phones and begins and sum(character.isdigit() for character in given) >= _LEAST:
        return phones
    try:
        complaint = options.ticket(desk, given)
    except NotFoundError:
        if phones and not any(map(str.isalpha, given)):  # A local or a service number.
            return phones
        raise
    phones = tuple(phone_keys(complaint.caller_phone))
    if not phones:
        raise NotFoundError(_("{ticket}: no phone of its caller is known").format(ticket=complaint.ticket))
    return phones
