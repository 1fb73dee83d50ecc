"""Numbers as people write them, here and elsewhere: the one reader, for answers and for what rules compare. Pure.

Thousands may be set apart as in Indonesian (`1.500,5`) or as in English (`1,500.5`). What may mean two things is no
number: `1,000`, and `1.125`, which an Indonesian writes for a thousand and more, and a spreadsheet for little more than
one. A spreadsheet writes no zero at the end, so `1.000` and `1.250` are thousands.
"""

from __future__ import annotations

import re
from math import isfinite

from aduan_cli.i18n import _

_PLAIN = re.compile(r"[+-]?(?:[0-9]*[.,])?[0-9]+", re.ASCII)
_TWO_MEANINGS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3}|\.[0-9]{2}[1-9])", re.ASCII)
_THOUSANDS = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+(?:,(?P<cents>[0-9]+))?|(?:,[0-9]{3})+(?:\.(?P<pence>[0-9]+))?)", re.ASCII
)


def number(given: object) -> int | float:
    """Return what is written as a number, whole where it is whole. Raises `ValueError` with a sentence."""
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        return _whole(given, given)
    text = str(given).strip()
    if _TWO_MEANINGS.fullmatch(text):
        what = _("{given}: it may mean {whole} or a fraction; {whole}, or {fraction}, would be right")
        raise ValueError(what.format(given=given, whole=re.sub("[.,]", "", text), fraction=f"{text}0"))
    groups = _THOUSANDS.fullmatch(text)
    if groups:
        fraction = groups["cents"] or groups["pence"] or ""
        whole = text[: len(text) - len(fraction)] if fraction else text
        return _whole(given, re.sub("[.,]", "", whole) + (f".{fraction}" if fraction else ""))
    return _whole(given, text.replace(",", ".") if _PLAIN.fullmatch(text) else "nan")


def _whole(given: object, plain: str | float) -> int | float:
    try:
        found = float(plain)
    except OverflowError:
        found = float("inf")
    if not isfinite(found):
        raise ValueError(_("{given}: a number would be right").format(given=given))
    return int(found) if found.is_integer() else found
