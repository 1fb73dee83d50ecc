"""Learning the weights of `rules/second_unit.py`: complement naive Bayes over the words of texts. Pure.

J. D. M. Rennie, L. Shih, J. Teevan, D. R. Karger, "Tackling the Poor Assumptions of Naive Bayes Text Classifiers",
ICML 2003: the weight of a word for a unit comes from how seldom all other units have it. Without their normalisation,
which made it worse on every log at hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import exp, log
from typing import NamedTuple

from aduan_cli.rules.second_unit import FIRST_LINE, MOST_TOKENS, hash_of
from aduan_cli.text import tokens_of

LEAST_TEXTS = 3
"""Texts in which a word must stand that no rule has, to be in the file: a caller's name stands in fewer."""
SMOOTHING = 0.1
LAST = 0.2
"""Share of the latest texts on which it is found how far odds are to be believed."""
_SCALES = tuple(round(0.02 * 1.25**step, 4) for step in range(20))


class Labelled(NamedTuple):
    """A text and the unit that it belongs to."""

    text: str
    unit: str


class Model(NamedTuple):
    """What was learned: for each unit the weight of a word that it never had, and word → unit → how much more."""

    units: tuple[str, ...]
    base: tuple[float, ...]
    words: Mapping[str, Mapping[int, float]]
    scale: float
    texts: int

    def scores(self, text: str) -> list[float]:
        """Return the score of each unit for a text, before it is scaled."""
        known = [self.words[word] for word in words_of(text) if word in self.words]
        found = [base * len(known) for base in self.base]
        for weights in known:
            for unit, weight in weights.items():
                found[unit] += weight
        return found


def words_of(text: str) -> list[str]:
    """Return the words of a text that count, each once: of letters alone, so that no number is among them."""
    tokens = dict.fromkeys(tokens_of(text)[:MOST_TOKENS])
    return [token for token in tokens if len(token) > 1 and token.isalpha()]


def learn(samples: Sequence[Labelled], public: Collection[str] = ()) -> Model | None:
    """Learn from texts in order of time; None where there are not two units to choose from.

    `public` are the words of the rules, which count however few texts have them: no caller's name is among them.

    How far the odds are to be believed is found on the latest, with what the others teach; then all are learned from.
    """
    cut = len(samples) - int(len(samples) * LAST)
    earlier, scale = _counted(samples[:cut], public), 0.1
    if earlier is not None:
        scale = _scale(earlier, samples[cut:])
    made = _counted(samples, public)
    return made and made._replace(scale=scale)


def _counted(samples: Sequence[Labelled], public: Collection[str]) -> Model | None:
    counts: dict[str, Counter[str]] = {}
    for sample in samples:
        for word in words_of(sample.text):
            counts.setdefault(word, Counter())[sample.unit] += 1
    counts = {word: of for word, of in sorted(counts.items()) if of.total() >= LEAST_TEXTS or word in public}
    totals: Counter[str] = Counter()
    for of in counts.values():
        totals.update(of)
    units = tuple(sorted(totals))
    if len(units) < 2:
        return None
    everything, smooth = totals.total(), SMOOTHING * len(counts)
    others = {unit: everything - totals[unit] + smooth for unit in units}
    base = tuple(log(others[unit] / (everything + smooth)) for unit in units)
    words = {
        word: {
            number: log((of.total() + SMOOTHING) / (of.total() - of[unit] + SMOOTHING))
            for number, unit in enumerate(units)
            if of[unit]
        }
        for word, of in counts.items()
    }
    return Model(units, base, words, 0.1, len(samples))


def _scale(model: Model, later: Sequence[Labelled]) -> float:
    """Return the scale with which the odds are nearest to what came out later (the likelihood is highest)."""
    scored = [(model.scores(one.text), model.units.index(one.unit)) for one in later if one.unit in model.units]

    def loss(scale: float) -> float:
        return sum(_surprise(scores, unit, scale) for scores, unit in scored)

    return min(_SCALES, key=loss)


def _surprise(scores: Sequence[float], unit: int, scale: float) -> float:
    best = max(scores)
    return log(sum(exp(scale * (score - best)) for score in scores)) - scale * (scores[unit] - best)


def written(model: Model) -> str:
    """Return the text of the file."""
    lines, index, at = [], dict[str, int](), 0
    for word in sorted(model.words):
        line = " ".join([word, *(f"{unit}:{round(100 * more)}" for unit, more in sorted(model.words[word].items()))])
        index.setdefault(word[0], at)
        at += len(line.encode()) + 1
        lines.append(line)
    body = [
        f"units {' '.join(model.units)}",
        f"base {' '.join(str(round(100 * base)) for base in model.base)}",
        f"scale {model.scale}",
        f"index {' '.join(f'{letter}:{start}' for letter, start in index.items())}",
    ]
    unclaimed = "\n".join([FIRST_LINE, "hash -", *body, "", *lines, ""])
    return unclaimed.replace("hash -", f"hash {hash_of(unclaimed.encode())}", 1)


def shares(samples: Iterable[tuple[str, str, str]], model: Model) -> Iterator[tuple[bool, bool]]:
    """Yield of (text, decided unit, right unit): whether the decision is right, and whether it or the best other is."""
    for text, decided, right in samples:
        scores = model.scores(text)
        others = [(score, unit) for score, unit in zip(scores, model.units, strict=True) if unit != decided]
        best = max(others, default=(0.0, ""))[1] if any(scores) else ""
        yield decided == right, right in (decided, best)
