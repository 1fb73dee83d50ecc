"""What patterns with `~` came to match in calls: the forms of each word that callers said, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from aduan_cli.patterns import FORM
from aduan_cli.text import tokens_of
from aduan_cli.word_forms import roots_of

if TYPE_CHECKING:
    from aduan_cli.compiled import Rules


class MatchedForms(NamedTuple):
    """A word with `~`, how many words of the texts were taken for it, and each of these with its count, most first."""

    word: str
    total: int
    forms: list[tuple[str, int]]


def matched_forms(texts: Iterable[str], compiled: Rules) -> list[MatchedForms]:
    """Return what was taken for each word that the rules have with `~`, in the order of the alphabet."""
    stars = [*compiled["stars"], *compiled["answers"]["stars"]]
    roots = {part[len(FORM) :] for _number, parts in stars for part in parts if part.startswith(FORM)}
    said: dict[str, Counter[str]] = {root: Counter() for root in sorted(roots)}
    for token in (token for text in texts for token in tokens_of(text)) if roots else ():
        meant = compiled["synonyms"].get(token, token)
        for root in roots.intersection({*roots_of(token), *roots_of(meant)}):
            said[root][token] += 1
    return [MatchedForms(root, counts.total(), counts.most_common()) for root, counts in said.items()]
