"""Calls of a night as callers speak: danger first, and what only sounds like it. All are invented.

`spoken.jsonl` has the kinds and offices that may rightly be given, and whether it goes by voice at once (`voice`). Its
writer also chose the words of the rules, half of the first 173 (`tuned`) in sight. Then three more lots were written
in other words on purpose, each looked at once before the rules were mended for it: of 30, 25 and 24 that must go by
voice 17, 12 and 17 did; of 36, 25 and 21 others 2, 1 and 2 did by mistake; of 13, 8 and 8 questions 4, 4 and 6 were
seen as such. So this guards against getting worse, and is no measure of unseen calls. Sentences that the rules still
miss were not taken out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from shipped import Desk

CALLS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "spoken.jsonl").read_text(encoding="utf-8").splitlines()
]
DANGER = [call for call in CALLS if call["voice"]]
CALM = [call for call in CALLS if not call["voice"]]


@pytest.mark.parametrize("about", sorted({call["about"] for call in DANGER}))
def test_danger_goes_by_voice_however_the_caller_says_it(bekasi: Desk, about: str) -> None:
    missed = []
    for call in DANGER:
        decision = bekasi.take(call["text"])[1]
        if call["about"] == about and not (decision.say and decision.priority == "emergency"):
            missed.append(call["text"])
    assert missed == []


def test_danger_reaches_whoever_must_act(bekasi: Desk) -> None:
    """Police, 119, fire brigade, disaster agency: another one than expected only seldom."""
    wrong = [c["text"] for c in DANGER if bekasi.office(bekasi.take(c["text"])[1].unit) not in c["units"]]
    assert len(wrong) <= len(DANGER) * 0.03, wrong


def test_what_is_past_asked_about_or_only_feared_is_no_emergency(bekasi: Desk) -> None:
    false = [call["text"] for call in CALM if bekasi.take(call["text"])[1].priority == "emergency"]
    assert len(false) <= len(CALM) * 0.02, false


@pytest.mark.parametrize("kind", ["complaint", "information", "feedback"])
def test_calls_in_everyday_words_are_of_the_right_kind(bekasi: Desk, kind: str) -> None:
    """A question is seen as one, thanks as thanks, and who complains by asking still complains."""
    calls = [call for call in CALLS if call["kinds"] == [kind]]
    wrong = [call["text"] for call in calls if bekasi.take(call["text"])[0].kind != kind]
    assert len(wrong) <= len(calls) * {"feedback": 0.1}.get(kind, 0.05), wrong


def test_what_goes_by_voice_to_a_unit_with_crews_is_in_the_list_of_a_crew(bekasi: Desk) -> None:
    """Who looks at the crew's list sees the emergencies that the crew drives out for."""
    crews = {entry["parent"] for entry in bekasi.rules["units"].values() if entry["parent"]}
    assert [rule["id"] for rule in bekasi.rules["handoffs"] if rule["to"] in crews] == []
