"""Patterns that are more than whole words: those with stars, and phrases.

Phrases are patterns that say a word in any of its forms (`~rusak`), or let words stand between (`jalan .. rusak`).

A phrase is a list of parts: `~` and a word for one token that is a form of it; `..` for at most `MOST_BETWEEN` tokens;
`$` for the end of the text; else the joined characters of one or more whole tokens.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Protocol

    Phrase = tuple[int, Sequence[str], str]
    """Number, parts, and characters without which no text has it."""

    class Tokens(Protocol):
        """A text as `text.Folded` has it."""

        tokens: list[str]
        joined: str
        starts: list[int]
        ends: list[int]


GAP = ".."
FORM = "~"
END = "$"
"""After the last word of a pattern without `*`: nothing follows in the text."""
MOST_BETWEEN = 3
"""Words that `..` may stand for; none is right, too."""
MOST_GAPS = 3


def is_phrase(words: Sequence[str]) -> bool:
    """Return whether a pattern's words are a phrase's."""
    return GAP in words or FORM in "".join(words)


def is_wanted(pattern: str) -> bool:
    """Return whether a pattern as written is meant as a phrase."""
    return is_phrase(pattern.split())


def start_of(parts: Sequence[str]) -> str:
    """Return by what a phrase is looked for: its first word with `~`, or the first three characters."""
    return parts[0] if parts[0][:1] == FORM else parts[0][:3]


def core_of(start: str) -> str:
    """Return what a text must have in which is a form of a word with `~` before it: all but its first letter.

    An affix changes at most that.
    """
    return start[2:]


def _rest_of(parts: Sequence[str]) -> str:
    """Return the most characters that a text must have for the parts behind the first."""
    pieces = [part[2:] if part[0] == FORM else part for part in parts[1:] if part not in (GAP, END)]
    return max(pieces, key=len, default="")


def phrase_of(number: int, parts: Sequence[str]) -> Phrase:
    """Return a phrase as it is looked for."""
    return number, parts, _rest_of(parts)


def find_phrases(phrases: Iterable[Phrase], text: Tokens, at: int, found: dict[int, tuple[int, int]]) -> None:
    """Add those of some phrases that stand from a token on and that `found` has not: number → (first, last token)."""
    for number, parts, rest in phrases:
        if rest in text.joined and number not in found:
            after = _end(parts, 0, text, at)
            if after:
                found[number] = (at, after - 1)


class Forms:
    """Phrases that begin with a word in any of its forms, each looked for only where a text has most of that word."""

    __slots__ = ("_by_core",)

    def __init__(self) -> None:
        self._by_core: dict[str, list[Phrase]] = {}

    def take(self, number: int, parts: Sequence[str]) -> None:
        """Take a phrase in."""
        self._by_core.setdefault(core_of(parts[0]), []).append(phrase_of(number, parts))

    def find(self, text: Tokens, found: dict[int, tuple[int, int]]) -> None:
        """Add those of a text that `found` has not: number → (first token, last token) of the first place."""
        for core in filter(text.joined.__contains__, self._by_core):
            for at in _tokens_with(core, text):
                find_phrases(self._by_core[core], text, at, found)


def _tokens_with(core: str, text: Tokens) -> Iterator[int]:
    """Yield the tokens in which some characters are."""
    at = text.joined.find(core)
    while at >= 0:
        token = bisect_right(text.starts, at) - 1
        if at + len(core) <= text.ends[token]:
            yield token
        at = text.joined.find(core, at + 1)


def _end(parts: Sequence[str], number: int, text: Tokens, at: int) -> int:
    """Return the token behind the parts from `number` on, if they stand from the token `at` on; 0: they don't."""
    for place in range(number, len(parts)):
        part = parts[place]
        if part == GAP:
            for begin in range(at, min(at + MOST_BETWEEN, len(text.tokens)) + 1):
                after = _end(parts, place + 1, text, begin)
                if after:
                    return after
            return 0
        if part == END:
            return at if at == len(text.tokens) else 0
        if at >= len(text.tokens):
            return 0
        if part[0] == FORM:
            if not _is_form(text.tokens[at], part[1:]):
                return 0
            at += 1
        else:
            if not text.joined.startswith(part, text.starts[at]):
                return 0
            end = text.starts[at] + len(part)
            last = bisect_left(text.ends, end)
            if last == len(text.ends) or text.ends[last] != end:
                return 0
            at = last + 1
    return at


def _is_form(token: str, root: str) -> bool:
    """Return whether a token is a form of a word; few commands have one to look for."""
    from aduan_cli.word_forms import roots_of

    return root in roots_of(token)


