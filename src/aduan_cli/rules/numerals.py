"""Numbers as people write them, here and elsewhere: the one reader, for answers and for what rules compare. Pure.

Thousands may be set apart as in Indonesian (`1.500,5`) or as in English (`1,500.5`). What may mean two things is no
number: `1,000`, and `1.125`, which an Indonesian writes for a thousand and more, and a spreadsheet for little more than
one. A spreadsheet writes no zero at the end, so `1.000` and `1.250` are thousands. Words are Indonesian ones (`dua`,
`seratus lima puluh`, `satu setengah`).
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


_UNITS = {
    "nol": 0, "se": 1, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9,
}  # fmt: skip
_TIMES = {"puluh": 10, "ratus": 100}


def number(given: object) -> int | float:
    """Return what is written as a number, whole where it is whole. Raises `ValueError` with a sentence."""
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        return _whole(given, given)
    text = str(given).strip()
    spoken = _spoken(text)
    if spoken is not None:
        return _whole(given, spoken)
    if _TWO_MEANINGS.fullmatch(text):
        what = _("{given}: it may mean {whole} or a fraction; {whole}, or {fraction}, would be right")
        raise ValueError(what.format(given=given, whole=re.sub("[.,]", "", text), fraction=f"{text}0"))
    groups = _THOUSANDS.fullmatch(text)
    if groups:
        fraction = groups["cents"] or groups["pence"] or ""
        whole = text[: len(text) - len(fraction)] if fraction else text
        return _whole(given, re.sub("[.,]", "", whole) + (f".{fraction}" if fraction else ""))
    return _whole(given, text.replace(",", ".") if _PLAIN.fullmatch(text) else "nan")


def _spoken(text: str) -> float | None:
    """Return a number that is written in Indonesian words (`dua puluh lima`, `satu setengah`); None: it is none."""
    words = [part for word in text.casefold().replace("-", " ").split() for part in _parts(word)]
    half = 0.5 if words[-1:] == ["setengah"] else 0.0
    words = words[: len(words) - bool(half)]
    if not words or words == ["se"]:
        return half or None
    total = group = 0
    unit: int | None = None
    least = 10**4
    for word in words:
        if word in _UNITS and unit is None:
            unit = _UNITS[word]
        elif word in _TIMES and unit and _TIMES[word] < least:
            least = _TIMES[word]
            group, unit = group + unit * least, None
        elif word == "belas" and unit and least > 10:
            group, unit, least = group + 10 + unit, None, 1
        elif word == "ribu" and (group or unit) and not total:
            total, group, unit, least = (group + (unit or 0)) * 1000, 0, None, 10**4
        else:
            return None
    if unit is not None and (least == 1 or (not unit and (group or total))):
        return None
    return total + group + (unit or 0) + half


def _parts(word: str) -> list[str]:
    """Return `se` and what it is one of: `sebelas` is `se`, `belas`."""
    of = word[2:]
    return ["se", of] if word.startswith("se") and of in ("belas", "ribu", *_TIMES) else [word]


def _whole(given: object, plain: str | float) -> int | float:
    try:
        found = float(plain)
    except OverflowError:
        found = float("inf")
    if not isfinite(found):
        raise ValueError(_("{given}: a number would be right").format(given=given))
    return int(found) if found.is_integer() else found
