"""Words that do nothing beside others of their list: only what is proved is told, and what is told is true."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from aduan_cli.rules.review.idle_words import idle, idle_items, idle_words, wordings_of
from aduan_cli.text import Folded, Matcher, join_pattern, star_words
from thorough import examples

WORD = st.text(alphabet="ab* ", min_size=1, max_size=5).filter(lambda word: bool(set(word) & set("ab")))
TEXT = st.lists(st.text(alphabet="ab", min_size=1, max_size=4), max_size=5).map(" ".join)


def found(words: list[str], text: str) -> bool:
    """Say whether one of the words occurs, as a rule's `text` asks."""
    exact = {join_pattern(word): at for at, word in enumerate(words) if "*" not in word}
    stars = [(at, star_words(word)) for at, word in enumerate(words) if "*" in word]
    return bool(Matcher(exact, stars).find(Folded(text)))


@given(st.lists(WORD, min_size=2, max_size=6), st.lists(TEXT, min_size=1, max_size=8))
@settings(max_examples=examples(300))
def test_a_list_without_its_idle_words_finds_the_same(words: list[str], texts: list[str]) -> None:
    """Whoever takes the advice changes nothing."""
    told = {at for at, _other in idle(words)}
    kept = [word for at, word in enumerate(words) if at not in told]
    assert kept
    for text in [*texts, *words]:
        assert found(words, text) == found(kept, text), (words, kept, text)


def told(*words: str) -> list[tuple[str, str]]:
    return [(words[at], words[other]) for at, other in idle(words)]


def test_what_is_the_same_or_implied_is_told() -> None:
    """Spellings that are one, and words that begin, end or are around what another list word wants."""
    assert told("pondok gede", "Pondokgede", "pondok-gede") == [
        ("Pondokgede", "pondok gede"),
        ("pondok-gede", "pondok gede"),
    ]
    assert told("lampu jalan mati", "lamp*", "lampu* x") == [("lampu jalan mati", "lamp*"), ("lampu* x", "lamp*")]
    assert told("rumahnya", "*nya", "tukang parkir liar", "*parkir*") == [
        ("rumahnya", "*nya"),
        ("tukang parkir liar", "*parkir*"),
    ]


def test_what_may_be_found_alone_is_not_told() -> None:
    """ "parkir liar" is "parkirliar" too, where no "parkir" is a word; a star stays within one word."""
    assert told("parkir", "parkir liar", "lampu*mati", "lampu mati", "liar*", "a b*", "b*") == []


def test_each_word_is_told_where_it_stands() -> None:
    """In a category, in nested conditions, in lists of cues; not in `text_all`, where each word counts."""
    data = {
        "cues": {"feedback": ["saran", "saran*", {"text": ["x", "x"]}]},
        "categories": {
            "a": {"text": ["got", "GOT"], "not": {"any": [{"text_not": ["y", "y"], "text_all": ["z", "z"]}]}}
        },
    }
    assert [problem.path for problem in idle_words("rules.toml", data)] == [
        ("cues", "feedback", 0),
        ("cues", "feedback", 2, "text", 1),
        ("categories", "a", "text", 1),
        ("categories", "a", "not", "any", 0, "text_not", 1),
    ]


NAMED = {"jalan": ["jalan", "gang", "@kecil"], "kecil": ["lorong", "jembatan*", "~rusak"], "sendiri": ["@sendiri", "x"]}
ITEM = st.one_of(WORD, st.sampled_from(["a|b", "a|ab b", "@n", "@m", "~ab", "a .. b"]))


def test_what_a_named_list_or_alternatives_have_is_told() -> None:
    """Wherever it stands in the list; of alternatives only where each of them does nothing. Lists may have lists."""
    items = ["gang", "lorong|jalan", "jalan|setapak", "@jalan", "jembatan gantung", "~rusak", "@sendiri", "x"]
    told = [(items[at], items[other]) for at, other in idle_items(items, NAMED)]
    assert told == [
        ("gang", "@jalan"),
        ("lorong|jalan", "@jalan"),
        ("jembatan gantung", "@jalan"),
        ("x", "@sendiri"),
    ]
    data = {"words": {"a": ["got", "@b", "GOT"], "b": ["selokan"]}, "categories": {"c": {"text": ["got", "@a"]}}}
    paths = [problem.path for problem in idle_words("rules.toml", data, {"a": ["got"], "b": ["selokan"]})]
    assert paths == [("words", "a", 2), ("categories", "c", "text", 0)]


@given(st.lists(ITEM, min_size=2, max_size=6), st.lists(WORD, max_size=3), st.lists(TEXT, min_size=1, max_size=8))
@settings(max_examples=examples(300))
def test_items_that_do_nothing_can_go_all_at_once(items: list[str], more: list[str], texts: list[str]) -> None:
    """What the rest stands for finds the same."""
    named = {"n": ["@m", *more], "m": ["a", "*b"]}
    told = {at for at, _other in idle_items(items, named)}
    kept = [item for at, item in enumerate(items) if at not in told]

    def plain(some: list[str]) -> list[str]:
        return [word for item in some for word in wordings_of(item, named) if word]

    assert {item for item in items if item[0] == "~" or ".." in item} <= set(kept)
    for text in texts:
        assert found(plain(items), text) == found(plain(kept), text)
