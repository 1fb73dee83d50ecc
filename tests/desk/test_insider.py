"""Calls by somebody who knew a part of the rules, written before they were run: what the shipped rules make of them.

Three lots, each on rules mended for those before: 101 for every office, 60 dangers and calm calls in the words of
dangers, 70 everyday calls.
Each line of `insider.jsonl` is as in `strangers.jsonl`. The rules were mended after the calls were seen, so that the
shares guard against getting worse and measure nothing (at first sight: docs/decisions/0002-word-lists.md). After that
look one call counts as an emergency that was written as none, and two may be of either kind.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shipped import Desk
from test_strangers import acceptable, handed_off

CALLS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "insider.jsonl").read_text(encoding="utf-8").splitlines()
]
EMERGENCIES = [call for call in CALLS if call["emergency"]]
CALM = [call for call in CALLS if not call["emergency"]]


def test_the_calls_are_those_that_the_shares_are_about() -> None:
    assert (len(CALLS), len(EMERGENCIES), sum(call.get("near", False) for call in CALM)) == (231, 41, 50)


def test_nearly_all_calls_reach_an_office_that_may_act(bekasi: Desk) -> None:
    missed = [call["text"] for call in CALLS if not acceptable(bekasi, call)]
    assert len(missed) <= len(CALLS) * 0.05, missed


def test_every_emergency_is_handed_off(bekasi: Desk) -> None:
    assert [call["text"] for call in EMERGENCIES if not handed_off(bekasi, call)] == []


def test_hardly_any_calm_call_is_handed_off(bekasi: Desk) -> None:
    """A quarter of them is near to an emergency by its words."""
    false = [call["text"] for call in CALM if handed_off(bekasi, call)]
    assert len(false) <= len(CALM) * 0.01, false


def test_nearly_all_calls_are_of_the_right_kind(bekasi: Desk) -> None:
    missed = [call["text"] for call in CALLS if bekasi.take(call["text"])[0].kind not in call["kind"]]
    assert len(missed) <= len(CALLS) * 0.07, missed
