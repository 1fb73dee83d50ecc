"""Words of one list that do nothing: another word of the same list is found wherever they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aduan_cli.i18n import _
from aduan_cli.patterns import StarPattern, is_wanted
from aduan_cli.problems import Path, Problem
from aduan_cli.rules.language.wordings import wordings
from aduan_cli.text import END, LISTED, is_last, join_pattern, star_words

_LISTS = ("text", "text_not", "words")
"""Keys whose lists mean: one of these."""


def idle_words(
    file: str, data: Mapping[str, object], named: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Problem]:
    """Yield a warning for each word of a parsed file that does nothing beside another of its list.

    `named` are the lists of `[words]` of all files.
    """
    for path, words in _lists(data, ()):
        for at, other in idle_items(words, named or {}):
            what = _("'{word}' does nothing beside '{other}' in the same list").format(
                word=words[at], other=words[other]
            )
            yield Problem(file, (*path, at), what, _("leave it out"), "warning")


def _lists(value: object, path: Path) -> Iterator[tuple[Path, Sequence[str]]]:
    """Yield the lists of words in a parsed file, at any depth; what is no string there is empty."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            where: Path = (*path, key)
            of: dict[Path, object] = {where: item} if key in _LISTS or path in (("cues",), ("words",)) else {}
            if key == "text_all" and isinstance(item, list):
                of = {(*where, number): words for number, words in enumerate(item)}
            for place, words in of.items():
                if isinstance(words, list):
                    yield place, texts_of(words)
            yield from _lists(item, where)
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _lists(item, (*path, at))


def texts_of(value: object) -> list[str]:
    """Return the words of a list in their places; what is no string there is empty."""
    return [item if isinstance(item, str) else "" for item in value] if isinstance(value, list) else []


def idle_items(items: Sequence[str], named: Mapping[str, Sequence[str]]) -> list[tuple[int, int]]:
    """Return the places of what does nothing in a list, each with that of another: all that it stands for is idle.

    What stands for several words is taken before single ones, named lists first, so that these are told. Phrases are
    idle beside none.
    """
    order = sorted(range(len(items)), key=lambda at: (not items[at].startswith(LISTED), "|" not in items[at], at))
    said = [(at, "" if is_wanted(word) else word) for at in order for word in wordings_of(items[at], named)]
    found = {place: said[other][0] for place, other in idle([word for _at, word in said])}
    beside: dict[int, set[int | None]] = {}
    for place, (at, _word) in enumerate(said):
        beside.setdefault(at, set()).add(found.get(place))
    told = [(at, others) for at, others in sorted(beside.items()) if others.isdisjoint((None, at))]
    return [(at, min(other for other in others if other is not None)) for at, others in told]


def wordings_of(item: str, named: Mapping[str, Sequence[str]]) -> list[str]:
    """Return all words that an item of a list stands for, each once."""
    found: dict[str, None] = {}
    waiting, seen = [item], set[str]()
    while waiting:
        one = waiting.pop()
        if not one.startswith(LISTED):
            found.update((word, None) for word in wordings(one))
        elif (name := one[len(LISTED) :].strip()) not in seen:
            seen.add(name)
            waiting += reversed(named.get(name, ()))
    return list(found)


class _Form:
    """What a word asks of a text: pieces in their order, and the gaps between them, as `text.StarPattern` has them."""

    __slots__ = ("key", "pieces", "wide")

    def __init__(self, word: str) -> None:
        if "*" in word:
            pattern = StarPattern(star_words(word))
            self.pieces, gaps = pattern.pieces, tuple(pattern.gaps)
        else:
            self.pieces, gaps = [join_pattern(word) + (END if is_last(word) else "")], ()
        self.key = (tuple(self.pieces), gaps)
        self.wide: tuple[str, ...] = ()
        """`(b, "")`, `("", b)` or `("", b, "")` where the word is `b*`, `*b` or `*b*`."""
        if sum(map(bool, self.pieces)) == 1 < len(self.pieces):
            self.wide = tuple(self.pieces)

    def needs(self, other: _Form) -> bool:
        """Say whether this one is proved to be found only where `other`, a wide one, is."""
        if not other.wide or self.pieces == other.pieces:
            return False
        wanted = "".join(other.wide)
        if len(other.wide) == 3:
            return any(wanted in piece for piece in self.pieces)
        # The first piece begins a token, the last one ends one.
        return self.pieces[0].startswith(wanted) if other.wide[0] else self.pieces[-1].endswith(wanted)


def idle(words: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of the words that are found nowhere without another of the list, each with that other's.

    Only what is proved is told: the same characters, or a word that goes on from a beginning (`lamp*`), leads to an
    ending (`*nya`) or has a part (`*parkir*`). "parkir liar" is not idle beside "parkir", for it is "parkirliar" too.
    Of two that are the same the later one is idle.
    """
    forms = [_Form(word) for word in words]
    first: dict[object, int] = {}
    for at, form in enumerate(forms):
        first.setdefault(form.key, at)
    wide = [(at, forms[at]) for at in first.values() if forms[at].wide]
    found: list[tuple[int, int]] = []
    for at, form in enumerate(forms):
        if not any(form.pieces):
            continue
        other = first[form.key]
        if other == at:
            other = next((place for place, one in wide if form.needs(one)), at)
        if other != at:
            found.append((at, other))
    return found
