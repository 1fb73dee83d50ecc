"""What counts as a unit's word: its complaint is moved in its name, and its observers hear of just that."""

from __future__ import annotations

from pathlib import Path

import pytest

from aduan_cli.app.unit_word import UnitWord
from aduan_cli.complaint.incoming import FILE, Automatic, Incoming
from aduan_cli.errors import NotAllowedError
from aduan_cli.flow.inbox import KEPT, KNOWN, MOVED
from desk_here import HereDesk, desk_here

HEARS = """\
import os
from aduan_cli.hookspecs import hookimpl

@hookimpl
def observe(event):
    with open(os.path.join(os.path.dirname(__file__), "dengar"), "a") as file:
        file.write(f"{event.type} {event.actor} {event.complaint.ticket}\\n")
"""


@pytest.fixture
def desk(tmp_path: Path) -> HereDesk:
    """Return a desk with a unit whose code hears what becomes of its calls."""
    return desk_here(tmp_path, plugins={"lampu": HEARS})


def heard(desk: HereDesk) -> list[str]:
    """Return what the code was told."""
    place = Path(desk.folder) / "plugins" / "lampu" / "dengar"
    return place.read_text().splitlines() if place.exists() else []


def word(ticket: str, key: str = "a" * 32, verb: str | None = "ack", **more: object) -> Incoming:
    """Return a word of the unit."""
    return Incoming(key, FILE, "a.csv:1", tickets=(ticket,), unit="lampu", verb=verb, **more)  # type: ignore[arg-type]


def take(desk: HereDesk, one: Incoming, dry_run: bool = False) -> str:
    """Take a word as `inbox` does; return what became of it."""
    units = UnitWord(desk, dry_run)
    taken = units.take(one)
    units.tell_observers(taken)
    return taken.state


def test_who_observes_hears_of_what_moved_in_the_units_name_and_once(desk: HereDesk) -> None:
    one = desk.log("lampu mati")
    assert take(desk, word(one.ticket)) == MOVED
    assert heard(desk) == [f"acknowledged lampu {one.ticket}"]
    assert take(desk, word(one.ticket)) == KNOWN
    assert len(heard(desk)) == 1


def test_nobody_hears_of_what_only_stands_in_the_history(desk: HereDesk) -> None:
    one = desk.log("lampu mati")
    take(desk, word(one.ticket, verb="resolve", words="menyala"))
    assert take(desk, word(one.ticket, "b" * 32, "start")) == KEPT
    assert take(desk, word(one.ticket, "c" * 32, None, automatic=Automatic("answered", "cuti"))) == KEPT
    assert heard(desk) == [f"resolved lampu {one.ticket}"]


def test_in_a_dry_run_nothing_is_moved_and_nobody_hears(desk: HereDesk) -> None:
    one = desk.log("lampu mati")
    assert take(desk, word(one.ticket), dry_run=True) == MOVED
    assert heard(desk) == []
    assert [each.status for each in desk.all()] == ["routed"]


def test_what_can_not_be_taken_is_raised_before_anything_is_changed(desk: HereDesk) -> None:
    one = desk.log("sampah")
    before = [event.id for event in desk.store.events(one)]
    with pytest.raises(NotAllowedError, match="is not at lampu"):
        take(desk, word(one.ticket))
    assert [event.id for event in desk.store.events(one)] == before
    assert heard(desk) == []
