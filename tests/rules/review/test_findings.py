"""Each thing that is told of rules: the rules that have it, the sentence, and the same rules mended as it says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from linted import CITY

import aduan_cli
from aduan_cli.problems import Problem
from aduan_cli.rules.review.idle_answers import flaws_of_answers
from aduan_cli.rules.review.idle_words import idle_words
from aduan_cli.rules.review.lint import lint
from compiling import documents, rules_of

HANDOFF = '[[handoff]]\nid = "api"\ntext = ["kebakaran"]\nto = "bpbd"\nsay = "Sambungkan."\n'
ENABLED = '[plugins]\nenable = ["bmsda"]\n'
PLUGIN = """\
[plugin]
name = "bmsda"
api = 1
[unit]
id = "bmsda"
name = "BMSDA"
[categories.pju]
unit = "bmsda"
text = ["pju"]
"""
ANSWER = '[[answer]]\nid = "jam"\ntitle = "Jam buka"\ntext = "Delapan."\nwords = ["jam buka"]\n'
TODAY = "2026-11-27"


class Finding(NamedTuple):
    """Tables behind the invented city's, what is told of them, and what to put for `old` so that nothing is told."""

    tables: str
    sentence: str
    old: str
    new: str
    manifest: str = ""


def rule(*lines: str, **more: str) -> str:
    """Return a `[[rule]]` that leads to bpbd."""
    to = more.get("to", "bpbd")
    return "\n".join(["[[rule]]", f'to = "{to}"', *lines, ""])


