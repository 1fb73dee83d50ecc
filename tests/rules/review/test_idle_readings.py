"""Readings that nothing asks for are told, each where it stands; whatever asks for one keeps it."""

from __future__ import annotations

import pytest

from aduan_cli.rules.review.idle_readings import readings_unused
from compiling import SMALLEST, rules_of

READINGS = '[readings.tinggi]\nkind = "length"\n[readings.korban]\nkind = "count"\nof = { "orang" = 1 }\n'
CATEGORY = '[categories.banjir]\nunit = "dlh"\ntext = ["banjir"]\n'


def told(more: str = "", **manifests: str) -> list[str]:
    """Return what is told of a city with two readings and some more tables."""
    return [str(problem) for problem in readings_unused(rules_of(SMALLEST + READINGS + CATEGORY + more, **manifests))]


def sentence(name: str, file: str = "rules.toml") -> str:
    right = f"readings.{name} in a rule would be right, or leave it out"
    return f"{file}: readings.{name}: no condition asks for this reading; {right}"


def test_readings_that_nothing_asks_for_are_told_in_the_order_of_the_file() -> None:
    assert told() == [sentence("tinggi"), sentence("korban")]


RULE = '[[rule]]\nid = "r"\nto = "dlh"\n'


@pytest.mark.parametrize(
    "asks",
    [
        RULE + 'readings = { tinggi = ">= 50" }\n',
        RULE + "readings = { tinggi = true }\n",
        RULE + "not = { readings = { tinggi = false } }\n",
        RULE + 'any = [{ text = ["x"] }, { all = [{ readings = { tinggi = [50, 60] } }] }]\n',
        RULE + 'text = ["x"]\nreason = "Air {readings.tinggi} cm."\n',
        RULE + 'text = ["x"]\nsay = "Air {readings.tinggi} cm."\n',
        '[[handoff]]\nid = "h"\nto = "dlh"\nsay = "Awas."\nreadings = { tinggi = ">= 100" }\n',
        '[[handoff]]\nid = "h"\nto = "dlh"\nsay = "Air {readings.tinggi} cm."\ntext = ["x"]\n',
        '[categories.dalam]\nunit = "dlh"\nreadings = { tinggi = ">= 90" }\n',
        '[[answer]]\nid = "a"\ntitle = "A"\ntext = "Isi."\nreadings = { tinggi = ">= 90" }\n',
        '[[question]]\nid = "t"\ncategory = "banjir"\ntext = "Setinggi apa?"\ntype = "number"\nreading = "tinggi"\n',
    ],
)
def test_whatever_asks_for_a_reading_keeps_it(asks: str) -> None:
    """Rules, hand-offs, categories and answers at any depth, their words, and questions that it answers."""
    assert told(asks) == [sentence("korban")]


def test_a_reading_of_a_manifest_is_told_in_its_file_and_kept_by_its_rules() -> None:
    manifest = '[plugin]\nname = "bpbd"\napi = 1\n[unit]\nid = "bpbd"\nname = "B"\n[readings.arus]\nkind = "length"\n'
    enabled = '[plugins]\nenable = ["bpbd"]\n'
    file = "plugins/bpbd/plugin.toml"
    assert told(enabled, bpbd=manifest) == [sentence("tinggi"), sentence("korban"), sentence("arus", file)]
    rule = '[[rule]]\nid = "x"\nto = "bpbd"\nreadings = { arus = true, korban = true }\n'
    assert told(enabled, bpbd=manifest + rule) == [sentence("tinggi")]


def test_a_word_that_only_looks_like_a_reading_keeps_none() -> None:
    assert told(RULE + 'text = ["x"]\nreason = "readings.tinggi {tinggi} {readings.lain"\n') == [
        sentence("tinggi"), sentence("korban"),
    ]  # fmt: skip