class StarPattern:
    """A pattern that contains `*`, ready to be looked for in time linear in the text.

    Word and token boundaries need not coincide, so a space may stand between any two characters; beside a star
    only where the pattern itself has one, for the star is the rest of a token. Of the text's joined characters a
    pattern therefore wants pieces in their order, and between two of them a gap: `pieces` has one more than
    `gaps`, the first or the last is empty where a star stands there. A gap is `(early, spaces, late)`: whether a
    space may stand before its first star, how many between its stars, whether one may after the last.
    """

    __slots__ = ("gaps", "pieces")

    def __init__(self, words: Iterable[str]) -> None:
        first, *parts = " ".join(words).split("*")
        self.pieces = [first.replace(" ", "")]
        self.gaps: list[tuple[bool, int, bool]] = []
        early, spaces = first.endswith(" "), 0
        for left, part in enumerate(parts, 1 - len(parts)):
            if left and not part.strip():  # nothing but a space between two stars
                spaces += len(part)
            else:
                self.pieces.append(part.replace(" ", ""))
                self.gaps.append((early, spaces, part.startswith(" ")))
                early, spaces = part.endswith(" "), 0

    def find(self, text: Tokens) -> tuple[int, int] | None:
        """Return the first and the last token of the first place; of those that begin there the longest.

        From the last piece to the first it is noted where each may stand such that the rest follows: no place is
        looked at twice for one piece, whatever the text.
        """
        places: list[list[int]] = []
        ahead: list[int] | None = None
        for number in range(len(self.pieces) - 1, -1, -1):
            standing: list[int] = []
            if self.pieces[number]:
                standing = self._standing(number, text)
                if ahead is not None:
                    standing = self._followed(number, standing, ahead, text)
                if not standing:
                    return None
                ahead = standing
            elif ahead is not None:  # a star begins the pattern
                standing = [text.starts[_token_before(text, ahead[0], self.gaps[0])]]
            places.append(standing)
        return self._span(text, places[::-1])

    def _standing(self, number: int, text: Tokens) -> list[int]:
        """Return where in the joined characters a piece stands, ascending; those at an end begin or end a token."""
        piece, joined = self.pieces[number], text.joined
        size, is_last = len(piece), number == len(self.gaps)
        found = []
        at = joined.find(piece)
        while at >= 0:
            if (number or _has(text.starts, at)) and (not is_last or _has(text.ends, at + size)):
                found.append(at)
            at = joined.find(piece, at + 1)
        return found

    def _followed(self, number: int, standing: list[int], ahead: list[int], text: Tokens) -> list[int]:
        """Return those places of a piece from which one of the next piece's, `ahead`, can be reached."""
        gap, size = self.gaps[number], len(self.pieces[number])
        found = []
        for at in standing:
            nearest = bisect_left(ahead, at + size)
            if nearest < len(ahead) and ahead[nearest] < _reach(text, at + size, gap):
                found.append(at)
        return found

    def _span(self, text: Tokens, places: list[list[int]]) -> tuple[int, int]:
        """Return the tokens from the first place to the last, each next piece as far away as it may be."""
        at = places[0][0]
        first = bisect_right(text.starts, at) - 1
        for number, gap in enumerate(self.gaps):
            end = at + len(self.pieces[number])
            reach = _reach(text, end, gap) if end > at else _limit(text, first, gap[1], gap[2])
            if not self.pieces[number + 1]:
                return first, bisect_left(text.ends, reach)
            ahead = places[number + 1]
            at = ahead[bisect_left(ahead, reach) - 1]
        return first, bisect_left(text.ends, at + len(self.pieces[-1]))


def _has(places: Sequence[int], place: int) -> bool:
    """Say whether a place is among some, which are ascending."""
    number = bisect_left(places, place)
    return number < len(places) and places[number] == place


def _reach(text: Tokens, end: int, gap: tuple[bool, int, bool]) -> int:
    """Return before which of the joined characters the next piece begins, if the one before a gap ends at `end`."""
    token = bisect_left(text.ends, end)
    early, spaces, late = gap
    return _limit(text, token, spaces + (early and text.ends[token] == end), late)


def _limit(text: Tokens, token: int, spaces: int, late: bool) -> int:
    return text.ends[min(token + spaces, len(text.ends) - 1)] + late


def _token_before(text: Tokens, at: int, gap: tuple[bool, int, bool]) -> int:
    """Return the first token in which a gap may begin that ends before the joined character `at`."""
    token = bisect_right(text.starts, at) - 1
    _early, spaces, late = gap
    return max(0, token - spaces - (late and text.starts[token] == at))
