"""`[readings]` and `[unless]` in the files: what they do to decisions, what is told of them, and what is wrong."""

from __future__ import annotations

import pytest

from aduan_cli.complaint.deciding import Decided, decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.flow.routing.explaining import explain
from aduan_cli.flow.routing.steps import steps
from aduan_cli.rules.language.compile import compile_rules
from aduan_cli.rules.review.lint import lint
from compiling import documents, router_of, rules_of, sentences

CITY = """
[desk]
name = "Desk"
prefix = "D"
timezone = "UTC"
[plugins]
enable = ["bpbd"]
[words]
lampau = ["tahun|bulan lalu"]
[unless]
past = ["@lampau", "pernah"]
[units.dlh]
name = "DLH"
"""
UNIT = """
[plugin]
name = "bpbd"
api = 1
[unit]
id = "bpbd"
name = "BPBD"
[categories.banjir]
unit = "bpbd"
text = "banjir"
"""
READING = """
[readings.tinggi-air]
kind = "length"
near = ["air", "banjir"]
"""
RULE = """
[[rule]]
id = "dalam"
category = "banjir"
readings.tinggi-air = ">= 90"
to = "bpbd"
priority = "emergency"
reason = "Air {readings.tinggi-air} cm."
say = "Air {readings.tinggi-air} cm, {readings.tinggi-air}!"
"""


def desk(*more: str) -> Router:
    return router_of(CITY, bpbd=UNIT + READING + "".join(more))


def taken(router: Router, text: str) -> Decided:
    return decide(read(Report(text=text, reported_at=0), router), router)


def problems(manifest: str, city: str = CITY) -> list[str]:
    return sentences(compile_rules(documents(city, bpbd=UNIT + manifest)))


def test_a_rule_asks_for_a_reading_and_tells_it() -> None:
    decision = taken(desk(RULE), "banjir 95 cm").decision
    assert (decision.rule, decision.priority) == ("dalam", "emergency")
    assert (decision.reason, decision.say) == ("Air 95 cm.", "Air 95 cm, 95!")
    assert taken(desk(RULE), "banjir 80 cm").decision.rule is None
    assert taken(desk(RULE), "tahun lalu banjir 95 cm").decision.rule is None


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        ("true", {"banjir 5 cm": True, "banjir": False}),
        ("false", {"banjir 5 cm": False, "banjir": True}),
        ("[50, 60]", {"banjir 60 cm": True, "banjir 55 cm": False}),
        ("50", {"banjir 50 cm": True, "banjir": False}),
        ('"< 50"', {"banjir 49 cm": True, "banjir": False}),
        ('"!= 50"', {"banjir 49 cm": True, "banjir": False, "banjir 50 cm": False}),
    ],
)
def test_conditions_on_a_reading(wanted: str, texts: dict[str, bool]) -> None:
    router = desk(f'[[rule]]\nid = "x"\nreadings.tinggi-air = {wanted}\nto = "bpbd"\n')
    assert {text: taken(router, text).decision.rule == "x" for text in texts} == texts


def test_a_category_may_ask_for_a_reading_of_the_city() -> None:
    router = router_of(
        CITY + READING + '[categories.bah]\nunit = "dlh"\ntext = "air"\nreadings.tinggi-air = ">= 90"\n', bpbd=UNIT
    )
    assert taken(router, "air 1 meter").complaint.category == "bah"
    assert taken(router, "air 10 cm").complaint.category is None


