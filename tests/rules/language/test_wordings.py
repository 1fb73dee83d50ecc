"""Lists of words that stand once, and alternatives of one word."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.complaint.router import Router
from aduan_cli.model import Facts
from aduan_cli.rules.engine import holds
from aduan_cli.rules.language.compile import compile_rules
from aduan_cli.rules.language.wordings import how_many, wordings
from aduan_cli.rules.review.idle_words import idle_words
from compiling import SMALLEST, category_of, documents, router_of, sentences

WORD = st.sampled_from(["jalan", "gang", "rusak", "bolong*", "kabel", "putus"])
PATTERN = st.lists(st.lists(WORD, min_size=1, max_size=3, unique=True), min_size=1, max_size=3)
TEXT = st.lists(st.sampled_from(["jalan", "gang", "rusak", "bolongnya", "kabel", "putus", "di"]), max_size=8)


def router(*tables: str) -> Router:
    return router_of(SMALLEST + "".join(tables))


def problems(*tables: str) -> list[str]:
    return sentences(compile_rules(documents(SMALLEST + "".join(tables))))


def test_a_list_stands_for_its_words_wherever_it_is_named() -> None:
    desk = router(
        '[words]\nkorban = ["anak", "nenek*"]\nreda = ["kemarin"]\n',
        '[categories.jatuh]\nunit = "dlh"\ntext = ["@korban", "om"]\ntext_not = ["@reda"]\n',
        'all = [{ text_all = ["jatuh", "@korban"] }]\n',
    )
    assert category_of(desk, "neneknya jatuh") == "jatuh"
    assert category_of(desk, "om jatuh, anak juga") == "jatuh"
    assert category_of(desk, "om jatuh") is None, "text_all wants one word of the list"
    assert category_of(desk, "anak jatuh kemarin") is None


def test_cues_and_questions_may_name_a_list() -> None:
    desk = router(
        '[cues]\ninformation = ["@tanya"]\n[words]\ntanya = ["menanyakan|nanya"]\n',
        '[categories.a]\nunit = "dlh"\ntext = "a"\n',
        '[[question]]\nid = "q"\ncategory = "a"\ntext = "?"\ntext_not = "@tanya"\n',
    )
    assert desk.words_of("mau nanya").kind == "information"
    assert len(desk.compiled["unasked"]["a"]["q"]) == 2


def test_a_manifest_may_name_a_list_of_the_city_and_publish_its_own() -> None:
    city = SMALLEST + '[plugins]\nenable = ["taman"]\n[words]\nrusak = ["patah"]\n'
    city += '[categories.kebun]\nunit = "dlh"\ntext = "@pohon"\n'
    taman = '[plugin]\nname = "taman"\napi = 1\n[unit]\nid = "taman"\nname = "Taman"\n[words]\npohon = ["beringin"]\n'
    taman += '[categories.ranting]\nunit = "taman"\ntext = "@rusak"\n'
    desk = router_of(city, taman=taman)
    assert [category_of(desk, text) for text in ("beringin", "patah")] == ["kebun", "ranting"]


@pytest.mark.parametrize(
    ("pattern", "made"),
    [
        ("rusak", ["rusak"]),
        ("jalan|gang rusak", ["jalan rusak", "gang rusak"]),
        ("a|b c|d*", ["a c", "a d*", "b c", "b d*"]),
        ("a||b", ["a", "b"]),
    ],
)
def test_alternatives_stand_for_each_of_them(pattern: str, made: list[str]) -> None:
    assert wordings(pattern) == made


@given(PATTERN, TEXT)
def test_alternatives_are_found_where_one_of_their_wordings_is(pattern: list[list[str]], text: list[str]) -> None:
    written = " ".join("|".join(words) for words in pattern)
    spelled = ", ".join(f'"{" ".join(chosen)}"' for chosen in product(*pattern))
    desk = router(
        f'[categories.a]\nunit = "dlh"\ntext = "{written}"\n[categories.b]\nunit = "dlh"\ntext = [{spelled}]\n'
    )
    facts = Facts()
    facts.found = desk.words_of(" ".join(text)).found
    one, other = (entry[3] for entry in desk.compiled["categories"])
    assert one is not None
    assert other is not None
    assert holds(one, facts) == holds(other, facts)


def test_what_is_wrong_with_a_list_is_told() -> None:
    told = problems(
        '[words]\nkorban = ["anak"]\nlain = ["@lain"]\n',
        '[categories.a]\nunit = "dlh"\ntext = ["@korbn"]\n',
    )
    assert told == [
        "rules.toml: words.lain[1]: list 'lain' is within itself; leave it out here",
        "rules.toml: categories.a.text[1]: unknown list of words 'korbn'; did you mean 'korban'?",
        "rules.toml: words.korban: nothing names this list; leave it out, or name it as '@korban'",
    ]


def test_a_pattern_stands_for_so_many_wordings_at_most() -> None:
    many = "|".join("abcdefghijklmnopqrstuvwxyz")
    told = problems(f'[categories.a]\nunit = "dlh"\ntext = ["{many} {many}"]\n')
    assert "stands for 676 wordings; at most 400 would be right" in told[0]


def test_a_bar_beside_a_blank_is_told() -> None:
    told = problems('[categories.a]\nunit = "dlh"\ntext = ["rusak | hancur"]\n')
    assert "'|' does nothing in 'rusak | hancur'" in told[0]


def test_a_list_may_have_others_whatever_their_order() -> None:
    desk = router(
        '[words]\nsemua = ["@anak", "nenek"]\nanak = ["putra|putri", "@kecil"]\nkecil = ["bayi"]\n',
        '[categories.a]\nunit = "dlh"\ntext = "@semua"\n',
    )
    assert [category_of(desk, text) for text in ("bayi", "putri", "nenek", "ibu")] == ["a", "a", "a", None]
    assert problems(
        '[words]\na = ["@b"]\nb = ["@c"]\nc = ["@a", "x"]\n[categories.k]\nunit = "dlh"\ntext = "@a"\n'
    ) == ["rules.toml: words.c[1]: list 'a' is within itself; leave it out here"]


# -- as many as can be made


@given(PATTERN)
def test_how_many_there_are_is_known_without_making_them(pattern: list[list[str]]) -> None:
    written = " ".join("|".join(words) for words in pattern)
    assert how_many(written) == len(wordings(written)) == len(list(product(*pattern)))


@pytest.mark.parametrize(
    ("pattern", "count"), [("a", 1), ("a b", 1), ("a|b", 2), ("a|b c", 2), ("a||b |", 2), ("|", 1), ("a|a", 2), ("", 1)]
)
def test_an_alternative_without_a_word_is_none(pattern: str, count: int) -> None:
    assert how_many(pattern) == count


def test_a_pattern_that_stands_for_millions_is_told_at_once() -> None:
    """The rules are compiled while a call is taken: nobody waits for a billion wordings, whatever was typed."""
    pattern = " ".join(["pju|lampu"] * 60)
    assert wordings(pattern) == []
    (sentence,) = problems(f'[[rule]]\ntext = ["{pattern}"]\nto = "dlh"\n')
    assert sentence.startswith("rules.toml: rule[1].text[1]: 'pju|lampu pju|lampu")
    assert sentence.endswith(f"stands for {2**60} wordings; at most 400 would be right")
    assert idle_words("rules.toml", {"rule": [{"text": [pattern, "got", "got*"]}]}) is not None
    assert len(list(idle_words("rules.toml", {"rule": [{"text": [pattern, "got", "got*"]}]}))) == 1


@pytest.mark.parametrize("key", ["near", "not_near", "unless"])
def test_so_is_one_of_a_reading(key: str) -> None:
    """Each part between `..` by itself, for each is looked for by itself."""
    table = '[readings.tinggi]\nkind = "length"\n{key} = ["{pattern}"]\n'
    table += '[[rule]]\nto = "dlh"\nreadings = {{ tinggi = true }}\n'
    many = " ".join(["air|kali"] * 40)
    found = problems(table.format(key=key, pattern=many))
    assert found[0].startswith(f"rules.toml: readings.tinggi.{key}[1]: 'air|kali air|kali")
    assert found[0].endswith(f"stands for {2**40} wordings; at most 400 would be right")
    apart = " .. ".join(["air|kali|got|rob sangat|amat|agak|cukup tinggi|naik|besar|deras"] * 3)
    assert problems(table.format(key=key, pattern=apart)) == []


def test_so_is_a_form_of_codes_with_many_parts_that_may_be_missing() -> None:
    table = '[readings.tiang]\nkind = "code"\ncodes = ["{form}"]\n'
    table += '[[rule]]\nto = "dlh"\nreadings = {{ tiang = true }}\n'
    assert problems(table.format(form="BKS-##" + "[#]" * 8)) == []
    assert problems(table.format(form="BKS-##" + "[#]" * 9)) == [
        f"rules.toml: readings.tiang.codes[1]: 'BKS-##{'[#]' * 9}' stands for 512 wordings; at most 400 would be right"
    ]


def test_lists_that_name_lists_have_each_word_once() -> None:
    """Thirty lists, each twice the one before: a word a list has is looked for once, however it came there."""
    lists = "".join(f'k{number} = ["@k{number + 1}", "@k{number + 1}", "kata{number}"]\n' for number in range(30))
    table = "[words]\n" + lists + 'k30 = ["pju", "pju"]\n[[rule]]\ntext = ["@k0"]\nto = "dlh"\n'
    compiled = compile_rules(documents(SMALLEST + table))
    assert sentences(compiled) == []
    (rule,) = compiled.rules["city"]
    assert len(rule["when"][1]) == 31
    named = {f"k{number}": [f"@k{number + 1}"] * 2 for number in range(30)} | {"k30": ["pju"]}
    assert [str(one) for one in idle_words("rules.toml", {"rule": [{"text": ["@k0", "pju"]}]}, named)] == [
        "rules.toml: rule[1].text[2]: 'pju' does nothing beside '@k0' in the same list; leave it out"
    ]
