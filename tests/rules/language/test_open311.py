"""What a desk publishes for other programs: what it names and nothing more, with the usual where it says nothing."""

from __future__ import annotations

from typing import Any

from aduan_cli.rules.language.compile import Compiled, compile_rules
from compiling import SMALLEST, documents, rules_of, sentences

CATEGORIES = {"pju": {"unit": "dlh", "text": ["pju"], "group": "Jalan"}, "got": {"unit": "dlh", "text": ["got"]}}


def of(table: dict[str, Any] | None) -> Compiled:
    (city,) = documents(SMALLEST)
    tables = {} if table is None else {"open311": table}
    return compile_rules(documents({**city.data, "categories": CATEGORIES, **tables}))


def test_a_desk_that_says_nothing_publishes_nothing() -> None:
    """Not even with an empty table: what is not named may tell who called."""
    nothing = {
        "categories": [], "publish": [], "within": 90, "url": "", "contact": "", "key_service": "", "jurisdiction": "",
        "services": {}, "groups": {"pju": "Jalan"},
    }  # fmt: skip
    for table in (None, {}):
        found = of(table)
        assert sentences(found) == []
        assert found.rules["open311"] == nothing


def test_what_is_named_is_published_as_it_is_said() -> None:
    table = {
        "categories": ["pju"], "publish": ["description"], "within": "2y", "url": "https://x.go.id", "contact": "desk",
        "key_service": "ask", "jurisdiction": "bekasi", "services": {"001": "got", "x": "pju"},
    }  # fmt: skip
    found = of(table)
    assert sentences(found) == []
    assert found.rules["open311"] == {**table, "within": 730, "groups": {"pju": "Jalan"}}
    assert of({**table, "within": "never"}).rules["open311"]["within"] == 0


def test_what_there_is_not_is_told_and_not_published() -> None:
    found = of({"categories": ["pjv", "got"], "services": {"001": "gto", "2": "pju"}, "publish": ["descripton"]})
    assert sentences(found) == [
        "rules.toml: open311.publish[1]: unknown value 'descripton'; did you mean 'description'?",
        "rules.toml: open311.categories: unknown category 'pjv'; did you mean 'pju'?",
        "rules.toml: open311.services.001: unknown category 'gto'; did you mean 'got'?",
    ]
    compiled = found.rules["open311"]
    assert (compiled["categories"], compiled["services"], compiled["publish"]) == (["got"], {"2": "pju"}, [])


def test_groups_are_those_of_all_files() -> None:
    manifest = (
        '[plugin]\nname = "bmsda"\napi = 1\n[unit]\nid = "bmsda"\nname = "B"\n'
        '[categories.jalan]\nunit = "bmsda"\ntext = ["jalan"]\ngroup = "Jalan"\n'
    )
    city = SMALLEST + '[plugins]\nenable = ["bmsda"]\n[categories.got]\nunit = "dlh"\ntext = ["got"]\ngroup = "Air"\n'
    assert rules_of(city, bmsda=manifest)["open311"]["groups"] == {"got": "Air", "jalan": "Jalan"}
