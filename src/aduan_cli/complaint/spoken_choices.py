"""A caller's own words for one of the choices of a question: `iya napas`, `masih sadar tapi linglung`, `sedengkul`.

What might mean either is not guessed: an answer that is wrong may send nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from aduan_cli.complaint.answers import NO, YES

_WORD = re.compile(r"\w+")
_NO = frozenset((*NO, "tidak", "belum", "blm", "bukan"))
_YES = frozenset((*YES, "ya", "betul", "benar"))
_UNSURE = frozenset(
    ("entah", "kurang tahu", "kurang tau", "tidak tau", "ga tau", "gak tau", "nggak tau", "belum tahu", "belum tau")
)
_DEPTHS = {
    "mata kaki": "mata kaki",
    "lutut": "lutut betis dengkul",
    "pinggang": "pinggang paha pinggul perut",
    "dada atau lebih": "dada leher dagu kepala hidung",
}
"""The lowest choice that is not below what is said: a calf is nearly a knee."""
_OUT = (
    "sudah keluar",
    "udah keluar",
    "keluar semua",
    "semua keluar",
    "semua selamat",
    "sudah di luar",
    "udah di luar",
    "kosong",
)
_COMMON = frozenset(
    ("apakah", "masih", "orang", "atau", "sekarang", "korban", "yang", "ada", "korbannya", "sudah", "bisa", "berapa")
)
_BUT = frozenset(("masih", "kecuali", "tinggal", "sisa", "belum"))


def understood(given: str, question: str, choices: Sequence[str]) -> str | None:
    """Return the choice that the words mean; None where they mean none of them, or may mean several."""
    words = _WORD.findall(given.casefold())
    if any(choice.casefold() in _DEPTHS for choice in choices):
        return _depth(words, choices)
    known = [choice for choice in choices if choice.casefold() in {"ya", "tidak", "yes", "no"}]
    if unsure := _unsure(words, choices):
        return unsure
    return _yes_or_no(words, question, known) if len(known) == 2 else _named(words, choices)


def _depth(words: list[str], choices: Sequence[str]) -> str | None:
    bodies = [{word, word.removeprefix("se")} for word in words]
    found = [c for c in choices if any(set(_DEPTHS.get(c.casefold(), "-").split()) & body for body in bodies)]
    return found[0] if len(found) == 1 and not _NO & set(words) else None


def _unsure(words: list[str], choices: Sequence[str]) -> str | None:
    told = " ".join(words)
    return next((c for c in choices if c.casefold() == "tidak tahu" and told in _UNSURE), None)


def _yes_or_no(words: list[str], question: str, known: list[str]) -> str | None:
    yes, no = sorted(known, key=lambda choice: choice.casefold() not in {"ya", "yes"})
    told = " ".join(words)
    if any(word in _BUT for word in words) and any(phrase in told for phrase in _OUT):
        return None
    about_inside = any(phrase in question.casefold() for phrase in ("di dalam", "terjebak", "keluar"))
    if about_inside and any(phrase in told for phrase in _OUT):
        return None if _NO & set(words) else no
    if words and words[0] in _YES:
        return None if _NO & set(words) else yes
    if words and words[0] in _NO and not {"tahu", "tau"} & set(words):
        return None if _BUT & set(words[1:]) else no
    asked = set(_WORD.findall(re.split(r"\btidak\b", question.casefold())[0])) - _COMMON
    return yes if not _NO & set(words) and any(word in asked and len(word) > 3 for word in words) else None


def _named(words: list[str], choices: Sequence[str]) -> str | None:
    """Return the one choice that is named in whole, unless a word for no stands in what is said."""
    told = f" {' '.join(words)} "
    found = [c for c in choices if f" {' '.join(_WORD.findall(c.casefold()))} " in told]
    longest = [c for c in found if not any(c != other and c in other for other in found)]
    if len(longest) != 1 or any(word in _NO for word in words if word not in _WORD.findall(longest[0].casefold())):
        return None
    return longest[0]
