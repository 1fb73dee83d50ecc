"""From a phrase as people write it, `"jalan raya .. ~rusak"`, to its parts, and what can be wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aduan_cli import amounts
from aduan_cli.i18n import _
from aduan_cli.patterns import END, FORM, GAP, MOST_GAPS
from aduan_cli.text import is_last, tokens_of
from aduan_cli.word_forms import SHORTEST


def phrase_of(pattern: str, synonyms: Mapping[str, str]) -> list[str]:
    """Return the parts of a phrase without fault, each word as what it stands for; `patterns` says what parts are."""
    parts: list[str] = []
    for part in _parts(pattern, synonyms):
        if parts and not _is_sign(part) and not _is_sign(parts[-1]):
            parts[-1] += part  # Spaces between whole words don't count, as in any pattern.
        else:
            parts.append(part)
    return [*parts, END] if is_last(pattern) else parts


def _is_sign(part: str) -> bool:
    return part == GAP or part[0] == FORM


def _parts(pattern: str, synonyms: Mapping[str, str]) -> Iterator[str]:
    for word in pattern.split():
        if word == GAP:
            yield GAP
            continue
        tokens = [synonyms.get(token, token) for token in tokens_of(word)]
        if word[0] == FORM:
            yield FORM + "".join(tokens)
        else:
            yield from tokens


def fault_of(pattern: str) -> tuple[str, str] | None:
    """Return what is wrong with a phrase and what would be right; None: nothing is."""
    words = pattern.rstrip().removesuffix(END).split()
    if "*" in pattern:
        return _("'*' stands beside '..' or '~'"), _("'~' before the word alone, or '*' without them, would be right")
    if GAP in (words[0], words[-1]):
        return _("'..' stands at an end of it"), _("words on both sides, as in 'jalan .. rusak', would be right")
    if words.count(GAP) > MOST_GAPS:
        right = _("at most {most} would be right").format(most=MOST_GAPS)
        return _("'..' stands in it {times}").format(times=amounts.times(words.count(GAP))), right
    for word in words:
        tokens = tokens_of(word)
        if FORM in word and (word.rfind(FORM) or len(tokens) != 1 or len(tokens[0]) < SHORTEST):
            right = _("one word of at least {least} letters, as in '~rusak', would be right").format(least=SHORTEST)
            return _("'{word}' is no word that has forms").format(word=word), right
    return None
