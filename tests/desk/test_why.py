"""What `why` tells of a call is what was decided, and every word that it quotes is the caller's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from shipped import WEDNESDAY_MORNING, Desk

from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.flow.routing.explaining import explain, rules_of
from aduan_cli.text import Folded
from thorough import THOROUGH

STEP = 8 if THOROUGH else 90
"""Every so many calls of the lots one is explained: each costs some hundredths of a second."""


def calls() -> list[str]:
    """Return some of the invented calls of all lots."""
    files = sorted(Path(__file__).parent.glob("*.jsonl"))
    texts = [json.loads(line).get("text") for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return list(dict.fromkeys(text for text in texts if text))[::STEP]


def asks_for_words(condition: Any) -> bool:
    if condition is None or condition[0] not in ("text", "text_all", "all", "any"):
        return False
    return condition[0].startswith("text") or any(map(asks_for_words, condition[1]))


def quoted(told: dict[str, Any]) -> Iterator[str]:
    """Yield the words of the caller that are told."""
    for part in (*told["because"], *told["category_words"], *told["kind_words"]):
        if "words" in part:
            yield part["words"]
    yield from (Folded(words).words(0, len(words)) for words in told["place_words"])


def wrong_with(told: dict[str, Any], call: Complaint, rules: dict[str, Any]) -> Iterator[str]:
    """Yield what is told of a call that isn't so."""
    for when in ("replayed", "today"):
        said = told[when]
        if (said["same"], said["unit"], said["step"], said["rule"]) != (True, call.unit, call.step, call.rule):
            yield when
    if call.rule and call.step != "category":
        if (told["rule"] or {}).get("id") != call.rule or call.rule not in [rule["id"] for rule in told["held"]]:
            yield "rule"
        if asks_for_words(rules[call.rule]["when"]) and not told["because"]:
            yield "because"
    by_hand_off = (told["rule"] or {}).get("as")
    if call.category and call.sources["category"] == "text" and not by_hand_off and not told["category_words"]:
        yield "category_words"
    if call.sources["kind"] == "text" and not told["kind_words"]:
        yield "kind_words"
    if [step["step"] for step in told["steps"] if step["decided"]] != [call.step]:
        yield "steps"
    here = f" {' '.join(Folded(call.text).tokens)} "
    yield from (words for words in quoted(told) if f" {words} " not in here)


def test_why_tells_what_was_decided_by_words_that_the_caller_said(bekasi: Desk) -> None:
    rules = rules_of(bekasi.loaded.rules)
    wrong = {}
    for text in calls():
        call, _decision = bekasi.take(text)
        call = copy_of(call, ticket="BKS-250611-0001-2", reported_at=WEDNESDAY_MORNING)
        told = cast("dict[str, Any]", explain(call, bekasi.router, bekasi.router, []))
        if found := list(wrong_with(told, call, cast("dict[str, Any]", rules))):
            wrong[text] = found
    assert wrong == {}
