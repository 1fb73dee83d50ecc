"""What files declare: each thing by whoever had it first, each slip told where it stands, whatever the order."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from aduan_cli.rules.language.compile import Compiled, compile_rules
from aduan_cli.rules.language.declare import manifest_path
from compiling import SMALLEST, documents, rules_of, sentences

DISTRICTS = '[kecamatan]\n"Bekasi Timur" = ["Margahayu", "Duren Jaya"]\n"Jatiasih" = ["Jatirasa"]\n'
PLUGIN = '[plugin]\nname = "bmsda"\napi = 1\n[unit]\nid = "bmsda"\nname = "BMSDA"\n'
ENABLED = '[plugins]\nenable = ["bmsda"]\n'


def compiled(city: str = "", **manifests: str) -> Compiled:
    """Compile the smallest city's file with more tables, and manifests."""
    return compile_rules(documents(SMALLEST + city, **manifests))


def errors(found: Compiled) -> list[str]:
    return [str(problem) for problem in found.problems if problem.severity == "error"]


# -- the desk


def test_a_desk_that_says_nothing_has_a_phone_and_a_queue() -> None:
    desk = compiled().rules["desk"]
    assert (desk["channels"], desk["triage"]) == (["phone"], "triage")
    desk = rules_of(SMALLEST.replace('"UTC"\n', '"UTC"\ntriage = "meja-depan"\nchannels = ["app", "wa"]\n'))["desk"]
    assert (desk["channels"], desk["triage"]) == (["app", "wa"], "meja-depan")


def test_channels_of_which_none_is_good_leave_the_phone() -> None:
    """A file with a mistake is still understood: its other mistakes are told, and not that one again."""
    rule = '[[rule]]\nchannel = "phone"\ntext = ["x"]\nto = "dlh"\n'
    found = compile_rules(documents(SMALLEST.replace('"UTC"\n', '"UTC"\nchannels = [""]\n') + rule))
    assert sentences(found) == [
        "rules.toml: desk.channels[1]: '' is malformed; lower-case letters and digits with single hyphens, as in"
        " 'pju-mati', would be right"
    ]


def test_no_unit_takes_the_name_of_the_desks_own_queue() -> None:
    """Whatever the city calls it; and the usual word is free there."""
    city = SMALLEST.replace('"UTC"\n', '"UTC"\ntriage = "meja"\n')
    found = compile_rules(documents(city + '[units.meja]\nname = "M"\n[units.triage]\nname = "T"\n'))
    assert errors(found) == ["rules.toml: units.meja: 'meja' is the desk's own queue; another id would be right"]
    assert list(found.rules["units"]) == ["dlh", "triage"]


# -- places


@pytest.mark.parametrize("table", ["spellings", "landmarks"])
def test_what_stands_for_no_place_is_told_with_the_nearest_one(table: str) -> None:
    found = compiled(f'{DISTRICTS}[{table}]\n"Marga" = "Margahayu"\n"Pasar" = "Margahay"\n"Kali" = "Bandung"\n')
    assert errors(found) == [
        f"rules.toml: {table}.Pasar: unknown place 'Margahay'; did you mean 'Margahayu'?",
        f"rules.toml: {table}.Kali: unknown place 'Bandung'; one of 'Bekasi Timur', 'Duren Jaya', 'Jatiasih',"
        " 'Jatirasa', 'Margahayu'",
    ]


def test_a_landmark_may_stand_for_a_place_by_another_spelling_of_it() -> None:
    """The other way round a spelling of a spelling is none: whoever reads the file would have to follow them."""
    spelt = f'{DISTRICTS}[spellings]\n"Btimur" = "bekasi-timur"\n'
    assert errors(compiled(f'{spelt}[landmarks]\n"Pasar" = "Btimur"\n')) == []
    (found,) = errors(compiled(f'{spelt}"Bekasi T" = "Btimur"\n'))
    assert found.startswith("rules.toml: spellings.\"Bekasi T\": unknown place 'Btimur'; ")


