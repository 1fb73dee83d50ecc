"""The weights of a second unit: what a file says is what was learned, whatever the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.rules.learning.second import Labelled, learn, shares, words_of, written
from aduan_cli.rules.second_unit import Weights

UNITS = st.sampled_from(["dlh", "bmsda-pju", "kecamatan"])
TEXTS = st.lists(st.text("abcéß ", min_size=1, max_size=12), min_size=1, max_size=4).map(" ".join)
CALLS = st.lists(st.builds(Labelled, TEXTS, UNITS), max_size=25)


@given(CALLS, TEXTS)
def test_the_file_gives_the_odds_that_were_learned(calls: list[Labelled], text: str) -> None:
    """Found by the bytes of the file or in what was learned: the same scores, but for their rounding."""
    model = learn(calls)
    if model is None:
        return
    weights = Weights(written(model).encode())
    odds = weights.odds(text)
    scores = dict(zip(model.units, model.scores(text), strict=True))
    assert bool(odds) == any(word in model.words for word in words_of(text))
    if odds:
        assert sum(one.share for one in odds) == pytest.approx(1)
        assert scores[odds[0].unit] == pytest.approx(max(scores.values()), abs=0.3)


def test_a_callers_name_is_not_in_the_file() -> None:
    """Words of fewer than three texts are left out, unless the rules have them; words with digits always."""
    calls = [Labelled(f"sampah {name} 0812345 rw01", "dlh") for name in ("budi", "joko")]
    calls += [Labelled("sampah lagi", "dlh"), *[Labelled("pju mati", "bmsda")] * 3, Labelled("rongsokan", "dlh")]
    model = learn(calls, public={"rongsokan"})
    assert model is not None
    assert set(model.words) == {"sampah", "pju", "mati", "rongsokan"}


def test_what_is_known_of_one_word_alone() -> None:
    """A word that one unit has and others don't speaks for it; one that all have speaks for none."""
    calls = [Labelled("warga sampah", "dlh")] * 4 + [Labelled("warga pju", "bmsda")] * 4
    model = learn(calls)
    assert model is not None
    weights = Weights(written(model).encode())
    assert weights.odds("SAMPAH!")[0][::2] == ("dlh", ("sampah",))
    assert weights.odds("warga")[0].share == pytest.approx(0.5)
    assert weights.odds("lain") == []


@pytest.mark.parametrize(
    "data", [b"\n\n", b"aduan second unit 1\n\n", b"aduan second unit 1\nhash x\nunits a\nbase x\nscale 1\n\n"]
)
def test_other_bytes_are_refused(data: bytes) -> None:
    """What is no file of weights raises at once."""
    with pytest.raises((ValueError, KeyError)):
        Weights(data)


# -- how far the odds are believed, and how often they are right


def test_odds_are_believed_less_where_later_calls_went_elsewhere() -> None:
    """What the words taught is held against the calls that came after: the scale is that which they bear out."""
    earlier = [Labelled("sampah", "dlh")] * 20 + [Labelled("lampu", "pju")] * 20
    sure = learn([*earlier, *[Labelled("sampah", "dlh"), Labelled("lampu", "pju")] * 8])
    unsure = learn([*earlier, *[Labelled("sampah", "pju"), Labelled("lampu", "dlh")] * 8])
    assert sure is not None
    assert unsure is not None
    assert sure.scale > unsure.scale
    first, second = (Weights(written(model).encode()).odds("sampah")[0].share for model in (sure, unsure))
    assert first > second


@pytest.mark.parametrize(
    "calls", [[], [Labelled("sampah", "dlh")] * 9, [Labelled("12 34", "dlh"), Labelled("56", "pju")]]
)
def test_of_fewer_than_two_units_nothing_is_learned(calls: list[Labelled]) -> None:
    assert learn(calls) is None


@given(CALLS, st.lists(st.tuples(TEXTS, UNITS, UNITS), max_size=6))
def test_the_best_other_unit_counts_where_the_decision_is_wrong(
    calls: list[Labelled], asked: list[tuple[str, str, str]]
) -> None:
    """Of the decided one and the best other one; of a text whose words nobody knows the decision alone."""
    model = learn(calls)
    if model is None:
        return
    for (alone, both), (text, decided, right) in zip(shares(asked, model), asked, strict=True):
        assert alone == (decided == right)
        assert both >= alone
        scores = dict(zip(model.units, model.scores(text), strict=True))
        others = {unit: score for unit, score in scores.items() if unit != decided}
        if both and not alone:
            assert others[right] == max(others.values())
        if not any(scores.values()):
            assert both == alone
