"""`[[example]]` goes through the very engine that serves."""

from __future__ import annotations

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.complaint.examples import ExampleOutcome, needs_code, run_example, run_examples
from aduan_cli.complaint.router import Router
from aduan_cli.model import Consulted, Decision, UnitAnswer
from aduan_cli.rules.language.compile import compile_rules
from compiling import documents

CITY = """\
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
channels = ["phone", "app"]
[cues]
information = ["menanyakan"]
[kecamatan]
"Bekasi Timur" = ["Margahayu"]
[units.dlh]
name = "Dinas Lingkungan Hidup"
[units.bpbd]
name = "BPBD"
[categories.sampah]
unit = "dlh"
text = "sampah"
[[rule]]
id = "malam"
category = "sampah"
hours = "22:00-05:00"
answers.banyak = ">= 5"
channel = "app"
to = "bpbd"
support = "dlh"
priority = "high"
"""


def came_out(example: str) -> list[str]:
    """Run one example; return the problems."""
    compiled = compile_rules(documents(CITY + "[[example]]\n" + example))
    assert compiled.problems == []
    rules = {**compiled.rules, "zone": [[-(2**62), 25200]]}
    return [str(problem) for problem in run_examples(rules, compiled.examples)]


def test_everything_that_can_be_expected_is_compared() -> None:
    """Time, channel and answers are given; unit, rule, support and the rest come out."""
    expect = (
        'unit = "bpbd", category = "sampah", kind = "information", priority = "high", step = "city", rule = "malam"'
    )
    given = 'text = "menanyakan sampah di Jl. Mawar No. 3 margahayu"\nat = "2026-01-05 23:30"\nchannel = "app"\n'
    place = 'kecamatan = "Bekasi Timur", kelurahan = "margahayu", support = ["dlh"], address = "Jl. Mawar No. 3"'
    assert came_out(f"{given}answers.banyak = 7\nexpect = {{ {expect}, {place} }}\n") == []


@pytest.mark.parametrize(
    ("expect", "sentence"),
    [
        ('unit = "bpbd"', "expect.unit: 'sampah' gave 'dlh'; 'bpbd' was expected"),
        ('kecamatan = "Bekasi Timur"', "expect.kecamatan: 'sampah' gave nothing; 'Bekasi Timur' was expected"),
        ('support = ["bpbd"]', "expect.support: 'sampah' gave nothing; 'bpbd' was expected"),
        ('priority = "high"', "expect.priority: 'sampah' gave 'normal'; 'high' was expected"),
    ],
)
def test_what_comes_out_otherwise_is_a_sentence(expect: str, sentence: str) -> None:
    """It says what was given, what came out, and what was expected."""
    assert came_out(f'text = "sampah"\nexpect = {{ {expect} }}\n') == [f"rules.toml: example[1].{sentence}"]


def test_an_unreadable_time_is_a_problem() -> None:
    """The sentence names the forms that can be read."""
    (problem,) = came_out('text = "sampah"\nat = "entah"\nexpect = { unit = "dlh" }\n')
    assert problem.startswith("rules.toml: example[1].at: time 'entah' can't be read")


# -- with the unit's code


MANIFEST = """\
[plugin]
name = "pju"
api = 1
[unit]
id = "pju"
name = "PJU"
[crews.regu]
name = "Regu"
[categories.lampu]
unit = "pju-regu"
text = "lampu"
priority = "high"
[[rule]]
category = "lampu"
text = "padam"
to = "pju"
"""


def with_code(example: str, answer: UnitAnswer | None) -> tuple[ExampleOutcome, list[tuple[str, str, str]]]:
    """Run one example of a manifest with code that always answers the same; return what the code was asked, too."""
    city = CITY + '[plugins]\nenable = ["pju"]\n'
    compiled = compile_rules(documents(city, pju=MANIFEST + "[[example]]\n" + example))
    assert compiled.problems == []
    asked: list[tuple[str, str, str]] = []

    def consult(plugin: str, complaint: Complaint, decision: Decision) -> Consulted:
        asked.append((plugin, complaint.status, decision.unit))
        return Consulted(plugin, "0" * 64, answer=answer if decision.step == "category" else None)

    router = Router({**compiled.rules, "zone": [[-(2**62), 25200]]}, None)
    return run_example(router, compiled.examples[0], consult), asked


def test_the_codes_answer_is_what_comes_out() -> None:
    """Unit, step and priority are compared after the code was asked; it sees the complaint as the data decided it."""
    expect = 'expect = { unit = "pju", step = "code", priority = "emergency", rule = "pju" }\n'
    outcome, asked = with_code('text = "lampu"\n' + expect, UnitAnswer("pju", priority="emergency"))
    assert outcome.wrong == []
    assert asked == [("pju", "routed", "pju-regu")]


def test_an_example_that_expects_another_unit_than_the_code_answers_is_wrong() -> None:
    """The data alone would have made it hold."""
    outcome, _asked = with_code('text = "lampu"\nexpect = { unit = "pju-regu" }\n', UnitAnswer("pju"))
    assert [str(problem) for problem in outcome.wrong] == [
        "plugins/pju/plugin.toml: example[1].expect.unit: 'lampu' gave 'pju'; 'pju-regu' was expected"
    ]


@pytest.mark.parametrize(
    ("example", "asked"),
    [
        ('text = "lampu padam"\nexpect = { unit = "pju", step = "unit" }\n', 1),
        ('text = "menanyakan lampu"\nexpect = { unit = "pju-regu", step = "category" }\n', 0),
        ('text = "sampah"\nexpect = { unit = "dlh" }\n', 0),
        ('text = "lain"\nexpect = { step = "triage" }\n', 0),
    ],
)
def test_code_is_asked_as_in_a_real_call(example: str, asked: int) -> None:
    """Never of what is answered on the phone, of the city's own categories, of nothing; a rule's word stands."""
    outcome, times = with_code(example, UnitAnswer("pju"))
    assert outcome.wrong == []
    assert len(times) == asked


def test_examples_that_need_code_are_left_out_where_none_is_asked() -> None:
    """They could only fail, and would keep the file out."""
    outcome, _asked = with_code('text = "lampu"\nexpect = { unit = "pju", step = "code" }\n', UnitAnswer("pju"))
    assert needs_code(outcome.example)
    assert came_out('text = "sampah"\nexpect = { unit = "bpbd", step = "code" }\n') == []
