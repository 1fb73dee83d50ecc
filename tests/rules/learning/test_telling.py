"""How usual patterns are: what is counted is what the rules' matcher would find, and chance proposes nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.patterns import is_phrase
from aduan_cli.rules.learning.corrected import (
    Corrected,
    CorrectedGroup,
    Files,
    Numbered,
    forms,
    words_for,
)
from aduan_cli.rules.learning.telling import Telling
from aduan_cli.text import Folded, Matcher, join_pattern

WORDS = ("jalan", "rusak", "kerusakan", "merusak", "di", "depan", "lampu", "pasar")
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), min_size=2, max_size=6)


@given(TEXTS)
def test_texts_that_have_a_pattern_are_those_that_the_matcher_finds(texts: list[str]) -> None:
    """Words, neighbours, forms and words apart: each is counted where rules would find it."""
    telling = Telling(texts)
    everything = range(len(texts))
    for joined in (*telling.patterns(everything, 1, False), *telling.patterns(everything, 1, True)):
        written = telling.written(joined)
        found = [number for number, text in enumerate(texts) if _matcher(written).find(Folded(text))]
        assert list(telling.having(joined)) == found, written


def _matcher(pattern: str) -> Matcher:
    parts = pattern.split()
    return Matcher({}, [(0, parts)]) if is_phrase(parts) else Matcher({join_pattern(pattern): 0}, ())


def test_a_form_is_a_pattern_where_two_forms_of_it_stand() -> None:
    """One form alone is the word itself."""
    assert "~rusak" in Telling(["jalan rusak", "kerusakan jalan"]).patterns([0, 1], 2, False)
    assert "~rusak" not in Telling(["jalan rusak", "rusak jalan"]).patterns([0, 1], 2, False)


def test_what_chance_would_give_tells_nothing() -> None:
    """Three of forty calls of a unit that has half of all have a word and no others: so have many words by chance."""
    texts = [f"{'sekali' if number < 3 else 'lagi'} kata{'abcdefgh'[number % 8]} halo" for number in range(40)]
    telling = Telling([*texts, *(text.replace("sekali", "lagi") for text in texts)])
    theirs = set(range(40))
    assert words_for(Numbered(theirs, set(range(40, 80)), theirs), telling, 3, 0.6) == []
    few = {0, 1, 2}
    told = words_for(Numbered(few, set(range(3, 80)), few), telling, 3, 0.6)
    assert [word.pattern for word in told] == ["sekali"]


def test_words_apart_are_looked_for_where_nothing_plainer_tells() -> None:
    """Neither word alone tells these calls, both together do."""
    ways = (("hias", "padam"), ("sorot", "redup"), ("kolam", "pecah"), ("pagar", "hilang"), ("panggung", "miring"))
    mine = [f"lampu {which} taman {what}" for which, what in ways]
    left = ["lampu jalan mati di depan perumahan taman asri", "taman kotor sekali", "lampu mati"] * 12
    telling = Telling([*mine, *left])
    group = Numbered(set(range(5)), set(range(5, 41)), set(range(5)))
    assert [word.pattern for word in words_for(group, telling, 3, 0.6)] == ["lampu .. taman"]


def test_words_for_what_is_in_triage_may_wait_for_all_other_categories() -> None:
    """A word that other categories know what to do with goes last; the next words join it there."""
    call = Corrected("A-1", ("triage", ""), None, "bmsda", None)
    group = CorrectedGroup(("triage", ""), "bmsda", None, (call,))
    files = Files("rules.toml", "places/corrected.toml", {}, {"jalan": ("rules.toml", "bmsda")}, {})
    made = {form.kind: form.changes[0].data for form in forms(group, ["air"], files, ["jalan"], "air")}
    assert made["words"] == {"categories": {"jalan": {"text": ["air"]}}}
    assert made["last category"] == {"categories": {"air": {"unit": "bmsda", "text": ["air"], "specific": "last"}}}
    more = files._replace(categories={**files.categories, "air": ("rules.toml", "bmsda")}, last=["air"])
    made = {form.kind: form.changes[0].data for form in forms(group, ["genangan"], more, ["jalan"], "genangan")}
    assert made["last words"] == {"categories": {"air": {"text": ["genangan"]}}}
    assert "last category" not in made
