"""A backtest for people: the figures that they decide by, and who would get what from whom."""

from __future__ import annotations

import io
import unicodedata
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.render.backtest import write_report
from aduan_cli.render.widths import width
from screens import screen

COUNTS = st.integers(0, 2_000)
UNITS = st.sampled_from(["dlh", "bmsda-pju", "kecamatan-bekasi-utara", "triage"])
TEXTS = st.text(max_size=60)
SAMPLES = st.fixed_dictionaries(
    {"ticket": st.just("UJI-261123-0001-2"), "text": TEXTS, "rule": st.none() | st.just("got"), "held": st.booleans()}
)
MOVES = st.fixed_dictionaries(
    {"from": UNITS, "to": UNITS, "count": COUNTS, "held": COUNTS, "samples": st.lists(SAMPLES, max_size=2)}
)
RULES = st.fixed_dictionaries(
    {
        "step": st.sampled_from(["city", "category"]), "rule": st.none() | st.just("got"), "decided": COUNTS,
        "moved": COUNTS, "recorded": COUNTS, "agree": COUNTS, "agreement": st.none(),
        "wrong": st.dictionaries(UNITS, COUNTS, max_size=2),
    }
)  # fmt: skip
TOLD = st.fixed_dictionaries(
    {
        "tested": st.just("the files on disk"), "in_force": st.just("0123456789ab"),
        "against": st.sampled_from(["current", "recorded"]), "complaints": COUNTS, "skipped": COUNTS, "moved": COUNTS,
        "held": COUNTS, "due": COUNTS, "recorded": COUNTS, "agreement_before": st.floats(0, 100),
        "agreement_after": st.floats(0, 100), "matrix": st.lists(MOVES, max_size=3),
        "rules": st.lists(RULES, max_size=4),
    }
)  # fmt: skip


def told(**given: Any) -> dict[str, Any]:
    """Return a backtest in which nothing is said but what is given."""
    nothing = {
        "tested": "the files on disk", "in_force": "0123456789ab", "against": "current", "complaints": 0, "skipped": 0,
        "moved": 0, "held": 0, "due": 0, "recorded": 0, "agreement_before": None, "agreement_after": None, "matrix": [],
        "rules": [],
    }  # fmt: skip
    return {**nothing, **given}


def printed(report: dict[str, Any], worst: int = 5) -> str:
    out = io.StringIO()
    write_report(report, "table", worst, out)
    return out.getvalue()


@given(TOLD, st.integers(0, 5))
def test_any_backtest_is_told(report: dict[str, Any], worst: int) -> None:
    """Every move with its samples, the worst rules, and no more of these than asked for."""
    text = printed(report, worst)
    assert not any(unicodedata.category(character) == "Cc" for character in text.replace("\n", ""))
    for move in report["matrix"]:
        assert f"{move['from']} → {move['to']}" in text or not move["samples"]
    wrong = [rule for rule in report["rules"] if rule["moved"] or rule["recorded"] > rule["agree"]]
    assert ("Worst rules first" in text) == bool(wrong[:worst])


@given(TOLD)
def test_it_fits_an_officers_terminal(report: dict[str, Any]) -> None:
    with screen(80) as out:
        write_report(report, "table", 5, out)
    assert max(map(width, out.getvalue().split("\n"))) <= 80


def test_of_nothing_there_is_no_share() -> None:
    lines = printed(told()).splitlines()
    assert [line.split(None, 2)[-1] for line in lines if line.startswith("Would move")] == ["0  (-)"]
    assert "Erased" not in printed(told())
    assert "Agree" not in printed(told())


def test_what_route_leaves_and_what_it_moves_already_are_told_apart() -> None:
    agreed = {"recorded": 9, "agreement_before": 33.333, "agreement_after": 100.0}
    text = printed(told(complaints=300, moved=7, held=2, due=4, skipped=3, **agreed))
    assert "7  (2.33 %)" in text
    assert "of these 2 are held" in text
    assert "4 more are due" in text
    assert "33.33 % before, 100.00 % after, of 9" in text
    assert "Erased, left out" in text


def test_against_the_record_the_matrix_says_who_had_it_instead() -> None:
    move = {"from": "dlh", "to": "bpbd", "count": 2, "held": 0, "samples": []}
    assert "Moves" in printed(told(matrix=[move]))
    assert "Recorded elsewhere" in printed(told(matrix=[move], against="recorded"))