@pytest.mark.parametrize("table", ["kecamatan", "spellings", "landmarks"])
def test_a_name_without_a_letter_is_told_and_names_nothing(table: str) -> None:
    """It would be found in every text."""
    value = "[]" if table == "kecamatan" else '"Margahayu"'
    districts = DISTRICTS + ('"--" = []\n' if table == "kecamatan" else f'[{table}]\n"--" = {value}\n')
    found = compiled(districts)
    assert errors(found) == [f"rules.toml: {table}.--: '--' has no letter or digit; a name would be right"]
    assert "" not in found.rules["gazetteer"]["names"]


# -- units


UNIT = '[units.{unit}]\nname = "{unit}"\nparent = "{parent}"\n'


def parents(**given: str) -> Compiled:
    return compiled("".join(UNIT.format(unit=unit, parent=parent) for unit, parent in given.items()))


def test_parts_of_parts_are_found_in_any_order() -> None:
    ways = [("a", "dlh"), ("b", "a"), ("c", "b")]
    for order in permutations(ways):
        found = parents(**dict(order))
        assert sentences(found) == []
        assert {unit: found.rules["units"][unit]["parent"] for unit, _parent in ways} == dict(ways)


def test_of_a_circle_one_is_told_and_never_who_only_hangs_on_it() -> None:
    """`d` and `e` are parts of something in the circle and no parts of themselves: they stay where they are."""
    ways = {"a": "b", "b": "c", "c": "a", "d": "a", "e": "d"}
    for order in permutations("abcde"):
        found = parents(**{unit: ways[unit] for unit in order})
        first = next(unit for unit in order if unit in "abc")
        assert sentences(found) == [f"rules.toml: units.{first}.parent: '{first}' would be a part of itself"]
        units = found.rules["units"]
        assert {unit: units[unit]["parent"] for unit in order} == {**ways, first: None}


def test_a_unit_that_is_a_part_of_itself_is_told() -> None:
    assert sentences(parents(a="a")) == ["rules.toml: units.a.parent: 'a' would be a part of itself"]


def test_a_parent_that_is_none_is_told_and_left_out() -> None:
    found = compiled(
        UNIT.format(unit="a", parent="dhl")
        + UNIT.format(unit="b", parent="pln")
        + '[outside.pln]\nname = "PLN"\nreferral = "123"\n'
    )
    assert sentences(found) == [
        "rules.toml: units.a.parent: unknown unit 'dhl'; did you mean 'dlh'?",
        "rules.toml: units.b.parent: 'pln' is an outside body; one of the city's units would be right",
    ]
    assert [found.rules["units"][unit]["parent"] for unit in "ab"] == [None, None]


def test_a_unit_is_told_of_with_all_that_callers_may_be_told() -> None:
    """Of an empty list nothing is left, in a unit of the city, an outside body and a manifest alike."""
    told = 'contacts = ["021-0000", ""]\nhours = "Senin-Jumat"\n'
    nothing = "contacts = []\n"
    for contacts, expected in ((told, ["021-0000"]), (nothing, None)):
        city = f'[units.a]\nname = "A"\n{contacts}[outside.pln]\nname = "PLN"\nreferral = "1"\n{contacts}{ENABLED}'
        rules = compiled(city, bmsda=PLUGIN + contacts).rules
        for entry in (rules["units"]["a"], rules["units"]["bmsda"], rules["outside"]["pln"]):
            assert entry.get("contacts") == expected
            assert entry.get("hours") == ("Senin-Jumat" if expected else None)


