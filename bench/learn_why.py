"""Why rules learned from text stay behind a linear SVM on Surabaya: in a list one word decides, the SVM adds up many.

Printed is the mean agreement on three stretches of time, each with what comes before it, all within the first 70 % of
the log: what `rules learn` is judged by (`learn.py`) is not looked at. Beside our list stands an SVM over words
(scikit-learn, of the dependency group `bench`) of which only the strongest words of a text may speak for a unit: one,
two, three, ... all.
"""

from __future__ import annotations

import csv
import os
import sys
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

from aduan_cli.rules.language.names import slug
from aduan_cli.rules.learning.draft import Ids, Sample
from aduan_cli.rules.learning.learner import base_of_words
from aduan_cli.rules.learning.second import words_of
from learn import HOLDOUT, SURABAYA
from measure import machine

CUTS = (0.5, 0.66, 0.83)
"""Shares of the first part from which on a stretch begins; it ends where the next one begins."""
TOGETHER = (1, 2, 3, 4, 8)


def samples(path: Path) -> list[Sample]:
    """Return the first part of the log, in order of time."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["submitted"])
    kept = rows[: len(rows) - int(len(rows) * HOLDOUT)]
    return [Sample(slug(row["agency"]), (), row["text"]) for row in kept]


def of_list(earlier: list[Sample], later: list[Sample]) -> tuple[float, int]:
    """Return the agreement of a list of words, and its patterns."""
    base = base_of_words(earlier, 400, Ids())
    units = {one.id: one.unit for one in base.categories}
    right = sum(units.get(base.find(one) or "") == one.unit for one in later)
    return right / len(later), sum(len(one.when["text"]) for one in base.categories)  # type: ignore[arg-type]


def of_svm(earlier: list[Sample], later: list[Sample]) -> dict[str, float]:
    """Return the agreement of an SVM by how many words of a text speak for each unit."""
    import numpy
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(analyzer=words_of, min_df=3)
    model = LinearSVC(C=0.3, random_state=0).fit(words.fit_transform([one.text for one in earlier]), _units(earlier))
    found: dict[str, float] = {}
    texts: Any = words.transform([one.text for one in later])
    spoken = [model.coef_[:, row.indices] * row.data for row in texts]
    for most in TOGETHER:
        guesses = [model.classes_[numpy.sort(row, axis=1)[:, -most:].sum(axis=1).argmax()] for row in spoken]
        found[f"SVM, {most} words" if most > 1 else "SVM, one word"] = _share(guesses, later)
    return found | {"SVM, all words": _share(model.predict(texts), later)}


def _units(known: list[Sample]) -> list[str]:
    return [one.unit for one in known]


def _share(guesses: Any, later: list[Sample]) -> float:
    return fmean(guess == one.unit for guess, one in zip(guesses, later, strict=True))


def main() -> int:
    """Print the curve."""
    path = Path(os.environ.get("ADUAN_TEST_DATA", "")) / SURABAYA
    if not path.is_file():
        print(f"skipped, ADUAN_TEST_DATA names no folder with {SURABAYA}")
        return 0
    known = samples(path)
    ends = [int(len(known) * cut) for cut in (*CUTS, 1)]
    stretches = [(known[:begin], known[begin:end]) for begin, end in pairwise(ends)]
    print(f"words that decide together; {machine()}")
    lists = [of_list(*one) for one in stretches]
    print(f"  {'our list':16} {100 * fmean(share for share, _n in lists):5.1f} %  {lists[-1][1]} patterns")
    svms = [of_svm(*one) for one in stretches]
    for name in svms[0]:
        print(f"  {name:16} {100 * fmean(one[name] for one in svms):5.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
