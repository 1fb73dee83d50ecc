"""Which second unit to name is learned from whose calls are: as officers chose, as a record says, as decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aduan_cli.complaint.complaint import Complaint
from aduan_cli.errors import NotFoundError
from aduan_cli.flow.rulebook.second import HELD_OUT, label_of, learn_second, words_of_rules
from aduan_cli.rules.review.agreement import Agreement
from aduan_cli.testing import RULES
from compiling import rules_of
from desk_here import HereDesk, desk_here

CITY = RULES.replace(
    "[units.bpbd]",
    '[units.dlh-truk]\nname = "Regu Truk"\nparent = "dlh"\n[outside.pln]\nname = "PLN"\nreferral = "123"\n[units.bpbd]',
)
COMPILED: Any = rules_of(CITY)


def label(**given: Any) -> tuple[str, bool] | None:
    """Return whose a complaint is."""
    return label_of(Complaint({"text": "x", **given}), COMPILED, Agreement(COMPILED))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"unit": "dlh", "step": "category"}, ("dlh", False)),
        ({"unit": "dlh-truk", "step": "category"}, ("dlh", False)),
        ({"unit": "pln", "step": "category"}, ("pln", False)),
        ({"unit": "dlh", "step": "manual"}, ("dlh", True)),
        ({"unit": "dlh", "step": "category", "recorded_unit": "BPBD"}, ("bpbd", True)),
        ({"unit": "dlh", "step": "manual", "recorded_unit": "BPBD"}, ("dlh", True)),
        ({"unit": "dlh", "step": "category", "recorded_unit": "Dinas yang tidak ada"}, None),
        ({"unit": "triage", "step": "triage"}, None),
        ({"unit": None, "step": None}, None),
        ({"unit": "sudah-tidak-ada", "step": "manual"}, None),
    ],
)
def test_whose_a_call_is(given: dict[str, Any], found: tuple[str, bool] | None) -> None:
    assert label(**given) == found


def test_words_of_the_rules_are_those_of_their_patterns() -> None:
    words = words_of_rules(COMPILED)
    assert {"sampah", "banjir"} <= words
    assert words_of_rules({**COMPILED, "words": []}) == frozenset()


def test_with_calls_of_one_unit_there_is_nothing_to_tell_apart(tmp_path: Path) -> None:
    desk = desk_here(tmp_path, CITY)
    for _time in range(5):
        desk.log("sampah menumpuk")
    with pytest.raises(NotFoundError, match="not yet calls of two units"):
        learn_second(desk.store, desk.router)


def test_an_empty_desk_has_nothing_to_learn_from(tmp_path: Path) -> None:
    desk = desk_here(tmp_path, CITY)
    desk.log("entah apa")
    with pytest.raises(NotFoundError):
        learn_second(desk.store, desk.router)


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> HereDesk:
    """Return a desk on which officers gave calls about lamps to a unit that the rules never name."""
    desk = desk_here(tmp_path_factory.mktemp("guru"), CITY)
    for number in range(20):
        desk.log(f"sampah menumpuk {number}")
        lamp = desk.log(f"lampu redup sekali {number}")
        desk.act(lamp, "assign", to="bpbd")
    return desk


def test_what_officers_chose_is_learned_and_counted(taught: HereDesk) -> None:
    learned = learn_second(taught.store, taught.router)
    assert (learned.calls, learned.chosen) == (40, 20)
    scores = dict(zip(learned.model.units, learned.model.scores("lampu redup"), strict=True))
    assert max(scores, key=lambda unit: scores[unit]) == "bpbd"
    scores = dict(zip(learned.model.units, learned.model.scores("sampah"), strict=True))
    assert max(scores, key=lambda unit: scores[unit]) == "dlh"


def test_how_well_it_does_is_measured_on_the_latest_that_it_had_not_seen(taught: HereDesk) -> None:
    """The desk is never right about the lamps, and with the second it always is."""
    reached = learn_second(taught.store, taught.router).reached
    assert reached.calls == int(40 * HELD_OUT) // 2
    assert (reached.desk, reached.either) == (0, reached.calls)
