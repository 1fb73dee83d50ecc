"""Words that tell a unit: counted as the rules' matcher finds them, grouped so that no text goes elsewhere for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.rules.learning import words as words_module
from aduan_cli.rules.learning.draft import Sample
from aduan_cli.rules.learning.words import (
    FEW,
    LEAST_TEXTS,
    STEM,
    Group,
    TellingWord,
    grouped,
    list_of_words,
    patterns_of,
    word_groups,
)
from aduan_cli.text import Folded, Matcher, join_pattern, star_words
from thorough import examples

UNITS = ("dlh", "pju", "jalan")
TOKENS = ("sampah", "sampahnya", "Sampah-Liar", "lampu", "lampunya", "mati", "got", "rt", "03", "é", "di")


def samples_of(*texts: tuple[str, str, int]) -> list[Sample]:
    """Return each (unit, text) as often as its row says."""
    return [Sample(unit, (), text) for unit, text, count in texts for _number in range(count)]


@st.composite
def drawn(draw: st.DrawFn) -> list[Sample]:
    """Draw a few texts, each several times, of which words tell units more or less surely."""
    texts = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=4).map(" ".join)
    rows = draw(st.lists(st.tuples(st.sampled_from(UNITS), texts, st.integers(1, 9)), min_size=1, max_size=9))
    return samples_of(*rows)


def first_found(text: str, lists: Iterable[Sequence[str]]) -> int | None:
    """Return the first list of which the rules' matcher finds a pattern in a text."""
    for number, patterns in enumerate(lists):
        if any(matches(pattern, text) for pattern in patterns):
            return number
    return None


def matches(pattern: str, text: str) -> bool:
    if "*" in pattern:
        return bool(Matcher({}, [(0, star_words(pattern))]).find(Folded(text)))
    return bool(Matcher({join_pattern(pattern): 0}, ()).find(Folded(text)))


# -- what is counted


@settings(max_examples=examples(100))
@given(drawn())
def test_the_texts_of_a_word_are_those_in_which_rules_would_find_it(samples: list[Sample]) -> None:
    """Of the beginning of a word only those of the words that stand in enough texts are known: never a text more."""
    words, _units = list_of_words(samples)
    for word in words:
        found = sum(1 << number for number, sample in enumerate(samples) if matches(word.pattern, sample.text))
        assert word.texts & ~found == 0, word.pattern
        assert "*" in word.pattern or word.texts == found, word.pattern


@settings(max_examples=examples(100))
@given(drawn())
def test_no_word_of_a_few_texts_is_told_and_none_with_a_digit(samples: list[Sample]) -> None:
    """A caller's name stands in fewer than three texts; a house number or a phone in none of the words."""
    words, units = list_of_words(samples)
    assert units == {
        unit: sum(1 << number for number, sample in enumerate(samples) if sample.unit == unit)
        for unit in {sample.unit for sample in samples}
    }
    for word in words:
        assert word.texts.bit_count() >= LEAST_TEXTS
        assert not any(character.isdigit() for character in word.pattern)
        assert word.unit in units
        if word.pattern.endswith("*"):
            assert len(word.pattern) > STEM


def test_neighbours_count_as_one_word_however_they_are_written() -> None:
    """`lampu jalan` and `lampujalan` are one; the plainer way to write them is told."""
    rows = samples_of(("pju", "lampujalan mati", 2), ("pju", "lampu jalan mati", 2), ("dlh", "jalan kotor", 9))
    (word,) = [word for word in list_of_words(rows)[0] if join_pattern(word.pattern) == "lampujalan"] or [None]
    assert word is None or (word.pattern, word.texts.bit_count()) == ("lampujalan", 4)
    assert patterns_of("lampu jalan")["lampujalan"] == "lampu jalan"
    assert patterns_of("lampujalan jalan lampu")["lampujalan"] == "lampujalan"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("03 12 0812", []),
        ("a b", ["a b"]),
        ("PJU 12 mati", ["pju", "mati"]),
        ("rw05 got", ["got"]),
        ("É-é got", ["e e", "got", "e got"]),
        ("道路 坏了", ["道路", "坏了", "道路 坏了"]),
    ],
)
def test_words_and_pairs_of_a_text(text: str, found: list[str]) -> None:
    """A digit parts neighbours; one letter alone is no word, and may be one of two."""
    assert sorted(patterns_of(text).values()) == sorted(found)


# -- what tells a unit


def test_a_word_that_everybody_says_tells_nothing() -> None:
    rows = samples_of(("dlh", "mohon sampah", 8), ("pju", "mohon lampu", 8), ("jalan", "mohon aspal", 8))
    words = list_of_words(rows)[0]
    assert sorted(word.unit for word in words) == ["dlh", "jalan", "pju"]
    assert "mohon" not in {word.pattern for word in words}


def test_of_words_as_sure_the_one_that_more_say_comes_first() -> None:
    rows = samples_of(("pju", "lampu", 5), ("dlh", "sampah", 9), ("pju", "kabel", 3))
    assert [word.pattern for word in list_of_words(rows)[0]] == ["sampah", "lampu", "kabel"]


