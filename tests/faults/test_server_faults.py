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

from cases import WRONG
from cutting import AFTER, BEFORE
from injected import compiled
from server_disk import SORTS as OF_DISK
from server_faults import OF_SERVER, SORTS

REFUSED = {verb: {"refused"} for verb in ("db export", "db import")}
"""Of a line that breaks while a whole desk goes over it nothing is made good: what goes was read as at one moment, what
comes can't be read twice. That is told, and nothing is there. Every other verb goes on over a new line."""

pytestmark = [pytest.mark.slow, pytest.mark.of_file]


def tried(script: str, most: int, verbs: Sequence[str]) -> list[dict[str, str]]:
    """Return what became of the cases of some verbs."""
    line = [sys.executable, str(Path(__file__).with_name(script)), "--json", "--most", str(most), *verbs]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(one) for one in done.stdout.splitlines()]


@pytest.mark.parametrize("verb", OF_SERVER)
@pytest.mark.usefixtures("programs_of_server")
def test_faults_of_a_server_lose_nothing_and_leave_nothing_half(verb: str) -> None:
    cases = tried("server_faults.py", 2, [verb])
    assert [case for case in cases if case["outcome"] in WRONG] == []
    met = Counter(case["sort"] for case in cases)
    assert all(met[sort] for sort in SORTS), met
    done = {"stored", "unsure"} | REFUSED.get(verb, set())
    assert {case["outcome"] for case in cases if case["sort"] in (BEFORE, AFTER)} <= done


@pytest.mark.parametrize("verb", ["log", "person erase", "import", "rules accept"])
@pytest.mark.usefixtures("programs_of_server")
def test_faults_of_a_servers_disk_lose_nothing_and_leave_nothing_half(tmp_path: Path, verb: str) -> None:
    if sys.platform != "linux" or compiled(tmp_path) is None:
        pytest.skip("a disk that fails needs Linux and a compiler")
    cases = tried("server_disk.py", 2, [verb])
    assert [case for case in cases if case["outcome"] in WRONG] == []
    met = Counter(case["sort"] for case in cases)
    assert all(met[sort] for sort in OF_DISK), met
