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
from aduan_cli.rules.language.wordings import wordings
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
