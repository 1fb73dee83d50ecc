"""`[synonyms]`: what callers say for a word counts as the word, in texts and in patterns alike."""

from __future__ import annotations

import pytest

from aduan_cli.rules.engine import Engine
from aduan_cli.rules.language.compile import Compiled, compile_rules
from aduan_cli.rules.review.proofs import PatternWords
from aduan_cli.text import Folded
from compiling import documents

CITY = """\
[desk]
name = "Meja Uji"
prefix = "UJI"
timezone = "Asia/Jakarta"
[units.dlh]
name = "Dinas"
"""
SLANG = '[synonyms]\n"tidak" = ["ga", "gak"]\n"bisa" = ["bs"]\n"tidak ada" = ["gada"]\n'


def compiled(more: str) -> Compiled:
    return compile_rules(documents(CITY + more))


def found(patterns: str, text: str, slang: str = SLANG) -> list[str]:
    """Return which of the patterns stand in the text, as the file writes them."""
    rules = compiled(f'{slang}[[rule]]\ntext = {patterns}\nto = "dlh"\n').rules
    return [rules["words"][number] for number in sorted(Engine(rules).find(Folded(text)))]


@pytest.mark.parametrize("text", ["tidak bisa keluar", "ga bs keluar", "GAK BISA KELUAR", "Tidak bs keluar!"])
def test_a_pattern_is_found_in_every_mixture_of_the_words(text: str) -> None:
    assert found('["tidak bisa keluar"]', text) == ["tidak bisa keluar"]


@pytest.mark.parametrize("pattern", ["ga bs keluar", "gak bisa keluar", "ga bisa kelu*"])
def test_a_pattern_written_with_slang_finds_the_plain_words_and_other_slang(pattern: str) -> None:
    for text in ("tidak bisa keluar", "gak bs keluar"):
        assert found(f'["{pattern}"]', text) == [pattern]


def test_a_word_may_stand_for_several() -> None:
    assert found('["tidak ada petugas"]', "gada petugas") == ["tidak ada petugas"]


def test_a_pattern_is_still_found_as_it_is_written_joined_and_with_stars() -> None:
    """ "gabisa" is no word of the table but the pattern without its space; `gak*` begins "gak" itself."""
    assert found('["ga bisa", "gak*"]', "gabisa") == ["ga bisa"]
    assert found('["ga bisa", "gak*"]', "gak mau") == ["gak*"]


def test_without_the_table_slang_is_not_understood() -> None:
    assert found('["tidak bisa"]', "ga bs", slang="") == []


def test_the_place_of_what_was_found_is_that_of_the_callers_words() -> None:
    """So `why` quotes the caller and not the table."""
    rules = compiled(SLANG + '[[rule]]\ntext = ["tidak bisa keluar"]\nto = "dlh"\n').rules
    folded = Folded("anak saya ga bs keluar kamar")
    ((first, last),) = Engine(rules).find(folded).values()
    assert folded.words(first, last) == "ga bs keluar"


def test_patterns_that_differ_in_synonyms_alone_are_one() -> None:
    rules = compiled(
        SLANG + '[[rule]]\ntext = ["ga bisa", "tidak bs", "gak*", "gak bisa pul*", "tidak bisa pul*"]\nto = "dlh"\n'
    )
    assert [rules.rules["words"][number] for number in rules.rules["city"][0]["when"][1]] == [
        "ga bisa",
        "gak*",
        "gak bisa pul*",
    ]


def test_nothing_is_proved_of_a_pattern_that_does_not_hold_for_each_way_to_write_it() -> None:
    """ "ga bisa" is found in "tidak bisa", where `ga*` is not: the checker must not call one of them idle."""
    rules = compiled(SLANG + '[[rule]]\ntext = ["ga bisa", "ga*", "gas", "tidak*"]\nto = "dlh"\n').rules
    number = {written: place for place, written in enumerate(rules["words"])}
    words = PatternWords(rules)
    assert words.implied(number["ga bisa"]) == {number["ga bisa"]}
    assert words.implied(number["gas"]) == {number["gas"], number["ga*"]}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('"tidak" = ["tidak mau"]', "synonyms.tidak[1]: 'tidak mau' is no single word"),
        ('"tidak" = ["ga*"]', "synonyms.tidak[1]: 'ga*' is no single word"),
        ('"tidak" = ["ga"]\n"bukan" = ["Ga"]', "synonyms.bukan[1]: 'Ga' is said for 'tidak' already"),
        ('"tidak" = ["ga", "TIDAK"]', "synonyms.tidak[2]: 'TIDAK' stands for itself"),
        ('"tidak" = ["ga"]\n"ga" = ["gak"]', "synonyms.ga: 'ga' is said for 'tidak' already"),
        ('"!" = ["ga"]', "synonyms.\"!\": nothing can stand for '!'"),
    ],
)
def test_what_cannot_count_is_said_with_its_place(table: str, said: str) -> None:
    result = compiled(f"[synonyms]\n{table}\n")
    assert [str(problem) for problem in result.problems if said in str(problem)], [str(p) for p in result.problems]
    synonyms = result.rules["synonyms"]
    assert not synonyms.keys() & set(synonyms.values())
