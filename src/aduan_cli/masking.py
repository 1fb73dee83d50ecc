"""What of a caller is shown: the one place that masks, and that knows again what it masked.

Without `--reveal` a caller's name is `S***`, the address `***`, phones as `phones.mask_phone` leaves them; so are
phones in answers, in columns that an import kept and in keys. Place and wording of the complaint stay: whoever
acts needs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from aduan_cli.phones import mask_phone, normalise_phone, phone_keys

HIDDEN = "***"
"""What stands for what is hidden, however long it was."""
_LEAST = 9
"""Digits of a phone in a free text; fewer may be a meter, a house, a date."""
_RUN = r"(?<![^\W_])\+?[0-9](?:[\s().\-\u2010-\u2015]{0,3}[0-9]){8,14}(?![^\W_])"
_DATE = r"[0-9]{1,2}[-.][0-9]{1,2}[-.](?:19|20)[0-9]{2}\b|(?:19|20)[0-9]{2}[-.][0-9]{1,2}[-.][0-9]{1,2}\b"
_MASKED_NAME = r"[^\W_]?\*\*\*"
_MASKED_NUMBER = r"\+?[0-9]{2,5}\*{3,}[0-9]{2,3}"

Value = Callable[[str], Any]


def mask_name(name: str | None) -> str | None:
    """Return a name's first letter and `***`; None for none."""
    if name is None:
        return None
    return next((character for character in name if character.isalpha()), "") + HIDDEN


def mask_address(address: str | None) -> str | None:
    """Return `***` for an address, None for none."""
    return None if address is None else HIDDEN


def mask_phones(value: Any) -> Any:
    """Return a value with the phones in its texts masked: a key, an answer, what a column held, in lists and objects.

    A phone begins as one does (0, +, 62, 8) and has nine digits or more; a number without leading 0 counts, for a
    spreadsheet eats it.
    """
    if isinstance(value, str):
        return re.sub(_RUN, _masked_run, value)
    if isinstance(value, (list, tuple)):
        return [mask_phones(item) for item in value]
    if isinstance(value, dict):
        return {name: mask_phones(item) for name, item in value.items()}
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 10 ** (_LEAST - 1):
        text = str(int(value))
        masked = mask_phones(text)
        return value if masked == text else masked
    return value


def _masked_run(match: re.Match[str]) -> str:
    run = match[0]
    if not run.startswith(("0", "+", "62", "8")) or re.match(_DATE, run):
        return run
    number = normalise_phone(run)
    return str(mask_phone(number)) if phone_keys(number) else run


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
    found += [field for field in ("key", "answers", "fields") if _has_masked(value(field))]
    return tuple(found)


def _has_masked(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_masked, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_has_masked, value))
    return isinstance(value, str) and re.search(_MASKED_NUMBER, value) is not None
