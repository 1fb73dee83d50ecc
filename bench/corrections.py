"""What a desk learns from corrections, simulated on a real log: decide, compare with the agency, take what differs.

Calls come in order of time. After each batch of corrections the desk proposes changes, all that mend enough are
accepted, and it goes on with them. Printed is the share of calls that the rules decided as the agency says, of those
that came after each batch and before the next; beside it a linear SVM (scikit-learn, of the dependency group `bench`)
trained anew after each batch on the calls seen so far.

Usage: bench/corrections.py [BATCHES] (of 100 corrections; default: all there are)
"""

from __future__ import annotations

import csv
import os
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from aduan_cli.app.drafts import with_changes
from aduan_cli.app.proposals import files_of, trying
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.corrections import Correction
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.prediction import predict
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import report_of_call
from aduan_cli.complaint.router import Router
from aduan_cli.config.rule_files.texts import compile_texts
from aduan_cli.flow.rulebook.corrections import CorrectedCase
from aduan_cli.flow.rulebook.proposing import Evidence, Proposing
from aduan_cli.rules.language.names import slug
from measure import ROOT, machine

BATCH = 100
REMEMBERED = 3_000
"""The latest calls in which changes are tried, as a desk would its latest."""
ENOUGH = Evidence(least=2, share=0.4)
"""What is accepted here; `rules learn` asks for six tenths, for an officer reads on where a call waits in triage."""


class Seen(NamedTuple):
    """A call that was decided, and whose it was."""

    complaint: Complaint
    unit: str


def calls(path: Path) -> list[tuple[str, str]]:
    """Return text and agency of all calls, in order of time."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["submitted"])
    return [(row["text"], slug(row["agency"])) for row in rows]


def fresh(agencies: set[str]) -> dict[str, str]:
    """Return the files of a desk that knows its units and nothing else."""
    base = (ROOT / "examples" / "surabaya" / "rules.toml").read_text(encoding="utf-8")
    units = [f'[units.{unit}]\nname = "{unit}"\n' for unit in sorted(agencies)]
    return {"rules.toml": "\n".join([base, *units])}


def router_of(texts: dict[str, str]) -> Router:
    """Compile the files."""
    loaded = compile_texts(texts)
    return Router(loaded.rules, loaded.revision)


def taken(text: str, number: int, router: Router) -> Complaint:
    """Return a call as the rules decide it."""
    report = report_of_call(text=text, reported_at=1_640_995_200 + number, logged_at=1_640_995_200 + number)
    decided = decide(read(report, router), router).complaint
    return copy_of(decided, ticket=f"SBY-{number}", id=number)


def case_of(seen: Seen, router: Router) -> CorrectedCase:
    """Return a call as an officer corrected it."""
    one = seen.complaint
    said = Correction(one.logged_at, "petugas", ("route",), one.unit, one.category, seen.unit, None, None)
    return CorrectedCase(one, said, predict(one, router))


def learned(texts: dict[str, str], corrected: list[Seen], latest: list[Seen], router: Router) -> dict[str, str]:
    """Return the files with all that is proposed from the corrections so far."""
    cases = [case_of(seen, router) for seen in corrected]
    stored = [seen.complaint for seen in latest]
    proposing = Proposing(cases, stored, router, files_of(texts), trying(texts), lambda _plugin: True, ENOUGH)
    return with_changes(texts, [change for one in proposing.run().proposals for change in one.form.changes])


def svm(seen: list[Seen]) -> Any:
    """Return a linear SVM of the calls so far; None without scikit-learn, or with one agency alone."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_pipeline
        from sklearn.svm import LinearSVC
    except ImportError:
        return None
    if len({one.unit for one in seen}) < 2:
        return None
    model = make_pipeline(TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)), LinearSVC(C=0.3, random_state=0))
    return model.fit([one.complaint.text for one in seen], [one.unit for one in seen])


def main(arguments: list[str]) -> int:
    """Print the curve."""
    path = Path(os.environ.get("ADUAN_TEST_DATA", "")) / "surabaya_dev.csv"
    if not path.is_file():
        print("skipped, ADUAN_TEST_DATA names no folder with surabaya_dev.csv")
        return 0
    most = int(arguments[0]) if arguments else None
    log = calls(path)
    texts = fresh({unit for _text, unit in log})
    router, model = router_of(texts), None
    print(f"corrections, {BATCH} at a time; {machine()}")
    print(f"{'corrections':>11} {'calls':>6} {'rules agree':>12} {'SVM agrees':>11} {'patterns':>9} {'seconds':>8}")
    seen: list[Seen] = []
    corrected: list[Seen] = []
    since = right = machine_right = 0
    began = time.process_time()
    for number, (text, unit) in enumerate(log, 1):
        one = Seen(taken(text, number, router), unit)
        seen.append(one)
        since += 1
        right += one.complaint.unit == unit
        machine_right += model is not None and model.predict([text])[0] == unit
        if one.complaint.unit != unit:
            corrected.append(one)
        is_full = one.complaint.unit != unit and len(corrected) % BATCH == 0
        if is_full or number == len(log):
            share, other = 100 * right / since, f"{100 * machine_right / since:9.1f} %" if model else "-"
            seconds = time.process_time() - began
            count = len(router.compiled["patterns"])
            print(f"{len(corrected):11} {number:6} {share:10.1f} % {other:>11} {count:9} {seconds:8.0f}", flush=True)
            if most and len(corrected) >= most * BATCH:
                break
            texts = learned(texts, corrected, seen[-REMEMBERED:], router)
            router, model = router_of(texts), svm(seen)
            since = right = machine_right = 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
