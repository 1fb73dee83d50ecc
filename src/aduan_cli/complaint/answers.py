"""Answers brought into the form that their question asks for: the one place, for all ways that an answer comes in.

A rule compares with what the question offers, so an answer is fitted before anything is decided. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from aduan_cli.i18n import _
from aduan_cli.record import TupleRecord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Question = Sequence["Any"]
"""Id, text, type and choices."""
_LONGEST_PLACE = 9
"""Digits from which on a number is no place in a list."""
UNFIT = "unfit-answer: "
"""What a note on a call begins with whose answer doesn't fit; the question's id follows."""

SAID = "ucapan"
"""What stands behind the name of an answer that keeps a caller's own words."""


class Fitted(TupleRecord):
    """Answers as they are kept, and for each that doesn't fit its question, by the question's id, what is wrong."""

    answers: dict[str, object]
    unfit: dict[str, str]


def fitted(answers: Mapping[str, object], questions: Iterable[Question]) -> Fitted:
    """Fit answers to the questions; what fits none stays as it was given, and so does what no question asks for.

    Names are fitted as well: `Tinggi_Air` answers `tinggi-air`, unless that has an answer of its own.
    """
    questions, unfit = list(questions), {}
    kept = _named(answers, [question[0] for question in questions])
    for name, _text, kind, choices in questions:
        if kept.get(name) is not None:
            try:
                kept[name] = fitting(kept[name], kind, choices)
            except ValueError as error:
                unfit[name] = str(error)
    return Fitted(kept, unfit)


def _named(answers: Mapping[str, object], ids: Sequence[str]) -> dict[str, object]:
    """Return the answers, each under the id of the question that its name means, whatever its case and joints."""
    if all(name in ids for name in answers):
        return dict(answers)
    meant = {joined_name(name): name for name in ids}
    kept: dict[str, object] = {}
    for name, answer in answers.items():
        known = name if name in ids else meant.get(joined_name(name), name)
        kept[name if known != name and (known in answers or known in kept) else known] = answer
    return kept


def joined_name(name: str) -> str:
    """Return what is the same in all spellings of a question's name."""
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").split())


def fitting(given: object, kind: str, choices: Sequence[str], places: bool = False) -> object:
    """Return an answer as it is kept: a number, one of the choices, or the words.

    Of a choice its beginning is enough (of several the one that the others begin with). With `places`, for whoever
    sees the list, its place in it is as well, from 1. Raises `ValueError` with a sentence.
    """
    if kind == "number":
        from aduan_cli.rules.numerals import number

        return number(given)
    return _chosen(str(given).strip(), choices, places) if kind == "choice" else given


def has_places(choices: Sequence[str]) -> bool:
    """Say whether a number can mean a place in the list: none of the choices begins with one itself."""
    return not any(c.isdecimal() for choice in choices for c in choice.partition(" ")[0])


def is_place(given: str, count: int) -> bool:
    """Say whether what was typed is a place in a list of so many; digits without end are none."""
    return given.isdecimal() and len(given) < _LONGEST_PLACE and 1 <= int(given) <= count


NO = ("no", "ga", "gak", "gk", "ngga", "nggak", "engga", "enggak", "kagak", "tdk", "tak", "ndak")
YES = ("yes", "iya", "iye", "yoi")
"""How people say no and yes, also within a sentence (`spoken_choices`)."""
_NO = ("n", "g", "kaga", "ora", *NO)
_YES = ("y", *YES)
_SHORT = {**dict.fromkeys(_NO, ("tidak", "no")), **dict.fromkeys(_YES, ("ya", "yes"))}
"""What is typed in a hurry for the two choices that nearly every list has, and how a list writes these."""


def _chosen(given: str, choices: Sequence[str], places: bool) -> str:
    fold = given.casefold()
    if given in choices:
        return given
    fits = [c for c in choices if c.casefold() == fold] or _meant(fold, choices)
    shortest = min(fits, key=len, default="")
    if given and fits and all(choice.startswith(shortest) for choice in fits):
        return shortest
    if places and has_places(choices) and is_place(given, len(choices)):
        return choices[int(given) - 1]
    known = ", ".join(choices)
    raise ValueError(_("{given}: the choices are {known}").format(given=given, known=known))


def _meant(fold: str, choices: Sequence[str]) -> list[str]:
    """Return the choices that begin so, and the one that a short word means: `n` is no more `normal` than `tidak`."""
    short = [choice for choice in choices if choice.casefold() in _SHORT.get(fold, ())]
    return short + [choice for choice in choices if choice not in short and _begins(choice.casefold(), fold)]


def _begins(choice: str, given: str) -> bool:
    """Say whether a choice begins so. The beginning of a number is another number: `1` is not `11 or more`."""
    rest = choice[len(given) :].lstrip(".,")
    return choice.startswith(given) and not (given[-1:].isdecimal() and rest[:1].isdecimal())


class Questionnaire:
    """The questions of one revision: those of each category, and those that mean the same wherever they are asked."""

    def __init__(self, questions: Mapping[str, Sequence[Question]]) -> None:
        self._of = questions
        every: dict[str, Question | None] = {}
        for asked in questions.values():
            for question in asked:
                known = every.setdefault(question[0], question)
                if known is not None and list(known[2:]) != list(question[2:]):
                    every[question[0]] = None
        self._anywhere = [question for question in every.values() if question is not None]

    def of(self, category: str | None) -> Sequence[Question]:
        """Return the questions that are asked for a category."""
        return self._of.get(category or "", ())

    def fit(self, answers: Mapping[str, object], category: str | None) -> Fitted:
        """Fit answers to the questions of a category.

        One that it doesn't ask for is fitted to the question of that name elsewhere, where that is one; nothing is
        wrong with it then, whatever it is.
        """
        own = self.of(category)
        names = {question[0] for question in own}
        found = fitted(answers, own)
        others = fitted(found.answers, [question for question in self._anywhere if question[0] not in names])
        return Fitted(others.answers, found.unfit)
