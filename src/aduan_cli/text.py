"""Folding and matching of what callers say.

Text is casefolded and its accents are dropped. Tokens are runs of letters or digits; everything else
separates. A pattern of one or more words matches consecutive tokens whose joined characters equal the
pattern's joined characters, so "pondok gede", "Pondokgede" and "pondok-gede" are one, and a part of a
token never matches. `*` stands for any characters inside one token, `$` after the last word for the text's end;
`..` and `~` make a phrase of a pattern (`patterns`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from json import loads
from unicodedata import combining, normalize

from aduan_cli.patterns import END as END
from aduan_cli.patterns import FORM, Forms, StarPattern, core_of, find_phrases, is_phrase, phrase_of, start_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aduan_cli.compiled import Star
    from aduan_cli.patterns import Phrase

    Lot = Sequence[str] | bytes
    """Patterns that begin alike and, as characters, their numbers; as it lies in the cache: JSON, not read yet."""

_TOKEN = re.compile(r"[^\W_]+")
_STAR_WORD = r"[^\W_*]*(?:\*[^\W_*]*)+|[^\W_]+"
LISTED = "@"
"""Before the name of a list of `[words]`, which then stands for its words."""
MAX_TEXT = 20_000
"""Characters of a text that are matched against patterns. A longer text is stored whole all the same."""
MAX_PATTERN = 200
"""Letters, digits and stars of a pattern: the cost of matching grows with the text times this."""


def fold(text: str) -> str:
    """Return `text` casefolded and without accents. The length may differ from the original's."""
    if text.isascii():
        return text.lower()
    plain = "".join(c for c in normalize("NFKD", text) if not combining(c)).casefold()
    return "".join(c for c in normalize("NFKD", plain) if not combining(c))


def tokens_of(text: str) -> list[str]:
    """Return the folded runs of letters and digits of a text, in order."""
    return _TOKEN.findall(fold(text[:MAX_TEXT]))


def word_set(words: str) -> frozenset[str]:
    """Return the words of a list that is written as one string with blanks between."""
    return frozenset(words.split())


