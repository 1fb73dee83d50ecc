"""A server that goes, and a line to it that breaks, at any message of any verb that writes: nothing told is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip("psycopg2", reason="the extra [postgres] is not installed")

from injected import WRONG
from server_faults import OF_SERVER, SORTS

SCRIPT = Path(__file__).with_name("server_faults.py")

pytestmark = [pytest.mark.slow, pytest.mark.of_file]


def tried(most: int, verbs: Sequence[str]) -> list[dict[str, str]]:
    """Return what became of the cases of some verbs."""
    line = [sys.executable, str(SCRIPT), "--json", "--most", str(most), *verbs]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(one) for one in done.stdout.splitlines()]


@pytest.mark.parametrize("verb", OF_SERVER)
@pytest.mark.usefixtures("programs_of_server")
def test_faults_of_a_server_lose_nothing_and_leave_nothing_half(verb: str) -> None:
    cases = tried(2, [verb])
    assert [case for case in cases if case["outcome"] in WRONG] == []
    met = Counter(case["sort"] for case in cases)
    assert all(met[sort] for sort in SORTS), met
    assert {case["outcome"] for case in cases if case["sort"] in ("before", "after")} <= {"stored", "unsure"}
