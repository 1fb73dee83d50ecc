"""One table of categories for all units."""

from __future__ import annotations

from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.rules.language.compile import compile_rules
from aduan_cli.rules.language.json_schema import json_schema
from compiling import documents, router_of, rules_of, sentences

CITY = """
[desk]
name = "Desk"
prefix = "D"
timezone = "UTC"
[cues]
information = ["nomor"]
[kecamatan]
"Utara" = ["Mawar"]
[units.dlh]
name = "Dinas Lingkungan"
aliases = ["LH"]
called = ["dinas kebersihan", "urusan sampah*"]
[units.regu]
name = "Regu Taman"
parent = "dlh"
[units.kecamatan]
name = "Kantor Kecamatan"
each = "kecamatan"
[outside.pln]
name = "PLN"
referral = "123"
[categories.kontak-kecamatan]
unit = "kecamatan"
text = ["kantor camat"]
[categories.kontak]
title = "Kontak {unit}"
each = "unit"
kind = "information"
[categories.sampah]
unit = "dlh"
text = "sampah"
"""
PUSH = {"taman": '[plugin]\nname = "taman"\napi = 1\n[unit]\nid = "taman"\nname = "Dinas Taman"\n'}


def categories(city: str, **manifests: str) -> list[tuple[str, str, str | None]]:
    return [(entry[0], entry[1], entry[4]) for entry in rules_of(city, **manifests)["categories"]]


def _category(router: Router, text: str) -> str | None:
    return read(Report(text=text, reported_at=0), router).facts.category


def test_every_unit_that_is_no_part_of_another_has_its_category_and_an_own_table_is_kept() -> None:
    assert categories(CITY) == [
        ("kontak-kecamatan", "kecamatan", None),
        ("kontak-dlh", "dlh", "Kontak Dinas Lingkungan"),
        ("sampah", "dlh", None),
    ]


def test_a_unit_of_a_manifest_has_one_as_well() -> None:
    made = categories('[plugins]\nenable = ["taman"]\n' + CITY, **PUSH)
    assert ("kontak-taman", "taman", "Kontak Dinas Taman") in made


def test_a_manifest_may_have_a_table_of_its_own_instead() -> None:
    own = PUSH["taman"] + '[categories.kontak-taman]\nunit = "taman"\ntext = "kebun"\n'
    made = categories('[plugins]\nenable = ["taman"]\n' + CITY, taman=own)
    assert [entry for entry in made if entry[0] == "kontak-taman"] == [("kontak-taman", "taman", None)]


def test_callers_name_it_by_name_alias_or_what_it_is_called() -> None:
    router = router_of(CITY)
    for asked in ("dinas lingkungan", "LH", "dinas kebersihan", "urusan sampahnya"):
        assert _category(router, f"nomor {asked}") == "kontak-dlh", asked
    assert _category(router, "lapor dinas lingkungan: sampah") == "sampah"


def test_conditions_of_the_table_hold_beside_the_name() -> None:
    city = CITY.replace('kind = "information"', 'text = ["tutup"]\nall = [{ text = ["terus"] }]')
    router = router_of(city)
    assert _category(router, "dinas lingkungan tutup terus") == "kontak-dlh"
    assert _category(router, "dinas lingkungan tutup") is None
    assert _category(router, "tutup terus") is None


def test_a_table_says_one_unit_or_each() -> None:
    both = CITY.replace('each = "unit"', 'each = "unit"\nunit = "dlh"')
    neither = CITY.replace('each = "unit"\n', "")
    own = PUSH["taman"] + '[categories.kontak-kami]\neach = "unit"\n'
    said = [
        sentences(compile_rules(documents(both))),
        sentences(compile_rules(documents(neither))),
        sentences(compile_rules(documents('[plugins]\nenable = ["taman"]\n' + CITY, taman=own))),
    ]
    assert "categories.kontak.each: a category is one unit's, or there is one for each" in said[0][0]
    assert "categories.kontak: 'unit' is missing" in said[1][0]
    assert "only rules.toml speaks of all units" in said[2][0]


def test_an_editor_learns_that_a_category_has_one_of_the_two() -> None:
    assert json_schema("rules.toml")["$defs"]["category"]["anyOf"] == [{"required": ["unit"]}, {"required": ["each"]}]
