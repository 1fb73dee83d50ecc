"""Ticket numbers: made, read back from any short form, guarded against a misheard digit.

A ticket is `BKS-261123-0042-7`: prefix, local date of the report, that day's number from 1 in four digits or
more, and a check digit by Damm's scheme over the digits of date and number as printed. Damm's quasigroup of
order 10 catches every single wrong digit and every swap of two neighbours.
Source of the table: H. Michael Damm, "Total anti-symmetrische Quasigruppen" (2004), as in Wikipedia's article
"Damm algorithm".
"""

from __future__ import annotations

import re
from functools import lru_cache

from aduan_cli.errors import NotFoundError, UsageError
from aduan_cli.i18n import _
from aduan_cli.record import TupleRecord

QUASIGROUP = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
# Patterns are compiled when first used (re remembers them): a command that needs none pays for none.
_SEPARATORS, _ASCII_SEPARATORS = r"[-\s./_‐-―−]+", r"[-\s./_]+"
_PREFIX = r"[A-Z0-9]{1,8}"
MOST_DIGITS = 9
"""Digits of the highest number that is taken for a ticket's."""
_DIGITS = f"[0-9]{{1,{MOST_DIGITS}}}"
_NUMBER = r"(?!0+$)(?:[0-9]{1,4}|[1-9][0-9]*)"  # zeros fill up to four digits, never more
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FIRST_YEAR, LAST_YEAR = 2000, 2099
"""A ticket has two digits for the year, so these are the years it can say."""


MOST_CALLS = 999_999
"""The highest number of a day that is taken from elsewhere: what follows it can still be typed."""


class TicketRef(TupleRecord):
    """What a typed ticket names: `day` is yyyymmdd; what was not typed is None.

    A `check` beside a known `day` has been verified. Without a day it can only be verified once the day is
    found: see `check_digit`.
    """

    prefix: str | None
    day: int | None
    number: int
    check: int | None


def damm(digits: str, interim: int = 0) -> int:
    """Return the check digit (0-9) of a run of ASCII digits. Over digits with their check digit it is 0.

    `interim` is that of the digits before them.
    """
    for digit in digits:
        interim = QUASIGROUP[interim][ord(digit) - 48]
    return interim


def check_digit(day: int, number: int) -> int:
    """Return the check digit of the ticket with this day (yyyymmdd) and number."""
    return damm(f"{day % 1_000_000:06d}{number:04d}")


def make_ticket(prefix: str, day: int, number: int) -> str:
    """Return the ticket of a day (yyyymmdd) and that day's number.

    Raises `UsageError` for a year that it can't say, or what is no day.
    """
    begin, interim = begin_of(prefix, day)
    counted = f"{number:04d}"
    return f"{begin}{counted}-{damm(counted, interim)}"


def begin_of(prefix: str, day: int) -> tuple[str, int]:
    """Return what every ticket of a day begins with, and the check digit of what of that is digits.

    Raises as `make_ticket` does.
    """
    date, interim = _date(day)
    return f"{prefix}-{date}-", interim


@lru_cache(maxsize=64)
def _date(day: int) -> tuple[str, int]:
    """Return the digits of a day as a ticket has them, and their check digit. Raises as `make_ticket` does."""
    if not FIRST_YEAR <= day // 10_000 <= LAST_YEAR:
        raise UsageError(
            _("the year {year} can't stand in a ticket; a year from {first} to {last} can").format(
                year=day // 10_000, first=FIRST_YEAR, last=LAST_YEAR
            )
        )
    digits = f"{day % 1_000_000:06d}"
    if _day(digits) is None:
        raise UsageError(_("{day} is no day of the calendar; 20261123 would be one").format(day=day))
    return digits, damm(digits)


def not_found(text: str) -> NotFoundError:
    """Return what is told of a ticket that no complaint has."""
    return NotFoundError(_("no ticket {text}").format(text=text))


