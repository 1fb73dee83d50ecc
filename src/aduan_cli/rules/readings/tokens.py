"""A text as words in their clauses and sentences, and the numbers among them. Pure.

A number that is part of something else is none: of a phone, a date, an address, a code (`rt 03`, `12/05/2024`, `A5`).
"""

from __future__ import annotations

import re

from aduan_cli.record import TupleRecord
from aduan_cli.rules.numerals import number
from aduan_cli.text import fold, word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST = 5_000
"""Characters of a text that are looked at."""
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*(?:\s?[-–:/⁄+]\s?[0-9]+(?:[.,][0-9]+)*)*|[^\W\d_]+|[.;!?\n,]")
_JOINED = re.compile(r"\s?([-–:/⁄+])\s?")
_OF_PHONE = 7
"""Digits that stand together from which they are a phone number."""
_SHORT = 3
"""Letters of a word behind which a full stop without a space ends no sentence."""
_CODE = re.compile("[0-9]{3}")
"""Behind a full stop without a space: it goes on with the word before."""
_MOST_OF_RANGE = 10_000


_NUMBERED = word_set(
    "rt rw no nomor nomer nmr blok block kav kavling km kilometer lantai lt telp tlp telepon hp wa whatsapp nik "
    "jam pukul pkl tgl tanggal tahun thn januari februari maret april mei juni juli agustus september oktober november "
    "desember"
)
"""Before a number in the same clause: it names something, or says when."""
_SHORTENED = word_set("nmr kav km lt telp tlp hp wa nik pkl tgl thn")
"""Of these, those that a full stop may shorten; more of them are among the abbreviations."""
_ABBREVIATIONS = word_set(
    "jl jln kel kec no rt rw gg h hj dr ir kp ds perum blok tlp telp hp bpk bp ibu sdr st pd kab jend"
)
"""Before a full stop: the sentence goes on."""


class Word(TupleRecord):
    """A word or a number of a text, folded: the one that it stands for, and the one that was `said`.

    `value` is the number that digits say; None: they say none. `clause` and `sentence` count from 0; a clause ends with
    a comma, too.
    """

    text: str
    clause: int
    sentence: int
    said: str
    value: float | None = None


def words_of(text: str, synonyms: Mapping[str, str]) -> list[Word]:
    """Return the words of a text, punctuation left out. `synonyms`: folded word → the one that it stands for."""
    folded = fold(_beginning(text).replace("½", " 1/2"))
    found: list[Word] = []
    clause = sentence = 0
    matches = [*_TOKEN.finditer(folded)]
    phones = _of_phones(matches)
    for at, match in enumerate(matches):
        said = match[0]
        if said in ".;!?\n,":
            if said == "." and found and _goes_on(folded, match.end(), found[-1].said):
                continue
            clause, sentence = clause + 1, sentence + (said != ",")
        elif not said[0].isdigit():
            found.append(Word(synonyms.get(said, said), clause, sentence, said))
        else:
            named = at in phones or _is_part(folded, match.start())
            if found and found[-1].said in _NUMBERED and not named:  # "sudah 2 jam, 20 rumah": the comma ends it.
                named = found[-1].clause == clause or (matches[at - 1][0] == "." and found[-1].said in _SHORTENED)
            found += [Word(word, clause, sentence, word, None if named else value) for word, value in _numbers(said)]
    return found


def _beginning(text: str) -> str:
    """Return what of a text is looked at: whole words, as half of a number is another number."""
    return text if len(text) <= LONGEST else "".join(text[:LONGEST].rsplit(None, 1)[:1])


def _goes_on(text: str, at: int, before: str) -> bool:
    """Say whether no sentence ends with a full stop: that of an abbreviation, or within `BKS.T.0412`, `BKST.0412`."""
    is_within = text[at : at + 1].isalnum() if len(before) <= _SHORT else bool(_CODE.match(text, at))
    return before in _ABBREVIATIONS or is_within


def _of_phones(matches: list[re.Match[str]]) -> set[int]:
    """Return which tokens are digits of a long number that is written in groups: `0812 3456 7890`."""
    found: set[int] = set()
    run: list[int] = []
    for at, match in enumerate(matches):
        if match[0][0].isdigit() and (not run or run[-1] == at - 1):
            run.append(at)
            continue
        found |= _phone(run, matches)
        run = [at] if match[0][0].isdigit() else []
    return found | _phone(run, matches)


def _phone(run: list[int], matches: list[re.Match[str]]) -> set[int]:
    digits = sum(character.isdigit() for at in run for character in matches[at][0])
    return set(run) if len(run) > 1 and digits >= _OF_PHONE else set()


def _is_part(text: str, start: int) -> bool:
    """Say whether letters stand right before a number, or before its hyphen: `A5`, `ke-2`."""
    before = text[max(start - 2, 0) : start]
    return before[-1:].isalpha() or (before[-1:] in "-_/#+" and before[-1:] != "" and before[:1].isalnum())


def _numbers(token: str) -> Iterator[tuple[str, float | None]]:
    """Yield what digits say: a number, both ends of a range, or nothing (a date, a time, RT/RW)."""
    first, *rest = _JOINED.split(token)
    if not rest:
        yield token, _value(token)
    elif len(rest) == 2 and rest[0] in "/⁄":
        over = _value(rest[1])
        yield token, 1 / over if first == "1" and over in (2, 3, 4) else None
    elif len(rest) == 2 and rest[0] in "-–":
        ends = _value(first), _value(rest[1])
        is_range = ends[0] is not None and ends[1] is not None and ends[0] < ends[1] < _MOST_OF_RANGE
        yield first, ends[0] if is_range else None
        yield rest[1], ends[1] if is_range else None
    else:
        yield token, None


def _value(digits: str) -> float | None:
    """Return the number that digits say; None for one that begins with 0 and is no fraction, as codes do."""
    if len(digits) > 12 or (digits[0] == "0" and digits[1:2] not in (".", ",")):
        return None
    try:
        return number(digits)
    except ValueError:
        head, *rest = re.split("[.,]", digits)
        return float(head + "".join(rest)) if all(len(group) == 3 for group in rest) else None
