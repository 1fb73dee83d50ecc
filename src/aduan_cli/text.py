"""Folding and matching of what callers say (design section 5).

Text is casefolded and its accents are dropped. Tokens are runs of letters or digits; everything else
separates. A pattern of one or more words matches consecutive tokens whose joined characters equal the
pattern's joined characters, so "pondok gede", "Pondokgede" and "pondok-gede" are one, and a part of a
token never matches. `*` stands for any characters inside one token.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any
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


def storable(text: str) -> str:
    """Return `text` such that any store can keep it: bytes that are no UTF-8 stand as `\\udcff`.

    A terminal whose locale is not UTF-8 hands over the bytes of "é" one by one; they are put together again.
    """
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode()
    except UnicodeError:
        return text.encode("utf-8", "backslashreplace").decode()


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


def longest_by_start(patterns: Iterable[str]) -> dict[str, int]:
    """Return, by the first two characters of joined patterns, the length of the longest."""
    longest: dict[str, int] = {}
    for joined in patterns:
        start = joined[:2]
        if len(joined) > longest.get(start, 0):
            longest[start] = len(joined)
    return longest


class Matcher:
    """Finds which of many patterns occur in a text, in one pass over its tokens.

    `exact` maps joined characters to pattern numbers, `longest` is `longest_by_start(exact)`; `stars` is a list
    of `[number, words]`. All is plain data, so that a matcher comes from the rule cache almost without work.
    """

    __slots__ = ("_exact", "_first", "_longest", "_loose", "_regexes", "_star_lengths")

    def __init__(
        self, exact: dict[str, int], stars: Iterable[Sequence[Any]], longest: dict[str, int] | None = None
    ) -> None:
        self._exact = exact
        self._longest = longest_by_start(exact) if longest is None else longest
        self._first: dict[str, list[tuple[int, list[str]]]] = {}
        self._loose: list[tuple[int, list[str]]] = []
        self._regexes: dict[int, re.Pattern[str]] = {}
        for number, words in stars:
            prefix = "".join(words).split("*", 1)[0]
            if prefix:
                self._first.setdefault(prefix, []).append((number, words))
            else:
                self._loose.append((number, words))
        # By the first character: most tokens begin no star pattern at all.
        self._star_lengths: dict[str, set[int]] = {}
        for prefix in self._first:
            self._star_lengths.setdefault(prefix[0], set()).add(len(prefix))

    def find(self, text: Folded) -> dict[int, tuple[int, int]]:
        """Return the patterns found: number → (first token, last token) of the first place of each."""
        found: dict[int, tuple[int, int]] = {}
        joined, ends = text.joined, text.ends
        exact, longest, star_lengths = self._exact, self._longest, self._star_lengths
        wanted: dict[int, list[str]] = {}
        for number, start in enumerate(text.starts):
            most = longest.get(joined[start : start + 2]) or longest.get(joined[start : start + 1])
            if most:
                for last in range(number, len(ends)):
                    end = ends[last]
                    if end - start > most:
                        break
                    pattern = exact.get(joined[start:end])
                    if pattern is not None and pattern not in found:
                        found[pattern] = (number, last)
            for length in star_lengths.get(joined[start : start + 1], ()):
                for pattern, words in self._first.get(joined[start : start + length], ()):
                    if pattern in found:
                        continue
                    if _only_ends_open(words):
                        found[pattern] = (number, bisect_left(ends, start + length))
                    else:
                        wanted.setdefault(pattern, words)
        self._find_stars(text, wanted, found)
        return found

    def _find_stars(self, text: Folded, wanted: dict[int, list[str]], found: dict[int, tuple[int, int]]) -> None:
        """Look for the star patterns whose beginning was seen, and those that begin with a star."""
        wanted.update(self._loose)
        spaced = ""
        for pattern, words in wanted.items():
            # Plain looks first: compiling a matcher costs more than all the rest.
            if not _has_pieces(words, text.joined):
                continue
            at = _word_by_word([word.split("*") for word in words], text.tokens)
            if at is not None:
                found[pattern] = at, at + len(words) - 1
                continue
            spaced = spaced or " ".join(text.tokens)
            regex = self._regexes.get(pattern)
            if regex is None:
                regex = self._regexes[pattern] = _star_regex(words)
            match = regex.search(spaced)
            if match is not None:
                first = spaced.count(" ", 0, match.start())
                found[pattern] = first, first + spaced.count(" ", match.start(), match.end())


def _only_ends_open(words: list[str]) -> bool:
    """Say whether the only star is the pattern's last character: then its beginning is all there is to find."""
    last = words[-1]
    return last[-1] == "*" and "*" not in last[:-1] and not any("*" in word for word in words[:-1])


def _word_by_word(words: list[list[str]], tokens: list[str]) -> int | None:
    """Return where the words of a pattern, split at their stars, stand each in a token of its own."""
    for at in range(len(tokens) - len(words) + 1):
        if all(_fits(pieces, token) for pieces, token in zip(words, tokens[at:], strict=False)):
            return at
    return None


def _fits(pieces: list[str], token: str) -> bool:
    if len(pieces) == 1:
        return token == pieces[0]
    end = len(token) - len(pieces[-1])
    at = len(pieces[0])
    if at > end or not token.startswith(pieces[0]) or not token.endswith(pieces[-1]):
        return False
    for piece in pieces[1:-1]:
        at = token.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def _has_pieces(words: list[str], joined: str) -> bool:
    """Say whether the characters between the stars occur in the text, in this order."""
    at = 0
    for piece in "".join(words).split("*"):
        at = joined.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True
