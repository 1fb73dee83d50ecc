"""What `rules learn` reaches on real tables, on the latest 30 % that were held out, beside plain tables and an SVM.

Whole commands are run; the figures are the ones that `aduan rules learn` itself prints. The SVM (scikit-learn, of
the dependency group `bench`) sees the words and characters of the same texts and the same split by time.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from measure import BIN, ROOT, environment, machine

HOLDOUT = 0.3
BOSTON = "boston_311_2015_h1.csv.gz"
SURABAYA = "surabaya_dev.csv"


class Case(NamedTuple):
    """One table to learn from: the example's folder, its map, the file, the inputs, and the bar (a share in %)."""

    title: str
    example: str
    map: str
    file: str
    inputs: str
    against: str
    """The line of the plain table that must be reached; empty: no bar."""


CASES = (
    Case(
        "Boston, queue from type, reason, place and source",
        "boston",
        "boston-311",
        BOSTON,
        "TYPE,REASON,neighborhood,pwd_district,Source,Location",
        "by fields.TYPE + fields.pwd_district, else by fields.TYPE",
    ),
    Case(
        "Surabaya, agency from topic and place",
        "surabaya",
        "surabaya",
        SURABAYA,
        "fields.topic,fields.kecamatan,fields.kelurahan",
        "the commonest unit by fields.topic",
    ),
    Case("Surabaya, agency from text", "surabaya", "surabaya", SURABAYA, "text", ""),
)


def learned(case: Case, data: Path, folder: Path) -> tuple[str, dict[str, float]]:
    """Import and learn in a fresh desk; return what was said, and the shares by their names."""
    desk = folder / case.inputs.replace(",", "-")
    shutil.copytree(ROOT / "examples" / case.example, desk)
    aduan = [str(BIN / "aduan"), "--desk", str(desk), "--lang", "en"]
    for arguments in (
        ["-q", "import", "--map", case.map, str(data / case.file)],
        ["rules", "learn", "--inputs", case.inputs, "--holdout", str(HOLDOUT)],
    ):
        done = subprocess.run([*aduan, *arguments], env=environment(), capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"aduan {' '.join(arguments)}: exit code {done.returncode}\n{done.stderr}")
    shares = {name: float(share) for name, share in re.findall(r"^  (.+?) {2,}([0-9.]+) %", done.stderr, re.MULTILINE)}
    return done.stderr, shares


def linear_svm(path: Path) -> float | None:
    """Return the share that a linear SVM reaches on the same split, in %; None without scikit-learn."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_union
        from sklearn.svm import LinearSVC
    except ImportError:
        return None
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["submitted"])
    cut = len(rows) - int(len(rows) * HOLDOUT)
    texts, units = [row["text"] for row in rows], [row["agency"] for row in rows]
    features = make_union(
        TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2),
        TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(2, 5), min_df=3),
    )
    model = LinearSVC(C=0.3, random_state=0).fit(features.fit_transform(texts[:cut]), units[:cut])
    guesses = model.predict(features.transform(texts[cut:]))
    return 100 * sum(guess == unit for guess, unit in zip(guesses, units[cut:], strict=True)) / (len(rows) - cut)


def main() -> int:
    """Print the figures of each table and return 1 when a bar is missed."""
    named = os.environ.get("ADUAN_TEST_DATA")
    data = Path(named or "")
    missed = False
    print(f"rules learn, the latest {HOLDOUT:.0%} held out; {machine()}")
    with tempfile.TemporaryDirectory(prefix="aduan-bench-") as name:
        for case in CASES:
            print(f"\n{case.title}")
            if not named or not (data / case.file).is_file():
                print(f"  skipped, ADUAN_TEST_DATA names no folder with {case.file}")
                continue
            said, shares = learned(case, data, Path(name))
            print(said, end="")
            if case.against:
                missed = missed or shares["these rules"] < shares[case.against]
                print(f"  bar, {case.against}: {'ok' if shares['these rules'] >= shares[case.against] else 'MISSED'}")
            else:
                svm = linear_svm(data / case.file)
                if svm is None:
                    print("  (no linear SVM: scikit-learn is not installed)")
                else:
                    short = svm - shares["these rules"]
                    print(f"  linear SVM on words and characters: {svm:.1f} %, {short:.1f} points more")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
