"""What the compiler makes of right files: the one compiled form."""

from __future__ import annotations

import json
from typing import Any

import pytest
import tomli

from aduan_cli.rules.engine import Engine
from aduan_cli.rules.language.compile import Compiled, Document, compile_rules
from aduan_cli.text import Folded
from compiling import documents, sentences

CITY = """\
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
channels = ["phone", "whatsapp"]
[shifts]
pagi = "07:00-14:00"
malam = "21:00-07:00"
[cues]
information = ["menanyakan"]
complaint = ["melapor*", "mengadukan"]
[kecamatan]
"Bekasi Timur" = ["Margahayu", "Bekasi Jaya"]
"Medan Satria" = ["Medan Satria"]
[spellings]
"Marga" = "Margahayu"
[units.dlh]
name = "Dinas Lingkungan Hidup"
aliases = ["DINAS LH"]
contact = "112"
[units.kecamatan]
name = "Kantor Kecamatan"
aliases = ["Kec."]
each = "kecamatan"
[outside.pln]
name = "PLN"
referral = "Hubungi 123."
aliases = ["Perusahaan Listrik Negara"]
[plugins]
enable = ["bmsda"]
[grants]
bmsda = ["dlh", "pln"]
"""
MANIFEST = """\
[plugin]
name = "bmsda"
api = 1
[unit]
id = "bmsda"
name = "Dinas Bina Marga"
aliases = ["DBMSDA", "DMBSDA"]
[crews.pju]
name = "Regu PJU"
[categories.pju-mati]
unit = "bmsda-pju"
title = "Lampu jalan mati"
text = ["pju"]
[[rule]]
text = "tiang listrik"
to = "pln"
"""


def compiled(city: str = "", manifest: str = "", **more: Any) -> Compiled:
    """Compile the two files, each with some lines added."""
    return compile_rules(documents(CITY + city, bmsda=MANIFEST + manifest), **more)


def condition(text: str) -> Any:
    """Return the compiled condition of a city rule with these lines."""
    found = compiled(f'[[rule]]\n{text}\npriority = "high"\n')
    assert sentences(found) == []
    return found.rules["city"][0]["when"]


def test_right_files_have_no_problem_and_the_form_is_json() -> None:
    """What comes from the cache as JSON is what was compiled."""
    found = compiled()
    assert sentences(found) == []
    assert json.loads(json.dumps(found.rules)) == found.rules


def test_the_desk_and_its_shifts() -> None:
    """Minutes of the day; a shift may pass midnight. Triage and channels have defaults."""
    rules = compiled().rules
    assert rules["desk"] == {
        "name": "Meja Uji",
        "prefix": "UJI",
        "timezone": "Asia/Jakarta",
        "triage": "triage",
        "channels": ["phone", "whatsapp"],
        "largest_file": 25,
    }
    assert rules["shifts"] == [["pagi", 420, 840], ["malam", 1260, 420]]


def test_cues_keep_the_order_of_the_file() -> None:
    """The first kind in the file's order wins, so the order is part of the form."""
    rules = compiled().rules
    words = {kind: [rules["words"][number] for number in numbers] for kind, numbers, _tables in rules["cues"]}
    assert list(words.items()) == [("information", ["menanyakan"]), ("complaint", ["melapor*", "mengadukan"])]
    star = rules["words"].index("melapor*")
    assert [star, ["melapor*"]] in rules["stars"]
    assert rules["patterns"]["mengadukan"] == rules["words"].index("mengadukan")


def test_a_cue_may_be_a_condition_on_words() -> None:
    """One word is not enough for thanks that are no complaint, or for a question that asks for work."""
    thanks = {"text": ["makasih"], "all": [{"text": ["sudah nyala"]}], "text_not": ["tapi"]}
    desk = {"name": "Meja", "prefix": "UJI", "timezone": "UTC"}
    city = {"desk": desk, "cues": {"feedback": ["mencabut laporan", thanks]}}
    made = compile_rules(documents(city))
    assert [str(problem) for problem in made.problems] == []
    engine = Engine(made.rules)
    said = {
        "mencabut laporan saya": "feedback",
        "makasih lampunya sudah nyala": "feedback",
        "makasih, lampu mati": None,
        "makasih sudah nyala tapi redup": None,
    }
    assert {text: engine.kind_of(engine.find(Folded(text))) for text in said} == said


