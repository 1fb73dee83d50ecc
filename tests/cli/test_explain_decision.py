"""What `why` tells: who decided, by which words, what has changed since; nothing that does not help is said."""

from __future__ import annotations

from typing import Any, cast

import pytest

from aduan_cli.cli import explain_decision as why
from aduan_cli.complaint.explained import Explained
from aduan_cli.i18n import choose
from aduan_cli.model import STEPS
from compiling import rules_of
from reports import JAKARTA, MIDNIGHT

RULES = cast(
    Any,
    rules_of(
        """
[desk]
name = "Desk"
prefix = "D"
timezone = "UTC"
[units.dlh]
name = "Dinas Lingkungan"
[units.bmsda]
name = "Bina Marga"
"""
    ),
)
ANSWER: dict[str, Any] = {
    "revision": "aaa", "same": True, "unit": "dlh", "support": [], "category": "sampah", "step": "category",
    "rule": None,
}  # fmt: skip
CODE: dict[str, Any] = {
    "plugin": "bmsda", "sha256": "0123456789abcdef", "answer": None, "reason": None, "left_out": None,
}  # fmt: skip


class NoDesk:
    """What of a desk is asked for here: its zone."""

    zone = JAKARTA


def told(**more: Any) -> Explained:
    """Return all that is told of a call that its category sent to a unit."""
    fields: dict[str, Any] = {
        "ticket": "D-261123-0001-6", "unit": "dlh", "support": [], "priority": "normal", "status": "routed",
        "step": "category", "rule": None, "because": [], "held": [], "code": None, "failures": [], "by_hand": None,
        "returned": [], "category": "sampah", "category_words": [{"words": "sampah", "pattern": "sampah"}],
        "kind": "complaint", "kind_words": [], "kecamatan": None, "kelurahan": None, "place_words": [], "places": [],
        "sources": {"category": "text"}, "steps": [], "revision": "aaa", "replayed": ANSWER, "today": ANSWER,
    }  # fmt: skip
    return cast(Explained, {**fields, **more})


def short(**more: Any) -> dict[str, str]:
    """Return the short answer: its lines that say something."""
    lines = why._answer_lines(told(**more), RULES, cast(Any, NoDesk()))
    return {name: text for name, text in lines if text}


def whole(**more: Any) -> dict[str, str]:
    """Return all lines that say something."""
    lines = why._lines(told(**more), RULES, cast(Any, NoDesk()), verbose=True)
    return {name: text for name, text in lines if text}


def test_in_short_it_says_who_has_it_and_by_which_words() -> None:
    """Today's rules say the same: that is no news."""
    assert short() == {"Unit": "dlh (Dinas Lingkungan): the unit of the category", "Because": "“sampah”"}


def test_units_that_help_stand_beside_the_one_that_leads() -> None:
    assert short(support=["bmsda"])["Unit"] == "dlh (Dinas Lingkungan) + bmsda: the unit of the category"
    assert whole(support=["bmsda"])["Support"] == "bmsda (Bina Marga)"


@pytest.mark.parametrize("language", ["en", "id"])
def test_each_step_has_words_of_its_own(language: str) -> None:
    choose(language)
    said = [why._step(step) for step in (*STEPS, None)]
    assert len(set(said)) == len(STEPS) + 1
    assert why._step("gone") == why._step(None)


def test_what_a_person_decided_is_told_with_who_when_and_why_and_not_by_words() -> None:
    hand = {"actor": "sari", "at": MIDNIGHT + 3_600, "from": None, "to": "dlh", "reason": "tumpukan puing"}
    lines = short(step="manual", by_hand=hand, rule={"id": "x", "file": "rules.toml", "line": 3})
    assert lines == {"Unit": "dlh (Dinas Lingkungan): decided by hand (sari, 2026-11-23 01:00: tumpukan puing)"}
    nobody = {**hand, "actor": None, "reason": None}
    assert "(?, 2026-11-23 01:00)" in short(step="manual", by_hand=nobody)["Unit"]


def test_a_rule_is_told_with_its_line_and_its_reason() -> None:
    rule = {"id": "pohon", "file": "rules.toml", "line": 12, "reason": "Pohon dahulu."}
    assert short(step="city", rule=rule)["Rule"] == "pohon  (rules.toml:12)\nPohon dahulu."
    assert short(step="city", rule={"id": "lama"})["Rule"] == "lama  (not in the rules that were looked at)"


def test_other_rules_that_held_are_told_once_and_not_the_one_that_decided() -> None:
    one, other = {"id": "pohon", "file": "rules.toml", "line": 12}, {"id": "sekolah", "file": "rules.toml", "line": 3}
    assert whole(rule=one, held=[one, other])["Also held"] == "sekolah  (rules.toml:3)"
    assert "Also held" not in whole(rule=one, held=[one])


def test_a_category_that_decided_is_told_with_its_line() -> None:
    steps = [
        {"step": "city", "reached": True, "decided": False, "rules": []},
        {"step": "category", "reached": True, "decided": True, "category": "sampah", "file": "rules.toml", "line": 9},
    ]
    assert short(steps=steps)["Rule"] == "category sampah  (rules.toml:9)"


