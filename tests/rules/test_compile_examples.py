"""`[[example]]` goes through the very engine that serves."""

from __future__ import annotations

import pytest
import tomli

from aduan_cli.rules.compile import Document, compile_rules
from aduan_cli.rules.examples import run_examples

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
    compiled = compile_rules([Document("rules.toml", "city", tomli.loads(CITY + "[[example]]\n" + example))])
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
    (problem,) = came_out('text = "sampah"\nat = "sore"\nexpect = { unit = "dlh" }\n')
    assert problem.startswith("rules.toml: example[1].at: time 'sore' can't be read")
