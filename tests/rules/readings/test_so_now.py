"""Whether what is said is so now: each kind of word by itself, how far it reaches, and what lifts it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.readings.quantities import Quantity
from aduan_cli.rules.readings.so_now import KEYS, SoNow
from aduan_cli.rules.readings.tokens import Word, words_of

SAID = "xx"
"""Stands for what is said."""
WORDS = {
    "denied": ["bukan"],
    "past": ["dulu", "tahun lalu"],
    "lately": ["kemarin"],
    "feared": ["takut"],
    "supposed": ["kalau"],
    "over": ["surut"],
    "still": ["sudah", "dari dulu", "sejak kemarin", "belum surut"],
    "now": ["sekarang", "saat ini"],
}
SO_NOW = SoNow(WORDS, {})


def is_so(text: str, begin: str | None = None) -> bool:
    """Say whether what is said first is so; `begin` is the word that says what it is a value of."""
    words = SO_NOW.parted(words_of(text, {}))
    at = [number for number, word in enumerate(words) if word.text == SAID]
    first = at[0]
    following = at[1] if len(at) > 1 else len(words)
    start = next((number for number, word in enumerate(words) if word.text == begin), first)
    return SO_NOW.of(words).is_so(Quantity(first, first, 1, first), following, start)


FILL = "a b c d e f g h i j k l m n o p"
LONG = " ".join(["a"] * 39)
"""As many words as may stand between, but for one."""


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("air xx", True),
        # denied: right before it, in its clause
        ("bukan xx", False),
        ("bukan sekitar xx", True),
        ("bukan, xx", True),
        ("xx bukan", True),
        # past: in its clause, or before it in its sentence
        ("dulu xx", False),
        ("xx dulu", False),
        ("xx, dulu", True),
        ("dulu, xx", False),
        ("dulu. xx", True),
        ("tahun lalu di sini xx", False),
        (f"xx {FILL[:17]} dulu", False),  # the tenth word behind it
        (f"xx {FILL[:19]} dulu", True),
        (f"dulu {LONG} xx", False),
        (f"dulu {LONG} a xx", True),
        # lately: in its clause alone
        ("kemarin xx", False),
        ("xx kemarin", False),
        ("kemarin, xx", True),
        # feared: before it in its clause
        ("takut xx", False),
        ("takut, xx", True),
        ("xx takut", True),
        # supposed: before it in its sentence
        ("kalau xx", False),
        ("kalau hujan, xx", False),
        ("kalau hujan. xx", True),
        ("xx kalau hujan", True),
        # over: behind it up to the next one, or before it in its sentence
        ("xx surut", False),
        ("xx. nanti. surut", False),
        ("xx lalu xx surut", True),
        ("surut, xx", False),
        ("surut. xx", True),
        (f"surut {FILL[:21]} xx", False),
        (f"surut {FILL[:23]} xx", True),
    ],
)
def test_how_far_a_word_reaches(text: str, so: bool) -> None:
    assert is_so(text) is so


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("takut karena sudah xx", True),
        ("sudah takut xx", False),
        ("takut xx sudah", False),
        ("kalau xx sudah", False),
        ("kalau begini sudah xx", True),
        ("dulu tidak, sudah xx", True),
        ("dulu sudah xx", False),  # in the same clause it was so then
        ("kemarin sudah xx", False),
        ("bukan sudah xx", True),  # nothing stands right before it
        ("sejak kemarin xx", True),
        ("dari dulu xx", True),
        ("belum surut xx", True),
        ("xx belum surut", True),
        ("xx sudah surut", False),
    ],
)
def test_what_lifts_it(text: str, so: bool) -> None:
    """A word between, or a phrase of several words around it; one word alone lifts nothing that it is a part of."""
    assert is_so(text) is so


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("dulu, sekarang xx", True),
        ("dulu saat ini xx", True),
        ("xx sekarang dulu", True),
        ("kalau hujan sekarang xx", True),
        ("sekarang dulu xx", False),
        ("sekarang surut, xx", False),
    ],
)
def test_what_is_told_of_now_has_a_sentence_of_its_own(text: str, so: bool) -> None:
    assert is_so(text) is so


def test_what_is_denied_may_stand_before_what_it_is_a_value_of() -> None:
    """`tidak banjir 80 cm`: the word before the flood denies its height."""
    assert not is_so("bukan banjir setinggi xx", begin="banjir")
    assert is_so("bukan di banjir setinggi xx", begin="banjir")
    assert is_so("bukan, banjir setinggi xx", begin="banjir")


TEXTS = st.lists(
    st.sampled_from(["dulu", "kemarin", "takut", "kalau", "surut", "sudah", "sekarang", "a", ",", "."]), max_size=6
).map(" ".join)


@given(TEXTS, TEXTS)
def test_a_sentence_before_it_says_nothing_of_it_but_for_what_is_over(before: str, after: str) -> None:
    """What is told of now begins one as well as a full stop does."""
    alone = is_so(f"{SAID} {after}")
    assert is_so(f"{before}. {SAID} {after}") == alone
    assert is_so(f"{before} saat ini {SAID} {after}") == is_so(f"ini {SAID} {after}")


@given(st.lists(st.sampled_from(["saat", "ini", "sekarang", "a", ",", ".", "12"]), max_size=8).map(" ".join))
def test_only_clauses_and_sentences_change_where_now_begins_one(text: str) -> None:
    words = words_of(text, {})
    parted = SO_NOW.parted(words)
    assert [word._replace(clause=0, sentence=0) for word in parted] == [
        word._replace(clause=0, sentence=0) for word in words
    ]
    begins = [at for at, word in enumerate(words) if word.text == "sekarang" or _is_this(words, at)]
    for at in range(1, len(words)):
        gained = parted[at].sentence - parted[at - 1].sentence - (words[at].sentence - words[at - 1].sentence)
        assert gained == (at in begins)


def _is_this(words: list[Word], at: int) -> bool:
    """Say whether `saat ini` ends at a word."""
    return (
        at > 0 and (words[at - 1].text, words[at].text) == ("saat", "ini") and words[at - 1].clause == words[at].clause
    )


def test_a_desk_without_these_words_believes_everything() -> None:
    words = words_of("dulu kalau takut bukan xx surut", {})
    nothing = SoNow({}, {})
    assert nothing.parted(words) == words
    assert nothing.of(words).is_so(Quantity(4, 4, 1, 4), len(words), 4)


@pytest.mark.parametrize("key", KEYS)
def test_synonyms_hold_for_every_key(key: str) -> None:
    """A caller's word for `dulu` counts as it, whichever of the two the rules have."""
    text = {"over": "xx dl", "still": "takut dl xx", "now": "dulu, dl xx"}.get(key, "dl xx")
    so_now = SoNow({**WORDS, key: ["waktu"]}, {"dl": "waktu"})
    words = so_now.parted(words_of(text, {"dl": "waktu"}))
    at = next(number for number, word in enumerate(words) if word.text == SAID)
    assert so_now.of(words).is_so(Quantity(at, at, 1, at), len(words), at) is (key in ("still", "now"))