def test_what_a_person_gave_is_told_with_where_it_comes_from() -> None:
    lines = short(category_words=[], sources={"category": "given", "priority": "given"}, priority="high")
    assert lines["Because"] == "category: sampah  [given], priority: high  [given]"
    assert whole(priority="high", sources={"priority": "import"})["Priority"] == "high  [import]"
    assert whole(priority="high")["Priority"] == "high"
    assert "Priority" not in whole()


def test_each_time_that_it_came_back_is_told_with_what_had_sent_it() -> None:
    back = {"at": MIDNIGHT, "actor": "budi", "unit": "dlh", "to": "bmsda", "reason": "bukan kami",
            "step": "category", "rule": None, "category": "sampah"}  # fmt: skip
    again = {**back, "at": MIDNIGHT + 60, "unit": None, "to": None, "reason": None, "step": "city", "rule": "pohon"}
    assert short(returned=[back, again])["Came back"].splitlines() == [
        "2026-11-23 00:00  dlh → bmsda: bukan kami  (sent by category sampah)",
        "2026-11-23 00:01  -  (sent by city pohon)",
    ]


# -- code


def test_code_that_failed_is_told_on_a_line_each_and_its_trace_only_where_all_is_told() -> None:
    failure = {"at": MIDNIGHT, "plugin": "bmsda", "hook": "route", "kind": "raised", "message": "tiang\n  12?",
               "traceback": "line 1\nline 2"}  # fmt: skip
    silent = {**failure, "message": None, "traceback": None}
    assert short(failures=[failure, silent])["Code failed"].splitlines() == [
        "2026-11-23 00:00  bmsda, route, raised: tiang 12?",
        "2026-11-23 00:00  bmsda, route, raised: -",
    ]
    assert whole(failures=[failure])["Code failed"].splitlines()[1:] == ["  line 1", "  line 2"]


def test_which_code_answered_is_told_by_its_hash_and_of_one_that_was_not_asked_why() -> None:
    said = whole(code=CODE)["Code"]
    assert said.startswith("bmsda  (sha256 0123456789ab)  ")
    assert "sha256" not in whole(code={**CODE, "left_out": "off"})["Code"]
    assert "Code" not in short(code=CODE)
    assert "Code" in short(code={**CODE, "left_out": "off"})
    assert "(sha256 ?)" in whole(code={**CODE, "sha256": None})["Code"]


def test_of_a_call_that_code_decided_the_code_is_the_reason() -> None:
    answer = {"unit": "dlh", "support": [], "priority": None}
    assert short(step="code", code={**CODE, "answer": answer})["Because"].startswith("bmsda  (sha256 ")


# -- then and today


def test_that_todays_rules_say_something_else_is_told_in_short_too() -> None:
    today = {**ANSWER, "same": False, "unit": "bmsda", "support": ["dlh"], "step": "city", "rule": "pohon"}
    said = "bmsda (Bina Marga) + dlh (city, pohon, sampah)"
    assert short(today=today)["Today's rules say"] == said
    assert whole()["Today's rules say"] == "the same"


def test_a_revision_that_is_not_kept_is_told_instead_of_being_replayed() -> None:
    lines = whole(replayed={**ANSWER, "revision": "bbb", "same": False})
    assert lines["Replayed"] == "the revision that decided is not kept; explained by today's rules"


def test_rules_that_now_say_something_else_are_told_unless_a_person_decided() -> None:
    """Code that answers otherwise, a defect of ours: whoever asks has to know."""
    other = {**ANSWER, "same": False, "unit": "bmsda"}
    assert whole(replayed=other)["Replayed"].startswith("the same rules now say bmsda (Bina Marga) (category, ")
    assert "Replayed" not in whole(replayed=other, step="manual")
    assert "Replayed" not in whole()


def test_of_words_that_were_erased_no_rules_say_anything() -> None:
    assert short(today=None)["Replayed"] == "its words were erased, so no rules can say anything of it"
    assert "Today's rules say" not in whole(today=None)


def test_code_that_may_say_otherwise_is_asked_for_by_a_command_where_that_helps() -> None:
    lines = whole(code={**CODE, "left_out": "off"})
    assert "aduan route D-261123-0001-6 --dry-run" in lines["Today's rules say"]
    assert "--dry-run" not in whole(code={**CODE, "left_out": "off"}, status="closed")["Today's rules say"]


def test_times_of_data_are_the_desks() -> None:
    hand = {"actor": "sari", "at": MIDNIGHT, "from": None, "to": "dlh", "reason": None}
    row = why._row(told(by_hand=hand, returned=[{"at": MIDNIGHT}], failures=[{"at": MIDNIGHT}]), JAKARTA)
    for found in (row["by_hand"], row["returned"][0], row["failures"][0]):  # type: ignore[index]
        assert found["at"] == "2026-11-23T00:00:00+07:00"  # type: ignore[index]
    assert tuple(row) == why.COLUMNS
    assert why._row(told(), JAKARTA)["by_hand"] is None