def test_a_word_in_two_units_goes_to_the_one_that_has_it_more_often_and_last() -> None:
    rows = samples_of(("dlh", "sampah", 9), ("pju", "lampu", 9), ("dlh", "jalan", 4), ("pju", "jalan", 6))
    words = list_of_words(rows)[0]
    assert [(word.pattern, word.unit) for word in words][2:] == [("jalan", "pju")]


def test_a_word_as_often_in_two_units_is_the_more_usual_units() -> None:
    """Who has more calls of all is likelier to get the next one; of equals the first in the alphabet."""
    rows = samples_of(("zebra", "jalan", 5), ("apel", "jalan", 5), ("zebra", "lampu", 8))
    assert {word.pattern: word.unit for word in list_of_words(rows)[0]}["jalan"] == "zebra"
    even = samples_of(("zebra", "jalan", 5), ("apel", "jalan", 5))
    assert [word.unit for word in list_of_words(even)[0]] == ["apel"]


def test_the_beginning_of_words_stands_for_all_of_them() -> None:
    """Five letters or more: `mati` is in too many words."""
    rows = samples_of(("dlh", "sampah", 4), ("dlh", "sampahnya", 4), ("pju", "mati", 4), ("pju", "matilah", 4))
    patterns = [word.pattern for word in list_of_words(rows)[0]]
    assert "sampah*" in patterns
    assert "mati*" not in patterns
    assert not {"sampah", "sampahnya"} & set(patterns)


def test_nothing_is_told_by_no_texts_or_too_few_of_each() -> None:
    assert list_of_words([]) == ([], {})
    assert word_groups([], 5) == []
    assert list_of_words(samples_of(("dlh", "sampah", 2), ("pju", "lampu", 2)))[0] == []


def test_only_the_latest_texts_are_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes first is the oldest: what was usual then is forgotten, and no memory is taken for it."""
    monkeypatch.setattr(words_module, "LONGEST_MEMORY", 8)
    rows = samples_of(("dlh", "sampah", 40), ("pju", "lampu", 8))
    words, units = list_of_words(rows)
    assert [(word.pattern, word.texts) for word in words] == [("lampu", 0b11111111)]
    assert units == {"pju": 0b11111111}


@pytest.mark.parametrize(("texts", "more"), [(FEW - 1, 0), (FEW, 2)])
def test_second_words_are_learned_where_there_are_enough_texts(texts: int, more: int) -> None:
    """Of a few texts chance makes them as often as sense; of many a call may still come that lacks the first word."""
    rows = samples_of(("dlh", "sampah liar", 60), ("pju", "lampu padam", 60), ("jalan", "aspal", texts - 120))
    patterns = [word.pattern for word in list_of_words(rows)[0]]
    for of_one in ({"sampah", "liar", "sampah liar"}, {"lampu", "padam", "lampu padam"}):
        assert len(of_one.intersection(patterns)) == 1 + more
    assert len(set(patterns)) == len(patterns)


@pytest.mark.parametrize(("said", "is_told"), [(120, True), (150, False)])
def test_what_many_say_comes_last_but_not_what_everybody_says(said: int, is_told: bool) -> None:
    """`jalan` tells no unit surely, and stands behind all that does: it decides what would be left in triage."""
    rows = samples_of(("dlh", "sampah jalan", said // 2), ("pju", "lampu jalan", said - said // 2), ("dlh", "got", 30))
    rows += samples_of(("jalan", "aspal", 560 - len(rows)))
    patterns = [word.pattern for word in list_of_words(rows)[0]]
    assert ("jalan" in patterns) is is_told
    if is_told:
        assert patterns.index("jalan") > max(patterns.index(word) for word in ("sampah", "got", "lampu", "aspal"))


# -- against counting by hand


def naive_words(samples: list[Sample], few: int, often: int) -> list[tuple[str, str, set[int]]]:
    """Return words, units and texts as sets of numbers give them, with the weights written out."""
    texts: dict[str, set[int]] = {}
    plain: dict[str, str] = {}
    for number, sample in enumerate(samples):
        for joined, pattern in patterns_of(sample.text).items():
            texts.setdefault(joined, set()).add(number)
            plain[joined] = min(pattern, plain.get(joined, pattern), key=lambda one: (one.count(" "), one))
    texts = {joined: numbers for joined, numbers in texts.items() if len(numbers) >= 3}
    single = [joined for joined in texts if " " not in plain[joined]]
    for word in sorted(single):
        longer = [other for other in single if other != word and other.startswith(word)]
        if len(word) >= 5 and longer:
            texts[f"{word}*"] = texts[word].union(*(texts[other] for other in longer))
            plain[f"{word}*"] = f"{word}*"
    usual = {unit: sum(one.unit == unit for one in samples) for unit in {one.unit for one in samples}}

    def sureness(joined: str, claims: list[int]) -> tuple[float, float, str] | None:
        weight = {number: {0: 4, 1: 2, 2: 1}.get(claims[number], 0) for number in texts[joined]}
        total = sum(weight.values())
        right = {unit: sum(w for n, w in weight.items() if samples[n].unit == unit) for unit in usual}
        sure = {unit: (right[unit] + 8 * usual[unit] / len(samples)) / (total + 8) for unit in usual}
        best = max(sorted(usual), key=lambda unit: (sure[unit], usual[unit]))
        if total < 12 or sure[best] < 0.2 or right[best] <= 4:
            return None
        return -sure[best], -right[best], best

    claims = [0] * len(samples)
    waiting = {joined: (*known[:2], joined) for joined in texts if (known := sureness(joined, claims))}
    found: list[tuple[str, str, set[int]]] = []
    while waiting:
        joined = min(waiting, key=waiting.__getitem__)
        del waiting[joined]
        now = sureness(joined, claims)
        if now is None:
            continue
        if waiting and (*now[:2], joined) > min(waiting.values()):
            waiting[joined] = (*now[:2], joined)
            continue
        is_needed = any(claims[number] == 0 for number in texts[joined])
        if not is_needed and (len(samples) < few or len(texts[joined]) > len(samples) / 4):
            continue
        found.append((plain[joined], now[2], texts[joined]))
        for number in texts[joined]:
            claims[number] += 1
    if len(samples) >= few:
        known_ = {pattern for pattern, _unit, _texts in found}
        last = [one for one in texts if often <= len(texts[one]) <= len(samples) / 4 and plain[one] not in known_]
        told = sorted((now, one) for one in last if (now := sureness(one, [0] * len(samples))))
        found += [
            (plain[one], now[2], texts[one]) for now, one in sorted(told, key=lambda both: (*both[0][:2], both[1]))
        ]
    return found


@settings(max_examples=examples(200))
@given(drawn(), st.sampled_from([1, 500]))
def test_words_are_weighed_as_by_hand(samples: list[Sample], few: int) -> None:
    """A text that words before claimed counts half, then a quarter, then nothing; what is doubtful is nobody's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words_module, "FEW", few)
        patch.setattr(words_module, "OFTEN_TEXTS", 4)
        words, _units = list_of_words(samples)
    expected = naive_words(samples, few, 4)
    assert [(word.pattern, word.unit) for word in words] == [(pattern, unit) for pattern, unit, _texts in expected]
    assert [word.texts for word in words] == [sum(1 << number for number in texts) for _p, _u, texts in expected]