def test_nothing_is_read_where_nothing_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the words of the text are looked at."""
    router = desk(RULE)
    monkeypatch.setattr(Router, "readers", property(lambda _router: pytest.fail("it was read")))
    assert taken(router, "sampah 95 cm").decision.step == "triage"


def test_why_tells_the_reading_with_its_words_and_the_comparison() -> None:
    router = desk(RULE)
    made = taken(router, "di sini banjir hampir 95 cm, tolong").complaint
    told = explain(made, router, router, [])
    assert {"condition": "readings.tinggi-air", "value": 95, "words": "95 cm", "wanted": ">= 90"} in told["because"]
    assert told["held"][0]["reason"] == "Air 95 cm."
    facts = read(Report(text="banjir 80 cm", reported_at=0), router).facts
    [rule] = next(step for step in steps(router, facts, lambda _patterns, _beside: []) if step["step"] == "unit")[
        "rules"
    ]
    assert rule["when"] is not None
    assert rule["when"]["parts"][1] == {
        "condition": "readings.tinggi-air", "held": False, "wanted": [">= 90"], "value": 80, "said": "80 cm",
    }  # fmt: skip


POLE = """
[readings.tiang]
kind = "code"
codes = ["[BKS-][?[?]-]###[#]"]
near = ["tiang"]
[[rule]]
id = "bertiang"
category = "banjir"
readings.tiang = WANTED
to = "bpbd"
reason = "Tiang {readings.tiang}."
"""


@pytest.mark.parametrize(
    ("wanted", "text", "reason"),
    [
        ("true", "banjir di tiang nomor bks/t 0412", "Tiang BKS-T-0412."),
        ("true", "banjir di tiang 412", "Tiang 412."),
        ("true", "banjir 412", None),
        ('"bks-t-0412"', "banjir, BKS-T 0412", "Tiang BKS-T-0412."),
        ('["BKS-T-0413", "0412"]', "banjir di tiang 0412 dan 0413", "Tiang 0412."),
        ('"0413"', "banjir di tiang 0412 dan 0413", None),  # the first counts
        ("false", "banjir", "Tiang ?."),
    ],
)
def test_conditions_on_a_code(wanted: str, text: str, reason: str | None) -> None:
    router = router_of(CITY, bpbd=UNIT + POLE.replace("WANTED", wanted))
    assert taken(router, text).decision.reason == reason


def test_a_question_is_not_asked_whose_answer_was_read() -> None:
    asked = '[[question]]\nid = "no"\ncategory = "banjir"\ntext = "Nomor?"\nreading = "tiang"\n'
    router = router_of(CITY, bpbd=UNIT + POLE.replace("WANTED", "true") + asked)
    assert router.compiled["read"] == {"banjir": {"no": "tiang"}}
    [problem] = problems(asked)
    assert "unknown reading 'tiang'" in problem


WRONG = [
    ('[readings.x]\nkind = "code"', "it has no form"),
    ('[readings.x]\nkind = "street"', "it has no streets"),
    ('[readings.x]\nkind = "code"\ncodes = ["##"]\nleast = 3', "'least' does nothing for kind = 'code'"),
    (
        '[readings.x]\nkind = "code"\ncodes = ["##"]\n[[rule]]\nreadings.x = ">= 3"\nto = "bpbd"',
        "'>= 3': a reading of the kind 'code' gives a text",
    ),
    ('[readings.x]\nkind = "height"', "unknown value 'height'; one of 'code', 'count', 'length', 'street'"),
    ('[readings.x]\nkind = "count"', "nothing is counted"),
    ('[readings.x]\nkind = "length"\nof = { rumah = 1 }', "'of' does nothing for kind = 'length'"),
    ('[readings.x]\nkind = "length"\nforms = ["se #"]', "there are no words to stand so"),
    ('[readings.x]\nkind = "length"\nwords = { lutut = 50 }\nforms = ["se"]', "'se' doesn't say where"),
    ('[readings.x]\nkind = "length"\nwords = { "# lutut" = 50 }', "'#' does nothing in '# lutut'"),
    ('[readings.x]\nkind = "length"\nnear = ["# dan #"]', "one '#' would be right"),
    ('[readings.x]\nkind = "length"\nnear = ["a*r"]', "'*' stands within a word"),
    ('[readings.x]\nkind = "length"\nnear = ["#"]', "'#' has no letter or digit"),
    ('[readings.x]\nkind = "length"\nnear = ["@laut"]', "unknown list of words 'laut'"),
    ('[readings.x]\nkind = "length"\nnaer = ["air"]', "unknown key; did you mean 'near'?"),
    (READING + '[[rule]]\nreadings.tinggi-aer = true\nto = "bpbd"', "unknown reading 'tinggi-aer'; did you mean 'ting"),
    (READING + '[[rule]]\nreadings.tinggi-air = "dalam"\nto = "bpbd"', "'dalam': a reading of the kind 'length' gives"),
    (READING + '[[rule]]\nreadings.tinggi-air = ">= x"\nto = "bpbd"', "'>=' compares numbers"),
    ('[[rule]]\ntext = "air"\nto = "bpbd"\nreason = "{readings.tinggi-air}"', "unknown reading 'tinggi-air'"),
]


@pytest.mark.parametrize(("manifest", "sentence"), WRONG)
def test_what_is_wrong_is_told_with_its_place(manifest: str, sentence: str) -> None:
    [problem] = problems(manifest)
    assert problem.startswith("plugins/bpbd/plugin.toml")
    assert sentence in problem


def test_a_manifest_uses_its_own_readings_and_the_citys_alone() -> None:
    other = UNIT.replace("bpbd", "dlh2").replace("banjir", "sampah") + RULE.replace("banjir", "sampah").replace(
        "bpbd", "dlh2"
    )
    city = CITY.replace('["bpbd"]', '["bpbd", "dlh2"]')
    found = sentences(compile_rules(documents(city, bpbd=UNIT + READING, dlh2=other)))
    assert {problem.split(":")[0] for problem in found if "unknown reading" in problem} == {"plugins/dlh2/plugin.toml"}
    rules_of(city + READING, bpbd=UNIT, dlh2=other)


def test_a_name_stands_once_and_a_reading_that_nothing_asks_for_is_told() -> None:
    [twice] = problems(READING, CITY + READING)
    assert "reading 'tinggi-air' stands in rules.toml already" in twice
    told = [str(problem) for problem in lint(rules_of(CITY, bpbd=UNIT + READING))]
    assert any("readings.tinggi-air: no condition asks for this reading" in problem for problem in told)
    told = [str(problem) for problem in lint(rules_of(CITY, bpbd=UNIT + READING + RULE))]
    assert not any("reading" in problem for problem in told)
