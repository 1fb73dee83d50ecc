"""On a city's real calls of three months: those that a reader marked as repeats are suggested, and few others."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.flow.similar import FAR, similar
from aduan_cli.ports import Query
from aduan_cli.store.sqlite import SqliteStore
from processes import runner

DATA = Path(os.environ.get("ADUAN_TEST_DATA", ""))
pytestmark = pytest.mark.skipif(
    "ADUAN_TEST_DATA" not in os.environ, reason="ADUAN_TEST_DATA names no folder of test data"
)
LEAST_FOUND, MOST_OTHERS = 0.85, 0.5
Suggest = Callable[[SqliteStore, Complaint], list[Complaint]]


def as_similar(store: SqliteStore, complaint: Complaint) -> list[Complaint]:
    """Return what `aduan similar` shows of a call, once all of them are stored."""
    return [one.complaint for one in similar(store, complaint, reach=FAR)]


def as_log(store: SqliteStore, complaint: Complaint) -> list[Complaint]:
    """Return what `aduan log` would have said of it: of what was reported before it alone."""
    before = [
        one.complaint for one in similar(store, complaint, None) if one.complaint.reported_at <= complaint.reported_at
    ]
    return before[:3]


def by_phone(store: SqliteStore, complaint: Complaint) -> list[Complaint]:
    """Return the last three calls of the phone: the least that a desk would do."""
    if not complaint.caller_phone:
        return []
    phones = tuple(complaint.caller_phone.split(";"))
    found = store.find(Query((("phone", phones),), until=complaint.reported_at + 1, limit=4))
    return [one for one in found if one.id != complaint.id][:3]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> SqliteStore:
    """Return the city's own desk with its call log."""
    desk = tmp_path_factory.mktemp("desk")
    aduan = runner(desk, desk)
    assert aduan("init", ".").returncode == 0
    taken = aduan("import", str(DATA / "bekasi_calls_dev.csv"), "--map", "bekasi-1500444")
    assert taken.returncode == 0, taken.stderr
    return SqliteStore(str(desk / "aduan.db"))


@pytest.mark.parametrize("suggest", [as_similar, as_log])
def test_the_repeats_of_the_real_log_are_suggested_and_few_others(store: SqliteStore, suggest: Suggest) -> None:
    with (DATA / "bekasi_calls_dev_labels.csv").open(encoding="utf-8", newline="") as file:
        repeats = {int(row["row"]): int(row["repeat_of"]) for row in csv.DictReader(file) if row["repeat_of"]}

    def figures(suggest: Suggest) -> tuple[float, float]:
        found, others = [], []
        for call in store.find(Query()):
            assert call.source_row
            rows = [one.source_row for one in suggest(store, call)]
            if call.source_row in repeats:
                found.append(repeats[call.source_row] in rows)
            else:
                others.append(len(rows))
        share, each = sum(found) / len(found), sum(others) / len(others)
        sys.stdout.write(
            f"{suggest.__name__}: {share:.0%} of {len(found)} repeats found, {each:.2f} for another call\n"
        )
        return share, each

    share, each = figures(suggest)
    assert share >= LEAST_FOUND
    assert each <= MOST_OTHERS
    assert share > figures(by_phone)[0]
