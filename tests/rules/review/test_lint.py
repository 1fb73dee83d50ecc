"""Lint tells only what is proved: whatever it calls unreachable never decides, for any call."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
import tomli
from generated import CALLS, compiled_of, desks, facts_of, wordy
from hypothesis import given, settings
from hypothesis import strategies as st
from linted import CITY, rules, told
from naive import Call

from aduan_cli.complaint.router import Router
from aduan_cli.rules.engine import holds
from aduan_cli.rules.language.compile import compile_rules
from aduan_cli.rules.review.lint import lint
from aduan_cli.rules.review.proofs import PatternWords, boxes
from compiling import documents, rules_of
from thorough import examples


def test_a_desk_without_flaws_is_not_spoken_of() -> None:
    """No warning where there is nothing to warn of."""
    assert told(rules('category = "sampah"\nhours = "22:00-05:00"', 'category = "sampah"')) == []


UNREACHED = [
    ('text = "got"', 'text = "got"\nkind = "complaint"'),
    ('text = ["got", "kali"]', 'text = "kali"'),
    ('text = "got*"', 'text = "gotong royong"'),
    ('text = "got"', 'text_all = ["got", "kali"]'),
    ('text_not = "got"', 'text_not = ["got", "kali"]'),
    ('hours = "20:00-06:00"', 'hours = ["22:00-05:00", "21:00-21:30"]'),
    ('days = ["weekend", "holiday"]', 'days = "sun"'),
    ('kecamatan = "Bekasi Timur"', 'kecamatan = "bekasitimur"\nfields.x = 3'),
    ("fields.x = '>= 50'", "fields.x = '> 60'"),
    ("fields.x = '>= 50'", "fields.x = [50, 70]"),
    ("fields.x = ['a', 'b']", "fields.x = 'b'"),
    ("not = { category = 'banjir' }", "category = 'sampah'"),
    ("any = [{ text = 'got' }, { kind = 'complaint' }]", "text = 'got'"),
    ("text = 'got'", "any = [{ text = 'got', kind = 'complaint' }, { text_all = ['got', 'kali'] }]"),
    ("place.kind = 'station'", "place.kind = 'station'\nkind = 'complaint'"),
    ("not.place.kind = 'station'", "not.place.kind = 'station'\ntext = 'got'"),
    ("", "text = 'got'"),
]


@pytest.mark.parametrize(("first", "second"), UNREACHED)
def test_a_rule_behind_a_weaker_one_is_never_reached(first: str, second: str) -> None:
    """The sentence names the rule that decides first; the other way round both are reached."""
    (sentence,) = [one for one in told(rules(first, second)) if "takes every call" not in one]
    assert sentence.startswith("rules.toml: rule[2]: it is never reached: 'rules.toml#1' decides first")
    if first:
        assert told(rules(second, first)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('text = "lampu jalan"', 'text = "lampu jalan mati"'),  # "lampu jalanmati" has only the second
        ('text = "*got"', 'text = "got"'),
        ("fields.x = '>= 50'", "fields.x = '>= 49'"),
        ("fields.x = 1", "fields.x = true"),
        ("kind = 'feedback'", "fields.x = 1\nall = [{ fields.x = '1' }]"),
        ("place.kind = 'station'", "place.kind = 'street'\nall = [{ place.kind = 'market' }]"),
        ('text = "got"\ncontinue = true\npriority = "high"', 'text = "got"'),
    ],
)
def test_what_is_not_proved_is_not_told(first: str, second: str) -> None:
    """A rule that may be reached is not spoken of, however near the earlier one comes."""
    tables = rules(first, second)
    if "continue" in first:
        tables = tables.replace('to = "bpbd"\n', "", 1)
    assert told(tables) == []


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ('text = "got"\ntext_not = "got"', "'got' is asked for and ruled out"),
        ('text = "gotong"\ntext_not = "got*"', "'gotong' is asked for and ruled out"),
        ('kind = "complaint"\nall = [{ kind = "information" }]', "its conditions on 'kind' exclude each other"),
        ('hours = "01:00-02:00"\nnot = { hours = "00:00-03:00" }', "its conditions on 'hours' exclude each other"),
        ('days = "mon"\nall = [{ days = "tue" }]', "its conditions on 'days' exclude each other"),
        ('fields.x = ">= 5"\nall = [{ fields.x = "< 5" }]', "its conditions on 'fields.x' exclude each other"),
        ('fields.x = "a"\nall = [{ fields.x = "b" }]', "its conditions on 'fields.x' exclude each other"),
    ],
)
def test_a_rule_that_contradicts_itself_never_holds(table: str, why: str) -> None:
    """The sentence names the key."""
    (sentence,) = told(rules(table))
    assert sentence.startswith(f"rules.toml: rule[1]: it never holds: {why}")


def test_a_word_that_never_counts_is_named() -> None:
    """One of several words is ruled out; the rule itself lives on."""
    (sentence,) = told(rules('text = ["got", "kali"]\ntext_not = "kali"'))
    assert sentence == (
        "rules.toml: rule[1]: 'kali' never counts: it is asked for and ruled out; leave it in one place only"
    )


def test_words_that_an_earlier_category_takes_are_named() -> None:
    """One word of several; all of them; and a category that has none."""
    one = '[categories.kotor]\nunit = "dlh"\ntext = ["kotor", "sampah", "baunya"]\n'
    assert told(one) == [
        "rules.toml: categories.kotor: 'sampah', 'baunya' never leads here: category 'sampah' takes it first; "
        "leave it out here or there"
    ]
    (every,) = told('[categories.kotor]\nunit = "dlh"\ntext = ["sampah", "baunya"]\n')
    assert "no text leads to it: 'sampah' takes all of its words first" in every
    (none,) = told('[categories.kotor]\nunit = "dlh"\n')
    assert "it has no words" in none


def test_a_unit_that_nothing_leads_to_is_named() -> None:
    """Not one whose office, crew or parent is led to."""
    more = '[units.rsud]\nname = "RSUD"\n[outside.pln]\nname = "PLN"\nreferral = "123"\n'
    more += '[units.kecamatan]\nname = "Kecamatan"\neach = "kecamatan"\n'
    more += '[categories.ktp]\nunit = "kecamatan"\ntext = "ktp"\n'
    more += '[units.upt]\nname = "UPT"\n[units.upt-satu]\nname = "S"\nparent = "upt"\n'
    more += '[categories.x]\nunit = "upt-satu"\ntext = "x"\n'
    assert [sentence.split(";")[0] for sentence in told(more)] == [
        "rules.toml: units.rsud: nothing leads to 'rsud'",
        "rules.toml: outside.pln: nothing leads to 'pln'",
    ]


@pytest.mark.parametrize("empty", ["", "any = [{ kind = 'complaint' }, {}]"])
def test_a_rule_without_condition_takes_every_call_and_is_told(empty: str) -> None:
    """It stands last, so that nothing behind it is out of reach, and yet nobody means it."""
    assert told(rules("text = 'got'", empty)) == [
        "rules.toml: rule[2]: it has no condition: it takes every call; 'category' or 'text' would be right"
    ]
    handoff = '[[handoff]]\nto = "bpbd"\nsay = "x"\n' + empty
    assert "rules.toml: handoff[1]: it has no condition: it takes every call" in told(handoff)[0]


def test_a_cue_without_condition_is_told() -> None:
    """Every call would be of its kind."""
    (sentence,) = told("[cues]\nfeedback = [{}]\n")
    assert sentence.startswith("rules.toml: cues.feedback: a cue without condition")


def test_what_only_adds_may_be_for_every_call() -> None:
    """A rule that continues takes nothing from anybody."""
    assert told(rules("").replace('to = "bpbd"', 'continue = true\nsupport = "bpbd"')) == []


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("got | selokan", "'|' does nothing in 'got | selokan'; a list would be right: [\"got\", \"selokan\"]"),
        ("got, selokan", "',' does nothing in 'got, selokan'; a list would be right: [\"got\", \"selokan\"]"),
        ("got.*", "'.*' does nothing in 'got.*'; only '*', or '$' after the last word, does something"),
        ("^got", "'^' does nothing in '^got'; only '*', or '$' after the last word, does something"),
    ],
)
def test_signs_that_do_nothing_in_a_pattern_are_told(written: str, sentence: str) -> None:
    """They join the words into one that nobody says."""
    compiled = compile_rules(documents(CITY + rules(f"text = '{written}'")))
    (problem,) = compiled.problems
    assert (problem.severity, str(problem)) == ("warning", f"rules.toml: rule[1].text: {sentence}")


def test_hours_in_no_shift_and_in_two_are_named() -> None:
    """A gap may pass midnight."""
    gap = CITY.replace('"21:00-07:00"', '"21:30-23:00"').replace('"07:00-14:00"', '"06:00-15:00"')
    assert [sentence.split(";")[0] for sentence in told("", gap)] == [
        "rules.toml: shifts: no shift has 21:00 to 21:30",
        "rules.toml: shifts: no shift has 23:00 to 06:00",
        "rules.toml: shifts: two shifts have 14:00 to 15:00",
    ]


def test_a_rule_that_ends_the_citys_turn_leaves_the_units() -> None:
    """What stands behind it in the city is never reached, and so keeps nothing from the unit's rules."""
    city = rules("", "").replace('to = "bpbd"', 'priority = "high"', 1)
    city = tomli.loads(CITY + city + '[plugins]\nenable = ["bmsda"]\n')
    manifest = tomli.loads(
        '[plugin]\nname = "bmsda"\napi = 1\n[unit]\nid = "bmsda"\nname = "B"\n'
        '[categories.pju]\nunit = "bmsda"\ntext = "pju"\n[[rule]]\nto = "bmsda"\n'
    )
    found = [problem for problem in lint(rules_of(city, bmsda=manifest)) if "no condition" not in problem.what]
    assert [(problem.file, problem.path) for problem in found] == [("rules.toml", ("rule", 1))]


