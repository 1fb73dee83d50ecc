"""Wordings that never count: a word of theirs stands in the `text_not` of the same condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from aduan_cli.i18n import _
from aduan_cli.patterns import END, FORM, GAP
from aduan_cli.problems import Path, Problem, some_of
from aduan_cli.rules.language.wordings import wordings
from aduan_cli.rules.review.idle_words import texts_of, wordings_of
from aduan_cli.text import LISTED, fold, tokens_of
from aduan_cli.word_forms import roots_of

Words = Sequence[str]
"""The words of a wording, each as what it stands for: `~` before one in any form, `*` where it goes on, `..`."""


def ruled_out(
    file: str, data: Mapping[str, object], named: Mapping[str, Sequence[str]], synonyms: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield a warning for each wording of a parsed file that `text_not` beside it rules out wherever it is found.

    `named` are the lists of `[words]` of all files, `synonyms` words with what they stand for. Single words are left
    to `lint`; a wording is taken as callers write it, its words apart. Of a category only its first and last word are
    held against it: what stands between may be an aside, and then no word of the text (`rules/asides.py`).
    """
    for path, words, denied in _conditions(data, ()):
        denials = [(item, said) for item in denied for said in _denials(wordings_of(item, named), synonyms)]
        for at, item in enumerate(words):
            found: dict[str, str] = {}
            for wording in wordings(item) if not item.startswith(LISTED) else ():
                said = _words_of(wording, synonyms)
                holds = _holds_at_an_end if path[0] == "categories" else _holds
                other = next((one for one, denial in denials if len(said) > 1 and holds(said, denial)), None)
                if other is not None:
                    found[wording] = other
            if found:
                what = _("{words} never counts: {others} in text_not rules it out").format(
                    words=some_of(found), others=some_of(found.values())
                )
                yield Problem(file, (*path, at), what, _("leave out one of them"), "warning")


def _conditions(value: object, path: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Yield each list of words of a parsed file that has `text_not` beside it, with that."""
    if isinstance(value, Mapping):
        denied = texts_of(value.get("text_not"))
        if denied:
            if words := texts_of(value.get("text")):
                yield (*path, "text"), words, denied
            every = value.get("text_all")
            for at, words in enumerate(every if isinstance(every, list) else ()):
                if isinstance(words, list):
                    yield (*path, "text_all", at), texts_of(words), denied
            if words := texts_of(every):
                yield (*path, "text_all"), words, denied
        for key, item in value.items():
            yield from _conditions(item, (*path, key))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _conditions(item, (*path, at))


def _denials(written: Sequence[str], synonyms: Mapping[str, str]) -> Iterator[Words]:
    """Yield the words of wordings that rule out wherever they stand side by side."""
    for wording in written:
        said = _words_of(wording, synonyms)
        if said and not {GAP, "*", END}.intersection(said):
            yield said


def _words_of(wording: str, synonyms: Mapping[str, str]) -> Words:
    found: list[str] = []
    for word in wording.split():
        if word in (GAP, "*", END):
            found.append(word)
        elif "*" in word:
            found.append(fold(word))
        else:
            tokens = [synonyms.get(token, token) for token in tokens_of(word)]
            found += [FORM + "".join(tokens)] if word[0] == FORM else tokens
    return found


def _holds(said: Words, denial: Words) -> bool:
    """Say whether words that rule out stand side by side in a wording, whatever it stands for."""
    places = range(len(said) - len(denial) + 1)
    return any(
        all(map(_is_always, said[at : at + len(denial)], denial)) and _stands_alone(said, at, denial) for at in places
    )


def _stands_alone(said: Words, at: int, denial: Words) -> bool:
    """Say whether no `*` beside the words makes others of them: "jalan * rusak" is found in *jalanan rusak*, too."""
    end = at + len(denial)
    return said[at - 1 : at] != ["*"] and (said[end : end + 1] != ["*"] or denial[-1].endswith("*"))


def _holds_at_an_end(said: Words, denial: Words) -> bool:
    ends = (0, len(said) - 1)
    return len(denial) == 1 and any(_is_always(said[at], denial[0]) and _stands_alone(said, at, denial) for at in ends)


def _is_always(word: str, denied: str) -> bool:
    """Say whether all that a word of a wording stands for is denied."""
    if word == denied:
        return word not in (GAP, "*", END)
    if word in (GAP, "*", END) or word[0] == FORM:
        return False
    if denied[0] == FORM:
        return "*" not in word and denied[1:] in roots_of(word)
    if denied.endswith("*") and "*" not in denied[:-1]:
        return word.startswith(denied[:-1])
    return False