def test_an_office_for_each_kecamatan_has_their_names_and_its_owner() -> None:
    """Also where a manifest has the unit: the names of places are the city's."""
    each = 'each = "kecamatan"\naliases = ["KANTOR", "CAMAT"]\ncontact = "021-0000"\nsay = "Tunggu."\n'
    in_city = rules_of(f'{SMALLEST}{DISTRICTS}[units.kantor]\nname = "Kantor"\n{each}')["units"]
    assert in_city["kantor"]["offices"] == {"Bekasi Timur": "kantor-bekasi-timur", "Jatiasih": "kantor-jatiasih"}
    assert in_city["kantor-jatiasih"] == {
        "name": "Kantor Jatiasih", "aliases": ["KANTOR Jatiasih", "CAMAT Jatiasih"], "parent": "kantor", "owner": None,
        "contact": None,
    }  # fmt: skip
    manifest = PLUGIN.replace('"BMSDA"\n', f'"BMSDA"\n{each}')
    of_plugin = rules_of(SMALLEST + DISTRICTS + ENABLED, bmsda=manifest)["units"]
    assert of_plugin["bmsda-jatiasih"]["owner"] == "bmsda"
    assert of_plugin["bmsda-bekasi-timur"]["parent"] == "bmsda"


def test_an_office_whose_id_is_taken_is_told_at_what_makes_it() -> None:
    office = '[units.kantor-jatiasih]\nname = "Lain"\n[units.kantor]\nname = "Kantor"\neach = "kecamatan"\n'
    found = compiled(DISTRICTS + office)
    (sentence,) = errors(found)
    assert sentence.startswith("rules.toml: units.kantor.each: unit 'kantor-jatiasih' is declared already")
    assert found.rules["units"]["kantor"]["offices"] == {"Bekasi Timur": "kantor-bekasi-timur"}


def test_units_are_found_by_all_that_they_are_called_and_told_by_all_that_callers_say() -> None:
    """An office too; the words of `called` are callers' alone and name no unit in a file."""
    city = '[units.kantor]\nname = "Kantor"\naliases = ["CAMAT"]\neach = "kecamatan"\n'
    city += '[units.a]\nname = "Dinas A"\naliases = ["DA"]\ncalled = ["orang a", "DA"]\n'
    city += '[categories.nomor]\neach = "unit"\ntext = ["nomor"]\n'
    rules = rules_of(SMALLEST + DISTRICTS + city)
    names = rules["unit_names"]
    assert (names["camatjatiasih"], names["dinasa"], names["da"]) == ("kantor-jatiasih", "a", "a")
    assert "oranga" not in names
    (found,) = [entry[3] for entry in rules["categories"] if entry[0] == "nomor-a"]
    of_category, (_all, (of_unit,)) = found[1]
    assert [[rules["words"][number] for number in part[1]] for part in (of_category, of_unit)] == [
        ["nomor"], ["Dinas A", "DA", "orang a"],
    ]  # fmt: skip


# -- manifests


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('name = "bmsda"', 'name = "dbmsda"', "plugin.name: the name is 'dbmsda', the folder 'bmsda'; 'bmsda'"),
        ("api = 1", "api = 2", "plugin.api: unknown version 2 of the plugin contract; 1"),
    ],
)
def test_a_manifest_of_another_name_or_contract_is_told(old: str, new: str, sentence: str) -> None:
    found = compiled(ENABLED, bmsda=PLUGIN.replace(old, new, 1))
    assert errors(found) == [f"{manifest_path('bmsda')}: {sentence} would be right"]


def test_a_crew_is_its_units_by_name_and_by_owner() -> None:
    units = rules_of(SMALLEST + ENABLED, bmsda=PLUGIN + '[crews.pju]\nname = "Regu"\naliases = ["REGU PJU"]\n')["units"]
    assert units["bmsda-pju"] == {
        "name": "Regu", "aliases": ["REGU PJU"], "parent": "bmsda", "owner": "bmsda", "contact": None,
    }  # fmt: skip


def test_only_the_city_has_categories_for_every_unit() -> None:
    manifest = PLUGIN + '[categories.nomor]\neach = "unit"\ntext = ["nomor"]\n'
    found = compiled(ENABLED, bmsda=manifest)
    assert errors(found) == [f"{manifest_path('bmsda')}: categories.nomor.each: only rules.toml speaks of all units"]
    assert found.rules["categories"] == []


