"""Who may do what, by users and groups of the machine: what is refused is not done, and noted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aduan_cli.app import people
from aduan_cli.complaint import events
from aduan_cli.complaint.step import Step, changing
from aduan_cli.errors import NotAllowedError, StoreError
from aduan_cli.model import ERASE, LOG, MOVE, RULES
from aduan_cli.testing import RULES as CITY
from desk_here import HereDesk, desk_here

CREW = '[units.dlh-regu]\nname = "Regu"\nparent = "dlh"\n'
PEOPLE = """
[people]
log = ["sari", "@loket"]
rules = ["kepala"]
move = ["rina"]
[people.units]
dlh = ["@dlh"]
"""


NOBODY = 54_321


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HereDesk:
    """Return a desk with a call."""
    made = desk_here(tmp_path, CITY + CREW + PEOPLE)
    with monkeypatch.context() as patch:
        patch.setattr(people, "_ROOT", NOBODY)
        made.log("sampah")
    return made


@pytest.fixture(autouse=True)
def no_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be a user who is neither root nor owns the desk, unless a test says so."""
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY)
    be(monkeypatch, "tamu")


def be(patch: pytest.MonkeyPatch, user: str, *groups: str) -> None:
    """Be a user with these groups."""
    patch.setattr(people, "user_name", lambda _number: user)
    patch.setattr(people, "own_groups", lambda: list(range(len(groups))))
    patch.setattr(people, "group_name", lambda number: groups[number])


def may(desk: HereDesk, right: str | None, *steps: Step) -> bool:
    """Say whether it is allowed."""
    try:
        people.check_all(desk, right, steps)
    except NotAllowedError:
        return False
    return True


def moved(desk: HereDesk, unit: str) -> Step:
    """Return a move of a unit's part."""
    return changing(
        desk.all()[0], {"status": "acknowledged"}, events.ACKNOWLEDGED, {"unit": unit}, "sari", desk.clock()
    )


def refused(desk: HereDesk) -> list[dict[str, object]]:
    """Return what was noted of refusals."""
    return [event.data for _ticket, event in desk.store.privacy.noted((events.REFUSED,), None)]


@pytest.mark.parametrize(
    ("user", "groups", "allowed"),
    [
        ("sari", (), {LOG, ERASE}),
        ("tamu", ("loket",), {LOG, ERASE}),
        ("loket", (), {ERASE}),
        ("kepala", ("dlh",), {RULES, ERASE}),
        ("tamu", (), {ERASE}),
    ],
)
def test_a_right_is_of_those_who_are_named_or_in_a_group_that_is(
    desk: HereDesk, monkeypatch: pytest.MonkeyPatch, user: str, groups: tuple[str, ...], allowed: set[str]
) -> None:
    """What nobody is named for everybody may do; a user who is called as a group is not in it."""
    be(monkeypatch, user, *groups)
    assert {right for right in (LOG, RULES, ERASE) if may(desk, right)} == allowed


@pytest.mark.parametrize(
    ("user", "groups", "units"),
    [
        ("rina", (), {"dlh", "dlh-regu", "bpbd"}),
        ("tamu", ("dlh",), {"dlh", "dlh-regu"}),
        ("tamu", ("bpbd",), set()),
    ],
)
def test_what_is_a_units_its_people_move_and_its_crews_too(
    desk: HereDesk, monkeypatch: pytest.MonkeyPatch, user: str, groups: tuple[str, ...], units: set[str]
) -> None:
    steps = {unit: moved(desk, unit) for unit in ("dlh", "dlh-regu", "bpbd")}
    be(monkeypatch, user, *groups)
    assert {unit for unit, step in steps.items() if may(desk, None, step)} == units


def test_of_several_steps_none_is_done_where_one_is_refused(desk: HereDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was refused is noted with the unit, and who it was; each time, for each time somebody tried."""
    steps = moved(desk, "dlh"), moved(desk, "bpbd")
    be(monkeypatch, "tamu", "dlh")
    for _again in range(2):
        with pytest.raises(NotAllowedError, match="tamu may not move what is bpbd's"):
            people.check_all(desk, None, steps)
    assert refused(desk) == [{"right": MOVE, "unit": "bpbd", "user": "tamu"}] * 2


def test_root_may_do_all_and_who_owns_the_desk_its_rules(desk: HereDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """So nobody can lock themselves out."""
    owner = Path(desk.folder).stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner)
    monkeypatch.setattr(people, "_ROOT", owner + 1)
    assert (may(desk, RULES), may(desk, LOG)) == (True, False)
    monkeypatch.setattr(people, "_ROOT", owner)
    assert (may(desk, RULES), may(desk, LOG)) == (True, True)


def test_who_may_not_write_there_is_refused_all_the_same(desk: HereDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise StoreError("read-only")

    monkeypatch.setattr(type(desk.store), "note_event", fail)
    assert not may(desk, LOG)
