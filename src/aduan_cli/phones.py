"""Phones as callers give them and spreadsheets mangle them, brought to one form (`+62...`).

A field may hold two numbers, words, or a number whose first 0 a spreadsheet has eaten. Numbers of a field are
joined with ";". Lengths follow the Indonesian numbering plan: after the 0, mobile numbers have 9 to 12 digits
beginning with 8, landlines 8 to 11 with their area code. Nothing here raises on what a caller gave.
"""

from __future__ import annotations

import re

from aduan_cli.errors import UsageError
from aduan_cli.i18n import _

MAX_FIELD = 1_000
"""Characters of a field that are searched for numbers. A longer field is kept as words."""

# Patterns are compiled when first used (re remembers them): a command that needs none pays for none.
_BETWEEN = r"[/&,;|\n\r]|\b(?i:atau|dan|or|and)\b"
_GAP = r"[\s().\-\u2010-\u2015\u2212]"
_NUMBER = rf"(?<![^\W_])\+?{_GAP}*[0-9](?:{_GAP}*[0-9])*(?![^\W_])"
_SPREADSHEET_FLOAT = r"^([0-9]{7,15})\.0+$"
_FLOAT = r"(?<![\w.,])([0-9])(?:[.,]([0-9]{1,15}))?[eE]\+(0[7-9]|1[0-4])(?!\w)"
_SERVICE = r"1[0-9]{2,6}"
_LOCAL = r"[2-9][0-9]{6,7}"
_NATIONAL = r"8[0-9]{8,11}|[2-79][0-9]{7,10}|800[0-9]{5,8}"
_FOREIGN = r"[1-9][0-9]{6,14}"
_KEY = r"\+[0-9]{7,15}|1[0-9]{2,6}|[2-9][0-9]{6,7}"
_NOTHING = frozenset({"", "-", "--", "0", "n/a", "null", "none"})


def normalise_phone(given: str | None) -> str | None:
    """Return the numbers of a field in one form, joined with ";"; its words when it has no readable number.

    None for an empty field or a dash. Words beside a readable number are dropped. Short service numbers
    (119, 1500444) and local numbers without an area code stay as they are, foreign ones keep their +.
    """
    if given is None:
        return None
    words = given.strip()
    if words.casefold() in _NOTHING:
        return None
    if len(words) > MAX_FIELD:
        return words
    numbers: list[str] = []
    for part in re.split(_BETWEEN, _plain_digits(words)):
        for run in _runs(part.strip()):
            number = _one_number(run)
            if number is not None and number not in numbers:
                numbers.append(number)
    return ";".join(numbers) if numbers else words


def eaten_numbers(given: str) -> list[str]:
    """Return what a spreadsheet left of numbers whose last digits it ate: `6,28123E+12`; nobody can ring there."""
    return [match[0] for match in re.finditer(_FLOAT, given) if _is_eaten(match)] if "+" in given else []


def without_eaten(given: str) -> str:
    """Return a field without such numbers; one that has all its digits (`6,281200000001E+12`) is written out."""
    if "+" not in given:
        return given
    kept = re.sub(_FLOAT, lambda match: "" if _is_eaten(match) else _digits(match), given)
    return kept if kept == given else kept.strip(" /")


def _digits(match: re.Match[str]) -> str:
    return match[1] + (match[2] or "")


def _is_eaten(match: re.Match[str]) -> bool:
    return len(_digits(match)) != int(match[3]) + 1


def phone_keys(normalised: str | None) -> list[str]:
    """Return the separate numbers of a normalised field, the keys that `--phone` looks up; none for words."""
    if not normalised:
        return []
    if ";" not in normalised:  # As most are.
        return [normalised] if re.fullmatch(_KEY, normalised) else []
    parts = normalised.split(";")
    return parts if all(re.fullmatch(_KEY, part) for part in parts) else []


def phone_query(text: str) -> str:
    """Return the key for one number typed in any spelling; UsageError when it isn't one number."""
    keys = phone_keys(normalise_phone(text))
    if len(keys) != 1:
        shown = repr(text if len(text) <= 40 else text[:40] + "…")
        raise UsageError(
            _("{text} is not one phone number; write it like 0812..., 021-... or +62...").format(text=shown)
        )
    return keys[0]


def mask_phone(normalised: str | None) -> str | None:
    """Return a normalised field with the middle of each number hidden, enough left to recognise it.

    Of a number the first five and last three characters stay, of one shorter than eleven the first and last
    two; service numbers are public and stay whole. In words every digit is hidden.
    """
    if normalised is None:
        return None
    if not phone_keys(normalised):
        return "".join("*" if c.isnumeric() else c for c in normalised)
    return ";".join(_masked(number) for number in normalised.split(";"))


def _masked(number: str) -> str:
    if re.fullmatch(_SERVICE, number):
        return number
    first, last = (5, 3) if len(number) >= 11 else (2, 2)
    return number[:first] + "*" * (len(number) - first - last) + number[-last:]


def _plain_digits(text: str) -> str:
    """Return `text` with the decimal digits of any script as ASCII digits, and a wide plus as a plus."""
    if text.isascii():
        return text
    return "".join(str(int(c)) if c.isdecimal() else c for c in text).replace("\uff0b", "+")


def _runs(part: str) -> list[str]:
    """Return the runs of digits and gaps in one part of a field, two numbers side by side taken apart."""
    whole = re.match(_SPREADSHEET_FLOAT, part)
    if whole:
        return [whole[1]]
    runs: list[str] = []
    for match in re.finditer(_NUMBER, part):
        run = match[0]
        if sum(c.isdigit() for c in run) <= 13:
            runs.append(run)
        else:
            runs.extend(_side_by_side(run))
    return runs


def _side_by_side(run: str) -> list[str]:
    """Split a run too long for one number where, after a space, a group begins as a number begins."""
    numbers: list[str] = []
    for group in run.split():
        begins = group.lstrip("(").startswith(("0", "+", "62", "8"))
        if numbers and not (begins and sum(c.isdigit() for c in numbers[-1]) >= 9):
            numbers[-1] += " " + group
        else:
            numbers.append(group)
    return numbers


def _one_number(run: str) -> str | None:
    """Return one run of digits and gaps as a number, or None when it can't be one."""
    digits = "".join(c for c in run if "0" <= c <= "9")
    international = "+" in run
    if not international and digits.startswith("00"):
        digits, international = digits[2:], True
    if international:
        if digits.startswith("62"):
            return _indonesian(digits[2:].removeprefix("0"))
        return "+" + digits if re.fullmatch(_FOREIGN, digits) else None
    if digits.startswith("0"):
        return _indonesian(digits[1:].removeprefix("62") if _is_mobile(digits[3:], digits) else digits[1:])
    if re.fullmatch(_SERVICE, digits) or re.fullmatch(_LOCAL, digits):
        return digits
    if digits.startswith("62") and len(digits) >= 11:
        return _indonesian(digits[2:].removeprefix("0"))
    return _indonesian(digits)


def _is_mobile(rest: str, digits: str) -> bool:
    """Whether digits are `062` before a whole mobile number: a 0 put before the country code."""
    return digits.startswith("062") and rest.startswith("8") and 9 <= len(rest) <= 12


def _indonesian(national: str) -> str | None:
    """Return a national number (without its 0) in +62 form, or None when its length or start can't be."""
    return "+62" + national if re.fullmatch(_NATIONAL, national) else None
