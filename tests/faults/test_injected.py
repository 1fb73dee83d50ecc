"""A disk that fails at any call of any verb that writes: nothing told is lost, nothing is half, all goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from cases import VERBS, WRONG, Case, table
from injected import SORTS, compiled

INJECTED = Path(__file__).with_name("injected.py")


@pytest.fixture(scope="module", autouse=True)
def can_fail(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip where no disk that fails can be made."""
    if sys.platform != "linux" or compiled(tmp_path_factory.mktemp("faulty")) is None:
        pytest.skip("a disk that fails needs Linux and a compiler")


def tried(most: int, verbs: Sequence[str]) -> list[dict[str, str]]:
    """Return what became of the cases of some verbs."""
    line = [sys.executable, str(INJECTED), "--json", "--most", str(most), *verbs]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(one) for one in done.stdout.splitlines()]


def check(cases: list[dict[str, str]], verbs: Sequence[str]) -> None:
    """Hold what became of cases: none is wrong, and each sort of fault was met by each verb."""
    assert [case for case in cases if case["outcome"] in WRONG] == []
    met = Counter((case["verb"], case["sort"]) for case in cases)
    assert all(met[verb, sort] for verb in verbs for sort in SORTS), met


@pytest.mark.slow
def test_faults_at_a_call_and_a_move_lose_nothing_and_leave_nothing_half() -> None:
    cases = tried(3, ("log", "ack"))
    check(cases, ("log", "ack"))
    assert {"stored", "refused"} <= {case["outcome"] for case in cases}


@pytest.mark.slow
@pytest.mark.parametrize("verb", VERBS)
def test_faults_at_every_verb_lose_nothing_and_leave_nothing_half(verb: str) -> None:
    check(tried(8, [verb]), [verb])


def test_what_is_wrong_stands_in_the_table() -> None:
    told = table([Case("log", "cut", 3, "lost", "UJI-1"), Case("log", "cut", 4, "stored", "")], SORTS)
    assert "| `log` | 0 / 0 / 0 |" in told
    assert "1 / 0 / 0 **1 lost** |" in told
    assert told.endswith("log, cut 3: lost: UJI-1")