def test_a_units_rules_see_only_its_own_categories() -> None:
    """A rule on another's category never holds; a hand-off and a city rule come before the unit's."""
    city = tomli.loads(CITY + rules('category = "pju"\nkind = "feedback"') + '[plugins]\nenable = ["bmsda"]\n')
    manifest = tomli.loads(
        '[plugin]\nname = "bmsda"\napi = 1\n[unit]\nid = "bmsda"\nname = "B"\n'
        '[categories.pju]\nunit = "bmsda"\ntext = "pju"\n'
        '[[rule]]\ncategory = "sampah"\nto = "bmsda"\n'
        '[[rule]]\nkind = "feedback"\nto = "bmsda"\n[[rule]]\nkind = "complaint"\nto = "bmsda"\n'
    )
    first, second = lint(rules_of(city, bmsda=manifest))
    assert (first.file, first.path) == ("plugins/bmsda/plugin.toml", ("rule", 0))
    assert first.what == "it never holds: none of its categories belongs to 'bmsda'"
    assert second.path == ("rule", 1)
    assert "'rules.toml#1' decides first" in second.what


# -- against every call


@settings(max_examples=examples(150), deadline=None)
@given(desks(), st.lists(CALLS, min_size=10, max_size=30))
def test_what_is_called_unreachable_never_decides(
    desk: tuple[dict[str, Any], dict[str, Any]], calls: list[Call]
) -> None:
    """No false alarm: a rule so called never holds when it is looked at, a category is never found."""
    compiled = compiled_of(*desk)
    router = Router(compiled, None)
    alarms = [problem for problem in lint(compiled) if "unit" not in problem.what and problem.path[0] != "shifts"]
    silent = {(p.file, p.path) for p in alarms if "is never reached" in p.what or "never holds" in p.what}
    silent |= {(p.file, p.path) for p in alarms if "no text leads" in p.what}
    everyone = [*compiled["handoffs"], *compiled["city"], *compiled["unit_rules"]["bmsda"]]
    kinds = ["handoff"] * len(compiled["handoffs"]) + ["rule"] * len(everyone)
    names = {r["id"] for kind, r in zip(kinds, everyone, strict=False) if (r["file"], (kind, r["number"])) in silent}
    names |= {str(path[1]) for _file, path in silent if path[0] == "categories"}
    for call in calls:
        facts = facts_of(call, router)
        held: set[str | None] = {facts.category}
        router.engine.decide(facts, lambda _step, name, _when, was, held=held: held.add(name) if was else None)
        assert names.isdisjoint(held)


