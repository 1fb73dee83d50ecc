"""The order in which categories are looked for: `specific` and `after`."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.model import Facts
from aduan_cli.rules.language.compile import compile_rules
from compiling import SMALLEST, documents, router_of, sentences

NAMES = ["a", "b", "c", "d"]


def city(more: dict[str, str]) -> str:
    """Return categories that all hold for a text with "x", in the order of their names."""
    return SMALLEST + "".join(
        f'[categories.{name}]\nunit = "dlh"\ntext = "x"\n{more.get(name, "")}\n' for name in sorted({*NAMES, *more})
    )


def order(more: dict[str, str]) -> str:
    return "".join(entry[0] for entry in router_of(city(more)).compiled["categories"])


def test_the_specific_ones_come_first_and_the_last_ones_last() -> None:
    assert order({}) == "abcd"
    assert order({"c": "specific = true", "a": 'specific = "last"'}) == "cbda"
    assert order({"c": "specific = false"}) == "abcd"


def test_one_that_waits_for_another_comes_right_behind_it() -> None:
    assert order({"a": 'after = "c"'}) == "bcad"
    assert order({"d": 'after = "a"'}) == "abcd", "it does already"
    assert order({"a": 'after = "b"', "b": 'after = "d"'}) == "cdba"


def test_a_manifest_may_be_before_the_city_and_the_city_behind_it() -> None:
    """The city's broad category lets go of what a unit knows better, without a list of its words."""
    own = '[plugin]\nname = "taman"\napi = 1\n[unit]\nid = "taman"\nname = "Taman"\n'
    own += '[categories.pohon]\nunit = "taman"\ntext = "pohon"\n'
    broad = SMALLEST + '[plugins]\nenable = ["taman"]\n[categories.lain]\nunit = "dlh"\ntext = "pohon"\n'
    facts = Facts()
    for more, named in (("", "lain"), ('specific = "last"', "pohon"), ('after = "pohon"', "pohon")):
        desk = router_of(broad + more, taman=own)
        facts.found = desk.words_of("pohon tumbang").found
        assert desk.engine.category_of(facts) == named


def test_what_is_wrong_is_told() -> None:
    def told(more: dict[str, str]) -> list[str]:
        found = compile_rules(documents(city(more)))
        return [problem for problem in sentences(found) if "after" in problem or "specific" in problem]

    assert told({"a": 'after = "e"'})[0].startswith("rules.toml: categories.a.after: unknown category 'e'")
    assert told({"a": 'after = "b"', "b": 'after = "a"'}) == [
        "rules.toml: categories.a.after: 'a' and 'b' wait for each other; leave out one of them",
    ]
    assert "one of" in told({"a": 'specific = "first"'})[0]


@given(
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["true", "false", '"last"'])),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NAMES)),
)
def test_each_is_there_once_and_none_before_what_it_waits_for(ranks: dict[str, str], after: dict[str, str]) -> None:
    """Where none waits for itself, by whatever way."""
    after = {name: other for name, other in after.items() if other > name}
    more = {name: f"specific = {ranks[name]}\n" if name in ranks else "" for name in NAMES}
    found = order({name: said + (f'after = "{after[name]}"' if name in after else "") for name, said in more.items()})
    assert sorted(found) == NAMES
    assert all(found.index(other) < found.index(name) for name, other in after.items())
