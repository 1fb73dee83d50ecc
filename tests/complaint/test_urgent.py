"""Every emergency says what the officer does now, whatever step made it one."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.urgent import what_to_do
from aduan_cli.model import Decision
from aduan_cli.rules.review.lint import lint
from compiling import rules_of

CITY = """\
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
{desk}
[units.dlh]
name = "DLH"
{unit}
[units.regu]
name = "Regu"
parent = "dlh"
[outside.pln]
name = "PLN"
referral = "Telepon 123."
[categories.sampah]
unit = "regu"
text = "sampah"
[[rule]]
id = "bahaya"
text = "racun"
to = "regu"
priority = "emergency"
{rule}
"""
SAY = 'say = "{} SEKARANG"'


def made(**more: str) -> dict[str, Any]:
    return rules_of(CITY.format(**{"desk": "", "unit": "", "rule": "", **more}))


def urgent(rules: dict[str, Any], decision: Decision, priority: str = "emergency") -> str | None:
    return what_to_do(rules, Complaint(priority=priority, unit=decision.unit), decision)


@pytest.mark.parametrize("step", ["city", "unit", "code", "category", "triage", "manual"])
def test_an_emergency_has_the_words_of_its_rule_its_unit_what_that_is_part_of_or_the_desk(step: str) -> None:
    """The nearest words count; one that can wait has none."""
    rules = made(desk=SAY.format("meja"), unit=SAY.format("dlh"))
    assert urgent(rules, Decision("regu", step, say="aturan SEKARANG")) == "aturan SEKARANG"
    assert urgent(rules, Decision("regu", step)) == "dlh SEKARANG"
    assert urgent(rules, Decision("pln", step)) == "meja SEKARANG"
    assert urgent(made(), Decision("regu", step)) == "emergency for regu (Regu): tell them now"
    assert urgent(rules, Decision("regu", step), "high") is None


def test_rules_check_tells_an_emergency_without_words() -> None:
    """Words at the rule, the unit or the desk are enough."""
    for place in ("rule", "unit", "desk"):
        assert not [p for p in lint(made(**{place: SAY.format("x")})) if "officer" in p.what]
    assert [(p.path, p.what) for p in lint(made()) if "officer" in p.what] == [
        (("rule", 0, "priority"), "an emergency, but nothing says what the officer does now")
    ]