def test_a_cue_looks_at_words_alone() -> None:
    """While the kind is looked for, neither category nor place is known: such a key is refused."""
    city = {"cues": {"feedback": ["x", {"category": "sampah"}]}}
    problems = compile_rules(documents(city)).problems
    assert "rules.toml: cues.feedback[2].category: unknown key" in [str(problem).split(";")[0] for problem in problems]


def test_units_of_city_and_manifests_crews_offices_and_outside_bodies() -> None:
    """A crew and an area office have the unit as parent; who owns a unit is the plugin or nobody."""
    rules = compiled().rules
    units = rules["units"]
    assert units["dlh"] == {
        "name": "Dinas Lingkungan Hidup",
        "aliases": ["DINAS LH"],
        "parent": None,
        "owner": None,
        "contact": "112",
    }
    assert (units["bmsda-pju"]["parent"], units["bmsda-pju"]["owner"]) == ("bmsda", "bmsda")
    assert units["kecamatan"]["offices"] == {
        "Bekasi Timur": "kecamatan-bekasi-timur",
        "Medan Satria": "kecamatan-medan-satria",
    }
    assert units["kecamatan-medan-satria"]["parent"] == "kecamatan"
    assert rules["outside"]["pln"]["referral"] == "Hubungi 123."


@pytest.mark.parametrize(
    ("spelling", "unit"),
    [
        ("dinaslh", "dlh"),
        ("dmbsda", "bmsda"),
        ("bmsdapju", "bmsda-pju"),
        ("perusahaanlistriknegara", "pln"),
        ("kecbekasitimur", "kecamatan-bekasi-timur"),
    ],
)
def test_every_spelling_of_a_unit_is_in_the_index(spelling: str, unit: str) -> None:
    """Id, name and aliases, joined and folded; an office has its parent's aliases with its place."""
    assert compiled().rules["unit_names"][spelling] == unit


def test_two_units_with_one_spelling_are_a_warning_and_the_first_keeps_it() -> None:
    """A spelling that names two units would make a log's column mean either."""
    found = compiled('[units.dinkes]\nname = "Dinas Kesehatan"\naliases = ["dinas-LH"]\n')
    assert [problem.severity for problem in found.problems] == ["warning"]
    assert found.rules["unit_names"]["dinaslh"] == "dlh"


def test_categories_come_from_rules_first_then_from_manifests_in_the_order_of_enable() -> None:
    """This is the order in which a text is matched."""
    found = compiled('[categories.sampah]\nunit = "dlh"\ntext = "sampah"\n[categories.tanpa-kata]\nunit = "dlh"\n')
    assert [entry[:3] for entry in found.rules["categories"]] == [
        ["sampah", "dlh", None],
        ["tanpa-kata", "dlh", None],
        ["pju-mati", "bmsda-pju", "bmsda"],
    ]
    assert [entry[3] is None for entry in found.rules["categories"]] == [False, True, False]


