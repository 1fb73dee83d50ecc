"""How good the second unit is: Bekasi's log by months left out, Surabaya by time; beside scikit-learn's linear models.

Printed is how often a model alone says the unit, and how often it is the rules' unit or the model's best other one.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import report_of_call
from aduan_cli.complaint.router import Router
from aduan_cli.config.rule_files.texts import compile_texts, on_disk
from aduan_cli.flow.rulebook.second import words_of_rules
from aduan_cli.rules.language.names import slug
from aduan_cli.rules.learning.draft import Ids, Sample
from aduan_cli.rules.learning.learner import base_of_words
from aduan_cli.rules.learning.second import Labelled, learn, words_of
from aduan_cli.rules.review.agreement import Agreement
from aduan_cli.rules.second_unit import root_of
from measure import ROOT, machine

HOLDOUT = 0.3


class Known(NamedTuple):
    """A call: its part (a month), the rules' unit, whose it was, whether it is a complaint."""

    part: str
    text: str
    decided: str
    right: tuple[str, ...]
    is_complaint: bool


Ranked = Callable[[str], Sequence[str]]
"""The units by what a model says of a text, the likeliest first."""


def bekasi(data: Path) -> tuple[list[Known], frozenset[str]]:
    """Return the log as this repository's rules decide it, and the words of these rules."""
    loaded = compile_texts(on_disk(str(ROOT)).texts)
    router, spelt = Router(loaded.rules, None), Agreement(loaded.rules)
    found = []
    with (data / "bekasi_calls_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (data / "bekasi_calls_dev_labels.csv").open(encoding="utf-8", newline="") as file:
        kinds = [row["kind"] for row in csv.DictReader(file)]
    for row, kind in zip(rows, kinds, strict=True):
        text = (row["PERMASALAHAN"] or "").strip()
        if text and row["OPD"]:
            report = report_of_call(text=text, reported_at=1_706_000_000, logged_at=1_706_000_000)
            unit = decide(read(report, router), router).complaint.unit or ""
            right = tuple(root_of(loaded.rules, one) for one in spelt.named(row["OPD"].strip()).split(";"))
            found.append(Known(row["TANGGAL"][:7], text, root_of(loaded.rules, unit), right, kind == "complaint"))
    return found, words_of_rules(loaded.rules)


def surabaya(data: Path) -> list[Known]:
    """Return the log as rules decide it that were learned from its first part; the last part is `held`."""
    with (data / "surabaya_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["submitted"])
    samples = [Sample(slug(row["agency"]), (), row["text"]) for row in rows]
    cut = len(samples) - int(len(samples) * HOLDOUT)
    base = base_of_words(samples[:cut], 400, Ids())
    units = {one.id: one.unit for one in base.categories}
    return [
        Known("held" if number >= cut else "", one.text, units.get(base.find(one) or "", "triage"), (one.unit,), True)
        for number, one in enumerate(samples)
    ]


def ours(samples: Sequence[Labelled], public: frozenset[str]) -> Ranked:
    """Return complement naive Bayes as `rules learn --second` learns it."""
    model = learn(samples, public)
    assert model is not None

    def ranked(text: str) -> Sequence[str]:
        scores = model.scores(text)
        return [unit for _score, unit in sorted(zip(scores, model.units, strict=True), reverse=True)]

    return ranked


def linear(kind: str) -> Callable[[Sequence[Labelled], frozenset[str]], Ranked] | None:
    """Return a linear model of scikit-learn over the same words; None without it."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.svm import LinearSVC
    except ImportError:
        return None

    def make(samples: Sequence[Labelled], _public: frozenset[str]) -> Ranked:
        words = TfidfVectorizer(analyzer=words_of, sublinear_tf=True)
        model = LinearSVC(C=1, random_state=0) if kind == "SVM" else LogisticRegression(C=30, max_iter=500)
        model.fit(words.fit_transform([one.text for one in samples]), [one.unit for one in samples])

        def ranked(text: str) -> Sequence[str]:
            scores = model.decision_function(words.transform([text]))[0]
            return [unit for _score, unit in sorted(zip(scores, model.classes_, strict=True), reverse=True)]

        return ranked

    return make


def measured(known: Sequence[Known], parts: Sequence[str], make: object, by_desk: bool, public: frozenset[str]) -> str:
    """Return the shares of the parts, each with a model of all the others."""
    counts: Counter[str] = Counter()
    for part in parts:
        others = [one for one in known if one.part != part]
        samples = [Labelled(one.text, one.decided if by_desk else one.right[0]) for one in others]
        ranked = make([one for one in samples if one.unit != "triage"], public)  # type: ignore[operator]
        for one in known:
            if one.part == part:
                units = ranked(one.text)
                other = next(unit for unit in units if unit != one.decided)
                for name in ("", "complaints ") if one.is_complaint else ("",):
                    counts[f"{name}n"] += 1
                    counts[f"{name}desk"] += one.decided in one.right
                    counts[f"{name}alone"] += units[0] in one.right
                    counts[f"{name}either"] += one.decided in one.right or other in one.right
    return "  ".join(
        f"{name}{what} {100 * counts[name + what] / counts[name + 'n']:5.1f} %"
        for name in ("", "complaints ")
        for what in ("desk", "alone", "either")
    )


def main() -> int:
    """Print the figures."""
    data = Path(os.environ.get("ADUAN_TEST_DATA", ""))
    if not (data / "surabaya_dev.csv").is_file():
        print("skipped, ADUAN_TEST_DATA names no folder with the logs")
        return 0
    print(f"second unit; {machine()}")
    calls, public = bekasi(data)
    months = sorted({one.part for one in calls})
    models = {"complement naive Bayes": ours, "linear SVM": linear("SVM"), "logistic regression": linear("LR")}
    for title, known, parts, words in (
        ("Bekasi, each month by the others", calls, months, public),
        ("Surabaya, the latest 30 %", surabaya(data), ["held"], frozenset[str]()),
    ):
        for by_desk in (True, False):
            print(f"\n{title}; learned from {'the decisions' if by_desk else 'what was chosen'}")
            for name, make in models.items():
                if make is not None:
                    print(f"  {name:24} {measured(known, parts, make, by_desk, words)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
