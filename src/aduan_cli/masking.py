"""What of a caller is shown: the one place that masks, and that knows again what it masked.

Without `--reveal` a caller's name is `S***`, the address `***`, phones as `phones.mask_phone` leaves them; so are
phones in answers, in columns that an import kept and in keys. Place and wording of the complaint stay: whoever
acts needs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from aduan_cli.phones import mask_phone, normalise_phone, phone_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

HIDDEN = "***"
"""What stands for what is hidden, however long it was."""
LEAST_DIGITS = 9
"""Digits of a phone in a free text; fewer may be a meter, a house, a date."""
_MOST = 15
"""Digits of a phone with all that may stand before it."""
_DATE = (
    r"(?:[0-9]{1,2}[-.][0-9]{1,2}[-.](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[-.][0-9]{1,2}[-.][0-9]{1,2})\b(?![-.][0-9])"
)
_GAP = r"[\s().\-\u2010-\u2015]{1,3}"
_RUN = rf"(?<![0-9]){_DATE}|\+?[0-9](?:[0-9]|{_GAP}(?!{_DATE})[0-9]){{8,}}"
"""A date, or digits in which a phone may be, whatever letters stand beside them."""
_NO_PHONE = 10**30
"""A number so large, or infinite, is a figure and has no phone in it."""
_MOMENT = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9])?"
_GLUED = r"8[1-9][0-9]{7}"
"""A mobile number, from its 8 on, with other digits directly before or after it."""
_MASKED_NAME = r"[^\W_]?\*\*\*"
_MASKED_NUMBER = r"\+?[0-9]{2,5}\*{3,}[0-9]{2,3}"

_WITH_PHONES = ("answer", "answers", "fields", "key", "phone", "text")
Value = Callable[[str], "Any"]


def mask_name(name: str | None) -> str | None:
    """Return a name's first letter and `***`; None for none."""
    if name is None:
        return None
    return next((character for character in name if character.isalpha()), "") + HIDDEN


def mask_address(address: str | None) -> str | None:
    """Return `***` for an address, None for none."""
    return None if address is None else HIDDEN


def mask_stored(field: str, value: object) -> object:
    """Return what stands in a stored field of a complaint, of whatever form, as it may be shown.

    `field` may be a table of what hangs on it, with a column after a dot (`phone.reported_at`).
    """
    if field in _CALLERS and value is not None:
        return _CALLERS[field](str(value))
    if field == "agreed" and isinstance(value, dict):
        return dict.fromkeys(value, HIDDEN)
    return mask_phones(value) if field.partition(".")[0] in _WITH_PHONES else value


def mask_phones(value: object) -> object:
    """Return a value with the phones in its texts masked: a key, an answer, what a column held, in lists and objects.

    A phone begins as one does (0, +, 62, 8) and has nine digits or more; a number without leading 0 counts, for a
    spreadsheet eats it. Letters may touch it, and digits: of a longer number in which a mobile one may be the first two
    digits and the last three are left. Dates and moments stay.
    """
    if isinstance(value, str):
        return re.sub(_RUN, _masked_run, value)
    if isinstance(value, (list, tuple)):
        return [mask_phones(item) for item in value]
    if isinstance(value, dict):
        return {name: mask_phones(item) for name, item in value.items()}
    if (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and 10 ** (LEAST_DIGITS - 1) <= value < _NO_PHONE
    ):
        text = str(int(value))
        masked = mask_phones(text)
        return value if masked == text else masked
    return value


def _masked_run(match: re.Match[str]) -> str:
    """Return digits with the phones in them masked: groups that are one together, and groups with one inside."""
    run = match[0]
    if re.fullmatch(_DATE, run):
        return run
    parts = re.split(f"({_GAP})", run)
    told = []
    first = 0
    while first < len(parts):
        after, masked = _masked_groups(parts, first)
        told += [masked, *parts[after : after + 1]]  # and the gap
        first = after + 1
    return "".join(told)


def _masked_groups(parts: list[str], first: int) -> tuple[int, str]:
    """Return the end of a phone that begins with a group, and it masked; else of the group alone."""
    if parts[first].startswith(("0", "+", "62", "8")):
        for after in range(min(len(parts), first + 2 * _MOST), first, -2):
            number = _phone("".join(parts[first:after]))
            if number:
                return after, str(mask_phone(number))
    group = parts[first]
    if re.search(_GLUED, group) and not re.fullmatch(_MOMENT, group):
        left = 3 if group.startswith("+") else 2
        group = group[:left] + "*" * (len(group) - left - 3) + group[-3:]
    return first + 1, group


def _phone(span: str) -> str | None:
    """Return digits and gaps as a phone; None where they are none, or one and more."""
    digits = re.sub("[^0-9]", "", span)
    if not LEAST_DIGITS <= len(digits) <= _MOST:
        return None
    number = normalise_phone(span)
    return number if len(phone_keys(number)) == 1 and str(number)[-6:] == digits[-6:] else None


def masked_fields(value: Value) -> tuple[str, ...]:
    """Return the fields of a record that hold what was masked here, so that it is not taken for what was said.

    `value` gives a field by its name (`caller.name`, `key`, `fields`); texts of objects may be their JSON.
    """
    found = []
    for field, pattern in (("caller.name", _MASKED_NAME), ("caller.address", re.escape(HIDDEN))):
        if re.fullmatch(pattern, str(value(field) or "")):
            found.append(field)
    phone = str(value("caller.phone") or "")
    if re.search(_MASKED_NUMBER, phone) or ("*" in phone and not any(c.isnumeric() for c in phone)):
        found.append("caller.phone")
    if _is_hidden(value("agreed")):
        found.append("agreed")
    found += [field for field in ("key", "answers", "fields") if _has_masked(value(field))]
    return tuple(found)


def _is_hidden(value: object) -> bool:
    """Say whether an object, or its JSON, has a value that was hidden."""
    if isinstance(value, str):
        return f'"{HIDDEN}"' in value
    return isinstance(value, dict) and HIDDEN in value.values()


def _has_masked(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_has_masked, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_has_masked, value))
    return isinstance(value, str) and re.search(_MASKED_NUMBER, value) is not None


_CALLERS: dict[str, Callable[[str], str | None]] = {
    "caller_name": mask_name,
    "caller_phone": mask_phone,
    "caller_address": mask_address,
}
