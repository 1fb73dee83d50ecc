"""The counter's answers: first those whose conditions hold, then those that share words with what was asked. Pure.

The answers have patterns of their own, so that a call that is no question never looks at them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from math import log

from aduan_cli.model import Facts
from aduan_cli.record import TupleRecord
from aduan_cli.rules.engine import holds
from aduan_cli.text import Folded, Matcher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from aduan_cli.compiled import Answer, Answers

SMALL_WORDS = frozenset({
    "ada", "adalah", "agar", "akan", "apa", "apakah", "atas", "atau", "bagaimana", "bagi", "bisa", "cara", "dalam",
    "dan", "dapat", "dari", "dengan", "di", "dimana", "hal", "harus", "ini", "itu", "ke", "kah", "kami", "karena",
    "kepada", "lagi", "mana", "mau", "melalui", "mohon", "nya", "oleh", "pada", "penelepon", "penelpon", "perihal",
    "saat", "saya", "seperti", "serta", "sudah", "tentang", "terkait", "tersebut", "tidak", "tolong", "untuk", "yang",
    "ya", "a", "about", "and", "are", "at", "can", "do", "does", "for", "from", "how", "i", "in", "is", "it", "my",
    "of", "on", "or", "please", "the", "there", "to", "what", "when", "where", "who", "with", "you",
})  # fmt: skip
"""Words that say nothing of what a question is about."""
_TITLE, _NAME, _TEXT = 3.0, 2.0, 0.5
"""What a word weighs that stands in the title or the conditions, in the unit's names, in the text alone."""
_OF_UNIT = 1.5
"""What it is worth that an answer is about the very office that was asked about, in shares of a rare title's word."""
_FEW, _COMMON = 3, 4
"""A word that is in more than so many answers, and in more than one of so many, finds none by itself."""
_NEAR = 0.4
"""Share of the best answer's score that a further one must have."""


class Ready(TupleRecord):
    """An answer that was found. `fits`: its conditions hold for what was asked."""

    answer: Answer
    fits: bool


def words_of(text: str, synonyms: Mapping[str, str]) -> list[str]:
    """Return the words of a text by which answers are found: folded, each as the word that it stands for."""
    folded = Folded(text)
    plain = folded.replaced(synonyms) or folded
    return [word for word in plain.tokens if len(word) > 1 and word not in SMALL_WORDS]


def index_of(answers: Iterable[tuple[str, str, str]], synonyms: Mapping[str, str]) -> dict[str, list[list[float]]]:
    """Return word → [[number of the answer, weight], ...] for answers given by (title and conditions, names, text)."""
    index: dict[str, list[list[float]]] = {}
    for number, parts in enumerate(answers):
        weights: dict[str, float] = {}
        for part, weight in zip(parts, (_TITLE, _NAME, _TEXT), strict=True):
            for word in words_of(part, synonyms):
                if not (part is parts[2] and any(letter.isdigit() for letter in word)):
                    weights.setdefault(word, weight)
        for word, weight in weights.items():
            index.setdefault(word, []).append([number, weight])
    return index


class Directory:
    """The answers of one revision. `without` are plugins whose answers don't count."""

    def __init__(self, answers: Answers, synonyms: Mapping[str, str], without: Iterable[str] = ()) -> None:
        self._answers = answers
        self._entries = answers["entries"]
        self._synonyms = synonyms
        self._without = frozenset(without)

    # `today` is the local day as `2026-11-27`: what was right until before it is left out; "" leaves out nothing.

    def stale(self, today: str) -> list[Answer]:
        """Return the answers that are right no more."""
        return [entry for entry in self._entries if (entry["valid_until"] or today) < today]

    def holding(self, question: Folded, facts: Facts, today: str) -> Iterator[Answer]:
        """Yield the answers whose conditions hold, in the order of the files."""
        own = facts.copy()
        own.found = self._found(question)
        for entry in self._entries:
            if entry["when"] is not None and self._counts(entry, today) and holds(entry["when"], own):
                yield entry

    def best(self, question: str, facts: Facts, units: Collection[str], today: str) -> list[Ready]:
        """Return the answers to a question, the best first: those that fit, else those that are alike.

        `units` are the office that was asked about and what it is a part of; empty where that is unknown.
        """
        found = [Ready(entry, True) for entry in self.holding(Folded(question), facts, today)]
        return found or [Ready(entry, False) for entry in self._alike(question, units, today)]

    def _found(self, question: Folded) -> dict[int, tuple[int, int]]:
        answers = self._answers
        matcher = Matcher(answers["patterns"], answers["stars"], answers["longest"])
        plain = question.replaced(self._synonyms)
        return {**(matcher.find(plain) if plain else {}), **matcher.find(question)}

    def _counts(self, entry: Answer, today: str) -> bool:
        return (entry["valid_until"] or today) >= today and entry["plugin"] not in self._without

    def _alike(self, question: str, units: Collection[str], today: str) -> list[Answer]:
        """Return the answers that share telling words with a question, or are about its unit."""
        entries, index = self._entries, self._answers["index"]
        rare = max(_FEW, len(entries) // _COMMON)
        scores: dict[int, float] = {}
        worth: set[int] = set()
        for word in dict.fromkeys(words_of(question, self._synonyms)):
            filed = index.get(word, ())
            for number, weight in filed:
                at = int(number)
                scores[at] = scores.get(at, 0.0) + weight * log(1 + len(entries) / len(filed))
                if len(filed) <= rare and weight > _TEXT:
                    worth.add(at)
        for number, entry in enumerate(entries):
            if entry["unit"] in units:
                scores[number] = scores.get(number, 0.0) + _OF_UNIT * _TITLE * log(1 + len(entries))
                worth.add(number)
        ranked = sorted((-scores[number], number) for number in worth if self._counts(entries[number], today))
        return [entries[number] for score, number in ranked if score <= _NEAR * ranked[0][0]]
