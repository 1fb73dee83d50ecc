"""Phrases in rule files: what is made of one, where it is found, what is told of a faulty one."""

from __future__ import annotations

import pytest

from aduan_cli.complaint.router import Router
from aduan_cli.rules.language.compile import compile_rules
from aduan_cli.rules.language.phrase_parts import phrase_of
from compiling import SMALLEST, category_of, documents, router_of, sentences

HEAD = SMALLEST + '[synonyms]\njalan = ["jln"]\n'


def desk(*patterns: str) -> Router:
    listed = ", ".join(f'"{pattern}"' for pattern in patterns)
    return router_of(HEAD + f'[categories.jalan]\nunit = "dlh"\ntext = [{listed}]\n')


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("jalan .. rusak", ["jalan", "..", "rusak"]),
        ("jln raya .. ~rusak", ["jalanraya", "..", "~rusak"]),
        ("~Rusak parah sekali", ["~rusak", "parahsekali"]),
        ("air .. ~jalan $", ["air", "..", "~jalan", "$"]),
        ("jalan ~rusak$", ["jalan", "~rusak", "$"]),
    ],
)
def test_a_phrase_becomes_its_parts(pattern: str, parts: list[str]) -> None:
    """Plain words joined, each as what it stands for."""
    assert phrase_of(pattern, {"jln": "jalan"}) == parts


@pytest.mark.parametrize(
    ("pattern", "found", "missed"),
    [
        ("jalan .. rusak", "jalan di depan pasar rusak", "jalan di depan pasar lama rusak"),
        ("~rusak .. jalan", "Kerusakan parah pada jln", "rusa lewat jalan"),
        ("jalan|gang ~rusak", "gang dirusak truk", "gang rusuh"),
        ("tiang .. ~roboh $", "tiang listrik kerobohan", "tiang listrik roboh kemarin"),
        ("pohon .. ~tumbang .. ~tutup", "pohon besar ketumbangan dan menutup jalan", "pohon tumbang"),
    ],
)
def test_a_rule_with_a_phrase_holds(pattern: str, found: str, missed: str) -> None:
    """In the caller's words or in those that they stand for."""
    router = desk(pattern)
    assert category_of(router, found) == "jalan"
    assert category_of(router, missed) is None


def test_a_phrase_that_stands_twice_has_one_number() -> None:
    """However it is written, and beside patterns of other kinds, whatever they are numbered."""
    router = router_of(
        HEAD
        + '[categories.a]\nunit = "dlh"\ntext = ["jalan .. ~rusak"]\n'
        + '[categories.b]\nunit = "dlh"\ntext = ["jln .. ~RUSAK", "lubang*", "banjir"]\ntext_not = "banjir"\n'
    )
    assert [words for _number, words in router.compiled["stars"] if ".." in words] == [["jalan", "..", "~rusak"]]
    assert category_of(router, "jalan ini dirusak") == "a"
    assert category_of(router, "lubangnya dalam") == "b"


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        (".. rusak", "'..' stands at an end of it; words on both sides, as in 'jalan .. rusak', would be right"),
        ("jalan .. $", "'..' stands at an end of it; words on both sides, as in 'jalan .. rusak', would be right"),
        ("a1 .. b .. c .. d .. e", "'..' stands in it 4 times; at most 3 would be right"),
        (
            "lamp* .. mati",
            "'*' stands beside '..' or '~'; '~' before the word alone, or '*' without them, would be right",
        ),
        (
            "~at jalan",
            "'~at' is no word that has forms; one word of at least 3 letters, as in '~rusak', would be right",
        ),
        (
            "ru~sak",
            "'ru~sak' is no word that has forms; one word of at least 3 letters, as in '~rusak', would be right",
        ),
    ],
)
def test_what_is_wrong_with_a_phrase_is_told(pattern: str, told: str) -> None:
    """And what would be right, at its place."""
    said = sentences(compile_rules(documents(HEAD + f'[categories.a]\nunit = "dlh"\ntext = ["{pattern}"]\n')))
    assert said == [f"rules.toml: categories.a.text[1]: '{pattern}': {told}"]


def test_dots_without_blanks_are_told() -> None:
    """They separate words and no more."""
    said = sentences(compile_rules(documents(HEAD + '[categories.a]\nunit = "dlh"\ntext = ["jalan..rusak"]\n')))
    assert "'..' does nothing in 'jalan..rusak'" in said[0]
