"""The second unit beside a decision: named only where it may still be somebody else's, and never in the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aduan_cli.app.second_unit import event_of, learned, named_for, numbered, waits, weights
from aduan_cli.complaint.complaint import Complaint, copy_of
from aduan_cli.complaint.events import SECOND_NAMED
from aduan_cli.complaint.step import noting
from aduan_cli.errors import NotFoundError
from aduan_cli.model import SECOND_UNIT_FILE
from desk_here import HereDesk, desk_here

BOTH = "sampah hanyut karena banjir"


@pytest.fixture(scope="module")
def weights_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the weights that a desk learned of two units."""
    desk = desk_here(tmp_path_factory.mktemp("learned"))
    for text in ("sampah menumpuk di pasar", "banjir setinggi lutut") * 6:
        desk.log(text)
    learned(desk)
    desk.close()
    return (Path(desk.folder) / SECOND_UNIT_FILE).read_bytes()


@pytest.fixture
def desk(tmp_path: Path, weights_file: bytes) -> HereDesk:
    made = desk_here(tmp_path)
    file(made).write_bytes(weights_file)
    return made


def file(desk: HereDesk) -> Path:
    return Path(desk.folder) / SECOND_UNIT_FILE


def names(desk: HereDesk, one: Complaint) -> list[str]:
    """Return the units that are named beside a complaint."""
    return [found.unit for found in named_for(desk, one)]


def test_beside_a_decision_the_other_unit_is_named_and_in_triage_both(desk: HereDesk) -> None:
    one = desk.log(BOTH)
    other = {"dlh": "bpbd", "bpbd": "dlh"}[str(one.unit)]
    assert names(desk, one) == [other]
    waiting = copy_of(one, unit="triage", status="new", step="triage")
    assert (set(names(desk, waiting)), waits(desk, waiting), waits(desk, one)) == ({"dlh", "bpbd"}, True, False)


@pytest.mark.parametrize(
    "changes",
    [{"status": "in_progress"}, {"status": "closed"}, {"step": "manual"}, {"step": "handoff"}, {"text": ""}],
    ids=str,
)
def test_what_is_at_work_or_was_decided_by_a_person_is_not_doubted(desk: HereDesk, changes: dict[str, str]) -> None:
    """Nor what has to be handed over at once, nor what has no words any more."""
    assert names(desk, copy_of(desk.log(BOTH), **changes)) == []


# -- its number


def test_one_is_the_unit_that_has_it_and_two_the_one_beside(desk: HereDesk) -> None:
    one = desk.log(BOTH)
    (other,) = names(desk, one)
    assert [numbered(desk, one, number) for number in (1, 2)] == [one.unit, other]
    for number in (3, 0, -1):
        with pytest.raises(NotFoundError, match=rf"no unit {number} is named"):
            numbered(desk, one, number)


def test_what_was_named_when_the_call_was_taken_counts(desk: HereDesk) -> None:
    """Though the weights were learned anew since."""
    one, by = desk.log(BOTH), weights(desk)
    assert by is not None
    found = named_for(desk, one)
    desk.store.commit([noting(one, (event_of(found, by),), "sari", desk.clock())])
    file(desk).unlink()
    assert desk.store.events(one)[-1].type == SECOND_NAMED
    assert numbered(desk, one, 2) == found[0].unit


# -- its file


def test_without_a_file_nothing_is_named_and_nothing_said(desk: HereDesk) -> None:
    file(desk).unlink()
    assert (names(desk, desk.log(BOTH)), desk.warned) == ([], [])


@pytest.mark.parametrize(
    "damage", ["no head", "no bytes", "its words cut off", "a unit too many", "a letter for a weight"]
)
def test_a_damaged_file_is_told_once_and_no_call_waits_for_it(desk: HereDesk, weights_file: bytes, damage: str) -> None:
    head, _blank, words = weights_file.partition(b"\n\n")
    file(desk).write_bytes(
        {
            "no head": words,
            "no bytes": b"",
            "its words cut off": head + b"\n\n" + words[:6],
            "a unit too many": head + b"\n\n" + words.replace(b" 0:", b" 9:").replace(b" 1:", b" 9:"),
            "a letter for a weight": head + b"\n\n" + words.replace(b":", b":x"),
        }[damage]
    )
    assert names(desk, desk.log(BOTH)) == []
    (said,) = desk.warned
    assert said.startswith(f"{SECOND_UNIT_FILE}: no second unit is named: ")


def test_a_file_that_may_not_be_read_is_told_with_why(desk: HereDesk) -> None:
    file(desk).unlink()
    file(desk).mkdir()
    assert names(desk, desk.log(BOTH)) == []
    assert f"{SECOND_UNIT_FILE}: no second unit is named: {os.strerror(21)}" in desk.warned[0]


def test_two_units_are_needed_to_learn_from(tmp_path: Path) -> None:
    desk = desk_here(tmp_path)
    with pytest.raises(NotFoundError):
        learned(desk)
    desk.log("sampah")
    with pytest.raises(NotFoundError):
        learned(desk)
    assert not file(desk).exists()
