"""What a move says, on one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.desk_time import Zone
from aduan_cli.render.moved import gist

JAKARTA = Zone([[-(2**62), 7 * 3600]])
UNTIL = JAKARTA.epoch(2026, 12, 1, 8)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, ""),
        ({"unit": "dlh"}, "dlh"),
        ({"unit": "dlh", "role": "support"}, "dlh (support)"),
        ({"unit": "dlh", "role": "lead"}, "dlh"),
        ({"unit": "dlh", "to": "triage", "reason": "bukan kami"}, "dlh → triage: bukan kami"),
        ({"unit": "dlh", "to": "dlh"}, "dlh"),
        ({"from": "triage", "to": "dlh"}, "triage → dlh"),
        ({"from": "dlh", "to": "dlh", "reason": "ya"}, "dlh: ya"),
        ({"from": None, "to": "dlh"}, "- → dlh"),
        ({"from": "dlh"}, "dlh"),
        ({"from": None}, "-"),
        ({"unit": None, "code": "hoax"}, "hoax"),
        ({"unit": "dlh", "code": "waiting", "until": UNTIL}, "dlh: waiting; until 2026-12-01 08:00"),
        ({"by": "caller"}, "by caller"),
        ({"ready": "jam-buka", "answer": "Buka pukul 8"}, "with the answer 'jam-buka'; Buka pukul 8"),
        ({"unit": "dlh", "result": "diangkut", "reason": "", "answer": None}, "dlh: diangkut"),
    ],
)
def test_whose_move_it_was_what_was_said_and_why(told: dict[str, object], said: str) -> None:
    """What is not there leaves no sign behind."""
    assert gist(told, JAKARTA) == said


@given(st.dictionaries(st.sampled_from(["unit", "result", "reason", "answer"]), st.sampled_from(["x", "y", ""])))
def test_no_part_is_empty(told: dict[str, object]) -> None:
    """Neither a colon without words behind it nor a semicolon between nothing."""
    line = gist(told, JAKARTA)
    assert all(part for part in line.replace(": ", "; ").split("; ")) or not line