# -- in groups


@settings(max_examples=examples(150))
@given(drawn())
def test_in_groups_every_text_goes_where_its_first_word_told(samples: list[Sample]) -> None:
    """Words of one unit stand together only where no text of another unit's words is taken by that."""
    words, units = list_of_words(samples)
    groups = grouped(words, units, 1000)
    assert sorted(pattern for group in groups for pattern in group.patterns) == sorted(word.pattern for word in words)
    masks = {word.pattern: word.texts for word in words}
    for number in range(len(samples)):
        told = next((word.unit for word in words if word.texts >> number & 1), None)
        found = (group.unit for group in groups if any(masks[p] >> number & 1 for p in group.patterns))
        assert next(found, None) == told


@settings(max_examples=examples(100))
@given(drawn(), st.integers(1, 4))
def test_what_is_cut_off_is_what_the_fewest_texts_are_claimed_by(samples: list[Sample], most: int) -> None:
    """The kept ones are in their order, and each claims as many texts of its unit as any that was cut off."""
    words, units = list_of_words(samples)
    every, kept = grouped(words, units, 1000), grouped(words, units, most)
    assert len(kept) == min(most, len(every))
    assert [group for group in every if group in kept] == kept
    claimed = {id(group): 0 for group in every}
    for sample in samples:
        first = first_found(sample.text, [group.patterns for group in every])
        if first is not None and every[first].unit == sample.unit:
            claimed[id(every[first])] += 1
    least = min((claimed[id(group)] for group in every if group in kept), default=0)
    assert all(claimed[id(group)] <= least for group in every if group not in kept) or any("*" in str(g) for g in every)


def test_a_word_joins_the_latest_group_of_its_unit_that_it_can() -> None:
    """`c` would take a text from `b` in the first group of its unit, so that it begins one of its own."""
    units = {"x": 0b111111, "y": 0b111000000}
    words = [
        TellingWord("a", "x", 0b000000011),
        TellingWord("b", "y", 0b011000000),
        TellingWord("c", "x", 0b001001100),
        TellingWord("d", "x", 0b000100000),
    ]
    assert grouped(words, units, 9) == [Group("x", ["a"]), Group("y", ["b"]), Group("x", ["c", "d"])]
    free = [*words[:2], words[2]._replace(texts=0b000001100)]
    assert grouped(free, units, 9) == [Group("x", ["a", "c"]), Group("y", ["b"])]


def test_learning_twice_gives_the_same_words() -> None:
    """Nothing hangs on the order in which a set gives its words out."""
    rows = samples_of(("dlh", "sampah got", 5), ("pju", "lampu kabel", 5), ("jalan", "got kabel", 5))
    assert word_groups(rows, 9) == word_groups(list(rows), 9)
