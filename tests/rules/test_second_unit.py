"""The weights of a second unit as they stand in a file: read back as they were learned, and harmless when damaged."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aduan_cli.rules.learning.second import Labelled, Model, learn, written
from aduan_cli.rules.second_unit import LEAST, MOST_SHOWN, MOST_WORDS, Weights, acting_unit, named
from any_complaint import TEXTS

TEXT = {
    "dlh": ["sampah menumpuk bau", "sampah dibakar asap", "sampah pasar bau"],
    "bmsda": ["jalan berlubang parah", "jalan rusak aspal", "lampu jalan padam aspal"],
    "bpbd": ["banjir setinggi lutut", "banjir rumah terendam", "pohon tumbang banjir angin"],
}
SAMPLES = [Labelled(text, unit) for _again in range(4) for unit, texts in TEXT.items() for text in texts]
LEARNED = learn(SAMPLES, public=[word for _t in TEXT.values() for text in _t for word in text.split()])
assert LEARNED is not None
MODEL: Model = LEARNED
FILE = written(MODEL).encode()
WEIGHTS = Weights(FILE)
RULES: Any = {
    "desk": {"triage": "triage"},
    "units": {
        "dlh": {"parent": None, "offices": {"Bekasi Timur": "dlh-timur"}},
        "dlh-timur": {"parent": "dlh"},
        "bmsda": {"parent": None},
        "bmsda-pju": {"parent": "bmsda"},
    },
    "outside": {"bpbd": {}},
}
SAID = st.lists(st.sampled_from([*MODEL.words, "kata", "lain", "ß", "İ"]), max_size=12).map(" ".join)


@given(SAID)
def test_a_file_says_what_was_learned(text: str) -> None:
    """But for a hundredth of a weight that a word has."""
    scores = MODEL.scores(text)
    found = WEIGHTS.odds(text)
    if not found:
        assert not any(word in MODEL.words for word in text.split())
        return
    assert sorted(one.unit for one in found) == sorted(MODEL.units)
    assert sum(one.share for one in found) == pytest.approx(1)
    best = MODEL.units[max(range(len(scores)), key=lambda number: scores[number])]
    close = sorted(scores)[-1] - sorted(scores)[-2] < 0.02 * (1 + len(text.split()))
    assert found[0].unit == best or close


def test_each_word_of_the_file_is_found_and_no_other() -> None:
    """Also the first and the last of a letter, and one that begins as another does."""
    for word, weights in MODEL.words.items():
        assert [unit for unit, _weight in WEIGHTS.of_word(word)] == sorted(weights)
        assert WEIGHTS.of_word(word + "x") == WEIGHTS.of_word(word[:-1] + "!") == []


@given(TEXTS | SAID)
def test_what_is_named_has_a_share_and_words_that_speak_for_it(text: str) -> None:
    for unit, most in ((None, 2), ("triage", 2), ("dlh", 1), ("bmsda-pju", 1), ("unknown", 1)):
        found = named(WEIGHTS, text, unit, RULES)
        assert len(found) <= most
        assert not {"bmsda-pju": {"bmsda"}, "dlh": {"dlh"}}.get(str(unit), set()) & {one.unit for one in found}
        for one in found:
            assert LEAST <= one.share <= 1
            assert 0 < len(one.words) <= MOST_WORDS
            assert all(word in text.casefold() for word in one.words)


def test_units_that_the_rules_no_longer_have_are_not_named() -> None:
    gone: Any = {**RULES, "units": {}, "outside": {}}
    assert named(WEIGHTS, "sampah jalan banjir", "x", RULES) != []
    assert named(WEIGHTS, "sampah jalan banjir", "x", gone) == []


def test_of_a_unit_with_offices_the_one_of_the_place_is_taken() -> None:
    assert acting_unit("dlh", "Bekasi Timur", RULES) == "dlh-timur"
    assert [acting_unit("dlh", place, RULES) for place in ("Bekasi Utara", None)] == ["dlh", "dlh"]
    assert [acting_unit(unit, "Bekasi Timur", RULES) for unit in ("bpbd", "bmsda", "gone")] == ["bpbd", "bmsda", "gone"]


# -- a damaged file


DAMAGED = (ValueError, KeyError, IndexError)
"""What `Weights` may raise of a damaged file, and nothing else."""


def used(data: bytes) -> None:
    """Use a file as a call does: it is refused before anything is looked up in it, or nothing was damaged."""
    try:
        weights = Weights(data)
    except DAMAGED:
        return
    assert weights.odds(" ".join(MODEL.words)) == WEIGHTS.odds(" ".join(MODEL.words))


def test_a_file_that_was_cut_off_anywhere_ends_no_call() -> None:
    for end in range(len(FILE)):
        used(FILE[:end])


@given(st.integers(0, len(FILE) - 1), st.binary(min_size=1, max_size=3))
@example(len(FILE) - 1, b"0")
def test_a_file_with_other_bytes_somewhere_ends_no_call(at: int, other: bytes) -> None:
    used(FILE[:at] + other + FILE[at + len(other) :])


@given(st.binary(max_size=200))
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    with pytest.raises((ValueError, KeyError, IndexError)):
        Weights(data)


def test_more_units_than_are_shown_have_odds_as_well() -> None:
    letters = "abcdefg"[: MOST_SHOWN + 3]
    model = learn([Labelled(f"kata{one} sama", f"unit-{one}") for _again in range(4) for one in letters])
    assert model is not None
    found = Weights(written(model).encode()).odds("katac sama")
    assert (len(found), found[0].unit, found[0].words[0]) == (len(letters), "unit-c", "katac")
    assert [one.words for one in found[MOST_SHOWN:]] == [()] * 3
