"""Words of corrected calls, and the changes of files that may make rules of them: each where it has a place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.rules.learning.corrected import (
    DOUBT,
    MOST_WORDS,
    Change,
    Corrected,
    CorrectedGroup,
    Decider,
    Files,
    Form,
    Numbered,
    forms,
    groups,
    words_for,
)
from aduan_cli.rules.learning.telling import Telling
from thorough import examples

TRIAGE: Decider = ("triage", "")
CITY, OTHER = "rules.toml", "plugins/bmsda/plugin.toml"
FILES = Files(
    CITY,
    "places/corrected.toml",
    {},
    {"sampah": (CITY, "dlh"), "pju": (OTHER, "bmsda"), "lain": (CITY, "bmsda")},
    {"r1": CITY, "u1": OTHER},
)


def call(decider: Decider = TRIAGE, unit: str = "bmsda", **more: Any) -> Corrected:
    known = {"ticket": "A-1", "category": None, "told": None}
    return Corrected(**{**known, **more}, decider=decider, unit=unit)


def group(*calls: Corrected) -> CorrectedGroup:
    (made,) = groups(calls)
    return made


def changes(made: list[Form]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return by kind the files that each form changes and what it adds there."""
    return {form.kind: [(change.file, dict(change.data)) for change in form.changes] for form in made}


# -- groups


CALLS = st.lists(
    st.builds(
        Corrected,
        st.sampled_from(["A-1", "A-2", "A-3"]),
        st.sampled_from([TRIAGE, ("category", "sampah"), ("city", "r1")]),
        st.none(),
        st.sampled_from(["dlh", "bmsda"]),
        st.sampled_from([None, "pju"]),
    ),
    max_size=15,
)


@given(CALLS)
def test_every_corrected_call_is_in_one_group_with_those_like_it(calls: list[Corrected]) -> None:
    """The largest comes first; of equal ones always the same."""
    made = groups(calls)
    assert sorted(map(repr, (one for of in made for one in of.calls))) == sorted(map(repr, calls))
    keys = [(of.decider, of.unit, of.told) for of in made]
    assert len(set(keys)) == len(keys)
    for of in made:
        assert {(one.decider, one.unit, one.told) for one in of.calls} == {(of.decider, of.unit, of.told)}
        assert list(of.calls) == [one for one in calls if one in of.calls]
    sizes = [len(of.calls) for of in made]
    assert sizes == sorted(sizes, reverse=True)
    assert [(of.decider, of.unit, of.told) for of in groups(reversed(calls))] == keys


# -- words

WORDS = ("kabel", "tiang", "jalan", "rusak", "mati", "depan", "rumah")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=examples(150))
@given(st.lists(TEXTS, min_size=3, max_size=7), st.lists(TEXTS, max_size=12), st.sampled_from([1, 2, 3]))
def test_words_that_tell_are_counted_as_they_stand(mine: list[str], left: list[str], least: int) -> None:
    """Each stands in so many texts that none before it has, and takes so few others with it."""
    telling = Telling([*mine, *left, *(["lampu kotor"] * 40)])
    numbered = Numbered(set(range(len(mine))), set(range(len(mine), len(mine) + len(left))), set(range(len(mine))))
    open_, others = set(numbered.mine), set(numbered.left)
    found = words_for(numbered, telling, least, 0.5)
    assert len(found) <= MOST_WORDS
    for word in found:
        having = set(telling.having(word.joined))
        assert (word.cases, word.others) == (len(having & open_), len(having & others))
        assert word.pattern == telling.written(word.joined)
        assert word.cases >= least
        assert word.cases / (word.cases + word.others + DOUBT) >= 0.5
        open_, others = open_ - having, others - having


def test_the_surest_word_comes_first_and_what_it_takes_is_taken_no_more() -> None:
    mine = ["kabel putus"] * 4 + ["kabel tiang"] * 2 + ["tiang miring"] * 3
    telling = Telling([*mine, *["putus cinta", "jalan rusak"] * 20])
    numbered = Numbered(set(range(9)), set(range(9, 49)), set(range(9)))
    assert [(word.pattern, word.cases, word.others) for word in words_for(numbered, telling, 3, 0.6)] == [
        ("kabel", 6, 0), ("tiang miring", 3, 0),
    ]  # fmt: skip
    assert [word.pattern for word in words_for(numbered, telling, 4, 0.6)] == ["kabel"]


@pytest.mark.parametrize(("share", "told"), [(0.75, ["kabel"]), (0.76, [])])
def test_one_call_is_counted_against_each_word_beside_those_known(share: float, told: list[str]) -> None:
    """Three that have it and none that was left: three of four."""
    telling = Telling([*["kabel"] * 3, *["lampu mati"] * 37])
    numbered = Numbered({0, 1, 2}, set(range(3, 40)), {0, 1, 2})
    assert [word.pattern for word in words_for(numbered, telling, 3, share)] == told