def test_two_files_with_one_reading_are_told_and_each_may_have_its_own() -> None:
    reading = '[readings.{name}]\nkind = "count"\nof = {{ "{of}" = 1 }}\n'
    both = compiled(
        ENABLED + reading.format(name="rumah", of="rumah"), bmsda=PLUGIN + reading.format(name="rumah", of="kk")
    )
    assert errors(both) == [
        f"{manifest_path('bmsda')}: readings.rumah: reading 'rumah' stands in rules.toml already; another name"
    ]
    apart = compiled(
        ENABLED + reading.format(name="rumah", of="rumah"), bmsda=PLUGIN + reading.format(name="kk", of="kk")
    )
    assert errors(apart) == []
    assert sorted(apart.rules["readings"]) == ["kk", "rumah"]


SHARED = '[categories.pju]\nunit = "{unit}"\ntext = ["{word}"]\n'


@pytest.mark.parametrize("settled", [(), ("rules.toml",), (manifest_path("bmsda"),)])
def test_what_two_files_declare_is_the_settled_ones(settled: tuple[str, ...]) -> None:
    """A change takes nothing away from a file that is in force; the one that comes later is told whose it is."""
    city = SMALLEST + ENABLED + SHARED.format(unit="dlh", word="lampu")
    found = compile_rules(documents(city, bmsda=PLUGIN + SHARED.format(unit="bmsda", word="pju")), settled=settled)
    (first, second) = ("rules.toml", manifest_path("bmsda"))
    owner, other = (second, first) if settled == (second,) else (first, second)
    assert errors(found) == [
        f"{other}: categories.pju: category 'pju' is owned by {owner} already; another id; or take it out of {owner} in"
        " the same save, and it is moved"
    ]
    assert [entry[1] for entry in found.rules["categories"]] == ["dlh" if owner == first else "bmsda"]


# -- who may name whom


def scope(city: str, *folders: str) -> tuple[list[str], dict[str, Any]]:
    found = compile_rules(documents(SMALLEST + city, bmsda=PLUGIN), folders=folders)
    return sentences(found), found.rules["scopes"]


def test_a_grant_reaches_a_unit_with_all_that_belongs_to_it() -> None:
    city = ENABLED + '[units.dlh-taman]\nname = "T"\nparent = "dlh"\n[outside.pln]\nname = "PLN"\nreferral = "1"\n'
    told, scopes = scope(city + '[grants]\nbmsda = ["pln", "dlh"]\n')
    assert told == []
    assert scopes == {"bmsda": ["bmsda", "dlh", "dlh-taman", "pln"]}


def test_a_grant_of_nobody_and_to_nobody_is_told() -> None:
    told, scopes = scope(ENABLED + '[grants]\nbmsda = ["dhl", "dlh"]\nbmsd = ["dlh"]\n')
    assert told == [
        "rules.toml: grants.bmsda[1]: unknown unit 'dhl'; did you mean 'dlh'?",
        "rules.toml: grants.bmsd: plugin 'bmsd' is not enabled; did you mean 'bmsda'?",
    ]
    assert scopes == {"bmsda": ["bmsda", "dlh"]}


def test_what_a_plugin_was_granted_may_wait_while_it_is_switched_off() -> None:
    """One that lies in the desk, enabled or not; and one that is named as enabled though its file was left out."""
    grants = '[grants]\ndishub = ["dlh"]\n'
    assert scope(ENABLED + grants, "dishub", "bmsda")[0] == []
    assert len(scope(ENABLED + grants, "bmsda")[0]) == 1
    enabled = '[plugins]\nenable = ["bmsda", "dishub"]\n'
    found = compile_rules(documents(SMALLEST + enabled + grants, bmsda=PLUGIN), missing=["plugins/dishub/plugin.toml"])
    assert [sentence for sentence in sentences(found) if "grants" in sentence] == []
