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
    "ya", "nomor", "nomer", "telepon", "telpon", "telp", "kontak", "a", "about", "and", "are", "at", "can", "do",
    "does", "for", "from", "how", "i", "in", "is", "it", "my", "of", "on", "or", "please", "the", "there", "to",
    "what", "when", "where", "who", "with", "you", "menanyakan", "menanyai", "bertanya", "tanya", "meminta", "minta",
    "ingin", "tahu", "informasi", "info", "ask", "asks", "asking", "jl", "kel", "kec", "rt", "rw", "no",
})  # fmt: skip
"""Words that say nothing of what a question is about."""
_TITLE, _NAME, _TEXT = 3.0, 2.0, 0.5
"""What a word weighs that stands in the title or the conditions, in the unit's names, in the text alone."""
_OF_UNIT, _CONTACTS = 1.5, 1.6
"""What it is worth that an answer is about the very office that was asked about, and that it is how that is reached, in
shares of a rare title's word."""
_FEW, _COMMON = 2, 4
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
        title, names, text = (words_of(part, synonyms) for part in parts)
        weights.update((word, _TEXT) for word in text if word.isalpha())
        weights.update((word, _TITLE) for word in title)
        weights.update((word, _NAME) for word in names)
        for word, weight in weights.items():
            index.setdefault(word, []).append([number, weight])
    return index


class Directory:
    """The answers of one revision. `without` are plugins whose answers don't count."""

    def __init__(self, answers: Answers, synonyms: Mapping[str, str], without: Iterable[str] = ()) -> None:
        self._answers = answers
        self._entries = answers["entries"]
        self._matcher = Matcher(answers["patterns"], answers["stars"], answers["longest"])
        self._synonyms = synonyms
        self._without = frozenset(without)

    @property
    def entries(self) -> list[Answer]:
        """All answers, in the order of the files."""
        return self._entries

    # `today` is the local day as `2026-11-27`: what was right until before it is left out; "" leaves out nothing.

    def stale(self, today: str) -> list[Answer]:
        """Return the answers that are right no more."""
        return [entry for entry in self._entries if (entry["valid_until"] or today) < today]

    def holding(self, question: Folded, facts: Facts, today: str) -> Iterator[Answer]:
        """Yield the answers whose conditions hold, in the order of the files."""
        own = facts.copy()
        own.found = self._match(question)
        for entry in self._entries:
            if entry["when"] is not None and self._counts(entry, today) and holds(entry["when"], own):
                yield entry

    def best(self, question: str, facts: Facts, units: Collection[str], today: str) -> list[Ready]:
        """Return the answers to a question, the best first: those that fit, then those that are alike.

        Behind what fits only those that share more with the words than all of that does: that an office is meant holds
        for many a question, and one of its answers may be about the very thing.
        `units` are the office that was asked about and what it is a part of; empty where that is unknown.
        """
        fitting = list(self.holding(Folded(question), facts, today))
        alike = self._alike(question, units, today)
        told = {entry["id"] for entry in fitting}
        bar = max((score for score, entry in alike if entry["id"] in told), default=0.0) if fitting else -1.0
        more = [entry for score, entry in alike if entry["id"] not in told and score > bar]
        return [*(Ready(entry, True) for entry in fitting), *(Ready(entry, False) for entry in more)]

    def _match(self, question: Folded) -> dict[int, tuple[int, int]]:
        matcher = self._matcher
        plain = question.replaced(self._synonyms)
        return {**(matcher.find(plain) if plain else {}), **matcher.find(question)}

    def _counts(self, entry: Answer, today: str) -> bool:
        return (entry["valid_until"] or today) >= today and entry["plugin"] not in self._without

    def _alike(self, question: str, units: Collection[str], today: str) -> list[tuple[float, Answer]]:
        """Return the answers that share telling words with a question, or are about its unit, each with its score."""
        entries, index = self._entries, self._answers["index"]
        rare = max(_FEW, len(entries) // _COMMON)
        scores: dict[int, float] = {}
        worth: set[int] = set()
        for word in dict.fromkeys(words_of(question, self._synonyms)):
            filed = index.get(word, ())
            for number, weight in filed:
                at = int(number)
                scores[at] = scores.get(at, 0.0) + weight * log(1 + len(entries) / len(filed))
                # The words of an office's names mean that office alone, where it is known which one is meant.
                if len(filed) <= rare and weight > (_NAME if units else _TEXT):
                    worth.add(at)
        for number, entry in enumerate(entries):
            if entry["unit"] in units:
                bonus = _OF_UNIT if entry["number"] is not None else _CONTACTS
                scores[number] = scores.get(number, 0.0) + bonus * _TITLE * log(1 + len(entries))
                worth.add(number)
        ranked = sorted((-scores[number], number) for number in worth if self._counts(entries[number], today))
        return [(-score, entries[number]) for score, number in ranked if score <= _NEAR * ranked[0][0]]