def parse_ticket(text: str) -> TicketRef:
    """Read a ticket in its full or any short form; NotFoundError with one sentence when it can't be one.

    Six digits that form a date are a date, so `261123-7` is the day's number 7 and not number 261123.
    """
    separators = _ASCII_SEPARATORS if text.isascii() else _SEPARATORS  # Compiled in a fifth of the time.
    parts = [part for part in re.split(separators, text.strip().lstrip("#").upper()) if part]
    prefix = None
    if len(parts) > 1 and _is_prefix(parts):
        prefix = parts.pop(0)
    if not 1 <= len(parts) <= 3 or not all(re.fullmatch(_DIGITS, part) for part in parts):
        raise _unreadable(text)
    day = _day(parts[0])
    if day is not None:
        parts.pop(0)
    elif len(parts) == 3:
        raise _unreadable(text)
    if not parts or not re.fullmatch(_NUMBER, parts[0]) or (len(parts) == 2 and len(parts[1]) != 1):
        raise _unreadable(text)
    ref = TicketRef(prefix, day, int(parts[0]), int(parts[1]) if len(parts) == 2 else None)
    if day is not None and ref.check is not None and ref.check != check_digit(day, ref.number):
        raise wrong_check(text)
    return ref


def day_and_number(ticket: str) -> tuple[int | None, int]:
    """Return what `parse_ticket` says of a ticket: a whole one, as they are stored, is read in a tenth of the time."""
    parts = ticket.rsplit("-", 2)
    if len(parts) == 3 and len(parts[1]) <= 9 and (begun := _begun(parts[0])) is not None:
        (_begin, counted, check), (day, interim) = parts, begun
        number = int(counted) if counted.isdecimal() else 0
        if number and f"{number:04d}" == counted and check == str(damm(counted, interim)):
            return day, number
    ref = parse_ticket(ticket)
    return ref.day, ref.number


@lru_cache(maxsize=64)
def _begun(text: str) -> tuple[int, int] | None:
    """Return the day that a whole ticket begins with, behind its prefix, and the check digit of it."""
    prefix, _dash, date = text.rpartition("-")
    try:
        day = 20_000_000 + int(date)
        digits, interim = _date(day)
    except (ValueError, UsageError):
        return None
    return (day, interim) if digits == date and re.fullmatch(_PREFIX, prefix) else None


def refuse_misheard(ref: TicketRef, ticket: str, day: int) -> None:
    """Raise `NotFoundError` when the check digit or the prefix of a typed ticket fit not the one of its day and number.

    So a number misheard is not mistaken.
    """
    wrong_check = ref.check is not None and check_digit(day, ref.number) != ref.check
    wrong_prefix = ref.prefix is not None and not ticket.upper().startswith(ref.prefix.upper() + "-")
    if wrong_check or wrong_prefix:
        raise NotFoundError(_("no such ticket; the nearest is {ticket}: was a digit misheard?").format(ticket=ticket))


def wrong_check(text: str) -> NotFoundError:
    """Return the error for a ticket whose check digit doesn't fit its day and number."""
    return NotFoundError(
        _("ticket {ticket}: the check digit is wrong; was a digit misheard?").format(ticket=_shown(text))
    )


def _is_prefix(parts: list[str]) -> bool:
    """Whether the first part is a prefix. One of digits alone is told from a date only in a full ticket."""
    return bool(re.fullmatch(_PREFIX, parts[0])) and (not parts[0].isdigit() or len(parts) == 4)


def _day(digits: str) -> int | None:
    """Return yyyymmdd when six digits yymmdd form a date of this century, else None."""
    if len(digits) != 6:
        return None
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS_IN_MONTH[month - 1]:
        return None
    if month == 2 and day == 29 and year % 4:  # 2000 is a leap year, so every fourth of 2000-2099 is one
        return None
    return 20_000_000 + int(digits)


def _shown(text: str) -> str:
    """Return what was typed in quotes, short, with control characters escaped."""
    return repr(text if len(text) <= 40 else text[:40] + "…")


def _unreadable(text: str) -> NotFoundError:
    return NotFoundError(
        _("ticket {ticket} can't be read; write it like BKS-261123-0042-7, 261123-42, 0042-7 or 42").format(
            ticket=_shown(text)
        )
    )
