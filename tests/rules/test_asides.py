"""What is said beside the matter finds no category, and hides none; hand-offs see all of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.complaint.deciding import decide
from aduan_cli.complaint.reading import read
from aduan_cli.complaint.report import Report
from aduan_cli.complaint.router import Router
from aduan_cli.rules.engine import seen_by_category
from aduan_cli.rules.language.compile import Document, compile_rules
from compiling import router_of
from thorough import examples

CITY: dict[str, Any] = {
    "desk": {"name": "Kota", "prefix": "KTA", "timezone": "UTC"},
    "units": {name: {"name": name} for name in ("pos", "jalan", "polisi")},
    "asides": {"near": ["dekat", "dekat kantor"], "clause": ["sudah .. ~lapor"]},
    "categories": {
        "surat": {"unit": "pos", "text": ["pos"]},
        "patroli": {"unit": "polisi", "text": ["polsek"]},
        "rusak": {"unit": "jalan", "text": ["jalan rusak", "lampu"], "text_not": ["pos"]},
        "lain": {"unit": "jalan", "text": ["jalan"], "specific": "last"},
    },
    "handoff": [{"id": "gawat", "text": ["api"], "to": "polisi", "priority": "emergency", "say": "!"}],
}
WORDS = ["dekat", "kantor", "pos", "polsek", "sudah", "dilaporkan", "ke", "lampu", "api", "mati"]
SIGNS = [" ", " ", " ", ", ", ". "]


ROUTER = router_of(CITY)


def category_of(text: str, router: Router = ROUTER) -> str | None:
    return read(Report(text=text, reported_at=1_749_610_800), router).facts.category


def seen_of(text: str, router: Router) -> set[str]:
    """Return the patterns of the matter, as they are written."""
    matter = router.words_of(text).matter
    assert matter is not None
    return {router.compiled["words"][number] for number in matter}


def test_no_category_is_found_by_what_stands_near_or_was_done_before() -> None:
    assert category_of("lampu mati dekat pos") == "rusak"
    assert category_of("lampu mati dekat kantor pos") == "rusak"
    assert category_of("lampu mati, sudah saya laporkan ke polsek") == "rusak"
    assert category_of("lampu mati dekat pos, dekat pos satu lagi juga mati") == "rusak"


def test_what_is_said_beside_the_matter_counts_where_nothing_else_is_said() -> None:
    assert category_of("mau tanya yang dekat pos") == "surat"
    assert category_of("sudah saya laporkan ke polsek") == "patroli"
    assert category_of("jalan dekat pos") == "surat"


@pytest.mark.parametrize("pattern", ["~rusak", "*rusak*", "rusaknya|kerusakan", "@parah", "bolong"])
@pytest.mark.parametrize("aside", ["dekat rusaknya", "dekat bolong"])
@pytest.mark.parametrize("matter", ["kerusakan parah", "berlubang parah"])
def test_another_form_of_a_word_counts_where_one_stands_beside_the_matter(
    pattern: str, aside: str, matter: str
) -> None:
    """As it would if what stands beside the matter were not there; also a word with the same meaning."""
    words = {"words": {"parah": ["rusaknya", "kerusakan"]}, "synonyms": {"bolong": ["berlubang"]}}
    surat = {"unit": "pos", "text": ["parah"]}
    router = router_of({**CITY, **words, "categories": {"rusak": {"unit": "jalan", "text": [pattern]}, "surat": surat}})
    assert category_of(f"{aside}, {matter}", router) == category_of(matter, router)


def test_what_ends_the_text_is_not_what_ends_before_an_aside() -> None:
    router = router_of({**CITY, "categories": {"rusak": {"unit": "jalan", "text": ["lampu $", "mati"]}}})
    assert seen_of("lampu mati dekat lampu", router) == {"mati"}


def test_an_aside_ends_with_its_clause() -> None:
    assert category_of("mati dekat, pos") == "surat"
    assert category_of("mati dekat, kantor pos") == "surat"
    assert category_of("lampu dekat, kantor dekat pos") == "rusak"
    assert category_of("sudah dilaporkan, polsek diam. lampu mati") == "patroli"


def test_a_danger_is_heard_wherever_it_is_said() -> None:
    understood = read(Report(text="lampu mati, sudah dilaporkan ada api", reported_at=1_749_610_800), ROUTER)
    assert decide(understood, ROUTER).decision.step == "handoff"


def naive(words: list[str], signs: list[str]) -> list[str]:
    """Return the words of a text without its asides, by a second reading of what `[asides]` of the test says."""
    clauses: list[list[str]] = [[]]
    for word, sign in zip(words, signs, strict=True):
        clauses[-1].append(word)
        if sign != " ":
            clauses.append([])
    kept: list[str] = []
    for clause in clauses:
        ends = [at for at, word in enumerate(clause) if word == "dilaporkan"]
        if any("sudah" in clause[max(at - 4, 0) : at] for at in ends):
            continue
        gone: set[int] = set()
        for at, word in enumerate(clause):
            if word == "dekat":
                gone |= {at, at + 1, at + 2} if clause[at + 1 : at + 2] == ["kantor"] else {at, at + 1}
        kept += [word for at, word in enumerate(clause) if at not in gone]
    return kept


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SIGNS)), min_size=1, max_size=9))
def test_the_matter_is_what_a_naive_reading_leaves(said: list[tuple[str, str]]) -> None:
    words, signs = [word for word, _sign in said], [sign for _word, sign in said]
    if words.count("dilaporkan") > 1 or words.count("sudah") > 1:  # Of a wording with `..` the first place counts.
        return
    text = "".join(word + sign for word, sign in said)
    understood = ROUTER.words_of(text)
    rest = naive(words, signs)
    # `..` lets words of another clause stand between: the clause is then that of its first word.
    across = "sudah" in words and "dilaporkan" in words and any(sign != " " for sign in signs)
    if across:
        return
    found = understood.found if understood.matter is None else understood.matter
    written = ROUTER.compiled["words"]
    expected = {word for word in ("pos", "polsek", "lampu", "api") if word in (rest or words)}
    assert {written[number] for number in found} & {"pos", "polsek", "lampu", "api"} == expected


def test_the_condition_of_the_category_holds_by_what_it_saw() -> None:
    """`pos` would rule it out, and stands in an aside."""
    facts = read(Report(text="lampu mati dekat pos", reported_at=1_749_610_800), ROUTER).facts
    entry = ROUTER.engine.categories["rusak"]
    assert seen_by_category(entry[3], facts).found is facts.matter
    assert seen_by_category(ROUTER.engine.categories["surat"][3], facts) is facts


def test_a_list_that_there_is_not_is_told() -> None:
    made = compile_rules([Document("rules.toml", "city", {**CITY, "asides": {"near": ["@tempat"]}})])
    assert [problem.path for problem in made.problems] == [("asides", "near", 0)]
