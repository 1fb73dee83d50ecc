"""Proofs about conditions: what is proved is true of every complaint, and of plain facts all that is true is proved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.model import Facts
from aduan_cli.rules.engine import compare, holds
from aduan_cli.rules.review.proofs import Box, PatternWords, boxes
from aduan_cli.text import Folded, Matcher
from compiling import SMALLEST, rules_of
from thorough import examples


def compiled_with(*patterns: str, more: str = "") -> dict[str, Any]:
    """Return rules one of which has each of these patterns alone, in their order."""
    tables = "".join(f'[[rule]]\nto = "dlh"\ntext = [{pattern!r}]\n' for pattern in patterns)
    return rules_of(SMALLEST + tables + more)


def numbers_of(compiled: dict[str, Any]) -> list[int]:
    """Return the pattern of each rule."""
    return [rule["when"][1][0] for rule in compiled["city"]]


def is_within(one: Sequence[Box], other: Sequence[Box], words: PatternWords) -> bool:
    """Tell whether one condition is proved to hold only where the other does."""
    return all(any(box.within(wider, words) for wider in other) for box in one if box.broken is None)


# -- words: which pattern is found wherever another one is

PATTERNS = (
    "lampu",
    "lamp*",
    "la*",
    "lampu jalan",
    "lampu* mati",
    "la* mati",
    "*pu",
    "lampu .. mati",
    "~lampu",
    "mati$",
)
TOKENS = ("lampu", "lampunya", "jalan", "mati", "la", "mpu", "kelampu", "lamp")


@given(st.lists(st.lists(st.sampled_from(TOKENS), max_size=5).map(" ".join), min_size=1, max_size=8))
def test_a_pattern_that_is_implied_is_found_wherever_the_other_one_is(texts: list[str]) -> None:
    compiled = compiled_with(*PATTERNS)
    words, matcher = PatternWords(compiled), Matcher(compiled["patterns"], compiled["stars"])
    for text in texts:
        found = matcher.find(Folded(text))
        for pattern in found:
            assert words.implied(pattern) <= found.keys(), (text, compiled["words"][pattern])


@pytest.mark.parametrize(
    ("pattern", "implied"),
    [
        ("lampu", {"lamp*", "la*"}),
        ("lamp*", {"la*"}),
        ("la*", set()),
        ("lampu jalan", {"lamp*", "la*"}),
        ("lampu* mati", {"lamp*", "la*"}),
        ("la* mati", {"la*"}),
        ("*pu", set()),
        ("lampu .. mati", set()),
        ("~lampu", set()),
        ("mati$", set()),
    ],
)
def test_the_beginning_of_a_word_is_found_where_the_word_is(pattern: str, implied: set[str]) -> None:
    """Not that of a phrase or of what begins with a star: these have no characters that are always there."""
    compiled = compiled_with(*PATTERNS)
    number = numbers_of(compiled)[PATTERNS.index(pattern)]
    found = PatternWords(compiled).implied(number)
    assert {compiled["words"][one] for one in found} == {pattern, *implied}


def test_a_word_with_synonyms_implies_only_what_all_of_them_do() -> None:
    """`penerangan` and `lampu` are one pattern here: a text that has it need not have a word in `lam...`."""
    plain = compiled_with("penerangan mati", "lam*", "pene*")
    meant = compiled_with("penerangan mati", "lam*", "pene*", more='[synonyms]\nlampu = ["penerangan"]\n')
    number, lamp, pene = numbers_of(plain)
    assert PatternWords(plain).implied(number) == {number, pene}
    number, lamp, pene = numbers_of(meant)
    assert len({number, lamp, pene}) == 3
    assert PatternWords(meant).implied(number) == {number}


# -- plain facts: what is proved is just what is true

A, B, C, STAR = range(4)
"""Patterns of three words, and of the beginning of the first one."""
KNOWN = {"patterns": {"kali": A, "got": B, "pju": C}, "stars": [[STAR, ["ka*"]]]}
MINUTES = (59, 60, 300, 720, 1439)
SPANS = ([0, 60], [60, 300], [300, 720], [1380, 60], [720, 300], [0, 1440])
"""Two pass midnight. Of all that begins or ends between two of them, one of the minutes above is in it."""


def facts_of(**given_: Any) -> Facts:
    facts = Facts()
    for name, value in given_.items():
        setattr(facts, name, value)
    return facts


WORD_FACTS = [
    dict.fromkeys(found, (0, 0))
    for found in chain.from_iterable(combinations((A, B, C, STAR), size) for size in range(5))
    if A not in found or STAR in found
]
"""What can be found in a text: the beginning of a word also where another word begins so, and always with the word."""
PLACE_FACTS = [facts_of(kecamatan=name, kelurahan=ward) for name in (None, "U", "T", "S") for ward in (None, "M", "N")]
TEXT_FACTS = [facts_of(found=found) for found in WORD_FACTS]
TIME_FACTS = [
    facts_of(minute=minute, weekday=day, holiday=holiday)
    for minute, day, holiday in product(MINUTES, range(7), (False, True))
]


def any_of(values: Sequence[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique_by=str)


def nested(leaves: st.SearchStrategy[list[Any]]) -> st.SearchStrategy[list[Any]]:
    """Return conditions of these leaves at some depth."""
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(lambda name, parts: [name, parts], st.sampled_from(["any", "all"]), st.lists(inner, max_size=3))
            | st.builds(lambda part: ["not", part], inner)
        ),
        max_leaves=4,
    )


OF_PLACES = st.one_of(
    st.builds(lambda values: ["kecamatan", values], any_of(["U", "T", "S"])),
    st.builds(lambda values: ["kelurahan", values], any_of(["M", "N"])),
)
OF_WORDS = st.builds(
    lambda name, words: [name, words], st.sampled_from(["text", "text_all", "text_not"]), any_of([A, B, C, STAR])
)
OF_TIMES = st.one_of(
    st.builds(lambda spans: ["hours", spans], any_of(SPANS)),
    st.builds(lambda days: ["days", days], any_of([0, 5, 6, "holiday"])),
)
PLAIN = [(OF_PLACES, PLACE_FACTS), (OF_WORDS, TEXT_FACTS), (OF_TIMES, TIME_FACTS)]


LEAVES = {
    "places": (
        [["kecamatan", names] for names in (["U"], ["U", "T"], ["S", "T"])]
        + [["kelurahan", names] for names in (["M"], ["N"])],
        PLACE_FACTS,
    ),
    "words": (
        [[name, words] for name in ("text", "text_all", "text_not") for words in ([A], [STAR], [A, B], [STAR, C])],
        TEXT_FACTS,
    ),
    "times": (
        [["hours", [span]] for span in SPANS] + [["hours", [[0, 60], [1380, 60]]]]
        + [["days", days] for days in ([0], [5, 6], ["holiday"], [6, "holiday"], [0, 1, 2, 3, 4])],
        TIME_FACTS,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(LEAVES))
def test_of_two_plain_conditions_all_that_is_true_is_proved(kind: str) -> None:
    """That one lies within the other, and that they exclude each other: as tried on all complaints there can be."""
    leaves, everything = LEAVES[kind]
    words = PatternWords(KNOWN)  # type: ignore[arg-type]
    signed = [when for leaf in leaves for when in (leaf, ["not", leaf])]
    known = [
        (when, boxes(when, words) or [], {number for number, facts in enumerate(everything) if holds(when, facts)})
        for when in signed
    ]
    for (one, mine, where), (other, others, wider) in product(known, repeat=2):
        assert not is_within(mine, others, words) or where <= wider, (one, other)
        if len(mine) == len(others) == 1:
            assert is_within(mine, others, words) == (where <= wider), (one, other)
        both = boxes(["all", [one, other]], words) or []
        assert all(box.broken for box in both) == where.isdisjoint(wider), (one, other)


@settings(max_examples=examples(100))
@given(st.data(), st.sampled_from(PLAIN))
def test_a_proof_at_any_depth_is_true(data: st.DataObject, plain: Any) -> None:
    """It needs not be found there: of several boxes no single one may hold wherever the other does."""
    leaves, everything = plain
    one, other = data.draw(nested(leaves)), data.draw(nested(leaves))
    words = PatternWords(KNOWN)  # type: ignore[arg-type]
    mine, others = boxes(one, words), boxes(other, words)
    if mine is not None and others is not None and is_within(mine, others, words):
        assert all(holds(other, facts) for facts in everything if holds(one, facts))


@given(nested(OF_PLACES | OF_WORDS))
def test_a_condition_and_its_contrary_never_hold_together(when: list[Any]) -> None:
    words = PatternWords(KNOWN)  # type: ignore[arg-type]
    contrary = boxes(["not", when], words)
    both = boxes(["all", [when, ["not", when]]], words)
    assert contrary is not None
    assert both is None or all(box.broken for box in both)


# -- answers, fields and readings: numbers, and words however they are spelt

VALUES = [0, 1, 2, 3, 1.0, 1.5, 1.125, 12.345, 1e-07, True, "1", "2", "01", "1.0", "1.125", "1.500", "1e-07", "x", "X"]
"""Values of rules and of complaints: as numbers, and as texts that look like them or may mean two things."""
GIVEN = [None, *VALUES, -1, 0.5, 2.5, 4, "dua", "1,125", "1,500", "1500", 1500, "banyak"]
COMPARED = [(operator, bound) for operator in (">=", ">", "<=", "<", "!=") for bound in (1, 2, 1.5, 3)]


def demand(positive: bool, operator: str, wanted: Any, key: str = "fields", name: str = "x") -> list[Any]:
    condition = [key, name, operator, wanted]
    return condition if positive else ["not", condition]


DEMANDS = [
    demand(positive, operator, wanted)
    for positive in (True, False)
    for operator, wanted in [*COMPARED, ("is", True), *(("in", [value]) for value in VALUES), ("in", [2, "x"])]
]
OF_FIELD = [facts_of(fields={} if value is None else {"x": value}) for value in GIVEN]


def meet(when: list[Any]) -> set[str]:
    """Return the values that a field may have where a condition holds."""
    return {repr(facts.fields.get("x")) for facts in OF_FIELD if holds(when, facts)}


def test_what_is_proved_of_a_field_is_true_of_every_value() -> None:
    """`1.125` is thousands to an Indonesian and little more than one to a spreadsheet: it proves nothing."""
    words = PatternWords(KNOWN)  # type: ignore[arg-type]
    known = [(when, boxes(when, words) or (), meet(when)) for when in DEMANDS]
    wrong = [
        (one, other)
        for (one, mine, values), (other, others, wider) in product(known, repeat=2)
        if is_within(mine, others, words) and not values <= wider
    ]
    assert wrong == []
    for (one, _mine, values), (other, _others, more) in combinations(known, 2):
        (both,) = boxes(["all", [one, other]], words) or ()
        assert both.broken in (None, "fields.x")
        assert both.broken is None or values.isdisjoint(more), (one, other)


def test_of_two_comparisons_with_numbers_all_that_is_true_is_proved() -> None:
    """What lies within, and what excludes each other: as counted by quarters from nought to four."""
    quarters = [number / 4 for number in range(17)]
    words = PatternWords(KNOWN)  # type: ignore[arg-type]
    for one, other in product(COMPARED, repeat=2):
        mine = {number for number in quarters if compare(number, *one)}
        others = {number for number in quarters if compare(number, *other)}
        (box,), (wider,) = boxes(demand(True, *one), words) or (), boxes(demand(True, *other), words) or ()
        assert box.within(wider, words) == (mine <= others), (one, other)
        (both,) = boxes(["all", [demand(True, *one), demand(True, *other)]], words) or ()
        assert (both.broken == "fields.x") == mine.isdisjoint(others), (one, other)


@pytest.mark.parametrize(
    ("one", "other", "within"),
    [
        (["fields", "x", "in", ["a"]], ["fields", "x", "in", ["a", "b"]], True),
        (["not", ["fields", "x", "in", ["a", "b"]]], ["not", ["fields", "x", "in", ["a"]]], True),
        (["not", ["fields", "x", "in", ["a", "b"]]], ["not", ["fields", "x", "in", ["b", "a"]]], True),
        (["not", ["fields", "x", "in", ["a"]]], ["not", ["fields", "x", "in", ["a", "b"]]], False),
        (["fields", "x", "in", ["a"]], ["not", ["fields", "x", "in", ["b", "c"]]], True),
        (["fields", "x", "in", ["a", "b"]], ["not", ["fields", "x", "in", ["B"]]], False),
        (["fields", "x", "in", [4]], ["not", ["fields", "x", "in", ["4"]]], False),
        (["fields", "x", "in", [5, "6"]], ["fields", "x", ">=", 5], True),
        (["fields", "x", "in", [5, "1.125"]], ["fields", "x", ">=", 1], False),
        (["fields", "x", ">=", 5], ["fields", "x", "in", [5]], False),
        (["readings", "x", ">=", 5], ["readings", "x", "is", True], True),
        (["readings", "x", "is", True], ["readings", "x", ">=", 5], False),
        (["not", ["readings", "x", "is", True]], ["not", ["readings", "x", ">=", 5]], False),
        (["fields", "x", "in", ["a"]], ["answers", "x", "in", ["a"]], False),
        (["fields", "x", "in", ["a"]], ["fields", "y", "in", ["a"]], False),
        (["place", [["kind", ["market"]]]], ["place", [["kind", ["market"]]]], True),
        (["place", [["kind", ["market"]]]], ["place", [["kind", ["market", "school"]]]], False),
        (["not", ["area", ["x", "y"]]], ["not", ["area", ["y", "x"]]], True),
        (["area", ["x"]], ["area", ["x", "y"]], False),
    ],
)
def test_what_is_proved_of_answers_readings_places_and_areas(one: list[Any], other: list[Any], within: bool) -> None:
    words = PatternWords(KNOWN)  # type: ignore[arg-type]
    assert is_within(boxes(one, words) or (), boxes(other, words) or (), words) is within


@pytest.mark.parametrize(
    ("parts", "broken"),
    [
        ([["text", [A, B]], ["text_not", [A, B]]], "text"),
        ([["text", [A]], ["text_not", [STAR]]], "text"),
        ([["text", [STAR]], ["text_not", [A]]], None),
        ([["text_all", [A, B]], ["text_not", [B]]], "text"),
        ([["kind", ["complaint"]], ["not", ["kind", ["complaint", "feedback"]]]], "kind"),
        ([["hours", [[60, 300]]], ["not", ["hours", [[0, 720]]]]], "hours"),
        ([["days", [5, 6]], ["not", ["days", [5]]], ["not", ["days", [6, 0]]]], "days"),
        ([["days", [5]], ["days", ["holiday"]]], None),
        ([["answers", "x", "in", ["a"]], ["not", ["answers", "x", "is", True]]], "answers.x"),
        ([["not", ["fields", "x", ">=", 1]], ["not", ["fields", "x", "<", 1]]], None),
        ([["area", ["x", "y"]], ["not", ["area", ["y", "x"]]]], "area.x|y"),
        (
            [["place", [["kind", ["market"]], ["body", ["kai"]]]],
             ["not", ["place", [["body", ["kai"]], ["kind", ["market"]]]]]],
            "place.body=kai kind=market",
        ),
        ([["place", [["kind", ["market"]]]], ["not", ["place", [["kind", ["school"]]]]]], None),
    ],
)  # fmt: skip
def test_a_box_names_the_key_whose_demands_exclude_each_other(parts: list[Any], broken: str | None) -> None:
    (box,) = boxes(["all", parts], PatternWords(KNOWN)) or ()  # type: ignore[arg-type]
    assert box.broken == broken


def test_words_that_are_ruled_out_are_named_and_the_others_stay() -> None:
    """`kali` is ruled out by its beginning; without it the list of words still has the drain."""
    (box,) = boxes(["all", [["text", [A, B]], ["text_not", [STAR]]]], PatternWords(KNOWN)) or ()  # type: ignore[arg-type]
    assert (box.dead, box.clauses, box.broken) == ({A}, [{B}], None)


def test_a_condition_without_demands_holds_for_every_complaint() -> None:
    words = PatternWords(KNOWN)  # type: ignore[arg-type]
    everything = [None, ["all", []], ["not", ["any", []]], ["hours", [[0, 1440]]], ["hours", [[720, 300], [300, 720]]]]
    for when in everything:
        assert [box.demands_nothing for box in boxes(when, words) or ()] == [True], when
    for when in (
        ["kind", ["complaint"]],
        ["not", ["shift", ["pagi"]]],
        ["text_not", [A]],
        ["days", [0]],
        ["area", ["x"]],
    ):
        assert [box.demands_nothing for box in boxes(when, words) or ()] == [False], when
    assert boxes(["any", []], words) == []


def test_what_is_demanded_besides_counts_in_every_box() -> None:
    """A rule of a unit is looked at for its own categories alone."""
    words = PatternWords(KNOWN)  # type: ignore[arg-type]
    when = ["any", [["category", ["pju"]], ["category", ["sampah"]]]]
    found = boxes(when, words, iter([(True, ["category", ["sampah"]])]))
    assert [box.broken for box in found or ()] == ["category", None]


@pytest.mark.parametrize(("parts", "boxes_"), [(6, 64), (7, None)])
def test_a_condition_with_too_many_ways_is_not_reasoned_about(parts: int, boxes_: int | None) -> None:
    """Two ways each, in as many places: sixty-four are looked through, more would never end."""
    words = PatternWords(KNOWN)  # type: ignore[arg-type]
    one = ["any", [["text", [A]], ["text", [B]]]]
    for when in (["all", [one] * parts], ["not", ["any", [["not", one]] * parts]]):
        found = boxes(when, words)
        assert (None if found is None else len(found)) == boxes_
    assert boxes(["all", [["any", [["all", [one] * parts]]]]], words) is None or boxes_ == 64


def contraries(words: int) -> Iterator[list[Any]]:
    """Yield conditions with one way for each of some words."""
    yield ["not", ["text_all", list(range(words))]]
    yield ["any", [["text", [word]] for word in range(words)]]


@pytest.mark.parametrize(("words", "known"), [(64, True), (65, False)])
def test_as_many_words_as_can_be_reasoned_about(words: int, known: bool) -> None:
    """However many words a list has, nobody waits for what follows from it."""
    for when in contraries(words):
        found = boxes(["all", [when]], PatternWords({"patterns": {}, "stars": []}))  # type: ignore[typeddict-item]
        assert (found is not None) is known