FINDINGS = {
    "asked-for-and-ruled-out": Finding(
        rule('text = ["got"]', 'text_not = ["got"]'),
        "rules.toml: rule[1]: it never holds: 'got' is asked for and ruled out; leave it in one place only",
        'text_not = ["got"]', 'text_not = ["kali"]',
    ),
    "conditions-that-exclude-each-other": Finding(
        rule('category = "sampah"', 'not = { category = "sampah" }'),
        "rules.toml: rule[1]: it never holds: its conditions on 'category' exclude each other; leave out one of them",
        'not = { category = "sampah" }', 'not = { kind = "information" }',
    ),
    "rule-behind-a-weaker-one": Finding(
        rule('text = ["got"]') + rule('text = ["got"]', 'kind = "complaint"', to="dlh"),
        "rules.toml: rule[2]: it is never reached: 'rules.toml#1' decides first wherever it holds; put it before that"
        " one, narrow that one, or leave it out",
        'text = ["got"]\n[[rule]]', 'text = ["got"]\nchannel = "app"\n[[rule]]',
    ),
    "word-that-never-counts": Finding(
        rule('text = ["got", "kali"]', 'text_not = ["got"]'),
        "rules.toml: rule[1]: 'got' never counts: it is asked for and ruled out; leave it in one place only",
        '["got", "kali"]', '["kali"]',
    ),
    "rule-for-every-call": Finding(
        rule(),
        "rules.toml: rule[1]: it has no condition: it takes every call; 'category' or 'text' would be right",
        'to = "bpbd"\n', 'to = "bpbd"\ntext = ["got"]\n',
    ),
    "emergency-of-a-rule-without-words": Finding(
        rule('text = ["longsor"]', 'priority = "emergency"'),
        "rules.toml: rule[1].priority: an emergency, but nothing says what the officer does now; 'say' here, at the"
        " unit, or in [desk] would be right",
        "[[rule]]\n", '[[rule]]\nsay = "Hubungi BPBD."\n',
    ),
    "emergency-of-a-category-without-words": Finding(
        '[categories.longsor]\nunit = "bpbd"\ntext = ["longsor"]\npriority = "emergency"\n',
        "rules.toml: categories.longsor.priority: an emergency, but nothing says what the officer does now; 'say' at"
        " the unit or in [desk] would be right",
        '"emergency"\n', '"high"\n',
    ),
    "cue-of-every-call": Finding(
        "[cues]\ninformation = [{}]\n",
        "rules.toml: cues.information: a cue without condition: every call is of this kind; 'text' would be right",
        "{}", '{ text = ["menanyakan"] }',
    ),
    "no-handoff-at-all": Finding(
        HANDOFF + "[[no_handoff]]\nall = [{}]\n",
        "rules.toml: no_handoff: a condition of [[no_handoff]] holds for every call: nothing is ever handed off;"
        " 'text' would be right",
        "{}", '{ text = ["simulasi"] }',
    ),
    "category-without-words": Finding(
        '[categories.lain]\nunit = "bpbd"\n',
        "rules.toml: categories.lain: it has no words: only an officer or an import can give it; 'text' with the words"
        " that callers use would be right",
        "[categories.lain]\n", '[categories.lain]\ntext = ["longsor"]\n',
    ),
    "category-that-another-takes": Finding(
        '[categories.lain]\nunit = "bpbd"\ntext = ["sampah"]\n',
        "rules.toml: categories.lain: no text leads to it: 'sampah' takes all of its words first; give it words of its"
        " own, or leave it out",
        '["sampah"]', '["longsor"]',
    ),
    "word-that-another-category-takes": Finding(
        '[categories.lain]\nunit = "bpbd"\ntext = ["sampah", "longsor"]\n',
        "rules.toml: categories.lain: 'sampah' never leads here: category 'sampah' takes it first; leave it out here or"
        " there",
        '["sampah", "longsor"]', '["longsor"]',
    ),
    "unit-that-nothing-leads-to": Finding(
        '[units.lain]\nname = "Lain"\n',
        "rules.toml: units.lain: nothing leads to 'lain'; a category or a rule that names it would be right",
        'name = "Lain"\n', 'name = "Lain"\n[[rule]]\ntext = ["got"]\nto = "lain"\n',
    ),
    "answer-that-is-no-number": Finding(
        '[[question]]\nid = "tinggi"\ncategory = "banjir"\ntext = "Setinggi apa?"\ntype = "number"\n'
        + rule('answers = { tinggi = "selutut" }'),
        "rules.toml: rule[1]: answers.tinggi: 'selutut' is no answer to a question for a number; a number would be"
        " right",
        '"selutut"', '">= 40"',
    ),
    "answer-that-is-no-choice": Finding(
        '[[question]]\nid = "arus"\ncategory = "banjir"\ntext = "Arus?"\ntype = "choice"\n'
        'choices = ["deras", "kecil"]\n'
        + rule('answers = { arus = "kencang" }'),
        "rules.toml: rule[1]: answers.arus: 'kencang' is none of the question's choices; one of 'deras', 'kecil'",
        '"kencang"', '"deras"',
    ),
    "answer-to-no-question": Finding(
        '[[question]]\nid = "tinggi"\ncategory = "banjir"\ntext = "Setinggi apa?"\ntype = "number"\n'
        + rule('answers = { tingi = ">= 50" }'),
        "rules.toml: rule[1]: no question has the id 'tingi'; did you mean 'tinggi'?",
        "tingi =", "tinggi =",
    ),
    "units-rule-of-anothers-category": Finding(
        ENABLED,
        "plugins/bmsda/plugin.toml: rule[1]: it never holds: none of its categories belongs to 'bmsda'; a category that"
        " this file declares would be right",
        'category = "sampah"', 'category = "pju"',
        PLUGIN + '[[rule]]\nid = "x"\ncategory = "sampah"\npriority = "high"\n',
    ),
    "units-rule-for-every-call": Finding(
        ENABLED,
        "plugins/bmsda/plugin.toml: rule[1]: it has no condition: it decides every call of the unit; a condition, or"
        " the unit at each category, would be right",
        'to = "bmsda"', 'to = "bmsda"\ntext = ["tiang"]',
        PLUGIN + '[[rule]]\nid = "x"\nto = "bmsda"\n',
    ),
    "units-rule-behind-the-citys": Finding(
        ENABLED + rule('category = "pju"'),
        "plugins/bmsda/plugin.toml: rule[1]: it is never reached: 'rules.toml#1' decides first wherever it holds; put"
        " it before that one, narrow that one, or leave it out",
        'category = "pju"', 'category = "pju"\ntext = ["banjir"]',
        PLUGIN + '[[rule]]\nid = "x"\nto = "bmsda"\ntext = ["tiang"]\n',
    ),
    "hours-in-no-shift": Finding(
        "", "rules.toml: shifts: no shift has 14:00 to 15:00; shifts that meet would be right",
        "15:00-21:00", "14:00-21:00",
    ),
    "hours-in-two-shifts": Finding(
        "", "rules.toml: shifts: two shifts have 13:00 to 14:00; the first one counts; shifts that meet would be right",
        "13:00-21:00", "14:00-21:00",
    ),
    "answer-that-is-right-no-more": Finding(
        ANSWER + 'valid_until = "2026-11-26"\n',
        "rules.toml: answer[1].valid_until: the answer 'jam' was right until 2026-11-26; ask anew and put a"
        " later day, or leave it out",
        "2026-11-26", TODAY,
    ),
    "answer-too-long-to-be-read-out": Finding(
        ANSWER.replace("Delapan.", "delapan " * 100),
        "rules.toml: answer[1].text: the text has 800 characters: it is too long to be read out; at most 500 would be"
        " right; the rest in an answer of its own",
        "delapan " * 100, "delapan " * 62,
    ),
    "answer-behind-a-wider-one": Finding(
        ANSWER + ANSWER.replace('"jam"', '"dua"') + 'kind = "feedback"\n',
        "rules.toml: answer[2]: it is never the first: 'jam' comes before it wherever it fits; put it before that one,"
        " narrow that one, or leave it out",
        'words = ["jam buka"]\nkind', 'words = ["tutup"]\nkind',
    ),
    "word-that-does-nothing": Finding(
        rule('text = ["got*", "gotong"]'),
        "rules.toml: rule[1].text[2]: 'gotong' does nothing beside 'got*' in the same list; leave it out",
        ', "gotong"', "",
    ),
}  # fmt: skip
SHIFTED = {"hours-in-no-shift": "15:00-21:00", "hours-in-two-shifts": "13:00-21:00"}
"""Findings that are of the city's own tables: the hours of its second shift."""


