"""A wording is told that `text_not` beside it rules out wherever a caller says it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.rules.review.ruled_out import ruled_out
from aduan_cli.text import Folded, Matcher, join_pattern, star_words
from thorough import examples

NAMED = {"api": ["terbakar*", "@asap"], "asap": ["ngebul"], "bocor": ["~bocor"]}


def told(condition: dict[str, Any], synonyms: dict[str, str] | None = None) -> list[tuple[object, ...]]:
    data = {"rule": [{"any": [condition]}]}
    return [(problem.path[4:], problem.what) for problem in ruled_out("rules.toml", data, NAMED, synonyms or {})]


@pytest.mark.parametrize(
    ("wording", "denied"),
    [
        ("banjir darah", "ban*"),
        ("terbakar semangat*", "@api"),
        ("otak ngebul", "@api"),
        ("takut .. kesetrum", "kesetrum"),
        ("tidur .. trotoar", "trotoar*"),
        ("atap kebocoran", "@bocor"),
        ("lapor jalan rusak", "jalan rusak"),
        ("rumah ~bakar", "~bakar"),
        ("tidak ada lampu*", "lamp*"),
        ("jalan * rusak", "jal*"),
    ],
)
def test_a_wording_with_a_word_that_is_ruled_out_never_counts(wording: str, denied: str) -> None:
    what = f"'{wording}' never counts: '{denied}' in text_not rules it out"
    assert told({"text": ["got", wording], "text_not": ["x", denied]}) == [(("text", 1), what)]
    assert told({"text_all": ["got", ["b", wording]], "text_not": [denied]}) == [(("text_all", 1, 1), what)]
    assert told({"text_all": ["got", wording], "text_not": [denied]}) == [(("text_all", 1), what)]


@pytest.mark.parametrize(
    ("wording", "denied"),
    [
        ("banjir darah", "ban"),
        ("banjir darah", "banjir dar"),
        ("jalan .. rusak", "jalan rusak"),
        ("lamp* mati", "lampu*"),
        ("rumah ~bakar", "terbakar"),
        ("takut .. kesetrum", "takut $"),
        ("rumah terbakar", "rumah * terbakar"),
        ("@api", "@api"),
        ("kena api", "*api besar"),
        ("jalan * rusak", "jalan"),
        ("jalan * rusak", "rusak"),
        ("rumah jalan * rusak", "rumah jalan"),
        ("banjir", "banjir"),  # told by `lint`
    ],
)
def test_a_wording_that_may_be_said_without_it_is_not_told(wording: str, denied: str) -> None:
    assert told({"text": [wording], "text_not": [denied]}) == []


def test_a_word_counts_as_what_it_stands_for() -> None:
    synonyms = {"meleduk": "meledak", "takut2": "takut"}
    assert told({"text": ["takut .. meledak"], "text_not": ["meleduk"]}, synonyms)
    assert told({"text": ["takut2 .. hilang"], "text_not": ["takut"]}, synonyms)
    assert not told({"text": ["takut .. meledak"], "text_not": ["meleduk"]})


def test_of_several_wordings_those_are_told_that_never_count() -> None:
    (one,) = told({"text": ["cuma|telepon iseng"], "text_not": ["cuma"]})
    assert one == (("text", 0), "'cuma iseng' never counts: 'cuma' in text_not rules it out")
    (both,) = told({"text": ["cuma|telepon iseng"], "text_not": ["cuma", "telepon"]})
    assert both[1] == "'cuma iseng', 'telepon iseng' never counts: 'cuma', 'telepon' in text_not rules it out"


def test_what_stands_in_another_table_rules_nothing_out() -> None:
    data = {
        "rule": [{"any": [{"text": ["banjir darah"]}, {"text": ["x"], "text_not": ["darah"]}], "text_not": ["ban"]}]
    }
    assert [*ruled_out("rules.toml", data, NAMED, {})] == []


def test_what_is_no_list_of_words_is_left_to_the_compiler() -> None:
    data = {"rule": [{"text": 1, "text_not": ["a"]}, {"text": [1, {"a": 2}, "a b"], "text_not": [3, "b"]}]}
    assert [problem.path for problem in ruled_out("rules.toml", data, {}, {})] == [("rule", 1, "text", 2)]


WORD = st.sampled_from(["air", "airnya", "got", "gotong", "mati"])
PART = st.one_of(WORD, st.sampled_from(["air*", "go*", "*nya"]))
WORDING = st.lists(PART, min_size=1, max_size=3).map(" ".join)


@settings(max_examples=examples(300))
@given(WORDING, WORDING, st.lists(WORD, max_size=5).map(" ".join))
def test_no_text_has_what_is_told_and_not_what_rules_it_out(wording: str, denied: str, text: str) -> None:
    if not told({"text": [wording], "text_not": [denied]}):
        return
    exact = {join_pattern(one): at for at, one in enumerate((wording, denied)) if "*" not in one}
    stars = [(at, star_words(one)) for at, one in enumerate((wording, denied)) if "*" in one]
    found = Matcher(exact, stars).find(Folded(text))
    assert 0 not in found or 1 in found


@pytest.mark.parametrize(
    ("wording", "denied", "is_told"),
    [
        ("sampah depan kantor pos", "kantor", False),
        ("sampah depan kantor", "kantor", True),
        ("kantor pos kotor", "kantor*", True),
        ("kantor pos kotor", "kantor pos", False),
    ],
)
def test_of_a_category_the_words_between_may_be_an_aside(wording: str, denied: str, is_told: bool) -> None:
    """What is said beside the matter rules nothing out, while a wording counts whose ends stand outside of it."""
    table = {"text": [wording], "text_not": [denied]}
    assert told(table)
    found = [*ruled_out("rules.toml", {"categories": {"sampah": table}}, NAMED, {})]
    assert [problem.path for problem in found] == ([("categories", "sampah", "text", 0)] if is_told else [])
