"""Every emergency says what the officer does now, whatever step made it one."""

from __future__ import annotations

from typing import Any

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.urgent import what_to_do, words_of_stored
from aduan_cli.model import Decision
from aduan_cli.rules.review.lint import lint
from compiling import router_of, rules_of

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


FLOOD = """
[readings.tinggi]
kind = "length"
near = ["banjir"]
[[rule]]
id = "dalam"
readings = { tinggi = ">= 100" }
priority = "emergency"
say = "Air {readings.tinggi} cm: evakuasi."
"""


@pytest.mark.parametrize("does", ["continue = true", 'to = "regu"', 'support = ["dlh"]'])
@pytest.mark.parametrize(("text", "step"), [("banjir 150 cm", "triage"), ("sampah, banjir 150 cm", "category")])
def test_words_with_the_value_of_a_reading_say_it_whatever_decides(does: str, text: str, step: str) -> None:
    """Also where the rule only adds, and the category or nobody decides; and of what was stored by an import."""
    router = router_of(CITY.format(desk="", unit="", rule="") + FLOOD + does + "\n")
    decided = decide(read(Report(text=text), router), router)
    assert decided.decision.step == ("city" if "to" in does else step)
    assert what_to_do(router.compiled, decided.complaint, decided.decision) == "Air 150 cm: evakuasi."
    assert words_of_stored(router, decided.complaint) == "Air 150 cm: evakuasi."


def test_words_of_what_is_stored_are_those_of_its_rules_then_of_its_unit() -> None:
    router = router_of(CITY.format(desk="", unit=SAY.format("dlh"), rule=SAY.format("aturan")))
    for text, words in (("racun", "aturan SEKARANG"), ("lampu", "dlh SEKARANG"), ("", "dlh SEKARANG")):
        assert words_of_stored(router, Complaint(text=text, priority="emergency", unit="regu")) == words
    plain = router_of(CITY.format(desk="", unit="", rule=""))
    for unit, shown in (("pln", "pln (PLN)"), ("x", "x")):
        assert words_of_stored(plain, Complaint(text="racun", unit=unit)) == f"emergency for {shown}: tell them now"


def test_rules_check_tells_an_emergency_without_words() -> None:
    """Words at the rule, the unit or the desk are enough."""
    for place in ("rule", "unit", "desk"):
        assert not [p for p in lint(made(**{place: SAY.format("x")})) if "officer" in p.what]
    assert [(p.path, p.what) for p in lint(made()) if "officer" in p.what] == [
        (("rule", 0, "priority"), "an emergency, but nothing says what the officer does now")
    ]