def told(name: str, finding: Finding) -> list[str]:
    """Return all that is told of a desk with a finding's tables, as `rules check` tells it."""
    city = CITY.replace("14:00-21:00", SHIFTED.get(name, "14:00-21:00"))
    return of_files(city + finding.tables, finding.manifest)


def of_files(city: str, manifest: str) -> list[str]:
    manifests = {"bmsda": manifest} if manifest else {}
    rules = rules_of(city, **manifests)
    found: list[Problem] = [*lint(rules), *flaws_of_answers(rules, TODAY)]
    for document in documents(city, **manifests):
        found += idle_words(document.path, document.data)
    return [str(problem) for problem in found]


@pytest.mark.parametrize("name", sorted(FINDINGS))
def test_what_is_told_is_one_sentence(name: str) -> None:
    """It names the place, what is wrong, and what would be right; nothing else is told of the same thing."""
    assert told(name, FINDINGS[name]) == [FINDINGS[name].sentence]


@pytest.mark.parametrize("name", sorted(FINDINGS))
def test_who_does_as_it_says_is_told_nothing_more(name: str) -> None:
    finding = FINDINGS[name]
    city = CITY.replace("14:00-21:00", SHIFTED.get(name, "14:00-21:00")) + finding.tables
    assert finding.old in city + finding.manifest
    assert of_files(city.replace(finding.old, finding.new), finding.manifest.replace(finding.old, finding.new)) == []


def sentences() -> Iterator[tuple[str, str]]:
    """Yield what the modules that look at rules can tell, each with its place."""
    folder = Path(aduan_cli.__file__).parent / "rules" / "review"
    for name in ("lint.py", "idle_answers.py", "idle_words.py", "unanswerable.py"):
        for node in ast.walk(ast.parse((folder / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "_" and isinstance(node.args[0], ast.Constant):
                yield f"{name}:{node.lineno}", str(node.args[0].value)


def test_nothing_can_be_told_that_has_no_example_here() -> None:
    """Who adds a finding adds the rules that have it, and how they are mended."""
    known = [finding.sentence for finding in FINDINGS.values()]
    missing = [
        (place, sentence)
        for place, sentence in sentences()
        if not any(re.search(".*".join(map(re.escape, re.split(r"{[^{}]*}", sentence))), one) for one in known)
    ]
    assert missing == []