def test_priority_of_a_category_is_what_it_sets_and_kind_is_a_condition() -> None:
    """The same word means another thing where it stands."""
    text = '[categories.api]\nunit = "dlh"\nkind = "complaint"\npriority = "high"\nroutes_feedback = true\n'
    entry = compiled(text).rules["categories"][0]
    assert entry[:7] == ["api", "dlh", None, ["kind", ["complaint"]], None, "high", True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('kind = "complaint"', ["kind", ["complaint"]]),
        ('kecamatan = ["bekasitimur"]', ["kecamatan", ["Bekasi Timur"]]),
        ('kelurahan = ["MARGA", "medansatria"]', ["kelurahan", ["Margahayu", "Medan Satria"]]),
        ('shift = "malam"', ["shift", ["malam"]]),
        ('channel = ["phone"]', ["channel", ["phone"]]),
        ('hours = ["22:00-05:00", "7.30 - 24:00"]', ["hours", [[1320, 300], [450, 1440]]]),
        ('days = ["weekend", "senin", "sun", "holiday"]', ["days", [5, 6, 0, "holiday"]]),
        ('answers.tinggi = ">= 50"', ["answers", "tinggi", ">=", 50]),
        ('answers.tinggi = "!=0.5"', ["answers", "tinggi", "!=", 0.5]),
        ("answers.luka = true", ["answers", "luka", "in", [True]]),
        ('fields."TINDAK LANJUT" = ["ya", 2]', ["fields", "TINDAK LANJUT", "in", ["ya", 2]]),
        ('not = { kind = "feedback" }', ["not", ["kind", ["feedback"]]]),
        (
            'kind = "complaint"\nany = [{ shift = "pagi" }, { priority = "low", days = "fri" }]',
            [
                "all",
                [
                    ["kind", ["complaint"]],
                    ["any", [["shift", ["pagi"]], ["all", [["priority", ["low"]], ["days", [4]]]]]],
                ],
            ],
        ),
        ("", ["all", []]),
    ],
)
def test_each_condition_has_its_compiled_form(text: str, expected: Any) -> None:
    """Names in the city's spelling, spans in minutes, days in numbers, several keys in the order of the file."""
    assert condition(text) == expected


def test_patterns_that_are_the_same_when_joined_have_one_number() -> None:
    """ "Pondok Gede" and "pondokgede" are one pattern; the number is the place among the words."""
    found = compiled('[[rule]]\ntext = ["Pondok Gede", "pondokgede", "pondok*"]\nto = "dlh"\n')
    numbers = found.rules["city"][0]["when"][1]
    assert [found.rules["words"][number] for number in numbers] == ["Pondok Gede", "pondok*"]


def test_a_rule_keeps_what_it_sets_and_where_it_stands() -> None:
    """The line comes from the locator's table; without an id the rule is named by its file and number."""
    city = '[[handoff]]\ntext = "pingsan"\nto = "dlh"\nsay = "119"\n'
    city += '[[rule]]\ntext = "pohon"\nto = "dlh"\nsupport = "bmsda"\n'
    document = Document("rules.toml", "city", tomli.loads(CITY + city), {("rule", 0): 44})
    rules = compile_rules([document, Document("plugins/bmsda/plugin.toml", "plugin", tomli.loads(MANIFEST))]).rules
    assert rules["handoffs"][0]["id"] == "rules.toml#1"
    rule = rules["city"][0]
    assert (rule["id"], rule["file"], rule["line"]) == ("rules.toml#2", "rules.toml", 44)
    assert (rule["to"], rule["support"], rule["priority"], rule["continue"]) == ("dlh", ["bmsda"], None, False)
    assert rules["unit_rules"]["bmsda"][0]["id"] == "plugins/bmsda/plugin.toml#1"


def test_holidays_come_from_rules_and_from_the_list() -> None:
    """In order, each once."""
    document = Document("libur.csv", "holidays", {"dates": ["2026-12-25", "2026-01-01"]})
    city = Document("rules.toml", "city", {"holidays": {"dates": ["2026-12-25", "2026-08-17"]}})
    assert compile_rules([city, document]).rules["holidays"] == ["2026-01-01", "2026-08-17", "2026-12-25"]


def test_a_manifest_that_is_not_enabled_does_not_count() -> None:
    """Nothing runs because it happens to lie there."""
    document = Document("plugins/liar/plugin.toml", "plugin", {"anything": 1})
    found = compile_rules([Document("rules.toml", "city", tomli.loads(CITY.replace('["bmsda"]', "[]", 1))), document])
    assert all(problem.file == "rules.toml" for problem in found.problems)
    assert "bmsda" not in found.rules["units"]
