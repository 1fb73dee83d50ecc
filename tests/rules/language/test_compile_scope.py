"""Who may name what, who owns what, and what a left-out file does to the others."""

from __future__ import annotations

from typing import Any

from aduan_cli.rules.language.compile import Compiled, compile_rules
from compiling import documents, sentences

BMSDA = "plugins/bmsda/plugin.toml"
CITY = """\
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
[kecamatan]
"Bekasi Timur" = ["Margahayu"]
[spellings]
"Marga" = "Margahayu"
[units.dlh]
name = "Dinas Lingkungan Hidup"
[units.kecamatan]
name = "Kantor Kecamatan"
each = "kecamatan"
[outside.pln]
name = "PLN"
referral = "Hubungi 123."
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
[crews.pju]
name = "Regu PJU"
[categories.pju-mati]
unit = "bmsda-pju"
text = ["pju"]
[[rule]]
text = "tiang listrik"
to = "pln"
"""


def compiled(city: str = "", manifest: str = "", **more: Any) -> Compiled:
    """Compile the two files, each with some lines added."""
    return compile_rules(documents(CITY + city, bmsda=MANIFEST + manifest), **more)


def test_a_manifest_may_name_its_unit_its_crews_its_offices_and_what_is_granted() -> None:
    """Children that `rules.toml` gives the unit, and the crews of a granted unit, count as well."""
    city = '[units.bmsda-uptd]\nname = "UPTD"\nparent = "bmsda"\n[units.dlh-taman]\nname = "Taman"\nparent = "dlh"\n'
    targets = ["bmsda", "bmsda-pju", "bmsda-uptd", "dlh", "dlh-taman", "pln"]
    found = compiled(city, "".join(f'[[rule]]\ntext = "x"\nto = "{unit}"\n' for unit in targets))
    assert sentences(found) == []
    assert [rule["to"] for rule in found.rules["unit_rules"]["bmsda"]] == ["pln", *targets]


def test_a_manifests_unit_may_have_an_office_in_each_kecamatan() -> None:
    """They belong to its owner, are in its scope, and no crew may have the name of one."""
    manifest = MANIFEST.replace("[crews.pju]", 'each = "kecamatan"\n[crews.pju]')
    manifest += '[[rule]]\ntext = "x"\nto = "bmsda-bekasi-timur"\n[crews.bekasi-timur]\nname = "Regu Timur"\n'
    files = documents(CITY, bmsda=manifest)
    found = compile_rules(files)
    assert sentences(found) == [
        f"{BMSDA}: unit.each: unit 'bmsda-bekasi-timur' is declared already, in {BMSDA}; declare each unit once"
    ]
    del files[1].data["crews"]["bekasi-timur"]
    found = compile_rules(files)
    assert sentences(found) == []
    office = found.rules["units"]["bmsda-bekasi-timur"]
    assert (office["parent"], office["owner"]) == ("bmsda", "bmsda")
    assert found.rules["units"]["bmsda"]["offices"] == {"Bekasi Timur": "bmsda-bekasi-timur"}
    assert [rule["to"] for rule in found.rules["unit_rules"]["bmsda"]] == ["pln", "bmsda-bekasi-timur"]


def test_a_rule_outside_its_scope_is_an_error_and_is_left_out() -> None:
    """The other rules of the manifest are compiled all the same."""
    found = compiled("", '[[rule]]\ntext = "x"\nto = "kecamatan"\n')
    assert sentences(found) == [
        f"{BMSDA}: rule[2].to: unit 'kecamatan' is not in the scope of 'bmsda'; "
        "one of its own units, or one that [grants] bmsda in rules.toml names"
    ]
    assert [rule["to"] for rule in found.rules["unit_rules"]["bmsda"]] == ["pln"]


def test_the_city_may_name_any_unit_and_any_outside_body() -> None:
    """City rules come before the units' own, and have no scope."""
    found = compiled('[[rule]]\ntext = "x"\nto = "pln"\n[[rule]]\ntext = "y"\nto = "bmsda-pju"\nsupport = ["dlh"]\n')
    assert sentences(found) == []
    assert [rule["to"] for rule in found.rules["city"]] == ["pln", "bmsda-pju"]