class Folded:
    """A text ready for matching: its tokens, in order, and their joined characters.

    `tokens[i]` stands in `joined` from `starts[i]` to `ends[i]`.
    """

    __slots__ = ("ends", "joined", "starts", "tokens")

    def __init__(self, text: str) -> None:
        self._set(tokens_of(text))

    def _set(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.joined = "".join(tokens)
        self.starts: list[int] = []
        self.ends: list[int] = []
        at = 0
        for token in tokens:
            self.starts.append(at)
            at += len(token)
            self.ends.append(at)

    def replaced(self, synonyms: Mapping[str, str]) -> Folded | None:
        """Return the text with the word that each token stands for, token for token; None: no token stands for one."""
        if synonyms.keys().isdisjoint(self.tokens):
            return None
        made = Folded("")
        made._set([synonyms.get(token, token) for token in self.tokens])
        return made

    def without(self, gone: Collection[int]) -> Folded:
        """Return the text with tokens that no pattern has in the places of some."""
        made = Folded("")
        made._set(["\0" if number in gone else token for number, token in enumerate(self.tokens)])
        return made

    def words(self, first: int, last: int) -> str:
        """Return the folded words of tokens `first` to `last`, both included, with spaces between."""
        return " ".join(self.tokens[first : last + 1])


def join_pattern(pattern: str) -> str:
    """Return the joined, folded characters of a pattern; `*` is kept. Empty when it has no letter or digit."""
    joined = "".join(re.findall(_STAR_WORD, fold(pattern)))
    return joined if joined.replace("*", "") else ""


def is_last(pattern: str) -> bool:
    """Return whether a pattern's words are to be the last of the text, as "tidak $" says."""
    return pattern.rstrip().endswith(END) and "*" not in pattern


def star_words(pattern: str) -> list[str]:
    """Return the folded words of a pattern that contains `*`, the stars kept."""
    words: list[str] = re.findall(_STAR_WORD, fold(pattern))
    return words


def longest_by_start(patterns: Iterable[str]) -> dict[str, int]:
    """Return, by the first two characters of joined patterns, the length of the longest."""
    longest: dict[str, int] = {}
    for joined in patterns:
        start = joined[:2]
        if len(joined) > longest.get(start, 0):
            longest[start] = len(joined)
    return longest


def _read(lot: Lot) -> Sequence[str]:
    found: Sequence[str] = loads(lot) if isinstance(lot, bytes) else lot
    return found


class Lots(Mapping[str, int]):
    """Exact patterns in lots by their first two characters, each read when a text has such a beginning.

    `waiting` maps that to the joined patterns with blanks between, and as many characters, whose ordinals are the
    numbers. Whoever asks for any of them by other ways than `Matcher` reads them all.
    """

    __slots__ = ("read", "waiting")

    def __init__(self, waiting: dict[str, Lot]) -> None:
        self.read: dict[str, int] = {}
        self.waiting = waiting

    def take(self, start: str) -> None:
        """Read the lot of a beginning, which must be waiting."""
        names, numbers = _read(self.waiting.pop(start))
        self.read.update(zip(names.split(" "), map(ord, numbers), strict=True))

    def _all(self) -> dict[str, int]:
        for start in tuple(self.waiting):
            self.take(start)
        return self.read

    def __getitem__(self, joined: str) -> int:
        return self._all()[joined]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


class StarLots(Sequence["Star"]):
    """Patterns with stars in lots by the first three characters before the star, read when a text begins a word so.

    `waiting` maps that to the patterns' words with blanks, and commas between patterns, and as many characters, whose
    ordinals are the numbers. Whoever asks for any of them by other ways than `Matcher` reads them all.
    """

    __slots__ = ("_all", "waiting")

    def __init__(self, waiting: Mapping[str, Lot]) -> None:
        self.waiting = waiting
        self._all: list[Star] | None = None

    def of(self, start: str) -> Iterator[Star]:
        """Yield the patterns of a beginning."""
        lines, numbers = _read(self.waiting[start])
        for words, number in zip(lines.split(","), numbers, strict=True):
            yield ord(number), words.split(" ")

    def _whole(self) -> list[Star]:
        if self._all is None:
            self._all = sorted(star for start in self.waiting for star in self.of(start))
        return self._all

    def __getitem__(self, number: Any) -> Any:
        return self._whole()[number]

    def __len__(self) -> int:
        return len(self._whole())


def lots_of(stars: Iterable[Star]) -> dict[str, list[str]]:
    """Return patterns with stars as `StarLots` has them waiting; they are to be ascending."""
    lots: dict[str, tuple[list[str], list[str]]] = {}
    for number, words in stars:
        lines, numbers = lots.setdefault(_start_of(words), ([], []))
        lines.append(" ".join(words))
        numbers.append(chr(number))
    return {start: [",".join(lines), "".join(numbers)] for start, (lines, numbers) in lots.items()}


def _before_star(words: Iterable[str]) -> str:
    return "".join(words).split("*", 1)[0]


def _start_of(words: Sequence[str]) -> str:
    return start_of(words) if is_phrase(words) else _before_star(words)[:3]


class Matcher:
    """Finds which of many patterns occur in a text, in one pass over its tokens.

    `exact` maps joined characters (and `END`, see `is_last`) to pattern numbers, `longest` is
    `longest_by_start(exact)`; `stars` is a list of `[number, words]`. All is plain
    data, so that a matcher comes from the rule cache almost without work.
    """

    __slots__ = (
        "_exact",
        "_first",
        "_forms",
        "_lengths",
        "_longest",
        "_loose",
        "_lots",
        "_rests",
        "_root_lots",
        "_star_lots",
        "_stars",
    )

    def __init__(self, exact: Mapping[str, int], stars: Iterable[Star], longest: dict[str, int] | None = None) -> None:
        self._lots = exact if isinstance(exact, Lots) else Lots({})
        self._exact = self._lots.read if isinstance(exact, Lots) else exact
        self._longest = longest_by_start(exact) if longest is None else longest
        # By what stands before the star: those whose only star is their last character, and others; and phrases.
        self._first: dict[str, tuple[list[int], list[Star], list[Phrase]]] = {}
        self._loose: list[Star] = []
        self._stars: dict[int, StarPattern] = {}
        self._rests: dict[int, str] = {}
        # By the first three characters, or all where they are fewer: most tokens begin no such pattern at all.
        self._lengths: dict[str, set[int]] = {}
        self._star_lots: dict[str, StarLots] = {}
        self._forms: Forms | None = None
        self._root_lots: dict[str, StarLots] = {}
        if isinstance(stars, StarLots):
            self._star_lots = dict.fromkeys(stars.waiting, stars)
            self._root_lots = {root: self._star_lots.pop(root) for root in stars.waiting if root.startswith(FORM)}
            stars = self._star_lots.pop("").of("") if "" in self._star_lots else ()
        self._file(stars)

    def _file(self, stars: Iterable[Star]) -> None:
        """Take patterns with stars and phrases in."""
        for number, words in stars:
            if is_phrase(words):
                if words[0].startswith(FORM):
                    self._forms = self._forms or Forms()
                    self._forms.take(number, words)
                else:
                    self._begun_by(words[0])[2].append(phrase_of(number, words))
                continue
            prefix, _star, rest = "".join(words).partition("*")
            if not prefix:
                self._loose.append((number, words))
            elif rest:
                self._begun_by(prefix)[1].append((number, words))
            else:
                self._begun_by(prefix)[0].append(number)

    def _begun_by(self, beginning: str) -> tuple[list[int], list[Star], list[Phrase]]:
        found = self._first.get(beginning)
        if found is None:
            found = self._first[beginning] = ([], [], [])
            self._lengths.setdefault(beginning[:3], set()).add(len(beginning))
        return found

    def find(self, text: Folded) -> dict[int, tuple[int, int]]:
        """Return the patterns found: number → (first token, last token) of the first place of each."""
        found: dict[int, tuple[int, int]] = {}
        joined, ends, final = text.joined + END, [*text.ends, len(text.joined) + 1], len(text.ends) - 1
        look_up, longest, lengths, first = self._exact.get, self._longest, self._lengths, self._first
        waiting, star_lots = self._lots.waiting, self._star_lots
        wanted: dict[int, list[str]] = {}
        seen: set[str] = set()
        begun: list[tuple[list[Phrase], int]] = []
        for number, start in enumerate(text.starts):
            three = joined[start : start + 3]
            two, one = three[:2], three[:1]
            if two in waiting or one in waiting or three in star_lots or two in star_lots or one in star_lots:
                self._take_in((three, two, one))
            until = start + (longest.get(two) or longest.get(one, 0))
            for last in range(number, len(ends)):
                end = ends[last]
                if end > until:
                    break
                pattern = look_up(joined[start:end])
                if pattern is not None and pattern not in found:
                    found[pattern] = (number, min(last, final))
            for key in (three, two, one):
                for length in lengths.get(key, ()):
                    beginning = joined[start : start + length]
                    if beginning not in first:
                        continue
                    whole, others, phrases = first[beginning]
                    if phrases:
                        begun.append((phrases, number))
                    if beginning not in seen:
                        seen.add(beginning)
                        if whole:
                            place = number, bisect_left(ends, start + length)
                            for pattern in whole:
                                found[pattern] = place
                        wanted.update(others)
        self._find_stars(text, wanted, found)
        self._find_phrases(text, begun, found)
        return found

    def _take_in(self, begun: Iterable[str]) -> None:
        """Read the lots of a token's first characters that are waiting."""
        for beginning in begun:
            if beginning in self._lots.waiting:
                self._lots.take(beginning)
            if beginning in self._star_lots:
                self._file(self._star_lots.pop(beginning).of(beginning))

    def _rest_of(self, pattern: int, words: list[str]) -> str:
        """Return the most characters that a text must have for a star pattern behind its first piece."""
        rest = self._rests[pattern] = max("".join(words).split("*")[1:], key=len)
        return rest

    def _find_phrases(
        self, text: Folded, begun: Iterable[tuple[list[Phrase], int]], found: dict[int, tuple[int, int]]
    ) -> None:
        """Look for the phrases whose beginning was seen, and those that begin with any form of a word."""
        for phrases, at in begun:
            find_phrases(phrases, text, at, found)
        for root in [root for root in self._root_lots if core_of(root) in text.joined]:
            self._file(self._root_lots.pop(root).of(root))
        if self._forms is not None:
            self._forms.find(text, found)

    def _find_stars(self, text: Folded, wanted: dict[int, list[str]], found: dict[int, tuple[int, int]]) -> None:
        """Look for the star patterns whose beginning was seen, and those that begin with a star."""
        wanted.update(self._loose)
        rests, joined = self._rests, text.joined
        for pattern, words in wanted.items():
            # A plain look first: most are not there.
            rest = rests.get(pattern)
            if (self._rest_of(pattern, words) if rest is None else rest) in joined:
                star = self._stars.get(pattern)
                if star is None:
                    star = self._stars[pattern] = StarPattern(words)
                place = star.find(text)
                if place is not None:
                    found[pattern] = place
