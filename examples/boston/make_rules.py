"""Write the Boston example's rules.toml from the city's own cases: each type goes to its commonest queue.

    ADUAN_TEST_DATA=... python examples/boston/make_rules.py > examples/boston/rules.toml

Reads `boston_311_2015_h1.csv.gz` (Boston 311, first half of 2015) in the folder that ADUAN_TEST_DATA names.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

FILE = "boston_311_2015_h1.csv.gz"
HEAD = """\
# Boston 311 as a desk: each TYPE of case is a category, its unit the QUEUE that such cases most often go to.
# Made by make_rules.py from the city's cases of the first half of 2015. Change that, not this.

[desk]
name = "Boston 311"
prefix = "BOS"
timezone = "America/New_York"
channels = ["phone", "app", "web", "patrol"]
"""


def slug(text: str) -> str:
    """Return the id of a queue or type: lower case, each run of other characters one hyphen, none at the ends."""
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")


def commonest_queues(rows: Iterable[dict[str, str]]) -> tuple[list[str], dict[str, str]]:
    """Return all queues, and of each type the commonest queue; of equals the first in the alphabet."""
    queues: set[str] = set()
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        queues.add(row["QUEUE"])
        counts.setdefault(row["TYPE"], Counter())[row["QUEUE"]] += 1
    return sorted(queues), {name: min(of, key=lambda queue: (-of[queue], queue)) for name, of in counts.items()}


def rules_of(rows: Iterable[dict[str, str]]) -> str:
    """Return the text of rules.toml. Longer types stand first, so that one never hides behind its beginning."""
    queues, commonest = commonest_queues(rows)
    pieces = [HEAD]
    for queue in queues:
        pieces.append(f"\n[units.{slug(queue)}]\nname = {json.dumps(queue)}\n")
    for name in sorted(commonest, key=lambda name: (-len(name), name)):
        unit = slug(commonest[name])
        pieces.append(f'\n[categories.{slug(name)}]\nunit = "{unit}"\ntitle = {json.dumps(name)}\n')
        pieces.append(f"text = {json.dumps(name)}\n")
    return "".join(pieces)


def main() -> None:
    """Print the rules."""
    folder = os.environ.get("ADUAN_TEST_DATA")
    if not folder or not (Path(folder) / FILE).is_file():
        sys.exit(f"ADUAN_TEST_DATA must name the folder with {FILE}")
    with gzip.open(Path(folder) / FILE, "rt", encoding="utf-8", newline="") as file:
        sys.stdout.write(rules_of(csv.DictReader(file)))


if __name__ == "__main__":
    main()