def test_of_two_owners_of_a_category_the_earlier_document_keeps_it() -> None:
    """The later one is an error, and the category's unit stays what it was."""
    found = compiled('[categories.pju-mati]\nunit = "dlh"\ntext = "lampu"\n')
    assert [problem.file for problem in found.problems] == [BMSDA]
    assert [entry[:2] for entry in found.rules["categories"]] == [["pju-mati", "dlh"]]


def test_of_two_owners_of_a_category_the_one_in_force_keeps_it() -> None:
    """A change of rules.toml can't take a category away from the manifest that was accepted first."""
    found = compiled('[categories.pju-mati]\nunit = "dlh"\ntext = "lampu"\n', settled={BMSDA})
    assert [problem.file for problem in found.problems] == ["rules.toml"]
    assert [entry[:2] for entry in found.rules["categories"]] == [["pju-mati", "bmsda-pju"]]


def test_all_problems_are_collected_each_in_its_file() -> None:
    """One run names everything that is to be mended."""
    found = compiled('[[rule]]\ntxt = "x"\nto = "dhl"\nkind = "aduan"\n', '[[rule]]\nshift = "sore"\n')
    assert [(problem.file, problem.path[2:]) for problem in found.problems] == [
        ("rules.toml", ("txt",)),
        ("rules.toml", ("kind",)),
        ("rules.toml", ("to",)),
        (BMSDA, ("shift",)),
        (BMSDA, ()),
    ]


def test_a_rule_with_anything_wrong_in_it_is_not_compiled() -> None:
    """A rule that has lost a condition would hold more often than was meant."""
    found = compiled('[[rule]]\ntxt = "x"\nto = "dlh"\n[[rule]]\ntext = ["", "y"]\nto = "dlh"\n')
    assert found.rules["city"] == []


def test_what_only_a_left_out_file_can_declare_is_a_warning() -> None:
    """A bad manifest touches its own unit alone: the city's other rules stay in force."""
    city = (
        '[[rule]]\ncategory = "pju-mati"\nto = "dlh"\n[[rule]]\ntext = "x"\nto = "bmsda"\n'
        '[[rule]]\ntext = "y"\nto = "dlh"\nsupport = ["bmsda"]\n[categories.jalan]\nunit = "bmsda"\ntext = "jalan"\n'
    )
    found = compile_rules(documents(CITY + city), missing={BMSDA})
    assert {problem.severity for problem in found.problems} == {"warning"}
    assert [(rule["to"], rule["support"]) for rule in found.rules["city"]] == [("dlh", []), ("dlh", [])]
    assert found.rules["categories"] == []


def test_an_unknown_name_is_an_error_when_nothing_was_left_out() -> None:
    """The same files with nothing missing: nobody could have declared it."""
    found = compiled('[[rule]]\ntext = "x"\nto = "bmsdaa"\n')
    assert sentences(found) == ["rules.toml: rule[1].to: unknown unit 'bmsdaa'; did you mean 'bmsda'?"]


def test_examples_are_handed_out_with_places_in_the_citys_spelling() -> None:
    """An example whose category only a left-out file has can't come out now, and isn't handed out."""
    city = (
        '[[example]]\ntext = "sampah di marga"\nexpect = { kelurahan = "marga" }\n'
        '[[example]]\ntext = "pju mati"\nexpect = { category = "pju-mati" }\n'
    )
    assert [example.expect for example in compiled(city).examples] == [
        {"kelurahan": "Margahayu"},
        {"category": "pju-mati"},
    ]
    left_out = compile_rules(documents(CITY + city), missing={BMSDA})
    assert [example.expect for example in left_out.examples] == [{"kelurahan": "Margahayu"}]


def test_a_grant_may_wait_for_a_plugin_of_the_desk() -> None:
    """Disabling a plugin doesn't break rules.toml; a grant to one that is nowhere is a slip."""
    granted = '[grants]\ndishub = ["dlh"]\n'
    city = CITY.replace('[grants]\nbmsda = ["dlh", "pln"]\n', granted)
    files = documents(city.replace('enable = ["bmsda"]', "enable = []"))
    assert compile_rules(files, folders=["dishub", "bmsda"]).problems == []
    (problem,) = compile_rules(files, folders=["bmsda"]).problems
    assert (problem.path, problem.what) == (("grants", "dishub"), "plugin 'dishub' is not enabled")