@settings(max_examples=examples(150), deadline=None)
@given(wordy(), st.lists(CALLS, min_size=10, max_size=30))
def test_a_word_that_is_called_taken_never_leads_there(city: dict[str, Any], calls: list[Call]) -> None:
    """Where a category is found, none of the words that lint calls another's stands in the text."""
    compiled = compiled_of(city, {})
    router = Router(compiled, None)
    taken: dict[str, set[int]] = {}
    for problem in lint(compiled):
        if " never leads here" in problem.what:
            words = re.findall("'([^']*)'", problem.what.split(" never leads here")[0])
            taken.setdefault(str(problem.path[1]), set()).update(map(compiled["words"].index, words))
    for call in calls:
        facts = facts_of(call, router)
        assert taken.get(facts.category or "", set()).isdisjoint(facts.found)


@settings(max_examples=examples(150), deadline=None)
@given(desks(), st.lists(CALLS, min_size=5, max_size=20))
def test_what_lies_within_holds_less_often(desk: tuple[dict[str, Any], dict[str, Any]], calls: list[Call]) -> None:
    """Of two conditions of which one is proved to lie within the other, it never holds without the other."""
    compiled = compiled_of(*desk)
    router, words = Router(compiled, None), PatternWords(compiled)
    conditions = [rule["when"] for rule in [*compiled["city"], *compiled["unit_rules"]["bmsda"]]]
    made = [(when, boxes(when, words)) for when in conditions]
    facts = [facts_of(call, router) for call in calls]
    for when, mine in made:
        if mine is not None and all(box.broken for box in mine):
            assert not any(holds(when, fact) for fact in facts)
        for other, others in made:
            if mine and others and all(any(box.within(b, words) for b in others) for box in mine if not box.broken):
                assert not any(holds(when, fact) and not holds(other, fact) for fact in facts)


def test_ten_thousand_rules_are_checked_in_far_less_than_a_minute() -> None:
    """Each rule differs in a word or a place; one of them, at the end, is never reached."""
    numbers = "\n".join(
        f'[[rule]]\nto = "bpbd"\ntext = ["kata{n % 3000}", "lain{n}"]\n'
        f'kecamatan = "Bekasi Timur"\nhours = "0{n % 9}:00-12:00"'
        for n in range(10_000)
    )
    again = '[[rule]]\nto = "dlh"\ntext = "lain77"\nkecamatan = "Bekasi Timur"\nhours = "08:00-09:00"\n'
    compiled = rules_of(CITY + numbers + "\n" + again)
    started = time.process_time()
    (problem,) = lint(compiled)
    assert problem.path == ("rule", 10_000)
    assert time.process_time() - started < 60
