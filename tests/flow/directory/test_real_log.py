"""What is learned from the real call log answers the next month's questions; figures are printed with `-s`."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections import Counter
from math import log, sqrt
from pathlib import Path
from typing import NamedTuple

import pytest

from aduan_cli.rules.directory import words_of
from aduan_cli.rules.learning.contacts import numbers_in
from aduan_cli.testing.commands import Aduan
from city_files import put_city
from in_process import runner_here

LEARNED, ASKED = ("2023-01", "2024-01", "2024-02"), "2024-03"


class Question(NamedTuple):
    """A call of the log whose officer gave numbers."""

    text: str
    numbers: frozenset[str]


@pytest.fixture(scope="module")
def log_of_calls() -> list[dict[str, str]]:
    """Return the rows of the log, each with its labels; without it, skip and say so."""
    folder = os.environ.get("ADUAN_TEST_DATA")
    if not folder:
        pytest.skip("ADUAN_TEST_DATA does not name the folder with the real call log")
    path = Path(folder)
    with (path / "bekasi_calls_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (path / "bekasi_calls_dev_labels.csv").open(encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file))
    return [{**row, **label} for row, label in zip(rows, labels, strict=True)]


def questions(rows: list[dict[str, str]], *months: str) -> list[Question]:
    """Return the questions of some months that ask for a contact and were given a number."""
    asked = [row for row in rows if row["TANGGAL"].startswith(months) and row["contact"] == "yes"]
    found = [Question(row["PERMASALAHAN"], frozenset(numbers_in(row["JAWABAN"]))) for row in asked]
    return [one for one in found if one.numbers]


def neighbours(learned: list[Question], text: str) -> set[str]:
    """Return the first two numbers of the questions that are nearest in words: the plain way to answer."""
    words = {one: set(words_of(one.text, {})) for one in learned}
    common = Counter(word for own in words.values() for word in own)
    wanted = set(words_of(text, {}))

    def near(one: Question) -> float:
        shared = words[one] & wanted
        return -sum(log(1 + len(learned) / common[word]) for word in shared) / sqrt(1 + len(words[one]))

    numbers = [number for one in sorted(learned, key=near) for number in sorted(one.numbers)]
    return set(list(dict.fromkeys(numbers))[:2])


def desk_of(folder: Path, rows: list[dict[str, str]]) -> Path:
    """Make a desk with the city's own rules and the calls of the months that are learned from."""
    desk = folder / "desk"
    put_city(desk)
    columns = list(rows[0])[: list(rows[0]).index("KET") + 1]
    with (folder / "calls.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(row for row in rows if row["TANGGAL"].startswith(LEARNED))
    return desk


def first_numbers(aduan: Aduan, text: str) -> set[str]:
    """Return the numbers of the first answer, and of how its unit is reached."""
    done = aduan("info", "--format", "json", "--", text)
    if done.returncode == 4:
        return set()
    first = json.loads(done.stdout)[0]
    return set(numbers_in(" / ".join([first["text"], *first["contacts"]])))


@pytest.mark.parametrize("least", [pytest.param(1, marks=pytest.mark.slow), 3])
def test_the_next_month_s_questions(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], log_of_calls: list[dict[str, str]], least: int
) -> None:
    """Of the numbers that officers had given before so often, the first answer has the right one in four of five.

    A number that is new in March can't be learned before; how many those are is printed, and so is what plain
    nearest neighbours reach. No caller's phone is in what is proposed.
    """
    desk = desk_of(tmp_path, log_of_calls)
    aduan = runner_here(desk, tmp_path, capfd)
    assert aduan("import", str(tmp_path / "calls.csv"), "--map", "bekasi-1500444").returncode == 0
    proposed = aduan("info", "learn", "--least", str(least)).stdout
    callers = {key for row in log_of_calls for key in numbers_in(row["HP/TLP"])}
    assert not callers & set(numbers_in(proposed.replace("\n", " / ")))
    with (desk / "rules.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + proposed)
    assert aduan("rules", "check", "--strict").returncode == 0

    learned, asked = questions(log_of_calls, *LEARNED), questions(log_of_calls, ASKED)
    given = Counter(number for one in learned for number in one.numbers)
    known = [one for one in asked if any(given[number] >= least for number in one.numbers)]
    right = [one for one in asked if first_numbers(aduan, one.text) & one.numbers]
    plain = [one for one in asked if neighbours(learned, one.text) & one.numbers]
    with capfd.disabled():
        sys.stdout.write(
            f"\n{len(asked)} questions of {ASKED} were given a number, {len(known)} of them one given {least} times or"
            f" more before; the first answer has it for {len(right)} ({len(right) / len(asked):.1%} of all);"
            f" nearest neighbours with two numbers each: {len(plain)} ({len(plain) / len(asked):.1%})\n"
        )
    assert len(right) >= 0.8 * len(known)
    assert len(right) > len(plain)
