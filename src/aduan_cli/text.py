"""Folding and matching of what callers say (design section 5).

Text is casefolded and its accents are dropped. Tokens are runs of letters or digits; everything else
separates. A pattern of one or more words matches consecutive tokens whose joined characters equal the
pattern's joined characters, so "pondok gede", "Pondokgede" and "pondok-gede" are one, and a part of a
token never matches. `*` stands for any characters inside one token.
"""

from __future__ import annotations

import re
from unicodedata import combining, normalize

_TOKEN = re.compile(r"[^\W_]+")
_STAR_TOKEN = re.compile(r"[^\W_*]*(?:\*[^\W_*]*)+|[^\W_]+")
MAX_TEXT = 20_000
"""Characters of a text that are matched against patterns. A longer text is stored whole all the same."""


def fold(text: str) -> str:
    """Return `text` casefolded and without accents. The length may differ from the original's."""
    if text.isascii():
        return text.lower()
    plain = "".join(c for c in normalize("NFKD", text) if not combining(c)).casefold()
    return "".join(c for c in normalize("NFKD", plain) if not combining(c))


class Folded:
    """A text ready for matching: its tokens, in order, and their joined characters.

    `tokens[i]` stands in `joined` from `starts[i]` to `ends[i]`.
    """

    __slots__ = ("ends", "joined", "starts", "tokens")

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = _TOKEN.findall(fold(text[:MAX_TEXT]))
        self.joined = "".join(self.tokens)
        self.starts: list[int] = []
        self.ends: list[int] = []
        at = 0
        for token in self.tokens:
            self.starts.append(at)
            at += len(token)
            self.ends.append(at)

    def words(self, first: int, last: int) -> str:
        """Return the folded words of tokens `first` to `last`, both included, with spaces between."""
        return " ".join(self.tokens[first : last + 1])


def join_pattern(pattern: str) -> str:
    """Return the joined, folded characters of a pattern; `*` is kept. Empty when it has no letter or digit."""
    joined = "".join(_STAR_TOKEN.findall(fold(pattern)))
    return joined if joined.replace("*", "") else ""


def star_words(pattern: str) -> list[str]:
    """Return the folded words of a pattern that contains `*`, the stars kept."""
    return _STAR_TOKEN.findall(fold(pattern))


def _star_regex(words: list[str]) -> re.Pattern[str]:
    """Compile the words of a star pattern into a matcher over tokens joined by single spaces.

    Word and token boundaries need not coincide, so a space may stand between any two characters; beside a
    star only where the pattern itself has one, for the star is the rest of a token.
    """
    bodies = []
    for word in words:
        parts = [" ?".join(map(re.escape, part)) for part in word.split("*")]
        bodies.append("[^ ]*".join(parts))
    return re.compile("(?:^|(?<= ))" + " ?".join(bodies) + "(?= |$)")


class Matcher:
    """Finds which of many patterns occur in a text, in one pass over its tokens.

    `exact` maps joined characters to pattern numbers; `stars` is a list of `[number, words]`. Both are plain
    data, so that a matcher comes from the rule cache without any work.
    """

    __slots__ = ("_exact", "_first", "_lengths", "_loose", "_regexes", "_star_lengths")

    def __init__(self, exact: dict[str, int], stars: list[tuple[int, list[str]]]) -> None:
        self._exact = exact
        lengths: dict[str, int] = {}
        for joined in exact:
            key = joined[:2]
            if len(joined) > lengths.get(key, 0):
                lengths[key] = len(joined)
        self._lengths = lengths  # by the first two characters: the longest pattern
        self._first: dict[str, list[tuple[int, list[str]]]] = {}
        self._loose: list[tuple[int, list[str]]] = []
        self._regexes: dict[int, re.Pattern[str]] = {}
        for number, words in stars:
            prefix = "".join(words).split("*", 1)[0]
            if prefix:
                self._first.setdefault(prefix, []).append((number, words))
            else:
                self._loose.append((number, words))
        self._star_lengths = sorted({len(prefix) for prefix in self._first})

    def find(self, text: Folded) -> dict[int, tuple[int, int]]:
        """Return the patterns found: number → (first token, last token) of the first place of each."""
        found: dict[int, tuple[int, int]] = {}
        joined = text.joined
        exact, lengths = self._exact, self._lengths
        wanted: dict[int, list[str]] = {}
        for number, start in enumerate(text.starts):
            longest = lengths.get(joined[start : start + 2]) or lengths.get(joined[start : start + 1])
            if longest:
                for last in range(number, len(text.ends)):
                    end = text.ends[last]
                    if end - start > longest:
                        break
                    pattern = exact.get(joined[start:end])
                    if pattern is not None and pattern not in found:
                        found[pattern] = (number, last)
            for length in self._star_lengths:
                for pattern, words in self._first.get(joined[start : start + length], ()):
                    wanted.setdefault(pattern, words)
        for pattern, words in self._loose:
            wanted.setdefault(pattern, words)
        if wanted:
            spaced = " ".join(text.tokens)
            for pattern, words in wanted.items():
                span = self._find_star(pattern, words, spaced)
                if span is not None:
                    found[pattern] = span
        return found

    def _find_star(self, pattern: int, words: list[str], spaced: str) -> tuple[int, int] | None:
        regex = self._regexes.get(pattern)
        if regex is None:
            regex = self._regexes[pattern] = _star_regex(words)
        match = regex.search(spaced)
        if match is None:
            return None
        first = spaced.count(" ", 0, match.start())
        return first, first + spaced.count(" ", match.start(), match.end())