def test_of_words_as_sure_the_one_that_reads_best_is_told() -> None:
    """A word before its form, and of words the rarer, then the longer one."""
    mine = ["tiang miring"] * 5
    telling = Telling([*mine, *["lampu mati"] * 30, "miring"])
    numbered = Numbered(set(range(5)), set(range(5, 35)), set(range(5)))
    assert [word.pattern for word in words_for(numbered, telling, 3, 0.6)] == ["tiang miring"]


def test_no_more_words_are_told_than_a_person_reads() -> None:
    names = [f"{one}{other}" for one in "abcd" for other in "abcdefg"]
    mine = [f"kata{name}" for name in names for _again in range(3)]
    telling = Telling([*mine, *["lampu mati"] * 900])
    mine_ = set(range(len(mine)))
    assert len(words_for(Numbered(mine_, set(), mine_), telling, 3, 0.6)) == MOST_WORDS


# -- changes of files


def made(of: CorrectedGroup, *homes: str, words: tuple[str, ...] = ("kabel",), files: Files = FILES) -> list[Form]:
    return list(forms(of, words, files, homes, "baru"))


def test_what_waits_in_triage_gets_words_or_a_category_of_its_own() -> None:
    """A rule for it would be looked at before all categories, and takes what they know better."""
    text = {"unit": "bmsda", "text": ["kabel"]}
    assert changes(made(group(call()), "lain")) == {
        "words": [(CITY, {"categories": {"lain": {"text": ["kabel"]}}})],
        "last category": [(CITY, {"categories": {"baru": {**text, "specific": "last"}}})],
    }
    assert changes(made(group(call()))) == {
        "category": [(CITY, {"categories": {"baru": text}})],
        "last category": [(CITY, {"categories": {"baru": {**text, "specific": "last"}}})],
    }


def test_a_category_that_people_said_takes_the_words_and_nothing_else_does() -> None:
    for decider in (TRIAGE, ("category", "sampah")):
        found = changes(made(group(call(decider, told="pju")), "lain"))
        assert found["words"] == [(OTHER, {"categories": {"pju": {"text": ["kabel"]}}})]
        assert found.keys() <= {"words", "negation", "words and negation"}
    assert changes(made(group(call(told="none")), "lain")) == {}


def test_a_category_that_took_too_much_is_kept_from_it_by_its_words() -> None:
    """Alone where another one then finds the call, or together with the words for that; else a rule says it."""
    found = made(group(call(("category", "pju"), category="pju", unit="dlh")), "sampah", "lain")
    without = (OTHER, {"categories": {"pju": {"text_not": ["kabel"]}}})
    into = [(CITY, {"categories": {home: {"text": ["kabel"]}}}) for home in ("sampah", "lain")]
    assert [(form.kind, [(one.file, one.data) for one in form.changes]) for form in found] == [
        ("negation", [without]),
        ("words", [into[0]]),
        ("words", [into[1]]),
        ("words and negation", [without, into[0]]),
        ("words and negation", [without, into[1]]),
        ("rule", [(CITY, {"rule": [{"id": "baru", "category": "pju", "text": ["kabel"], "to": "dlh"}]})]),
    ]


@pytest.mark.parametrize(("step", "rule", "before"), [("city", "r1", "r1"), ("unit", "u1", None)])
def test_a_rule_that_took_too_much_gets_words_against_it(step: str, rule: str, before: str | None) -> None:
    """A new rule stands before the city's own; before a unit's the city's rules stand anyway."""
    found = made(group(call((step, rule), category="pju")))
    assert changes(found)["negation"] == [(FILES.rules[rule], {"rule": [{"id": rule, "text_not": ["kabel"]}]})]
    last = found[-1].changes[0]
    assert (found[-1].kind, last.before) == ("rule", before)
    assert last == Change(CITY, {"rule": [{"id": "baru", "category": "pju", "text": ["kabel"], "to": "bmsda"}]}, before)


@pytest.mark.parametrize(
    "decider", [("handoff", "api"), ("code", "bmsda"), ("city", "rules.toml#3"), ("category", "x")]
)
def test_what_has_no_place_for_words_against_it_gets_a_rule(decider: Decider) -> None:
    """A hand-off, the unit's code, and what has no id by which a change could name it."""
    found = changes(made(group(call(decider))))
    assert found == {"rule": [(CITY, {"rule": [{"id": "baru", "text": ["kabel"], "to": "bmsda"}]})]}


def test_a_category_that_waits_for_all_others_takes_the_words() -> None:
    waiting = FILES._replace(last=["sampah", "lain"])
    found = changes(made(group(call()), files=waiting))
    assert found["last words"] == [(CITY, {"categories": {"lain": {"text": ["kabel"]}}})]
    assert "last category" not in found
